"""From the corpus and the spooled texts to the rows of the eight tables, in the order of their keys."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from etl.corpus import Corpus
from etl.extract.page import rendered_listing
from etl.pipeline.shard import whole_texts
from etl.pipeline.spool import Spool
from schemas.tables import polars_schema, table_key


def shaped(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """FRAME with exactly the columns and types of TABLE, sorted by its key."""
    schema = polars_schema(table)
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(table_key(table))


def pages(corpus: Corpus, spool: Spool) -> Iterator[pl.DataFrame]:
    """The table `pages`, in parts."""
    for part in spool.parts:
        frames = spool.read("frames", part).unique(["page_id", "path"], keep="first", maintain_order=True)
        rows = corpus.pages.filter(pl.col("page_id").str.starts_with(part)) if part else corpus.pages
        yield shaped("pages", rows.join(frames, on=["page_id", "path"], how="left"))


def listings(corpus: Corpus, spool: Spool) -> Iterator[pl.DataFrame]:
    """The table `listings`, in parts, with the bytes of those that their paper would not give back."""
    places = corpus.pages.select("page", "page_id", "path")
    ids = corpus.listings.join(places, on="page", how="left", maintain_order="left")
    ids = ids.join(corpus.papers.select("paper", "paper_id"), on="paper", how="left", maintain_order="left")
    raws = _raws(corpus, spool)
    for part in spool.parts:
        rows = ids.filter(pl.col("page_id").str.starts_with(part)) if part else ids
        yield shaped("listings", rows.join(raws, on="copy", how="left"))


def _raws(corpus: Corpus, spool: Spool) -> pl.DataFrame:
    """The bytes of copies that the tables would not give back: copy, raw.

    These are not in the site's own form, do not speak for their paper, or have an "et al.", which is no authorship.
    """
    unnamed = corpus.authorships.filter("et_al").select("paper").unique()
    others = pl.concat(
        [
            corpus.copies.filter(~pl.col("canonical") | pl.col("has_raw")),
            corpus.copies.filter("canonical", ~pl.col("has_raw")).join(
                unnamed, on="paper", how="semi", maintain_order="left"
            ),
        ]
    )
    schema = pl.Schema({"copy": pl.UInt64, "raw": pl.Binary})
    if others.is_empty():
        return schema.to_frame()
    found = [
        others.join(texts.select("copy", "raw", "abstract_raw").unique("copy"), on="copy").select(
            "copy", raw=pl.coalesce("raw", rendered_listing().cast(pl.Binary))
        )
        for texts in spool.each("texts", others.select("copy"))
    ]
    return pl.concat(found)


def papers(corpus: Corpus, spool: Spool, names: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The table `papers`, in parts; NAMES: the table `authorships`."""
    status = corpus.lists.papers.select("paper", author_list_status="status", truncation_probability="probability")
    known = known_authors(names)
    rows = (
        corpus.papers.join(status, on="paper", how="left", maintain_order="left")
        .join(known, on="paper_id", how="left", maintain_order="left")
        .with_columns(pl.col("known_authors").fill_null(0))
    )
    for part in spool.parts:
        texts = spool.read("texts", part).unique("copy", keep="first", maintain_order=True).drop("base", "raw")
        some = rows.filter(pl.col("paper_id").str.starts_with(part)) if part else rows
        yield shaped("papers", some.join(whole_texts(texts), on="copy", how="left"))


def known_authors(rows: pl.DataFrame) -> pl.DataFrame:
    """How many different authors are known of each paper: paper_id, known_authors."""
    return rows.group_by("paper_id").agg(known_authors=pl.col("author_id").n_unique().cast(pl.Int32))


def authorships(corpus: Corpus) -> pl.DataFrame:
    """The table `authorships`: listed names, people recovered from page owners, people known from references."""
    listed = corpus.authorships.filter(~pl.col("et_al")).select(
        "paper", "author", "name_raw", pl.col("position").cast(pl.Int32),
        role=pl.lit("listed"), evidence=pl.lit(None, pl.String),
    )  # fmt: skip
    rows = pl.concat([listed, corpus.missing.select(listed.columns)])
    papers_ = corpus.papers.select("paper", "paper_id")
    people = corpus.authors.select("author", "author_id")
    return shaped("authorships", rows.join(papers_, on="paper", how="left").join(people, on="author", how="left"))


def authors(corpus: Corpus, rows: pl.DataFrame) -> pl.DataFrame:
    """The table `authors`, with the papers and years of each from the authorships ROWS."""
    years = corpus.papers.select("paper_id", "year")
    counts = (
        rows.select("paper_id", "author_id").unique().join(years, on="paper_id", how="left")
        .group_by("author_id").agg(papers=pl.len(), first_year=pl.col("year").min(), last_year=pl.col("year").max())
    )  # fmt: skip
    used = pl.concat([counts.select("author_id"), _owner_ids(corpus)]).unique()
    people = corpus.authors.join(used, on="author_id", how="semi").join(counts, on="author_id", how="left")
    return shaped("authors", people.with_columns(pl.col("papers").fill_null(0)))


def _owner_ids(corpus: Corpus) -> pl.DataFrame:
    owners = corpus.pages.select(author="owner_author").drop_nulls()
    return owners.join(corpus.authors.select("author", "author_id"), on="author").select("author_id")


def venues(corpus: Corpus) -> pl.DataFrame:
    """The table `venues`."""
    about = corpus.headings.sort("venue_id", "venue_raw", "venue_kind", "year").unique(
        "venue_id", keep="first", maintain_order=True
    )
    counts = corpus.papers.group_by("venue_id").agg(
        papers=pl.len(), first_year=pl.col("year").min(), last_year=pl.col("year").max()
    )
    named = about.select(
        "venue_id", "full_name", "known", name="venue",
        kind=pl.coalesce("registry_kind", pl.col("venue_kind").str.to_lowercase()),
    )  # fmt: skip
    return shaped("venues", named.join(counts, on="venue_id"))


def quarantine(corpus: Corpus, spool: Spool) -> Iterator[pl.DataFrame]:
    """The table `quarantine`, in parts; further copies of a page left out."""
    kept = corpus.pages.select("page_id", "path", page_first="first_byte", page_bytes="bytes")
    inside = pl.col("first_byte").is_between("page_first", pl.col("page_first") + pl.col("page_bytes"), closed="left")
    for part in spool.each("quarantine", kept.select("page_id", "path")):
        yield shaped("quarantine", part.join(kept, on=["page_id", "path"]).filter(inside))
