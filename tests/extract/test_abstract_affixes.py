"""What stands round all abstracts of a page is none of their own; what only some have is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.extract.damages import Damage, Page, as_it_is, assert_read, in_site_form, lost, shown_each, with_lines, wrong
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=9)) if len(page.listings) > 4]
LONG = "and whoever has the time to read it to its end will see that it ends as it begins, with what we have read."
ROUND = [
    ("Abstract: ", ""), ("Abstract. ", ""), ("🔎 ", ""), ("ABSTRACT ", ""), ("摘要：", ""), ("", " Read more"), ("", " (less)"),
    ("Abstract — ", ""), ("[Abstract] ", ""), ('"', '"'), ("{", "}"), ("“", "”"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "behind"), ROUND)
def test_what_all_abstracts_have_is_left_out(before: str, behind: str) -> None:
    dress = with_lines(lambda x: before + x.text + behind if x.role == "abstract" else x.text)
    _assert_whole(dress)


def _assert_whole(damage: Damage) -> None:
    """Pages with abstracts in one paragraph are read whole after DAMAGE."""
    single = (tuple(replace(s, abstract=f"{s.title} is read, {LONG}") for s in page.listings) for page in PAGES)
    damaged = [damage(replace(x, listings=y), random.Random(1)) for x, y in zip(PAGES, single, strict=True)]
    for one, shown in zip(damaged, shown_each(*(one.data for one in damaged)), strict=True):
        assert (wrong(one, shown), lost(replace(one, whole=one.truth), shown)) == ([], 0)


@pytest.mark.parametrize(("before", "behind"), ROUND)
def test_what_some_abstracts_have_is_their_own(before: str, behind: str) -> None:
    texts = [f"{before}We read page {i}, {LONG}{behind}" if i % 2 else f"It is page {i}." for i in range(99)]
    own = [tuple(replace(s, abstract=t) for s, t in zip(page.listings, texts, strict=False)) for page in PAGES]
    assert_read(*(as_it_is(replace(page, listings=listings)) for page, listings in zip(PAGES, own, strict=True)))


def _of_one_venue(page: Page, text: str) -> Page:
    """PAGE with all papers in one venue, in several years, and TEXT with the title for an abstract."""
    years = range(2012, 2012 + len(page.listings))
    shown = zip(page.listings, reversed(years), strict=True)
    return replace(
        page,
        listings=tuple(
            replace(s, heading=f"MADE Conference {year} Conference Paper", abstract=text.format(s.title))
            for s, year in shown
        ),
    )


@pytest.mark.parametrize("text", ["Abstract: {0}, " + LONG, "{0}, " + LONG + "\nKeywords: nets, {0}"])
def test_a_label_that_one_venue_has_is_its_own(text: str) -> None:
    assert_read(*(as_it_is(_of_one_venue(page, text)) for page in PAGES))


@pytest.mark.parametrize("label", ["Keywords: {0}, pages", "https://made.example/{0}", "@inproceedings{{{0}}}"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_label_below_all_abstracts_is_of_none(label: str, between: str) -> None:
    words = ["nets", "graphs", "bounds", "readers", "pages"]
    _assert_whole(
        with_lines(lambda x: x.text + between + label.format(words[x.of % 5]) if x.role == "abstract" else x.text)
    )
