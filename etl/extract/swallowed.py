"""Listings that lost both heading and names, inside the abstract of the listing above.

Only their form is left: lines too short for an abstract, one below the other, above a paragraph or between blank lines.
If a page has fewer listings than it declares, one may be missing there.
"""

from __future__ import annotations

import numpy as np

from etl.extract import lines as ln
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints, matches
from etl.extract.segments import Segments, ranges
from etl.extract.wording import LABEL, LONG, SENTENCE_END, SHORT

_QUESTION = r"[?!][\"'”’»)\]}$*]*$"
_NO_TITLE = (
    rf"{LABEL}|{SENTENCE_END.replace('!?', '')}|^\S*(?:://|www\.)\S*$"
    r"|^(?:Theorem|Lemma|Proposition|Corollary|Definition|Figure|Table) \d+$"
)


def swallowed(layout: Layout, s: Segments, unsure: Bools) -> Bools:
    """Which of the UNSURE stretches hold in their abstracts what may be a title and names, or a title alone."""
    if not unsure.any():
        return unsure
    first, end = s.names_end[unsure], np.maximum(s.end[unsure], s.names_end[unsure])
    at = ranges(first, end)
    open_ = layout.length[at] <= 2 * SHORT
    open_[open_] = ~matches(layout.text(at[open_]), _NO_TITLE)
    of = np.repeat(np.arange(len(first)), end - first)
    begins = np.flatnonzero(open_ & ~(np.append(False, open_[:-1] & (of[1:] == of[:-1]))[: len(at)]))
    closes = np.flatnonzero(open_ & ~(np.append(open_[1:] & (of[1:] == of[:-1]), False)[: len(at)]))
    top, bottom = at[begins], at[closes]
    below = bottom + 1
    inside = below < end[of[closes]]
    below = np.minimum(below, len(layout.nb) - 1)
    paragraph = inside & (layout.length[below] >= LONG)
    apart = layout.gap[below] > 0
    found = _several(layout, top, bottom, paragraph, apart)
    # One line that stands alone may be a title; the first of an abstract, or a question, is rather its own.
    alone = (bottom > first[of[closes]]) & (layout.gap[bottom] > 0) & (layout.kind[bottom] == ln.TEXT) & apart
    titled = alone & inside & _above_one_line(layout, below, end[of[closes]])
    alone &= paragraph
    alone[alone] = ~matches(layout.text(bottom[alone]), _QUESTION)
    return s.mark(bottom[found | alone | titled])


def _above_one_line(layout: Layout, below: Ints, end: Ints) -> Bools:
    """Where a short line alone stands BELOW, above a paragraph: names, though it ends as a sentence (`By Ada Ma.`)."""
    after = below + 1
    inside = after < end
    after = np.minimum(after, len(layout.nb) - 1)
    short = (layout.length[below] <= 2 * SHORT) & (layout.gap[after] > 0) & (layout.length[after] >= LONG)
    return inside & short


def _several(layout: Layout, top: Ints, bottom: Ints, paragraph: Bools, apart: Bools) -> Bools:
    """Which runs of short lines, from TOP to BOTTOM, are several parts of a listing.

    They stand above a PARAGRAPH, with a blank line between (APART) or too short to be one that is wrapped; or between
    blank lines, with another within.
    """
    texts = np.concatenate([[0], np.cumsum(layout.kind == ln.TEXT)])
    gaps = np.concatenate([[0], np.cumsum(layout.gap > 0)])
    parted = (layout.gap[top] > 0) & (gaps[bottom + 1] > gaps[top + 1])
    wrapped = np.maximum(layout.length[bottom], layout.length[np.maximum(bottom - 1, 0)]) > SHORT
    return (texts[bottom + 1] - texts[top] >= 2) & ((paragraph & (apart | ~wrapped)) | parted)
