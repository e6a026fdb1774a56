"""A tool that drops each line that stands higher up already leaves the page's owner on the first list alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import assert_read, encoded, in_site_form
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 4]


@pytest.mark.parametrize("names", [1, 5, 7])
def test_lists_that_lost_the_owner_are_not_read(names: int) -> None:
    written = []
    for page in PAGES:
        lists = [tuple(f"{given} Made{chr(97 + i)}" for given in ("Ada", "Yi")) for i in range(len(page.listings))]
        lists[0] = (*(f"Bo Made{chr(97 + i)}" for i in range(names)), page.owner)
        listings = tuple(replace(s, names=own) for s, own in zip(page.listings, lists, strict=True))
        written.append((encoded(replace(page, listings=listings).lines()), listings[:1]))
    assert_read(*written)
