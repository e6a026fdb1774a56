"""All eight tables of a corpus written into a folder, the findings last: they look at the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import polars as pl

from etl.corpus import Corpus
from etl.extract.source.find import Found
from etl.identity import HEX_DIGITS
from etl.load.parquet import TableWriter
from etl.pipeline import baseline, tables
from etl.pipeline.drift import drift
from etl.pipeline.incremental.spool import Spool
from etl.pipeline.plan import Plan
from etl.pipeline.spill import PartedRows, Spill
from etl.rules.findings import find, find_in, finished
from etl.rules.subjects import unread
from schemas.manifest import TableFile

_BY_ANCHOR = (pl.col("anchor").hash(0) % len(HEX_DIGITS)).replace_strict(range(len(HEX_DIGITS)), list(HEX_DIGITS))


@dataclass(frozen=True, slots=True)
class Job:
    """What the tables are made from, and where they go; see `etl.pipeline.make.make`."""

    spool: Spool
    plan: Plan
    found: Found
    folder: Path
    last: Path | None


def write_tables(corpus: Corpus, job: Job, spill: Spill) -> dict[str, TableFile]:
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


def _drafts(corpus: Corpus, job: Job, spill: Spill, pool: ThreadPoolExecutor) -> PartedRows:
    """Drafts of all findings but drift, those about the same thing in one part; POOL looks for them where they fit."""
    found = _find(corpus, job)
    drafts = spill.parted("drafts", _BY_ANCHOR)
    for some in chain.from_iterable(found if job.spool.parted else pool.map(list, found)):
        drafts.add(some)
    return drafts


def _find(corpus: Corpus, job: Job) -> Iterator[Iterator[pl.DataFrame]]:
    """Drafts of all findings but those about the change since the last snapshot: see `etl.rules.findings.find`."""
    spool = job.spool
    partly = (corpus.whole_pages(part).filter(pl.col("quarantine_bytes") > 0) for part in corpus.parts)
    pages = pl.concat(some.select("page_id", "owner_author_key") for some in partly)
    frames = {
        "quarantine": unread.quarantine(tables.quarantine(corpus, spool), pages),
        "file": unread.files(job.found.passed_over),
    }
    return find(corpus, spool.small, job.plan.selection, frames)


def _finish(findings: PartedRows, drafts: PartedRows, job: Job) -> pl.DataFrame:
    """Add DRAFTS, of which all about the same thing are together in a part, to FINDINGS: how many of each `rule`."""
    counts = [pl.DataFrame(schema={"rule": pl.String, "count": pl.get_index_type()})]
    for some in drafts.batches():
        rows = finished(some, job.plan.selection)
        findings.add(rows)
        counts.append(rows.group_by("rule").agg(count=pl.len()))
    return pl.concat(counts)


def _find_drift(findings: PartedRows, counts: pl.DataFrame, job: Job) -> None:
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
