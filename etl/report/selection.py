"""A fair choice of findings, where not all of them fit."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl


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
