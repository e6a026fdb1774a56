"""Titles on several lines are whole where their page shows that they are folded, and have no line of others."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from tests.extract.damages import (
    Damage,
    Damaged,
    Page,
    Shown,
    given_back,
    in_site_form,
    read,
    shown_each,
    with_lines,
    wrong,
)  # fmt: skip
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=8)) if len(page.listings) > 3]
WORDS = [
    "Learning", "Optimal", "Pages", "From", "Sparse", "Graphs", "Without", "Privacy", "Bounds", "In", "Robust",
    "Networks",
]  # fmt: skip


def _with_long_titles(page: Page) -> Page:
    titles = [" ".join([*WORDS[i % 5 :], str(i)]) for i in range(len(page.listings))]
    return replace(page, listings=tuple(replace(s, title=t) for s, t in zip(page.listings, titles, strict=True)))


@pytest.mark.parametrize("width", [28, 40])
def test_titles_that_a_narrow_column_folds_are_whole(width: int) -> None:
    fold = with_lines(lambda x: textwrap.fill(x.text, width) if x.role == "title" else x.text)
    for page, damaged, shown in _read_each(fold, map(_with_long_titles, PAGES)):
        assert (wrong(damaged, shown), len(shown)) == ([], len(page.listings))


def _read_each(damage: Damage, some: Iterable[Page]) -> Iterator[tuple[Page, Damaged, list[Shown]]]:
    """Each of SOME pages, the same after DAMAGE, and what is read of that."""
    some = list(some)
    damaged = [damage(page, random.Random(1)) for page in some]
    return zip(some, damaged, shown_each(*(one.data for one in damaged)), strict=True)


def test_a_title_that_cannot_end_so_goes_on() -> None:
    title = "Reading Pages for the Sake of Bounds"
    fold = with_lines(lambda x: x.text.replace(" of Bounds", " of\nBounds") if x.role == "title" else x.text)
    second = [(x.listings[0], replace(x.listings[1], title=title), *x.listings[2:]) for x in PAGES]
    titled = [replace(page, listings=listings) for page, listings in zip(PAGES, second, strict=True)]
    for _, damaged, shown in _read_each(fold, titled):
        assert wrong(damaged, shown) == []
        assert title in {s.title for s in shown}


@pytest.mark.parametrize("line", ["Best Paper", "doi:10.1000/12", "Spotlight of the Year", "https://made.example/1"])
def test_a_line_below_some_titles_is_not_theirs(line: str) -> None:
    below = with_lines(lambda x: f"{x.text}\n{line}" if x.role == "title" and x.of < 2 else x.text)
    for _, damaged, shown in _read_each(below, PAGES):
        assert wrong(damaged, shown) == []


def test_what_cannot_be_read_as_a_heading_is_not_put_together_to_one() -> None:
    page = PAGES[0]
    lines = with_lines(
        lambda x: (
            x.text.replace(" 20", "\n20").replace("Paper", "P\x1aaper") if x.role == "heading" and x.of == 1 else x.text
        )
    )
    damaged = lines(page, random.Random(1))
    extracted = read(damaged.data)
    assert given_back(extracted) == {"0.txt": damaged.data}
    assert extracted.copies["venue_raw"].null_count() == 0


@pytest.mark.parametrize("venue", ["cs.LG", "Reviews.Net"])
def test_a_heading_never_begins_in_the_paragraph_above_it(venue: str) -> None:
    headed = []
    for page in PAGES:
        above, changed, *others = page.listings
        heading = re.sub(r"^.* (?=\w+ \d{4} )", f"{venue} ", changed.heading)
        above = replace(above, abstract="We show that it works.")
        headed.append(replace(page, listings=(above, replace(changed, heading=heading), *others)))
    for page, damaged, shown in _read_each(with_lines(lambda x: x.text), headed):
        assert wrong(damaged, shown) == []
        assert venue != "cs.LG" or len(shown) == len(page.listings)


def test_a_heading_without_its_venue_takes_no_abstract_for_one() -> None:
    short = "Pages that are read at night are read slowly. We tell why."
    shown = [tuple(replace(s, abstract=short) for s in page.listings) for page in PAGES]
    lost = with_lines(
        lambda x: re.sub(r"^.* (?=\w+ \d{4} )", "", x.text) if x.role == "heading" and x.of == 1 else x.text
    )
    for _, damaged, read_ in _read_each(lost, [replace(p, listings=s) for p, s in zip(PAGES, shown, strict=True)]):
        assert wrong(damaged, read_) == []
