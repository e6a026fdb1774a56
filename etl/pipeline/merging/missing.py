"""The people who are not on the list of a paper but known from elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from etl.frames import Rows
from etl.references.matching.list_relation import LONGER
from etl.transform.names.misspelling import misspelt
from etl.transform.names.owner_match import alike

_COLUMNS = ("paper", "author", "name_raw", "position", "role", "evidence", "known_from")


def missing_people(recovered: pl.DataFrame, referenced: pl.DataFrame, authors: pl.DataFrame) -> pl.DataFrame:
    """Who is missing from the lists, and how that is known, by paper; one row a paper and author.

    RECOVERED, REFERENCED: as `recovered_people` and `referenced_people` give them; AUTHORS: see `etl.corpus.Corpus`.
    A reference, which tells the position, goes before a page; `known_from` says where both are.
    """
    for near in (alike, _alike_or_misspelt):
        referenced = _as_owners(referenced, recovered, authors, near)
    both = ["paper", "author"]
    pages = recovered.select(*both, page_path="known_from")
    referenced = referenced.join(pages, on=both, how="left", maintain_order="left").with_columns(
        known_from=pl.concat_str("page_path", "known_from", separator=", ", ignore_nulls=True)
    )
    recovered = recovered.join(referenced, on=both, how="anti")
    return pl.concat([part.select(_COLUMNS) for part in (recovered, referenced)]).sort(
        "paper", "position", "name_raw", nulls_last=True
    )


def recovered_people(
    lists: pl.DataFrame, pages: pl.DataFrame, listings: pl.DataFrame, places: Rows, page_rows: Rows
) -> pl.DataFrame:
    """Page owners who are missing from the list of a paper that their page shows.

    LISTS: `AuthorLists.missing`; the rest: as in `etl.corpus.Corpus`. Returns paper, author, name_raw,
    position (Int32, null: not known), role (`recovered`), evidence (JSON), known_from (path of the page).
    """
    owners = pages.select("page", name_raw="owner", author="owner_author", owner="owner_key")
    both = ["page", "paper"]
    shown = (
        listings.select(*both).with_row_index("row").join(lists, on=both, how="semi", maintain_order="left")
        .unique(both, keep="first", maintain_order=True)
    )  # fmt: skip
    lines = shown.select(both).with_columns(line=places.take(shown["row"])["first_line"])
    return (
        lists.with_columns(page_rows.take(lists["page"]).select("page_id", "path"))
        .join(owners, on=["page", "owner"], how="left")
        .join(lines, on=both, how="left")
        .with_columns(
            pl.col("name_raw").cast(pl.String),
            position=pl.lit(None, pl.Int32),
            role=pl.lit("recovered"),
            evidence=pl.struct("page_id", "path", "line").struct.json_encode(),
            known_from="path",
        )
        .sort("paper", "author", "page")
        .unique(["paper", "author"], keep="first", maintain_order=True)
    )


def referenced_people(
    confirmed: pl.DataFrame, papers: pl.DataFrame, authorships: pl.DataFrame, names: pl.DataFrame
) -> pl.DataFrame:
    """The names that references have beyond the end of a list.

    CONFIRMED: what references say; the rest: as in `etl.corpus.Corpus`. Returns the columns of `recovered_people`: the
    role is `reference`, and `known_from` the reference's file.
    """
    longer = confirmed.filter(pl.col("outcome") == LONGER).select(
        "paper_id", "source", reference_row="row", name_raw="authors"
    )
    shown = authorships.filter(~pl.col("nobody")).group_by("paper").agg(shown=pl.col("position").max())
    return (
        longer.join(papers.select("paper", "paper_id"), on="paper_id")
        .join(shown, on="paper", how="left")
        .sort("paper")
        .explode("name_raw", empty_as_null=False)
        .with_columns(position=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("paper"))
        .filter(pl.col("position") > pl.col("shown").fill_null(0))
        .join(names.select("name_raw", "author", "nobody"), on="name_raw", how="left", maintain_order="left")
        .filter(~pl.col("nobody"))
        .with_columns(
            role=pl.lit("reference"),
            evidence=pl.struct("source", row="reference_row").struct.json_encode(),
            known_from="source",
        )
    )


def _alike_or_misspelt(pairs: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The PAIRS that could be one person, with letters wrong or not."""
    return pl.concat([alike(pairs, names), misspelt(pairs, names)]).unique()


def _as_owners(
    referenced: pl.DataFrame,
    recovered: pl.DataFrame,
    authors: pl.DataFrame,
    near: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame],
) -> pl.DataFrame:
    """REFERENCED with the page's author and spelling where a name is a page's owner under another one.

    The owner is one of those whom the list lacks. Who is NEAR to exactly one of their names ("J. Bell", "Jo Bell")
    is that person; where a name is near to two owners, it could be either, and nothing is decided.
    """
    both = ["paper", "author"]
    unnamed = recovered.join(referenced, on=both, how="anti").select("paper", owner="author", owner_raw="name_raw")
    others = referenced.join(recovered, on=both, how="anti").select("paper", name="author")
    pairs = unnamed.join(others, on="paper")
    found = near(pairs.select("owner", "name").unique(), authors.select("base_key", name="author"))
    sure = (pl.len().over("paper", "owner") == 1) & (pl.len().over("paper", "name") == 1)
    same = pairs.join(found, on=["owner", "name"], how="semi").filter(sure).rename({"name": "author"})
    told = referenced.join(same, on=both, how="left", maintain_order="left").with_columns(
        author=pl.coalesce("owner", "author"), name_raw=pl.coalesce("owner_raw", "name_raw")
    )
    return told.drop("owner", "owner_raw")
