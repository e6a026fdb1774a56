"""Is a snapshot whole, unchanged, and within its contract?"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from etl.errors import InputError
from etl.load.checks import broken_references, key_of_last, not_ascending, told, wrong_relations, wrong_rows
from etl.load.manifest import describe_file, promised, read_manifest
from etl.load.snapshot import CURRENT, HOME, links_to
from etl.numbers import counted
from etl.render import pages_lost
from etl.snapshot_reader import UNREADABLE, Snapshot, contract_problem, snapshot_folder
from schemas.arrow import arrow_schema
from schemas.contract import violations
from schemas.files import MANIFEST
from schemas.manifest import File, Manifest
from schemas.tables import TABLES, table_references
from schemas.version import CONTRACT_VERSION


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a snapshot: in which table or file, and what."""

    place: str
    message: str

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.place}: {self.message}"


def verify(curated: Path, *, rendering: bool = False) -> list[Problem]:
    """Everything that is wrong with the snapshot in CURATED; empty where it is whole and within its contract.

    RENDERING: where nothing else is wrong, render each page too, and compare its hash with its id.

    Checked: the manifest; size and SHA-256 of every file, and of what stands where a run had put a link to it; of
    every table its Arrow schema, number of rows, values, and key (unique, ascending); references between tables, and
    all that `schemas.relations` says of them. Takes memory for one row group, not for a table. Of a table whose file
    is not the one in the manifest only the footer is read: what a damaged Parquet file holds can make a reader ask
    for any amount of memory.
    Raises InputError where CURATED is no snapshot, or what is kept of a run whose gate failed.
    """
    folder = snapshot_folder(curated)
    try:
        manifest = read_manifest(folder)
    except InputError as error:
        if not any((folder / f"{table}.parquet").is_file() for table in TABLES):
            raise
        return [Problem(MANIFEST, str(error))]
    unreadable = contract_problem(manifest.versions.contract)
    if unreadable is not None:
        return [Problem(MANIFEST, unreadable)]
    if manifest.gate.get("published") is False:
        raise InputError(f"{curated} holds the report of a run whose gate failed, which published no snapshot")
    with ThreadPoolExecutor() as pool:
        needed = {**{f"{table}.parquet": None for table in TABLES}, **promised(manifest)}
        hashed = pool.map(_file_problem, [folder / name for name in needed], needed.values())
        changed = [problem for problem in hashed if problem is not None]
    linked = {**needed, MANIFEST: describe_file(folder / MANIFEST)}
    shown = [] if folder == curated.resolve() else _problems_of_links(curated, linked)
    found = [*changed, *shown, *_tables_problems(folder, manifest, {problem.place for problem in changed})]
    return found if found or not rendering else list(_told_if_damaged("pages", _lost_pages(folder, manifest)))


def _lost_pages(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    lost = pages_lost(Snapshot(folder, manifest))
    if lost:
        yield Problem("pages", f"{counted(len(lost), 'page')} cannot be given back byte for byte, such as {lost[0]}")


def _problems_of_links(out: Path, needed: dict[str, File | None]) -> Iterator[Problem]:
    """What stands in OUT, where readers open it, in place of a link to the current snapshot, and is not the same."""
    for name, file in needed.items():
        if not links_to(out / name, HOME, CURRENT, name):
            problem = _file_problem(out / name, file)
            if problem is not None:
                yield Problem(name, f"{problem.message} (in place of the link to the snapshot)")


def _file_problem(path: Path, said: File | None) -> Problem | None:
    if said is None:
        return Problem(path.name, "is not in the manifest; run `quiver run` again")
    if not path.is_file():
        return Problem(path.name, "is missing; run `quiver run` again")
    try:
        found = describe_file(path)
    except OSError as error:
        return Problem(path.name, f"cannot be read: {error.strerror}")
    if found.bytes != said.bytes:
        return Problem(path.name, f"was changed: {counted(found.bytes, 'byte')}, the manifest says {said.bytes:,}")
    if found.sha256 != said.sha256:
        return Problem(path.name, "was changed: its SHA-256 is not the one in the manifest")
    return None


def _tables_problems(folder: Path, manifest: Manifest, changed: set[str]) -> Iterator[Problem]:
    """What is wrong inside the tables; rows and references only of those that are whole so far."""
    whole = set()
    for table in TABLES:
        path = folder / f"{table}.parquet"
        if path.is_file():
            inside = _table_problems(path, table, manifest, with_rows=path.name not in changed)
            problems = list(_told_if_damaged(table, inside, known=path.name in changed))
            yield from problems
            whole |= set() if problems or path.name in changed else {table}
    for table in TABLES:
        targets = {target for target, _ in table_references(table).values()}
        if {table, *targets} <= whole:
            broken = (Problem(table, message) for message in broken_references(folder, table))
            yield from _told_if_damaged(table, broken)
    if whole == set(TABLES) and _minor(manifest.versions.contract) >= _minor(CONTRACT_VERSION):  # has all columns
        for table in TABLES:
            differing = (Problem(table, message) for message in wrong_relations(folder, table))
            yield from _told_if_damaged(table, differing)


def _told_if_damaged(table: str, problems: Iterator[Problem], *, known: bool = False) -> Iterator[Problem]:
    """PROBLEMS, and one more where looking for them met a file that cannot be read.

    KNOWN: a problem of the file was told already; what the system refuses (an error with a number) is the same one.
    """
    try:
        yield from problems
    except (*UNREADABLE, pa.ArrowException) as error:
        if known and getattr(error, "errno", None):
            return
        reason = str(error).partition("\n")[0]
        yield Problem(table, f"cannot be read, the file is damaged: {reason}")


def _table_problems(path: Path, table: str, manifest: Manifest, *, with_rows: bool) -> Iterator[Problem]:
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        groups = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    promised = manifest.tables.get(table)
    if promised is not None and sum(groups) != promised.rows:
        yield Problem(table, f"has {counted(sum(groups), 'row')}, the manifest says {promised.rows:,}")
    wrong = [*_schema_problems(schema, table, manifest.versions.contract)]
    yield from wrong
    if with_rows and not wrong:
        yield from _row_problems(path, table, groups, schema.names)


def _schema_problems(schema: pa.Schema, table: str, version: str) -> Iterator[Problem]:
    """How SCHEMA differs from the contract. Of another minor version, columns may be missing or new."""
    expected = arrow_schema(table)
    for name in expected.names:
        if name not in schema.names:
            if _minor(version) >= _minor(CONTRACT_VERSION):
                yield Problem(table, f"column {name} is missing")
        elif not schema.field(name).equals(expected.field(name)):
            yield Problem(table, f"column {name} is {_typed(schema, name)}, not {_typed(expected, name)}")
    new = [name for name in schema.names if name not in expected.names]
    if new and _minor(version) <= _minor(CONTRACT_VERSION):
        yield Problem(table, f"columns that the contract does not have: {', '.join(new)}")
    if version == CONTRACT_VERSION and not new and not schema.equals(expected, check_metadata=True):
        yield Problem(table, "its columns are not in order, or their descriptions are not those of the contract")


def _minor(version: str) -> int:
    return int(version.split(".")[1])


def _typed(schema: pa.Schema, name: str) -> str:
    field = schema.field(name)
    return f"{field.type}{'' if field.nullable else ' not null'}"


def _row_problems(path: Path, table: str, groups: list[int], names: list[str]) -> Iterator[Problem]:
    """What is wrong with the rows, a row group at a time; each kind of problem once a group."""
    known = [name for name in arrow_schema(table).names if name in names]
    rows = pl.scan_parquet(path).select(known)
    last: pl.DataFrame | None = None
    start = 0
    for height in groups:
        batch = rows.slice(start, height).collect()
        start += height
        yield from (Problem(table, message) for message in told(violations(table, batch, known)))
        unsorted = not_ascending(table, batch, last)
        if unsorted is not None:
            yield Problem(table, f"is not sorted by its key, or the key repeats, at {unsorted}")
        last = key_of_last(table, batch)
        yield from (Problem(table, message) for message in wrong_rows(table, batch))
