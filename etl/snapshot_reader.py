"""Read a snapshot: all tables from the same one, also while a run publishes the next.

Imports neither pandera nor pyarrow, so that a reader starts fast.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from polars.exceptions import PanicException, PolarsError

from etl.errors import InputError
from etl.load.folders import is_utf8
from etl.load.manifest import damaged_file, read_manifest
from schemas.files import MANIFEST
from schemas.manifest import Manifest
from schemas.version import CONTRACT_VERSION

if TYPE_CHECKING:
    from schemas.report import Report

_TRIES = 10  # more runs than publish while one reader opens a snapshot
# ValueError: JSON of another form, or names that are no UTF-8. PanicException: damage that Polars did not foresee.
UNREADABLE = (OSError, ValueError, PolarsError, PanicException)
"""What reading a damaged file of a snapshot may raise."""


@dataclass(frozen=True)
class Snapshot:
    """One snapshot: its tables (columns as in docs), its manifest and its report.

    The tables are read from `path` when they are collected. A run keeps the last snapshot when it publishes
    the next (setting `keep`), so that reading may go on meanwhile; open again for newer data.
    """

    path: Path
    manifest: Manifest = field(repr=False)  # a page of text, which a notebook would show

    def table(self, name: str) -> pl.LazyFrame:
        """The table of that name; InputError where the snapshot has none."""
        file = self.path / f"{name}.parquet"
        if not file.is_file():
            why = "`quiver verify` tells what it lacks"
            if self.manifest.gate.get("published") is False:
                why = "of a run whose gate failed only its report is kept"
            raise InputError(f"{self.path} has no table {name}; {why}")
        return pl.scan_parquet(file)

    @property
    def pages(self) -> pl.LazyFrame:
        """One row for each page."""
        return self.table("pages")

    @property
    def listings(self) -> pl.LazyFrame:
        """One row for each paper that a page shows."""
        return self.table("listings")

    @property
    def papers(self) -> pl.LazyFrame:
        """One row for each paper."""
        return self.table("papers")

    @property
    def authorships(self) -> pl.LazyFrame:
        """One row for each name on a paper."""
        return self.table("authorships")

    @property
    def authors(self) -> pl.LazyFrame:
        """One row for each author."""
        return self.table("authors")

    @property
    def venues(self) -> pl.LazyFrame:
        """One row for each venue."""
        return self.table("venues")

    @property
    def findings(self) -> pl.LazyFrame:
        """One row for each finding."""
        return self.table("findings")

    @property
    def quarantine(self) -> pl.LazyFrame:
        """One row for each stretch of unused raw text."""
        return self.table("quarantine")

    @cached_property
    def report(self) -> dict[str, Any]:
        """`report.json`; InputError where it is missing or damaged."""
        file = self.path / "report.json"
        try:
            report: dict[str, Any] = json.loads(file.read_bytes())
        except OSError as error:
            raise InputError(f"cannot read {file}: {error.strerror}") from error
        except ValueError as error:
            raise InputError(f"{file} is damaged ({error}); `quiver verify {self.path}` tells more") from error
        return report


def open_snapshot(path: Path | str) -> Snapshot:
    """Open the current snapshot in PATH: what `quiver run --out` names, or a copy of a snapshot's files.

    Which snapshot is current is asked once: all tables come from that one. Raises InputError where there is
    none, where it is damaged, or where this version of Quiver cannot read its contract.
    """
    folder, manifest = _read_current(Path(path))
    problem = contract_problem(manifest.versions.contract)
    if problem is not None:
        raise InputError(f"{path}: {problem}")
    return Snapshot(folder, manifest)


def read_report(snapshot: Snapshot) -> Report:
    """The report of SNAPSHOT; InputError where it is missing, damaged, or of another version of Quiver's reports."""
    from pydantic import ValidationError

    from schemas.report import REPORT_VERSION, Report

    try:
        return Report.model_validate(snapshot.report)
    except ValidationError as error:
        require_undamaged(snapshot, error)
        raise InputError(
            f"{snapshot.path / 'report.json'} is of another version than {REPORT_VERSION}, which this version of "
            "Quiver reads: make it anew with `quiver run`"
        ) from error


@contextmanager
def told_if_damaged(*snapshots: Snapshot) -> Iterator[None]:
    """Turn what cannot be read inside into an InputError that names the damaged file of SNAPSHOTS."""
    try:
        yield
    except UNREADABLE as error:
        for snapshot in snapshots:
            require_undamaged(snapshot, error)
        raise


def require_undamaged(snapshot: Snapshot, cause: BaseException | None = None) -> None:
    """Raise InputError where a file of SNAPSHOT is not the one in its manifest, or cannot be read."""
    try:
        file = damaged_file(snapshot.path, snapshot.manifest)
    except OSError as error:
        raise InputError(f"cannot read {error.filename}: {error.strerror}") from error
    if file is not None:
        raise InputError(f"{file} is damaged; `quiver verify {snapshot.path}` tells more") from cause


def _read_current(path: Path) -> tuple[Path, Manifest]:
    """Folder and manifest; asked again where runs published meanwhile and removed what was current before.

    That may happen even while the system follows the link, so that there seems to be no snapshot at all.
    """
    for _ in range(_TRIES):
        with suppress(InputError):
            folder = snapshot_folder(path)
            return folder, read_manifest(folder)
    folder = snapshot_folder(path)
    return folder, read_manifest(folder)


def snapshot_folder(path: Path) -> Path:
    """The folder that holds the files of the current snapshot in PATH, with no link left to follow."""
    try:
        folder = _current_folder(path)
    except OSError as error:
        raise InputError(f"cannot read {error.filename or path}: {error.strerror}") from error
    if not is_utf8(folder):
        raise InputError(f"cannot read {folder}: its name is no UTF-8; move the snapshot")
    return folder


def _current_folder(path: Path) -> Path:
    current = path / ".snapshots" / "current"
    if not path.is_dir():
        raise InputError(f"{path} is no folder with a snapshot; `quiver run RAW --out {path}` makes one")
    if current.is_dir():
        return current.resolve()
    manifest = path / MANIFEST
    if not current.parent.is_dir() or (manifest.is_file() and not manifest.is_symlink()):
        return path.resolve()  # a copy; a run into it that came to nothing leaves `.snapshots` there
    failed = path / "failed"
    why = f": the gate failed, read {failed}/report.html" if failed.is_dir() else ""
    raise InputError(f"{path} holds no finished snapshot{why}; `quiver run RAW --out {path}` makes one")


def contract_problem(version: str) -> str | None:
    """Why tables under contract VERSION cannot be read, and what to do; None where they can be."""
    theirs, ours = (int(text.partition(".")[0]) for text in (version, CONTRACT_VERSION))
    if theirs == ours:
        return None
    remedy = "install a newer quiver-etl" if theirs > ours else "make it anew with `quiver run`"
    return f"the snapshot keeps contract {version}, and this version of Quiver reads {ours}.x: {remedy}"
