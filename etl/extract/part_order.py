"""Listings whose parts stand in another order, all in the same: the title above the heading, the names last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations

from etl.extract.paragraphs import Paragraph, paragraphs

_LONGEST_TITLE = 300  # characters
_PART = {"heading": "H", "title": "T", "names": "B", "abstract": "T*?"}
_OWN = tuple(_PART)
_ORDERS = [order for order in permutations(_OWN) if order != _OWN]

_Listing = dict[str, list[Paragraph]]
"""The paragraphs of each part of a listing."""


def in_own_order(files: Sequence[Sequence[str]]) -> list[list[tuple[str, int]] | None]:
    """The lines of each of FILES with the parts of each listing in the order of the site.

    None where they are not all in one other order. A title is one paragraph, and shorter than an abstract, which may be
    several or none.
    """
    return [_in_own_order(lines, every) for lines, every in zip(files, paragraphs(files), strict=True)]


def _in_own_order(lines: Sequence[str], every: list[Paragraph]) -> list[tuple[str, int]] | None:
    if not every or _listings(every, _OWN):
        return None
    found = [listings for order in _ORDERS if (listings := _listings(every, order))]
    sizes = [_title_size(lines, listings) for listings in found]
    if not any(sizes):
        return None
    listings = found[sizes.index(min(filter(None, sizes)))]
    begins = [min(part.first for parts in listing.values() for part in parts) for listing in listings]
    out = [(line, number) for number, line in enumerate(lines[: begins[0]])]
    for listing, first, end in zip(listings, begins, [*begins[1:], len(lines)], strict=True):
        own = [line for name in _OWN for part in listing[name] for line in (*lines[part.first : part.end], "")]
        out += [(line, min(first + n, end - 1)) for n, line in enumerate(own)]
    return out


def _listings(every: list[Paragraph], order: tuple[str, ...]) -> list[_Listing]:
    """The listings that EVERY paragraph of a page is of, if their parts stand in ORDER; else none."""
    signs = "".join(part.sign for part in every)
    listing = "".join(f"({_PART[name]})" for name in order)
    pattern, listings, at = re.compile(f"{listing}(?={listing}|$)"), [], 0
    while at < len(signs):
        found = pattern.match(signs, at)
        if found is None:
            return []
        listings.append({name: every[slice(*found.span(number))] for number, name in enumerate(order, 1)})
        at = found.end()
    return listings


def _title_size(lines: Sequence[str], listings: list[_Listing]) -> int:
    """How long all titles are; 0 where most are the same, one is too long, or all are not shorter than abstracts."""
    titles, abstracts = (
        ["".join(line for part in listing[name] for line in lines[part.first : part.end]) for listing in listings]
        for name in ("title", "abstract")
    )
    size = sum(map(len, titles))
    differ = 2 * len(set(titles)) > len(titles)  # a button stands in the same place each time
    return size if differ and max(map(len, titles)) <= _LONGEST_TITLE and 2 * size < sum(map(len, abstracts)) else 0
