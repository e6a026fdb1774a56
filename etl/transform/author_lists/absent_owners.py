"""Page owners who are not on the list of a paper that their page shows: which of them prove that it was cut."""

from __future__ import annotations

import polars as pl

from etl.frames import streamed
from etl.transform.names.misspelling import misspelt
from etl.transform.names.owner_match import alike

# A page that lacks its owner on more than one in so many short lists is about someone else.
_PRESENT_PER_ABSENT = 5
# A page that lacks its owner on all of so many lists is, too: nobody is always hidden.
NOWHERE = 10
# Papers elsewhere that make a name more than a misprint of another.
_KNOWN_PAPERS = 3


def absent_owners(shown: pl.DataFrame, lists: pl.DataFrame, names: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Find the showings whose owner is not on a list of one name or more as written there.

    SHOWN: `paper`, `page`, `owner` (name code), `person` (of the owner); LISTS: `paper`, `name`, `person`, `nobody`;
    NAMES: `name`, `base_key`. Gives the rows of SHOWN whose owner is on the list under no spelling; and, where a name
    on it may be the owner's, `paper`, `page` and that `name`.
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


def proven_missing(
    absent: pl.DataFrame, shown: pl.DataFrame, counted: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The absent owners that the cap explains, which proves a cut; and those on lists that it cannot have cut.

    ABSENT, SHOWN: see `absent_owners`; COUNTED: `paper`, `listed`, `cap`, `et_al`. Both have `paper`, `owner`, `page`.
    """
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
    often = absent.group_by("page").agg(lacks=pl.len()).filter(pl.col("lacks") >= NOWHERE)
    listed = shown.join(often, on="page").join(lists, on="paper", how="semi")
    return listed.filter(pl.len().over("page") == pl.col("lacks")).select("page").unique()


def _first_page(absent: pl.DataFrame) -> pl.DataFrame:
    """Keep one row a paper and person, with the first page."""
    first = absent.sort("paper", "person", "page").unique(["paper", "person"], keep="first")
    return first.select("paper", "owner", "page").sort("paper", "owner")
