"""Subjects about authors."""

from __future__ import annotations

import polars as pl

from etl.corpus import Corpus
from etl.frames import by_code
from etl.rules.engine import PLACE
from etl.rules.subjects.places import at_papers

_SINGLE = pl.col("single_letter_part")
# So many names with a single letter, and such a share of all, are the style of the input, or of a page.
_IS_INPUT_STYLE = (_SINGLE.sum() >= 20) & (_SINGLE.mean() >= 0.05)
_IS_PAGE_STYLE = (_SINGLE.sum() >= 5) & (_SINGLE.mean() >= 0.5)


def authors(corpus: Corpus) -> pl.DataFrame:
    """One row an author: the parts of the name and what is odd about it, at the first paper that lists `name_raw`.

    Column style_of: what shortens names to single letters as a style, if this name is one ("The input", "The page").
    """
    respelled = corpus.names.filter(pl.col("author").is_duplicated())["author"].unique().implode()
    as_told = corpus.authorships.filter(pl.col("author").is_in(respelled)).join(
        by_code(corpus.authors.select("author", "name_raw")),
        on=["author", "name_raw"],
        how="semi",
        maintain_order="left",
    )
    first = pl.concat([some.select("author", "paper") for some in (as_told, corpus.authorships)])
    first = first.unique("author", keep="first", maintain_order=True)
    named = corpus.authors.filter(~pl.col("nobody")).join(first, on="author", how="inner", maintain_order="left")
    return at_papers(named, corpus).with_columns(
        row_id="author_id",
        anchor="author_id",
        name_length=pl.col("name").str.len_chars(),
        style_of=pl.when(_SINGLE & _IS_INPUT_STYLE).then(pl.lit("The input"))
        .when(_SINGLE & _IS_PAGE_STYLE.over("page_id")).then(pl.lit("The page")),
    )  # fmt: skip


def short_name_styles(corpus: Corpus) -> pl.DataFrame:
    """The input, or one row a page, that shortens names to single letters as its style: style_of, names (how many).

    At the first such name.
    """
    written = authors(corpus).filter(pl.col("style_of").is_not_null())
    at = pl.when(pl.col("style_of") == "The page").then("path").otherwise("style_of")
    return (
        written.with_columns(anchor=at)
        .group_by("anchor", maintain_order=True)
        .agg(pl.col("style_of", "name").first(), names=pl.len(), **_first_place())
    )


def homonyms(corpus: Corpus) -> pl.DataFrame:
    """One row a name that stands both with and without a homonym id."""
    both = _by_key(corpus, "base_key").agg(
        pl.col("name").first(),
        bare=pl.col("homonym_id").is_null().any(),
        ids=pl.col("homonym_id").drop_nulls().unique().sort(),
        **_first_place(),
    )
    return both.filter("bare", pl.col("ids").list.len() > 0).with_columns(
        anchor="base_key", homonym_ids=pl.col("ids").list.join(", ")
    )


def case_variants(corpus: Corpus) -> pl.DataFrame:
    """One row a name that is written in several ways that differ in capitals alone."""
    spelled = _by_key(corpus, "author_key").agg(spellings=pl.col("name").unique().sort(), **_first_place())
    return spelled.filter(pl.col("spellings").list.len() > 1).with_columns(
        anchor="author_key", names=pl.col("spellings").list.join(", ")
    )


def _by_key(corpus: Corpus, key: str) -> pl.dataframe.group_by.GroupBy:
    """Authors of which there are several to a KEY, grouped by it."""
    several = authors(corpus).filter(pl.len().over(key) > 1)
    return several.sort(key, pl.col("homonym_id").is_not_null(), "author_id").group_by(key, maintain_order=True)


def _first_place() -> dict[str, pl.Expr]:
    return {column: pl.col(column).first() for column in PLACE if column != "anchor"}


def variants(corpus: Corpus) -> pl.DataFrame:
    """One row a pair of authors who seem to be one person."""
    places = authors(corpus).select("author_id", *(c for c in PLACE if c not in {"row_id", "anchor"}))
    names = corpus.authors.select("author_id", "name")
    pairs = corpus.variants
    for side in ("a", "b"):
        pairs = pairs.join(
            names.rename({"author_id": f"author_id_{side}", "name": f"name_{side}"}), on=f"author_id_{side}"
        )
    return (
        pairs.join(places, left_on="author_id_a", right_on="author_id", how="left")
        .sort("author_id_a", "author_id_b")
        .with_columns(row_id="author_id_a", anchor=pl.concat_str("author_id_a", "author_id_b", separator="\x1f"))
    )
