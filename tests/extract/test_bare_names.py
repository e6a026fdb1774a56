"""Where no list of a page has bullets, as in what a browser gives as its text, the owner on them tells that they are lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import BULLET, Damaged, assert_read, encoded, in_site_form, shown_each, wrong
from tests.extract.made_authors import pages

PAGES = [
    page
    for page in map(in_site_form, pages(20, seed=8))
    if sum(len(s.names) for s in page.listings) > len(page.listings)
]


def test_lists_without_bullets_that_have_the_owner_are_read() -> None:
    assert_read(*((encoded(page.lines()).replace(BULLET.encode(), b""), page.listings) for page in PAGES))


@pytest.mark.parametrize("owner", ["Nobody Else", "Ada Lovelace-Made"])
def test_lists_without_bullets_and_without_the_owner_are_in_doubt(owner: str) -> None:
    files = (encoded(replace(page, owner=owner).lines()).replace(BULLET.encode(), b"") for page in PAGES)
    assert_read(*((data, ()) for data in files))


def test_short_abstracts_where_no_listing_has_names_are_abstracts() -> None:
    short = [tuple(replace(s, names=(), abstract="To appear\nNo abstract") for s in x.listings) for x in PAGES]
    both = zip(PAGES, short, strict=True)
    files = (encoded(x for x in replace(page, listings=s).lines() if x.role != "blank name") for page, s in both)
    for listings, shown in zip(short, shown_each(*files), strict=True):
        assert wrong(Damaged(b"", listings, ()), shown) == []


def test_lists_without_bullets_may_spell_their_owner_in_other_letters() -> None:
    written = []
    for page in PAGES:
        names = [tuple(x.upper() if x == page.owner else x for x in s.names) for s in page.listings]
        listings = tuple(replace(s, names=own) for s, own in zip(page.listings, names, strict=True))
        data = encoded(replace(page, listings=listings).lines()).replace(BULLET.encode(), b"")
        written.append((data, listings))
    assert_read(*written)
