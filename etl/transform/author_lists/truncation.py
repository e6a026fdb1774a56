"""How likely is it that a list at the cap is cut? Learned from the corpus itself.

A list that reaches position k below the cap shows whether it goes on. So each list is read as if the site
showed one, two or three names fewer, the cases that a page's owner would prove are put aside as they are at
the cap, and a logistic regression learns what tells the lists that go on from those that do not.
See `docs/how-truncation-is-told.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from etl.transform.author_lists.features import Flags, Floats, Ints, Lists, Tally
from etl.transform.author_lists.regression import fit, level, prior, share_by_proofs

_BELOW: Final = 3  # how many smaller caps are played through
_WEIGHTS: Final = (1.0, 0.7, 0.4)  # the nearer to the cap, the more alike
_MOST_ROWS: Final = 40_000  # more teach nothing new
_CHUNK: Final = 20_000  # rows whose features are made at once: bounds the memory
_MOST_VENUES: Final = 40  # with a weight of their own
_YEAR: Final = 2015  # years are told from here, in tens
_SURE: Final = 0.001  # what nothing proves is never certain


def truncation_probability(
    papers: pl.DataFrame, lists: pl.DataFrame, names: pl.DataFrame, missing: pl.DataFrame, pages: pl.DataFrame
) -> pl.Series:
    """The probability that each list is cut: 1 for `truncated`, 0 for `presumed_complete`, else between.

    PAPERS: `paper`, `paper_id`, `venue_id`, `year`, `status`, `proof`, `listed`, `cap` (UInt32 or null). LISTS:
    `paper`, `position`, `name`, `person` (UInt32): the names that are people. NAMES: `name`, `base_key`, `person`.
    MISSING: `paper`, of people who are proven to be missing. PAGES: `owner` (name code or null), `listed_papers`.

    Gives Float64, in the order of PAPERS.
    """
    value = (pl.col("status") == "truncated").cast(pl.Float64).alias("probability")
    result = papers.select(value)["probability"]
    suspected = papers["status"] == "suspected"
    if not suspected.any():
        return result
    order = papers["paper_id"].arg_sort().to_numpy()
    corpus = papers[order]
    flat = _flatten(corpus, lists, names, pages)
    open_ = (corpus["status"] == "suspected").to_numpy()
    proven = corpus["paper"].is_in(missing["paper"].unique().implode()).to_numpy()
    guess = _predict(corpus, flat, open_, proven)
    out = result.to_numpy().copy()
    out[order[open_]] = guess
    return pl.Series("probability", out)


def _flatten(corpus: pl.DataFrame, lists: pl.DataFrame, names: pl.DataFrame, pages: pl.DataFrame) -> Lists:
    """Lay the lists out as arrays, papers in the order of their ids, so that codes do not matter."""
    index = corpus.select("paper", index=pl.int_range(pl.len(), dtype=pl.Int64))
    family = pl.col("base_key").str.extract(r"(\S+)$").rank("dense").fill_null(0).cast(pl.Int64)
    rows = (
        lists.join(index, on="paper")
        .join(names.select("name", family=family), on="name", how="left")
        .sort("index", "position")
    )
    people = names.select("name", "person")
    owned = pages.join(people, left_on="owner", right_on="name").group_by("person").agg(pl.col("listed_papers").max())
    page_size = np.zeros(names.height + 1, dtype=np.int64)
    page_size[owned["person"].to_numpy()] = owned["listed_papers"].to_numpy()
    paper = rows["index"].to_numpy()
    length = np.bincount(paper, minlength=corpus.height)
    return Lists(
        paper=paper,
        person=rows["person"].to_numpy().astype(np.int64),
        family=rows["family"].to_numpy(),
        start=np.cumsum(length) - length,
        length=length,
        year=corpus["year"].fill_null(0).clip(0, 9990).to_numpy().astype(np.int64),
        complete=corpus.select(pl.col("status") == "presumed_complete").to_series().to_numpy(),
        page_size=page_size,
    )


@dataclass(frozen=True)
class _Rows:
    """Lists as if shown up to a position: of which paper (its index), up to where, and the cap."""

    paper: Ints
    k: Ints
    cap: Ints

    def take(self, chosen: Flags | Ints) -> _Rows:
        return _Rows(self.paper[chosen], self.k[chosen], self.cap[chosen])


@dataclass(frozen=True)
class _Played:
    """Smaller caps played through: lists that nobody would prove cut, and how many somebody would."""

    rows: _Rows
    goes_on: Flags
    silent: Ints
    told: Ints


def _play(flat: Lists, cap: Ints, proven: Flags) -> _Played:
    """Read the lists as if the site showed fewer names, and put those aside that a page would then prove."""
    readable = (flat.complete & (flat.length < cap)) | (flat.length == cap)
    papers = [np.flatnonzero(readable & (cap >= b + 2) & (flat.length >= cap - b)) for b in range(1, _BELOW + 1)]
    paper = np.concatenate(papers)
    below = np.repeat(np.arange(1, _BELOW + 1), [p.size for p in papers])
    rows = _Rows(paper, cap[paper] - below, cap[paper])
    owners = np.concatenate([[0], np.cumsum(flat.page_size[flat.person] > 0)])
    first = flat.start[paper]
    told = proven[paper] | (owners[first + flat.length[paper]] > owners[first + rows.k])
    goes_on = flat.length[paper] > rows.k
    silent_by = np.bincount(below[goes_on & ~told], minlength=_BELOW + 1)[1:]
    told_by = np.bincount(below[goes_on & told], minlength=_BELOW + 1)[1:]
    chosen = np.flatnonzero(~told)
    if chosen.size > _MOST_ROWS:
        chosen = chosen[np.arange(_MOST_ROWS) * chosen.size // _MOST_ROWS]
    return _Played(rows.take(chosen), goes_on[chosen], silent_by, told_by)


def _design(tally: Tally, rows: _Rows, corpus: pl.DataFrame, venues: pl.Series) -> Floats:
    """Give the columns of the regression: one, the features, the year, the venues."""
    starts = range(0, max(rows.k.size, 1), _CHUNK)
    parts = [rows.take(np.arange(at, min(at + _CHUNK, rows.k.size))) for at in starts]
    features = np.concatenate([tally.features(part.paper, part.k, part.cap) for part in parts])
    year = (corpus["year"].fill_null(_YEAR).to_numpy()[rows.paper] - _YEAR) / 10
    venue = corpus["venue_id"].fill_null("")[rows.paper]
    dummies = [(venue == v).to_numpy() for v in venues]
    return np.column_stack([np.ones(rows.k.size), features, np.clip(year, -5, 5), *dummies]).astype(np.float64)


def _predict(corpus: pl.DataFrame, flat: Lists, open_: Flags, proven: Flags) -> Floats:
    """Give the probability of each list at the cap that nothing proves."""
    cap = corpus["cap"].fill_null(0).to_numpy().astype(np.int64)
    at_cap, played = np.flatnonzero(open_), _play(flat, cap, proven)
    tally = Tally(flat, int(cap[at_cap].min()) - _BELOW)
    venues = _venues(corpus["venue_id"][np.concatenate([played.rows.paper, at_cap])])
    x = _design(tally, played.rows, corpus, venues)
    weight = np.array(_WEIGHTS)[played.rows.cap - played.rows.k - 1]
    beta = fit(x, played.goes_on.astype(np.float64), weight, *prior(venues.len()))
    odds = _design(tally, _Rows(at_cap, cap[at_cap], cap[at_cap]), corpus, venues) @ beta
    told_at_cap = int((proven & (flat.length == cap)).sum())
    odds = level(odds, *share_by_proofs(played.silent, played.told, told_at_cap, at_cap.size))
    chance = np.clip(1 / (1 + np.exp(-odds)), _SURE, 1 - _SURE)
    return chance.round(4).astype(np.float64)


def _venues(seen: pl.Series) -> pl.Series:
    """Give the venues with most lists; one of few is left to the rest."""
    count = seen.drop_nulls().rename("venue").value_counts()
    return count.sort(["count", "venue"], descending=[True, False])["venue"].head(_MOST_VENUES)
