"""What came in, where its bytes went, and which venues and years the papers cover."""

from __future__ import annotations

from typing import Any

import polars as pl

from schemas.report import Bytes, Coverage, Input, QuarantineReason, RunFacts, VenueCoverage, YearCoverage

_PARTS = ("bytes", "listing_bytes", "header_bytes", "separator_bytes", "quarantine_bytes")
_VENUES_SHOWN = 50
_COUNTS = {
    "papers": pl.len(),
    "abstracts": pl.col("abstract_raw").is_not_null().sum(),
    "truncated": (pl.col("author_list_status") == "truncated").sum(),
    "suspected": (pl.col("author_list_status") == "suspected").sum(),
}


def count_input(pages: pl.LazyFrame, facts: RunFacts) -> Input:
    """Files and pages; PAGES is the table."""
    distinct, copies = pages.select(distinct=pl.len(), copies=pl.col("copies").sum()).collect().row(0)
    return Input(files=facts.files, bytes=facts.bytes, pages=distinct, repeated_pages=copies - distinct)


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
