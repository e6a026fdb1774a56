"""The gate: is what a run made good enough to be published?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from etl.rules.selection import Selection
from schemas.run_facts import GateCheck, severity_limit
from schemas.settings import SEVERITIES, Gate


def judge(
    gate: Gate, selection: Selection, findings: pl.DataFrame, rows: dict[str, int], lost: dict[str, float]
) -> list[GateCheck]:
    """Every limit with what was measured, also where it holds.

    FINDINGS: those that count (not in the baseline): code, rule, severity. ROWS: table -> number of rows. LOST: what is
    measured of the input -> the share of it that cannot be used.
    """
    return [
        *_severities(gate, findings),
        *(_at_most(name, gate.max_quarantine, share) for name, share in lost.items()),
        *_limits(gate, selection, findings, rows),
        *(_at_least(f"rows of {table}", least, rows.get(table, 0)) for table, least in gate.min_rows.items()),
    ]


def _severities(gate: Gate, findings: pl.DataFrame) -> Iterator[GateCheck]:
    if gate.fail_on == "never":
        return
    for severity in SEVERITIES[: SEVERITIES.index(gate.fail_on) + 1]:
        count = findings.filter(pl.col("severity") == severity).height
        yield _at_most(severity_limit(severity), 0, count)


def _limits(gate: Gate, selection: Selection, findings: pl.DataFrame, rows: dict[str, int]) -> Iterator[GateCheck]:
    for limit in gate.limits:
        rules = [rule for rule in selection.rules if rule.matches(limit.rule)]
        count = findings.filter(pl.col("code").is_in([rule.code for rule in rules])).height
        if limit.max_count is not None:
            yield _at_most(f"findings of {limit.rule}", limit.max_count, count)
        if limit.max_rate is not None:
            whole = max(rows.get(rule.table, 0) for rule in rules)
            yield _at_most(f"rate of {limit.rule}", limit.max_rate, count / whole if whole else 0.0)


def _at_most(name: str, limit: float, measured: float) -> GateCheck:
    return GateCheck(name=name, limit=limit, measured=measured, passed=measured <= limit)


def _at_least(name: str, limit: int, measured: int) -> GateCheck:
    return GateCheck(name=name, limit=f"at least {limit:,}", measured=measured, passed=measured >= limit)
