"""Frames of millions of rows: how they are held, and how they are asked, in little memory."""

from __future__ import annotations

import polars as pl

_REPEATED = {"venue_raw", "venue_kind", "venue_id", "paper_type", "kind", "encoding", "owner", "name_raw", "names"}


def by_code(frame: pl.DataFrame) -> pl.DataFrame:
    """FRAME with the columns whose texts are often the same as Categorical: millions of rows take a fifth of the room.

    Lists of them as lists of Categorical. They compare, sort and join as the texts do.
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
    """Two columns of codes (UInt32) as one UInt64, null where one is: by one key, many rows take half the room."""
    return pl.col(first).cast(pl.UInt64) * 2**32 + pl.col(second)


def streamed(query: pl.LazyFrame) -> pl.DataFrame:
    """What QUERY gives, in no promised order, by the engine that takes a third of the room for joins and groups."""
    return query.collect(engine="streaming")
