"""The frames that rules look at, one a subject: plain columns, one row a thing that can be flagged.

Each frame but `copy` has the columns of `etl.rules.engine.PLACE`: the key of the row in its table, where it stands
in the input, and an `anchor` that stays the same from run to run. `docs/reference/subjects.md` lists the columns.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from etl.corpus import Corpus
from etl.rules.engine import PLACE

Frame = pl.DataFrame


def _paper_places(corpus: Corpus) -> Frame:
    """Where each paper is shown first: paper and PLACE."""
    pages = corpus.pages.select("page", "page_id", "path")
    return corpus.papers.join(pages, on="page", how="left", maintain_order="left").select(
        "paper",
        "paper_id",
        "page_id",
        "path",
        "first_line",
        "last_line",
        row_id="paper_id",
        anchor="paper_id",
    )


def _page_place() -> list[pl.Expr]:
    """PLACE of a page: the lines of its header."""
    last = pl.col("first_line") + pl.min_horizontal("lines", 14).cast(pl.Int32) - 1
    return [
        pl.col("page_id").alias("row_id"), pl.lit(None, pl.String).alias("paper_id"), pl.col("page_id"),
        pl.col("path"), pl.col("first_line"), pl.max_horizontal(last, "first_line").alias("last_line"),
        pl.coalesce("owner_author_key", "path").alias("anchor"),
    ]  # fmt: skip


def pages(corpus: Corpus) -> Frame:
    """One row a page: its header, what it lists, and on how many of its listings the owner stands."""
    listed = corpus.listings.select("page", "paper").unique()
    owners = corpus.pages.select("page", key="owner_key").drop_nulls()
    on_list = listed.join(owners, on="page").join(
        corpus.authorships.select("paper", "key"), on=["paper", "key"], how="semi"
    )
    counts = on_list.group_by("page").agg(owner_on_lists=pl.len().cast(pl.Int32))
    return corpus.pages.join(counts, on="page", how="left", maintain_order="left").with_columns(
        pl.col("owner_on_lists").fill_null(0), *_page_place()
    )


def twin_pages(corpus: Corpus) -> Frame:
    """One row a further place where the bytes of a page stand."""
    first = corpus.pages.select("page_id", "owner_author_key", first_path="path")
    return corpus.twins.join(first, on="page_id", how="left", maintain_order="left").with_columns(
        *_page_place()
    )


def listings(corpus: Corpus) -> Frame:
    """One row a listing, with the one above it on its page: previous_year, previous_title; and `repeats`, `first_shown`."""
    papers = corpus.papers.select("paper", "paper_id", "title", "title_raw", "year")
    pages_ = corpus.pages.select(
        "page", "page_id", "path", "owner", page_anchor=pl.coalesce("owner_author_key", "path")
    )
    lower = pl.col("title_raw").str.to_lowercase()
    return (
        corpus.listings.drop("content", "canonical")
        .join(papers, on="paper", how="left", maintain_order="left")
        .join(pages_, on="page", how="left", maintain_order="left")
        .with_columns(
            previous_year=pl.col("year").shift(1).over("page"),
            previous_title=pl.col("title_raw").shift(1).over("page"),
            repeats=pl.len().over("page", "paper"),
            first_shown=pl.col("ordinal").min().over("page", "paper"),
            first_shown_line=pl.col("first_line").min().over("page", "paper"),
            title_key=lower,
            row_id=pl.concat_str("page_id", pl.col("ordinal").cast(pl.String), separator="/"),
            anchor=pl.concat_str("page_anchor", "paper_id", separator="\x1f"),
        )
        .with_columns(previous_title_key=pl.col("title_key").shift(1).over("page"))
    )


def papers(corpus: Corpus) -> Frame:
    """One row a paper: its heading, its title, its author list with what is known of it."""
    status = corpus.lists.papers.select("paper", "status", "probability", "proof")
    owners = corpus.authors.unique("key", keep="first", maintain_order=True).select(
        "key", missing_name="name"
    )
    page_path = corpus.pages.select("page", missing_page="path")
    missing = (
        corpus.lists.missing.join(owners, left_on="owner", right_on="key", how="left")
        .join(page_path, on="page", how="left")
        .sort("paper", "missing_name", "missing_page")
        .group_by("paper", maintain_order=True)
        .agg("missing_name", "missing_page")
        .with_columns(missing_names=pl.col("missing_name").list.join(", "))
    )
    seen = corpus.authorships.group_by("paper", "key").agg(
        name=pl.col("name_raw").first(), positions=pl.col("position"), times=pl.len()
    )
    repeated = (
        seen.filter(pl.col("times") > 1)
        .sort("paper", "name")
        .group_by("paper", maintain_order=True)
        .agg(repeated_names=pl.col("name").str.join(", "))
    )
    return (
        corpus.papers.drop("page", "first_line", "last_line", "paper_id")
        .join(status, on="paper", how="left", maintain_order="left")
        .join(missing, on="paper", how="left", maintain_order="left")
        .join(repeated, on="paper", how="left", maintain_order="left")
        .join(_paper_places(corpus), on="paper", how="left", maintain_order="left")
        .with_columns(cap=pl.lit(corpus.lists.cap.value, pl.Int32))
    )


def differing_copies(corpus: Corpus) -> Frame:
    """One row a paper that its listings show in more than one way, with the columns in which they differ."""
    several = corpus.papers.filter(pl.col("copies") > 1).select("paper")
    fields = {"title": "title_raw", "author list": "names", "type": "paper_type", "abstract": "abstract_hash"}
    differ = (
        corpus.copies.join(several, on="paper", how="semi")
        .group_by("paper")
        .agg(
            **{name: pl.col(column).hash().n_unique() > 1 for name, column in fields.items()},
            ways=pl.col("content").n_unique(),
        )
        .with_columns(
            differing=pl.concat_list(
                *(
                    pl.when(pl.col(name)).then(pl.lit(name)).otherwise(pl.lit(None, pl.String))
                    for name in fields
                )
            )
            .list.drop_nulls()
            .list.join(", ")
        )
        .sort("paper")
    )
    return differ.join(_paper_places(corpus), on="paper", how="left", maintain_order="left")


def authors(corpus: Corpus) -> Frame:
    """One row an author: the parts of the name and what is odd about it, at the first paper that lists it."""
    first = corpus.authorships.unique("author", keep="first", maintain_order=True).select("author", "paper")
    return (
        corpus.authors.join(first, on="author", how="inner", maintain_order="left")
        .join(_paper_places(corpus).drop("row_id", "anchor"), on="paper", how="left", maintain_order="left")
        .with_columns(row_id="author_id", anchor="author_id")
    )


def homonyms(corpus: Corpus) -> Frame:
    """One row a name that stands both with and without a homonym id."""
    both = (
        authors(corpus)
        .sort("base_key", pl.col("homonym_id").is_not_null(), "author_id")
        .group_by("base_key", maintain_order=True)
        .agg(
            pl.col("name").first(),
            bare=pl.col("homonym_id").is_null().any(),
            ids=pl.col("homonym_id").drop_nulls().unique().sort(),
            **{c: pl.col(c).first() for c in PLACE if c != "anchor"},
        )
    )
    return both.filter("bare", pl.col("ids").list.len() > 0).with_columns(
        anchor="base_key", homonym_ids=pl.col("ids").list.join(", ")
    )


def variants(corpus: Corpus) -> Frame:
    """One row a pair of authors who seem to be one person."""
    places = authors(corpus).select("author_id", *(c for c in PLACE if c not in {"row_id", "anchor"}))
    names = corpus.authors.select("author_id", "name")
    return (
        corpus.variants.join(
            names.rename({"author_id": "author_id_a", "name": "name_a"}), on="author_id_a", how="left"
        )
        .join(names.rename({"author_id": "author_id_b", "name": "name_b"}), on="author_id_b", how="left")
        .join(places, left_on="author_id_a", right_on="author_id", how="left")
        .sort("author_id_a", "author_id_b")
        .with_columns(
            row_id="author_id_a", anchor=pl.concat_str("author_id_a", "author_id_b", separator="\x1f")
        )
    )


def venue_years(corpus: Corpus) -> Frame:
    """One row a venue, kind and year as written, as the registry sees it, with the number of papers."""
    keys = ["venue_raw", "venue_kind", "year"]
    first = corpus.papers.group_by(*keys).agg(pl.col("paper").first(), papers=pl.len())
    return (
        corpus.headings.join(first, on=keys, how="inner")
        .sort(*keys)
        .join(_paper_places(corpus).drop("row_id", "anchor"), on="paper", how="left", maintain_order="left")
        .with_columns(row_id="venue_id", anchor=pl.concat_str("venue_raw", "venue_kind", separator="\x1f"))
    )


def venues(corpus: Corpus) -> Frame:
    """One row a venue and kind as written."""
    return (
        venue_years(corpus)
        .with_columns(papers=pl.col("papers").sum().over("anchor"))
        .unique("anchor", keep="first", maintain_order=True)
    )


def absent_owners(corpus: Corpus) -> Frame:
    """One row a page and listing whose list lacks the owner though it is too short to have been cut."""
    owners = corpus.pages.select("page", "owner", page_anchor=pl.coalesce("owner_author_key", "path"))
    places = (
        listings(corpus)
        .drop("owner", "page_anchor", "anchor")
        .unique(["page", "paper"], keep="first", maintain_order=True)
    )
    return (
        corpus.lists.owner_absent.select("paper", "page")
        .join(owners, on="page", how="left")
        .join(places, on=["page", "paper"], how="left")
        .sort("page", "paper")
        .with_columns(anchor=pl.concat_str("page_anchor", "paper_id", separator="\x1f"))
    )


SUBJECTS: dict[str, Callable[[Corpus], Frame]] = {
    "page": pages,
    "twin_page": twin_pages,
    "listing": listings,
    "paper": papers,
    "differing_copies": differing_copies,
    "author": authors,
    "homonym": homonyms,
    "variant": variants,
    "venue": venues,
    "venue_year": venue_years,
    "absent_owner": absent_owners,
}
"""Subject -> the frame that rules with it look at. `copy`, `quarantine`, `reference` and `drift` come from elsewhere."""
