"""Names and titles that all end at one width were cut; whole ones, and short ones of one length, were not."""

from __future__ import annotations

import pytest

from etl.rules.examples import Listing, eight, page
from tests.extract.damages import read

_PEOPLE = (*eight(), "Ada Núñez de la Torre", "Björn Östlund", "Zoë Ångström", "Seán Ó Faoláin")
_CHINESE = ("王小明", "李大同", "陈思远", "赵一鸣", "孙文静", "周子涵", "吴佳怡")  # all of three characters
_ALIKE = tuple(f"Ada {letter}. Lovelace" for letter in "ABCDEFG")  # seven are few
_TITLES = (
    "On the Reading of Author Pages", "A Theory of Lists That Were Cut", "How to Write Pages for Machines",
    "Towards a Grammar of Names", "Seven Ways to Lose a Line", "What We Know About Venues",
)  # fmt: skip


def _widths(*pages: str) -> list[tuple[int | None, int | None]]:
    return read(*(text.encode() for text in pages)).pages.sort("path").select("names_cut_at", "titles_cut_at").rows()


def _page(people: tuple[str, ...], *titles: str) -> str:
    return page(*(Listing(title=title, authors=people) for title in sorted(titles)))


@pytest.mark.parametrize("width", [9, 10, 12])
def test_names_that_end_at_one_width_are_told_whatever_their_letters(width: int) -> None:
    cut = _page(tuple(name[:width].strip() for name in _PEOPLE), *_TITLES[:2])
    assert _widths(cut, _page(_PEOPLE, *_TITLES[:2])) == [(width, None), (None, None)]


@pytest.mark.parametrize("width", [20, 24])
def test_titles_that_end_at_one_width_are_told(width: int) -> None:
    assert _widths(_page(_PEOPLE, *(title[:width].strip() for title in _TITLES))) == [(None, width)]


@pytest.mark.parametrize("people", [_PEOPLE, _CHINESE, _ALIKE])
def test_whole_names_and_titles_are_not_told(people: tuple[str, ...]) -> None:
    assert _widths(_page(people, *_TITLES)) == [(None, None)]


def test_one_name_on_many_lists_is_one() -> None:
    lists = (Listing(title=f"{n} {title}", authors=("Ada Lovelace", "Alan Turing")) for n, title in enumerate(_TITLES))
    assert _widths(page(*lists)) == [(None, None)]


def test_a_file_without_a_listing_has_no_width() -> None:
    assert _widths("", "Nothing to read here.\n") == [(None, None), (None, None)]
