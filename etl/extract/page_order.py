"""The order of a page, by year and title: which headings keep it, and which break it."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.layout import Bools
from etl.extract.lines import Ints


class Order:
    """The order of a page: by year, newest first, then by title. Each candidate is held against the sure ones."""

    def __init__(self, page: Ints, sure: Bools, year: Ints, title: pl.Series) -> None:
        """The candidates in order, with the number of their PAGE, which of them are SURE, their YEAR and TITLE."""
        self.year, self.title = year, title
        number = np.arange(len(page))
        last = np.maximum.accumulate(np.concatenate([[-1], np.where(sure, number, -1)]))[:-1]
        following = np.where(sure, number, len(page))[::-1]
        next_ = np.minimum.accumulate(np.concatenate([[len(page)], following]))[:-1][::-1]
        self.here = number
        self.before = np.where((last >= 0) & (page[last] == page), last, -1)
        inside = np.minimum(next_, len(page) - 1)
        self.after = np.where((next_ < len(page)) & (page[inside] == page), next_, -1)

    def _follows(self, a: Ints, b: Ints, by_year: bool, by_title: Bools | None = None) -> Bools:
        """May B stand below A? Yes where either is missing (-1)."""
        newer = self.year[a] > self.year[b]
        same = self.year[a] == self.year[b]
        if not by_year:
            sorted_ = (self.title.gather(np.maximum(a, 0)) <= self.title.gather(np.maximum(b, 0))).to_numpy()
            same = same & (sorted_ if by_title is None else sorted_ | ~by_title)
        return (a < 0) | (b < 0) | newer | same

    def keeps(self, by_title: Bools) -> Bools:
        """Which candidates stand in order between the sure ones round them."""
        fits = self._follows(self.before, self.here, False, by_title)
        return fits & self._follows(self.here, self.after, False, by_title)

    def misplaced(self, *, by_year: bool = False) -> Bools:
        """Which candidates break an order that holds without them."""
        fits = self._follows(self.before, self.here, by_year) & self._follows(self.here, self.after, by_year)
        return ~fits & self._follows(self.before, self.after, by_year)
