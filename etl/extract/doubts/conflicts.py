"""Listings that have two versions of a line in them, as a merge or a comparison of two files leaves them."""

from __future__ import annotations

import numpy as np

from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.segments import Segments

_OPENS, _CLOSES = "<<<<<<<", ">>>>>>>"
_LONGEST = 160  # bytes: the sign, and the name of a version
_LEAST = 40  # bytes of a line that a comparison shows twice


def in_conflict(layout: Layout, s: Segments) -> Bools:
    """Which stretches hold the signs of a conflict, stand between them, or have a line taken out above one put in."""
    buffer, start = layout.lines.byte_values, layout.lines.start[layout.nb]
    first = buffer[start]
    signs = np.flatnonzero((first == ord("<")) | (first == ord(">")))
    signs = signs[layout.length[signs] <= _LONGEST]
    opens, closes = (layout.text(signs).str.starts_with(sign).to_numpy() for sign in (_OPENS, _CLOSES))
    signs, opens = signs[opens | closes], opens[opens | closes]
    out = np.flatnonzero((first[:-1] == ord("-")) & (first[1:] == ord("+")))
    changed = (layout.gap[out + 1] == 0) & (np.minimum(layout.length[out], layout.length[out + 1]) >= _LEAST)
    changed &= (buffer[start[out] + 1] > ord(" ")) & (buffer[start[out + 1] + 1] > ord(" "))  # no bullets
    disputed = s.mark(np.concatenate([signs, out[changed]]))
    if len(signs):
        last = np.searchsorted(signs, s.head) - 1  # the sign above, be it below the page's header
        disputed |= (last >= 0) & opens[last] & (layout.page[signs[last]] == layout.page[s.head])
    return disputed
