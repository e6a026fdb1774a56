"""Pages as a browser or a library gives their text: no bullets, no blank lines, the document's title above."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import Page, Shown, encoded, read, shown_by

OWNER = "Ada Lovelace"
ABSTRACT = "We read what nobody has read before, and tell of it in so many words that a line is long enough for it."


def _page(*listings: Shown) -> Page:
    return Page(OWNER, listings, len(listings))


def _listing(year: int, title: str, *names: str, abstract: str = ABSTRACT) -> Shown:
    return Shown(f"ICML Conference {year} Conference Paper", title, names, abstract)


SEVERAL = _page(
    _listing(2021, "On Reading", OWNER, "Grace Hopper"),
    _listing(2020, "On Writing", "Alan Turing", OWNER),
    _listing(2019, "On Sums", OWNER),
)
ONE = _page(_listing(2021, "On Reading", OWNER, "Grace Hopper"))


def _bare(page: Page, gap: str = "\n") -> str:
    """PAGE with neither bullets nor blank lines, but for the GAP above an abstract."""
    lines = [line for line in encoded(page.lines()).decode().replace("  • ", "").split("\n") if line]
    abstracts = {listing.abstract for listing in page.listings}
    return "\n".join(gap[1:] + line if line in abstracts else line for line in lines) + "\n"


def _with_abstract(page: Page, abstract: str) -> Page:
    first, *others = page.listings
    return replace(page, listings=(replace(first, abstract=abstract), *others))


@pytest.mark.parametrize("page", [ONE, SEVERAL])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("above", ["", f"{OWNER} - Arrow Research search\n", f"{OWNER} | Arrow Research\n"])
def test_the_title_of_the_document_is_no_part_of_the_page(page: Page, gap: str, above: str) -> None:
    extracted = read((above + _bare(page, gap)).encode())
    assert shown_by(extracted)["0.txt"] == list(page.listings)
    assert extracted.quarantine.is_empty()


@pytest.mark.parametrize(
    "abstract",
    ["Background: Sums are old.", "We add at −40 °C, and not above 12 °C.", "What did people in Ulm know of it?"],
)
def test_a_short_abstract_that_is_a_sentence_is_no_name(abstract: str) -> None:
    page = _with_abstract(SEVERAL, abstract)
    assert shown_by(read(_bare(page).encode()))["0.txt"] == list(page.listings)


def test_a_name_in_small_letters_below_another_one_is_a_name() -> None:
    first, *others = SEVERAL.listings
    page = replace(SEVERAL, listings=(replace(first, names=(OWNER, "grace hopper", "Alan Turing")), *others))
    assert shown_by(read(_bare(page).encode()))["0.txt"] == list(page.listings)


def test_names_may_be_in_scripts_without_capitals() -> None:
    page = Page(
        "陳美玲", (_listing(2021, "On Rivers", "陳美玲", "李志明", abstract="本文以二十位耆老的口述歷史為材料。"),), 1
    )
    assert shown_by(read(_bare(page).encode()))["0.txt"] == list(page.listings)


@pytest.mark.parametrize("second", ["李志明", "grace", "G. H. of Vassar"])
def test_a_list_of_which_only_the_owner_is_known_is_not_cut_below_the_owner(second: str) -> None:
    text = _bare(ONE).replace("Possible papers associated", "Papers associated").replace("Grace Hopper", second)
    assert all(shown.names != (OWNER,) for shown in shown_by(read(text.encode())).get("0.txt", []))
