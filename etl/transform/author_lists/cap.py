"""How many names does the site show at the most? Told from the lengths of the lists alone.

A cap leaves a pile-up: every longer list ends there. So at each length m the share of the lists of at least m
names that have exactly m is compared with what the lengths below m lead one to expect. Page owners who are
not on the list of a paper that their page shows say the same, when they are missing at one length only. They alone tell
where a site cuts whose pages are read together with those of another site, which has longer lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

Counts = npt.NDArray[np.int64]

_LONGER_SHARE: Final = 0.1  # lists longer than the cap: bullets of an abstract read as names
_NEARLY_ALL: Final = 0.9  # of the missing owners are missing at the cap
_OWNERS_ALONE: Final = 14.0  # natural log: evidence that the missing owners must bring where lists do not pile up
_LEAST: Final = 3  # names: so few tell a cap without a pile-up
_LEAST_SHARE, _MOST_SHARE = 0.25, 0.95  # bounds of the share that is expected to end at a length
_WINDOW: Final = 3  # lengths below m that the expectation rests on
_VENUE_PAPERS: Final = 30  # a venue with fewer papers follows the corpus
_VENUE_EVIDENCE: Final = 25.0  # natural log; one venue of many hundreds must not have a cap by chance


@dataclass(frozen=True)
class Cap:
    """The most names that a list shows.

    Attributes:
        value: the cap, or None where there is none.
        how: `setting`, `inferred` or `none`.
        at_cap: papers whose list is as long as the cap.
        expected: how many of them the lengths below lead one to expect (complete lists), or None.
        lengths: `length`, `papers` (UInt32), by length: how many papers list so many names.
        venues: `venue_id`, `cap` (UInt32): venues whose cap is another one, by venue.
        of_some: lengths at which some sites cut, ascending; the pages of others have longer lists.
    """

    value: int | None
    how: Literal["setting", "inferred", "none"]
    at_cap: int
    expected: float | None
    lengths: pl.DataFrame
    venues: pl.DataFrame
    of_some: tuple[int, ...] = ()

    def of_venue(self) -> pl.Expr:
        """Give each row the cap of its `venue_id` (UInt32, null where there is none)."""
        known, value = self.venues["venue_id"], pl.lit(self.value, pl.UInt32)
        if not known.len():
            return value
        return pl.col("venue_id").replace_strict(known, self.venues["cap"], default=value, return_dtype=pl.UInt32)


def find_cap(lists: pl.DataFrame, setting: int | None, owners: pl.Series) -> Cap:
    """Find the cap of a corpus; without a setting its value is None where no length stands out.

    LISTS: one row a paper: `venue_id` (String or null), `listed` (UInt32, names shown), `people` (UInt64, the same for
    the same people), `absent` (Boolean: the owner of a page that shows the paper is not on the list). SETTING: the cap
    where the user has fixed it; 0 where the user says that there is none. OWNERS: the lengths of the
    lists that owners are missing from (UInt32), each length once an owner.
    """
    counts, _ = _counts(lists)
    lengths = pl.DataFrame({"length": np.arange(counts.size), "papers": counts}).cast(pl.UInt32)
    lengths = lengths.filter(pl.col("papers") > 0)
    nowhere = pl.DataFrame(schema={"venue_id": pl.String, "cap": pl.UInt32})
    if setting == 0:  # lists of no names are not as long as no cap
        return Cap(None, "setting", 0, None, lengths, nowhere)
    if setting is not None:
        return Cap(setting, "setting", _at(counts, setting), expected_at(counts, setting), lengths, nowhere)
    value = _pile_up(*_counts(_distinct(lists, "listed", "people")))
    venues = _venue_caps(_distinct(lists, "venue_id", "listed", "people"), value)
    of_some = _told_by_owners(counts, owners, value)
    value = max(of_some, default=None) if value is None else value
    if value is None:
        return Cap(None, "inferred" if venues.height else "none", 0, None, lengths, venues)
    expected = None if value in of_some else expected_at(counts, value)
    return Cap(value, "inferred", _at(counts, value), expected, lengths, venues, of_some)


def _counts(lists: pl.DataFrame) -> tuple[Counts, Counts]:
    """Count the lists, and those that lack a page's owner, by length; lists of no names tell nothing."""
    listed = lists["listed"].to_numpy().astype(np.int64)
    counts = np.bincount(listed, minlength=2)
    absent = np.bincount(listed[lists["absent"].to_numpy()], minlength=counts.size)
    counts[0] = absent[0] = 0
    return counts.astype(np.int64), absent.astype(np.int64)


def _distinct(lists: pl.DataFrame, *same: str) -> pl.DataFrame:
    """Lists of the same people once: a group that always signs together piles up, where no site has cut it."""
    return lists.group_by(same).agg(pl.col("absent").any())


def _at(counts: Counts, length: int) -> int:
    return int(counts[length]) if length < counts.size else 0


def expected_share(counts: Counts, length: int) -> float:
    """Give the share of the lists of at least `length` names that should have no more, from those below."""
    reach = np.cumsum(counts[::-1])[::-1]
    below = np.arange(max(1, length - _WINDOW), length)
    if not below.size or length > counts.size:
        return _LEAST_SHARE
    ends, risk = counts[below] + 0.5, reach[below] + 1.0
    odds = np.log(ends / (risk - ends))
    trend = max(0.0, float(odds[-1] - odds[0]) / max(1, below.size - 1))
    last = max(float(odds[-1]), float(np.log(ends.sum() / (risk.sum() - ends.sum()))))
    return float(np.clip(1 / (1 + np.exp(-(last + trend))), _LEAST_SHARE, _MOST_SHARE))


def expected_at(counts: Counts, cap: int) -> float | None:
    """Give how many complete lists of `cap` names are to be expected, or None where no list is as long."""
    at_least = int(counts[cap:].sum())
    return round(at_least * expected_share(counts, cap), 1) if at_least else None


def _surprise(seen: int, of: int, share: float) -> float:
    """Give minus the log of the chance to see at least `seen` `of` so many (Chernoff's bound)."""
    rate = seen / of if of else 0.0
    if rate <= share or share >= 1:
        return 0.0
    rest = (1 - rate) * np.log((1 - rate) / (1 - share)) if rate < 1 else 0.0
    return float(of * (rate * np.log(rate / share) + rest))


def _needed(length: int, *, absent: bool) -> float:
    """Give the evidence (natural log) that a cap of this length needs: sites do not cut at two names."""
    if absent:
        return 0.5 if length >= 5 else 5.0 if length >= 3 else 10.0
    return 7.0 if length >= 5 else 20.0 if length >= 3 else 35.0


def _pile_up(counts: Counts, absent: Counts) -> int | None:
    """Give the length at which the lists pile up, or None."""
    reach, missing, papers = np.cumsum(counts[::-1])[::-1], int(absent.sum()), int(counts.sum())
    best, cap = 0.0, None
    for m in np.flatnonzero(counts).tolist():
        longer = int(reach[m] - counts[m])
        if m < 2 or longer > max(_LONGER_SHARE * reach[m], float(reach[m] >= 4)):
            continue
        evidence = _surprise(int(counts[m]), int(reach[m]), expected_share(counts, m))
        told = bool(absent[m]) and absent[m] >= _NEARLY_ALL * missing
        if told:
            evidence += _surprise(int(absent[m]), missing, counts[m] / papers)
        if evidence >= _needed(m, absent=told) and evidence > best:
            best, cap = evidence, m
    return cap


def _told_by_owners(counts: Counts, owners: pl.Series, value: int | None) -> tuple[int, ...]:
    """Give the lengths, beside VALUE, at which OWNERS are missing far oftener than by chance, if nearly all are.

    COUNTS: lists by length. The owner of a page that is about someone else is missing at all lengths, of each once.
    """
    missing = np.bincount(owners.to_numpy(), minlength=counts.size)
    missing[[0, value or 0]] = 0
    found, most, papers = [], (1 - _NEARLY_ALL) * missing.sum(), int(counts.sum())
    while missing.any():
        m = int(missing.argmax())
        if _surprise(int(missing[m]), int(missing.sum()), counts[m] / papers) < _OWNERS_ALONE:
            break
        found.append(m)
        missing[m] = 0
    return tuple(sorted(found)) if missing.sum() <= most and min(found, default=0) >= _LEAST else ()


def _venue_caps(lists: pl.DataFrame, value: int | None) -> pl.DataFrame:
    """Find the venues whose lists pile up at a length of their own."""
    found = []
    size = pl.len().over("venue_id")
    big = lists.filter(pl.col("venue_id").is_not_null() & (size >= _VENUE_PAPERS))
    table = big.group_by("venue_id", "listed").agg(papers=pl.len()).sort("venue_id", "listed")
    for (venue,), rows in table.group_by("venue_id", maintain_order=True):
        counts = np.zeros(int(rows["listed"].max()) + 1, dtype=np.int64)  # type: ignore[arg-type]
        counts[rows["listed"].to_numpy()] = rows["papers"].to_numpy()
        m = counts.size - 1
        if m < 4 or m == value or (value is not None and m > value):
            continue
        evidence = _surprise(int(counts[m]), int(counts[m]), expected_share(counts, m))
        if evidence >= _VENUE_EVIDENCE:
            found.append((str(venue), m))
    return pl.DataFrame(found, schema={"venue_id": pl.String, "cap": pl.UInt32}, orient="row")
