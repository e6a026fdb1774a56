"""Names that stand on one line, all over a page, are read where its owner is among them; else they are in doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.extract.damages import Line, Page, encoded, given_back, in_site_form, read, shown_by
from tests.extract.made_authors import pages

BETWEEN = [", ", "; ", " | ", " · ", " / ", "\t", " and ", ", and "]


def _people(page: Page) -> Page:
    """PAGE with no two alike on a list, and its owner on each."""
    listings = [replace(s, names=tuple(dict.fromkeys((*s.names[:6], page.owner)))) for s in page.listings]
    return replace(page, listings=tuple(listings))


PAGES = [_people(page) for page in map(in_site_form, pages(20, seed=9))]


def _joined(page: Page, between: str, label: str = "", end: str = "\n") -> bytes:
    lines: list[Line] = []
    for x in page.lines():
        if x.role != "name":
            lines.append(x)
        elif lines[-1].role != "name":
            lines.append(replace(x, text=label + between.join(page.listings[x.of].names)))
    return encoded(lines, end)


def _assert_read_or_in_doubt(
    between: str, names: Callable[[str], tuple[str, ...]], *, read_as_they_are: bool = True
) -> None:
    """Where all lists of a page are NAMES (of its owner), none of them is read otherwise."""
    others = [replace(x, listings=tuple(replace(s, names=names(x.owner)) for s in x.listings)) for x in PAGES]
    shown = shown_by(read(*(_joined(other, between) for other in others)))
    for number, page in enumerate(PAGES):
        found = {s.names for s in shown.get(f"{number}.txt", [])}
        assert found <= ({names(page.owner)} if read_as_they_are else set())


@pytest.mark.parametrize("label", ["", "By ", "Authors: "])
@pytest.mark.parametrize("between", BETWEEN)
def test_joined_names_are_read(between: str, label: str) -> None:
    files = [_joined(page, between, label) for page in PAGES]
    extracted = read(*files)
    assert shown_by(extracted) == {f"{number}.txt": list(page.listings) for number, page in enumerate(PAGES)}
    assert given_back(extracted) == {f"{number}.txt": data for number, data in enumerate(files)}


def test_lines_of_the_file_are_told() -> None:
    files = [_joined(page, "; ", end="\r\n") for page in PAGES]
    listings = read(*files).listings
    for number, (page, data) in enumerate(zip(PAGES, files, strict=True)):
        lines = data.split(b"\r\n")
        places = listings.filter(path=f"{number}.txt").select("first_line", "last_line", "first_byte", "end_byte")
        for listing, (first, last, begin, end) in zip(page.listings, places.rows(), strict=True):
            assert lines[first - 1].decode() == listing.heading
            assert b"\r\n".join(lines[first - 1 : last]) + b"\r\n" == data[begin:end]


@pytest.mark.parametrize("between", BETWEEN)
def test_names_without_the_owner_are_in_doubt(between: str) -> None:
    extracted = read(*(_joined(replace(page, owner="Nobody Else"), between) for page in PAGES))
    whole = {shown for page in PAGES for shown in page.listings}
    assert whole.issuperset(shown for shown_on_one in shown_by(extracted).values() for shown in shown_on_one)


def test_a_suffix_behind_a_comma_is_no_name() -> None:
    _assert_read_or_in_doubt(", ", lambda owner: (owner, "Bo Li, Jr.", "Cy Ng"))


def test_family_names_before_commas_are_no_names() -> None:
    def turned(owner: str) -> tuple[str, ...]:
        given, *_, family = owner.split()
        return "Smith, John", "Doe, Jane", "Roe, Ann", f"{family}, {given}", "Poe, Bob"

    _assert_read_or_in_doubt(", ", turned)


def test_what_stands_twice_on_a_list_is_no_name() -> None:
    _assert_read_or_in_doubt("; ", lambda owner: (owner, "Bo Li", "Bo Li"), read_as_they_are=False)


def test_white_space_between_two_words_is_read_once() -> None:
    """The search for what parts names began anew at each of a million spaces, and took hours."""
    data = _joined(PAGES[0], ", ").replace(b", ", b" " * 1_000_000, 1)
    assert given_back(read(data)) == {"0.txt": data}
