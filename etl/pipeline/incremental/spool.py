"""What the shards gave, as the merge and the tables ask for it: read from the cache when it is wanted, not before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from etl.frames import compacted
from etl.identity import HEX_DIGITS
from etl.pipeline.incremental.cache import Cache


class Spool:
    """The frames of `etl.pipeline.incremental.segment.ShardResult`, of one shard at the least.

    A small frame comes shard by shard; the rows of a large one part by part, in ascending order of its key, by the
    first hex digit. Raises BrokenCache.
    """

    def __init__(self, cache: Cache, segments: Sequence[str], *, parted: bool) -> None:
        """PARTED: give sixteen parts, for memory's sake, in place of one."""
        self._cache, self._segments = cache, segments
        self.parted = parted
        self.parts = list(HEX_DIGITS) if parted else [""]

    def small(self, table: str) -> Iterator[pl.DataFrame]:
        """The small frame TABLE (`etl.pipeline.incremental.segment.SMALL`) of each shard."""
        return (self._cache.small(segment, table) for segment in self._segments)

    def read(self, table: str, part: str, only: pl.DataFrame | None = None) -> pl.DataFrame:
        """The rows of TABLE (`frames`, `quarantine`, `texts`) whose key begins with PART, in no order.

        ONLY: a frame of key columns; rows with other keys are left out before they take memory.
        """
        frames = [_only(frame, only) for segment in self._segments for frame in self._cache.large(segment, table, part)]
        return _only(pl.concat(frames), only)

    def each(self, table: str, only: pl.DataFrame | None = None) -> Iterator[pl.DataFrame]:
        """The parts of TABLE in ascending order of the key; ONLY: see `read`."""
        for part in self.parts:
            yield self.read(table, part, only)


def _only(frame: pl.DataFrame, keys: pl.DataFrame | None) -> pl.DataFrame:
    if keys is None or frame.is_empty():  # which most parts of the quarantine are
        return frame
    return compacted(frame.join(keys, on=keys.columns, how="semi", maintain_order="left"))
