"""From what the shards gave to tables, findings, report and manifest in a folder: `make`, step by step."""

from __future__ import annotations

import hashlib
import platform
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import polars as pl

from etl.corpus import Corpus
from etl.extract.source.find import Found
from etl.load.checks import check_references
from etl.load.faults import told_as_output_error
from etl.load.manifest import describe_file, write_manifest
from etl.pipeline.incremental.spool import Spool
from etl.pipeline.merging.merge import merge
from etl.pipeline.plan import Plan
from etl.pipeline.run_facts import run_facts
from etl.pipeline.spill import spilling
from etl.pipeline.write_tables import Job, write_tables
from etl.progress import Progress
from etl.report import html
from etl.report.build import build_report
from etl.report.formats import write_reports
from etl.transform.venues.index import load_book
from schemas.data_package import documents
from schemas.files import DOCUMENTS, REPORTS
from schemas.manifest import Inputs, Manifest, TableFile, Versions
from schemas.report import Report
from schemas.run_facts import RunFacts
from schemas.settings import Settings
from schemas.tables import TABLES
from schemas.version import CONTRACT_VERSION


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
    facts, written, digest = _tables(Job(spool, plan, found, folder, last), progress)
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


def _tables(job: Job, progress: Progress) -> tuple[RunFacts, dict[str, TableFile], str]:
    """Write all tables: what the report needs beside them, the files, the digest of the pages.

    What was merged is let go of with the end of this function: the report is made from the tables.
    """
    progress.stage("merging", listings=sum(some["listed_papers"].sum() for some in job.spool.small("pages")))
    with spilling(job.folder, to_files=job.spool.parted) as spill:
        corpus = merge(job.spool.small, _cap(job.plan.settings), job.plan.references, spill)
        progress.stage("checking and writing", papers=corpus.papers.height, rules=len(job.plan.selection.rules))
        written = write_tables(corpus, job, spill)
        rows = {table: file.rows for table, file in written.items()}
        return run_facts(corpus, job.plan, job.found, job.folder, job.last, rows), written, _digest_of_pages(corpus)


def _cap(settings: Settings) -> int | None:
    """The cap that the settings fix: 0 says that there is none, None that it is inferred."""
    return settings.cap if isinstance(settings.cap, int) else 0 if settings.cap == "none" else None


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
