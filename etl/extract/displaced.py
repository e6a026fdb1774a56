"""Pages whose parts all stand in the wrong place, so that none of their listings can be used."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.headers import Headers
from etl.extract.layout import Bools, Layout
from etl.extract.segments import Segments

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
