"""From the files that were found to what they give: new and changed ones are worked on, the rest is in the cache."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from etl.engines.local import map_shards
from etl.extract.files import InputFile, Source, read_file, shards
from etl.extract.find import Found
from etl.pipeline.cache import INDEX, SMALL, Cache
from etl.pipeline.hashes import HASHED, file_hash
from etl.pipeline.shard import ShardResult, Small, read_shard
from etl.pipeline.spool import Spool
from etl.progress import Progress
from etl.rules.selection import Selection
from schemas.settings import Settings

_SHARD_BYTES = 24_000_000
_HELD_PER_MB = 250_000  # bytes of input whose texts are held in memory, for each MB that a run may use
_TOLD_BYTES = 1_000_000  # progress is told so often: the threads share a lock for it
_UNPACKED = 20  # times the size of a compressed file; more is rare in text


@dataclass(slots=True)
class Reading:
    """What the pages of a run gave."""

    small: Small
    spool: Spool

    def take(self) -> Small:
        """The small frames, of which nothing is kept here: the merge lets go of them as it goes."""
        small, self.small = self.small, Small([], [], [], [])
        return small


def read(
    found: Found, settings: Settings, selection: Selection, progress: Progress, cache: Cache | None, scanned_ns: int
) -> Reading:
    """Work on the files that are new or changed, and write what they give to the CACHE; take the rest from there.

    SCANNED_NS: when the files were looked for. Without a cache all is held in memory. Raises BrokenCache.
    """
    if cache is not None:
        cache.begin()
    kept = cache.segments() if cache else []
    todo = found.files.join(cache.kept, on="name", how="anti", maintain_order="left") if cache else found.files
    progress.stage("reading", files=todo.height, kept=found.files.height - todo.height)
    progress.total(todo.height, int(todo["size"].sum()))
    frames = {table: [cache.small(segment, table) for segment in kept] if cache else [] for table in SMALL}
    work = _Work(settings, selection, progress, cache, frames["copies"], hold=cache is None or holds(found, settings))
    work.run(todo)
    if cache is not None:
        cache.commit(work.indexed(todo), scanned_ns)
    for table in SMALL:
        frames[table] += [getattr(result, table) for result in work.held]
        frames[table] += [cache.small(segment, table) for segment in work.spooled] if cache else []
    small = Small(frames["pages"], frames["listings"], frames["copies"], frames["drafts"])
    return Reading(small, Spool(cache, [*kept, *work.spooled], work.held, parted=bool(work.spooled)))


def holds(found: Found, settings: Settings) -> bool:
    """Can what the files FOUND give be held in memory? What compressed ones will give is a guess."""
    packed = pl.when(pl.col("name").str.ends_with(".txt")).then(1).otherwise(_UNPACKED)
    return int(found.files.select((pl.col("size") * packed).sum()).item()) <= settings.memory_mb * _HELD_PER_MB


class _Work:
    """The work on shards, with what all of them share."""

    def __init__(
        self, settings: Settings, selection: Selection, progress: Progress, cache: Cache | None,
        copies: list[pl.DataFrame], *, hold: bool,
    ) -> None:  # fmt: skip
        self._max_bytes = settings.max_page_mb * 1_000_000
        self._workers = settings.workers
        self._rules = selection.of("copy")
        self._progress, self._cache = progress, cache
        self._hold = hold
        self._seen: set[int] = set()
        self._lock = threading.Lock()
        self._number = itertools.count()
        self._index: list[pl.DataFrame] = []
        self.held: list[ShardResult] = []
        self.spooled: list[str] = []
        for some in copies:
            self._seen.update(some["copy"])

    def run(self, todo: pl.DataFrame) -> None:
        """Work on the files TODO."""
        for results in map_shards(self._work, shards(todo, _SHARD_BYTES, self._max_bytes), self._workers):
            for segment, result in results:
                if result is not None:
                    self.held.append(result)
                else:
                    self.spooled.append(segment)

    def _work(self, files: list[InputFile]) -> list[tuple[str, ShardResult | None]]:
        return [self._one(sources) for sources in self._batches(files)]

    def _batches(self, files: list[InputFile]) -> Iterator[list[Source]]:
        """The bytes of FILES, in stretches that stay small also where they were compressed."""
        batch: list[Source] = []
        size, files_done, bytes_done = 0, 0, 0
        for file in files:
            batch.append(read_file(file, self._max_bytes))
            size += len(batch[-1].data)
            files_done, bytes_done = files_done + 1, bytes_done + file.size
            if bytes_done > _TOLD_BYTES:
                self._advance(files_done, bytes_done)
                files_done, bytes_done = 0, 0
            if size > 2 * _SHARD_BYTES:
                yield batch
                batch, size = [], 0
        self._advance(files_done, bytes_done)
        if batch:
            yield batch

    def _advance(self, files: int, bytes_: int) -> None:
        with self._lock:
            self._progress.advance(files, bytes_)

    def _one(self, sources: list[Source]) -> tuple[str, ShardResult | None]:
        """The segment of SOURCES, and what they gave, if it is to be held in memory."""
        result = read_shard(sources, self._rules, self._is_new)
        with self._lock:
            number = next(self._number)
        segment = self._cache.add(number, len(sources), result) if self._cache else ""
        with self._lock:
            self._index.append(_hashed(sources, result.pages).with_columns(segment=pl.lit(segment)))
        return segment, result if self._hold else None

    def _is_new(self, copies: pl.Series) -> pl.Series:
        """Which of COPIES no shard before has worked on; they are its from now on."""
        with self._lock:
            fresh = [copy not in self._seen for copy in copies]
            self._seen.update(copies)
        return pl.Series(fresh, dtype=pl.Boolean)

    def indexed(self, todo: pl.DataFrame) -> pl.DataFrame:
        """Rows of the index for the files that were worked on; several for a file in pieces."""
        rows = pl.concat([pl.DataFrame(schema={**HASHED, "segment": pl.String}), *self._index])
        return todo.join(rows, on="name", maintain_order="left").select(INDEX.names())


def _hashed(sources: list[Source], pages: pl.DataFrame) -> pl.DataFrame:
    """The hash of each of SOURCES: name, hash. Where a file is one page, the page's id spares hashing it again."""
    whole = {(path, size): page for path, size, page in pages.select("path", "bytes", "page_id").iter_rows()}
    rows = [(source.path, file_hash(source, whole.get((source.path, len(source.data))))) for source in sources]
    return pl.DataFrame(rows, schema=HASHED, orient="row")
