"""The findings by rule: how many, and samples with the raw lines around them."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from etl.report.excerpt import excerpt
from etl.report.finding_rows import choose
from etl.report.raw_lines import Tables, raw_lines
from schemas.report import ContextLine, RuleFindings, Sample
from schemas.run_facts import RuleFacts
from schemas.settings import SEVERITIES

_SAMPLES = 5  # of a rule
_LONGEST_VALUE = 200  # characters of one value of the evidence
_MOST_VALUES = 12  # of a list of the evidence


def findings_by_rule(tables: Tables, rules: list[RuleFacts], *, against_baseline: bool) -> list[RuleFindings]:
    """The rules that found something, the worst first; TABLES: all eight."""
    counts = _counts(tables["findings"])
    if not against_baseline:
        counts = counts.with_columns(new=None)
    families = {rule.code: rule.family for rule in rules}
    samples = _samples(tables, counts["code"].to_list())
    return [
        RuleFindings(family=families[row["code"]], samples=samples[row["code"]], **row)
        for row in counts.iter_rows(named=True)
    ]


def _counts(findings: pl.LazyFrame) -> pl.DataFrame:
    counts = findings.group_by("code", slug="rule", severity="severity").agg(
        count=pl.len(),
        new=(~pl.col("known")).sum(),
        papers=pl.col("paper_id").drop_nulls().n_unique(),
        pages=pl.col("page_id").drop_nulls().n_unique(),
    )
    rank = pl.col("severity").cast(pl.Enum(SEVERITIES))
    return counts.sort(rank, -pl.col("count").cast(pl.Int64), "code").collect(engine="streaming")


def _samples(tables: Tables, codes: list[str]) -> dict[str, list[Sample]]:
    chosen = choose(tables["findings"], dict.fromkeys(codes, _SAMPLES))
    chosen = chosen.sort("code", "path", "first_line", "finding_id")
    texts, titles = raw_lines(tables, chosen), _titles(tables, chosen)
    samples: dict[str, list[Sample]] = {code: [] for code in codes}
    for row, text in zip(chosen.iter_rows(named=True), texts, strict=True):
        evidence = json.loads(row["evidence"])
        samples[row["code"]].append(_sample(row, titles.get(row["paper_id"]), evidence, excerpt(text, row, evidence)))
    return samples


def _sample(row: dict[str, Any], title: str | None, evidence: dict[str, Any], context: list[ContextLine]) -> Sample:
    kept = {name: row[name] for name in Sample.model_fields if name in row and name != "evidence"}
    return Sample(**kept, title=title, evidence=_short(evidence), context=context)


def _titles(tables: Tables, chosen: pl.DataFrame) -> dict[str, str]:
    """paper_id -> title of the sampled papers."""
    ids = chosen.select("paper_id").drop_nulls().unique()
    titles = tables["papers"].select("paper_id", "title").join(ids.lazy(), on="paper_id", how="semi")
    return dict(titles.collect().iter_rows())


def _short(value: Any) -> Any:
    """VALUE with long texts and lists cut."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"
    if isinstance(value, list):
        cut = [f"… {len(value) - _MOST_VALUES} more"] if len(value) > _MOST_VALUES else []
        return [_short(item) for item in value[:_MOST_VALUES]] + cut
    if isinstance(value, dict):
        return {str(key)[:_LONGEST_VALUE]: _short(item) for key, item in list(value.items())[:_MOST_VALUES]}
    return value
