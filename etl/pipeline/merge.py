"""The merge across pages: what all shards gave, put together by key."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl

from etl.corpus import Corpus
from etl.frames import as_text, by_code, pair
from etl.identity import hashed
from etl.pipeline.missing import missing_people
from etl.pipeline.referenced import referenced
from etl.references.store import References
from etl.transform.author_lists import AuthorLists, author_lists
from etl.transform.names import parse_names
from etl.transform.papers import assign_papers
from etl.transform.variants import name_variants
from etl.transform.venues import resolve_venues

_HEADING = ["venue_raw", "venue_kind", "year"]
_MANY = 400_000  # copies


def merge(small: Callable[[str], Iterable[pl.DataFrame]], cap: int | None, references: References | None) -> Corpus:
    """Put what the shards gave together.

    SMALL: the small frames of a name (`etl.pipeline.segment.SMALL`), one a shard, read when they are asked for. CAP
    fixes the number of names that the site shows (else it is inferred; 0: there is none); REFERENCES: see
    `etl.references.store`.
    """
    kept = map(by_code, small("pages"))
    pages, twins = _pages(pl.concat(some.with_columns(shard=number) for number, some in enumerate(kept)))
    listings = pl.concat(map(_coded, small("listings"), _by_shard(pages)))
    pages = pages.drop("shard")
    copies = _with_venue(_shown(pl.concat(map(by_code, small("copies"))), listings))
    copies = copies.join(assign_papers(copies), on="copy", how="left", maintain_order="left").drop("base", "venue")
    # Two things at once take two things' memory.
    with ThreadPoolExecutor(2 if copies.height < _MANY else 1, thread_name_prefix="merge") as pool:
        # Only where there are references, the names on them are wanted first.
        people = pool.submit(_authors, copies, pages, None) if references is None else None
        papers = _papers(copies)
        copies = copies.join(papers.select("paper_id", "paper"), on="paper_id", how="left", maintain_order="left")
        listings = listings.join(copies.select("copy", "paper", "content", "canonical"), on="copy", how="left")
        listings = listings.sort("page", "ordinal")
        headings = resolve_venues(as_text(papers.select(_HEADING).unique()).sort(_HEADING))
        venues = by_code(headings.select(*_HEADING, "venue_id"))
        papers = papers.join(venues, on=_HEADING, how="left", maintain_order="left")
        papers = _counted(papers, listings)
        confirmed = referenced(papers, copies, references)
        authors, names = people.result() if people else _authors(copies, pages, confirmed)
        authorships = _authorships(copies, names)
        papers = _without_et_al(papers, authorships)
        kept_copies = _not_told_whole(copies, papers, authorships)
        del copies  # the names and titles on them take as much as all else
        pages = pages.join(_owners(names), on="owner", how="left", maintain_order="left")
        lists = pool.submit(_author_lists, papers, authorships, authors, listings, pages, cap)
        variants = pool.submit(_variants, papers, authorships, authors)
    told = _with_references(lists.result(), papers, confirmed)
    return Corpus(
        pages=pages,
        twins=twins,
        listings=listings.drop("content", "canonical"),
        kept_copies=kept_copies,
        papers=papers,
        authorships=authorships,
        authors=authors,
        headings=headings,
        lists=told,
        missing=missing_people(told.missing, pages, listings, papers, authorships, names, authors, confirmed),
        variants=variants.result(),
        references=confirmed,
        names=names,
    )


def _shown(copies: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """COPIES that LISTINGS show, each once, with how many do."""
    if copies["copy"].is_duplicated().any():  # seldom: what takes rows away takes all texts' room twice
        copies = copies.unique("copy", maintain_order=True)
    counts = listings.group_by("copy").agg(listings=pl.len())
    copies = copies.join(counts, on="copy", how="left", maintain_order="left")
    return copies.drop_nulls("listings") if copies["listings"].null_count() else copies


def _with_venue(copies: pl.DataFrame) -> pl.DataFrame:
    """COPIES with `venue`, the id of the venue that a heading names: `NIPS` and `NeurIPS` are one."""
    written = as_text(copies.select("venue_raw").unique()).sort("venue_raw")
    headings = written.with_columns(venue_kind=pl.lit(None, pl.String), year=pl.lit(None, pl.Int32))
    ids = resolve_venues(headings).select("venue_raw", venue=pl.col("venue_id").str.strip_prefix("x:"))
    coded = by_code(ids).with_columns(pl.col("venue").cast(pl.Categorical))
    return copies.join(coded, on="venue_raw", how="left", maintain_order="left")


def _not_told_whole(copies: pl.DataFrame, papers: pl.DataFrame, authorships: pl.DataFrame) -> pl.DataFrame:
    """The copies that are not what the papers and authorships say of them, or not the only one of their paper."""
    several = papers.filter(pl.col("copies") > 1)["paper"]
    unnamed = authorships.filter("et_al")["paper"].unique()
    alone = pl.col("canonical") & ~pl.col("has_raw") & ~pl.col("paper").is_in(pl.concat([several, unnamed]).implode())
    return copies.filter(~alone)


def _variants(papers: pl.DataFrame, authorships: pl.DataFrame, authors: pl.DataFrame) -> pl.DataFrame:
    """Pairs of authors who seem to be one person."""
    people = authors.select("author", "author_id", "name", "given", "family", "suffix", "homonym_id", "base_key")
    people = people.join(authorships, on="author", how="semi", maintain_order="left")
    links = authorships.select("paper", "author").join(
        papers.select("paper", venue="venue_id"), on="paper", how="left", maintain_order="left"
    )
    return name_variants(people, links)


def _pages(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Distinct pages, numbered by id; and the places where the bytes of a page stand again."""
    rows = rows.sort("page_id", "path", "first_byte")
    first = pl.col("page_id").is_first_distinct()
    pages = rows.with_columns(copies=pl.len().over("page_id").cast(pl.Int32)).filter(first)
    return pages.with_row_index("page"), rows.filter(~first).select("page_id", "path", "first_line", "lines")


def _by_shard(pages: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The pages of each `shard` in turn, without end: page, page_id, path, page_first, page_bytes."""
    keys = pages.select("shard", "page", "page_id", "path", page_first=pl.col("first_byte"), page_bytes=pl.col("bytes"))
    parts = keys.partition_by("shard", as_dict=True, include_key=False)
    none = keys.drop("shard").clear()
    return (parts.get((number,), none) for number in itertools.count())


def _coded(listings: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """The listings of a shard by page code, its pages as in `_by_shard`; those of further copies of a page left out."""
    inside = pl.col("first_byte").is_between("page_first", pl.col("page_first") + pl.col("page_bytes"), closed="left")
    return (
        listings.join(pages, on=["page_id", "path"], how="inner")
        .filter(inside)
        .drop("page_id", "path", "page_first", "page_bytes")
    )


def _papers(copies: pl.DataFrame) -> pl.DataFrame:
    """Distinct papers, numbered by id, as their canonical copies show them."""
    columns = (
        "venue_raw",
        "venue_kind",
        "year",
        "paper_type",
        "title_raw",
        "title",
        "copy",
        "title_line",
        "abstract_line",
        "abstract_chars",
        "abstract_hash",
        "abstract_opening",
    )
    return (
        copies.filter("canonical")
        .select(
            "paper_id",
            *columns,
            listed_authors=pl.col("names").list.len().cast(pl.Int32),
        )
        .sort("paper_id")
        .with_row_index("paper")
    )


def _without_et_al(papers: pl.DataFrame, authorships: pl.DataFrame) -> pl.DataFrame:
    """PAPERS whose `listed_authors` counts no "et al.", which is nobody."""
    nobody = authorships.filter("et_al").group_by("paper").agg(nobody=pl.len().cast(pl.Int32))
    return (
        papers.join(nobody, on="paper", how="left", maintain_order="left")
        .with_columns(pl.col("listed_authors") - pl.col("nobody").fill_null(0))
        .drop("nobody")
    )


def _counted(papers: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """Papers with how many listings show them, in how many ways, and the first that shows the canonical copy."""
    counts = listings.group_by("paper").agg(
        listings=pl.len().cast(pl.Int32), copies=pl.col("content").n_unique().cast(pl.Int32)
    )
    first = (
        listings.filter("canonical")
        .unique("paper", keep="first", maintain_order=True)
        .select("paper", "page", "first_line", "last_line")
    )
    return papers.join(counts, on="paper", how="left", maintain_order="left").join(
        first, on="paper", how="left", maintain_order="left"
    )


def _authors(
    copies: pl.DataFrame, pages: pl.DataFrame, confirmed: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Distinct authors, numbered by id; and which author and key each name as written stands for."""
    named = [copies.filter("canonical")["names"].explode(empty_as_null=False), pages["owner"]]
    places = [some.unique().cast(pl.String) for some in named]
    if confirmed is not None:
        longer = confirmed.filter(pl.col("outcome") == "longer")
        places.append(longer["authors"].explode(empty_as_null=False))
    written = pl.concat(places).drop_nulls().unique().sort().alias("name_raw")
    parsed = pl.concat([written.to_frame(), parse_names(written)], how="horizontal")
    identity = parsed.select(pl.concat_str("name", pl.col("homonym_id").fill_null(""), separator="\x1f")).to_series()
    parsed = parsed.with_columns(author_id=hashed(identity, 16))
    plain = pl.col("name_raw") == pl.concat_str("name", "homonym_id", separator=" ", ignore_nulls=True)
    parsed = parsed.sort("author_id", plain, "name_raw")  # findings are about the first spelling
    keys = parsed.select("author_key").unique().sort("author_key").with_row_index("key")
    parsed = parsed.join(keys, on="author_key", how="left", maintain_order="left")
    authors = parsed.unique("author_id", keep="first", maintain_order=True).with_row_index("author")
    names = parsed.join(authors.select("author_id", "author"), on="author_id", how="left").select(
        "name_raw", "author", "key", "author_key", "et_al"
    )
    return authors, names


def _owners(names: pl.DataFrame) -> pl.DataFrame:
    """Who each owner as written is: owner, owner_key, owner_author, owner_author_key (Categorical)."""
    key = pl.col("author_key").cast(pl.Categorical)
    return by_code(names.select(owner="name_raw", owner_key="key", owner_author="author", owner_author_key=key))


def _authorships(copies: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The names on each paper's canonical copy, in order."""
    lists = copies.filter("canonical").select("paper", name_raw="names").sort("paper")
    return (
        lists.explode("name_raw", empty_as_null=False)
        .with_columns(position=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("paper"))
        .join(by_code(names.drop("author_key")), on="name_raw", how="left", maintain_order="left")
    )


def _with_references(lists: AuthorLists, papers: pl.DataFrame, confirmed: pl.DataFrame) -> AuthorLists:
    """LISTS with what references prove: a longer list shows that one is cut, the same that it is complete.

    `unaided` is the probability that a suspected list has without them.
    """
    outcome = papers.select("paper", "paper_id").join(confirmed.select("paper_id", "outcome"), on="paper_id")
    longer, same = pl.col("outcome") == "longer", pl.col("outcome") == "same"
    cut = (pl.col("status") == "truncated") | longer
    told = lists.papers.join(outcome.select("paper", "outcome"), on="paper", how="left", maintain_order="left")
    told = told.with_columns(
        unaided=pl.when(pl.col("status") == "suspected").then("probability"),
        status=pl.when(cut).then(pl.lit("truncated")).when(same).then(pl.lit("complete")).otherwise("status"),
        probability=pl.when(cut).then(1.0).when(same).then(0.0).otherwise("probability"),
        proof=pl.when(pl.col("proof").is_null() & longer).then(pl.lit("reference")).otherwise("proof"),
    )
    return replace(lists, papers=told.drop("outcome"))


def _author_lists(
    papers: pl.DataFrame,
    authorships: pl.DataFrame,
    authors: pl.DataFrame,
    listings: pl.DataFrame,
    pages: pl.DataFrame,
    cap: int | None,
) -> AuthorLists:
    keys = authors.unique("key", keep="first", maintain_order=True).sort("key")
    showings = (
        listings.select("paper", "page")
        .filter(pair("paper", "page").is_first_distinct())
        .join(pages.select("page", owner="owner_key"), on="page", how="left", maintain_order="left")
    )
    return author_lists(
        papers.select("paper", "paper_id", "venue_id", "year", "venue_kind"),
        authorships.select("paper", "position", "et_al", name="key"),
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
