"""Whatever happens to a page: what is read is right, what is not read is kept, and nothing is lost."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from etl.extract.source.decode import decode, decode_all
from tests.extract.damage_list import DAMAGES
from tests.extract.damages import (
    Damaged,
    Line,
    Page,
    Shown,
    cut,
    encoded,
    given_back,
    in_site_form,
    lost,
    read,
    shown_by,
    wrong,
)
from tests.extract.made_authors import pages
from tests.extract.one_shard import read_apart

PAGES = pages(6, seed=4)
# What a reader cannot tell: a whole page in an abstract from a next page; lines gone without a trace; and where a
# file ends at the end of a sentence.
UNDECIDABLE = ("abstract-page-", "lines-lost", "cut")
# Undamaged listings are all read, whatever became of others.
SPARING = {
    name for name in DAMAGES
    if name.startswith(("none", "no-blank", "no-title", "title-", "glyph", "crlf", "cr", "mixed", "bom", "utf-16-", "cp1252",
                        "indented", "nul-title", "nul-name", "fill-", "overwritten-nul-512", "nul-abstract", "invalid-title", "invalid-name", "listing-twice",
                        "tool-", "written-", "mac-roman", "html-", "header-without", "declares-0", "declares-61", "declares-9", "declares-one-more", "shuffled",
                        "names-without-bullets", "doubled", "every-line", "abstract-paragraphs", "abstract-bullets-",
                        "with-owner", "pages-in-one", "thousand", "no-abstract", "names-and", "heading-marked-", "heading-dressed-", "heading-open-",
                        "heading-type-lower",
                         "miscount-1", "miscount-2", "abstract-ends-in-", "abstract-label-"))
    and name not in {"utf-16-odd", "title-bullet", "pages-in-one-without-banner-kind"}
}  # fmt: skip
# Damage that leaves every listing legible: all of them are read, the damaged ones too.
LEGIBLE = {
    name for name in DAMAGES
    if name.startswith(("none", "fill-", "tool-", "written-", "mac-roman", "html-", "cp1252", "marked-", "margin-", "times-", "numbered-", "folded-", "abstract-begins-", "glyph", "other-bullet", "title-glyph", "long-name", "u202a", "u2069", "coloured", "heading-marked", "heading-dressed-", "heading-open-", "heading-type-lower", "no-abstract", "no-authors-everywhere",
                        "crlf", "latin-1-dots", "bom", "utf-16-", "doubled", "every-line", "pages-in-one", "wrapped-abstracts",
                         "miscount-1", "miscount-2", "abstract-ends-in-", "abstract-label-"))
    and not name.startswith("utf-16-nul") and name not in {"utf-16-odd", "pages-in-one-without-banner-kind", "glyph-'1. '", "glyph-'1. '-once"}
}  # fmt: skip

FEW = 32
SHUFFLED = random.Random(0).sample(sorted(DAMAGES), len(DAMAGES))
ONE_OF_A_KIND = sorted({name.split("-")[0]: name for name in SHUFFLED}.values())


Case = tuple[Damaged, list[Shown], bytes]
"""A damaged page, the listings that were read from it, and its bytes given back."""


@pytest.fixture(scope="module")
def cases() -> dict[str, list[Case]]:
    """All damages of all pages, read as one shard."""
    made = {name: [damage(page, random.Random(name)) for page in PAGES] for name, damage in DAMAGES.items()}
    read_all = iter(read_each([one for damaged in made.values() for one in damaged]))
    return {name: [next(read_all) for _ in damaged] for name, damaged in made.items()}


def read_each(damaged: list[Damaged]) -> list[Case]:
    extracted = read_apart(*(one.data for one in damaged))
    shown = shown_by(extracted)
    given = given_back(extracted)
    return [(one, shown.get(f"{i}.txt", []), given[f"{i}.txt"]) for i, one in enumerate(damaged)]


@pytest.mark.parametrize("name", ONE_OF_A_KIND)
def test_a_page_is_read_alone_as_among_all(name: str, cases: dict[str, list[Case]]) -> None:
    among = random.Random(name).choice(cases[name])  # a file alone takes fifty times what it takes among others
    (alone,) = read_each([among[0]])
    assert alone[1:] == among[1:]


@pytest.mark.parametrize("first", range(0, len(DAMAGES), FEW))
def test_a_page_is_read_among_few_as_among_all(first: int, cases: dict[str, list[Case]]) -> None:
    rng = random.Random(first)
    few = [rng.choice(cases[name]) for name in SHUFFLED[first : first + FEW]]
    for among_few, among in zip(read_each([case[0] for case in few]), few, strict=True):
        assert among_few[1:] == among[1:], among[0].data.decode("utf-8", "replace")


def test_a_file_is_decoded_among_others_as_alone(cases: dict[str, list[Case]]) -> None:
    files = [damaged.data for name in DAMAGES for damaged, _, _ in cases[name]]
    for among, alone in zip(decode_all(files), map(decode, files), strict=True):
        assert (among.twin, among.encoding, among.rejected) == (alone.twin, alone.encoding, alone.rejected)
        assert (among.line_numbers is None) == (alone.line_numbers is None)


@pytest.mark.parametrize("name", DAMAGES)
def test_right_or_quarantined(name: str, cases: dict[str, list[Case]]) -> None:
    for page, (damaged, shown, given) in zip(PAGES, cases[name], strict=True):
        assert given == damaged.data
        as_it_was = [listing for listing in page.listings if listing not in damaged.truth]  # mended
        more = (("Ada Ma",), ("Ada Ma", "Bo Li"))  # that the damage put on the same line
        parted = [replace(listing, names=listing.names + two) for listing in as_it_was for two in more]
        either = replace(damaged, truth=(*damaged.truth, *as_it_was, *parted))
        assert name.startswith(UNDECIDABLE) or wrong(either, shown) == []
        assert name not in SPARING or lost(damaged, shown) == 0


@pytest.mark.parametrize("name", sorted(LEGIBLE))
def test_legible_listings_are_read(name: str, cases: dict[str, list[Case]]) -> None:
    for damaged, shown, _ in cases[name]:
        assert lost(replace(damaged, whole=damaged.truth), shown) == 0


def test_file_cut_at_every_byte() -> None:
    first = Shown(
        "ICML Conference 2021 Conference Paper",
        "Cut Pages",
        ("Ada Ma", "Yi Ng"),
        "We cut pages at each of their bytes.",
    )
    page = Page(
        "Ada Ma", (first, Shown("UAI Conference 2020 Demo", "Ends", ("Yi Ng", "Ada Ma"), "We see what is left.")), 2
    )
    data = encoded(page.lines())
    cuts = [cut(page, size) for size in range(len(data) + 1)]
    read_wrong = [one.data for one, shown, _ in read_each(cuts) if wrong(one, shown)]
    # Names that the page lists elsewhere, at the end of a line, may be the end of a list.
    assert all(one.endswith(b"\n") for one in read_wrong)
    assert len(read_wrong) <= 6


def test_a_heading_that_its_place_tells_shows_what_others_are() -> None:
    """A listing without authors does not stand as one, but its venue does elsewhere on the page."""
    heading = "Made transactions on neural networks and learning systems Journal 2020 Journal Article"
    listings = tuple(
        Shown(heading, title, names, f"{title} are made in pages of many words, each of which is read.")
        for title, names in (("Nets A", ("Ada Ma",)), ("Nets B", ()), ("Nets C", ("Yi Ng", "Ada Ma")))
    )
    ((_, shown, _),) = read_each([Damaged(encoded(Page("Ada Ma", listings, 3).lines()), listings, ())])
    assert shown == list(listings)


@pytest.mark.parametrize("sign", ["", "  ", "~ "])
def test_names_that_lost_their_bullets_at_the_end_of_a_list_are_told(sign: str) -> None:
    page = in_site_form(next(page for page in PAGES if len(page.listings) == 3))
    page = replace(page, listings=tuple(replace(s, names=(*s.names, "Eve Adams", "Bo Li")) for s in page.listings))
    lost = {(1, f"  • {name}") for name in ("Eve Adams", "Bo Li")}
    lines = [replace(x, text=sign + x.text[4:]) if (x.of, x.text) in lost else x for x in page.lines()]
    extracted = read(encoded(lines))
    assert shown_by(extracted)["0.txt"] == list(page.listings)  # the other lists have both
    assert extracted.quarantine.is_empty()


def test_a_listing_that_stands_twice_makes_no_text_of_one_without_authors() -> None:
    abstract = "Nets are made in pages of many words, each of which is read by whoever has the time to read them all."
    listings = tuple(
        Shown(f"MADE Conference {2020 - i} Demo", f"Nets {i}", () if i == 4 else ("Ada Ma", "Yi Ng"), abstract)
        for i in range(9)
    )
    lines = [x for x in Page("Ada Ma", listings, 9).lines() if (x.of, x.role) != (4, "blank name")]
    again = [*lines, *(x for x in lines if x.of == 8)]
    assert wrong(Damaged(b"", (*listings, listings[8]), ()), shown_by(read(encoded(again)))["0.txt"]) == []


def test_listing_above_a_lost_heading_is_read() -> None:
    page = next(page for page in PAGES if len(page.listings) == 3)
    lines = [x for x in page.lines() if (x.of, x.role) not in {(1, "heading"), (1, "blank heading")}]
    assert page.listings[0] in shown_by(read(encoded(lines)))["0.txt"]


@pytest.mark.parametrize("names", ["By Ada Ma.", "A. Ma, B. Li.", "Ada Ma et al.", "Ada Ma", "(Ada Ma; Bo Li.)"])
def test_a_listing_without_heading_and_bullets_is_in_no_abstract(names: str) -> None:
    page = in_site_form(next(page for page in PAGES if len(page.listings) == 3))
    lines = [x for x in page.lines() if x.of != 1 or x.role not in {"blank heading", "heading", "name"}]
    at = next(i for i, x in enumerate(lines) if (x.of, x.role) == (1, "blank name"))
    extracted = read(encoded([*lines[: at + 1], Line(names, "name", 1), *lines[at + 1 :]]))
    assert shown_by(extracted)["0.txt"] == [page.listings[2]]
    assert extracted.quarantine["reason"].to_list() == ["lost-heading"]


@pytest.mark.parametrize("sign", ["█", "?", "\ufffd"])
def test_listing_above_an_illegible_one_is_read(sign: str) -> None:
    page = in_site_form(next(page for page in PAGES if len(page.listings) == 3))
    lines = [replace(x, text=re.sub(r"\w", sign, x.text)) if x.of == 1 else x for x in page.lines()]
    extracted = read(encoded(lines))
    assert shown_by(extracted)["0.txt"] == [page.listings[0], page.listings[2]]
    assert extracted.quarantine["reason"].to_list() == ["lost-heading"]


def test_many_candidates_are_weighed_in_linear_time() -> None:
    """Fifty thousand lines that look like headings, in the last abstract: a quadratic judge would not come back."""
    headings = "".join(f"\nICML Conference {1990 + i % 30} Conference Paper\n\nLine {i % 97}\n" for i in range(50_000))
    page = PAGES[0]
    last = page.listings[-1]
    data = encoded(page.lines()) + headings.encode()
    one = Damaged(data, (*page.listings, replace(last, abstract=f"{last.abstract}\n{headings}")), ())
    ((_, shown, given),) = read_each([one])
    assert given == data
    assert wrong(one, shown) == []
