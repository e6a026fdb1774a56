"""The family RUN: a run against the one before, through `etl.pipeline.drift`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from etl.frames import as_text
from etl.pipeline.drift import drift
from etl.rules.base import Rule
from etl.rules.catalogue import CATALOGUE
from tests.rules.pipeline_run import in_files, run_pages

RULES = [rule for rule in CATALOGUE if rule.family == "RUN"]


@cache
def _tables(pages: tuple[str, ...]) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """What `drift` looks at: the tables papers and venues, as far as it needs them, and the findings."""
    corpus, findings = run_pages(in_files(pages))
    abstract = pl.when(pl.col("abstract_chars") > 0).then(pl.lit("text"))
    names = corpus.headings.select("venue_id", "venue").unique("venue_id")
    venues = (
        as_text(corpus.papers.group_by("venue_id").agg(papers=pl.len()))
        .join(names, on="venue_id")
        .rename({"venue": "name"})
    )
    return {"papers": corpus.whole_papers().select("paper_id", abstract=abstract), "venues": venues}, findings


def _found(before: tuple[str, ...], pages: tuple[str, ...], last: Path) -> pl.DataFrame:
    old, old_findings = _tables(before)
    for name, frame in (old | {"findings": old_findings}).items():
        frame.write_parquet(last / f"{name}.parquet")
    now, findings = _tables(pages)
    counts = findings.group_by("rule").agg(count=pl.len())
    moved = drift(last, {name: frame.lazy() for name, frame in now.items()}, counts)
    return run_pages(in_files(pages), others={"drift": moved})[1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_flags_its_example(rule: Rule, tmp_path: Path) -> None:
    found = _found(rule.flagged.before, rule.flagged.pages, tmp_path).filter(pl.col("code") == rule.code)
    assert found.height == 1
    assert found["row_id"].is_null().all()  # what is told of is no row of this snapshot
    assert "?" not in found["message"][0]


def test_nothing_is_told_of_a_run_that_is_like_the_last(tmp_path: Path) -> None:
    steady = RULES[0].passed
    assert all(rule.passed == steady for rule in RULES)
    assert _found(steady.before, steady.pages, tmp_path).filter(pl.col("code").str.starts_with("RUN")).is_empty()


def test_a_rule_that_found_nothing_is_told_when_it_finds_much(tmp_path: Path) -> None:
    clean = RULES[0].passed.pages
    typed = next(rule for rule in RULES if rule.slug == "rule-rate-doubled").flagged.pages

    def told() -> list[str]:
        return _found(clean, typed, tmp_path).filter(code="RUN104")["message"].to_list()

    assert told() == []  # it may be a new rule
    (tmp_path / "report.json").write_text(json.dumps({"rules": [{"slug": "title-ends-in-stop"}]}), "utf-8")
    assert [message.split()[2] for message in told()] == ["title-ends-in-stop"]
