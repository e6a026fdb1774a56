"""How well the probabilities of truncation hold, by what references say."""

import polars as pl

from etl.report.probabilities import reliability
from schemas.report import ReliabilityBin

LISTS = pl.DataFrame(
    {
        "status": ["truncated", "complete", "complete", "truncated", "truncated", "suspected", "truncated"],
        "unaided": [0.31, 0.35, 0.3, 1.0, 0.92, 0.95, None],
    }
)


def test_lists_that_references_settle_are_counted_by_the_probability_they_had() -> None:
    assert reliability(LISTS) == [
        ReliabilityBin(low=0.3, high=0.4, lists=3, expected=0.96, cut=1),
        ReliabilityBin(low=0.9, high=1.0, lists=2, expected=1.92, cut=2),
    ]


def test_nothing_is_said_where_no_reference_settles_a_list() -> None:
    assert reliability(LISTS.filter(pl.col("status") == "suspected")) is None
    assert reliability(LISTS.filter(pl.col("unaided").is_null())) is None
