"""Listings whose parts stand in another order, all in the same: the title above the heading, the names last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, permutations

from etl.extract.heading_grammar import KINDS

_HEADING = re.compile(rf"\S.* (?:{KINDS}) (?:18|19|20|21)\d\d [\w(].*[^.!?]")
_LONGEST_HEADING, _LONGEST_TITLE = 160, 300  # characters
_BULLET = re.compile(r"\s*[•◦▪●‣·∙*-]\s")
_PART = {"heading": "H", "title": "T", "names": "B", "abstract": "T*?"}
_OWN = tuple(_PART)
_ORDERS = [order for order in permutations(_OWN) if order != _OWN]
_HEADER_LINES = 24

_Paragraph = tuple[int, int]


def in_own_order(lines: Sequence[str]) -> list[tuple[str, int]] | None:
    """LINES with the parts of each listing in the order of the site; None where they are not all in one other order.

    A title is one paragraph, and shorter than an abstract, which may be several or none.
    """
    body = _body(lines)
    if not body:
        return None
    paragraphs = _paragraphs(lines, body)
    signs = "".join(_sign(lines[a:b]) for a, b in paragraphs)
    if _parted(signs, _OWN):
        return None
    found = [(order, parts) for order in _ORDERS if (parts := _parted(signs, order))]
    judged = [(_titles(lines, paragraphs, parts), parts) for _, parts in found]
    fitting = [(titles, parts) for titles, parts in judged if titles]
    if not fitting:
        return None
    parts = min(fitting, key=lambda one: one[0])[1]
    out = [(line, number) for number, line in enumerate(lines[: paragraphs[0][0]])]
    for listing, below in zip(parts, [*parts[1:], None], strict=True):
        first = paragraphs[min(span[0] for span in listing.values() if span[0] < span[1])][0]
        end = paragraphs[min(span[0] for span in below.values() if span[0] < span[1])][0] if below else len(lines)
        texts = [lines[a:b] for name in _OWN for a, b in paragraphs[slice(*listing[name])]]
        own = [line for text in texts for line in ([*text, ""])]
        out += [(line, min(first + n, end - 1)) for n, line in enumerate(own)]
    return out


def _body(lines: Sequence[str]) -> int:
    """The line below the header; 0 where it has no end."""
    for number, line in enumerate(lines[:_HEADER_LINES]):
        if line.strip().casefold() == "possible papers":
            below = next((n for n in range(number + 1, len(lines)) if lines[n].strip()), number)
            return below + 1 if lines[below].strip().isdigit() else number + 1
    return 0


def _paragraphs(lines: Sequence[str], body: int) -> list[_Paragraph]:
    edges = [body - 1, *(n for n in range(body, len(lines)) if not lines[n].strip()), len(lines)]
    return [(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]


def _sign(paragraph: Sequence[str]) -> str:
    """H for a heading, B for a list, T for text."""
    if all(map(_BULLET.match, paragraph)):
        return "B"
    first = paragraph[0].strip()
    return "H" if len(paragraph) == 1 and len(first) <= _LONGEST_HEADING and _HEADING.fullmatch(first) else "T"


def _parted(signs: str, order: tuple[str, ...]) -> list[dict[str, tuple[int, int]]] | None:
    """The parts of all listings of a page with SIGNS, if they stand in ORDER."""
    listing = "".join(f"({_PART[name]})" for name in order)
    plain = listing.replace("(", "").replace(")", "")
    pattern, parts, at = re.compile(f"{listing}(?={plain}|$)"), [], 0
    while at < len(signs):
        found = pattern.match(signs, at)
        if found is None:
            return None
        parts.append({name: found.span(number) for number, name in enumerate(order, 1)})
        at = found.end()
    return parts


def _titles(lines: Sequence[str], paragraphs: list[_Paragraph], parts: list[dict[str, tuple[int, int]]]) -> int:
    """How long all titles are; 0 where one is too long, or they are not shorter than the abstracts."""

    def size(name: str) -> list[int]:
        spans = (paragraphs[slice(*listing[name])] for listing in parts)
        return [sum(len(line) for a, b in some for line in lines[a:b]) for some in spans]

    titles = size("title")
    return sum(titles) if max(titles) <= _LONGEST_TITLE and 2 * sum(titles) < sum(size("abstract")) else 0
