"""The subject `reference`: papers that a reference knows, beside what it says of them."""

from __future__ import annotations

import polars as pl

from etl.corpus import Corpus
from etl.identity import letters
from etl.references.lists import LONGER, SAME
from etl.references.places import Venues
from etl.rules.subject_places import at_papers
from etl.transform.names import split_homonym
from etl.transform.text import clean_titles


def references(corpus: Corpus) -> pl.DataFrame:
    """One row a paper that a reference knows.

    outcome, source, row, detail; title, year, venue of the paper, and reference_title, reference_year,
    reference_venue; names_apart (String: names that are spelled differently, null if none); owners (String: of pages
    that show the paper, who are proven to be missing from a list that the reference has, too; null if none);
    titles_apart, venues_apart (Boolean).
    """
    told = corpus.references.rename({c: f"reference_{c}" for c in ("title", "year", "venue", "authors")})
    papers = corpus.papers.select("paper", "paper_id", "year", "venue_raw", "venue_id")
    rows = told.join(papers, on="paper_id", maintain_order="left")
    rows = rows.with_columns(corpus.paper_rows.take(rows["paper"]).select("title", "title_raw"))
    rows = rows.with_columns(
        cleaned=clean_titles(rows["reference_title"])["text"],
        venues_apart=pl.col("place") == Venues.OTHER,
    ).with_columns(titles_apart=letters(pl.col("title")) != letters(pl.col("cleaned")))
    for told_of_lists in (_names_apart(rows, corpus), _owners_missing(rows, corpus)):
        rows = rows.join(told_of_lists, on="paper", how="left", maintain_order="left")
    return at_papers(_with_names(rows, corpus).drop("paper_id"), corpus)


def _with_names(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """ROWS, with the names in `detail` that stand where the lists differ, as they are written."""
    here = _authorships(rows, corpus).select("paper", differs_at="position", here=pl.col("name_raw").cast(pl.String))
    named = rows.join(here, on=["paper", "differs_at"], how="left", maintain_order="left")
    there = pl.col("reference_authors").list.get(pl.col("differs_at") - 1, null_on_oob=True)
    written = pl.format(
        "position {} is “{}” here and “{}” in the reference ({})", "differs_at", "here", there, "detail"
    )
    return named.with_columns(detail=pl.coalesce(written, "detail")).drop("differs_at", "here")


def _authorships(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """The authorships of the papers of ROWS."""
    return corpus.authorships.join(rows, on="paper", how="semi")


def _names_apart(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """The names of lists that agree, where they are not spelled alike: paper, names_apart."""
    agreeing = rows.filter(pl.col("outcome").is_in([SAME, LONGER])).select("paper", name_there="reference_authors")
    there = agreeing.explode("name_there", empty_as_null=False).with_columns(
        position=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("paper")
    )
    here = (
        _authorships(agreeing, corpus)
        .filter(~pl.col("nobody"))
        .select("paper", "position", name_here=pl.col("name_raw").cast(pl.String))
    )
    both = here.join(there, on=["paper", "position"]).with_columns(
        split_homonym(pl.col("name_here"))[0].alias("bare_here"),
        split_homonym(pl.col("name_there"))[0].alias("bare_there"),
    )
    apart = both.filter(pl.col("bare_here").str.to_lowercase() != pl.col("bare_there").str.to_lowercase())
    told = pl.concat_str("name_here", pl.lit(" / "), "name_there")
    return (
        apart.sort("paper", "position")
        .group_by("paper", maintain_order=True)
        .agg(names_apart=told.str.join(", "), name_here=pl.col("name_here").first())
    )


def _owners_missing(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """The owners whom both lists lack: paper, owners."""
    whole = rows.filter(pl.col("outcome") == SAME)
    owners = corpus.missing.filter(pl.col("role") == "recovered").join(whole, on="paper", how="semi")
    return owners.sort("paper", "name_raw").group_by("paper").agg(owners=pl.format("“{}”", "name_raw").str.join(", "))
