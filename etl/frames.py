"""How to hold and query frames of millions of rows in little memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl

_REPEATED = {"venue_raw", "venue_kind", "venue_id", "paper_type", "kind", "encoding", "owner", "name_raw", "names"}


def by_code(frame: pl.DataFrame) -> pl.DataFrame:
    """FRAME with its columns of texts that repeat (venues, owners, names ...) cast to Categorical, also inside lists.

    Millions of rows take a fifth of the memory so. The columns compare, sort and join as the texts do.
    """
    return frame.with_columns(
        pl.col(name).cast(pl.List(pl.Categorical) if isinstance(dtype, pl.List) else pl.Categorical)
        for name, dtype in frame.schema.items()
        if name in _REPEATED
    )


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """FRAME with what `by_code` made as String again."""
    return frame.with_columns(
        pl.col(pl.Categorical).cast(pl.String), pl.col(pl.List(pl.Categorical)).cast(pl.List(pl.String))
    )


def pair(first: str, second: str) -> pl.Expr:
    """Two columns of codes (UInt32) as one key (UInt64), null where one is: joins by it take half the memory."""
    return pl.col(first).cast(pl.UInt64) * 2**32 + pl.col(second)


def streamed(query: pl.LazyFrame) -> pl.DataFrame:
    """Collect QUERY by the streaming engine: joins and groups take a third of the memory; rows in no promised order."""
    return query.collect(engine="streaming")


def compacted(frame: pl.DataFrame) -> pl.DataFrame:
    """FRAME with the memory of its own texts alone: a filter leaves that of all that they were read with."""
    buffer = io.BytesIO()
    frame.write_ipc(buffer, compression="uncompressed")
    buffer.seek(0)
    return pl.read_ipc(buffer)


def lists_of_texts(rows: Sequence[Sequence[str] | None]) -> pl.Series:
    """ROWS as a column of lists, by Arrow: Polars makes a column of each row, in five times the time and the room."""
    import pyarrow as pa  # which commands that read a snapshot do not need

    return pl.Series(pa.array(rows, pa.large_list(pa.large_string())))


class Rows:
    """Rows in a fixed order that nobody needs all at once, in memory or in files."""

    def __init__(self, parts: Sequence[pl.DataFrame | Path], size: int, none: pl.DataFrame) -> None:
        """PARTS: frames, or Arrow files of frames, of SIZE rows each but for the last; NONE: a frame without rows."""
        self._parts, self._size, self._none = parts, size, none

    def _part(self, number: int) -> pl.DataFrame:
        part = self._parts[number]
        return part if isinstance(part, pl.DataFrame) else pl.read_ipc(part)

    def stretch(self, first: int, end: int) -> pl.DataFrame:
        """The rows from number FIRST to before END."""
        numbers = range(first // self._size, -(-end // self._size)) if first < end else ()
        found = [self._part(n)[max(first - n * self._size, 0) : end - n * self._size] for n in numbers]
        return pl.concat(found) if found else self._none

    def beside(self, frame: pl.DataFrame, code: str) -> pl.DataFrame:
        """FRAME, rows that follow each other, with the columns here of the rows that have the numbers CODE."""
        first = frame[code][0] if frame.height else 0
        return pl.concat([frame, self.stretch(first, first + frame.height)], how="horizontal")

    def take(self, rows: pl.Series) -> pl.DataFrame:
        """The rows of these numbers, in their order, as often as they stand there."""
        if len(self._parts) == 1:
            return self._part(0)[rows]
        wanted = rows.unique().sort()
        found = [self._none]
        for number in (wanted // self._size).unique():
            first = number * self._size
            here = wanted.filter(wanted.is_between(first, first + self._size, closed="left")) - first
            found.append(compacted(self._part(number)[here]))
        return pl.concat(found)[wanted.search_sorted(rows)]
