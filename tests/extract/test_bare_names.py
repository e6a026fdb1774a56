"""Where no list of a page has bullets, as in what a browser gives as its text, the owner on them tells that they are lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import BULLET, Damaged, encoded, given_back, in_site_form, read, shown_by, wrong
from tests.extract.made_authors import pages

PAGES = [
    page
    for page in map(in_site_form, pages(20, seed=8))
    if sum(len(s.names) for s in page.listings) > len(page.listings)
]


def test_lists_without_bullets_that_have_the_owner_are_read() -> None:
    for page in PAGES:
        data = encoded(page.lines()).replace(BULLET.encode(), b"")
        extracted = read(data)
        assert shown_by(extracted)["0.txt"] == list(page.listings)
        assert given_back(extracted) == {"0.txt": data}


@pytest.mark.parametrize("owner", ["Nobody Else", "Ada Lovelace-Made"])
def test_lists_without_bullets_and_without_the_owner_are_in_doubt(owner: str) -> None:
    for page in PAGES:
        data = encoded(replace(page, owner=owner).lines()).replace(BULLET.encode(), b"")
        assert shown_by(read(data)) == {}


def test_short_abstracts_where_no_listing_has_names_are_abstracts() -> None:
    for page in PAGES:
        listings = tuple(replace(s, names=(), abstract="To appear\nNo abstract") for s in page.listings)
        lines = [x for x in replace(page, listings=listings).lines() if x.role != "blank name"]
        assert wrong(Damaged(b"", listings, ()), shown_by(read(encoded(lines))).get("0.txt", [])) == []
