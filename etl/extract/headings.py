"""Which lines that look like headings are headings: told by what stands round them, not by their words.

A heading is followed by a title and then by names. A page where every candidate is so followed, and where there
are as many as the page declares, is settled at once. On any other page each candidate is weighed: does the page
declare that many papers, does the candidate keep the page's order (year, newest first; then title), is the
page's owner on its list? What stays undecided is not guessed: it goes to quarantine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """What a candidate heading is."""

    LISTING = 0
    TEXT = 1
    """A line of the abstract (or the title) before it."""
    BROKEN = 2
    """Begins a listing of which too much is missing."""
    AMBIGUOUS = 3
    """Heading or text of the listing before: neither can be used."""


@dataclass(slots=True)
class Candidate:
    """A line that looks like a heading, on a page that is not settled at once."""

    year: int
    title: str
    """The next line that is not blank, case-folded; empty where there is none or it is a bullet."""
    followed_by_names: bool
    """A title, then bullets that look like names."""
    title_like: bool
    """The next line reads like a title and not like a paragraph."""
    has_title: bool
    after_blank: bool
    owner_listed: bool | None
    """Is the page's owner among the names; None where that says nothing (no owner, or the list may be cut)."""

    @property
    def key(self) -> tuple[int, str]:
        return (-self.year, self.title)


def judge(candidates: Sequence[Candidate], declared: Iterable[int]) -> list[Verdict]:
    """Verdict on each of a page's CANDIDATES, in page order; DECLARED: the counts that its header gives."""
    counts = set(declared)
    strong = [c.followed_by_names for c in candidates]
    if sum(strong) in counts:
        return [Verdict.LISTING if s else Verdict.TEXT for s in strong]
    if counts and sum(strong) > max(counts):
        return _too_many(candidates, strong, max(counts))
    verdicts = [
        Verdict.AMBIGUOUS if s and _is_intruder(candidates, i, both=True) else Verdict.LISTING if s else None
        for i, s in enumerate(strong)
    ]
    return _settle_weak(candidates, verdicts, counts)


def _too_many(candidates: Sequence[Candidate], strong: list[bool], declared: int) -> list[Verdict]:
    """More listings than declared: those out of order or without the owner are an abstract's own words."""
    intruders = {i for i, s in enumerate(strong) if s and _is_intruder(candidates, i, both=False)}
    reconciled = sum(strong) - len(intruders) == declared
    doubt = Verdict.TEXT if reconciled else Verdict.AMBIGUOUS
    return [Verdict.TEXT if not s else doubt if i in intruders else Verdict.LISTING for i, s in enumerate(strong)]


def _settle_weak(candidates: Sequence[Candidate], verdicts: list[Verdict | None], counts: set[int]) -> list[Verdict]:
    """Headings without names below them: papers without authors, broken listings, or text."""
    possible = [i for i, v in enumerate(verdicts) if v is None and candidates[i].after_blank]
    papers = [i for i in possible if candidates[i].has_title and _in_order(candidates, i, verdicts)]
    room = max(counts) - sum(v is not None for v in verdicts) if counts else len(candidates)
    exact = len(papers) == len(possible) == room
    result: list[Verdict] = []
    for i, verdict in enumerate(verdicts):
        if verdict is not None:
            result.append(verdict)
        elif i not in possible or room <= 0:
            result.append(Verdict.TEXT)
        elif i in papers and (exact or candidates[i].title_like):
            result.append(Verdict.LISTING)
        elif not candidates[i].has_title and _in_order(candidates, i, verdicts) and len(possible) <= room:
            result.append(Verdict.BROKEN)
        else:
            result.append(Verdict.AMBIGUOUS)
    return result


def _is_intruder(candidates: Sequence[Candidate], i: int, *, both: bool) -> bool:
    """Does candidate I stand out of an order that holds without it, or lack the owner (or BOTH)?"""
    before = next((c for c in reversed(candidates[:i]) if c.followed_by_names), None)
    after = next((c for c in candidates[i + 1 :] if c.followed_by_names), None)
    here = candidates[i].key
    holds_without = before is None or after is None or before.key <= after.key
    misplaced = holds_without and (
        (before is not None and here < before.key) or (after is not None and after.key < here)
    )
    stranger = candidates[i].owner_listed is False
    return (misplaced and stranger) if both else (misplaced or stranger)


def _in_order(candidates: Sequence[Candidate], i: int, verdicts: Sequence[Verdict | None]) -> bool:
    """Does candidate I keep the order between the listings round it?"""
    before = next((candidates[j] for j in range(i - 1, -1, -1) if verdicts[j] is Verdict.LISTING), None)
    after = next((candidates[j] for j in range(i + 1, len(candidates)) if verdicts[j] is Verdict.LISTING), None)
    here = candidates[i]
    if not here.title:
        return (before is None or here.year <= before.year) and (after is None or after.year <= here.year)
    return (before is None or before.key <= here.key) and (after is None or here.key <= after.key)
