"""Short lines that an author or a publisher wrote at either end of an abstract stay with it."""

from __future__ import annotations

import textwrap
from dataclasses import replace

import pytest

from tests.extract.damages import Line, encoded, in_site_form, read, shown_by
from tests.extract.test_damages import PAGES

PAGE = in_site_form(next(page for page in PAGES if len(page.listings) == 3))
TEXT = f"We study the knots that made things are held by, and show how they are tied. {'They hold. ' * 9}".strip()


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize(
    "end",
    [
        "Joint work with Ada Made and Bo Li", "(Extended abstract)", "Accepted as an oral", "Made Is All You Need",
        "© 2020 The Made Press. All rights reserved", "Code: https://made.example.org/code", "Keywords: ropes, knots",
        "• faster than before", "1. fast\n2. sharp", "$$f(x) = x$$", "f(x) = x + 1", "我们提出了一种新的方法", "“All knots are wrong”",
        "Supported by the Made Foundation", "We leave the rest to others", "Winner of the 2019 award",
        "60J80; 60K37", "FUNDING Made Foundation", "PROSPERO registration number CRD42018094123", "INDEX TERMS knots, ropes",
    ],
)  # fmt: skip
@pytest.mark.parametrize("of", [0, 2])
def test_an_abstract_may_end_in_a_short_line(end: str, of: int, *, blank: bool) -> None:
    assert_read(of, f"{TEXT}{chr(10) * (1 + blank)}{end}")


@pytest.mark.parametrize(
    "begin",
    [
        "Invited Talk",
        "Extended Abstract",
        "Theorem 1",
        "Preprint",
        "RESEARCH ARTICLE",
        "Author Summary",
        "Key Points",
        "Short Paper",
        "A B S T R A C T",
        "Part I: Knots",
        "Speaker: Ada Made",
        "(with Bo Li and Cy Xu)",
        "Dedicated to Donald Made",
        "Editor: Ada Made",
        "Joint work with Ada Made",
        "The",
    ],
)
@pytest.mark.parametrize("of", [0, 2])
def test_an_abstract_may_begin_with_a_short_line(begin: str, of: int) -> None:
    assert_read(of, f"{begin}\n\n{TEXT}")


@pytest.mark.parametrize(
    "line",
    ["AMS subject classifications. 65F10, 65N{n}", "2000 Mathematics Subject Classification: 11A{n}", "NCT012345{n}",
     "PACS numbers: 03.67.Lx, 42.50.{n}", "JEL Classification: C{n}", "General Terms: Algorithms, Experimentation",
     "INDEX TERMS knots, ropes"],
)  # fmt: skip
@pytest.mark.parametrize("least", [1, 2, 3])
def test_all_abstracts_may_end_in_what_classifies_them(line: str, least: int) -> None:
    listings = tuple(
        replace(s, abstract=f"{TEXT}\n\n{line.format(n=n + 30)}" if n < least else TEXT)
        for n, s in enumerate(PAGE.listings)
    )
    shown = shown_by(read(encoded(replace(PAGE, listings=listings).lines())))
    assert shown["0.txt"] == list(listings)


def test_a_venue_may_have_the_same_label_in_several_abstracts() -> None:
    heading = PAGE.listings[0].heading
    for line in ("Contact: ada@made.example.org", "Level of evidence: III"):
        listings = tuple(replace(s, heading=heading, abstract=f"{TEXT}\n\n{line}") for s in PAGE.listings)
        assert shown_by(read(encoded(replace(PAGE, listings=listings).lines())))["0.txt"] == list(listings)


@pytest.mark.parametrize("of", [0, 1])
def test_a_notice_of_the_year_of_the_heading_below_is_no_half_of_it(of: int) -> None:
    year = PAGE.listings[of + 1].heading.split()[-3]
    assert_read(of, f"{TEXT}\n\nCopyright {year} ACM.")


@pytest.mark.parametrize(
    "highlights",
    ["HIGHLIGHTS\n• We tie knots of 12 kinds.\n• They hold.", "Highlights\n• Made Knots\n• Tight Ropes",
     "What is added here\n• we tie knots.\n• they hold."],
)  # fmt: skip
@pytest.mark.parametrize("of", [0, 2])
def test_an_abstract_may_begin_with_its_highlights(highlights: str, of: int) -> None:
    assert_read(of, f"{highlights}\n\n{TEXT}")


@pytest.mark.parametrize("name", ["Schmidt", "Key", "Long", "Short", "Ada Key"])
@pytest.mark.parametrize("of", [0, 2])
def test_a_name_without_its_bullet_above_an_abstract_is_none_of_it(name: str, of: int) -> None:
    listings = list(PAGE.listings)
    listings[of] = replace(listings[of], abstract=f"{name}\n\n{TEXT}")
    extracted = read(encoded(replace(PAGE, listings=tuple(listings)).lines()))
    assert shown_by(extracted)["0.txt"] == [x for x in PAGE.listings if x is not PAGE.listings[of]]
    assert extracted.quarantine["reason"].to_list() == ["broken-author-list"]


@pytest.mark.parametrize("names", [("bell made", "danah made"), ("Bo Li", "Cy Made")])
@pytest.mark.parametrize("of", [0, 2])
def test_names_below_one_that_lost_its_bullet_are_no_highlights(names: tuple[str, str], of: int) -> None:
    listings = list(PAGE.listings)
    listings[of] = replace(listings[of], abstract=f"{names[0]}\n  • {names[1]}\n\n{TEXT}")
    extracted = read(encoded(replace(PAGE, listings=tuple(listings)).lines()))
    assert shown_by(extracted)["0.txt"] == [x for x in PAGE.listings if x is not PAGE.listings[of]]
    assert extracted.quarantine["reason"].to_list() == ["broken-author-list"]


FOREIGN = (
    "Advertisement", "Page 3", "We use cookies to improve your experience. Accept all", "https://made.example.org/a?page=3", "Anzeige",
    "Figure 1: Knots.", "Sent from my telephone",
)  # fmt: skip


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize("width", [80, 400])
@pytest.mark.parametrize("line", FOREIGN)
def test_a_line_within_a_sentence_is_no_abstract_s(line: str, width: int, *, blank: bool) -> None:
    words = (
        "We study the knots that made things are held by, and show how they are tied by those who tie them well, " * 8
    )
    text = textwrap.wrap(words, width)
    apart = ["", line, ""] if blank else [line]
    listings = list(PAGE.listings)
    listings[1] = replace(listings[1], abstract="\n".join([text[0], *apart, *text[1:], "They hold."]))
    extracted = read(encoded(replace(PAGE, listings=tuple(listings)).lines()))
    assert shown_by(extracted)["0.txt"] == [listings[0], listings[2]]
    assert extracted.quarantine["reason"].to_list() == ["foreign-line"]


@pytest.mark.parametrize("width", [40, 60, 72, 100])
def test_an_abstract_may_be_wrapped(width: int) -> None:
    assert_read(1, textwrap.fill(f"{TEXT} We tie it (in time) for Ada Made and others, i.e. all. " * 3, width))


@pytest.mark.parametrize("line", ["$x = y$", "f(x) = y^2", "(ii) the knots,", "the knots"])
def test_a_line_within_a_sentence_may_be_its_own(line: str) -> None:
    assert_read(
        1, f"We study the knots that made things are held by, and show how they are tied for\n{line}\nand then {TEXT}"
    )


@pytest.mark.parametrize("end", ["Let me know if you need anything else!", "[End of document]"])
def test_what_writes_above_a_page_writes_below_it(end: str) -> None:
    lines = [
        Line("Here is the page:", "foreign"),
        Line("", "blank"),
        *PAGE.lines(),
        Line("", "blank"),
        Line(end, "foreign"),
    ]
    assert shown_by(read(encoded(lines)))["0.txt"] == list(PAGE.listings[:2])


def assert_read(of: int, abstract: str) -> None:
    listings = list(PAGE.listings)
    listings[of] = replace(listings[of], abstract=abstract)
    extracted = read(encoded(replace(PAGE, listings=tuple(listings)).lines()))
    assert shown_by(extracted)["0.txt"] == listings
