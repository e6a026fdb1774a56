"""How an author list as a page shows it relates to the list of a reference."""

from collections.abc import Sequence
from typing import NamedTuple

from etl.references.matching.name_likeness import Likeness, likeness

SAME, LONGER, CONTRADICTS, NONE = "same", "longer", "contradicts", "none"

_WORTH = {Likeness.SAME: 1.0, Likeness.INITIALS: 0.6, Likeness.WEAK: 0.0}


class Relation(NamedTuple):
    """What two lists say of each other: an outcome, how much it is worth, and what differs."""

    outcome: str
    support: float
    """Names that agree; one with initials counts 0.6, one that only resembles 0."""
    strong: bool
    """Whether no name merely resembles its counterpart."""
    detail: str
    differs_at: int | None
    """The first position (from 1) that has another name; None where it is not that in which the lists differ."""


_UNRELATED = Relation(NONE, 0.0, False, "", None)


def relate(listed: Sequence[str], reference: Sequence[str], *, listed_open: bool, reference_open: bool) -> Relation:
    """Relate folded names LISTED to those of a REFERENCE; `_open` says that a list is known to go on."""
    alike = [likeness(one, other) for one, other in zip(listed, reference, strict=False)]
    if _is_prefix(alike) and not _elsewhere(listed, reference, alike):
        more = len(reference) - len(listed)
        if more >= 0:
            outcome = LONGER if more or reference_open else NONE if listed_open else SAME
            return Relation(outcome, sum(map(_WORTH.__getitem__, alike)), min(alike) > Likeness.WEAK, "", None)
        if reference_open:
            return _UNRELATED
    common = _common(listed, reference)
    if common < 2 or 5 * common < 3 * min(len(listed), len(reference)) or _only_spelled_apart(listed, reference):
        return _UNRELATED
    return Relation(CONTRADICTS, float(common), False, *_difference(listed, reference))


def _is_prefix(alike: Sequence[Likeness]) -> bool:
    """Whether no name is another's, and few merely resemble: one of two to seven, then a quarter."""
    weak = alike.count(Likeness.WEAK)
    return bool(alike) and Likeness.OTHER not in alike and weak <= (0 if len(alike) == 1 else max(1, len(alike) // 4))


def _elsewhere(listed: Sequence[str], reference: Sequence[str], alike: Sequence[Likeness]) -> bool:
    """Whether a name that is not equal to its counterpart is equal to another one: two look-alikes."""
    unequal = [name for name, found in zip(listed, alike, strict=False) if found < Likeness.SAME]
    return bool(unequal) and not set(unequal).isdisjoint(reference)


def _only_spelled_apart(listed: Sequence[str], reference: Sequence[str]) -> bool:
    """Whether names differ only where they may be one person's: a word or all initials in common."""
    differing = [
        (one, other) for one, other in zip(listed, reference, strict=False) if likeness(one, other) == Likeness.OTHER
    ]
    return len(listed) <= len(reference) and all(_may_be_one(one, other) for one, other in differing)


def _may_be_one(one: str, other: str) -> bool:
    """Whether two names that are not alike share a word, or have the same initials."""
    words, others = set(one.split()), set(other.split())
    shared = {word for word in words & others if len(word) > 1}
    return bool(shared) or sorted(word[0] for word in words) == sorted(word[0] for word in others)


def _common(listed: Sequence[str], reference: Sequence[str]) -> int:
    """How many listed names have a counterpart of their own anywhere in the reference."""
    remaining = list(reference)
    common = 0
    for name in listed:
        found = next((other for other in remaining if likeness(name, other) > Likeness.WEAK), None)
        if found is not None:
            remaining.remove(found)
            common += 1
    return common


def _difference(listed: Sequence[str], reference: Sequence[str]) -> tuple[str, int | None]:
    """One clause on how two lists of the same paper differ, and at which position they have different names."""
    counts = f"{len(listed)} listed, {len(reference)} in the reference"
    if _common(listed, reference) == len(listed) == len(reference):
        return f"the same names in another order ({counts})", None
    at = next(
        (i for i, (a, b) in enumerate(zip(listed, reference, strict=False), 1) if likeness(a, b) <= Likeness.WEAK),
        min(len(listed), len(reference)) + 1,
    )
    if at > len(reference):
        return f"the reference ends before position {at} ({counts})", None
    return counts, at
