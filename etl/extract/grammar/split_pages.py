"""From classed lines to pages: one begins with its file, or where a whole header begins again."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.headers import next_sheets, read_headers
from etl.extract.grammar.layout import Layout
from etl.extract.grammar.lines import Ints, Lines
from etl.extract.grammar.page_begins import header_again, with_separators


def lay_out(lines: Lines, over: Mapping[int, int]) -> Layout:
    """Split the files into pages: a page begins with its file, or where a whole header begins again.

    OVER: by file, the line (from 0) where the last page ends, and something else begins that is no page.
    """
    nb = np.flatnonzero(lines.kind != ln.BLANK)
    file = lines.file[nb]
    begins = with_separators(lines, nb, header_again(lines, nb))
    begins = begins[(begins > 0) & (file[begins] == file[begins - 1])]
    if len(begins):
        begins = _without_headers_in_abstracts(_split(lines, nb, begins), begins)
    return _split(lines, nb, np.union1d(begins, _below(lines, nb, over)) if over else begins)


def _below(lines: Lines, nb: Ints, over: Mapping[int, int]) -> Ints:
    """The first line (nb) below the pages of the files that are OVER before they end."""
    files = np.array(list(over))
    at = np.searchsorted(nb, np.searchsorted(lines.file, files) + np.array(list(over.values())))
    inside = (at < len(nb)) & (lines.file[nb[np.minimum(at, len(nb) - 1)]] == files)
    at, files = at[inside], files[inside]
    return at[(at > 0) & (lines.file[nb[at - 1]] == files)]


def _split(lines: Lines, nb: Ints, begins: Ints) -> Layout:
    file_line = np.searchsorted(lines.file, np.arange(lines.file[-1] + 2))
    page_line = np.union1d(file_line, nb[begins])
    page = np.searchsorted(page_line, nb, side="right") - 1
    return Layout(lines, nb, page, page_line, lines.file[page_line[:-1]])


def _without_headers_in_abstracts(layout: Layout, begins: Ints) -> Ints:
    """BEGINS without headers in abstracts: with the listings below them a page has as many as it declares."""
    headers = read_headers(layout)
    found = layout.by_page(layout.listings)
    declared = headers.frame.select(pl.coalesce("heading_papers", "declared_papers", pl.lit(-1))).to_series().to_numpy()
    again = next_sheets(layout, headers)
    own = np.zeros(len(begins), dtype=bool)
    page, file, total = -1, -1, 0
    for i, begin in enumerate(begins):
        below = layout.page[begin]
        if i == 0 or not own[i - 1] or layout.page_file[below] != file:
            page, file, total = below - 1, layout.page_file[below], found[below - 1]
        own[i] = (
            total < declared[page] and total + found[below] <= declared[page] + 1 and found[below] != declared[below]
        ) and not again[below]
        total += found[below]
    return begins[~own]
