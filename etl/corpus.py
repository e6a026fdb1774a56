"""The merged input as frames of codes that fit in memory; what the stages after the merge pass on.

Papers, authors and pages are numbered in the order of their ids (UInt32 codes), so that nothing depends on the
order in which the input came. Texts are not here; they stay where the shards put them.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from etl.transform.author_lists import AuthorLists


@dataclass(frozen=True, slots=True)
class Corpus:
    """All pages, papers, authors and venues of a run.

    pages: page (code), page_id, path, copies, owner, owner_key ... ; twins: further files with a page's bytes;
    listings: page, ordinal, paper, copy, lines and bytes; papers: paper, paper_id, what its canonical copy shows,
    counts; ways: the copies of papers that are shown in several ways, and those that the tables would not give back,
    with all that they show; authorships: paper, position, author,
    name_raw (listed ones); authors: author, author_id, parts of the name, flags, key (code of the author_key);
    headings: venue_raw, venue_kind, year resolved; lists: what is known of the author
    lists; missing: people who are not on them (paper, author, name_raw, position, role, evidence, known_from);
    variants: pairs of authors who seem to be one person; references: what references say of papers (paper_id,
    outcome, source, row, authors ...); names: which author and key each name as written stands for.
    """

    pages: pl.DataFrame
    twins: pl.DataFrame
    listings: pl.DataFrame
    papers: pl.DataFrame
    ways: pl.DataFrame
    authorships: pl.DataFrame
    authors: pl.DataFrame
    headings: pl.DataFrame
    lists: AuthorLists
    missing: pl.DataFrame
    variants: pl.DataFrame
    references: pl.DataFrame
    names: pl.DataFrame
