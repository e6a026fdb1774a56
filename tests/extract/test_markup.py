"""Mark-up is taken off where a converter wrote it; what looks like it elsewhere is the author's."""

from __future__ import annotations

import pytest

from etl.extract.source.notations import in_plain_text
from tests.extract.damages import comparable, encoded, in_site_form, read, shown_by
from tests.extract.made_authors import pages

PAGE = in_site_form(pages(3, seed=11)[2])
TEXT = encoded(PAGE.lines()).decode()


def _linked(text: str = TEXT) -> str:
    """TEXT with names that are links."""
    lines = (f"- [{x.removeprefix('  • ')}](/authors/1)" if x.startswith("  • ") else x for x in text.split("\n"))
    return "\n".join(lines)


def _plain(text: str) -> str:
    found = in_plain_text(text.encode())
    return found.text.decode() if found else text


@pytest.mark.parametrize(
    "line",
    [
        "We give [our code](https://example.org/a) to all.",
        r"The set $\{0, 1\}$ and the rule $a\_b_c$ are \emph{known}.",
        "We show <b>that</b> it holds.",
    ],
)
def test_what_an_author_wrote_in_a_sentence_stays(line: str) -> None:
    assert f"\n{line}\n" in _plain(_linked(f"{TEXT}\n{line}\n"))


def test_signs_that_are_always_escaped_are_not_shown_so() -> None:
    text = _plain(_linked(f"{TEXT}\nThe *first* of a_b.\n".replace("*", r"\*").replace("_", r"\_")))
    assert text.endswith("\nThe *first* of a_b.\n")


def test_one_link_alone_makes_no_mark_up() -> None:
    text = TEXT.replace("\n\n  • ", "\n\n\n  • ", 1) + "\n[Our code](https://example.org/a)\n"
    assert _plain(text) == text


def test_a_link_that_was_folded_is_one_line() -> None:
    first, second = PAGE.listings[0], PAGE.listings[1]
    text = _linked(TEXT)
    for listing in (first, second):
        words = listing.title.split(" ")
        text = text.replace(
            f"\n{listing.title}\n", f"\n### [{' '.join(words[:2])}\n{' '.join(words[2:])}](/papers/a-\nb)\n"
        )
    shown = shown_by(read(text.encode()))["0.txt"]
    assert shown == list(map(comparable, PAGE.listings))


def test_a_break_ends_a_line_that_another_one_follows() -> None:
    text = _plain(_linked(TEXT.replace("\n\n", "\n")).replace("papers\n", "papers  \n").replace("row", "row\\", 1))
    assert "papers\n\n" in text
    assert "row\n\n" in text or "row\n" in text


@pytest.mark.parametrize("mark", ["*", "_", "**", "__", "### "])
def test_marks_round_a_link_are_taken_off_and_no_bullet_with_them(mark: str) -> None:
    text = _linked().replace("- [", f"- {mark}[").replace("](/authors/1)", f"](/authors/1){mark.strip()}")
    assert _plain(text) == TEXT.replace("  • ", "- ")


@pytest.mark.parametrize("line", ["{.%s", "%s[Ada](/authors/1)", "`Ada%s<", "# %s#", "[Ada](/authors/1%s"])
@pytest.mark.parametrize("sign", ["a", " ", "# ", "[", "\\", ", "])
def test_long_lines_of_one_sign_are_read_in_linear_time(line: str, sign: str) -> None:
    """To begin the search for a mark anew at each space, or letter of a name in braces, took hours."""
    text = _linked() + "\n" + line.replace("%s", sign * 100_000) + "\n"
    assert in_plain_text(text.encode()) is not None
