"""From the tables of a snapshot, and what only the run knows, to its report; the sums are made here."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from etl.numbers import counted, number
from etl.report.author_lists import author_list_facts
from etl.report.findings_by_rule import findings_by_rule
from schemas.report import Bytes, Coverage, Input, QuarantineReason, Report, VenueCoverage, YearCoverage
from schemas.run_facts import GateCheck, RunFacts
from schemas.settings import SEVERITIES
from schemas.tables import TABLES
from schemas.version import CONTRACT_VERSION

_PARTS = ("bytes", "listing_bytes", "header_bytes", "separator_bytes", "quarantine_bytes")
_VENUES_SHOWN = 50
_COUNTS = {
    "papers": pl.len(),
    "abstracts": pl.col("abstract_raw").is_not_null().sum(),
    "truncated": (pl.col("author_list_status") == "truncated").sum(),
    "suspected": (pl.col("author_list_status") == "suspected").sum(),
}


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


def count_input(pages: pl.LazyFrame, facts: RunFacts) -> Input:
    """Files and pages; PAGES is the table."""
    unread = (pl.col("header_bytes") + pl.col("listing_bytes") == 0).sum()
    counts = pages.select(distinct=pl.len(), copies=pl.col("copies").sum(), unread=unread)
    distinct, copies, none = counts.collect().row(0)
    return Input(
        files=facts.files, bytes=facts.bytes, pages=distinct, repeated_pages=copies - distinct, unread_pages=none
    )


def count_bytes(pages: pl.LazyFrame, quarantine: pl.LazyFrame) -> Bytes:
    """Where every byte of the input went, from the two tables."""
    repeats = (pl.col("bytes") * (pl.col("copies") - 1)).sum().alias("repeated")
    sums = pages.select(*(pl.col(part).sum() for part in _PARTS), repeats).collect().row(0, named=True)
    used = sum(sums[part] for part in _PARTS[1:])
    return Bytes(
        total=sums["bytes"] + sums["repeated"],
        listings=sums["listing_bytes"],
        headers=sums["header_bytes"],
        separators=sums["separator_bytes"],
        quarantine=sums["quarantine_bytes"],
        repeated=sums["repeated"],
        unaccounted=sums["bytes"] - used,
        reasons=_reasons(quarantine),
    )


def _reasons(quarantine: pl.LazyFrame) -> list[QuarantineReason]:
    size = (pl.col("end_byte") - pl.col("first_byte")).sum()
    rows = quarantine.group_by("reason").agg(stretches=pl.len(), bytes=size)
    found = rows.sort("bytes", "reason", descending=[True, False]).collect()
    return [QuarantineReason(**row) for row in found.iter_rows(named=True)]


def coverage(papers: pl.LazyFrame, venues: pl.LazyFrame) -> Coverage:
    """Counts by year and by venue, from the two tables."""
    cells = papers.group_by("venue_id", "year").agg(**_COUNTS).collect(engine="streaming")
    sums = [pl.col(name).sum() for name in _COUNTS]
    years = cells.group_by("year").agg(sums).sort("year")
    by_venue = cells.group_by("venue_id").agg(sums).sort("papers", "venue_id", descending=[True, False])
    shown = by_venue.head(_VENUES_SHOWN)
    named = shown.join(
        venues.select("venue_id", "name", "known").collect(), on="venue_id", how="left", maintain_order="left"
    )
    held = _years(cells.join(shown, on="venue_id", how="semi"))
    return Coverage(
        years=[YearCoverage(**row) for row in years.iter_rows(named=True)],
        venues=[_venue(row, held) for row in named.iter_rows(named=True)],
        other_venues=by_venue.height - shown.height,
        other_papers=int(by_venue["papers"][shown.height :].sum()),
    )


def _years(cells: pl.DataFrame) -> dict[str, dict[int, int]]:
    """venue_id -> year -> papers."""
    held: dict[str, dict[int, int]] = {}
    for venue, year, papers in cells.sort("venue_id", "year").select("venue_id", "year", "papers").iter_rows():
        held.setdefault(venue, {})[year] = papers
    return held


def _venue(row: dict[str, Any], held: dict[str, dict[int, int]]) -> VenueCoverage:
    name, known = row.pop("name") or row["venue_id"], bool(row.pop("known"))
    return VenueCoverage(name=name, known=known, years=held[row["venue_id"]], **row)
