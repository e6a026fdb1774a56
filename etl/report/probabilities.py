"""Probabilities of truncation in bins, and how well they hold where a reference settled the list."""

from __future__ import annotations

import polars as pl

from schemas.report import ReliabilityBin

BINS = 10
MICRO = 1_000_000
"""Probabilities are summed as whole numbers of millionths: such a sum does not depend on the order."""


def bin_of(probability: str) -> pl.Expr:
    """`bin`: which of the `BINS` the column PROBABILITY lies in, from 0; the last one with its end."""
    return (pl.col(probability) * BINS + 1e-9).floor().clip(0, BINS - 1).cast(pl.Int32).alias("bin")


def micro_sum(probability: str) -> pl.Expr:
    """The sum of the column PROBABILITY in millionths (Int64)."""
    return (pl.col(probability) * MICRO).round().cast(pl.Int64).sum()


def reliability(lists: pl.DataFrame) -> list[ReliabilityBin] | None:
    """Bins of the suspected lists that a reference settled, empty ones left out; None where there is no such list.

    LISTS: `status` (String), and `unaided` (Float64): the probability without references, null where the list was
    not suspected.
    """
    settled = lists.filter(pl.col("unaided").is_not_null(), pl.col("status").is_in(["truncated", "complete"]))
    counts = (
        settled.group_by(bin_of("unaided"))
        .agg(lists=pl.len(), micro=micro_sum("unaided"), cut=(pl.col("status") == "truncated").sum())
        .sort("bin")
    )
    bins = [
        ReliabilityBin(low=n / BINS, high=(n + 1) / BINS, lists=count, expected=round(micro / MICRO, 2), cut=cut)
        for n, count, micro, cut in counts.iter_rows()
    ]
    return bins or None
