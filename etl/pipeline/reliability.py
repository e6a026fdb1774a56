"""How well the probabilities of truncation hold: what was expected of lists before a reference settled them."""

from __future__ import annotations

import polars as pl

from schemas.report import ReliabilityBin

_BINS = 10
_MICRO = 1_000_000  # sums of whole numbers do not depend on the order


def reliability(lists: pl.DataFrame) -> list[ReliabilityBin] | None:
    """Bins of the suspected lists that a reference settled, empty ones left out; None where there is no such list.

    LISTS: `status` (String), and `unaided` (Float64): the probability without references, null where the list was
    not suspected.
    """
    settled = lists.filter(pl.col("unaided").is_not_null(), pl.col("status").is_in(["truncated", "complete"]))
    counts = (
        settled.group_by(bin=(pl.col("unaided") * _BINS + 1e-9).floor().clip(0, _BINS - 1).cast(pl.Int32))
        .agg(
            lists=pl.len(),
            micro=(pl.col("unaided") * _MICRO).round().cast(pl.Int64).sum(),
            cut=(pl.col("status") == "truncated").sum(),
        )
        .sort("bin")
    )
    bins = [
        ReliabilityBin(low=n / _BINS, high=(n + 1) / _BINS, lists=count, expected=round(micro / _MICRO, 2), cut=cut)
        for n, count, micro, cut in counts.select("bin", "lists", "micro", "cut").iter_rows()
    ]
    return bins or None
