"""How likely is it that a list at the cap is cut? Learned from the corpus itself.

A list that reaches position k below the cap shows whether it goes on. So each list is read as if the site showed
one, two or three names fewer, the cases that a page's owner would prove are put aside as they are at the cap,
and a logistic regression learns what tells the lists that go on from those that do not.
See `docs/how-truncation-is-told.md`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from etl.transform.truncation_features import NAMES, Flags, Floats, Ints, Lists, Tally

_BELOW: Final = 3  # how many smaller caps are played through
_WEIGHTS: Final = np.array([1.0, 1.0, 0.7, 0.4])  # the nearer to the cap, the more alike
_MOST_ROWS: Final = 60_000  # more teach nothing new
_CHUNK: Final = 20_000  # rows whose features are made at once: bounds the memory
_MOST_VENUES: Final = 40
_SURE: Final = 0.001  # what nothing proves is never certain


def truncation_probability(
    papers: pl.DataFrame, lists: pl.DataFrame, names: pl.DataFrame, missing: pl.DataFrame, pages: pl.DataFrame
) -> pl.Series:
    """Give each paper the probability that its list is cut.

    Args:
        papers: `paper`, `paper_id`, `venue_id`, `year`, `status`, `proof`, `listed`, `cap` (UInt32 or null).
        lists: `paper`, `position`, `name`, `person` (UInt32): the names that are people.
        names: `name`, `base_key`.
        missing: `paper`, of people who are proven to be missing.
        pages: `owner` (name code or null), `listed_papers`.

    Returns:
        Float64, in the order of `papers`: 1 for `truncated`, 0 for `presumed_complete`, between for `suspected`.
    """
    value = (pl.col("status") == "truncated").cast(pl.Float64).alias("probability")
    result = papers.select(value)["probability"]
    suspected = papers["status"] == "suspected"
    if not suspected.any():
        return result
    order = papers["paper_id"].arg_sort().to_numpy()
    corpus = papers[order]
    flat = _flatten(corpus, lists, names, pages)
    cap = corpus["cap"].fill_null(0).to_numpy().astype(np.int64)
    open_ = corpus.select(pl.col("status") == "suspected").to_series().to_numpy()
    guess = _predict(corpus, flat, cap, open_, _proven(corpus, missing))
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


def _proven(corpus: pl.DataFrame, missing: pl.DataFrame) -> Flags:
    return corpus.select(pl.col("paper").is_in(missing["paper"].unique().implode())).to_series().to_numpy()


class _Rows:
    """Lists as if shown up to a position: of which paper, up to where, how far below the cap."""

    def __init__(self, paper: Ints, k: Ints, cap: Ints) -> None:
        self.paper, self.k, self.cap = paper, k, cap[paper]

    def take(self, chosen: Flags | Ints) -> _Rows:
        rows = _Rows.__new__(_Rows)
        rows.paper, rows.k, rows.cap = self.paper[chosen], self.k[chosen], self.cap[chosen]
        return rows


def _played(flat: Lists, cap: Ints, proven: Flags, readable: Flags) -> tuple[_Rows, Flags]:
    """Play smaller caps through: the lists that no owner of a page would prove to be cut, and whether they go on."""
    papers, ks = [], []
    for below in range(1, _BELOW + 1):
        paper = np.flatnonzero(readable & (cap - below >= 2) & (flat.length >= cap - below) & (flat.length <= cap))
        papers.append(paper)
        ks.append(cap[paper] - below)
    rows = _Rows(np.concatenate(papers), np.concatenate(ks), cap)
    owners = np.concatenate([[0], np.cumsum(flat.page_size[flat.person] > 0)])
    first = flat.start[rows.paper]
    hidden = owners[first + flat.length[rows.paper]] - owners[first + rows.k]
    rows = rows.take(~(proven[rows.paper] | (hidden > 0)))
    if rows.k.size > _MOST_ROWS:
        rows = rows.take(np.arange(_MOST_ROWS) * rows.k.size // _MOST_ROWS)
    return rows, flat.length[rows.paper] > rows.k


def _design(tally: Tally, rows: _Rows, corpus: pl.DataFrame, venues: pl.Series) -> Floats:
    """Give the columns of the regression: one, the features, the year, the venue."""
    parts = []
    for at in range(0, rows.k.size, _CHUNK):
        part = rows.take(np.arange(at, min(at + _CHUNK, rows.k.size)))
        parts.append(tally.features(part.paper, part.k, part.cap))
    features = np.concatenate(parts) if parts else np.zeros((0, len(NAMES)))
    year = corpus["year"].fill_null(2015).to_numpy()[rows.paper]
    venue = corpus["venue_id"].fill_null("")[rows.paper]
    dummies = [(venue == v).to_numpy() for v in venues]
    return np.column_stack([np.ones(rows.k.size), features / SCALES, (year - 2015) / 10, *dummies]).astype(float)


def _predict(corpus: pl.DataFrame, flat: Lists, cap: Ints, open_: Flags, proven: Flags) -> Floats:
    tally = Tally(flat)
    readable = flat.complete | (flat.length == cap)
    rows, goes_on = _played(flat, cap, proven, readable)
    at_cap = np.flatnonzero(open_)
    venue = corpus["venue_id"][np.concatenate([rows.paper, at_cap])].drop_nulls()
    venues = venue.value_counts().sort(["count", "venue_id"], descending=[True, False])["venue_id"][:_MOST_VENUES]
    x = _design(tally, rows, corpus, venues)
    weights = fit(x, goes_on.astype(float), _WEIGHTS[rows.cap - rows.k], *_prior(venues.len()))
    z = _design(tally, _Rows(at_cap, cap[at_cap], cap), corpus, venues) @ weights
    return np.round(np.clip(1 / (1 + np.exp(-z)), _SURE, 1 - _SURE), 4)


SCALES: Final = np.ones(len(NAMES))
PRIOR: Final = np.zeros(len(NAMES))


def _prior(venues: int) -> tuple[Floats, Floats]:
    mean = np.concatenate([[-0.8], PRIOR, [0.0], np.zeros(venues)])
    hold = np.concatenate([[0.3], np.full(len(NAMES), PEN), [1.0], np.full(venues, 2.0)])
    return mean, hold


PEN = 3.0


def fit(x: Floats, y: Floats, weight: Floats, mean: Floats, hold: Floats) -> Floats:
    """Fit a logistic regression held to a prior, by Newton's method."""
    beta = mean.copy()
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -20, 20)))
        bend = weight * p * (1 - p)
        step = np.linalg.solve(
            (x * bend[:, None]).T @ x + np.diag(hold), x.T @ (weight * (y - p)) - hold * (beta - mean)
        )
        beta += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return beta
