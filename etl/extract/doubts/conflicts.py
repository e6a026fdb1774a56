"""Listings that have two versions of a line in them, as a merge or a comparison of two files leaves them."""

from __future__ import annotations

import numpy as np

from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.segments import Segments, ranges

_OPENS, _CLOSES = "<<<<<<<", ">>>>>>>"
_LONGEST = 160  # bytes: the sign, and the name of a version
_LEAST = 40  # bytes of a line that a comparison shows twice


def in_conflict(layout: Layout, s: Segments) -> Bools:
    """Which stretches stand between the signs of a conflict, and the one that the first of them ends.

    What no sign above it opens begins in the stretch itself, or with the page.
    """
    disputed = _within(layout, s)
    at = np.flatnonzero(layout.length[s.end - 1] <= _LONGEST)
    first_byte = layout.lines.byte_values[layout.start(s.end[at] - 1)]
    at = at[(first_byte == ord("<")) | (first_byte == ord(">"))]
    if not len(at):
        return disputed
    text, page = layout.text(s.end[at] - 1), layout.page[s.head]
    opens, closes = (at[text.str.starts_with(sign).to_numpy()] for sign in (_OPENS, _CLOSES))
    # The sign below a stretch opens a conflict with the next one; the one below a page's header, with its first.
    pages = np.unique(page[closes])
    top = np.searchsorted(page, pages)
    header = ranges(layout.page_nb[pages], s.head[top])
    opened = np.isin(pages, layout.page[header[layout.text(header).str.starts_with(_OPENS).to_numpy()]])
    inner = opens[page[np.minimum(opens + 1, len(page) - 1)] == page[opens]]
    begins = np.sort(np.concatenate([inner + 1, top[opened]]))
    first = begins[np.searchsorted(begins, closes, side="right") - 1] if len(begins) else closes
    first = np.where((first <= closes) & (page[np.minimum(first, closes)] == page[closes]), first, closes)
    depth = np.zeros(len(disputed) + 1, dtype=np.int64)
    np.add.at(depth, first, 1)
    np.add.at(depth, closes + 1, -1)
    disputed |= np.cumsum(depth[:-1]) > 0
    disputed[opens] = True
    return disputed


def _within(layout: Layout, s: Segments) -> Bools:
    """Which stretches hold the signs of a conflict, or a line that was taken out above one that was put in."""
    buffer, start = layout.lines.byte_values, layout.lines.start[layout.nb]
    first = buffer[start]
    signs = np.flatnonzero((first == ord("<")) | (first == ord(">")))
    signs = signs[layout.length[signs] <= _LONGEST]
    text = layout.text(signs)
    signs = signs[(text.str.starts_with(_OPENS) | text.str.starts_with(_CLOSES)).to_numpy()]
    signs = signs[~np.isin(signs, s.end - 1)]  # of whole listings
    out = np.flatnonzero((first[:-1] == ord("-")) & (first[1:] == ord("+")))
    changed = (layout.gap[out + 1] == 0) & (layout.length[out] >= _LEAST) & (layout.length[out + 1] >= _LEAST)
    changed &= (buffer[start[out] + 1] > ord(" ")) & (buffer[start[out + 1] + 1] > ord(" "))  # no bullets
    return s.mark(np.concatenate([signs, out[changed]]))
