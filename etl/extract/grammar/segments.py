"""The stretches of pages that may be listings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.wording import LONG

_LONGEST_WRAPPED = 2 * LONG  # bytes of a line


@dataclass(frozen=True)
class Segments:
    """Stretches of a page that begin with a heading; indices count lines that are not blank."""

    head: Ints
    end: Ints
    names_end: Ints
    """End of the run of bullets below the title; equals `head + 2` where there are none."""
    names: pl.Series
    """The names of all stretches, one after the other."""
    verdict: Ints
    """What each was judged to be (`Verdict`)."""
    reason: pl.Series
    """Why the stretch goes to quarantine (slug); null where it is a listing."""

    @property
    def sizes(self) -> Ints:
        """How many names each has."""
        return self.names_end - self.head - 2

    @property
    def name_lines(self) -> Ints:
        """The lines of `names`."""
        return ranges(self.head + 2, self.names_end)

    @property
    def of_names(self) -> Ints:
        """The stretch that each of `names` is of."""
        return np.repeat(np.arange(len(self.head)), self.sizes)

    def of(self, nb: Ints) -> Ints:
        """The stretch that each of the lines NB is in, or -1."""
        at = np.searchsorted(self.head, nb, side="right") - 1
        if not len(self.head):
            return at
        return np.where((at >= 0) & (nb < self.end[at]), at, -1)

    def mark(self, nb: Ints) -> Bools:
        """Which stretches hold any of the lines NB."""
        return self.only(self.of(nb))

    def only(self, at: Ints) -> Bools:
        """The stretches AT, of all."""
        return np.isin(np.arange(len(self.head)), at)

    def listed(self, lines: int) -> Bools:
        """Which of the LINES are author lines of the lists."""
        return ~outside(self.head + 2, self.names_end, lines)


def above(layout: Layout, s: Segments, marked: Bools) -> Bools:
    """The stretches above those MARKED, on the same page."""
    page = layout.page[s.head]
    return np.append(marked[1:] & (page[:-1] == page[1:]), False)[: len(marked)]


def closing(layout: Layout, s: Segments) -> Bools:
    """The stretches that are the last of their page."""
    page = layout.page[s.head]
    return np.append(page[1:] != page[:-1], True)[: len(page)]


def below_paragraphs(layout: Layout, nb: Ints) -> Bools:
    """Which of the lines NB go on with no paragraph: the line above is too long to be wrapped, or for one by itself."""
    above = np.maximum(nb - 1, 0)
    parted = (layout.gap[above] > 0) | (layout.gap[nb] > 0)
    below: Bools = layout.length[above] >= np.where(parted, LONG, _LONGEST_WRAPPED)
    return below


def topmost(end: Ints, floor: Ints, may_be: Callable[[Ints], Bools], most: int) -> Ints:
    """The topmost of the lines right above each END that MAY all BE what is looked for: MOST of them, down to FLOOR."""
    top, rows = end.copy(), np.arange(len(end))
    for _ in range(most):
        rows = rows[top[rows] > floor[rows]]
        if not len(rows):  # nearly always at once
            break
        rows = rows[may_be(top[rows] - 1)]
        top[rows] -= 1
    return top


def outside(first: Ints, end: Ints, size: int) -> Bools:
    """Which of the numbers below SIZE are in none of the ranges FIRST[i]..END[i], of which some may reach beyond."""
    opens, closes = (np.bincount(np.minimum(x, size), minlength=size + 1) for x in (first, end))
    return np.cumsum(opens - closes)[:-1] == 0


def ranges(first: Ints, end: Ints) -> Ints:
    """All numbers of the ranges FIRST[i]..END[i], one range after the other."""
    sizes = end - first
    offsets = np.repeat(first - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    return np.arange(int(sizes.sum()), dtype=np.int64) + offsets
