"""What the report of a run needs beside the tables: the gate's verdict, the cap, the rules, what changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from etl.corpus import Corpus
from etl.extract.source.find import Found
from etl.pipeline import baseline, gate
from etl.pipeline.drift import changes
from etl.pipeline.plan import Plan
from etl.report.author_lists import reliability
from etl.rules.base import FAMILIES, Rule
from etl.rules.findings import pages_at
from etl.rules.selection import Selection
from schemas.run_facts import CapFacts, IgnoredRule, RuleFacts, RunFacts
from schemas.settings import Ignore


def run_facts(
    corpus: Corpus, plan: Plan, found: Found, folder: Path, last: Path | None, rows: dict[str, int]
) -> RunFacts:
    """The facts of a run whose tables, with so many ROWS each, lie in FOLDER; LAST: the last snapshot, if any."""
    selection = plan.selection
    columns = ["finding_id", "code", "rule", "severity", "known"]
    findings = pl.read_parquet(folder / "findings.parquet", columns=columns)
    papers = pl.scan_parquet(folder / "papers.parquet")
    counted, against = baseline.compare(findings, plan.known_findings, selection.left_out, folder / "findings.parquet")
    return RunFacts(
        files=found.count,
        bytes=found.bytes,
        gate=gate.judge(plan.settings.gate, selection, counted, rows, _lost(corpus)),
        cap=CapFacts.model_validate(corpus.lists.cap, from_attributes=True),
        rules=[_rule_facts(rule, selection) for rule in selection.rules],
        ignored=[_ignored(ignore, corpus) for ignore in plan.settings.ignore],
        reliability=reliability(corpus.lists.papers),
        changes=changes(last, papers, findings, selection.left_out) if last else None,
        baseline=against,
    )


def _ignored(ignore: Ignore, corpus: Corpus) -> IgnoredRule:
    pages = _pages_at(ignore.paths, corpus) if ignore.paths else None
    return IgnoredRule(rule=ignore.rule, reason=ignore.reason, paths=ignore.paths, pages=pages)


def _pages_at(patterns: Iterable[str], corpus: Corpus) -> int:
    """How many pages have a path that matches one of PATTERNS."""
    paths = (corpus.whole_pages(part)["path"] for part in corpus.parts)
    return sum(int(some.is_in(pages_at(some, patterns).implode()).sum()) for some in paths)


def _lost(corpus: Corpus) -> dict[str, float]:
    """The shares that the gate limits: of bytes in quarantine, and of pages without text where there are any."""
    blank = pl.col("copies").filter(pl.col("separator_bytes") == pl.col("bytes")).sum().alias("blank")
    sums = [pl.col("bytes", "quarantine_bytes", "copies").sum(), blank]
    parts = (corpus.whole_pages(part).select(sums) for part in corpus.parts)
    size, quarantined, pages, blank_pages = pl.concat(parts).sum().row(0)
    lost = {"quarantined share of bytes": quarantined / size if size else 0.0}
    return lost | ({"share of pages without text": blank_pages / pages} if blank_pages else {})


def _rule_facts(rule: Rule, selection: Selection) -> RuleFacts:
    said = {name: getattr(rule, name) for name in ("code", "slug", "what", "why", "remedy")}
    severity = selection.severity.get(rule.code, rule.severity)
    return RuleFacts.model_validate(said | {"severity": severity, "family": FAMILIES[rule.family]})
