"""Parts of pages that stand in the wrong place: headers below listings, headings below them, lines that lack an end."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.headers import Headers, next_sheets
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.owners import with_owner
from etl.extract.grammar.segments import Segments, closing
from etl.extract.headings.verdicts import Verdict

_BANNER, _KIND = "arrow research search", "author name cluster"
_MOST = 6  # characters that are cut from each line
_REACH = 3  # lines


def _cut(line: str) -> list[str]:
    return [part for size in range(1, _MOST + 1) for part in (line[size:], line[:-size])]


def headings_below(layout: Layout, headers: Headers, s: Segments) -> Bools:
    """Which stretches are on pages whose headings stand below their listings.

    There names stand above the first heading, and the last one has nothing below it.
    """
    page = layout.page[s.head]
    first = np.flatnonzero(np.diff(page, prepend=-1))
    last = np.append(first[1:], len(page)) - 1
    bullets = np.append(0, np.cumsum(layout.kind == ln.BULLET))
    above = bullets[s.head[first]] > bullets[np.minimum(headers.body[page[first]], s.head[first])]
    return np.isin(page, page[first[above & (s.end[last] - s.head[last] == 1)]])


def cut_columns(layout: Layout, s: Segments) -> Bools:
    """Which stretches are on pages of which each line lacks its first or last characters, as the header's tell."""
    page = layout.page[s.head]
    begin = layout.page_nb[:-1]
    lines = [np.minimum(begin + step, len(layout.nb) - 1) for step in range(_REACH)]
    banner = layout.text(lines[0]).str.to_lowercase().is_in(_cut(_BANNER)).to_numpy()
    if not banner.any():  # nearly always
        return np.zeros(len(page), dtype=bool)
    kinds = pl.any_horizontal(*(layout.text(at).str.to_lowercase().is_in(_cut(_KIND)) for at in lines[1:]))
    return (banner & pl.select(kinds).to_series().to_numpy())[page]


def headers_inside(layout: Layout, headers: Headers, s: Segments, declared: Ints) -> Bools:
    """Abstracts with lines of a header; and the last before a header in a file that may be an abstract's own."""
    marked = np.flatnonzero(np.isin(layout.kind, (ln.NOTICE, ln.KIND, ln.POSSIBLE, ln.BANNER, ln.AUTHOR_ROWS)))
    return s.mark(marked[marked >= s.names_end[s.of(marked)]]) | _before_doubtful_header(layout, headers, s, declared)


def _before_doubtful_header(layout: Layout, headers: Headers, s: Segments, declared: Ints) -> Bools:
    """The last stretch of a page that ends inside its file, where the next page is not as its header says."""
    page = layout.page[s.head]
    if len(layout.page_file) == layout.lines.file[-1] + 1:  # a page a file
        return np.zeros(len(s.head), dtype=bool)
    ambiguous = s.verdict == Verdict.AMBIGUOUS
    found = np.bincount(page[~ambiguous], minlength=len(declared))
    continues = np.append(layout.page_file[1:] == layout.page_file[:-1], False)
    first = layout.page_nb[1:].copy()
    pages, at = np.unique(page, return_index=True)
    first[pages] = s.head[at]
    strays = first > headers.body
    unclear = np.bincount(page[ambiguous], minlength=len(declared)) > 0
    doubtful = continues & np.append(((found != declared) | unclear | strays)[1:], False)
    last = closing(layout, s)
    ends = layout.text(s.end - 1).str.to_lowercase().str.ends_with("arrow research search").to_numpy()
    below = next_sheets(layout, headers) | _of_another(layout, headers, s, at, strays)
    below |= ~headers.frame["found"].to_numpy()  # what stands below the pages of a file has none
    more = np.append(below[1:], False)
    doubted: Bools = last & ((doubtful & ~more)[page] | (continues[page] & ends))
    return doubted


def _of_another(layout: Layout, headers: Headers, s: Segments, first: Ints, strays: Bools) -> Bools:
    """Which pages are surely no part of the one above: another's, who is on the FIRST list, right below the header."""
    owner = headers.frame["owner"]
    other = (owner != owner.shift(1)).fill_null(value=False).to_numpy() & ~strays
    page = layout.page[s.head[first]]
    first, page = first[other[page]], page[other[page]]
    other[:] = False
    other[page] = with_owner(layout, headers, s, first)
    return other
