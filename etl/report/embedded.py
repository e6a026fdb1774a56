"""The findings that `report.html` carries beside the samples, for its filter: compact, and of bounded size."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from etl.report.finding_rows import choose, fair_quotas
from etl.visible import cut, visible
from schemas.report import Report

_MOST_FINDINGS = 10_000
_LONGEST_MESSAGE = 200  # characters


def embedded_findings(report: Report, folder: Path | None, room: int) -> tuple[str, dict[str, int]]:
    """Findings of FOLDER's findings.parquet that are no samples, and how many of each rule (by code) they are.

    They are JSON that can stand in a script element, of at most ROOM bytes: `paths`, and `rows` of place of the
    rule in the report, place of the path in `paths` (-1: none), first and last line (0: none), message.
    """
    rows = _rest(report, folder, _quotas(report, _MOST_FINDINGS))
    return _fitting(report, rows, room)


def _quotas(report: Report, budget: int) -> dict[str, int]:
    """How many findings of each rule to embed beside its samples: errors first get half of BUDGET."""
    quotas: dict[str, int] = {}
    for errors, most in ((True, budget // 2), (False, budget)):
        rules = [rule for rule in report.findings if (rule.severity == "error") == errors]
        counts = {rule.code: rule.count - len(rule.samples) for rule in rules}
        quotas |= fair_quotas(counts, most - sum(quotas.values()))
    return {rule.code: quotas[rule.code] for rule in report.findings}


def _rest(report: Report, folder: Path | None, quotas: dict[str, int]) -> pl.DataFrame:
    """The findings to embed beside the samples, by rule and place: code, path, lines, message."""
    table = folder / "findings.parquet" if folder else None
    if table is None or not table.is_file():
        return pl.DataFrame(schema=["code", "path", "first_line", "last_line", "message", "n"])
    skip = {rule.code: len(rule.samples) for rule in report.findings}
    order = pl.DataFrame(
        {"code": list(quotas), "rule": range(len(quotas))}, schema={"code": pl.String, "rule": pl.Int32}
    )
    columns = ["finding_id", "code", "path", "first_line", "last_line", "message", "known"]
    rows = choose(pl.scan_parquet(table).select(columns), quotas, skip)
    rows = rows.with_columns(n=pl.int_range(pl.len()).over("code")).join(order, on="code", maintain_order="left")
    return rows.sort("rule", "path", "first_line", "finding_id", nulls_last=True)


def _fitting(report: Report, rows: pl.DataFrame, room: int) -> tuple[str, dict[str, int]]:
    """ROWS as JSON of at most ROOM bytes, and how many of each rule are in it."""
    budget = rows.height
    while True:
        quotas = pl.col("code").replace_strict(_quotas(report, budget), return_dtype=pl.Int64)
        kept = rows.filter(pl.col("n") < quotas) if rows.height else rows
        data = _json(report, kept)
        if len(data.encode()) <= room or not kept.height:
            return data, dict(kept.group_by("code").agg(pl.len()).iter_rows())
        budget = kept.height * 9 // 10


def _json(report: Report, rows: pl.DataFrame) -> str:
    """ROWS as JSON that can stand in a script element: rule, path, first and last line, message."""
    codes = {rule.code: n for n, rule in enumerate(report.findings)}
    paths: dict[str, int] = {}
    packed = [
        [
            codes[code],
            -1 if path is None else paths.setdefault(visible(path), len(paths)),
            first or 0,
            last or 0,
            cut(visible(message), _LONGEST_MESSAGE),
        ]
        for code, path, first, last, message in rows.select(
            "code", "path", "first_line", "last_line", "message"
        ).iter_rows()
    ]
    text = json.dumps({"paths": list(paths), "rows": packed}, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
