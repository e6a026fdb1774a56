"""The findings themselves, for the formats that list them: a fair choice, where not all of them fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from etl.report.path_prefix import PathPrefix, with_prefix
from schemas.report import Report
from schemas.run_facts import Baseline
from schemas.settings import SEVERITIES

_COLUMNS = ["finding_id", "code", "rule", "severity", "path", "first_line", "last_line", "message"]


def finding_rows(
    report: Report, folder: Path | None, prefix: PathPrefix | None, most: int, severities: Sequence[str] = SEVERITIES
) -> list[dict[str, Any]]:
    """At most MOST findings, of the worst severity first, each severity by path, line and code.

    They are read from FOLDER's findings.parquet; without it, they are the report's samples. Keys: finding_id,
    code, rule, severity, path (with PREFIX, see `with_prefix`), first_line, last_line (these three may be
    None), message; new: has the baseline none of it (None without a baseline, and of samples)? New ones go first where
    not all of a rule's fit.
    """
    table = folder / "findings.parquet" if folder else None
    found: list[dict[str, Any]] = []
    for severity in severities:
        counts = {rule.code: rule.count for rule in report.findings if rule.severity == severity}
        quotas = fair_quotas(counts, most - len(found))
        if table is not None and table.is_file():
            rows = choose(pl.scan_parquet(table).select(*_COLUMNS, "known"), quotas)
            new = ~pl.col("known") if report.baseline is not None else pl.lit(None, pl.Boolean)
            rows = rows.with_columns(new=new).drop("known")
            found += rows.sort("path", "first_line", "code", "finding_id", nulls_last=True).to_dicts()
        else:
            found += _samples(report, quotas)
    return [row | {"path": with_prefix(row["path"], prefix)} for row in found]


def new_rows(baseline: Baseline, prefix: PathPrefix | None, severity: str) -> list[dict[str, Any]]:
    """The findings of SEVERITY that BASELINE does not know, as far as it tells them; see `finding_rows`."""
    rows = [finding.model_dump() for finding in baseline.new_findings if finding.severity == severity]
    return [row | {"path": with_prefix(row["path"], prefix)} for row in rows]


def _samples(report: Report, quotas: dict[str, int]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for rule in report.findings:
        about = {"code": rule.code, "rule": rule.slug, "severity": rule.severity}
        own = [name for name in _COLUMNS if name not in about]
        samples = rule.samples[: quotas.get(rule.code, 0)]
        rows += [about | {name: getattr(sample, name) for name in own} | {"new": None} for sample in samples]
    return sorted(rows, key=_order)


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["path"] is None, row["path"] or "", row["first_line"] or 0, row["code"], row["finding_id"])


def fair_quotas(counts: Mapping[str, int], budget: int) -> dict[str, int]:
    """How many findings of each rule to take, BUDGET in all: as even as their COUNTS allow."""
    quotas: dict[str, int] = {}
    left, rules = budget, len(counts)
    for code in sorted(counts, key=lambda code: (counts[code], code)):
        quotas[code] = min(counts[code], left // rules)
        left, rules = left - quotas[code], rules - 1
    return quotas


def choose(findings: pl.LazyFrame, quotas: Mapping[str, int], skip: Mapping[str, int] | None = None) -> pl.DataFrame:
    """The first findings of each rule, new ones before those that the baseline has: as many as QUOTAS has, after SKIP.

    FINDINGS has code and known, in the order of the table: by finding_id, a hash, so that its first rows are a sample
    that changes little between runs.
    """
    if not quotas:
        return findings.head(0).collect()
    after, codes = skip or {}, list(quotas)
    bounds = {
        "first": [after.get(code, 0) for code in codes],
        "end": [after.get(code, 0) + quotas[code] for code in codes],
    }
    place = pl.int_range(pl.len()).over("code", order_by=["known", "row"])
    rows = findings.select("code", "known").collect().with_row_index("row").with_columns(place=place)
    limits = pl.DataFrame({"code": codes, **bounds}, schema_overrides={"code": pl.String})
    inside = pl.col("place").is_between("first", "end", closed="left")
    chosen = rows.join(limits, on="code", maintain_order="left").filter(inside).select("row")
    return findings.with_row_index("row").join(chosen.lazy(), on="row", how="semi").sort("row").drop("row").collect()
