"""Where not all findings of a rule fit, new ones are chosen first, and the rest in the order of the table."""

from __future__ import annotations

import polars as pl
import pytest

from etl.report.finding_rows import choose

FINDINGS = pl.LazyFrame(
    {
        "finding_id": list("abcdef"),
        "code": ["AUT101"] * 4 + ["NAM101"] * 2,
        "known": [True, True, False, True, False, True],
    }
)


@pytest.mark.parametrize(
    ("quotas", "skip", "chosen"),
    [
        ({"AUT101": 1}, {}, "c"),
        ({"AUT101": 2, "NAM101": 1}, {}, "ace"),
        ({"AUT101": 2}, {"AUT101": 1}, "ab"),
        ({"AUT101": 9, "NAM101": 0}, {"AUT101": 3}, "d"),
    ],
)
def test_new_findings_are_chosen_first(quotas: dict[str, int], skip: dict[str, int], chosen: str) -> None:
    assert "".join(choose(FINDINGS, quotas, skip)["finding_id"]) == chosen
