"""Where all lines of a page stand in the wrong place, or are cut, none of its listings is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import Line, encoded, given_back, in_site_form, read, shown_by
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(12, seed=6)) if len(page.listings) > 1]


def test_headings_below_their_listings_are_of_no_others() -> None:
    for page in PAGES:
        lines = page.lines()
        below: list[Line] = [x for x in lines if x.of < 0]
        for of in range(len(page.listings)):
            own = [x for x in lines if x.of == of]
            below += [x for x in own if "heading" not in x.role] + [x for x in own if "heading" in x.role]
        data = encoded(below)
        extracted = read(data)
        assert shown_by(extracted) in ({}, {"0.txt": list(page.listings)})
        assert given_back(extracted) == {"0.txt": data}


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("first", [True, False])
def test_lines_that_lack_characters_at_one_end_are_not_read(size: int, *, first: bool) -> None:
    for page in PAGES:
        cut = [replace(x, text=x.text[size:] if first else x.text[:-size]) for x in page.lines()]
        assert shown_by(read(encoded(cut))) == {}


def test_a_file_that_lacks_its_first_byte_is_read() -> None:
    for page in PAGES:
        assert shown_by(read(encoded(page.lines())[1:]))["0.txt"] == list(page.listings)


@pytest.mark.parametrize("title", ["undefined", "null", "[object Object]", "{{ paper.title }}", "Loading…"])
def test_a_title_that_a_program_has_not_filled_in_is_none(title: str) -> None:
    for page in PAGES:
        listings = (replace(page.listings[0], title=title), *page.listings[1:])
        shown = shown_by(read(encoded(replace(page, listings=listings).lines())))["0.txt"]
        assert shown == list(page.listings[1:])


def test_abstracts_that_a_site_shows_so_much_of_are_cut() -> None:
    for page in PAGES:
        words = " ".join(f"word{i}" for i in range(30))
        shown = [replace(s, abstract=f"{words[: 150 + 3 * (i % 4)]}...") for i, s in enumerate(page.listings)]
        read_ = shown_by(read(encoded(replace(page, listings=tuple(shown)).lines()))).get("0.txt", [])
        assert read_ == ([] if len(shown) > 2 else shown)


def test_papers_of_others_at_the_end_of_a_page_are_in_no_abstract() -> None:
    other = "You may also like\n\nICML Conference 2031 Conference Paper\n\nAll in Order\n\n  • Eve Adams\n\n"
    for page in (page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 3):
        data = encoded(page.lines()) + f"\n{other}{'This paper was written by others. ' * 9}\n".encode()
        extracted = read(data)
        assert shown_by(extracted)["0.txt"] == list(page.listings[:-1])
        assert given_back(extracted) == {"0.txt": data}
