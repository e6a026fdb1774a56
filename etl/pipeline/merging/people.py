"""The people of a run, across pages: authors, their names on lists, and what is known of those lists."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from etl.frames import by_code, pair
from etl.identity import hashed
from etl.references.matching.list_relation import LONGER, SAME
from etl.transform.author_lists.statuses import AuthorLists, author_lists
from etl.transform.names.parse import parse_names
from etl.transform.names.variants import name_variants


def name_authors(
    copies: pl.DataFrame, pages: pl.DataFrame, confirmed: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The authors of COPIES, the owners of PAGES, and who stands on the longer lists that references have (CONFIRMED).

    Gives two frames: a row an author, numbered by id (see `Corpus.authors`); and a row a name as written (`name_raw`)
    with the author and the key that it stands for, and `et_al` and `nobody` (see `Corpus.authorships`).
    """
    named = [copies.filter("canonical")["names"].explode(empty_as_null=False), pages["owner"]]
    places = [some.unique().cast(pl.String) for some in named]
    if confirmed is not None:
        longer = confirmed.filter(pl.col("outcome") == LONGER)
        places.append(longer["authors"].explode(empty_as_null=False))
    written = pl.concat(places).drop_nulls().unique().sort().alias("name_raw")
    parsed = pl.concat([written.to_frame(), parse_names(written)], how="horizontal")
    parsed = parsed.with_columns(nobody=pl.col("et_al") & pl.col("family").is_null())
    identity = parsed.select(pl.concat_str("name", pl.col("homonym_id").fill_null(""), separator="\x1f")).to_series()
    parsed = parsed.with_columns(author_id=hashed(identity, 16))
    plain = pl.col("name_raw") == pl.concat_str("name", "homonym_id", separator=" ", ignore_nulls=True)
    parsed = parsed.sort("author_id", plain, "name_raw")  # findings are about the first spelling
    keys = parsed.select("author_key").unique().sort("author_key").with_row_index("key")
    parsed = parsed.join(keys, on="author_key", how="left", maintain_order="left")
    authors = parsed.unique("author_id", keep="first", maintain_order=True).with_row_index("author")
    names = parsed.join(authors.select("author_id", "author"), on="author_id", how="left").select(
        "name_raw", "author", "key", "author_key", "et_al", "nobody"
    )
    return authors, names


def owners_by_name(names: pl.DataFrame) -> pl.DataFrame:
    """Who each owner as written is: owner, owner_key, owner_author, owner_author_key (Categorical)."""
    key = pl.col("author_key").cast(pl.Categorical)
    return by_code(names.select(owner="name_raw", owner_key="key", owner_author="author", owner_author_key=key))


def listed_names(copies: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The names on each paper's canonical copy, in order."""
    lists = copies.filter("canonical").select("paper", name_raw="names").sort("paper")
    return (
        lists.explode("name_raw", empty_as_null=False)
        .with_columns(position=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("paper"))
        .join(by_code(names.drop("author_key")), on="name_raw", how="left", maintain_order="left")
    )


def without_et_al(papers: pl.DataFrame, authorships: pl.DataFrame) -> pl.DataFrame:
    """PAPERS whose `listed_authors` counts no "et al.", which is nobody."""
    nobody = authorships.filter("nobody").group_by("paper").agg(nobody=pl.len().cast(pl.Int32))
    return (
        papers.join(nobody, on="paper", how="left", maintain_order="left")
        .with_columns(pl.col("listed_authors") - pl.col("nobody").fill_null(0))
        .drop("nobody")
    )


def judge_lists(
    papers: pl.DataFrame,
    authorships: pl.DataFrame,
    authors: pl.DataFrame,
    listings: pl.DataFrame,
    pages: pl.DataFrame,
    cap: int | None,
) -> AuthorLists:
    """What is known of the list of each of PAPERS without references; CAP: see `etl.pipeline.merging.merge.merge`."""
    keys = authors.unique("key", keep="first", maintain_order=True).sort("key")
    showings = (
        listings.select("paper", "page")
        .filter(pair("paper", "page").is_first_distinct())
        .join(pages.select("page", owner="owner_key"), on="page", how="left", maintain_order="left")
    )
    return author_lists(
        papers.select("paper", "paper_id", "venue_id", "year", "venue_kind"),
        authorships.select("paper", "position", "et_al", "nobody", name="key"),
        keys.select("author_key", "base_key", "homonym_id", name="key"),
        showings,
        pages.select(
            "page",
            owner="owner_key",
            declared_author_rows=pl.col("declared_author_rows").cast(pl.UInt32, strict=False),
            listed_papers=pl.col("listed_papers").cast(pl.UInt32),
        ),
        cap,
    )


def with_references(lists: AuthorLists, papers: pl.DataFrame, confirmed: pl.DataFrame) -> AuthorLists:
    """LISTS with what references prove: a longer list shows that one is cut, the same that it is complete.

    `unaided` is the probability that a suspected list has without them. A reference that has most of the lists that
    owners prove cut just as they stand was cut itself: it proves no list at the cap complete.
    """
    outcome = papers.select("paper", "paper_id").join(confirmed.select("paper_id", "outcome", "source"), on="paper_id")
    told = lists.papers.join(outcome.drop("paper_id"), on="paper", how="left", maintain_order="left")
    longer, same = pl.col("outcome") == LONGER, pl.col("outcome") == SAME
    proven = told.filter(pl.col("proof") == "owner", longer | same).group_by("source").agg(cut=same.mean() > 0.5)
    cut_itself = (pl.col("status") == "suspected") & pl.col("source").is_in(proven.filter("cut")["source"].implode())
    same = same & ~cut_itself.fill_null(value=False)
    cut = (pl.col("status") == "truncated") | longer
    told = told.with_columns(
        unaided=pl.when(pl.col("status") == "suspected").then("probability"),
        status=pl.when(cut).then(pl.lit("truncated")).when(same).then(pl.lit("complete")).otherwise("status"),
        probability=pl.when(cut).then(1.0).when(same).then(0.0).otherwise("probability"),
        proof=pl.when(pl.col("proof").is_null() & longer).then(pl.lit("reference")).otherwise("proof"),
    )
    return replace(lists, papers=told.drop("outcome", "source"))


def likely_variants(papers: pl.DataFrame, authorships: pl.DataFrame, authors: pl.DataFrame) -> pl.DataFrame:
    """Pairs of authors who seem to be one person; "et al." and "and others" are none."""
    named = authorships.select("paper", "author", "nobody")
    if named["nobody"].any():  # else all names are people's, and nothing is copied
        named = named.filter(~pl.col("nobody"))
    people = authors.select("author", "author_id", "name", "given", "family", "suffix", "homonym_id", "base_key")
    people = people.join(named, on="author", how="semi", maintain_order="left")
    links = named.select("paper", "author").join(
        papers.select("paper", venue="venue_id"), on="paper", how="left", maintain_order="left"
    )
    return name_variants(people, links)
