"""The author page as Quiver knows it: papers with the state of their lists, recovered people, homonyms."""

from __future__ import annotations

from typing import Any

import polars as pl

from etl.errors import InputError
from etl.numbers import chance, counted, span
from etl.snapshot_reader import Snapshot
from etl.transform.names.parse import author_key
from etl.visible import visible

_STATUS = {"truncated": "cut", "suspected": "may be cut", "complete": "complete", "presumed_complete": ""}


def show(snapshot: Snapshot, name: str) -> str:
    """The page of NAME as text. Raises InputError, which helps further, where there is no such author."""
    key = pl.select(author_key(pl.lit(name))).item()
    authors = snapshot.authors.filter(pl.col("author_key") == key).collect()
    if authors.is_empty():
        raise InputError(f"no author is called {name!r}{_nearest(snapshot, key)}")
    papers = _papers(snapshot, authors["author_id"])
    pages = snapshot.pages.filter(pl.col("owner_author_key") == key).collect()
    lines = [_heading(authors, papers), *_page_lines(pages), *_homonyms(snapshot, authors), ""]
    for row in papers.iter_rows(named=True):
        lines += _paper_lines(row)
    return "\n".join(map(visible, lines))


def _nearest(snapshot: Snapshot, key: str) -> str:
    from rapidfuzz import process

    written = pl.concat_str("name", "homonym_id", separator=" ", ignore_nulls=True)
    known = snapshot.authors.sort("author_id").unique("author_key", keep="first").sort("author_key")
    keys, names = known.select("author_key", written).collect().get_columns()
    near = process.extract(key, keys.to_list(), limit=3, score_cutoff=80)
    if not near:
        return "; authors.parquet has all names"
    return "; did you mean " + ", ".join(repr(names[place]) for _, _, place in near) + "?"


def _papers(snapshot: Snapshot, author_ids: pl.Series) -> pl.DataFrame:
    """The papers of the authors, newest first, each with all its names."""
    mine = snapshot.authorships.filter(pl.col("author_id").is_in(author_ids.implode()))
    own = mine.select("paper_id", my_role="role").unique("paper_id", keep="first", maintain_order=True)
    shown = pl.col("name_raw")
    marked = pl.when(pl.col("role") == "listed").then(shown).otherwise("+" + shown)
    names = (
        snapshot.authorships.join(own, on="paper_id", how="semi")
        .sort("paper_id", pl.col("role") != "listed", "position", nulls_last=True)
        .group_by("paper_id", maintain_order=True)
        .agg(names=marked)
    )
    venues = snapshot.venues.select("venue_id", venue="name")
    return (
        snapshot.papers.join(own, on="paper_id")
        .join(names, on="paper_id")
        .join(venues, on="venue_id")
        .sort(pl.col("year"), pl.col("title").str.to_lowercase(), "paper_id", descending=[True, False, False])
        .select("year", "venue", "title", "names", "author_list_status", "truncation_probability", "my_role")
        .collect()
    )


def _heading(authors: pl.DataFrame, papers: pl.DataFrame) -> str:
    author = authors.row(0, named=True)
    digits = f" {author['homonym_id']}" if author["homonym_id"] else ""
    years = f", {span(papers['year'].to_list())}" if papers.height else ""
    return f"{author['name']}{digits}: {counted(papers.height, 'paper')}{years}"


def _page_lines(pages: pl.DataFrame) -> list[str]:
    return [
        f"page {row['page_id'][:12]} {row['path']}: declares {_declared(row['declared_papers'], 'paper')} and "
        f"{_declared(row['declared_author_rows'], 'author row')}, lists {row['listed_papers']}"
        for row in pages.sort("path").iter_rows(named=True)
    ]


def _declared(number: int | None, noun: str) -> str:
    return f"no number of {noun}s" if number is None else counted(number, noun)


def _homonyms(snapshot: Snapshot, authors: pl.DataFrame) -> list[str]:
    """Authors of the same name with another homonym id, or none."""
    bare = authors["name"].str.to_lowercase().unique().implode()
    same = snapshot.authors.filter(
        pl.col("name").str.to_lowercase().is_in(bare), ~pl.col("author_id").is_in(authors["author_id"].implode())
    ).sort("author_key")
    told = [
        f"{row['name']} {row['homonym_id'] or '(no id)'}: {counted(row['papers'], 'paper')}"
        for row in same.collect().iter_rows(named=True)
    ]
    return ["homonyms: " + "; ".join(told)] if told else []


def _paper_lines(row: dict[str, Any]) -> list[str]:
    status = _STATUS[row["author_list_status"]]
    if row["author_list_status"] == "suspected":
        status += f" (probability {chance(row['truncation_probability'])})"
    mine = {"recovered": "recovered from the page", "reference": "known from a reference"}.get(row["my_role"], "")
    notes = "; ".join(note for note in (status and f"list {status}", mine) if note)
    return [
        f"{row['year']}  {row['venue']}  {row['title']}" + (f"  [{notes}]" if notes else ""),
        "      " + ", ".join(row["names"]),
    ]
