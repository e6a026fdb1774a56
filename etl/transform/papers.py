"""Listings to papers: which copies show the same paper, and which of them speaks for it."""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from etl.identity import hashed, letters

_HOMONYM_DIGITS = r"\s\d{4}$"


def assign_papers(copies: pl.DataFrame) -> pl.DataFrame:
    """Which paper each copy shows.

    Copies of one title, venue and year show one paper, unless their author lists have nobody in common: then they
    are papers of their own. The id takes in the first author of the copy that speaks for the paper.

    COPIES, one row a distinct way in which listings show a paper: copy (UInt64), base (String), names
    (List of String or Categorical), title_raw (String), abstract_chars (UInt32), listings (UInt32: how many show
    it so).
    Returns copy, paper_id (String), canonical (Boolean: the copy that speaks for the paper).
    """
    first = pl.col("names").list.first().cast(pl.String).fill_null("").str.replace(_HOMONYM_DIGITS, "")
    ranked = copies.select(
        "copy", "base", "listings", "abstract_chars", "title_raw",
        first_author=letters(first), listed=pl.col("names").list.len(),
    ).sort(
        "base", "listings", "listed", "abstract_chars", "title_raw", "copy",
        descending=[False, True, True, True, False, False],
    )  # fmt: skip
    alone = ranked.select(
        "copy",
        "base",
        "first_author",
        group=pl.lit(0, dtype=pl.Int32),
        contested=pl.col("first_author").n_unique().over("base") > 1,
    )
    if alone["contested"].any():
        contested = alone.filter("contested").join(copies.select("copy", "names"), on="copy", maintain_order="left")
        alone = alone.update(_split_contested(contested), on="copy")
    speaks = alone.with_columns(canonical=pl.struct("base", "group").is_first_distinct())
    spokesmen = speaks.filter("canonical").select("base", "group", author="first_author")
    suffix = hashed(spokesmen["author"], 4)
    ids = spokesmen.select("base", "group", paper_id=pl.col("base") + suffix)
    return speaks.join(ids, on=["base", "group"], how="left", maintain_order="left").select(
        "copy", "paper_id", "canonical"
    )


def _split_contested(copies: pl.DataFrame) -> pl.DataFrame:
    """Number the papers behind copies that agree in title, venue and year but not in the first author."""
    groups: dict[str, list[set[str]]] = defaultdict(list)
    number: list[int] = []
    keys = copies.select(
        pl.col("names").list.eval(letters(pl.element().cast(pl.String).str.replace(_HOMONYM_DIGITS, "")))
    ).to_series()
    for base, names in zip(copies["base"], keys, strict=True):
        known = groups[base]
        people = set(names)
        at = next((i for i, group in enumerate(known) if group & people or not people or not group), None)
        if at is None:
            at = len(known)
            known.append(set())
        known[at] |= people
        number.append(at)
    return copies.select("copy", group=pl.Series(number, dtype=pl.Int32))
