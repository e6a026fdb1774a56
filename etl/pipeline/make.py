"""From what the shards gave to tables, findings, report and manifest in a folder: `make`, step by step."""

from __future__ import annotations

import hashlib
import platform
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import polars as pl

from etl.corpus import Corpus
from etl.extract.source.find import Found
from etl.identity import HEX_DIGITS
from etl.load.checks import check_references
from etl.load.faults import told_as_output_error
from etl.load.manifest import describe_file, write_manifest
from etl.load.parquet import TableWriter
from etl.pipeline import baseline, tables
from etl.pipeline.drift import drift
from etl.pipeline.incremental.spool import Spool
from etl.pipeline.merging.merge import merge
from etl.pipeline.plan import Plan
from etl.pipeline.run_facts import run_facts
from etl.pipeline.spill import PartedRows, Spill, spilling
from etl.progress import Progress
from etl.report import html
from etl.report.build import build_report
from etl.report.formats import write_reports
from etl.rules.findings import find, find_in, finished
from etl.rules.subjects import unread
from etl.transform.venues.index import load_book
from schemas.data_package import documents
from schemas.files import DOCUMENTS, REPORTS
from schemas.manifest import Inputs, Manifest, TableFile, Versions
from schemas.report import Report, RunFacts
from schemas.settings import Settings
from schemas.tables import TABLES
from schemas.version import CONTRACT_VERSION

_BY_ANCHOR = (pl.col("anchor").hash(0) % len(HEX_DIGITS)).replace_strict(range(len(HEX_DIGITS)), list(HEX_DIGITS))


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot that lies ready in a folder."""

    report: Report
    manifest: Manifest

    def without_tables(self, folder: Path) -> Path:
        """FOLDER with the tables taken away but for the findings: what is kept of a run that failed."""
        tables_ = [f"{table}.parquet" for table in TABLES if table != "findings"]
        for name in (*tables_, *DOCUMENTS):
            (folder / name).unlink()
        return folder


def get_ready() -> None:
    """Load the venue index and the templates of the report early: it takes as long as reading a thousand pages."""
    load_book()
    html.compiled()


def make(spool: Spool, plan: Plan, found: Found, folder: Path, progress: Progress, last: Path | None) -> Made:
    """Tables, report and manifest of the pages FOUND, which gave what is in SPOOL, into FOLDER.

    LAST: the folder of the last snapshot, to compare with. Raises ContractError where a table breaks its contract.
    """
    facts, written, digest = _tables(_Job(spool, plan, found, folder, last), progress)
    progress.stage("reporting", findings=written["findings"].rows)
    with ThreadPoolExecutor(1, thread_name_prefix="check") as pool:
        checked = pool.submit(check_references, folder)
        report = build_report(folder, facts)
        with told_as_output_error(folder):
            write_reports(report, folder)
        checked.result()
    for name, text in documents(written).items():
        with told_as_output_error(folder / name):
            (folder / name).write_text(text, "utf-8")
    inputs = Inputs(files=facts.files, bytes=facts.bytes, digest=digest, hashes=plan.hashes)
    manifest = _manifest(folder, written, facts, inputs, plan.settings, found.began.monotonic)
    write_manifest(folder, manifest)
    return Made(report, manifest)


@dataclass(frozen=True, slots=True)
class _Job:
    """What the tables are made from, and where they go; see `make`."""

    spool: Spool
    plan: Plan
    found: Found
    folder: Path
    last: Path | None


def _tables(job: _Job, progress: Progress) -> tuple[RunFacts, dict[str, TableFile], str]:
    """Write all tables: what the report needs beside them, the files, the digest of the pages.

    What was merged is let go of with the end of this function: the report is made from the tables.
    """
    progress.stage("merging", listings=sum(some["listed_papers"].sum() for some in job.spool.small("pages")))
    with spilling(job.folder, to_files=job.spool.parted) as spill:
        corpus = merge(job.spool.small, _cap(job.plan.settings), job.plan.references, spill)
        progress.stage("checking and writing", papers=corpus.papers.height, rules=len(job.plan.selection.rules))
        written = _write_tables(corpus, job, spill)
        rows = {table: file.rows for table, file in written.items()}
        return run_facts(corpus, job.plan, job.found, job.folder, job.last, rows), written, _digest_of_pages(corpus)


def _write_tables(corpus: Corpus, job: _Job, spill: Spill) -> dict[str, TableFile]:
    """Write all eight tables: two things at once, or one after another where the texts do not fit in memory."""
    folder, spool = job.folder, job.spool
    findings = spill.parted("findings", pl.col("finding_id").str.head(1))
    with ThreadPoolExecutor(2, thread_name_prefix="tables") as pool:
        papers = pool.submit(_write_table, folder, "papers", tables.papers(corpus, spool))  # as long as all others
        if spool.parted:
            wait([papers])
        written = {table: _write_table(folder, table, rows) for table, rows in _others(corpus, spool)}
        counts = _finish(findings, _drafts(corpus, job, spill, pool), job)
        written["papers"] = papers.result()
    _find_drift(findings, counts, job)  # which looks at the tables that are written
    sorted_ = (batch.sort("finding_id") for batch in findings.batches())
    marked = baseline.marked(sorted_, job.plan.known_findings)
    return written | {"findings": _write_table(folder, "findings", marked)}


def _drafts(corpus: Corpus, job: _Job, spill: Spill, pool: ThreadPoolExecutor) -> PartedRows:
    """Drafts of all findings but drift, those about the same thing in one part; POOL looks for them where they fit."""
    found = _find(corpus, job)
    drafts = spill.parted("drafts", _BY_ANCHOR)
    for some in chain.from_iterable(found if job.spool.parted else pool.map(list, found)):
        drafts.add(some)
    return drafts


def _cap(settings: Settings) -> int | None:
    """The cap that the settings fix: 0 says that there is none, None that it is inferred."""
    return settings.cap if isinstance(settings.cap, int) else 0 if settings.cap == "none" else None


def _find(corpus: Corpus, job: _Job) -> Iterator[Iterator[pl.DataFrame]]:
    """Drafts of all findings but those about the change since the last snapshot: see `etl.rules.findings.find`."""
    spool = job.spool
    partly = (corpus.whole_pages(part).filter(pl.col("quarantine_bytes") > 0) for part in corpus.parts)
    pages = pl.concat(some.select("page_id", "owner_author_key") for some in partly)
    frames = {
        "quarantine": unread.quarantine(tables.quarantine(corpus, spool), pages),
        "file": unread.files(job.found.passed_over),
    }
    return find(corpus, spool.small, job.plan.selection, frames)


def _finish(findings: PartedRows, drafts: PartedRows, job: _Job) -> pl.DataFrame:
    """Add DRAFTS, of which all about the same thing are together in a part, to FINDINGS: how many of each `rule`."""
    counts = [pl.DataFrame(schema={"rule": pl.String, "count": pl.get_index_type()})]
    for some in drafts.batches():
        rows = finished(some, job.plan.selection)
        findings.add(rows)
        counts.append(rows.group_by("rule").agg(count=pl.len()))
    return pl.concat(counts)


def _find_drift(findings: PartedRows, counts: pl.DataFrame, job: _Job) -> None:
    """Add what got worse since the last snapshot to FINDINGS; COUNTS: as `_finish` gives them."""
    selection = job.plan.selection
    if job.last is None or not selection.of("drift"):
        return
    now = {table: pl.scan_parquet(job.folder / f"{table}.parquet") for table in ("papers", "venues")}
    drafts = find_in(drift(job.last, now, counts), "drift", selection)
    findings.add(finished(drafts, selection))


def _others(corpus: Corpus, spool: Spool) -> Iterator[tuple[str, Iterable[pl.DataFrame]]]:
    """All tables but papers and findings, each with its rows."""
    yield "listings", tables.listings(corpus, spool)
    yield "pages", tables.pages(corpus, spool)
    yield "authorships", tables.authorships(corpus, spool)
    yield "authors", [tables.authors(corpus)]
    yield "venues", [tables.venues(corpus)]
    yield "quarantine", tables.quarantine(corpus, spool)


def _write_table(folder: Path, table: str, batches: Iterable[pl.DataFrame]) -> TableFile:
    with TableWriter(folder, table) as writer:
        for batch in batches:
            writer.write(batch)
            del batch  # the next one is made before it would be let go of
    return TableFile(bytes=writer.bytes, sha256=writer.sha256, rows=writer.rows)


def _manifest(
    folder: Path,
    written: dict[str, TableFile],
    facts: RunFacts,
    inputs: Inputs,
    settings: Settings,
    started: float,
) -> Manifest:
    """The manifest of what lies in FOLDER; the snapshot's id is a hash of its tables."""
    content = "".join(f"{table} {written[table].sha256}\n" for table in TABLES)
    return Manifest(
        snapshot_id=hashlib.sha256(content.encode()).hexdigest()[:16],
        created_at=datetime.now(UTC),
        seconds=time.monotonic() - started,
        versions=Versions(quiver=version("quiver-etl"), contract=CONTRACT_VERSION, python=platform.python_version()),
        settings=settings.model_dump(mode="json"),
        inputs=inputs,
        tables={table: written[table] for table in TABLES},
        files={name: describe_file(folder / name) for name in (*REPORTS, *DOCUMENTS)},
        gate={"published": all(c.passed for c in facts.gate), "checks": [c.model_dump() for c in facts.gate]},
    )


def _digest_of_pages(corpus: Corpus) -> str:
    rows = pl.concat(pages.select("path", "page_id") for pages in (corpus.whole_pages(), corpus.twins)).sort(
        "path", "page_id"
    )
    digest = hashlib.sha256()
    for form, column in (("{}\n", "path"), ("\n{}", "page_id")):
        for some in rows.iter_slices():  # millions of texts at once are a hundred bytes each
            digest.update("".join(map(form.format, some[column])).encode())
    return digest.hexdigest()
