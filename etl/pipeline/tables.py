"""From the corpus and the spooled texts to the rows of the eight tables, in the order of their keys."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from etl.corpus import Corpus
from etl.extract.grammar.listing_text import rendered_listing
from etl.frames import as_text, streamed
from etl.pipeline.incremental.segment import whole_texts
from etl.pipeline.incremental.spool import Spool
from schemas.tables import polars_schema, table_key

_PAPERS_AT_ONCE = 8_192  # a row group of `etl.load.parquet`


def shaped(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """FRAME with exactly the columns and types of TABLE, sorted by its key."""
    schema = polars_schema(table)
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(table_key(table))


def pages(corpus: Corpus, spool: Spool) -> Iterator[pl.DataFrame]:
    """The table `pages`, in parts."""
    for part in spool.parts:
        frames = spool.read("frames", part).unique(["page_id", "path"], keep="first", maintain_order=True)
        rows = corpus.whole_pages(part)
        yield shaped("pages", rows.join(frames, on=["page_id", "path"], how="left"))


def listings(corpus: Corpus, spool: Spool) -> Iterator[pl.DataFrame]:
    """The table `listings`, in parts, with the bytes of those that their paper would not give back."""
    ids = corpus.papers.select("paper", "paper_id")
    raws = _raws(corpus, spool)
    for part in spool.parts:
        here = corpus.whole_pages(part).select("page", "page_id", "path")
        first, end = _stretch(corpus.listings["page"], here["page"])
        rows = corpus.places.stretch(first, end).with_columns(corpus.listings["paper"][first:end])
        rows = rows.join(here, on="page", maintain_order="left")
        rows = rows.join(ids, on="paper", how="left", maintain_order="left")
        yield shaped("listings", rows.join(raws, on="copy", how="left"))


def _stretch(codes: pl.Series, some: pl.Series) -> tuple[int, int]:
    """Where in CODES, which ascend, those from the first to the last of SOME stand, which follow each other."""
    if some.is_empty():
        return 0, 0
    return codes.search_sorted(some[0], side="left"), codes.search_sorted(some[-1], side="right")


def _raws(corpus: Corpus, spool: Spool) -> pl.DataFrame:
    """The bytes of copies that the tables would not give back: copy, raw.

    These are not in the site's own form, do not speak for their paper, or have an "et al.", which is no authorship.
    """
    unnamed = pl.col("paper").is_in(corpus.authorships.filter("nobody")["paper"].unique().implode())
    others = as_text(corpus.kept_copies.filter(~pl.col("canonical") | pl.col("has_raw") | unnamed))
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


def papers(corpus: Corpus, spool: Spool) -> Iterator[pl.DataFrame]:
    """The table `papers`, in parts."""
    status = corpus.lists.papers.select("paper", author_list_status="status", truncation_probability="probability")
    missing = corpus.missing.group_by("paper").agg(known_authors=pl.len().cast(pl.Int32))
    for part in spool.parts:
        rows = (
            corpus.whole_papers(part)
            .join(status, on="paper", how="left", maintain_order="left")
            .join(missing, on="paper", how="left", maintain_order="left")
            .with_columns(pl.col("known_authors").fill_null(0) + pl.col("listed_authors"))
        )
        texts = spool.read("texts", part).drop("base", "raw").unique("copy", keep="first", maintain_order=True)
        rows = rows.join(texts, on="copy", how="left", maintain_order="left")
        del texts
        # Texts take several times their room while they are written.
        yield from (shaped("papers", whole_texts(some)) for some in rows.iter_slices(_PAPERS_AT_ONCE))


def _known(corpus: Corpus) -> pl.LazyFrame:
    """Who is known of each paper, listed or missing: paper, author, one row a pair."""
    listed = corpus.authorships.lazy().filter(~pl.col("nobody")).select("paper", "author")
    return pl.concat([listed, corpus.missing.lazy().select("paper", "author")]).unique()


def authorships(corpus: Corpus, spool: Spool) -> Iterator[pl.DataFrame]:
    """The table `authorships`, in parts: listed names, people recovered from page owners, or known from references."""
    people = corpus.authors.select("author", "author_id")
    for part in spool.parts:
        papers_ = corpus.papers.select("paper", "paper_id").filter(pl.col("paper_id").str.starts_with(part))
        listed = corpus.authorships.filter(~pl.col("nobody")).join(papers_, on="paper").select(
            "paper_id", "author", pl.col("name_raw").cast(pl.String), pl.col("position").cast(pl.Int32),
            role=pl.lit("listed"), evidence=pl.lit(None, pl.String),
        )  # fmt: skip
        rows = pl.concat([listed, corpus.missing.join(papers_, on="paper").select(listed.columns)])
        yield shaped("authorships", rows.join(people, on="author", how="left"))


def authors(corpus: Corpus) -> pl.DataFrame:
    """The table `authors`: all who are known of a paper, with how many and of which years, and the owners of pages."""
    years = corpus.papers.lazy().select("paper", "year")
    counts = streamed(
        _known(corpus).join(years, on="paper", how="left")
        .group_by("author").agg(papers=pl.len(), first_year=pl.col("year").min(), last_year=pl.col("year").max())
    )  # fmt: skip
    owners = corpus.pages.select(author="owner_author").drop_nulls()
    used = pl.concat([counts.select("author"), owners])
    people = corpus.authors.join(used, on="author", how="semi").join(counts, on="author", how="left")
    return shaped("authors", people.with_columns(pl.col("papers").fill_null(0)))


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
    return shaped("venues", named.join(as_text(counts), on="venue_id"))


def quarantine(corpus: Corpus, spool: Spool) -> Iterator[pl.DataFrame]:
    """The table `quarantine`, in parts; further copies of a page left out."""
    inside = pl.col("first_byte").is_between("page_first", pl.col("page_first") + pl.col("page_bytes"), closed="left")
    for part in spool.parts:
        pages_ = corpus.whole_pages(part).select("page_id", "path", page_first="first_byte", page_bytes="bytes")
        rows = spool.read("quarantine", part).join(pages_, on=["page_id", "path"])
        yield shaped("quarantine", rows.filter(inside))
