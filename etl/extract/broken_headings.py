"""Headings that may lack their first half, which then stands in the line above."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.headers import Headers
from etl.extract.headings import Verdict
from etl.extract.layout import Bools, Layout
from etl.extract.segments import Segments, above
from etl.extract.wording import SENTENCE_END, SHORT

_ABBREVIATED = r"\b\p{Lu}\p{L}{0,6}\.$"
_WORDED = r"\b\p{Ll}{4,}\b"  # a sentence: names of venues have few such words
_HALF_VENUE = (  # how the name of a venue begins, or stops where it cannot end
    r"^(?:[\p{Lu}\d]{2,}|Journal|Transactions|Proceedings|Conference|Symposium|Workshop|International|Annual|European)\b"
    r"|(?:\b(?:of|on|in|and|for|the)|&|\b\p{Lu}\p{L}{0,6}\.)$"
)
_LINK = r"://|www\.|@"
_BELOW_ABSTRACTS = (  # an identifier, a number, a label, a button
    r"(?:^|[\s(])(?:\d{1,3}|\d{5,}|\d[\d.,/:–-]*[.,/:–-][\d.,/:A-Za-z–-]*)(?:[\s,;)]|$)|:\s"
    r"|^(?:PDF|HTML|URL|DOI|PMID|PMCID|ISBN|ISSN|CODE|BIBTEX|CCS|MSC|JEL|PACS)\b|^ACM Reference Format"
)
_YEAR = r"\b((?:18|19|20)\d\d)\b"


def broken_headings(layout: Layout, headers: Headers, s: Segments) -> Bools:
    """A short line without an end right above a heading may be the first half of it: neither stretch can be used.

    Nor a heading that may begin with the header's last count.
    """
    page = layout.page[s.head]
    over = np.maximum(s.head - 1, 0)
    alone = layout.gap[over] > 0
    same_page = layout.page[over] == layout.page[s.head]
    inside = np.append(False, (s.head[1:] == s.end[:-1]) & (over[1:] > s.names_end[:-1]))[: len(s.head)]
    close, stray = layout.gap[s.head] == 0, s.of(over) < 0
    near = close | (alone & (inside | (stray & headers.frame["found"].to_numpy()[page])))
    piece = near & same_page & (layout.length[over] <= SHORT) & (layout.kind[over] != ln.BULLET)
    piece &= (s.head > 0) & (s.verdict != Verdict.LOST)
    at = np.flatnonzero(piece & ~np.isin(layout.kind[over], ln.HEADER_CLASSES))
    piece = np.zeros(len(s.head), dtype=bool)
    if len(at):
        piece[at] = _half_headings(layout.text(over[at]), layout.text(s.head[at]), close[at])
    broken = piece | (above(layout, s, piece) & np.append(inside[1:], False)[: len(s.head)])
    uncounted = headers.frame["heading_papers"].is_null() & headers.frame["found"]
    after_count = np.flatnonzero(uncounted.to_numpy()[page] & (s.head == headers.body[page]))
    if len(after_count):
        count = headers.frame["declared_papers"].cast(pl.String).gather(page[after_count])
        numbered = layout.text(s.head[after_count]).str.extract(r"^(\d+)")
        broken[after_count] |= numbered.str.starts_with(count).fill_null(value=False).to_numpy()  # type: ignore[arg-type]
    return broken


def _half_headings(above: pl.Series, heading: pl.Series, close: Bools) -> Bools:
    """Which of the lines ABOVE may be the first half of the HEADING below; CLOSE: no blank line stands between."""
    ends = above.str.contains(SENTENCE_END) & (~above.str.contains(_ABBREVIATED) | above.str.contains(_WORDED))
    half = above.str.contains(_HALF_VENUE) | heading.str.contains(r"^\p{Ll}{3}")
    open_: Bools = (~ends & ~above.str.contains(_LINK)).to_numpy()
    # A year in the name of a venue is that of the heading.
    other = (above.str.extract(_YEAR) != heading.str.extract(rf"{_YEAR}\D*$")).fill_null(value=False)
    return (close | (half & ~other & ~above.str.contains(_BELOW_ABSTRACTS)).to_numpy()) & open_
