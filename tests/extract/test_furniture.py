"""What stands between all listings of a page is of none of them; what only one has is its own."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.extract.damages import (
    Damaged,
    Line,
    Page,
    Shown,
    as_it_is,
    assert_read,
    encoded,
    in_site_form,
    shown_each,
    with_furniture,
    wrong,
)  # fmt: skip
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 3]


@pytest.mark.parametrize("below_last", [False, True])
@pytest.mark.parametrize("text", ["---", "* * *", "12", "Show more", "[PDF] [Cite]", "↑ Back to top\n[PDF]\n[Cite]"])
def test_furniture_is_a_separator(text: str, below_last: bool) -> None:
    damage = with_furniture(text, below_last=below_last)
    written = [(damage(page, random.Random(1)).data, page.listings) for page in PAGES]
    extracted = assert_read(*written)
    assert extracted.quarantine.is_empty()
    for size, page in zip(extracted.pages["separator_bytes"], PAGES, strict=True):
        assert size > len(text.encode()) * (len(page.listings) - 1)


@pytest.mark.parametrize("text", ["Cited by 12.", "Shown on 3 May 2020."])
def test_the_end_of_a_page_tells_as_well_on_one_of_three_listings(text: str) -> None:
    few = [replace(page, listings=page.listings[:3]) for page in PAGES]
    assert_read(*((with_furniture(text, below_last=True)(page, random.Random(1)).data, page.listings) for page in few))


def _ending_in(page: Page, text: str, which: slice) -> Page:
    changed = {id(s) for s in page.listings[which]}
    listings = [replace(s, abstract=f"{s.abstract}\n\n{text}") if id(s) in changed else s for s in page.listings]
    return replace(page, listings=tuple(listings))


@pytest.mark.parametrize("text", ["\\]", "It was funded by us.", "Keywords: pages, nets"])
def test_what_ends_a_few_abstracts_is_theirs(text: str) -> None:
    assert_read(*(as_it_is(_ending_in(page, text, slice(len(page.listings) // 2))) for page in PAGES))


def test_the_owner_who_is_alone_on_all_lists_without_abstracts_is_no_furniture() -> None:
    alone = [replace(page, listings=tuple(replace(s, names=("Li Ma",), abstract=None) for s in page.listings))
             for page in PAGES]  # fmt: skip
    assert_read(*(as_it_is(replace(page, owner="Li Ma")) for page in alone))


def test_a_rule_above_some_listings_is_of_none() -> None:
    ruled = (_ending_in(page, "---", slice(len(page.listings) // 2)) for page in PAGES)
    assert_read(*((encoded(some.lines()), page.listings) for some, page in zip(ruled, PAGES, strict=True)))


def _with_lines_above(page: Page, line: Callable[[int], str | None]) -> tuple[bytes, tuple[Shown, ...]]:
    """PAGE with what LINE gives above each of its listings but the first, and what is read of it."""
    lines: list[Line] = []
    for x in page.lines():
        text = line(x.of) if x.role == "blank heading" and x.of > 0 else None
        lines += [Line("", "blank"), Line(text, "foreign"), x] if text is not None else [x]
    return encoded(lines), page.listings


@pytest.mark.parametrize("text", ["Cited by {}", "doi:10.1000/{}", "{} of 30", "★ Rank {}"])
def test_what_differs_by_numbers_alone_is_furniture(text: str) -> None:
    assert_read(*(_with_lines_above(page, lambda of: text.format(7 * of)) for page in PAGES))


def _with_heads_of_years(page: Page, form: str) -> tuple[bytes, tuple[Shown, ...]]:
    years = [re.findall(r" (\d{4}) ", s.heading)[-1] for s in page.listings]
    heads = [form.format(year, years.count(year)) for year in years]
    return _with_lines_above(page, lambda of: heads[of] if years[of] != years[of - 1] else None)


def test_years_above_listings_are_of_none() -> None:
    assert_read(*(_with_heads_of_years(page, "{}") for page in PAGES))


LABELS = ["Abstract", "PDF\nCite\nBibTeX", "Cited by {}", "Open Access"]


@pytest.mark.parametrize("text", LABELS)
@pytest.mark.parametrize("above", ["title", "name", "abstract"])
def test_what_stands_between_the_parts_of_all_listings_is_of_none(text: str, above: str) -> None:
    written = []
    for page in PAGES:
        lines: list[Line] = []
        for x in page.lines():
            label = [Line("", "blank", x.of), *(Line(t.format(3 * x.of), "foreign", x.of) for t in text.split("\n"))]
            lines += [*label, x] if x.role == f"blank {above}" and lines[-1].of == x.of else [x]
        written.append((encoded(lines), page.listings))
    assert_read(*written)


def test_an_author_first_on_all_lists_without_bullets_is_no_label() -> None:
    first = [
        replace(page, listings=tuple(replace(s, names=("Ada Ma", *s.names)) for s in page.listings)) for page in PAGES
    ]
    files = [encoded(replace(x, text=x.text.strip(" •")) for x in page.lines()) for page in first]
    for page, shown in zip(first, shown_each(*files), strict=True):
        assert wrong(Damaged(b"", page.listings, ()), shown) == []


@pytest.mark.parametrize("text", ["Cited by {}", "Open Access", "« 1 2 3 »"])
def test_what_only_some_listings_have_is_furniture_or_in_doubt(text: str) -> None:
    for step in (2, 3, 4):
        files = (_with_lines_above(x, lambda of: None if of % step else text.format(of))[0] for x in PAGES)  # noqa: B023
        for page, shown in zip(PAGES, shown_each(*files), strict=True):
            having = (len(page.listings) - 1) // step
            assert having < 2 or wrong(Damaged(b"", page.listings, ()), shown) == []
            assert having < 3 or shown == list(page.listings)


@pytest.mark.parametrize("form", ["{} ({})", "— {} —", "Papers from {}", "{}: {} papers", "## {}"])
def test_the_head_of_a_year_is_of_no_listing(form: str) -> None:
    assert_read(*(_with_heads_of_years(page, form) for page in PAGES))


@pytest.mark.parametrize("form", ["{}", "## {}", "{} (1)"])
def test_the_head_of_a_venue_is_of_no_listing(form: str) -> None:
    written = []
    for page in PAGES:
        venues = [re.split(r" \w+ \d{4} ", s.heading)[0] for s in page.listings]
        heads = [form.format(x) if x != above else None for x, above in zip(venues, ["", *venues], strict=False)]
        written.append(_with_lines_above(page, heads.__getitem__))
    assert_read(*written)


def test_an_abstract_that_says_that_there_is_none_is_one() -> None:
    none = [tuple(replace(s, abstract="No abstract available.") for s in page.listings) for page in PAGES]
    assert_read(*(as_it_is(replace(page, listings=listings)) for page, listings in zip(PAGES, none, strict=True)))


@pytest.mark.parametrize("form", ["{1} {0} 2020", "{0} {1}, 2020", "Published: {1} {0} 2020"])
def test_dates_above_listings_are_of_none(form: str) -> None:
    months = ("January", "March", "May", "Oct.", "Dec")
    assert_read(*(_with_lines_above(x, lambda of: form.format(months[of % len(months)], of % 28 + 1)) for x in PAGES))


def test_an_address_that_some_abstracts_end_in_is_not_left_out() -> None:
    own = [_ending_in(page, "https://made.example.org/code", slice(3)) for page in PAGES]
    for page, shown in zip(own, shown_each(*(encoded(page.lines()) for page in own)), strict=True):
        assert set(shown) <= set(page.listings)
