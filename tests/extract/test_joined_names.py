"""Names that stand on one line, all over a page, are read where its owner is among them; else they are in doubt."""

from __future__ import annotations

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


@pytest.mark.parametrize("label", ["", "By ", "Authors: "])
@pytest.mark.parametrize("between", BETWEEN)
def test_joined_names_are_read(between: str, label: str) -> None:
    for page in PAGES:
        data = _joined(page, between, label)
        extracted = read(data)
        assert shown_by(extracted)["0.txt"] == list(page.listings)
        assert given_back(extracted) == {"0.txt": data}


def test_lines_of_the_file_are_told() -> None:
    for page in PAGES:
        data = _joined(page, "; ", end="\r\n")
        lines = data.split(b"\r\n")
        rows = read(data).listings.select("first_line", "last_line", "first_byte", "end_byte").rows()
        for listing, (first, last, begin, end) in zip(page.listings, rows, strict=True):
            assert lines[first - 1].decode() == listing.heading
            assert b"\r\n".join(lines[first - 1 : last]) + b"\r\n" == data[begin:end]


@pytest.mark.parametrize("between", BETWEEN)
def test_names_without_the_owner_are_in_doubt(between: str) -> None:
    for page in PAGES:
        data = _joined(replace(page, owner="Nobody Else"), between)
        shown = {s.title: s.names for s in shown_by(read(data)).get("0.txt", [])}
        assert all(shown.get(s.title, s.names) == s.names for s in page.listings)


def test_a_suffix_behind_a_comma_is_no_name() -> None:
    for page in PAGES:
        names = (page.owner, "Bo Li, Jr.", "Cy Ng")
        other = replace(page, listings=tuple(replace(s, names=names) for s in page.listings))
        assert {s.names for s in shown_by(read(_joined(other, ", "))).get("0.txt", [])} <= {names}


def test_family_names_before_commas_are_no_names() -> None:
    for page in PAGES:
        given, family = page.owner.split()[0], page.owner.split()[-1]
        names = ("Smith, John", "Doe, Jane", "Roe, Ann", f"{family}, {given}", "Poe, Bob")
        other = replace(page, listings=tuple(replace(s, names=names) for s in page.listings))
        assert {s.names for s in shown_by(read(_joined(other, ", "))).get("0.txt", [])} <= {names}


def test_what_stands_twice_on_a_list_is_no_name() -> None:
    for page in PAGES:
        names = (page.owner, "Bo Li", "Bo Li")
        other = replace(page, listings=tuple(replace(s, names=names) for s in page.listings))
        assert names not in {s.names for s in shown_by(read(_joined(other, "; "))).get("0.txt", [])}


def test_white_space_between_two_words_is_read_once() -> None:
    """The search for what parts names began anew at each of a million spaces, and took hours."""
    data = _joined(PAGES[0], ", ").replace(b", ", b" " * 1_000_000, 1)
    assert given_back(read(data)) == {"0.txt": data}
