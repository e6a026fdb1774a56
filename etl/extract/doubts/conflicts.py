"""Listings that have two versions of a line in them, as a merge or a comparison of two files leaves them."""

from __future__ import annotations

import numpy as np

from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.segments import Segments

_OPENS, _PARTS, _CLOSES = "<<<<<<<", "=======", ">>>>>>>"
_LONGEST = 160  # bytes: the sign, and the name of a version
_LEAST = 40  # bytes of a line that a comparison shows twice


def in_conflict(layout: Layout, s: Segments) -> Bools:
    """Which stretches hold the signs of a conflict, stand between them, or have a line taken out above one put in."""
    buffer, start = layout.lines.byte_values, layout.lines.start[layout.nb]
    first = buffer[start]
    out = np.flatnonzero((first[:-1] == ord("-")) & (first[1:] == ord("+")))
    changed = (layout.gap[out + 1] == 0) & (np.minimum(layout.length[out], layout.length[out + 1]) >= _LEAST)
    changed &= (buffer[start[out] + 1] > ord(" ")) & (buffer[start[out + 1] + 1] > ord(" "))  # no bullets
    at = np.flatnonzero((first >= ord("<")) & (first <= ord(">")))
    at = at[layout.length[at] <= _LONGEST]
    if not len(at):  # nearly always
        return s.mark(out[changed])
    signs, opens, closes = _signs(layout, at)
    disputed = s.mark(np.concatenate([signs, out[changed]]))
    page = np.append(layout.page[signs], -1)
    below = np.searchsorted(signs, s.head)  # the next sign; the one above may stand in the page's header
    here = layout.page[s.head]
    between = np.append(~closes, False)[below - 1] & np.append(~opens, False)[below]  # one that is not closed ends
    return disputed | (between & (page[below - 1] == here) & (page[below] == here))


def _signs(layout: Layout, at: Ints) -> tuple[Ints, Bools, Bools]:
    """Which of the lines AT are signs of a conflict, which of these open one, and which close it.

    What parts two versions is a sign only below what opens a conflict.
    """
    text = layout.text(at)
    opens, closes = (text.str.starts_with(sign).to_numpy() for sign in (_OPENS, _CLOSES))
    told = opens | closes | (text == _PARTS).to_numpy()
    at, opens, closes = at[told], opens[told], closes[told]
    page = layout.page[at]
    below = np.append(False, opens[:-1] & (page[1:] == page[:-1]))[: len(at)]
    signs = opens | closes | below
    return at[signs], opens[signs], closes[signs]
