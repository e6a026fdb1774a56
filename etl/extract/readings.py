"""What a reading of some files tells of itself: how much is left over, and whether it is what the pages declare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.extract.grammar.headers import Headers
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.owners import with_owner
from etl.extract.grammar.segments import Segments, outside
from etl.extract.positions import Positions


@dataclass(frozen=True)
class Reading:
    """The pages of some sources, read: their lines, their headers, and the stretches that may be listings."""

    layout: Layout
    headers: Headers
    segments: Segments
    places: Positions
    ids: pl.Series
    """The `page_id` of each page."""


def good(pages: Reading) -> Bools:
    """Which stretches are listings."""
    return pages.segments.reason.is_null().to_numpy()


def left(pages: Reading, used: Bools | None = None) -> Ints:
    """The lines (nb) with words that are in no header and in none of the stretches USED; else in no listing."""
    layout, s, listed = pages.layout, pages.segments, good(pages) if used is None else used
    return np.flatnonzero(outside(s.head[listed], s.end[listed], len(layout.nb)) & ~pages.headers.part)


def unread(pages: Reading, used: Bools | None = None) -> npt.NDArray[np.float64]:
    """What share of each file's lines with words, those of headers aside, is in no listing (or not USED); by bytes."""
    parts = (left(pages, used), np.flatnonzero(~pages.headers.part))
    over, body = (by_file(pages.layout, at, pages.layout.length[at]) for at in parts)
    return over / np.maximum(body, 1)


def by_file(layout: Layout, nb: Ints, weights: Ints | None = None) -> Ints:
    """How many of the lines NB each file has; or how much they weigh."""
    file = layout.lines.file
    return np.bincount(file[layout.nb[nb]], weights, minlength=int(file[-1]) + 1)


def declared(pages: Reading) -> Ints:
    """How many papers each page declares; 0 where it does not."""
    told = pages.headers.frame.select(pl.max_horizontal("declared_papers", "heading_papers").fill_null(0))
    return told.to_series().to_numpy()


def owned(pages: Reading) -> Bools:
    """Which stretches have the page's owner among their names, perhaps written in another way."""
    layout, headers, s = pages.layout, pages.headers, pages.segments
    known = headers.frame["owner"].is_not_null().to_numpy()[layout.page[s.head]]
    return known & with_owner(layout, headers, s, np.arange(len(s.head)))
