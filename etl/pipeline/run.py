"""A run: what to read again, whether there is anything to do, and what becomes of it."""

from __future__ import annotations

import itertools
import json
import os
import threading
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from etl.engines.processes import Workers
from etl.errors import UsageError
from etl.extract.source.ahead import Ahead
from etl.extract.source.find import Found, find_files, settled
from etl.identity import file_hash
from etl.load.snapshot import Snapshots
from etl.pipeline.incremental.cache import Cache
from etl.pipeline.incremental.sealed import BrokenCache
from etl.pipeline.incremental.stamps import Stamps
from etl.pipeline.incremental.state import State, files_digest, parse_fingerprint, run_fingerprint, scan_digest
from etl.pipeline.memory import worker_count
from etl.progress import Progress
from schemas.files import FILES, MANIFEST
from schemas.settings import Settings

if TYPE_CHECKING:
    from schemas.report import Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run or a check came to."""

    passed: bool
    """Did the gate let it through (or was there nothing to do)?"""
    report: Report | None = field(repr=False)  # pages of text, which a notebook would show
    """None where nothing changed."""
    rendered: str | None = field(default=None, repr=False)
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
    snapshots = Snapshots(out, settings.keep)
    is_first = snapshots.current() is None
    if out.is_dir() and any(out.samefile(root) for root in roots if os.path.isdir(root)):  # noqa: PTH112 - raises nothing
        raise UsageError(f"{out} is the folder of the pages; publish in another, such as {out / 'curated'}")
    known = _made_with(settings, snapshots.current())
    if not known:
        _require_rules(settings)
    _require_files(settings, known=known)
    progress = progress or Progress()
    progress.stage("looking for pages")
    with closing(Workers(worker_count(settings))) as workers:
        # Where there is no snapshot, all is to be read; else there may be nothing to do.
        found = find_files(roots, workers.start if is_first else lambda: None, ahead)
        with snapshots.lock(settings.wait_seconds):
            if settings.wait_seconds:  # another run may have ended meanwhile, and pages may have changed
                found = find_files(roots)
            locked = _LockedRun(settings, progress, snapshots, workers, found)
            if locked.pages_are_untouched():
                return locked.unchanged()
            cache = Cache(snapshots.home / ".cache", parse_fingerprint(settings))
            try:
                return locked.outcome(cache)
            except BrokenCache:
                progress.stage("reading anew", why="what the last run kept is damaged")
                cache.forget()
                return _LockedRun(settings, progress, snapshots, workers, find_files(roots)).outcome(cache)


def _made_with(settings: Settings, folder: Path | None) -> bool:
    """Was the snapshot in FOLDER made with what SETTINGS say of rules and gate? Then they make sense."""
    if folder is None:
        return False
    asked = settings.model_dump(mode="json", include={"select", "ignore", "severity", "gate", "baseline"})
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):  # a damaged manifest
        said = json.loads((folder / MANIFEST).read_bytes())["settings"]
        return bool(asked == {name: said[name] for name in asked})
    return False


def _require_rules(settings: Settings) -> None:
    """UsageError, before a folder is made or a lock waited for, where SETTINGS name no rules."""
    if settings.select or settings.ignore or settings.severity or settings.gate.limits:
        from etl.rules.selection import select_rules

        select_rules(settings)


def _require_files(settings: Settings, *, known: bool) -> None:
    """UsageError or InputError, as soon, where what SETTINGS name is not there, or no baseline unless it is KNOWN."""
    for reference in itertools.filterfalse(os.path.exists, settings.references):
        from etl.references.load import checked_hash

        checked_hash(Path(reference), file_hash)
    if settings.baseline is not None and not (known and os.path.exists(settings.baseline)):  # noqa: PTH110 - as above
        from etl.pipeline import baseline

        if not Path(settings.baseline).is_fifo():  # which can be read once
            baseline.read(Path(settings.baseline))


class _LockedRun:
    """A run that holds the lock of its output, from the pages that were found to what becomes of them."""

    def __init__(
        self, settings: Settings, progress: Progress, snapshots: Snapshots, workers: Workers, found: Found
    ) -> None:
        """FOUND: the pages."""
        self._settings, self._progress, self._snapshots, self._workers = settings, progress, snapshots, workers
        self._found = found
        self._state = State(snapshots.home / ".state.json")
        self._references = snapshots.home / ".references"
        self._stamps = Stamps(self._references / "stamps.json", found.began.ns)
        hashes = self._stamps.hashes_of(settings.named_files)
        # What a snapshot depends on: all but the pages (code, settings, references), and the pages' names and stamps.
        self._fingerprint = run_fingerprint(settings, hashes, found.passed_over)
        self._scan: str | None = scan_digest(found.files)

    def pages_are_untouched(self) -> bool:
        """Do the stamps of the pages alone show that the current snapshot is what would be made?"""
        return self._scan is not None and self._is_current(scan=self._scan)

    def _is_current(self, **pages: str) -> bool:
        """Is the current snapshot whole, and made from these PAGES (`scan` or `files`), by these settings and code?"""
        folder = self._snapshots.current()
        if folder is None or not self._state.made_from(folder.name, run=self._fingerprint, **pages):
            return False
        return self._state.stamped(folder) or self._snapshots.sound() is not None

    def unchanged(self) -> Outcome:
        """The outcome where the current snapshot is what would be made; what was lost beside it is restored."""
        folder = self._snapshots.current()
        if folder is not None:
            self._state.renew(folder, self._scan)
        self._snapshots.mend()
        self._stamps.save()
        return Outcome(passed=True, report=None)

    def outcome(self, cache: Cache) -> Outcome:
        """Make a snapshot and publish it if the gate lets it, unless CACHE shows that there is nothing to do.

        Raises BrokenCache.
        """
        began_ns = time.time_ns()
        if not self._found.files.select(settled(began_ns).all()).item():
            self._scan = None  # a later change may leave it the same
        same = cache.compare(self._found.files, began_ns, self._hashes)
        if same and self._is_current(files=files_digest(cache.kept)):
            cache.save()
            return self.unchanged()
        staging = self._snapshots.begin(FILES)
        try:
            return self._published(staging, cache)
        finally:
            self._snapshots.discard(staging)

    def _hashes(self, touched: pl.DataFrame) -> pl.DataFrame:
        """The hashes of files whose stamps alone have changed."""
        from etl.pipeline.incremental.hashes import file_hashes

        self._progress.stage("comparing", files=touched.height)
        return file_hashes(touched, self._settings.max_page_mb * 1_000_000, self._workers.count)

    def _published(self, staging: Path, cache: Cache) -> Outcome:
        """Make a snapshot in STAGING, and publish it if the gate lets it."""
        from etl.pipeline.plan import make_plan
        from etl.pipeline.reading.read import read

        # No daemon: Python aborts where it ends while one imports.
        ready = threading.Thread(target=_get_ready, name="get ready")
        ready.start()
        plan = make_plan(self._settings, self._references, self._stamps, self._progress)
        spool = read(self._found, plan, self._progress, cache, self._workers)
        files = files_digest(cache.kept)
        if self._is_current(files=files):
            return self.unchanged()
        cache.let_go()
        from etl.pipeline.make import make

        last = self._snapshots.sound()
        ready.join()  # else what it has not finished would be done twice
        made = make(spool, plan, self._found, staging, self._progress, last)
        if not made.report.published:
            self._progress.stage("not publishing", why=made.report.why)
            self._snapshots.publish_failed(made.without_tables(staging))
            return Outcome(passed=False, report=made.report)
        self._progress.stage("publishing", snapshot=made.manifest.snapshot_id)
        folder = self._snapshots.publish(staging, made.manifest.snapshot_id)
        self._state.write(folder, self._fingerprint, files, self._scan)
        self._stamps.save()
        return Outcome(passed=True, report=made.report)


def _get_ready() -> None:
    with suppress(Exception):  # it is tried again where it is needed, and told there
        from etl.pipeline.make import get_ready

        get_ready()
