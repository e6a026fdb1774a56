"""A check: the pages are read and judged as in a run, and nothing is published."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from etl.engines.processes import Workers
from etl.extract.source.find import find_files
from etl.load.faults import told_as_output_error
from etl.load.folders import temporary_folder
from etl.pipeline.incremental.cache import Cache
from etl.pipeline.incremental.stamps import Stamps
from etl.pipeline.memory import worker_count
from etl.pipeline.run import Outcome
from etl.progress import Progress
from schemas.settings import Settings

if TYPE_CHECKING:
    from etl.report.path_prefix import PathPrefix


def check(
    roots: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    *,
    format_: str | None = None,
    prefix: PathPrefix | None = None,
    write_baseline: Path | None = None,
    against: Path | None = None,
) -> Outcome:
    """Read the pages below ROOTS and judge them; publish nothing.

    FORMAT_: render the report so; PREFIX: of paths in it. WRITE_BASELINE: a file for the ids of the
    findings (see `baseline.write`). AGAINST: a snapshot to compare with.
    """
    from etl.pipeline.baseline import write
    from etl.pipeline.make import make
    from etl.pipeline.plan import make_plan
    from etl.pipeline.reading.read import read
    from etl.report.formats import FORMATS

    if write_baseline is not None and settings.baseline is not None and _is_new(write_baseline, settings.baseline):
        settings = settings.model_copy(update={"baseline": None})
    progress = progress or Progress()
    progress.stage("looking for pages")
    last = _compared(against) if against is not None else None
    with temporary_folder() as temporary, closing(Workers(worker_count(settings))) as workers:
        found = find_files(roots, workers.start)
        plan = make_plan(settings, temporary / "references", Stamps(None, found.began.ns), progress)
        folder = temporary / "snapshot"
        with told_as_output_error(folder):
            folder.mkdir()
        cache = Cache(temporary / "cache", "check")
        spool = read(found, plan, progress, cache, workers)
        cache.let_go()
        made = make(spool, plan, found, folder, progress, last)
        if write_baseline is not None:
            write(write_baseline, pl.read_parquet(folder / "findings.parquet"), plan.selection.left_out)
        rendered = FORMATS[format_](made.report, folder, prefix) if format_ else None
    return Outcome(passed=made.report.published or write_baseline is not None, report=made.report, rendered=rendered)


def _is_new(path: Path, named: str) -> bool:
    """Is PATH the baseline that the settings have NAMED, and not there yet? It is what this check makes."""
    return os.path.realpath(path) == os.path.realpath(named) and not os.path.lexists(path)


def _compared(against: Path) -> Path:
    """The folder of the snapshot AGAINST, which a run can be compared with; else InputError."""
    from etl.snapshot_reader import open_snapshot, require_undamaged

    snapshot = open_snapshot(against)
    for table in ("papers", "venues", "findings"):
        snapshot.table(table)
    require_undamaged(snapshot)
    return snapshot.path
