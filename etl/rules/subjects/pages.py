"""Subjects about pages and what they list."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from etl.corpus import Corpus
from etl.frames import pair, streamed
from etl.rules.subjects.places import PAGE_ANCHOR, page_place
from etl.transform.author_lists.absent_owners import NOWHERE

_LISTINGS_AT_ONCE = 100_000  # whose titles and places are in memory
_MOST_NAMES = 2  # that may be the owner: where all may (they are in another script), it tells nothing
_HEADER = ("kind", "owner", "declared_papers", "declared_author_rows", "heading_papers")


def pages(corpus: Corpus) -> Iterator[pl.DataFrame]:
    """One row a page: its header, what it lists, and how its owner stands on its lists.

    Beside the columns of the table: declared (the number of papers that the page declares; of two such numbers
    the one that is not that of its listings), lacks (String: parts that the header should have), owner_spellings
    (Int32), owner_on_no_list (Boolean), owner_pages (Int32: pages of this owner), other_path (the first other one).
    """
    by_owner = _by_owner(corpus)
    lacks = [pl.when(pl.col(part).is_null()).then(pl.lit(part)) for part in _HEADER]
    for part in corpus.parts:
        frame = corpus.whole_pages(part)
        shown = _shown_owners(frame, corpus)
        on_lists = _on_lists(shown, corpus)
        on_no_list = _on_no_list(shown.join(on_lists, on="page", how="anti"), corpus)
        for facts, key in ((on_lists, "page"), (on_no_list, "page"), (by_owner, "owner_key")):
            frame = frame.join(facts, on=key, how="left", maintain_order="left")
        yield frame.with_columns(
            pl.col("owner_spellings").fill_null(0),
            pl.col("owner_on_no_list").fill_null(value=False),
            declared=pl.when(pl.col("heading_papers") != pl.col("listed_papers"))
            .then("heading_papers")
            .otherwise("declared_papers"),
            lacks=pl.concat_list(lacks).list.drop_nulls().list.join(", "),
            other_path=pl.when(pl.col("path") == pl.col("first_path")).then("last_path").otherwise("first_path"),
        ).with_columns(page_place())


def _shown_owners(pages: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """The papers of each of PAGES that has an owner: page, paper, owner_key."""
    owners = pages.lazy().select("page", "owner_key").drop_nulls()
    return streamed(corpus.listings.lazy().select("page", "paper").unique().join(owners, on="page"))


def _on_lists(shown: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """In how many spellings the owner stands on the lists of the papers SHOWN: page, owner_spellings."""
    names = corpus.authorships.lazy().select("paper", "name_raw", "et_al", owner_key="key")
    spelled = pl.col("name_raw").filter(~pl.col("et_al")).n_unique()  # "Ada Bell et al." is none of its own
    return streamed(
        shown.lazy().join(names, on=["paper", "owner_key"]).group_by("page")
        .agg(owner_spellings=spelled.clip(lower_bound=1).cast(pl.Int32))
    )  # fmt: skip


def _on_no_list(shown: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """Pages on none of whose lists the owner stands, under no spelling, though they cannot all have been cut.

    One of them is too short for it, or they are so many that nobody is always hidden. SHOWN: the papers of pages on
    which the owner stands under no spelling of the own key. Columns page, owner_on_no_list (Boolean).
    """
    shown = shown.join(corpus.lists.owner_otherwise, on="page", how="anti")
    names = shown.join(corpus.authorships.select("paper", "et_al"), on="paper")
    lists = names.group_by("page", "paper").agg(names=pl.len(), goes_on=pl.col("et_al").any())
    lists = lists.join(corpus.lists.papers.select("paper", "cap"), on="paper")
    uncut = pl.col("cap").is_null() | (pl.col("names") < pl.col("cap"))
    whole = (~pl.col("goes_on") & uncut).any()
    pages = lists.group_by("page").agg(owner_on_no_list=whole | (pl.len() >= NOWHERE))
    return pages.filter("owner_on_no_list")


def _by_owner(corpus: Corpus) -> pl.DataFrame:
    """The pages of each owner: owner_key, owner_pages, first_path, last_path."""
    parts = (corpus.whole_pages(part).select("owner_key", "path") for part in corpus.parts)
    return (
        pl.concat(parts)
        .drop_nulls("owner_key")
        .group_by("owner_key")
        .agg(owner_pages=pl.len().cast(pl.Int32), first_path=pl.col("path").min(), last_path=pl.col("path").max())
    )


def twin_pages(corpus: Corpus) -> pl.DataFrame:
    """One row a further place where the bytes of a page stand."""
    pages = (corpus.whole_pages(part).join(corpus.twins, on="page_id", how="semi") for part in corpus.parts)
    first = pl.concat(some.select("page_id", "owner_author_key", first_path="path") for some in pages)
    return corpus.twins.join(first, on="page_id", how="left", maintain_order="left").with_columns(*page_place())


def _placed(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """Listings ROWS (`row`: its number) with what they show, whose page they stand on, and PLACE."""
    rows = rows.drop("row").with_columns(corpus.places.take(rows["row"]).drop("page", "copy"))
    papers = corpus.papers[rows["paper"]].select("paper_id", "year")
    titles = corpus.paper_rows.take(rows["paper"]).select("title", "title_raw")
    rows = rows.with_columns(*papers, *titles, *corpus.page_places(rows["page"]))
    owners = corpus.pages.select("page", "owner", "owner_author_key")
    return (
        rows.join(owners, on="page", how="left", maintain_order="left")
        .with_columns(page_anchor=PAGE_ANCHOR)
        .with_columns(
            row_id=pl.concat_str("page_id", pl.col("ordinal").cast(pl.String), separator="/"),
            anchor=pl.concat_str("page_anchor", "paper_id", separator="\x1f"),
        )
    )


def listings(corpus: Corpus) -> Iterator[pl.DataFrame]:
    """One row a listing that stands out: above it on its page is an older one or a later title, or it is repeated.

    previous_year, previous_title: of the listing above; title_before (Boolean: its title belongs above that one);
    repeats (Boolean: the page shows its paper more than once), first_shown (ordinal), first_shown_line.
    """
    rows = corpus.listings.with_row_index("row")
    outstanding = pl.concat([rows, _above(rows, corpus)], how="horizontal")
    shown = outstanding.select(pair("page", "paper").alias("shown"))["shown"]
    ordered = shown.sort()  # to count four million pairs by hash takes six times the memory
    repeated = ordered.filter(ordered == ordered.shift(1)).unique()
    outstanding = outstanding.with_columns(repeats=shown.is_in(repeated.implode()))
    outstanding = outstanding.filter(pl.col("year_after") | pl.col("title_before") | pl.col("repeats"))
    places = corpus.places.take(outstanding["row"]).select(first_shown="ordinal", first_shown_line="first_line")
    first = pl.when("repeats").then(pl.col(places.columns).min().over("page", "paper"))
    outstanding = outstanding.with_columns(*places).with_columns(first).drop("year_after")
    for some in outstanding.iter_slices(_LISTINGS_AT_ONCE) if outstanding.height else [outstanding]:
        there, above = pl.col("above").is_not_null(), some["above"].fill_null(0)
        years, titles = corpus.papers[above]["year"], corpus.paper_rows.take(above)["title_raw"]
        yield (
            _placed(some, corpus)
            .with_columns(previous_year=pl.when(there).then(years), previous_title=pl.when(there).then(titles))
            .drop("above")
        )


def _above(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """The paper above each of the listings ROWS on its page (`above`), and which of the two should stand first.

    year_after: this one is newer; title_before: its title comes before that one's. Titles are compared by their
    ranks, once a paper and not once a listing: there are several times as many listings.
    """
    lower = pl.col("title_raw").str.to_lowercase()
    titles = pl.concat(corpus.whole_papers(part).select(title=lower) for part in corpus.parts)["title"]
    ranks = [titles.rank("dense"), titles.str.normalize("NFKD").rank("dense").alias("folded")]
    order = corpus.papers.select("year").with_columns(*ranks)[rows["paper"]]
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
    rows = corpus.listings.with_row_index("row").join(absent, on=["paper", "page"], how="semi", maintain_order="left")
    return _placed(rows.unique(["page", "paper"], keep="first", maintain_order=True), corpus)


def owners_otherwise(corpus: Corpus) -> pl.DataFrame:
    """One row a page and way to write its owner on lists that lack the name itself, at the first listing with it.

    listed_as (String): the one or two names of a list that may be the owner's; lists (Int32): how many of the page
    have them.
    """
    names = corpus.authorships.select("paper", "position", listed_as="name_raw", name="key")
    listed = (
        corpus.lists.owner_otherwise.join(names, on=["paper", "name"])
        .with_columns(pl.col("listed_as").cast(pl.String))
        .sort("paper", "page", "position")
        .group_by("paper", "page", maintain_order=True)
        .agg("listed_as")
        .filter(pl.col("listed_as").list.len() <= _MOST_NAMES)
        .with_columns(pl.col("listed_as").list.join(", "))
    )
    rows = corpus.listings.with_row_index("row").join(listed, on=["paper", "page"], maintain_order="left_right")
    rows = rows.with_columns(lists=pl.col("paper").n_unique().over("page", "listed_as").cast(pl.Int32))
    rows = rows.unique(["page", "listed_as"], keep="first", maintain_order=True)
    return _placed(rows, corpus).with_columns(anchor=pl.concat_str("page_anchor", "listed_as", separator="\x1f"))
