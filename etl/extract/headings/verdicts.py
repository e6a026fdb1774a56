"""Which lines that look like headings are headings: decided by what stands around them, not by their words.

A heading is followed by a title and then by names. If a page has as many such candidates as it declares papers, and no
others, it is settled at once. On any other page the candidates are weighed: does the page declare that many papers, do
they keep its order (year, newest first; then title), is its owner on their lists? What stays undecided is not guessed:
it goes to quarantine. All of this takes time linear in the number of candidates.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from etl.extract.grammar.layout import Bools
from etl.extract.grammar.lines import Ints
from etl.extract.headings.evidence import Evidence

UNKNOWN = -1
MANY_MISSING = 5
"""Papers: a page may declare a few more than it lists though it is whole; where so many lack, its file breaks off."""
_FEW = 8  # on a page of fewer listings, a stranger may keep the order by chance


class Verdict(IntEnum):
    """What a candidate heading is."""

    LISTING = 0
    TEXT = 1
    """A line of the abstract (or the title) before it."""
    BROKEN = 2
    """Begins a listing of which too much is missing."""
    AMBIGUOUS = 3
    """Heading or text of the listing before: neither can be used."""
    LOST = 4
    """Begins a listing whose heading is lost, with its title."""


def judge(e: Evidence, declared: Ints) -> Ints:
    """Verdict on each candidate; DECLARED: how many papers each page declares, or UNKNOWN."""
    tally = _Tally(e, declared)
    excess = tally.found - declared
    mode = np.where(declared == UNKNOWN, -1, np.sign(excess))[e.page]
    strong = np.select(
        [mode > 0, mode == 0],
        [_of_too_many(e, tally, excess), _of_just_as_many(e, tally)],
        _of_too_few(e, tally, declared),
    )
    weak = np.select([mode >= 0], [_weak_where_enough(e, tally, excess)], _weak_where_missing(e, tally, declared))
    weak[e.repeated] = Verdict.AMBIGUOUS
    # Where some without authors may be among them, one that has may be text, and not every one is seen.
    extra = tally.count(e.may_lack_names)
    unseen = tally.few & (declared != UNKNOWN) & (extra > 0) & (tally.found + extra > declared)
    strong[(unseen | (tally.count(e.third) > 0))[e.page]] = Verdict.AMBIGUOUS
    return np.where(e.strong, strong, weak)


class _Tally:
    """Counts by page."""

    def __init__(self, e: Evidence, declared: Ints) -> None:
        self.e, self.pages = e, len(declared)
        self.strong = self.count(e.strong)
        self.found = self.strong + self.count(e.opening)
        self.either = e.misplaced | e.stranger
        self.both = e.misplaced & e.stranger
        self.intruders = self.count(self.either)
        # So few listings, or so few with the owner on them, that a stranger could go unseen.
        self.few = ~e.informed | (np.minimum(self.strong, np.where(declared == UNKNOWN, self.strong, declared)) < _FEW)
        # A page that is not in order at all says nothing by its order.
        self.ordered = 5 * self.count(e.misplaced) <= self.strong + 5

    def count(self, which: Bools) -> Ints:
        return np.bincount(self.e.page, weights=which, minlength=self.pages).astype(np.int64)


def _when(doubt: Bools, verdict: Verdict) -> Ints:
    return np.where(doubt, verdict.value, Verdict.LISTING.value)


def _of_too_many(e: Evidence, tally: _Tally, excess: Ints) -> Ints:
    """More listings than declared: some stand twice, or those out of order or without the owner are text.

    Where neither makes up the excess, any listing may be one, unless the page is long; on a short one, where order
    may hold by chance, both signs are asked for. One sign and the count do not make text of what has the site's form,
    nor do both where it closes the page: sites show papers of others there.
    """
    page = e.page
    copied = (tally.count(e.twin) == excess)[page]
    told_by_both = tally.count(tally.both) == excess
    by_both = (told_by_both & (~tally.few | (tally.intruders == excess)))[page]
    by_either = ((tally.intruders == excess) & ~tally.few)[page]
    unseen = tally.few[page]
    closing = e.formed & _closing(page, tally.both)
    told_by_both_signs = np.where(closing, Verdict.AMBIGUOUS.value, _when(tally.both, Verdict.TEXT))
    told_by_either = np.where(e.formed, _when(tally.either, Verdict.AMBIGUOUS), _when(tally.either, Verdict.TEXT))
    return np.select(
        [copied, by_both, by_either],
        [np.full(len(page), Verdict.LISTING.value), told_by_both_signs, told_by_either],
        _when((tally.either | e.unnamed | unseen) & ~e.sure, Verdict.AMBIGUOUS),
    )


def _closing(page: Ints, which: Bools) -> Bools:
    """Which candidates have none below them on their PAGE but such (WHICH) as they are."""
    number = np.arange(len(page))
    last = np.full(int(page.max(initial=-1)) + 1, -1)
    np.maximum.at(last, page[~which], number[~which])
    return number > last[page]


def _of_just_as_many(e: Evidence, tally: _Tally) -> Ints:
    """As many as declared; but where a paper without authors may stand too, one of them may be none."""
    extra = tally.count(e.may_lack_names) > 0
    return _when(extra[e.page] & tally.either, Verdict.AMBIGUOUS)


def _of_too_few(e: Evidence, tally: _Tally, declared: Ints) -> Ints:
    """Fewer than declared: nothing but its own signs speaks against a listing; one cut above its owner lacks him."""
    ordered = tally.ordered[e.page]
    cut = e.breaks_off & (declared - tally.strong >= MANY_MISSING)[e.page]
    return _when((e.stranger & ~cut) | (ordered & e.year_misplaced), Verdict.AMBIGUOUS)


def _weak_where_enough(e: Evidence, tally: _Tally, excess: Ints) -> Ints:
    """Enough listings have names (or open the page): the rest is text, unless one that has may be none."""
    doubtful = (tally.intruders > 0) | tally.few | (excess > 0) | (tally.count(e.twin) > 0)
    doubt = (e.like_listing | e.may_lack_names) & doubtful[e.page]
    opening = e.like_listing & e.opening & (excess == 0)[e.page]
    return np.select([opening, doubt], [Verdict.LISTING.value, Verdict.AMBIGUOUS.value], Verdict.TEXT.value)


def _weak_where_missing(e: Evidence, tally: _Tally, declared: Ints) -> Ints:
    """Too few listings have names: papers without authors where that makes up the count, broken ones, or text."""
    room = np.where(declared == UNKNOWN, 0, declared - tally.strong)
    fills = (tally.count(e.like_listing) == room)[e.page]
    standing = ~e.strong & e.after_blank
    broken = standing & ~e.has_title & e.in_order & (tally.count(standing) == room)[e.page]
    attached = ~e.strong & e.has_title & e.in_order & (room > 0)[e.page]  # without blank lines, and without names
    doubt = standing | e.like_listing | (~e.strong & e.near_names) | attached
    cut = e.breaks_off & (room > MANY_MISSING)[e.page]  # what is cut is told of a listing later
    return np.select(
        [(e.like_listing & fills) | cut, broken, doubt],
        [Verdict.LISTING.value, Verdict.BROKEN.value, Verdict.AMBIGUOUS.value],
        Verdict.TEXT.value,
    )
