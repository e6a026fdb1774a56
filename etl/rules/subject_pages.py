"""Subjects about pages and what they list."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from etl.corpus import Corpus
from etl.rules.subject_places import PAGE_ANCHOR, Frame, page_place
from etl.transform.owner_match import alike

_HEADER = ("kind", "owner", "declared_papers", "declared_author_rows", "heading_papers")


def pages(corpus: Corpus) -> Frame:
    """One row a page: its header, what it lists, and how its owner stands on its lists.

    Beside the columns of the table: declared (the count that
    is not the listings', if one is not), lacks (String: parts that the header should have), owner_spellings (Int32),
    owner_on_no_list (Boolean), owner_pages (Int32: pages of this owner), other_path (the first other one).
    """
    lacks = [pl.when(pl.col(part).is_null()).then(pl.lit(part)) for part in _HEADER]
    return (
        corpus.pages.join(_on_lists(corpus), on="page", how="left", maintain_order="left")
        .join(_on_no_list(corpus), on="page", how="left", maintain_order="left")
        .join(_by_owner(corpus), on="owner_key", how="left", maintain_order="left")
        .with_columns(
            pl.col("owner_spellings").fill_null(0),
            pl.col("owner_on_no_list").fill_null(value=False),
            declared=pl.when(pl.col("heading_papers") != pl.col("listed_papers"))
            .then("heading_papers")
            .otherwise("declared_papers"),
            lacks=pl.concat_list(lacks).list.drop_nulls().list.join(", "),
            other_path=pl.when(pl.col("path") == pl.col("first_path")).then("last_path").otherwise("first_path"),
        )
        .with_columns(page_place())
    )


def _shown_owners(corpus: Corpus) -> Frame:
    """The papers of each page that has an owner: page, paper, owner_key."""
    owners = corpus.pages.select("page", "owner_key").drop_nulls()
    return corpus.listings.select("page", "paper").unique().join(owners, on="page")


def _on_lists(corpus: Corpus) -> Frame:
    """In how many spellings the owner stands on the lists of the page: page, owner_spellings."""
    names = corpus.authorships.select("paper", "name_raw", owner_key="key")
    return (
        _shown_owners(corpus).join(names, on=["paper", "owner_key"]).group_by("page")
        .agg(owner_spellings=pl.col("name_raw").n_unique().cast(pl.Int32))
    )  # fmt: skip


def _on_no_list(corpus: Corpus) -> Frame:
    """Pages on none of whose lists the owner stands, under no spelling, though one is too short to be cut.

    Columns page, owner_on_no_list (Boolean).
    """
    found = _on_lists(corpus).select("page")
    lists = corpus.authorships.select("paper", "key", "et_al")
    cap = corpus.lists.cap.value
    shown = _shown_owners(corpus).join(found, on="page", how="anti").join(lists, on="paper")
    if shown.is_empty():
        return pl.DataFrame(schema={"page": pl.UInt32, "owner_on_no_list": pl.Boolean})
    people = corpus.authors.unique("key", keep="first", maintain_order=True)
    owners = corpus.names.unique("key", keep="first", maintain_order=True).select(name="key", base_key="author_key")
    known = people.select(name="key", base_key="base_key")
    pairs = shown.select("owner_key", "key").unique().rename({"owner_key": "owner", "key": "name"})
    same = alike(pairs, pl.concat([known, owners.join(known, on="name", how="anti")]))
    other = shown.join(same, left_on=["owner_key", "key"], right_on=["owner", "name"], how="semi").select("page")
    whole = shown.group_by("page", "paper").agg(names=pl.len(), cut=pl.col("et_al").any())
    short = whole.filter(~pl.col("cut") & (pl.lit(cap is None) | (pl.col("names") < (cap or 0)))).select("page")
    return short.unique().join(other, on="page", how="anti").with_columns(owner_on_no_list=pl.lit(value=True))


def _by_owner(corpus: Corpus) -> Frame:
    """The pages of each owner: owner_key, owner_pages, first_path, last_path."""
    return (
        corpus.pages.drop_nulls("owner_key").group_by("owner_key")
        .agg(owner_pages=pl.len().cast(pl.Int32), first_path=pl.col("path").min(), last_path=pl.col("path").max())
    )  # fmt: skip


def files(passed_over: Sequence[tuple[str, str]]) -> Frame:
    """One row for each of PASSED_OVER (path, reason): what is named like a page and is no file that can be read."""
    frame = pl.DataFrame(passed_over, schema={"path": pl.String, "reason": pl.String}, orient="row")
    line, none = pl.lit(1, pl.Int32), pl.lit(None, pl.String)
    return frame.with_columns(
        row_id="path", anchor="path", first_line=line, last_line=line, paper_id=none, page_id=none
    )


def twin_pages(corpus: Corpus) -> Frame:
    """One row a further place where the bytes of a page stand."""
    first = corpus.pages.select("page_id", "owner_author_key", first_path="path")
    return corpus.twins.join(first, on="page_id", how="left", maintain_order="left").with_columns(*page_place())


def _placed(rows: Frame, corpus: Corpus) -> Frame:
    """Listings ROWS with what they show, whose page they stand on, and PLACE."""
    lower = pl.col("title_raw").str.to_lowercase()
    papers = corpus.papers.select(
        "paper", "paper_id", "title", "title_raw", "year", title_key=lower, folded=lower.str.normalize("NFKD")
    )
    places = corpus.pages.select("page", "page_id", "path", "owner", page_anchor=PAGE_ANCHOR)
    return (
        rows.drop("content", "canonical")
        .join(papers, on="paper", how="left", maintain_order="left")
        .join(places, on="page", how="left", maintain_order="left")
        .with_columns(
            row_id=pl.concat_str("page_id", pl.col("ordinal").cast(pl.String), separator="/"),
            anchor=pl.concat_str("page_anchor", "paper_id", separator="\x1f"),
        )
    )


def listings(corpus: Corpus) -> Frame:
    """One row a listing, with the one above it on its page, and how often the page shows its paper.

    previous_year, previous_title; title_before (Boolean: its title belongs above that one); repeats, first_shown
    (ordinal), first_shown_line.
    """
    same_page = pl.col("page") == pl.col("page").shift(1)
    key, folded = pl.col("title_key"), pl.col("folded")
    repeated = pl.struct("page", "paper").is_duplicated()
    return _placed(corpus.listings.sort("page", "ordinal"), corpus).with_columns(
        previous_year=pl.when(same_page).then(pl.col("year").shift(1)),
        previous_title=pl.when(same_page).then(pl.col("title_raw").shift(1)),
        # Nobody knows how the site compares a ligature or an accent: what is in order either way is in order.
        title_before=same_page & (key < key.shift(1)) & (folded < folded.shift(1)),
        repeats=repeated,
        first_shown=pl.when(repeated).then(pl.col("ordinal").min().over("page", "paper")),
        first_shown_line=pl.when(repeated).then(pl.col("first_line").min().over("page", "paper")),
    )


def absent_owners(corpus: Corpus) -> Frame:
    """One row a page and listing whose list lacks the owner though it is too short to have been cut."""
    absent = corpus.lists.owner_absent.select("paper", "page").unique()
    rows = corpus.listings.join(absent, on=["paper", "page"], how="semi").sort("page", "ordinal")
    return _placed(rows.unique(["page", "paper"], keep="first", maintain_order=True), corpus)
