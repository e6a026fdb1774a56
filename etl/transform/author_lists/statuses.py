"""Which author lists are cut, who is missing from them, and how likely the rest are cut.

The site shows at most some number of names and says nowhere that it cut a list. Two things prove a cut: a
page whose owner is not among the names of a paper that the page shows, and a name that says so ("et al.").
See `docs/how-truncation-is-told.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from etl.frames import streamed
from etl.transform.author_lists.cap import Cap, find_cap
from etl.transform.author_lists.paper_caps import with_caps
from etl.transform.author_lists.truncation import truncation_probability
from etl.transform.names.misspelling import misspelt
from etl.transform.names.owner_match import alike

# A page that lacks its owner on more than one in so many short lists is about someone else.
_PRESENT_PER_ABSENT = 5
# A page that lacks its owner on all of so many lists is, too: nobody is always hidden.
_NOWHERE = 10
# Papers elsewhere that make a name more than a misprint of another.
_KNOWN_PAPERS = 3


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
    absent, otherwise = _absent(shown, lists, names)
    counted = _counted(papers, lists, absent)
    owners = absent.join(counted.select("paper", "listed"), on="paper").unique(["person", "listed"])
    cap = find_cap(counted, cap_setting, owners["listed"])
    counted = with_caps(counted, shown, cap)
    missing, owner_absent = _proven(absent, shown, counted)
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


def _absent(shown: pl.DataFrame, lists: pl.DataFrame, names: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Find the showings whose owner is not on a list of one name or more as written there.

    Gives those whose owner is on it under no spelling, and the names of the others who may be the owner.
    """
    candidates = streamed(
        shown.lazy().join(lists.lazy(), on="paper", how="semi")
        .join(lists.lazy().select("paper", "person"), on=["paper", "person"], how="anti")
    )  # fmt: skip
    pairs = candidates.join(lists.filter(~pl.col("nobody")).select("paper", "name", other="person"), on="paper")
    distinct = pairs.select("owner", "name").unique()
    spelled = pairs.join(alike(distinct, names), on=["owner", "name"], how="semi")
    wrong = pairs.join(misspelt(distinct, names), on=["owner", "name"], how="semi")
    doubtful = pl.concat([spelled, _of_nobody_else(wrong, candidates, shown, lists)])
    absent = candidates.join(doubtful, on=["paper", "owner"], how="anti")
    return absent, doubtful.select("paper", "page", "name").unique().sort("paper", "page", "name")


def _of_nobody_else(
    wrong: pl.DataFrame, candidates: pl.DataFrame, shown: pl.DataFrame, lists: pl.DataFrame
) -> pl.DataFrame:
    """Those of WRONG (paper; person, the owner; other, a name on the list) in which `other` may be the owner.

    They are not where `other` is known for someone else: by a page of their own that shows the paper; or, without
    a page, by a list that has the owner too, or some papers that the owner's page does not show.
    """
    if wrong.is_empty():
        return wrong
    paged = shown.select("paper", other="person")
    own = wrong.join(paged.join(wrong, on="paper", how="semi"), on=["paper", "other"], how="anti")
    without = own.join(paged.join(own, on="other", how="semi"), on="other", how="anti")
    named = lists.select("paper", "person")
    elsewhere = (
        named.rename({"person": "other"})
        .join(without.select("person", "other").unique(), on="other")
        .join(candidates, on=["paper", "person"], how="anti")
    )
    beside = named.join(elsewhere, on="paper", how="semi").with_columns(beside=True)
    told = elsewhere.join(beside, on=["paper", "person"], how="left")
    known = told.group_by("person", "other").agg(pl.len(), pl.col("beside").any())
    known = known.filter(pl.col("beside") | (pl.col("len") >= _KNOWN_PAPERS))
    return own.join(known, on=["person", "other"], how="anti")


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


def _proven(absent: pl.DataFrame, shown: pl.DataFrame, counted: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The absent owners that the cap explains, which proves a cut; and those on lists that it cannot have cut."""
    at_cap = (pl.col("listed") == pl.col("cap")).fill_null(value=False)
    lists = counted.filter(pl.col("listed") > 0).select("paper", cut=at_cap | pl.col("et_al"))
    absent = absent.join(lists, on="paper")
    trusted = absent.join(_untrusted(absent, shown, lists), on="page", how="anti")
    return _first_page(trusted.filter("cut")), _first_page(absent.filter(~pl.col("cut")))


def _untrusted(absent: pl.DataFrame, shown: pl.DataFrame, lists: pl.DataFrame) -> pl.DataFrame:
    """Find the pages that are not about their owner, by the lists that are too short to have been cut, or by all."""
    short = lists.filter(~pl.col("cut")).select("paper")
    lacks = absent.join(short, on="paper", how="semi").group_by("page").agg(lacks=pl.len())
    suspects = shown.join(lacks, on="page").join(short, on="paper", how="semi")
    shows = suspects.group_by("page").agg(shows=pl.len(), lacks=pl.col("lacks").first())
    others = shows.filter(pl.col("shows") < (1 + _PRESENT_PER_ABSENT) * pl.col("lacks"))
    return pl.concat([others.select("page"), _nowhere(absent, shown, lists)]).unique()


def _nowhere(absent: pl.DataFrame, shown: pl.DataFrame, lists: pl.DataFrame) -> pl.DataFrame:
    """Find the pages of many lists whose owner is on none of them."""
    often = absent.group_by("page").agg(lacks=pl.len()).filter(pl.col("lacks") >= _NOWHERE)
    listed = shown.join(often, on="page").join(lists, on="paper", how="semi")
    return listed.filter(pl.len().over("page") == pl.col("lacks")).select("page").unique()


def _first_page(absent: pl.DataFrame) -> pl.DataFrame:
    """Keep one row a paper and person, with the first page."""
    first = absent.sort("paper", "person", "page").unique(["paper", "person"], keep="first")
    return first.select("paper", "owner", "page").sort("paper", "owner")


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
