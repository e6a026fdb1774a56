"""Listings of which a merge of two versions of a file left both."""

from __future__ import annotations

import numpy as np

from etl.extract.layout import Bools, Layout
from etl.extract.segments import Segments, ranges

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
    disputed = np.cumsum(depth[:-1]) > 0
    disputed[opens] = True
    return disputed
