"""The merged input: the frames that the merge gives, and that rules and tables are made from.

Papers, authors, author keys and pages are numbered in the order of their ids (UInt32 codes in the columns `paper`,
`author`, `key` and `page`), so that nothing depends on the order in which the input came. Abstracts are not here: they
stay in the cache until they are written.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from etl.frames import Rows
from etl.transform.author_lists.statuses import AuthorLists


@dataclass(frozen=True, slots=True)
class Corpus:
    """All pages, papers, authors and venues of a run.

    A *copy* is one distinct way in which listings show a paper. The *canonical* copy of a paper is the one that the
    tables show.
    """

    pages: pl.DataFrame
    """A row a distinct page, by page: the first digit of its id (`part`), owner, owner_key, owner_author,
    owner_author_key, declared_author_rows, listed_papers."""
    page_rows: Rows
    """The same pages in the same order: page_id, path, copies, and the rest of what the shards gave."""
    twins: pl.DataFrame
    """A row a further place where the bytes of a page stand: page_id, path, first_line, lines."""
    listings: pl.DataFrame
    """A row a listing, by page and ordinal: page, paper."""
    places: Rows
    """The same listings in the same order: page, ordinal, copy, their lines and bytes in the file."""
    papers: pl.DataFrame
    """A row a paper, by paper: paper_id, copy (the canonical one), its heading, venue_id, listed_authors, how many
    listings and copies there are, and the page of the first listing."""
    paper_rows: Rows
    """The same papers in the same order: their titles, what tells their abstracts apart, and their lines."""
    kept_copies: pl.DataFrame
    """A row a copy that `papers` and `authorships` do not tell whole, because its paper has several, or because its
    bytes cannot be made of them; with all columns that the shards gave."""
    authorships: pl.DataFrame
    """A row a name on a canonical copy, as written: paper, position, author, key, name_raw, et_al (the list goes on),
    nobody (it is "et al." alone, and no name)."""
    authors: pl.DataFrame
    """A row a name with its homonym id: author, author_id, key, the parts of the name, and its `name_flags`."""
    headings: pl.DataFrame
    """A row a distinct venue_raw, venue_kind and year, with what `resolve_venues` makes of it."""
    lists: AuthorLists
    """What is known of each author list: is it cut, and how likely is that?"""
    missing: pl.DataFrame
    """A row a person who is not on a list and known from elsewhere (see `etl.pipeline.merging.missing`)."""
    variants: pl.DataFrame
    """A row a pair of authors who seem to be one person (see `etl.transform.names.variants`)."""
    references: pl.DataFrame
    """A row a paper that a reference has, with what that says of it (see `etl.references.matching.confirm`)."""
    names: pl.DataFrame
    """A row a name as written: name_raw, and the author and key that it stands for."""

    parts: list[str]
    """What the ids of pages and papers begin with, where they are worked on part by part; one empty text where not."""

    def whole_pages(self, part: str = "") -> pl.DataFrame:
        """The pages whose id begins with PART, with all columns."""
        some = self.pages.filter(pl.col("part") == part) if part else self.pages
        return self.page_rows.beside(some.drop("part"), "page")

    def whole_papers(self, part: str = "") -> pl.DataFrame:
        """The papers whose id begins with PART, with all columns."""
        some = self.papers.filter(pl.col("paper_id").str.starts_with(part)) if part else self.papers
        return self.paper_rows.beside(some, "paper")

    def authorships_of(self, papers: pl.DataFrame) -> pl.DataFrame:
        """The authorships of PAPERS, which follow each other."""
        first, end = (papers["paper"][0], papers["paper"][-1]) if papers.height else (0, 0)
        return self.authorships.filter(pl.col("paper").is_between(first, end))

    def page_places(self, pages: pl.Series) -> pl.DataFrame:
        """The page_id and path of each of PAGES (codes)."""
        return self.page_rows.take(pages).select("page_id", "path")
