"""From the files that were found to what they give: new and changed ones are worked on, the rest is in the cache."""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial

import polars as pl

from etl.engines.local import map_shards
from etl.engines.processes import Workers
from etl.extract.source.files import shards
from etl.extract.source.find import Found
from etl.pipeline.incremental.cache import INDEX, Cache
from etl.pipeline.incremental.hashes import HASHED
from etl.pipeline.incremental.spool import Spool
from etl.pipeline.memory import holds, piece_bytes
from etl.pipeline.plan import Plan
from etl.pipeline.reading.reading_failed import ReadingFailedError
from etl.pipeline.reading.work import PIECES, Batch, Shard, answer, work, work_apart
from etl.progress import Progress

_APART_BYTES = 48_000_000  # of input, from which on it pays to start processes


def read(found: Found, plan: Plan, progress: Progress, cache: Cache, workers: Workers) -> Spool:
    """Work on the files that are new or changed, and write what they give to the CACHE; take the rest from there.

    WORKERS are used where there is much to do, and ended. Of FOUND only the counts stay. Raises BrokenCache.
    """
    cache.begin()
    kept = cache.segments()
    todo = found.files.join(cache.kept, on="name", how="anti", maintain_order="left")
    progress.stage("reading", files=todo.height, kept=found.files.height - todo.height)
    began_ns = time.time_ns()
    coordinator = _worked_on(todo, plan, progress, cache, workers)
    workers.close()
    parted = not holds(found, plan.settings)
    found.let_go()
    cache.commit(coordinator.indexed(todo), began_ns)
    return Spool(cache, [*kept, *coordinator.segments], parted=parted)


def _worked_on(todo: pl.DataFrame, plan: Plan, progress: Progress, cache: Cache, workers: Workers) -> _LocalCoordinator:
    """Work on the files TODO, again and again until none is left on which Quiver fails."""
    given_up: frozenset[str] = frozenset()
    while True:
        progress.total(todo.height, int(todo["size"].sum()))
        # Begun anew, for a copy may have been claimed by the shard that failed.
        kept = (cache.small(segment, "copies") for segment in cache.segments())
        coordinator = _LocalCoordinator(progress, cache, kept)
        try:
            _work(todo, plan, coordinator, workers, given_up)
        except ReadingFailedError as failed:
            given_up |= failed.names
            said = f"Quiver fails on {', '.join(sorted(failed.names))} ({failed.why}), which is left in quarantine"
            progress.stage("reading anew", why=said)
            cache.begin()  # what was written is dropped
        else:
            return coordinator


class _LocalCoordinator:
    """The coordinator itself (see `etl.pipeline.reading.work.Coordinator`): writes what it is given to the cache."""

    def __init__(self, progress: Progress, cache: Cache, copies: Iterable[pl.DataFrame]) -> None:
        """COPIES: the frames of copies that the CACHE has already."""
        self._progress, self._cache = progress, cache
        self._seen: set[int] = set()
        self._lock = threading.Lock()
        self._number = itertools.count()
        self._index: list[pl.DataFrame] = []
        self.segments: list[str] = []
        self._put_off: set[str] = set()
        for some in copies:
            self._seen.update(some["copy"])

    def claim(self, copies: pl.Series) -> pl.Series:
        with self._lock:
            fresh = [copy not in self._seen for copy in copies]
            self._seen.update(copies)
        return pl.Series(fresh, dtype=pl.Boolean)

    def deliver(self, batch: Batch) -> None:
        with self._lock:
            number = next(self._number)
        segment = self._cache.add(number, batch.hashes.height, batch.packed)
        with self._lock:
            self._index.append(batch.hashes.with_columns(segment=pl.lit(segment)))
            self.segments.append(segment)

    def put_off(self, names: frozenset[str]) -> None:
        with self._lock:
            self._put_off |= names

    def put_off_of(self, todo: pl.DataFrame) -> pl.DataFrame:
        """Those of the files TODO that were put off, and are to be worked on now."""
        names, self._put_off = pl.Series(sorted(self._put_off), dtype=pl.String), set()
        files = todo.filter(pl.col("name").is_in(names.implode()))
        if files.height:
            self._progress.stage("reading other ways", files=files.height)
            self._progress.total(files.height, int(files["size"].sum()))
        return files

    def advance(self, files: int, size: int) -> None:
        with self._lock:
            self._progress.advance(files, size)

    def indexed(self, todo: pl.DataFrame) -> pl.DataFrame:
        """Rows of the index for the files that were worked on; several for a file in pieces."""
        rows = pl.concat([pl.DataFrame(schema={**HASHED, "segment": pl.String}), *self._index])
        return todo.join(rows, on="name", maintain_order="left").select(INDEX.names())


def _work(
    todo: pl.DataFrame, plan: Plan, coordinator: _LocalCoordinator, workers: Workers, given_up: frozenset[str]
) -> None:
    """Work on the files TODO, but for those GIVEN_UP: in threads where they are few, in processes where they are many.

    Files that take long are put off by all shards, and worked on together. Raises ReadingFailedError.
    """
    max_bytes, piece = plan.settings.max_page_mb * 1_000_000, piece_bytes(plan.settings, workers.count)
    rules = frozenset(rule.code for rule in plan.selection.of("copy"))
    size = int(todo["size"].sum())
    one: Callable[[Shard], None] = partial(work, coordinator=coordinator)
    if size >= _APART_BYTES and workers.start():
        one = partial(workers.call, work_apart, answer=answer(coordinator))
    hasty = size > piece
    while todo.height:
        parts = (
            Shard(files, max_bytes, piece, rules, given_up, hasty)
            for files in shards(todo, PIECES * piece, max_bytes, workers.count)
        )
        deque(map_shards(one, parts, workers.count), maxlen=0)
        todo, hasty = coordinator.put_off_of(todo), False
