"""Listings of which a merge of two versions of a file left both."""

from __future__ import annotations

import numpy as np

from etl.extract.layout import Bools, Layout
from etl.extract.segments import Segments

_OPENS, _CLOSES = "<<<<<<<", ">>>>>>>"
_LONGEST = 160  # bytes: the sign, and the name of a version


def in_conflict(layout: Layout, s: Segments) -> Bools:
    """Which stretches stand between the signs of a conflict, and the one that the first of them ends.

    What no sign above it opens begins in the stretch itself, or with the page.
    """
    disputed = np.zeros(len(s.head), dtype=bool)
    at = np.flatnonzero(layout.length[s.end - 1] <= _LONGEST)
    first_byte = np.frombuffer(layout.lines.buffer, dtype=np.uint8)[layout.lines.start[layout.nb[s.end[at] - 1]]]
    at = at[(first_byte == ord("<")) | (first_byte == ord(">"))]
    if not len(at):
        return disputed
    text, page = layout.text(s.end[at] - 1), layout.page[s.head]
    opens, closes = (at[text.str.starts_with(sign).to_numpy()] for sign in (_OPENS, _CLOSES))
    disputed[opens] = True
    for close in closes:
        above = opens[(opens < close) & (page[opens] == page[close])]
        top = int(np.searchsorted(page, page[close]))
        header = layout.text(np.arange(layout.page_nb[page[close]], s.head[top]))
        first = above[-1] + 1 if len(above) else top if header.str.starts_with(_OPENS).any() else close
        disputed[first : close + 1] = True
    return disputed
