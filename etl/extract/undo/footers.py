"""What a site wrote below the last listing of a page: `Back to search`, `Privacy · Terms`, `Page 1 of 3`.

Such lines are told by their words, and by standing apart from what they follow. Where a listing has no abstract, one
stands in its place: the site leaves one more blank line there; else a line that may say why the abstract is not there
(`Loading…`, `Show abstract`) stays, and the listing is in doubt (`etl.extract.doubts.foreign_lines`).
"""

from __future__ import annotations

from functools import partial

import numpy as np

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import SPACE
from etl.extract.grammar.foreign_words import never_own
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.segments import below_paragraphs, ranges, topmost
from etl.extract.grammar.wording import SENTENCE_END, SHORT

_BANNER = "arrow research search"
_MOST_LINES = 8
_INSTEAD = (  # of an abstract, or the abstract itself (`2`)
    r"(?i)^\W*\d[\W\d]*$|\babstracts?\b|^\W*(?:(?:loading|show|view|see|read|expand|more|pdf|html)\W*$|error\b|http/|content-"
    r"|(?:show|see|view|read|expand) )"
)


def without_footers(layout: Layout) -> Layout:
    """LAYOUT without the lines that no author wrote at the ends of its pages: they count as blank."""
    layout = _without_next_banners(layout)
    head = layout.listings
    head = head[np.append(np.diff(layout.page[head]) != 0, True)[: len(head)]]
    below, end = layout.run_end(head + 2), layout.page_nb[1:][layout.page[head]]
    top = topmost(end, below, partial(_never_own, layout), _MOST_LINES)
    found = np.flatnonzero(top < end)
    below, end, top = (x[found] for x in (below, end, top))
    told = _apart(layout, below, top)
    return layout.without(ranges(top[told], end[told])) if told.any() else layout


def _without_next_banners(layout: Layout) -> Layout:
    """LAYOUT without the banner of the next page behind the last line of one, as `cat` leaves it where that has no end.

    What is left has to end as a sentence does: else the file may have been cut, and not only its last newline.
    """
    first = layout.page_nb[1:-1][layout.page_file[1:] == layout.page_file[:-1]]
    last = first[(first > 0) & (first < len(layout.nb))] - 1
    last = last[layout.kind[last + 1] == ln.KIND] if len(last) else last
    if not len(last):  # nearly always: a page begins with its banner
        return layout
    text = layout.text(last)
    bare = text.str.head(-len(_BANNER)).str.strip_chars_end(SPACE)
    at = (text.str.to_lowercase().str.ends_with(_BANNER) & bare.str.contains(SENTENCE_END)).arg_true()
    return layout.with_texts(last[at.to_numpy()], [f"{x}\n" for x in bare.gather(at).to_list()])


def _never_own(layout: Layout, at: Ints) -> Bools:
    told: Bools = (layout.length[at] <= SHORT) & np.isin(layout.kind[at], (ln.TEXT, ln.NUMBER))
    told[told] = never_own(layout.text(at[told]))
    return told


def _apart(layout: Layout, below: Ints, top: Ints) -> Bools:
    """Which of the lines TOP stand apart from the listings whose names end above BELOW."""
    above, in_place, parted = top - 1, top == below, layout.gap[top] > 0
    more = layout.gap[top] > layout.gap[np.where(in_place, layout.run_begin(below - 1), below)]
    apart: Bools = more | (~in_place & below_paragraphs(layout, top))
    short = np.flatnonzero(~apart & ~in_place & (parted | (above == below)))
    apart[short] = matches(layout.text(above[short]), SENTENCE_END)
    instead = np.flatnonzero(~apart & in_place)
    apart[instead] = ~matches(layout.text(top[instead]), _INSTEAD)
    return apart
