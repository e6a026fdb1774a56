"""A run and a check: what to read again, whether there is anything to do, and what becomes of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from etl.engines.processes import Workers
from etl.errors import UsageError
from etl.extract.ahead import Ahead
from etl.extract.find import Found, find_files
from etl.load.faults import told_as_output_error
from etl.load.snapshot import Snapshots
from etl.load.temporary import temporary_folder
from etl.pipeline.cache import Cache
from etl.pipeline.memory import worker_count
from etl.pipeline.sealed import BrokenCache
from etl.pipeline.stamps import Stamps
from etl.pipeline.state import State, files_digest, parse_fingerprint, run_fingerprint, scan_digest
from etl.progress import Progress, Silent
from schemas.files import FILES
from schemas.settings import Settings

if TYPE_CHECKING:
    from etl.report.places import Place
    from schemas.report import Report


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


def run(
    roots: Sequence[Path], out: Path, settings: Settings, progress: Progress | None = None, ahead: Ahead | None = None
) -> Outcome:
    """Read the pages below ROOTS and publish a snapshot in OUT, if the gate lets it.

    What did not change since the last run is not parsed again; where nothing changed, nothing is written. AHEAD: the
    scan of ROOTS, begun before. Raises the errors of `etl.errors`.
    """
    if out.is_dir() and any(out.samefile(root) for root in roots if root.is_dir()):
        raise UsageError(f"{out} is the folder of the pages; publish in another, such as {out / 'curated'}")
    progress = progress or Silent()
    progress.stage("looking for pages")
    begun = _Begun() if ahead is None else _Begun(ahead.monotonic, ahead.ns)
    snapshots = Snapshots(out, settings.keep)
    with Workers(worker_count(settings)) as workers:
        # Where there is no snapshot, all is to be read; else there may be nothing to do.
        found = find_files(roots, workers.start if snapshots.current() is None else lambda: None, ahead)
        with snapshots.lock(settings.wait_seconds):
            if settings.wait_seconds:  # another run may have ended meanwhile, and pages may have changed
                begun, found = _Begun(), find_files(roots)
            basis = _basis(begun, found, snapshots, settings)
            if basis.scan is not None and _is_current(basis, snapshots, scan=basis.scan):
                return _unchanged(basis, snapshots)
            cache = Cache(snapshots.home / ".cache", parse_fingerprint(settings))
            try:
                return _run(begun, found, basis, snapshots, cache, workers, settings, progress)
            except BrokenCache:
                progress.stage("reading anew", why="what the last run kept is damaged")
                cache.forget()
                begun, found = _Begun(), find_files(roots)
                basis = _basis(begun, found, snapshots, settings)
                return _run(begun, found, basis, snapshots, cache, workers, settings, progress)


@dataclass(frozen=True, slots=True)
class _Begun:
    """When a run began, by two clocks."""

    monotonic: float = field(default_factory=time.monotonic)
    ns: int = field(default_factory=time.time_ns)


@dataclass(frozen=True, slots=True)
class _Basis:
    """What tells whether a snapshot was made from the same as another one, and where that is kept."""

    state: State
    stamps: Stamps
    run: str
    """A digest of all but the pages: code, settings, references."""
    scan: str | None
    """A digest of the names and stamps of the pages, if these tell whether they change."""


def _basis(begun: _Begun, found: Found, snapshots: Snapshots, settings: Settings) -> _Basis:
    stamps = Stamps(snapshots.home / ".references" / "stamps.json", begun.ns)
    run_ = run_fingerprint(settings, stamps.hashes_of(settings.named_files), found.passed_over)
    return _Basis(State(snapshots.home / ".state.json"), stamps, run_, scan_digest(found.files, begun.ns))


def _is_current(basis: _Basis, snapshots: Snapshots, **pages: str) -> bool:
    """Is the current snapshot whole, and made from just these PAGES (`scan` or `files`), by these settings and code?"""
    folder = snapshots.current()
    if folder is None or not basis.state.made_from(folder.name, run=basis.run, **pages):
        return False
    return basis.state.stamped(folder) or snapshots.sound() is not None


def _unchanged(basis: _Basis, snapshots: Snapshots) -> Outcome:
    """The outcome where the current snapshot is what would be made; what was lost beside it is restored."""
    folder = snapshots.current()
    if folder is not None:
        basis.state.renew(folder, basis.scan)
    snapshots.mend()
    basis.stamps.save()
    return Outcome(passed=True, report=None)


def _run(
    begun: _Begun, found: Found, basis: _Basis, snapshots: Snapshots, cache: Cache, workers: Workers,
    settings: Settings, progress: Progress,
) -> Outcome:  # fmt: skip
    same = cache.compare(found.files, begun.ns, lambda touched: _hashes(touched, settings, progress))
    if same and _is_current(basis, snapshots, files=files_digest(cache.kept)):
        cache.save()
        return _unchanged(basis, snapshots)
    from etl.pipeline.plan import make_plan
    from etl.pipeline.read import read

    staging = snapshots.begin(FILES)
    try:
        # No daemon: Python aborts where it ends while one imports.
        ready = threading.Thread(target=_get_ready, name="get ready")
        ready.start()
        plan = make_plan(settings, snapshots.home / ".references", basis.stamps, progress)
        spool = read(found, plan, progress, cache, begun.ns, workers)
        files = files_digest(cache.kept)
        if _is_current(basis, snapshots, files=files):
            return _unchanged(basis, snapshots)
        cache.let_go()
        from etl.pipeline.make import make

        last = snapshots.sound()
        ready.join()  # else what it has not finished would be done twice
        made = make(spool, plan, found, staging, progress, last=last, started=begun.monotonic)
        if not made.report.published:
            snapshots.publish_failed(made.without_tables(staging))
            return Outcome(passed=False, report=made.report)
        progress.stage("publishing", snapshot=made.manifest.snapshot_id)
        folder = snapshots.publish(staging, made.manifest.snapshot_id)
        basis.state.write(folder, basis.run, files, basis.scan)
        basis.stamps.save()
    finally:
        snapshots.discard(staging)
    return Outcome(passed=True, report=made.report)


def _get_ready() -> None:
    with suppress(Exception):  # it is tried again where it is needed, and told there
        from etl.pipeline.make import get_ready

        get_ready()


def _hashes(touched: pl.DataFrame, settings: Settings, progress: Progress) -> pl.DataFrame:
    """The hashes of files whose stamps alone have changed."""
    from etl.pipeline.hashes import file_hashes

    progress.stage("comparing", files=touched.height)
    return file_hashes(touched, settings)


def check(
    roots: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    *,
    format_: str | None = None,
    place: Place | None = None,
    write_baseline: Path | None = None,
    against: Path | None = None,
) -> Outcome:
    """Read the pages below ROOTS and judge them; publish nothing.

    FORMAT_: render the report so; PLACE: see `etl.report.places`. WRITE_BASELINE: a file for the ids of the
    findings (see `baseline.write`). AGAINST: a snapshot to compare with.
    """
    from etl.pipeline.baseline import write
    from etl.pipeline.make import make
    from etl.pipeline.plan import make_plan
    from etl.pipeline.read import read
    from etl.report.formats import in_format

    progress = progress or Silent()
    progress.stage("looking for pages")
    begun = _Begun()
    last = _compared(against) if against is not None else None
    with (
        temporary_folder() as temporary,
        Workers(worker_count(settings)) as workers,
    ):
        found = find_files(roots, workers.start)
        plan = make_plan(settings, temporary / "references", Stamps(None, begun.ns), progress)
        folder = temporary / "snapshot"
        with told_as_output_error(folder):
            folder.mkdir()
        cache = Cache(temporary / "cache", "check")
        spool = read(found, plan, progress, cache, begun.ns, workers)
        cache.let_go()
        made = make(spool, plan, found, folder, progress, last=last, started=begun.monotonic)
        if write_baseline is not None:
            write(write_baseline, pl.read_parquet(folder / "findings.parquet"), plan.selection.left_out)
        rendered = in_format(format_, made.report, folder, place) if format_ else None
    return Outcome(passed=made.report.published or write_baseline is not None, report=made.report, rendered=rendered)


def _compared(against: Path) -> Path:
    """The folder of the snapshot AGAINST, which a run can be compared with; else InputError."""
    from etl.snapshot_reader import open_snapshot, require_undamaged

    snapshot = open_snapshot(against)
    for table in ("papers", "venues", "findings"):
        snapshot.table(table)
    require_undamaged(snapshot)
    return snapshot.path
