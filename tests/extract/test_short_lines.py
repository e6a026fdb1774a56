"""Short lines that an author or a publisher wrote at either end of an abstract stay with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import encoded, in_site_form, read, shown_by
from tests.extract.test_damages import PAGES

PAGE = in_site_form(next(page for page in PAGES if len(page.listings) == 3))
TEXT = f"We study the knots that made things are held by, and show how they are tied. {'They hold. ' * 9}".strip()


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize(
    "end",
    [
        "Joint work with Ada Made and Bo Li", "(Extended abstract)", "Accepted as an oral", "Made Is All You Need",
        "© 2020 The Made Press. All rights reserved", "Code: https://made.example.org/code", "Keywords: ropes, knots",
        "• faster than before", "1. fast\n2. sharp", "$$f(x) = x$$", "f(x) = x + 1", "我们提出了一种新的方法", "“All knots are wrong”",
        "Supported by the Made Foundation", "We leave the rest to others", "Winner of the 2019 award",
    ],
)  # fmt: skip
@pytest.mark.parametrize("of", [0, 2])
def test_an_abstract_may_end_in_a_short_line(end: str, of: int, *, blank: bool) -> None:
    assert_read(of, f"{TEXT}{chr(10) * (1 + blank)}{end}")


@pytest.mark.parametrize(
    "begin",
    [
        "Invited Talk",
        "Extended Abstract",
        "Theorem 1",
        "Preprint",
        "Editor: Ada Made",
        "Joint work with Ada Made",
        "The",
    ],
)
@pytest.mark.parametrize("of", [0, 2])
def test_an_abstract_may_begin_with_a_short_line(begin: str, of: int) -> None:
    assert_read(of, f"{begin}\n\n{TEXT}")


def assert_read(of: int, abstract: str) -> None:
    listings = list(PAGE.listings)
    listings[of] = replace(listings[of], abstract=abstract)
    extracted = read(encoded(replace(PAGE, listings=tuple(listings)).lines()))
    assert shown_by(extracted)["0.txt"] == listings
