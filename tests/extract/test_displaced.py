"""Where all lines of a page stand in the wrong place, or are cut, none of its listings is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.extract.damages import Line, assert_read, encoded, given_back, in_site_form, read, shown_by
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(12, seed=6)) if len(page.listings) > 1]


def test_headings_below_their_listings_are_of_no_others() -> None:
    files = []
    for page in PAGES:
        lines = page.lines()
        below: list[Line] = [x for x in lines if x.of < 0]
        for of in range(len(page.listings)):
            own = [x for x in lines if x.of == of]
            below += [x for x in own if "heading" not in x.role] + [x for x in own if "heading" in x.role]
        files.append(encoded(below))
    extracted = read(*files)
    shown = shown_by(extracted)
    assert given_back(extracted) == {f"{number}.txt": data for number, data in enumerate(files)}
    for number, page in enumerate(PAGES):
        assert shown.get(f"{number}.txt", []) in ([], list(page.listings))


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("first", [True, False])
def test_lines_that_lack_characters_at_one_end_are_not_read(size: int, *, first: bool) -> None:
    cut = ((replace(x, text=x.text[size:] if first else x.text[:-size]) for x in page.lines()) for page in PAGES)
    assert shown_by(read(*map(encoded, cut))) == {}


@pytest.mark.parametrize("role", ["papers", "possible", "number"])
def test_a_heading_between_the_parts_of_a_header_begins_no_listing(role: str) -> None:
    heading = [Line("ICML Conference 2031 Conference Paper", "foreign"), Line("", "foreign")]
    written = []
    for page in PAGES:  # each of which declares a paper that it does not list
        lines = replace(page, declared=page.declared + 1).lines()
        at = next(n for n, x in enumerate(lines) if x.role == role)
        written.append((encoded(lines[:at] + heading + lines[at:]), page.listings))
    assert_read(*written)


def test_a_file_that_lacks_its_first_byte_is_read() -> None:
    assert_read(*((encoded(page.lines())[1:], page.listings) for page in PAGES))


@pytest.mark.parametrize("title", ["undefined", "null", "[object Object]", "{{ paper.title }}", "Loading…"])
def test_a_title_that_a_program_has_not_filled_in_is_none(title: str) -> None:
    unfilled = [(replace(page.listings[0], title=title), *page.listings[1:]) for page in PAGES]
    both = zip(PAGES, unfilled, strict=True)
    assert_read(*((encoded(replace(page, listings=listings).lines()), listings[1:]) for page, listings in both))


def test_abstracts_that_a_site_shows_so_much_of_are_cut() -> None:
    words, written = " ".join(f"word{i}" for i in range(30)), []
    for page in PAGES:
        shown = tuple(replace(s, abstract=f"{words[: 150 + 3 * (i % 4)]}...") for i, s in enumerate(page.listings))
        written.append((encoded(replace(page, listings=shown).lines()), () if len(shown) > 2 else shown))
    assert_read(*written)


@pytest.mark.parametrize("label", ["You may also like\n\n", ""])
def test_papers_of_others_at_the_end_of_a_page_are_in_no_abstract(label: str) -> None:
    other = f"{label}ICML Conference 2031 Conference Paper\n\nAll in Order\n\n  • Eve Adams\n\n"
    below = f"\n{other}{'This paper was written by others. ' * 9}\n".encode()
    many = [page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 3]
    assert_read(*((encoded(page.lines()) + below, page.listings[:-1]) for page in many))


SIGNS = ("<<<<<<< HEAD", "=======", ">>>>>>> 1a2b3c4")


@pytest.mark.parametrize(
    ("signs", "disputed"),
    [
        ({"1 heading": SIGNS[0], "4 heading": SIGNS[2]}, range(4)),  # the first stands at the end of listing 0
        ({"1 heading": SIGNS[0], "3 heading": SIGNS[1], "5 heading": SIGNS[2]}, range(5)),
        ({"1 heading": SIGNS[0]}, [0]),
        ({"1 abstract": SIGNS[0], "3 abstract": SIGNS[1]}, [1, 2, 3]),
        ({"2 heading": SIGNS[0], "4 heading": SIGNS[0], "5 heading": SIGNS[2]}, [1, 3, 4]),
        ({"2 heading": SIGNS[2]}, [1]),
        ({"2 heading": SIGNS[1], "5 title": SIGNS[2]}, [5]),
        ({"0 heading": SIGNS[0]}, []),
    ],
)
def test_listings_between_the_signs_of_a_conflict_are_not_read(signs: dict[str, str], disputed: Sequence[int]) -> None:
    page = next(page for page in PAGES if len(page.listings) > 6)
    lines: list[Line] = []
    for x in page.lines():
        sign = signs.get(f"{x.of} {x.role}")
        lines += [x] if sign is None else [Line(sign, "sign"), x]
    shown = shown_by(read(encoded(lines)))["0.txt"]
    assert [x.title for x in shown] == [x.title for of, x in enumerate(page.listings) if of not in disputed]
