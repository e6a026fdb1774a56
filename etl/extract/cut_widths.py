"""Pages whose names, or titles, were cut at one width, as a column of a database or of a table does it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from etl.extract.grammar.layout import Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.segments import Segments, ranges
from etl.extract.grammar.wording import name_texts

# How many different ones have as many characters as the longest of their page, at least, and which share of all:
# on 57,280 pages of computing and 182,140 of medicine, with whole names and titles, none has so many.
_NAMES, _OF_NAMES = 8, 0.5
_TITLES, _OF_TITLES = 4, 0.3
_LEAST_WIDTH = 8  # characters: names in Chinese all have two or three
_IN_BYTES = 0.75  # of those at least have letters of one byte each, and the longest line is not much longer


def cut_widths(layout: Layout, s: Segments, at: Ints) -> dict[str, pl.Series]:
    """At how many characters each page ends the names and the titles of its listings AT (`Segments`).

    Columns `names_cut_at` and `titles_cut_at` (Int32, null where it does not cut them).
    """
    names = ranges(s.head[at] + 2, s.names_end[at])
    return {
        "names_cut_at": _widths(layout, names, name_texts, _NAMES, _OF_NAMES),
        "titles_cut_at": _widths(layout, s.head[at] + 1, Layout.text, _TITLES, _OF_TITLES),
    }


def _widths(
    layout: Layout, lines: Ints, texts: Callable[[Layout, Ints], pl.Series], least: int, share: float
) -> pl.Series:
    """Of each page, the width at which the TEXTS of LINES end: LEAST of them, and a SHARE of all, are as wide."""
    none = pl.repeat(None, len(layout.page_file), dtype=pl.Int32, eager=True)
    lines = lines[np.isin(layout.page[lines], _likely(layout, lines, least, share))]
    if not len(lines):  # nearly always
        return none
    different = pl.DataFrame({"page": layout.page[lines], "text": texts(layout, lines)}).unique()
    chars = different.select("page", width=pl.col("text").str.len_chars().cast(pl.Int32))
    widest = chars.group_by("page", maintain_order=True).agg(
        pl.col("width").max(), times=(pl.col("width") == pl.col("width").max()).sum(), of=pl.len()
    )
    cut = widest.filter(
        pl.col("times") >= least, pl.col("times") >= share * pl.col("of"), pl.col("width") >= _LEAST_WIDTH
    )
    return none.scatter(cut["page"], cut["width"])


def _likely(layout: Layout, lines: Ints, least: int, share: float) -> Ints:
    """The pages on which one number of bytes, near that of the longest, is that of nearly LEAST of LINES and a SHARE.

    The name of the owner stands on all lists, and is seldom as long as that.
    """
    size = int(layout.length.max(initial=0)) + 1
    same, times = np.unique(layout.page[lines] * size + layout.length[lines], return_counts=True)
    page, length = same // size, same % size
    longest = np.zeros(len(layout.page_file), dtype=np.int64)
    np.maximum.at(longest, page, length)
    enough = (times >= _IN_BYTES * least) & (times >= _IN_BYTES * share * layout.by_page(lines)[page])
    likely: Ints = np.unique(page[enough & (length >= _IN_BYTES * longest[page])])
    return likely
