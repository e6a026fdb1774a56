"""The merge across pages: what all shards gave, put together by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from etl.corpus import Corpus
from etl.frames import Rows, as_text, by_code
from etl.pipeline.incremental.segment import whole_titles
from etl.pipeline.merging.missing import missing_people, recovered_people, referenced_people
from etl.pipeline.merging.pages import pages_and_listings
from etl.pipeline.merging.people import (
    judge_lists,
    likely_variants,
    listed_names,
    name_authors,
    owners_by_name,
    with_references,
    without_et_al,
)
from etl.pipeline.merging.referenced import referenced
from etl.pipeline.spill import Spill
from etl.references.store import References
from etl.transform.papers import assign_papers
from etl.transform.venues.resolve import resolve_names, resolve_venues

# What is spilled of papers: see `etl.corpus.Corpus`.
_SPILLED = [
    "title_raw", "title", "title_line", "abstract_line", "abstract_chars", "abstract_hash", "abstract_opening",
    "abstract_apart", "first_line", "last_line",
]  # fmt: skip
_HEADING = ["venue_raw", "venue_kind", "year"]
_MANY = 400_000  # copies


def merge(
    small: Callable[[str], Iterable[pl.DataFrame]], cap: int | None, references: References | None, spill: Spill
) -> Corpus:
    """Put what the shards gave together.

    SMALL: the small frames of a name (`segment.SMALL`), one a shard, read when they are asked for. CAP fixes the number
    of names that the site shows (else it is inferred; 0: there is none); REFERENCES: see `etl.references.store`. SPILL
    takes the frames that are too wide to be held.
    """
    pages, page_rows, twins, listings, places = pages_and_listings(small, spill)
    copies = _copies(small("copies"), listings)
    # Two things at once take two things' memory.
    with ThreadPoolExecutor(2 if copies.height < _MANY else 1, thread_name_prefix="merge") as pool:
        # Only where there are references, the names on them are wanted first.
        people = pool.submit(name_authors, copies, pages, None) if references is None else None
        papers = _papers(copies)
        copies = copies.join(papers.select("paper_id", "paper"), on="paper_id", how="left", maintain_order="left")
        shown = copies.select("copy", "paper", "canonical")
        listings = listings.join(shown, on="copy", how="left", maintain_order="left").drop("copy")
        headings = resolve_venues(as_text(papers.select(_HEADING).unique()).sort(_HEADING))
        venues = by_code(headings.select(*_HEADING, "venue_id"))
        papers = papers.join(venues, on=_HEADING, how="left", maintain_order="left")
        papers = _counted(papers, copies, listings, places)
        confirmed = referenced(papers, copies, references)
        paper_rows, papers = spill.numbered("papers", papers.select(_SPILLED)), papers.drop(_SPILLED)
        authors, names = people.result() if people else name_authors(copies, pages, confirmed)
        authorships = listed_names(copies, names)
        papers = without_et_al(papers, authorships)
        kept_copies = _copies_to_keep(copies, papers, authorships)
        del copies  # the names and titles on them take as much as all else
        pages = pages.join(owners_by_name(names), on="owner", how="left", maintain_order="left")
        lists = pool.submit(judge_lists, papers, authorships, authors, listings, pages, cap)
        variants = pool.submit(likely_variants, papers, authorships, authors)
    told = with_references(lists.result(), papers, confirmed)
    recovered = recovered_people(told.missing, pages, listings, places, page_rows)
    named = referenced_people(confirmed, papers, authorships, names)
    return Corpus(
        pages=pages,
        page_rows=page_rows,
        twins=twins,
        listings=listings.drop("canonical"),
        places=places,
        kept_copies=kept_copies,
        papers=papers,
        paper_rows=paper_rows,
        authorships=authorships,
        authors=authors,
        headings=headings,
        lists=told,
        missing=missing_people(recovered, named, authors),
        variants=variants.result(),
        references=confirmed,
        names=names,
        parts=spill.parts,
    )


def _copies(frames: Iterable[pl.DataFrame], listings: pl.DataFrame) -> pl.DataFrame:
    """The copies in FRAMES that LISTINGS show, each with its `paper_id`, and whether it is `canonical`."""
    copies = whole_titles(pl.concat(map(by_code, frames)))
    copies = _with_venue(_shown(copies, listings))
    return copies.join(assign_papers(copies), on="copy", how="left", maintain_order="left").drop("base", "venue")


def _shown(copies: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """COPIES that LISTINGS show, each once, with how many do."""
    if copies["copy"].is_duplicated().any():  # seldom: what takes rows away takes all texts' room twice
        copies = copies.unique("copy", maintain_order=True)
    counts = listings.group_by("copy").agg(listings=pl.len())
    copies = copies.join(counts, on="copy", how="left", maintain_order="left")
    return copies.drop_nulls("listings") if copies["listings"].null_count() else copies


def _with_venue(copies: pl.DataFrame) -> pl.DataFrame:
    """COPIES with `venue`, the id of the venue that a heading names: `NIPS` and `NeurIPS` are one.

    By the name alone, for this one is a part of a paper's identity: two pages that give the venue another kind show
    one paper. The `venue_id` that the tables have is resolved by the kind and the year as well.
    """
    written = as_text(copies.select("venue_raw").unique())["venue_raw"]
    ids = resolve_names(written).select("venue_raw", venue=pl.col("venue_id").str.strip_prefix("x:"))
    coded = by_code(ids).with_columns(pl.col("venue").cast(pl.Categorical))
    return copies.join(coded, on="venue_raw", how="left", maintain_order="left")


def _copies_to_keep(copies: pl.DataFrame, papers: pl.DataFrame, authorships: pl.DataFrame) -> pl.DataFrame:
    """The copies that the tables cannot give back from `papers` and `authorships`: see `Corpus.kept_copies`.

    Those of papers with several copies, those with bytes of their own, and those with an "et al.", which is no
    authorship.
    """
    several = papers.filter(pl.col("copies") > 1)["paper"]
    unnamed = authorships.filter("nobody")["paper"].unique()
    alone = pl.col("canonical") & ~pl.col("has_raw") & ~pl.col("paper").is_in(pl.concat([several, unnamed]).implode())
    return copies.filter(~alone)


def _papers(copies: pl.DataFrame) -> pl.DataFrame:
    """Distinct papers, numbered by id, as their canonical copies show them."""
    shown = copies.filter("canonical").select(
        "paper_id", *_HEADING, "paper_type", "title_raw", "title", "copy", "title_line",
        "abstract_line", "abstract_chars", "abstract_hash", "abstract_opening", "abstract_apart",
        listed_authors=pl.col("names").list.len().cast(pl.Int32),
    )  # fmt: skip
    return shown.sort("paper_id").with_row_index("paper")


def _counted(papers: pl.DataFrame, copies: pl.DataFrame, listings: pl.DataFrame, places: Rows) -> pl.DataFrame:
    """Papers with how many listings show them, in how many ways, and the first that shows the canonical copy."""
    counts = copies.group_by("paper").agg(
        pl.col("listings").sum().cast(pl.Int32), copies=pl.col("content").n_unique().cast(pl.Int32)
    )
    first = (
        listings.with_row_index("row").filter("canonical")
        .unique("paper", keep="first", maintain_order=True)
        .select("paper", "page", "row")
    )  # fmt: skip
    lines = places.take(first["row"]).select("first_line", "last_line")
    first = pl.concat([first.drop("row"), lines], how="horizontal")
    return papers.join(counts, on="paper", how="left", maintain_order="left").join(
        first, on="paper", how="left", maintain_order="left"
    )
