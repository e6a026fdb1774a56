"""A run and a check: what to read again, whether there is anything to do, and what becomes of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from etl.extract.find import Found, find_files
from etl.load.snapshot import Snapshots
from etl.pipeline.cache import Cache
from etl.pipeline.state import State, files_digest, parse_fingerprint, run_fingerprint
from etl.progress import Progress, Silent
from schemas.settings import Settings

if TYPE_CHECKING:
    from schemas.report import Report

_TABLE_FILES = tuple(
    f"{table}.parquet"
    for table in ("pages", "listings", "papers", "authorships", "authors", "venues", "findings", "quarantine")
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run or a check came to."""

    passed: bool
    """Did the gate let it through (or was there nothing to do)?"""
    report: Report | None
    """None where nothing changed."""
    rendered: str | None = None
    """The report in the format that was asked for."""

    @property
    def unchanged(self) -> bool:
        """Was there nothing to do?"""
        return self.report is None


def run(roots: Sequence[Path], out: Path, settings: Settings, progress: Progress | None = None) -> Outcome:
    """Read the pages below ROOTS and publish a snapshot in OUT, if the gate lets it.

    What did not change since the last run is not parsed again; where nothing changed, nothing is written. Raises
    the errors of `etl.errors`.
    """
    progress = progress or Silent()
    started = time.monotonic()
    progress.stage("looking for pages")
    found = find_files(roots)
    snapshots = Snapshots(out, settings.keep)
    with snapshots.lock(settings.wait_seconds):
        cache = Cache(out / ".snapshots" / ".cache", parse_fingerprint(settings))
        state = State(out / ".snapshots" / ".state.json")
        fingerprint = run_fingerprint(settings, extra_files(settings))
        if _up_to_date(found, cache, state, snapshots, fingerprint):
            return Outcome(passed=True, report=None)
        from etl.pipeline.make import make

        staging = snapshots.begin((*_TABLE_FILES, "report.json", "report.md", "report.html", "manifest.json"))
        try:
            made = make(found, staging, settings, progress, cache=cache, last=snapshots.current(), started=started)
            before = state.read()
            if made.manifest.snapshot_id == before.get("snapshot") and snapshots.current() is not None:
                published = False
            elif made.report.published:
                progress.stage("publishing", snapshot=made.manifest.snapshot_id)
                snapshots.publish(staging, made.manifest.snapshot_id)
                published = True
            else:
                snapshots.publish_failed(made.without_tables(staging))
                return Outcome(passed=False, report=made.report)
            state.write(
                {
                    "run": fingerprint,
                    "files": files_digest(cache.index),
                    "snapshot": made.manifest.snapshot_id,
                }
            )
        finally:
            snapshots.discard(staging)
    return Outcome(passed=True, report=made.report if published else None)


def check(
    roots: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    *,
    format_: str | None = None,
    write_baseline: Path | None = None,
    against: Path | None = None,
) -> Outcome:
    """Read the pages below ROOTS and judge them; publish nothing.

    FORMAT_: render the report so. WRITE_BASELINE: a file for the ids of all findings. AGAINST: a snapshot to
    compare with.
    """
    from etl.pipeline.baseline import write
    from etl.pipeline.make import make
    from etl.report.formats import FORMATS
    from etl.snapshot_reader import snapshot_folder

    progress = progress or Silent()
    progress.stage("looking for pages")
    found = find_files(roots)
    last = snapshot_folder(against) if against is not None else None
    with tempfile.TemporaryDirectory(prefix="quiver-") as folder:
        made = make(found, Path(folder), settings, progress, cache=None, last=last, started=time.monotonic())
        if write_baseline is not None:
            write(write_baseline, pl.read_parquet(Path(folder) / "findings.parquet"))
        rendered = FORMATS[format_](made.report, Path(folder)) if format_ else None
    return Outcome(passed=made.report.published or write_baseline is not None, report=made.report, rendered=rendered)


def extra_files(settings: Settings) -> list[Path]:
    """The files beside the pages that a run depends on."""
    return [Path(path) for path in (*settings.references, *([settings.baseline] if settings.baseline else []))]


def _up_to_date(found: Found, cache: Cache, state: State, snapshots: Snapshots, fingerprint: str) -> bool:
    """Is the current snapshot made from just these files, settings and code?"""
    before, current = state.read(), snapshots.current()
    return (
        before.get("run") == fingerprint
        and current is not None
        and current.name.startswith(before.get("snapshot", "?"))
        and cache.index.height == found.files.height
        and cache.unchanged(found.files).height == found.files.height
        and before.get("files") == files_digest(cache.index)
        and not found.passed_over
    )
