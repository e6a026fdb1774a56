"""A small made-up snapshot, whole and within contract, for the tests of what reads and checks snapshots."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from etl.load.manifest import describe_file, read_manifest, write_manifest
from etl.load.parquet import TableWriter
from etl.load.snapshot import Snapshots
from schemas.manifest import Inputs, Manifest, TableFile, Versions
from schemas.tables import TABLES, polars_schema, table_key
from schemas.version import CONTRACT_VERSION

PAPERS = 40
_PAGE = {
    "encoding": "utf-8",
    "kind": "Author name cluster",
    "declared_papers": None,
    "copies": 1,
    "first_line": 1,
    "first_byte": 0,
    "bytes": 1000,
    "lines": 90,
    "listed_papers": PAPERS // 2,
    "header_bytes": 100,
    "listing_bytes": 800,
    "separator_bytes": 60,
    "quarantine_bytes": 40,
    "frame": b"Arrow\n".ljust(160),
}
_PAPER = {
    "venue_id": "icml", "venue_raw": "ICML", "venue_kind": "Conference", "year": 2020, "paper_type": "Conference Paper",
    "listed_authors": 1, "known_authors": 2, "author_list_status": "truncated", "truncation_probability": 1.0,
    "listings": 1, "copies": 1,
}  # fmt: skip


def identity(number: int, digits: int = 16) -> str:
    """An id like those of the tables."""
    return f"{number:0{digits}x}"


def made_frames() -> dict[str, pl.DataFrame]:
    """Table -> rows: two pages that list 20 papers each, two authors a paper, one of them recovered."""
    papers = [identity(number) for number in range(PAPERS)]
    page_of = {paper: identity(number % 2, 32) for number, paper in enumerate(papers)}
    authors = [identity(number) for number in (1, 2)]
    rows: dict[str, list[dict[str, Any]]] = {
        "pages": [_PAGE | {"page_id": identity(n, 32), "path": f"{n}.txt", "owner": "Ann Owner"} for n in (0, 1)],
        "listings": [
            {"page_id": page_of[paper], "ordinal": number // 2 + 1, "paper_id": paper, "raw": None}
            | {"first_line": number + 10, "last_line": number + 11, "first_byte": 100, "end_byte": 140}
            for number, paper in enumerate(papers)
        ],
        "papers": [
            _PAPER | {"paper_id": paper, "title": "A title", "title_raw": "A title", "abstract": f"Text {paper}"}
            for paper in papers
        ],
        "authorships": [
            {"paper_id": paper, "position": position, "role": role, "author_id": author, "name_raw": "Ann Owner"}
            | {"evidence": evidence}
            for paper in papers
            for position, role, author, evidence in [
                (1, "listed", authors[0], None),
                (None, "recovered", authors[1], "{}"),
            ]
        ],
        "authors": [
            {"author_id": author, "name": "Ann Owner", "author_key": "ann owner", "papers": PAPERS}
            | {"first_year": 2020, "last_year": 2020}
            for author in authors
        ],
        "venues": [
            {"venue_id": "icml", "name": "ICML", "known": True, "papers": PAPERS, "kind": "conference"}
            | {"first_year": 2020, "last_year": 2020}
        ],
        "findings": [
            {"finding_id": identity(9), "code": "AUT101", "rule": "author-list-truncated", "severity": "warning"}
            | {"table": "papers", "message": "The list is cut.", "evidence": "{}", "known": False}
        ],
        "quarantine": [
            {"page_id": identity(n, 32), "path": f"{n}.txt", "first_line": 80, "last_line": 81, "raw": b"?" * 40}
            | {"first_byte": 900, "end_byte": 940, "reason": "no-heading"}
            for n in (0, 1)
        ],
    }
    return {table: framed(table, rows[table]) for table in TABLES}


def framed(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """ROWS with all columns of TABLE, null where a row has none, in the order of its key."""
    schema = polars_schema(table)
    whole = [{name: row.get(name) for name in schema} for row in rows]
    return pl.DataFrame(whole, schema=schema).sort(table_key(table))


def write_files(folder: Path, frames: dict[str, pl.DataFrame], snapshot_id: str = "a1") -> Manifest:
    """Write tables, a report and the manifest into FOLDER."""
    tables = {}
    for table, frame in frames.items():
        with TableWriter(folder, table) as writer:
            writer.write(frame)
        tables[table] = TableFile(rows=writer.rows, bytes=writer.bytes, sha256=writer.sha256)
    report = folder / "report.json"
    report.write_text('{"verdict": "passed"}', "utf-8")
    manifest = made_manifest(snapshot_id).model_copy(
        update={"tables": tables, "files": {report.name: describe_file(report)}}
    )
    write_manifest(folder, manifest)
    return manifest


def made_manifest(snapshot_id: str, seconds: float = 1.5) -> Manifest:
    """A manifest of a snapshot without files."""
    return Manifest(
        snapshot_id=snapshot_id,
        created_at=datetime(2024, 5, 1, tzinfo=UTC),
        seconds=seconds,
        versions=Versions(quiver="0.1.0", contract=CONTRACT_VERSION, python="3.11"),
        settings={"keep": 1},
        inputs=Inputs(files=2, bytes=2000, digest="0" * 64),
        tables={},
        gate={"passed": True},
    )


def with_contract(folder: Path, version: str) -> None:
    """Have the manifest in FOLDER say that its tables keep that VERSION of the contract."""
    manifest = read_manifest(folder)
    versions = manifest.versions.model_copy(update={"contract": version})
    write_manifest(folder, manifest.model_copy(update={"versions": versions}))


def publish(out: Path, frames: dict[str, pl.DataFrame], snapshot_id: str = "a1") -> Path:
    """Publish FRAMES at OUT; the folder of the snapshot."""
    snapshots = Snapshots(out)
    with snapshots.lock():
        staging = snapshots.begin()
        write_files(staging, frames, snapshot_id)
        snapshots.publish(staging, snapshot_id)
    folder = snapshots.current()
    assert folder is not None
    return folder
