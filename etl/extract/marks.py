"""What a program put round the title or the abstract of a listing: the marks of Markdown or Org, the quotes of CSV."""

from __future__ import annotations

import polars as pl

_MARKED = r"^(?:#{1,6}\s|\*{2,6}|__)"
_FIELD = r'^"(?:[^"]|"")*"$'


def unmarked(listings: pl.DataFrame) -> pl.DataFrame:
    """LISTINGS (columns heading, title_raw, abstract_raw) with titles and abstracts as they were.

    A title has marks where its heading has some too. A program that writes CSV puts a line into quotes where a comma is
    in it, or quotes, which it doubles; no abstract has quotes of its own round all of it.
    """
    marked = listings["heading"].str.contains(_MARKED)
    if marked.any():
        bare = pl.col("title_raw").str.replace(r"^[#*]{1,6}\s+", "").str.replace(r"^(?:\*\*|__)(.+)(?:\*\*|__)$", "$1")
        listings = listings.with_columns(pl.when(marked).then(bare).otherwise("title_raw").alias("title_raw"))
    texts = pl.col("title_raw", "abstract_raw")
    quoted = listings.select(pl.any_horizontal(texts.str.starts_with('"') & texts.str.ends_with('"')))
    at = quoted.to_series().arg_true()
    if not len(at):
        return listings
    bare_texts = _fields(listings.select(texts)[at])
    return listings.with_columns(listings[name].scatter(at, bare_texts[name]) for name in bare_texts.columns)


def _fields(texts: pl.DataFrame) -> pl.DataFrame:
    """TEXTS (columns title_raw, abstract_raw) without the quotes of CSV."""
    every = pl.col("title_raw", "abstract_raw")
    of_csv = pl.col("abstract_raw").str.contains(_FIELD).fill_null(value=False)
    quoted_for = every.str.contains('[^"]""') | (of_csv & every.str.contains(",", literal=True))
    bare = every.str.strip_prefix('"').str.strip_suffix('"').str.replace_all('""', '"', literal=True)
    return texts.with_columns(pl.when(every.str.contains(_FIELD) & quoted_for).then(bare).otherwise(every))
