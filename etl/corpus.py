"""The merged input: the frames that the merge gives, and that rules and tables are made from.

Papers, authors, author keys and pages are numbered in the order of their ids (UInt32 codes in the columns `paper`,
`author`, `key` and `page`), so that nothing depends on the order in which the input came. Abstracts are not here: they
stay in the cache until they are written.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from etl.transform.author_lists import AuthorLists


@dataclass(frozen=True, slots=True)
class Corpus:
    """All pages, papers, authors and venues of a run.

    A *copy* is one distinct way in which listings show a paper. The *canonical* copy of a paper is the one that the
    tables show.
    """

    pages: pl.DataFrame
    """A row a distinct page: page, page_id, path, copies, what its header says, owner_key, owner_author ..."""
    twins: pl.DataFrame
    """A row a further place where the bytes of a page stand: page_id, path, first_line, lines."""
    listings: pl.DataFrame
    """A row a listing: page, ordinal, paper, copy, its lines and bytes in the file."""
    papers: pl.DataFrame
    """A row a paper: paper, paper_id, what its canonical copy shows, and how many listings and copies there are."""
    kept_copies: pl.DataFrame
    """A row a copy that `papers` and `authorships` do not tell whole, because its paper has several, or because its
    bytes cannot be made of them; with all columns that the shards gave."""
    authorships: pl.DataFrame
    """A row a name on a canonical copy, as written: paper, position, author, key, name_raw, et_al (it is no name)."""
    authors: pl.DataFrame
    """A row a name with its homonym id: author, author_id, key, the parts of the name, and its `name_flags`."""
    headings: pl.DataFrame
    """A row a distinct venue_raw, venue_kind and year, with what `resolve_venues` makes of it."""
    lists: AuthorLists
    """What is known of each author list: is it cut, and how likely is that?"""
    missing: pl.DataFrame
    """A row a person who is not on a list and known from elsewhere (see `etl.pipeline.missing`)."""
    variants: pl.DataFrame
    """A row a pair of authors who seem to be one person (see `etl.transform.variants`)."""
    references: pl.DataFrame
    """A row a paper that a reference has, with what that says of it (see `etl.references.confirm`)."""
    names: pl.DataFrame
    """A row a name as written: name_raw, and the author and key that it stands for."""
