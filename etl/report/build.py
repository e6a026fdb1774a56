"""From the tables of a snapshot, and what only the run knows, to its report."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import polars as pl

from etl.numbers import counted, number
from etl.report.author_lists import author_list_facts
from etl.report.findings import findings_by_rule
from etl.report.totals import count_bytes, count_input, coverage
from schemas.report import GateCheck, Report, RunFacts
from schemas.settings import SEVERITIES
from schemas.tables import TABLES
from schemas.version import CONTRACT_VERSION


def build_report(folder: Path, facts: RunFacts) -> Report:
    """The report of the tables in FOLDER (`<table>.parquet` for all eight) and of FACTS.

    Reads columns, not tables: texts are fetched for the sampled rows alone.
    """
    tables = {name: pl.scan_parquet(folder / f"{name}.parquet") for name in TABLES}
    findings = findings_by_rule(tables, facts.rules, against_baseline=facts.baseline is not None)
    severities = dict.fromkeys(SEVERITIES, 0)
    for rule in findings:
        severities[rule.severity] += rule.count
    pages = count_input(tables["pages"], facts)
    return Report(
        contract_version=CONTRACT_VERSION,
        quiver_version=version("quiver-etl"),
        published=all(check.passed for check in facts.gate),
        why=verdict(facts.gate),
        input=pages,
        output={name: int(table.select(pl.len()).collect().item()) for name, table in tables.items()},
        bytes=count_bytes(tables["pages"], tables["quarantine"]),
        gate=facts.gate,
        changes=facts.changes,
        baseline=facts.baseline,
        severities=severities,
        findings=findings,
        author_lists=author_list_facts(tables, facts),
        coverage=coverage(tables["papers"], tables["venues"]),
        rules=sorted(facts.rules, key=lambda rule: rule.code),
        ignored=facts.ignored,
    )


def verdict(gate: list[GateCheck]) -> str:
    """Why the gate let the run pass or not, in one sentence."""
    broken = [check for check in gate if not check.passed]
    if not broken:
        several = "Both limits" if len(gate) == 2 else f"All {len(gate)} limits"
        return "The gate's one limit holds." if len(gate) == 1 else f"{several} of the gate hold."
    told = "; ".join(f"{check.name} {number(check.measured)} ({_limit(check)})" for check in broken)
    return f"The gate failed ({len(broken)} of {counted(len(gate), 'limit')}): {told}."


def _limit(check: GateCheck) -> str:
    return check.limit if isinstance(check.limit, str) else f"limit {number(check.limit)}"
