"""The whole of text cleaning: its columns, and that each value stands alone."""

from collections.abc import Callable

import polars as pl
import pytest

from etl.transform.text.clean import clean_abstracts, clean_titles, steps

COUNTS = ["spaces_removed", "mojibake", "html", "controls", "ligatures", "hyphenation"]
RAW = pl.Series(
    [
        "A clean text, 5% of $5.",
        None,
        " \n ",
        "",
        r"We get 0. 9 on \emph{all} (e. g. , $\alpha$).",
        "R&amp;D of eﬃcient pro- grams.",
        "CafÃ©\x00 of Ame\u0301lie",
        r"Left: \unknown{x}.",
    ]
)


def test_abstracts() -> None:
    frame = clean_abstracts(RAW)
    assert frame["text"].to_list() == [
        "A clean text, 5% of $5.",
        None,
        None,
        None,
        r"We get 0.9 on \emph{all} (e.g., $\alpha$).",
        "R&D of eﬃcient pro- grams.",
        "Café of Amélie",
        r"Left: \unknown{x}.",
    ]
    assert frame["plain"].to_list()[4:] == [
        "We get 0.9 on all (e.g., α).",
        "R&D of efficient programs.",
        "Café of Amélie",
        r"Left: \unknown{x}.",
    ]
    assert frame.select(COUNTS).rows()[4:] == [
        (3, 0, 0, 0, 0, 0),
        (0, 0, 1, 0, 1, 1),
        (0, 1, 0, 1, 0, 0),
        (0, 0, 0, 0, 0, 0),
    ]
    assert frame["respaced"].to_list() == [False] * 4 + [True] + [False] * 3
    assert frame["latex_residue"].to_list() == [None] * 7 + [r"\unknown{x}."]


def test_every_step_sees_what_the_step_before_made() -> None:
    raw = pl.Series(["an eﬃ&shy;cient&#x0D; way", "Ame&#x301;lie", "It is &lt; 5 of 0. 9"])
    frame = clean_abstracts(raw)
    assert frame["text"].to_list() == ["an eﬃ\xadcient way", "Am\u00e9lie", "It is < 5 of 0.9"]
    assert frame["plain"].to_list() == ["an efficient way", "Am\u00e9lie", "It is < 5 of 0.9"]


def test_schema_is_the_same_for_no_rows_and_for_nulls_alone() -> None:
    expected = clean_abstracts(RAW).schema
    assert all(expected[name] == pl.UInt32 for name in COUNTS)
    for values in ([], [None], ["  "]):
        assert clean_abstracts(pl.Series(values, dtype=pl.String)).schema == expected


def test_titles_are_decoded() -> None:
    frame = clean_titles(pl.Series([r"The $\ell_1$ of {B}ayes \& Co: v1. 3", "ﬁne", None]))
    assert frame["text"].to_list() == ["The ℓ_1 of Bayes & Co: v1.3", "fine", None]
    assert "plain" not in frame.columns


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"A {GPT} of $\text{L}^\foo$-functions", r"A GPT of $\text{L}^\foo$-functions"),
        (r"\unknown{arg} {BERT}: \foo[x]{a}{b}", r"\unknown{arg} BERT: \foo[x]{a}{b}"),
        ("From $5 to {B}ayes for $6", "From $5 to Bayes for $6"),
        ("{Monte Carlo} in {3D}, over {a, b} and {1}", "Monte Carlo in 3D, over {a, b} and {1}"),
        ("The {B}ayes U^{s+1}-Norm, x_{ij} and K_{n/2}", "The Bayes U^{s+1}-Norm, x_ij and K_{n/2}"),
    ],
)
def test_braces_of_latex_that_stays_stay(written: str, shown: str) -> None:
    assert clean_titles(pl.Series([written]))["text"].to_list() == [shown]
    assert steps(written, kind="title") == [("braces", shown)]


@pytest.mark.parametrize("clean", [clean_abstracts, clean_titles])
def test_a_value_does_not_depend_on_its_neighbours(clean: Callable[[pl.Series], pl.DataFrame]) -> None:
    whole = clean(RAW)
    alone = pl.concat([clean(RAW.slice(i, 1)) for i in range(RAW.len())])
    assert whole.equals(alone)
    assert clean(RAW.reverse()).reverse().equals(whole)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{FOO:} {A} Way of {BAR-2} {(BAZ)}", "FOO: A Way of BAR-2 (BAZ)"),
        (r"The User{'}s {``}Foo{''} {\&} {B}ar {--} {foo\_}bar", "The User's “Foo” & Bar – foo_bar"),
        ("Sets of {0, 1} and {<A,B>,C}", "Sets of {0, 1} and {<A,B>,C}"),
        ("{{Foo of Bars, and {BAZ}: {A} Way}}", "Foo of Bars, and BAZ: A Way"),
        ("{Foo, a Bar}", "Foo, a Bar"),
        ("{0, 1} of {2, 3}", "{0, 1} of {2, 3}"),
    ],
)
def test_braces_of_bibtex_go_from_titles(written: str, shown: str) -> None:
    assert clean_titles(pl.Series([written]))["text"].to_list() == [shown]


@pytest.mark.parametrize("written", ["<b></b>", "&nbsp;", "<i> </i>", r"\emph{}", r"{\bf }", "\x01"])
def test_a_title_of_mere_markup_has_no_text(written: str) -> None:
    assert clean_titles(pl.Series([written, "Fine"]))["text"].to_list() == [None, "Fine"]


def test_steps_tell_what_changed_in_order() -> None:
    assert steps("We get 0. 9 of R &amp; D eﬃcacy.") == [
        ("spacing", "We get 0.9 of R &amp; D eﬃcacy."),
        ("html", "We get 0.9 of R & D eﬃcacy."),
        ("ligatures", "We get 0.9 of R & D efficacy."),
    ]
    assert steps("Fine.") == []
    assert steps("{B}ayes", kind="title") == [("braces", "Bayes")]


def test_steps_end_where_the_columns_do() -> None:
    for value in RAW.drop_nulls().to_list():
        if value.strip():
            last = steps(value)[-1][1] if steps(value) else value
            assert last == clean_abstracts(pl.Series([value])).item(0, "plain")
