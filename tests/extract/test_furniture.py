"""What stands between all listings of a page is of none of them; what only one has is its own."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from tests.extract.damages import (
    Damaged,
    Line,
    Page,
    encoded,
    given_back,
    in_site_form,
    lost,
    read,
    shown_by,
    with_furniture,
    wrong,
)
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 3]


@pytest.mark.parametrize("below_last", [False, True])
@pytest.mark.parametrize("text", ["---", "* * *", "12", "Show more", "[PDF] [Cite]", "↑ Back to top\n[PDF]\n[Cite]"])
def test_furniture_is_a_separator(text: str, below_last: bool) -> None:
    for page in PAGES:
        damaged = with_furniture(text, below_last=below_last)(page, random.Random(1))
        extracted = read(damaged.data)
        shown = shown_by(extracted)["0.txt"]
        assert given_back(extracted) == {"0.txt": damaged.data}
        assert (wrong(damaged, shown), lost(damaged, shown)) == ([], 0)
        assert extracted.quarantine.is_empty()
        assert extracted.pages["separator_bytes"][0] > len(text.encode()) * (len(page.listings) - 1)


def _ending_in(page: Page, text: str, which: slice) -> Page:
    changed = {id(s) for s in page.listings[which]}
    listings = [replace(s, abstract=f"{s.abstract}\n\n{text}") if id(s) in changed else s for s in page.listings]
    return replace(page, listings=tuple(listings))


@pytest.mark.parametrize("text", ["\\]", "It was funded by us.", "Keywords: pages, nets"])
def test_what_ends_a_few_abstracts_is_theirs(text: str) -> None:
    for page in PAGES:
        some = _ending_in(page, text, slice(len(page.listings) // 2))
        assert shown_by(read(encoded(some.lines())))["0.txt"] == list(some.listings)


def test_a_rule_above_some_listings_is_of_none() -> None:
    for page in PAGES:
        half = len(page.listings) // 2
        ruled = encoded(_ending_in(page, "---", slice(half)).lines())
        extracted = read(ruled)
        assert shown_by(extracted)["0.txt"] == list(page.listings)
        assert given_back(extracted) == {"0.txt": ruled}


@pytest.mark.parametrize("text", ["Cited by {}", "doi:10.1000/{}", "{} of 30", "★ Rank {}"])
def test_what_differs_by_numbers_alone_is_furniture(text: str) -> None:
    for page in PAGES:
        lines: list[Line] = []
        for x in page.lines():
            between = x.role == "blank heading" and x.of > 0
            lines += [Line("", "blank"), Line(text.format(7 * x.of), "foreign"), x] if between else [x]
        data = encoded(lines)
        extracted = read(data)
        assert shown_by(extracted)["0.txt"] == list(page.listings)
        assert given_back(extracted) == {"0.txt": data}


def test_years_above_listings_are_of_none() -> None:
    for page in PAGES:
        years = [re.findall(r" (\d{4}) ", s.heading)[-1] for s in page.listings]
        lines: list[Line] = []
        for x in page.lines():
            new = x.role == "blank heading" and x.of > 0 and years[x.of] != years[x.of - 1]
            lines += [Line("", "blank"), Line(years[x.of], "foreign"), x] if new else [x]
        assert shown_by(read(encoded(lines)))["0.txt"] == list(page.listings)


LABELS = ["Abstract", "PDF\nCite\nBibTeX", "Cited by {}", "Open Access"]


@pytest.mark.parametrize("text", LABELS)
@pytest.mark.parametrize("above", ["title", "name", "abstract"])
def test_what_stands_between_the_parts_of_all_listings_is_of_none(text: str, above: str) -> None:
    for page in PAGES:
        lines: list[Line] = []
        for x in page.lines():
            label = [Line("", "blank", x.of), *(Line(t.format(3 * x.of), "foreign", x.of) for t in text.split("\n"))]
            lines += [*label, x] if x.role == f"blank {above}" and lines[-1].of == x.of else [x]
        data = encoded(lines)
        extracted = read(data)
        assert shown_by(extracted)["0.txt"] == list(page.listings)
        assert given_back(extracted) == {"0.txt": data}


def test_an_author_first_on_all_lists_without_bullets_is_no_label() -> None:
    for page in PAGES:
        first = [replace(s, names=("Ada Ma", *s.names)) for s in page.listings]
        lines = [replace(x, text=x.text.strip(" •")) for x in replace(page, listings=tuple(first)).lines()]
        assert wrong(Damaged(b"", tuple(first), ()), shown_by(read(encoded(lines))).get("0.txt", [])) == []


@pytest.mark.parametrize("text", ["Cited by {}", "Open Access", "« 1 2 3 »"])
def test_what_only_some_listings_have_is_furniture_or_in_doubt(text: str) -> None:
    for page in PAGES:
        for step in (2, 3, 4):
            lines: list[Line] = []
            for x in page.lines():
                here = x.role == "blank heading" and x.of > 0 and x.of % step == 0
                lines += [Line("", "blank"), Line(text.format(x.of), "foreign"), x] if here else [x]
            several = (len(page.listings) - 1) // step > 1
            shown = shown_by(read(encoded(lines)))["0.txt"]
            assert not several or wrong(Damaged(b"", page.listings, ()), shown) == []
            assert (len(page.listings) - 1) // step <= 2 or shown == list(page.listings)


@pytest.mark.parametrize("form", ["{} ({})", "— {} —", "Papers from {}", "{}: {} papers", "## {}"])
def test_the_head_of_a_year_is_of_no_listing(form: str) -> None:
    for page in PAGES:
        years = [re.findall(r" (\d{4}) ", s.heading)[-1] for s in page.listings]
        lines: list[Line] = []
        for x in page.lines():
            new = x.role == "blank heading" and x.of > 0 and years[x.of] != years[x.of - 1]
            head = form.format(years[x.of], years.count(years[x.of]))
            lines += [Line("", "blank"), Line(head, "foreign"), x] if new else [x]
        assert shown_by(read(encoded(lines)))["0.txt"] == list(page.listings)


def test_an_abstract_that_says_that_there_is_none_is_one() -> None:
    for page in PAGES:
        none = replace(page, listings=tuple(replace(s, abstract="No abstract available.") for s in page.listings))
        assert shown_by(read(encoded(none.lines())))["0.txt"] == list(none.listings)


@pytest.mark.parametrize("form", ["{1} {0} 2020", "{0} {1}, 2020", "Published: {1} {0} 2020"])
def test_dates_above_listings_are_of_none(form: str) -> None:
    months = ("January", "March", "May", "Oct.", "Dec")
    for page in PAGES:
        lines: list[Line] = []
        for x in page.lines():
            between = x.role == "blank heading" and x.of > 0
            date = form.format(months[x.of % len(months)], x.of % 28 + 1)
            lines += [Line("", "blank"), Line(date, "foreign"), x] if between else [x]
        data = encoded(lines)
        extracted = read(data)
        assert shown_by(extracted)["0.txt"] == list(page.listings)
        assert given_back(extracted) == {"0.txt": data}


def test_an_address_that_some_abstracts_end_in_is_not_left_out() -> None:
    for page in PAGES:
        own = _ending_in(page, "https://made.example.org/code", slice(3))
        assert set(shown_by(read(encoded(own.lines())))["0.txt"]) <= set(own.listings)
