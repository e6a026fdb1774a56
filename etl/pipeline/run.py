"""One run, from raw pages to a published snapshot: the straight way of the data."""

from __future__ import annotations

import hashlib
import platform
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import polars as pl

from etl.corpus import Corpus
from etl.engines.local import map_shards
from etl.extract.files import InputFile, find_files, read_file, shards
from etl.load.checks import check_references
from etl.load.manifest import describe_file, write_manifest
from etl.load.parquet import TableWriter
from etl.load.snapshot import Snapshots
from etl.pipeline import gate, tables
from etl.pipeline.merge import merge
from etl.pipeline.shard import ShardResult, read_shard
from etl.pipeline.spool import Spool
from etl.references.load import load_references
from etl.report.build import build_report
from etl.report.formats import write_reports
from etl.rules.base import FAMILIES
from etl.rules.findings import Selection, find, quarantine_subject, select_rules
from schemas.manifest import Inputs, Manifest, TableFile, Versions
from schemas.report import CapFacts, IgnoredRule, Report, RuleFacts, RunFacts
from schemas.settings import Settings
from schemas.tables import CONTRACT_VERSION, TABLES

_SHARD_BYTES = 24_000_000
_REPORTS = ("report.json", "report.md", "report.html")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to."""

    report: Report
    published: bool
    unchanged: bool = False


def run(roots: Sequence[Path], out: Path | None, settings: Settings) -> Outcome:
    """Read the pages below ROOTS and publish the snapshot in OUT, if the gate lets it; with no OUT, only judge it."""
    started = time.monotonic()
    selection = select_rules(settings)
    files = find_files(roots)
    if out is None:
        with tempfile.TemporaryDirectory(prefix="quiver-") as folder:
            facts, _ = _make(files, Path(folder), settings, selection)
            report = build_report(Path(folder), facts)
            return Outcome(report, published=False)
    snapshots = Snapshots(out, settings.keep)
    with snapshots.lock(settings.wait_seconds):
        staging = snapshots.begin([f"{table}.parquet" for table in TABLES])
        try:
            facts, written = _make(files, staging, settings, selection)
            report = build_report(staging, facts)
            write_reports(report, staging)
            manifest = _manifest(staging, written, facts, files, settings, started)
            write_manifest(staging, manifest)
            if report.published:
                snapshots.publish(staging, manifest.snapshot_id)
            else:
                for table in TABLES:
                    if table != "findings":
                        (staging / f"{table}.parquet").unlink()
                snapshots.publish_failed(staging)
        finally:
            snapshots.discard(staging)
    return Outcome(report, published=report.published)


def _make(
    files: Sequence[InputFile], folder: Path, settings: Settings, selection: Selection
) -> tuple[RunFacts, dict[str, TableFile]]:
    """All tables into FOLDER."""
    spool = Spool(None, 0)
    results = list(_mapped(files, settings, selection, spool))
    references = load_references([Path(r) for r in settings.references], None) if settings.references else None
    cap = settings.cap if isinstance(settings.cap, int) else None
    corpus = merge(results, cap, references)
    findings = _findings(corpus, spool, selection)
    written = _write(corpus, spool, findings, folder)
    check_references(folder)
    rows = {table: file.rows for table, file in written.items()}
    share = _quarantine_share(corpus)
    checks = gate.judge(settings.gate, selection, findings, rows, share)
    estimate = corpus.lists.cap
    facts = RunFacts(
        files=len(files),
        bytes=sum(file.size for file in files),
        gate=checks,
        cap=CapFacts(value=estimate.value, how=estimate.how, at_cap=estimate.at_cap, expected=estimate.expected),
        rules=[_rule_facts(rule, selection) for rule in selection.rules],
        ignored=[IgnoredRule(rule=i.rule, reason=i.reason, paths=i.paths) for i in settings.ignore],
    )
    return facts, written


def _mapped(
    files: Sequence[InputFile], settings: Settings, selection: Selection, spool: Spool
) -> Iterable[ShardResult]:
    """Each shard read and worked on; its large frames go to the SPOOL at once."""
    seen: set[int] = set()
    max_bytes = settings.max_page_mb * 1_000_000
    rules = selection.of("copy")

    def is_new(copies: pl.Series) -> pl.Series:
        fresh = [copy not in seen for copy in copies]
        seen.update(copies)
        return pl.Series(fresh, dtype=pl.Boolean)

    def work(shard: list[InputFile]) -> ShardResult:
        result = read_shard([read_file(file, max_bytes) for file in shard], rules, is_new)
        spool.put("frames", result.frames, "page_id")
        spool.put("raws", result.raws, "page_id")
        spool.put("quarantine", result.quarantine, "page_id")
        spool.put("texts", result.texts, "base")
        return result

    return map_shards(work, shards(files, _SHARD_BYTES, max_bytes), settings.workers)


def _findings(corpus: Corpus, spool: Spool, selection: Selection) -> pl.DataFrame:
    pages = corpus.pages.select("page_id", "owner_author_key")
    quarantined = quarantine_subject(tables.quarantine(corpus, spool), pages)
    return find(corpus, selection, quarantined, {})


def _write(corpus: Corpus, spool: Spool, findings: pl.DataFrame, folder: Path) -> dict[str, TableFile]:
    """Write the tables one after the other."""
    authorships = tables.authorships(corpus)
    parts: dict[str, Iterable[pl.DataFrame]] = {
        "pages": tables.pages(corpus, spool),
        "listings": tables.listings(corpus, spool),
        "papers": tables.papers(corpus, spool),
        "authorships": [authorships],
        "authors": [tables.authors(corpus, authorships)],
        "venues": [tables.venues(corpus)],
        "findings": [findings],
        "quarantine": tables.quarantine(corpus, spool),
    }
    return {table: _write_table(folder, table, batches) for table, batches in parts.items()}


def _write_table(folder: Path, table: str, batches: Iterable[pl.DataFrame]) -> TableFile:
    with TableWriter(folder, table) as writer:
        for batch in batches:
            writer.write(batch)
    return TableFile(bytes=writer.bytes, sha256=writer.sha256, rows=writer.rows)


def _quarantine_share(corpus: Corpus) -> float:
    total, lost = corpus.pages.select(pl.col("bytes").sum(), pl.col("quarantine_bytes").sum()).row(0)
    return lost / total if total else 0.0


def _rule_facts(rule: object, selection: Selection) -> RuleFacts:
    from etl.rules.base import Rule

    assert isinstance(rule, Rule)
    return RuleFacts(
        code=rule.code,
        slug=rule.slug,
        severity=selection.severity.get(rule.code, rule.severity),
        family=FAMILIES[rule.family],
        what=rule.what,
        why=rule.why,
        remedy=rule.remedy,
    )


def _manifest(
    staging: Path,
    written: dict[str, TableFile],
    facts: RunFacts,
    files: Sequence[InputFile],
    settings: Settings,
    started: float,
) -> Manifest:
    """The manifest of what lies in STAGING; the snapshot's id is the hash of its files."""
    reports = {name: describe_file(staging / name) for name in _REPORTS}
    content = {table: file.sha256 for table, file in written.items()} | {
        name: file.sha256 for name, file in reports.items()
    }
    pages = pl.scan_parquet(staging / "pages.parquet").select("path", "page_id").sort("path", "page_id").collect()
    digest = hashlib.sha256("\n".join(f"{a}\x1f{b}" for a, b in pages.iter_rows()).encode()).hexdigest()
    identity = hashlib.sha256(repr(sorted(content.items())).encode()).hexdigest()
    return Manifest(
        snapshot_id=identity[:16],
        created_at=datetime.now(UTC),
        seconds=time.monotonic() - started,
        versions=Versions(
            quiver=version("quiver-etl"), contract=CONTRACT_VERSION, python=platform.python_version()
        ),
        settings=settings.model_dump(mode="json"),
        inputs=Inputs(files=facts.files, bytes=facts.bytes, digest=digest),
        tables=written,
        files=reports,
        gate={"published": all(c.passed for c in facts.gate), "checks": [c.model_dump() for c in facts.gate]},
    )
