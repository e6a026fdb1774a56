"""How to hold and query frames of millions of rows in little memory."""

from __future__ import annotations

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
