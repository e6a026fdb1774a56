"""Which author lists are cut, who is missing from them, and how likely the rest are cut.

The site shows at most some number of names and says nowhere that it cut a list. Two things prove a cut: a
page whose owner is not among the names of a paper that the page shows, and a name that says so ("et al.").
See `docs/how-truncation-is-told.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from etl.transform.author_lists.absent_owners import absent_owners, proven_missing
from etl.transform.author_lists.cap import Cap, find_cap
from etl.transform.author_lists.paper_caps import with_caps
from etl.transform.author_lists.truncation import truncation_probability


@dataclass(frozen=True)
class AuthorLists:
    """What is known of the author lists of a corpus.

    Attributes:
        cap: the most names that a list shows.
        papers: `paper` (UInt32), `listed_authors` (UInt32, names that are no "et al."), `cap` (UInt32 or null: the
            most names where the paper is shown), `status` (Categorical: `truncated`, `suspected`,
            `presumed_complete`), `probability` (Float64 in [0, 1]: that the list is cut), `proof` (Categorical or
            null: `owner`, `et_al`), by paper. Once references are known
            (`etl.pipeline.merging.people.with_references`), a status may be `complete` and a proof `reference`, and
            `unaided` (Float64 or null) is the probability that a suspected list has without them.
        missing: `paper`, `owner` (name code), `page` (UInt32): people who are proven to be missing, one row a
            paper and owner with the first page that proves it, by paper and owner.
        owner_absent: the same columns: owners who are not on a list that the cap cannot have cut, by paper.
        owner_otherwise: `paper`, `page`, `name` (name code): owners who are on a list under another spelling alone,
            or may be, by paper.
    """

    cap: Cap
    papers: pl.DataFrame
    missing: pl.DataFrame
    owner_absent: pl.DataFrame
    owner_otherwise: pl.DataFrame


def author_lists(
    papers: pl.DataFrame,
    authorships: pl.DataFrame,
    names: pl.DataFrame,
    showings: pl.DataFrame,
    pages: pl.DataFrame,
    cap_setting: int | None,
) -> AuthorLists:
    """Tell the author lists that are cut.

    PAPERS: `paper` (UInt32, unique), `paper_id`, `venue_id` (String or null), `year` (Int32 or null), `venue_kind`
    (String or null). AUTHORSHIPS: `paper`, `position` (UInt32, from 1), `name` (UInt32), `et_al` (Boolean: it has
    "et al.", "and others", "..."), `nobody` (Boolean: and nothing else). NAMES: `name` (UInt32, unique), `author_key`
    (lower case, with homonym digits), `base_key` (without), `homonym_id`; page owners are in it. SHOWINGS: `paper`,
    `page` (UInt32), `owner` (name code or null), one row a page and paper. PAGES: `page`, `owner`,
    `declared_author_rows` (UInt32 or null), `listed_papers` (UInt32). CAP_SETTING: the cap where the user has fixed it,
    0 for none; else it is inferred.

    Gives statuses, probabilities, the people who are proven to be missing, and the owners who are not where they
    should be.
    """
    people = names.select("name", person=pl.col("author_key").rank("dense").cast(pl.UInt32))
    lists = authorships.join(people, on="name", how="left")
    shown = showings.filter(pl.col("owner").is_not_null()).join(people.rename({"name": "owner"}), on="owner")
    absent, otherwise = absent_owners(shown, lists, names)
    counted = _counted(papers, lists, absent)
    owners = absent.join(counted.select("paper", "listed"), on="paper").unique(["person", "listed"])
    cap = find_cap(counted, cap_setting, owners["listed"])
    counted = with_caps(counted, shown, cap)
    missing, owner_absent = proven_missing(absent, shown, counted)
    status = _status(counted, missing)
    probability = truncation_probability(
        status, lists.filter(~pl.col("nobody")), names.join(people, on="name"), missing, pages
    )
    columns = ["paper", "listed_authors", "cap", "status", "probability", "proof"]
    return AuthorLists(
        cap=cap,
        papers=status.with_columns(probability=probability).select(columns),
        missing=missing,
        owner_absent=owner_absent,
        owner_otherwise=otherwise,
    )


def _counted(papers: pl.DataFrame, lists: pl.DataFrame, absent: pl.DataFrame) -> pl.DataFrame:
    """Give each paper the length of its list, who is on it, if a name says that it is cut, or an owner is absent."""
    lengths = lists.group_by("paper").agg(
        listed=pl.len(),
        listed_authors=(~pl.col("nobody")).sum(),
        et_al=pl.col("et_al").any(),
        people=pl.col("person").hash(0).sum(),
    )
    return (
        papers.join(lengths, on="paper", how="left")
        .with_columns(
            pl.col("listed", "listed_authors").fill_null(0).cast(pl.UInt32),
            pl.col("people").fill_null(0),
            pl.col("et_al").fill_null(value=False),
            absent=pl.col("paper").is_in(absent["paper"].unique().implode()),
        )
        .sort("paper")
    )


def _status(counted: pl.DataFrame, missing: pl.DataFrame) -> pl.DataFrame:
    """Give each paper its proof and its status."""
    proof = (
        pl.when(pl.col("paper").is_in(missing["paper"].unique().implode())).then(pl.lit("owner"))
        .when("et_al").then(pl.lit("et_al"))
    )  # fmt: skip
    status = (
        pl.when(pl.col("proof").is_not_null()).then(pl.lit("truncated"))
        .when(pl.col("listed") == pl.col("cap")).then(pl.lit("suspected"))
        .otherwise(pl.lit("presumed_complete"))
    )  # fmt: skip
    return counted.with_columns(proof=proof.cast(pl.Categorical)).with_columns(status=status.cast(pl.Categorical))
