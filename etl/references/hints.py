"""Which references can match any paper of a run, told by short hashes: a large file is sifted, not joined.

Two titles meet when their keys are equal, or when their first or last letters and the first authors' family names
are (`near`). Each of the three is kept as a CRC-32, the same on every machine. Two texts with one hash cost a
comparison; what is sifted out could never match.
"""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

import polars as pl

from etl.references.keys import title_key
from etl.references.near import END, MIN_LENGTH, families

HINTS = ("by_title", "by_start", "by_end")
HINT = pl.UInt32()


def with_hints(frame: pl.DataFrame, names: str) -> pl.DataFrame:
    """FRAME (title_key and NAMES, a list) with the columns `HINTS`, null where a title is too short."""
    ends = {"by_start": pl.col("title_key").str.head(END), "by_end": pl.col("title_key").str.tail(END)}
    long = pl.col("title_key").str.len_chars() >= MIN_LENGTH
    texts = frame.select(
        pl.col("title_key").alias("by_title"),
        *(pl.when(long).then(pl.concat_str(end, families(names), separator="|")).alias(n) for n, end in ends.items()),
    )
    return frame.with_columns(_hashes(texts))


def _hashes(texts: pl.DataFrame) -> Iterator[pl.Series]:
    """The columns of TEXTS as hashes."""
    for column in texts:
        hashed = [None if text is None else crc32(text.encode()) for text in column]
        yield pl.Series(column.name, hashed, dtype=HINT)


def sieve(papers: pl.DataFrame) -> pl.Expr:
    """Whether a row with `HINTS` can match any of PAPERS (title, names)."""
    keyed = papers.select(title_key(pl.col("title")).alias("title_key"), "names").drop_nulls()
    wanted = with_hints(keyed, "names")
    return pl.any_horizontal(pl.col(hint).is_in(wanted[hint].drop_nulls().unique().implode()) for hint in HINTS)
