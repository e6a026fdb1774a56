"""Subjects about venues and years."""

from __future__ import annotations

from typing import Any

import polars as pl
from rapidfuzz.distance import OSA

from etl.corpus import Corpus
from etl.frames import as_text
from etl.rules.subjects.places import at_papers
from etl.transform.venues.index import load_book

_TIMES = 10  # as many papers have what another one is misspelt for
_OWN = {"Conference", "Conference Paper", "Journal", "Journal Article", "Workshop", "Workshop Paper"}  # the site's
_MOST_COMMON = 20  # others are compared with so many
_ALIKE = 0.85  # a letter or two of ten or more


def venue_years(corpus: Corpus) -> pl.DataFrame:
    """One row a venue, kind and year as written, as the registry sees it, with the number of papers.

    Beside the columns of `resolve_venues`: papers; all_papers (of the corpus); years_apart (Int32: to the nearest
    other year of the corpus, null where it has no other); as_of (the year of the registry); renamed_in (the last
    year that bore a former name, null for other names); may_be (String: the venues that an ambiguous name may mean).
    """
    keys = ["venue_raw", "venue_kind", "year"]
    first = as_text(corpus.papers.group_by(*keys).agg(pl.col("paper").first(), papers=pl.len()))
    rows = corpus.headings.join(first, on=keys, how="inner").sort(*keys)
    rows = rows.join(_years_apart(corpus), on="year", how="left", maintain_order="left")
    return at_papers(rows, corpus).with_columns(
        anchor=pl.concat_str("venue_raw", "venue_kind", separator="\x1f"),
        all_papers=pl.lit(corpus.papers.height),
        as_of=pl.lit(load_book().registry.as_of, pl.Int32),
        renamed_in=_renamed(rows),
        may_be=_may_be(rows),
    )


def _years_apart(corpus: Corpus) -> pl.DataFrame:
    """How far each year of the corpus is from the nearest other: year, years_apart, year_papers."""
    years = corpus.papers.group_by("year").agg(year_papers=pl.len()).sort("year")
    return years.with_columns(years_apart=pl.min_horizontal(pl.col("year").diff(), -pl.col("year").diff(-1)))


def _renamed(rows: pl.DataFrame) -> pl.Series:
    """The last year in which a former name was the venue's, by row."""
    entries = load_book().entries
    former = [
        max(entries[venue_id].former.values(), default=None) if how == "former name" else None
        for venue_id, how in rows.select("venue_id", "how").iter_rows()
    ]
    return pl.Series(former, dtype=pl.Int32)


def _may_be(rows: pl.DataFrame) -> pl.Series:
    """The full names of the candidates, by row; null where there is none."""
    entries = load_book().entries
    named = [" or ".join(entries[i].full_name for i in candidates) or None for candidates in rows["candidates"]]
    return pl.Series(named, dtype=pl.String)


def venues(corpus: Corpus) -> pl.DataFrame:
    """One row a venue and kind as written."""
    return (
        venue_years(corpus)
        .with_columns(papers=pl.col("papers").sum().over("anchor"), row_id="venue_id")
        .unique("anchor", keep="first", maintain_order=True)
    )


def venue_spellings(corpus: Corpus) -> pl.DataFrame:
    """One row a venue of the registry, with the names that stand for it beside its former ones: spellings."""
    now = venue_years(corpus).filter(pl.col("known"), pl.col("how") != "former name")
    spelled = now.filter(pl.col("venue_raw").n_unique().over("venue_id") > 1).sort(
        "venue_id", "venue_raw", "venue_kind", "year"
    )
    names = spelled.group_by("venue_id", maintain_order=True).agg(spellings=pl.col("venue_raw").unique().sort())
    first = spelled.unique("venue_id", keep="first", maintain_order=True)
    return first.join(names, on="venue_id", maintain_order="left").with_columns(
        row_id="venue_id", anchor="venue_id", names=pl.col("spellings").list.join("”, “")
    )


def heading_parts(corpus: Corpus) -> pl.DataFrame:
    """One row a type or kind as written, at the first paper that has it.

    part (`type`, `kind`), written, papers; usual (String: one that many more papers have and that is nearly the same,
    null where there is none), usual_papers.
    """
    parts = {"type": "paper_type", "kind": "venue_kind"}
    counted = pl.concat(
        corpus.papers.group_by(written=pl.col(column).cast(pl.String))
        .agg(pl.col("paper").first(), papers=pl.len())
        .with_columns(part=pl.lit(part))
        for part, column in parts.items()
    ).sort("part", "papers", "written", descending=[False, True, False])
    common = counted.filter(pl.col("papers") >= _TIMES).group_by("part", maintain_order=True).head(_MOST_COMMON)
    usual = [_usual(row, common) for row in counted.iter_rows(named=True)]
    found = pl.DataFrame(usual, schema={"usual": pl.String, "usual_papers": pl.UInt32}, orient="row")
    return at_papers(pl.concat([counted, found], how="horizontal"), corpus).with_columns(anchor="written")


def _usual(row: dict[str, Any], common: pl.DataFrame) -> tuple[str | None, int | None]:
    """Which of the COMMON parts ROW may be misspelt for, with the number of its papers."""
    for part, written, papers in common.select("part", "written", "papers").iter_rows():
        times = 1 if written in _OWN and row["written"] not in _OWN else _TIMES
        is_many = part == row["part"] and papers >= times * row["papers"]
        if is_many and OSA.normalized_similarity(row["written"], written, score_cutoff=_ALIKE) >= _ALIKE:
            return written, papers
    return None, None
