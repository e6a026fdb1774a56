"""Subjects about pages and what they list."""

from __future__ import annotations

import polars as pl

from etl.corpus import Corpus
from etl.frames import pair, streamed
from etl.rules.subject_places import PAGE_ANCHOR, page_place
from etl.transform.owner_match import alike

_MOST_NAMES = 2  # that may be the owner: where all may (they are in another script), it tells nothing
_HEADER = ("kind", "owner", "declared_papers", "declared_author_rows", "heading_papers")


def pages(corpus: Corpus) -> pl.DataFrame:
    """One row a page: its header, what it lists, and how its owner stands on its lists.

    Beside the columns of the table: declared (the count that
    is not the listings', if one is not), lacks (String: parts that the header should have), owner_spellings (Int32),
    owner_on_no_list (Boolean), owner_pages (Int32: pages of this owner), other_path (the first other one).
    """
    shown = _shown_owners(corpus)
    on_lists = _on_lists(shown, corpus)
    lacks = [pl.when(pl.col(part).is_null()).then(pl.lit(part)) for part in _HEADER]
    return (
        corpus.pages.join(on_lists, on="page", how="left", maintain_order="left")
        .join(
            _on_no_list(shown.join(on_lists, on="page", how="anti"), corpus),
            on="page",
            how="left",
            maintain_order="left",
        )
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


def _shown_owners(corpus: Corpus) -> pl.DataFrame:
    """The papers of each page that has an owner: page, paper, owner_key."""
    owners = corpus.pages.lazy().select("page", "owner_key").drop_nulls()
    return streamed(corpus.listings.lazy().select("page", "paper").unique().join(owners, on="page"))


def _on_lists(shown: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """In how many spellings the owner stands on the lists of the papers SHOWN: page, owner_spellings."""
    names = corpus.authorships.lazy().select("paper", "name_raw", owner_key="key")
    return streamed(
        shown.lazy().join(names, on=["paper", "owner_key"]).group_by("page")
        .agg(owner_spellings=pl.col("name_raw").n_unique().cast(pl.Int32))
    )  # fmt: skip


def _on_no_list(shown: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """Pages on none of whose lists the owner stands, under no spelling, though one is too short to be cut.

    SHOWN: the papers of pages on which the owner stands under no spelling of the own key. Columns page,
    owner_on_no_list (Boolean).
    """
    lists = corpus.authorships.select("paper", "key", "et_al")
    cap = corpus.lists.cap.value
    shown = shown.join(lists, on="paper")
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


def _by_owner(corpus: Corpus) -> pl.DataFrame:
    """The pages of each owner: owner_key, owner_pages, first_path, last_path."""
    return (
        corpus.pages.drop_nulls("owner_key").group_by("owner_key")
        .agg(owner_pages=pl.len().cast(pl.Int32), first_path=pl.col("path").min(), last_path=pl.col("path").max())
    )  # fmt: skip


def twin_pages(corpus: Corpus) -> pl.DataFrame:
    """One row a further place where the bytes of a page stand."""
    first = corpus.pages.select("page_id", "owner_author_key", first_path="path")
    return corpus.twins.join(first, on="page_id", how="left", maintain_order="left").with_columns(*page_place())


def _placed(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """Listings ROWS with what they show, whose page they stand on, and PLACE."""
    papers = corpus.papers.select("paper", "paper_id", "title", "title_raw", "year")
    places = corpus.pages.select("page", "page_id", "path", "owner", page_anchor=PAGE_ANCHOR)
    return (
        rows.join(papers, on="paper", how="left", maintain_order="left")
        .join(places, on="page", how="left", maintain_order="left")
        .with_columns(
            row_id=pl.concat_str("page_id", pl.col("ordinal").cast(pl.String), separator="/"),
            anchor=pl.concat_str("page_anchor", "paper_id", separator="\x1f"),
        )
    )


def listings(corpus: Corpus) -> pl.DataFrame:
    """One row a listing that stands out: above it on its page is an older one or a later title, or it is repeated.

    previous_year, previous_title: of the listing above; title_before (Boolean: its title belongs above that one);
    repeats (Boolean: the page shows its paper more than once), first_shown (ordinal), first_shown_line.
    """
    rows = corpus.listings.sort("page", "ordinal")
    outstanding = pl.concat([rows, _above(rows, corpus)], how="horizontal")
    outstanding = outstanding.with_columns(repeats=pair("page", "paper").is_duplicated())
    outstanding = outstanding.filter(pl.col("year_after") | pl.col("title_before") | pl.col("repeats"))
    above = corpus.papers.select(above="paper", previous_year="year", previous_title="title_raw")
    first = pl.when("repeats").then(pl.col("ordinal", "first_line").min().over("page", "paper"))
    return (
        _placed(outstanding.drop("year_after"), corpus)
        .join(above, on="above", how="left", maintain_order="left")
        .with_columns(first.name.map(lambda name: "first_shown" if name == "ordinal" else "first_shown_line"))
        .drop("above")
    )


def _above(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """The paper above each of the listings ROWS on its page (`above`), and which of the two should stand first.

    year_after: this one is newer; title_before: its title comes before that one's. Titles are compared by their
    ranks, once a paper and not once a listing: there are several times as many listings.
    """
    lower = pl.col("title_raw").str.to_lowercase()
    order = corpus.papers.select("year", title=lower.rank("dense"))
    order = order.with_columns(corpus.papers.select(folded=lower.str.normalize("NFKD").rank("dense")))[rows["paper"]]
    same_page, title, folded = pl.col("page") == pl.col("page").shift(1), pl.col("title"), pl.col("folded")
    return pl.concat([rows.select("page", above=pl.col("paper").shift(1)), order], how="horizontal").select(
        above=pl.when(same_page).then("above"),
        year_after=same_page & (pl.col("year") > pl.col("year").shift(1)),
        # Nobody knows how the site compares a ligature or an accent: what is in order either way is in order.
        title_before=same_page & (title < title.shift(1)) & (folded < folded.shift(1)),
    )


def absent_owners(corpus: Corpus) -> pl.DataFrame:
    """One row a page and listing whose list lacks the owner though the cap cannot have cut it."""
    absent = corpus.lists.owner_absent.select("paper", "page").unique()
    rows = corpus.listings.join(absent, on=["paper", "page"], how="semi").sort("page", "ordinal")
    return _placed(rows.unique(["page", "paper"], keep="first", maintain_order=True), corpus)


def owners_otherwise(corpus: Corpus) -> pl.DataFrame:
    """One row a page and way to write its owner on lists that lack the name itself, at the first listing with it.

    listed_as (String): the one or two names of a list that may be the owner's; lists (Int32): how many of the page
    have them.
    """
    names = corpus.authorships.select("paper", "position", listed_as=pl.col("name_raw").cast(pl.String), name="key")
    listed = (
        corpus.lists.owner_otherwise.join(names, on=["paper", "name"])
        .sort("paper", "page", "position")
        .group_by("paper", "page", maintain_order=True)
        .agg("listed_as")
        .filter(pl.col("listed_as").list.len() <= _MOST_NAMES)
        .with_columns(pl.col("listed_as").list.join(", "))
    )
    rows = corpus.listings.join(listed, on=["paper", "page"]).sort("page", "ordinal")
    rows = rows.with_columns(lists=pl.col("paper").n_unique().over("page", "listed_as").cast(pl.Int32))
    rows = rows.unique(["page", "listed_as"], keep="first", maintain_order=True)
    return _placed(rows, corpus).with_columns(anchor=pl.concat_str("page_anchor", "listed_as", separator="\x1f"))
