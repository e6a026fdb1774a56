"""Lines that stand the same in nearly each listing of a page, between its parts, and are none: a label, a button.

A page that was scraped with all that it shows has `Abstract` or `PDF` there, or a count of citations, which differs by
numbers alone. What is all of an abstract is one.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.furniture import without_lines
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints
from etl.extract.wording import LABEL, SENTENCE_END, SHORT

_MOST_LINES = 8  # in a listing
_LEAST = 3  # listings
_NEARLY_ALL = 0.8
_LIKELY = 0.6  # of the neighbours begin alike where nearly all lines are the same


def without_labels(layout: Layout) -> Layout:
    """LAYOUT without what nearly all listings of a page have between their parts: it counts as blank."""
    for _ in range(_MOST_LINES):
        labels = _labels(layout)
        if not len(labels):
            break
        layout = without_lines(layout, labels)
    return layout


def _labels(layout: Layout) -> Ints:
    """The first such lines below headings, below titles, and below names."""
    head = np.flatnonzero((layout.kind == ln.HEADING) & (layout.gap > 0))
    headings = np.bincount(layout.page[head], minlength=len(layout.page_file))
    if not len(head) or headings.max() < _LEAST:
        return head[:0]
    end = np.minimum(np.append(head[1:], len(layout.nb)), layout.page_nb[1:][layout.page[head]])
    last = len(layout.nb) - 1
    bullets = np.append(np.flatnonzero(layout.kind == ln.BULLET), last)
    first_name = np.minimum(bullets[np.searchsorted(bullets, head)], end)
    below_names = np.where(layout.kind[np.minimum(first_name, last)] == ln.BULLET, layout.run_end(first_name), end)
    above_title = (head + 1)[first_name > head + 2]
    above_names = (first_name - 1)[(first_name > head + 2) & (first_name <= head + _MOST_LINES) & (first_name < end)]
    found = [
        at[(layout.length[at] <= SHORT) & np.isin(layout.kind[at], (ln.TEXT, ln.NUMBER))]
        # The last line of a listing is all of its abstract.
        for at in (above_title, above_names, below_names[(below_names + 1 < end) & (first_name < end)])
    ]
    found[2] = found[2][np.isin(layout.kind[found[2] + 1], (ln.TEXT, ln.NUMBER))]
    above = [at[_alike(layout, at, headings)] for at in found[:2]]  # nearly no abstract begins with a short line
    return np.union1d(_same(layout, np.unique(np.concatenate(above)), headings), _same(layout, found[2], headings))


def _same(layout: Layout, at: Ints, headings: Ints) -> Ints:
    """Which of the lines AT say the same as those of nearly all HEADINGS of their page.

    Or, where no author writes it above an abstract, as those of some.
    """
    if not len(at):  # nearly always
        return at
    text = layout.text(at)
    frame = pl.DataFrame({"at": at, "page": layout.page[at], "text": text.str.replace_all(r"\d+", "0")})
    alone = (layout.gap[at] > 0) & (layout.gap[at + 1] > 0) & (layout.kind[at - 1] == ln.BULLET)
    own = text.str.contains(rf"{LABEL}|{SENTENCE_END}").to_numpy() | ~alone
    most = np.maximum(_NEARLY_ALL * headings[layout.page[at]], _LEAST)
    enough = pl.Series(np.where(own, most, _LEAST))
    return frame.filter(pl.len().over("page", "text") >= enough)["at"].to_numpy()


def _alike(layout: Layout, at: Ints, headings: Ints) -> Bools:
    """Which of the lines AT are on pages where nearly all headings have one, and most begin as their neighbours do."""
    page = layout.page[at]
    first = np.frombuffer(layout.lines.buffer, dtype=np.uint8)[layout.lines.start[layout.nb[at]]]
    first = np.where((first >= ord("0")) & (first <= ord("9")), ord("0"), first)
    same = np.append(False, (first[1:] == first[:-1]) & (page[1:] == page[:-1]))[: len(at)]
    count = np.bincount(page, minlength=len(headings))
    alike = np.bincount(page[same], minlength=len(headings)) >= _LIKELY * (count - 1)
    likely: Bools = (alike & (headings >= _LEAST) & (count >= _NEARLY_ALL * headings))[page]
    return likely
