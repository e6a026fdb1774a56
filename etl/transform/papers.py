"""Listings to papers: which copies show the same paper, and which of them speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import polars as pl

from etl.identity import letters, paper_ids
from etl.transform.names.parse import decoded

_HOMONYM_DIGITS = r"\s\d{4}$"  # Yi Ma 0001


def _person(name: pl.Expr) -> pl.Expr:
    """The letters of NAME, decoded, without a homonym id."""
    shown = name.map_batches(decoded, return_dtype=pl.String, is_elementwise=True)
    return letters(shown.str.replace(_HOMONYM_DIGITS, ""))


_FIRST_AUTHOR = _person(pl.col("names").list.first().cast(pl.String).fill_null(""))
_KEY = ["base", "venue", "group"]


def assign_papers(copies: pl.DataFrame) -> pl.DataFrame:
    """Which paper each copy shows.

    Copies of one title, venue and year show one paper, unless their author lists have nobody in common: then they
    are papers of their own. The id takes in the first author of the copy that speaks for the paper. What damages a name
    on one page (mojibake, HTML, LaTeX) makes nobody else of its bearer.

    COPIES, one row a distinct way in which listings show a paper: copy (UInt64), base (String, of title and year: see
    `etl.identity.title_base`), venue (String or Categorical), names (List of String or Categorical), title_raw
    (String), abstract_chars (UInt32), listings (UInt32: how many show it so).
    Returns copy, paper_id (String), canonical (Boolean: the copy that speaks for the paper).
    """
    several = copies.select(pl.struct("base", "venue").hash(0).is_duplicated()).to_series()
    alone = copies.filter(~several).select(
        "copy", *_KEY[:2], group=pl.lit(0, dtype=pl.Int32), first_author=_FIRST_AUTHOR, canonical=pl.lit(value=True)
    )
    speaks = pl.concat([alone, _ranked(copies.filter(several)).select(alone.columns)])
    spokesmen = speaks.filter("canonical")
    ids = spokesmen.select("base", "venue", "first_author").pipe(paper_ids)
    spokesmen = spokesmen.with_columns(pl.Series("paper_id", ids, dtype=pl.String))
    others = speaks.filter(~pl.col("canonical")).join(spokesmen.select(*_KEY, "paper_id"), on=_KEY)
    return pl.concat(rows.select("copy", "paper_id", "canonical") for rows in (spokesmen, others))


def _ranked(copies: pl.DataFrame) -> pl.DataFrame:
    """COPIES, of which several have one title, venue and year: which of these papers each shows, and which speaks."""
    ranked = copies.select(
        "copy", "base", "venue", "listings", "abstract_chars", "title_raw",
        first_author=_FIRST_AUTHOR, listed=pl.col("names").list.len(),
    ).sort(
        "base", "venue", "listings", "listed", "abstract_chars", "title_raw", "copy",
        descending=[False, False, True, True, True, False, False],
    )  # fmt: skip
    grouped = ranked.select(
        "copy",
        "base",
        "venue",
        "first_author",
        group=pl.lit(0, dtype=pl.Int32),
        contested=pl.col("first_author").n_unique().over("base", "venue") > 1,
    )
    if grouped["contested"].any():
        contested = grouped.filter("contested").join(copies.select("copy", "names"), on="copy", maintain_order="left")
        grouped = grouped.update(_split_contested(contested), on="copy")
    return grouped.with_columns(canonical=pl.struct(_KEY).is_first_distinct())


def _split_contested(copies: pl.DataFrame) -> pl.DataFrame:
    """Number the papers behind copies that agree in title, venue and year but not in the first author."""
    keys = copies.select(pl.col("names").list.eval(_person(pl.element().cast(pl.String)))).to_series()
    groups: dict[tuple[str, str], _Groups] = defaultdict(_Groups)
    rows = zip(copies["base"], copies["venue"], keys.to_list(), strict=True)
    number = [groups[base, venue].join(names) for base, venue, names in rows]
    return copies.select("copy", group=pl.Series(number, dtype=pl.Int32))


class _Groups:
    """The papers of one title, venue and year, each with the people on its copies."""

    def __init__(self) -> None:
        self._count = 0
        self._of: dict[str, int] = {}

    def join(self, people: Collection[str]) -> int:
        """The number of the first paper with one of PEOPLE, or a new one; a copy without names is the first's."""
        if self._of and people:
            found = min((self._of[person] for person in people if person in self._of), default=self._count)
        else:
            found = 0
        self._count = max(self._count, found + 1)
        self._of |= dict.fromkeys(people, found)
        return found
