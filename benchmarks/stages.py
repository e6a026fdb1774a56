"""Each stage of a run by itself, on what a run passes to it.

A run is made once with the functions of the stages recorded where the pipeline calls them; a stage is then played
again with the same arguments. So a benchmark knows no more of a stage than its name.
"""

from __future__ import annotations

import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

import polars as pl

from etl.extract.source.find import find_files
from etl.load.parquet import TableWriter
from etl.pipeline.run import run
from etl.snapshot_reader import snapshot_folder
from schemas.settings import Gate, Settings
from schemas.tables import TABLES

STAGES: dict[str, tuple[str, ...]] = {
    "read and decode": ("etl.pipeline.reading.work.read_stored", "etl.pipeline.reading.work.decode_files"),
    "extract": ("etl.pipeline.reading.work.extract",),
    "clean titles": ("etl.pipeline.reading.shard.clean_titles",),
    "clean abstracts": ("etl.pipeline.reading.shard.clean_abstracts",),
    "copy rules": ("etl.pipeline.reading.shard.evaluate",),
    "merge": ("etl.pipeline.make.merge",),
    "assign papers": ("etl.pipeline.merging.merge.assign_papers",),
    "resolve venues": ("etl.pipeline.merging.merge.resolve_venues",),
    "confirm references": ("etl.pipeline.merging.merge.referenced",),
    "parse names": ("etl.pipeline.merging.people.parse_names",),
    "author lists": ("etl.pipeline.merging.people.author_lists",),
    "name variants": ("etl.pipeline.merging.people.name_variants",),
    "findings": ("etl.pipeline.write_tables.find", "etl.pipeline.write_tables.finished"),
    "report": ("etl.pipeline.make.build_report", "etl.pipeline.make.write_reports"),
}
"""Name of the stage -> where the pipeline looks its functions up.

`merge` holds those from `assign papers` to `name variants`.
"""


@dataclass(slots=True)
class Stage:
    """The calls of a stage in one run."""

    calls: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)

    def play(self) -> None:
        """Make all calls again, with the same arguments, to the end of what they give."""
        for function, args, options in self.calls:
            result = function(*args, **options)
            if isinstance(result, Iterator):
                deque(result, maxlen=0)

    def seconds(self) -> float:
        """How long it takes to play."""
        begun = time.perf_counter()
        self.play()
        return time.perf_counter() - begun


@contextmanager
def recorded() -> Iterator[dict[str, Stage]]:
    """Within, all calls of `STAGES` are kept by stage. Raises AttributeError where a function is not in its place."""
    stages = {name: Stage() for name in STAGES}
    with ExitStack() as patches:
        for name, places in STAGES.items():
            for place in places:
                module, _, attribute = place.rpartition(".")
                target = import_module(module)
                keeper = _keeper(getattr(target, attribute), stages[name])
                patches.enter_context(mock.patch.object(target, attribute, keeper))
        yield stages


def _keeper(function: Callable[..., Any], stage: Stage) -> Callable[..., Any]:
    def keep(*args: Any, **options: Any) -> Any:
        stage.calls.append((function, args, options))
        return function(*args, **options)

    return keep


def record_run(pages: Path, references: Path | None, out: Path) -> dict[str, Stage]:
    """The stages of a run over PAGES into OUT, and of those that need no recording."""
    files = (str(references),) if references else ()
    settings = Settings(references=files, workers=1, gate=Gate(fail_on="never", max_quarantine=1))
    with recorded() as stages:
        run([pages], out, settings)
    snapshot = snapshot_folder(out)
    _bring_back(stages["report"], snapshot)
    again = out / "again"
    again.mkdir()
    tables = {table: pl.read_parquet(snapshot / f"{table}.parquet") for table in TABLES}
    search = Stage([(find_files, ([pages],), {})])
    writing = Stage([(_write, (again, table, rows), {}) for table, rows in tables.items()])
    return {"find files": search} | stages | {"check and write tables": writing}


def _bring_back(stage: Stage, snapshot: Path) -> None:
    """Copy SNAPSHOT to where it was made, since the calls of STAGE look there."""
    for path in {argument for _, args, _ in stage.calls for argument in args if isinstance(argument, Path)}:
        if not path.exists():
            shutil.copytree(snapshot, path)


def _write(folder: Path, table: str, rows: pl.DataFrame) -> None:
    with TableWriter(folder, table) as writer:
        writer.write(rows)
