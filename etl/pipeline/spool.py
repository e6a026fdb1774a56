"""The large frames of the shards, by the first hex digit of their keys, wherever they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from etl.pipeline.cache import LARGE, Cache
from etl.pipeline.shard import ShardResult


class Spool:
    """Gives the rows of a large frame back part by part, in ascending order of the key; of one shard at the least.

    Segments of the cache are read from disk; results that are still in memory are not.
    """

    def __init__(
        self, cache: Cache | None, segments: Sequence[str], held: Sequence[ShardResult], *, parted: bool
    ) -> None:
        """PARTED: give sixteen parts, for memory's sake, in place of one."""
        self._cache, self._segments, self._held = cache, segments, held
        self.parted = parted
        self.parts = [f"{digit:x}" for digit in range(16)] if parted else [""]

    def read(self, table: str, part: str, only: pl.DataFrame | None = None) -> pl.DataFrame:
        """The rows of TABLE (`frames`, `raws`, `quarantine`, `texts`) whose key begins with PART, in no order.

        ONLY: a frame of key columns; rows with other keys are left out before they take memory.
        """
        frames = [self._of_part(getattr(result, table), table, part) for result in self._held]
        for segment in self._segments:
            assert self._cache is not None
            frames += (_only(frame, only) for frame in self._cache.large(segment, table, part))
        return _only(pl.concat(frames), only)

    @staticmethod
    def _of_part(frame: pl.DataFrame, table: str, part: str) -> pl.DataFrame:
        return frame.filter(pl.col(LARGE[table]).str.starts_with(part)) if part else frame

    def each(self, table: str, only: pl.DataFrame | None = None) -> Iterator[pl.DataFrame]:
        """The parts of TABLE in ascending order of the key; ONLY: see `read`."""
        for part in self.parts:
            yield self.read(table, part, only)


def _only(frame: pl.DataFrame, keys: pl.DataFrame | None) -> pl.DataFrame:
    if keys is None or frame.is_empty():  # which most parts of the quarantine are
        return frame
    return frame.join(keys, on=keys.columns, how="semi", maintain_order="left")
