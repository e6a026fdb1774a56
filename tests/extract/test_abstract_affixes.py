"""What stands round all abstracts of a page is none of their own; what only some have is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.extract.damages import encoded, in_site_form, lost, read, shown_by, with_lines, wrong
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=9)) if len(page.listings) > 4]
LONG = "and whoever has the time to read it to its end will see that it ends as it begins, with what we have read."
ROUND = [("Abstract: ", ""), ("Abstract — ", ""), ("[Abstract] ", ""), ('"', '"'), ("{", "}"), ("“", "”")]


@pytest.mark.parametrize(("before", "behind"), ROUND)
def test_what_all_abstracts_have_is_left_out(before: str, behind: str) -> None:
    dress = with_lines(lambda x: before + x.text + behind if x.role == "abstract" else x.text)
    for page in PAGES:
        single = replace(page, listings=tuple(replace(s, abstract=f"{s.title} is read, {LONG}") for s in page.listings))
        damaged = dress(single, random.Random(1))
        shown = shown_by(read(damaged.data))["0.txt"]
        assert (wrong(damaged, shown), lost(replace(damaged, whole=damaged.truth), shown)) == ([], 0)


@pytest.mark.parametrize(("before", "behind"), ROUND)
def test_what_some_abstracts_have_is_their_own(before: str, behind: str) -> None:
    for page in PAGES:
        texts = [
            f"{before}We read page {i}, {LONG}{behind}" if i % 2 else f"It is page {i}."
            for i in range(len(page.listings))
        ]
        own = replace(page, listings=tuple(replace(s, abstract=t) for s, t in zip(page.listings, texts, strict=True)))
        assert shown_by(read(encoded(own.lines())))["0.txt"] == list(own.listings)


def test_a_label_that_one_venue_has_is_its_own() -> None:
    for page in PAGES:
        heading = page.listings[0].heading
        own = replace(
            page,
            listings=tuple(replace(s, heading=heading, abstract=f"Abstract: {s.title}, {LONG}") for s in page.listings),
        )
        assert shown_by(read(encoded(own.lines())))["0.txt"] == list(own.listings)


@pytest.mark.parametrize("label", ["Keywords: {0}, pages", "https://made.example/{0}", "@inproceedings{{{0}}}"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_label_below_all_abstracts_is_of_none(label: str, between: str) -> None:
    words = ["nets", "graphs", "bounds", "readers", "pages"]
    for page in PAGES:
        below = with_lines(
            lambda x: x.text + between + label.format(words[x.of % 5]) if x.role == "abstract" else x.text
        )
        single = replace(page, listings=tuple(replace(s, abstract=f"{s.title} is read, {LONG}") for s in page.listings))
        damaged = below(single, random.Random(1))
        shown = shown_by(read(damaged.data))["0.txt"]
        assert (wrong(damaged, shown), lost(replace(damaged, whole=damaged.truth), shown)) == ([], 0)
