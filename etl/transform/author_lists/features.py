"""What a list tells of whether it goes on: who stands last, who usually does, who is not there.

Every feature reads a list "as if shown up to position k". For k below the cap the answer is known (does the
list go on?), and what the paper itself adds to a count is taken out, so that a list never predicts itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_SMOOTH: Final = 2.0  # papers' worth of belief in the average when a person has few
_EPOCH: Final = 10_000  # more than any year


@dataclass(frozen=True)
class Lists:
    """The lists of a corpus as flat arrays: one entry an authorship, or (`of_paper`) a paper, or a person.

    Attributes:
        paper, person, family: of each authorship, by paper and position; `family` is the family name's rank.
        start, length, year, complete: of each paper: first authorship, names, year (0 unknown), surely whole.
        page_size: of each person: listings on the page that the person owns, 0 without a page.
    """

    paper: Ints
    person: Ints
    family: Ints
    start: Ints
    length: Ints
    year: Ints
    complete: Flags
    page_size: Ints


class Dated:
    """Counts of authorships by person, in all and up to a year."""

    def __init__(self, lists: Lists, chosen: Flags) -> None:
        """Count the chosen authorships."""
        self.all = np.bincount(lists.person[chosen], minlength=lists.page_size.size)
        self.first = np.cumsum(self.all) - self.all
        self.key = np.sort(lists.person[chosen] * _EPOCH + lists.year[lists.paper[chosen]])

    def until(self, person: Ints, year: Ints) -> Ints:
        """Count each person's up to a year."""
        return np.searchsorted(self.key, person * _EPOCH + year, side="right") - self.first[person]


class Seniors:
    """Who stood last on the complete lists that a person was on: often the head of the group."""

    def __init__(self, lists: Lists, below_last: Flags, people: int) -> None:
        """Count the pairs of person and last person."""
        end = (lists.start + lists.length - 1)[lists.paper[below_last]]
        pairs, self.times = np.unique(lists.person[below_last] * people + lists.person[end], return_counts=True)
        self.people, self.senior = people, pairs % people
        self.degree = np.bincount(pairs // people, minlength=people)
        self.first = np.cumsum(self.degree) - self.degree


def _spread(counts: Ints) -> tuple[Ints, Ints]:
    """Repeat each row as often as `counts` says: the row, and the running number within it."""
    row = np.repeat(np.arange(counts.size), counts)
    return row, np.arange(row.size) - np.repeat(np.cumsum(counts) - counts, counts)


class Tally:
    """What the corpus knows of its people, and the features that follow."""

    def __init__(self, lists: Lists, least: int) -> None:
        """Count who stands where on which lists; features are for lists of at least `least` names."""
        self.lists = lists
        length, whole = lists.length[lists.paper], lists.complete[lists.paper]
        place = np.arange(lists.paper.size) - lists.start[lists.paper] + 1
        several = length > 1
        closes, below = whole & several & (place == length), several & (place < length)
        people = lists.page_size.size
        self.papers = np.bincount(lists.person, minlength=people)
        self.closes, self.below = Dated(lists, closes), Dated(lists, below)
        self.rate = (closes.sum() + 1) / (closes.sum() + below.sum() + 2)
        self.seniors = Seniors(lists, below & whole, people)
        falls = np.concatenate([[False], lists.family[1:] < lists.family[:-1]])
        self.falls = np.cumsum(falls)
        long = np.flatnonzero(length >= least)
        self.standing = np.zeros(lists.paper.size)
        self.standing[long] = self._standing(
            lists.person[long], lists.year[lists.paper[long]], closes[long], below[long]
        )

    def _standing(self, person: Ints, year: Ints, own_close: Flags, own_below: Flags) -> Floats:
        """Weigh the lists that each person closed by then against those only joined lately."""
        closed = self.closes.until(person, year + 1) - own_close
        return np.log1p(closed) - np.log1p(self._lately(person, year) - own_below)

    def _lately(self, person: Ints, year: Ints) -> Ints:
        """Count the lists that each person did not close, from two years before a year on."""
        return self.below.all[person] - self.below.until(person, year - 3)

    def features(self, paper: Ints, k: Ints, cap: Ints) -> Floats:
        """The features of lists as if shown up to position K: one row a list, the columns of `regression.FEATURES`.

        PAPER: index of the paper. K: position, at most its length. CAP: the paper's cap.
        """
        lists = self.lists
        at = lists.start[paper] + k - 1
        known, goes_on = k < cap, lists.length[paper] > k
        own_close, own_below = known & ~goes_on, known & goes_on
        last, year = lists.person[at], lists.year[paper]
        closes, below = self.closes.all[last] - own_close, self.below.all[last] - own_below
        standing = self._standing(last, year, own_close, own_below)
        ordered = (self.falls[at] == self.falls[lists.start[paper]]) & (k >= 3)
        left = 0.5 - lists.family[at] / max(1, int(lists.family.max()))
        odds = (closes + _SMOOTH * self.rate) / (below + _SMOOTH * (1 - self.rate))
        return np.column_stack(
            [
                *self._seniors(paper, k),
                np.log(odds) - np.log(self.rate / (1 - self.rate)),
                np.log1p(self.papers[last] - 1),
                np.log1p(self._lately(last, year) - own_below),
                standing - self._best_before(paper, k),
                ordered,
                ordered * left,
                cap - k,
            ]
        ).astype(np.float64)

    def _best_before(self, paper: Ints, k: Ints) -> Floats:
        """Give the best standing (closes lists, is not junior on others) among those before position k."""
        row, step = _spread(k - 1)
        best = np.full(paper.size, -9.0)
        np.maximum.at(best, row, self.standing[self.lists.start[paper][row] + step])
        return best

    def _seniors(self, paper: Ints, k: Ints) -> list[Floats]:
        """Follow the people on each list to those who closed their other lists: who is here, who is not?

        These are the features from `last_for_others` to `own_senior_missing`.
        """
        lists, seniors = self.lists, self.seniors
        row, step = _spread(k)
        person = lists.person[lists.start[paper][row] + step]
        shown = np.sort(row * seniors.people + person)
        link, nth = _spread(seniors.degree[person])
        edge = seniors.first[person[link]] + nth
        row, step, senior = row[link], step[link], seniors.senior[edge]
        own = paper[row]
        end = lists.start[own] + lists.length[own] - 1
        itself = lists.complete[own] & (lists.person[end] == senior) & (step < lists.length[own] - 1)
        times = (seniors.times[edge] - itself).astype(np.float64)
        key = row * seniors.people + senior
        here = shown[np.minimum(np.searchsorted(shown, key), shown.size - 1)] == key
        by_last = step == k[row] - 1
        is_last = senior == lists.person[lists.start[own] + k[row] - 1]
        silent = ~here & (lists.page_size[senior] == 0)  # with a page, being hidden would have been a proof

        def total(chosen: Flags) -> Floats:
            return np.log1p(np.bincount(row[chosen], weights=times[chosen], minlength=paper.size))

        def strongest(chosen: Flags) -> Floats:
            pairs, of = np.unique(key[chosen], return_inverse=True)
            links = np.bincount(of, weights=times[chosen] > 0, minlength=pairs.size)
            best = np.zeros(paper.size)
            np.maximum.at(best, pairs // seniors.people, links)
            return np.log1p(best)

        return [
            total(is_last & ~by_last),
            strongest(here & ~is_last),
            strongest(silent),
            total(silent & (step == 0)),
            total(~here & ~silent & ~by_last),
            total(by_last & here),
            total(by_last & silent),
        ]
