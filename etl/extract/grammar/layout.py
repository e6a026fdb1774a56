"""The lines of pages that are not blank, and questions about their places: what stands above, below, how far apart.

All arrays here have an entry for each line that is not blank ("nb"), because the parts of a page follow from the order
of these lines alone; `gap` says how many blank lines stand before each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import SPACE
from etl.extract.grammar.lines import Ints, Lines

Bools = npt.NDArray[np.bool_]
END = -1
_MANY = 99
_LEAST_LISTS = 3  # of two names and more


@dataclass(frozen=True)
class Layout:
    """The lines that are not blank, with the pages that they stand on."""

    lines: Lines
    nb: Ints
    """Line number of each line that is not blank."""
    page: Ints
    """Page of each of them."""
    page_line: Ints
    """First line of each page; one more entry for the end of the last."""
    page_file: Ints
    """File of each page."""
    altered: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Lines (of all, in order) that are read otherwise than they stand, for what other listings of their page have."""

    @cached_property
    def kind(self) -> npt.NDArray[np.int8]:
        """Class of each line, by its own words."""
        return self.lines.kind[self.nb]

    @cached_property
    def page_nb(self) -> Ints:
        """First entry of each page in `nb`; one more for the end."""
        return np.searchsorted(self.nb, self.page_line)

    @cached_property
    def gap(self) -> Ints:
        """Blank lines before each line; many before the first of a page."""
        gap = np.diff(self.nb, prepend=-1) - 1
        starts = self.page_nb[:-1]
        gap[starts[starts < len(gap)]] = _MANY
        return self._names_together(gap - self._least_gap(gap)[self.page])

    def _names_together(self, gap: Ints) -> Ints:
        """GAP without the blank lines between names, on pages where they stand between all of them."""
        listed = self.kind == ln.BULLET
        name = np.flatnonzero(listed[1:] & listed[:-1] & (self.page[1:] == self.page[:-1])) + 1
        apart = gap[name] > 0
        if not apart.any():  # nearly always
            return gap
        second = name[(name > 2) & (self.kind[name - 3] == ln.HEADING)]
        lists, close = self.by_page(second), self.by_page(name[~apart])
        gap[name[((lists >= _LEAST_LISTS) & (close == 0))[self.page[name]]]] = 0
        return gap

    def _least_gap(self, gap: Ints) -> Ints:
        """Blank lines that stand between all lines of a page, or of its listings alone, which then divide nothing."""
        least = np.zeros(len(self.page_file), dtype=np.int64)
        close = gap == 0
        in_header = close & (self.kind == ln.AUTHOR_ROWS)
        spaced = (np.bincount(self.page[close & ~in_header], minlength=len(least)) == 0)[self.page]
        if spaced.any():
            least[self.page[spaced]] = _MANY
            spaced &= ~in_header
            np.minimum.at(least, self.page[spaced], gap[spaced])
            least[least == _MANY] = 0
            # Where the header is not spaced, what divides the listings has to be more than that.
            heading = np.flatnonzero(self.kind == ln.HEADING)
            undivided = self.page[heading[gap[heading] <= least[self.page[heading]]]]
            least[np.intersect1d(undivided, self.page[in_header])] = 0
        return least

    def after(self, steps: int) -> npt.NDArray[np.int8]:
        """Class of the line that stands STEPS lines further down the page, or END."""
        shifted = np.full(len(self.nb), END, dtype=np.int8)
        shifted[:-steps] = np.where(self.page[steps:] == self.page[:-steps], self.kind[steps:], END)
        return shifted

    @cached_property
    def listings(self) -> Ints:
        """The headings with a name two lines below: what surely begins a listing."""
        return np.flatnonzero((self.kind == ln.HEADING) & (self.after(2) == ln.BULLET))

    @cached_property
    def page_ends(self) -> Ints:
        """The last line of each page that has one."""
        return self.page_nb[1:][np.diff(self.page_nb) > 0] - 1

    @cached_property
    def length(self) -> Ints:
        """Bytes of each line, terminator included."""
        return np.diff(self.lines.start)[self.nb]

    def start(self, nb: Ints) -> Ints:
        """The first byte of each of the lines NB."""
        return self.lines.start[self.nb[nb]]

    def end(self, nb: Ints) -> Ints:
        """The byte behind each of the lines NB and its terminator."""
        return self.lines.start[self.nb[nb] + 1]

    def without_all(self, find: Callable[[Layout], Ints], most: int) -> Layout:
        """The same without what FIND finds, and finds once that counts as blank, and so on, MOST times."""
        layout = self
        for _ in range(most):
            found = find(layout)
            if not len(found):
                break
            layout = layout.without(found)
        return layout

    def ends_with(self, nb: Ints, *endings: bytes) -> Bools:
        """Which of the lines NB have one of ENDINGS, all of one size, right before a terminator of one byte."""
        places = self.end(nb)[:, None] - np.arange(len(endings[0]) + 1, 1, -1)
        last = self.lines.byte_values[np.maximum(places, 0)]
        return np.any([(last == np.frombuffer(ending, np.uint8)).all(axis=1) for ending in endings], axis=0)

    def until_next(self, head: Ints) -> Ints:
        """Where what begins at each of the lines HEAD ends: at the next of them, or with its page."""
        return np.minimum(np.append(head[1:], len(self.nb)), self.page_nb[1:][self.page[head]])

    def by_page(self, nb: Ints) -> Ints:
        """How many of the lines NB each page has."""
        return np.bincount(self.page[nb], minlength=len(self.page_file))

    def longer(self, nb: Ints, characters: int) -> Bools:
        """Which of the lines NB have more CHARACTERS: some scripts take three bytes for each."""
        longer: Bools = self.length[nb] > characters
        at = np.flatnonzero(longer)
        longer[at] = (self.text(nb[at]).str.len_chars() > characters).to_numpy()
        return longer

    def text(self, nb: Ints) -> pl.Series:
        """The text of each line as written, without space at its ends."""
        if not len(nb):
            return pl.Series(dtype=pl.String)
        return self.lines.text[self.nb[nb]].str.strip_chars(SPACE)

    @cached_property
    def run_breaks(self) -> Ints:
        """Where a run of bullets cannot go on."""
        return np.append(np.flatnonzero((self.kind != ln.BULLET) | (self.gap > 0)), len(self.nb))

    def run_begin(self, last: Ints) -> Ints:
        """Begin of the run of bullets that ends at each of LAST."""
        breaks = np.append(0, self.run_breaks)
        begin = breaks[np.searchsorted(breaks, last, side="right") - 1]
        return np.where(self.kind[begin] == ln.BULLET, begin, begin + 1)

    def run_end(self, first: Ints) -> Ints:
        """End of the run of bullets that begins at each of FIRST."""
        return self.run_breaks[np.searchsorted(self.run_breaks, np.minimum(first + 1, len(self.nb)))]

    def next_bullet(self, nb: Ints) -> Ints:
        """The first bullet below each of the lines NB, wherever it stands; the end of all where there is none."""
        bullets = np.append(np.flatnonzero(self.kind == ln.BULLET), len(self.nb))
        return bullets[np.searchsorted(bullets, nb)]

    def alone(self, nb: Ints) -> Bools:
        """Which of the lines NB stand between blank lines, or at an end of their page."""
        return (self.gap[nb] > 0) & ((nb + 1 == len(self.nb)) | (self.gap[np.minimum(nb + 1, len(self.nb) - 1)] > 0))

    def names_end(self, head: Ints, end: Ints) -> Ints:
        """End of the names below the title of each of HEAD, whose stretch reaches to END; `head + 2` without names."""
        first = np.minimum(head + 2, len(self.nb) - 1)
        named = (head + 2 < end) & (self.kind[first] == ln.BULLET)
        return np.where(named, np.minimum(self.run_end(first), end), head + 2)

    def with_texts(self, nb: Ints, texts: list[str]) -> Layout:
        """The same with TEXTS, terminators included, for the lines NB."""
        if not len(nb):
            return self
        at = self.nb[nb]
        lines = replace(self.lines, text=self.lines.text.clone().scatter(at, texts))
        return replace(self, lines=lines, altered=np.union1d(self.altered, at))

    def without(self, nb: Ints) -> Layout:
        """The same where the lines NB count as blank."""
        at = self.nb[nb]
        kind = self.lines.kind.copy()
        kind[at] = ln.BLANK
        kept = np.delete(np.arange(len(self.nb)), nb)
        lines = replace(self.lines, kind=kind)
        return replace(self, lines=lines, nb=self.nb[kept], page=self.page[kept], altered=np.union1d(self.altered, at))
