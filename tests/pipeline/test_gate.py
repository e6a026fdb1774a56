"""The gate: what is measured, and what holds at a limit and beyond it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from etl.pipeline.gate import judge
from etl.report.build import verdict
from etl.rules.selection import select_rules
from schemas.run_facts import GateCheck
from schemas.settings import Settings

FINDINGS = pl.DataFrame(
    {
        "code": ["AUT101", "AUT101", "AUT102", "NAM201", "PAG101"],
        "severity": ["error", "error", "warning", "info", "info"],
    }
)
ROWS = {"papers": 8, "authors": 10, "pages": 4}


def judged(share: float = 0.0, findings: pl.DataFrame = FINDINGS, **gate: Any) -> list[GateCheck]:
    settings = Settings.model_validate({"gate": gate})
    return judge(settings.gate, select_rules(settings), findings, ROWS, {"quarantined share of bytes": share})


@pytest.mark.parametrize(
    ("fail_on", "measured"), [("never", []), ("error", [2]), ("warning", [2, 1]), ("info", [2, 1, 2])]
)
def test_findings_of_a_severity_and_of_worse_ones_fail(fail_on: str, measured: list[int]) -> None:
    *severities, share = judged(fail_on=fail_on)
    assert [check.measured for check in severities] == measured
    assert not any(check.passed for check in severities)
    assert share.passed
    assert all(check.passed for check in judged(fail_on=fail_on, findings=FINDINGS.clear()))


@pytest.mark.parametrize(("share", "passed"), [(0.05, True), (0.0501, False)])
def test_the_share_in_quarantine_may_reach_its_limit(share: float, passed: bool) -> None:
    (check,) = judged(share, fail_on="never", max_quarantine=0.05)
    assert (check.measured, check.limit, check.passed) == (share, 0.05, passed)


@pytest.mark.parametrize(
    ("limit", "measured", "passed"),
    [
        ({"rule": "AUT", "max_count": 3}, 3, True),
        ({"rule": "AUT", "max_count": 2}, 3, False),
        ({"rule": "author-list-truncated", "max_rate": 0.25}, 0.25, True),
        ({"rule": "author-list-truncated", "max_rate": 0.24}, 0.25, False),
        ({"rule": "PAG101", "max_rate": 0.25}, 0.25, True),
        ({"rule": "PAG", "max_rate": 0.24}, 0.25, False),
        ({"rule": "TTL", "max_rate": 0}, 0, True),
    ],
)
def test_limits_of_rules(limit: dict[str, Any], measured: float, passed: bool) -> None:
    *_, check = judged(limits=[limit])
    assert (check.measured, check.passed) == (measured, passed)
    assert limit["rule"] in check.name


def test_a_rule_may_have_two_limits() -> None:
    checks = judged(limits=[{"rule": "AUT101", "max_count": 5, "max_rate": 0.1}])
    assert [(check.name, check.passed) for check in checks[-2:]] == [
        ("findings of AUT101", True),
        ("rate of AUT101", False),
    ]


def test_a_rate_of_no_rows_is_none() -> None:
    settings = Settings.model_validate({"gate": {"limits": [{"rule": "AUT101", "max_rate": 0}]}})
    *_, check = judge(settings.gate, select_rules(settings), FINDINGS.clear(), {}, {})
    assert (check.measured, check.passed) == (0, True)


@pytest.mark.parametrize(("least", "passed"), [(8, True), (9, False)])
def test_tables_may_have_just_as_many_rows_as_they_must(least: int, passed: bool) -> None:
    *_, check = judged(min_rows={"papers": least})
    assert (check.name, check.measured, check.passed) == ("rows of papers", 8, passed)
    assert check.limit == f"at least {least}"


def test_a_floor_is_told_as_one() -> None:
    checks = judged(0.5, fail_on="never", min_rows={"papers": 5_000})
    assert verdict(checks) == (
        "The gate failed (2 of 2 limits): quarantined share of bytes 0.5 (limit 0.01); rows of papers 8 (at least 5,000)."
    )
