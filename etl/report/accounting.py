"""What came in, and where its bytes went."""

from __future__ import annotations

import polars as pl

from schemas.report import Bytes, Input, QuarantineReason, RunFacts

_PARTS = ("bytes", "listing_bytes", "header_bytes", "separator_bytes", "quarantine_bytes")


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
