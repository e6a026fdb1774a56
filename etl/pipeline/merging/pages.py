"""The pages of all shards, each once, and their listings."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

import polars as pl

from etl.frames import Rows, by_code
from etl.identity import HEX_DIGITS
from etl.pipeline.spill import Spill

_HELD = ["page", "owner", "declared_author_rows", "listed_papers"]
"""What is held of pages: see `etl.corpus.Corpus.pages`."""


def pages_and_listings(
    small: Callable[[str], Iterable[pl.DataFrame]], spill: Spill
) -> tuple[pl.DataFrame, Rows, pl.DataFrame, pl.DataFrame, Rows]:
    """`pages`, `page_rows`, `twins`, `listings` (page, copy) and `places` of the corpus; see `etl.corpus.Corpus`."""
    shards = enumerate(map(by_code, small("pages")))
    pages, twins = _pages(pl.concat(some.with_columns(shard=number) for number, some in shards))
    listings = pl.concat(map(_coded, small("listings"), _by_shard(pages))).sort("page", "ordinal")
    places, listings = spill.numbered("places", listings), listings.select("page", "copy")
    return _held(pages), spill.numbered("pages", pages.drop("shard", *_HELD)), twins, listings, places


def _pages(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Distinct pages, numbered by id; and the places where the bytes of a page stand again."""
    rows = rows.sort("page_id", "path", "first_byte")
    first = pl.col("page_id").is_first_distinct()
    pages = rows.with_columns(copies=pl.len().over("page_id").cast(pl.Int32)).filter(first)
    return pages.with_row_index("page"), rows.filter(~first).select("page_id", "path", "first_line", "lines")


def _held(pages: pl.DataFrame) -> pl.DataFrame:
    """What is held of PAGES: see `etl.corpus.Corpus.pages`."""
    return pages.select(pl.col("page_id").str.head(1).cast(pl.Enum(HEX_DIGITS)).alias("part"), *_HELD)


def _by_shard(pages: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The pages of each `shard` in turn, without end: page, page_id, path, page_first, page_bytes."""
    keys = pages.select("shard", "page", "page_id", "path", page_first=pl.col("first_byte"), page_bytes=pl.col("bytes"))
    parts = keys.partition_by("shard", as_dict=True, include_key=False)
    none = keys.drop("shard").clear()
    return (parts.get((number,), none) for number in itertools.count())


def _coded(listings: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """The listings of a shard by page code, its pages as in `_by_shard`; those of further copies of a page left out."""
    inside = pl.col("first_byte").is_between("page_first", pl.col("page_first") + pl.col("page_bytes"), closed="left")
    return (
        listings.join(pages, on=["page_id", "path"], how="inner")
        .filter(inside)
        .drop("page_id", "path", "page_first", "page_bytes")
    )
