"""The raw lines of the places that sampled findings name, read back from the tables."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

import polars as pl

Tables = dict[str, pl.LazyFrame]
"""Name -> table, of all eight."""
_HEAD_BYTES = 4000  # of a page's header, or of a stretch in quarantine
_CODECS = {"utf-8-sig": "utf-8", "invalid-utf-8": "utf-8", "binary": "latin-1"}


@dataclass(frozen=True)
class RawText:
    """Consecutive raw lines of one file."""

    first_line: int
    lines: list[str]
    listing: bool
    """A listing: heading, title, names, abstract. Else a header or a stretch in quarantine."""


def raw_lines(tables: Tables, findings: pl.DataFrame) -> list[RawText | None]:
    """For each of FINDINGS (rows of the table) the raw text that its place is in; or None."""
    places = findings.select("page_id", "first_line").with_row_index("n").drop_nulls()
    found: dict[int, RawText] = {}
    for read in (_from_listings, _from_quarantine, _from_headers):
        left = places.filter(~pl.col("n").is_in(list(found)))
        if left.height:
            found |= read(tables, left)
    return [found.get(n) for n in range(findings.height)]


def _matching(places: pl.DataFrame, table: pl.LazyFrame, key: str) -> pl.DataFrame:
    """n -> `page_id` and KEY of the row of TABLE whose lines hold the place."""
    rows = table.select("page_id", key, first="first_line", last="last_line")
    rows = rows.join(places.lazy(), on="page_id").filter(pl.col("first_line").is_between("first", "last"))
    return rows.sort("n", "first").unique("n", keep="first", maintain_order=True).select("n", "page_id", key).collect()


def _from_listings(tables: Tables, places: pl.DataFrame) -> dict[int, RawText]:
    match = _matching(places, tables["listings"], "ordinal")
    rows = _of(tables["listings"], "page_id", match).join(match.lazy(), on=["page_id", "ordinal"])
    rows = rows.join(tables["pages"].select("page_id", "encoding"), on="page_id")
    fields = ["title_raw", "venue_raw", "venue_kind", "year", "paper_type", "abstract_raw"]
    ids = tables["listings"].join(match.lazy(), on=["page_id", "ordinal"], how="semi").select("paper_id").collect()
    papers = _of(tables["papers"], "paper_id", ids).select("paper_id", *fields)
    names = _names(tables, ids).lazy()
    rows = rows.join(papers, on="paper_id").join(names, on="paper_id", how="left")
    return {row["n"]: _listing(row) for row in rows.collect().iter_rows(named=True)}


def _of(table: pl.LazyFrame, key: str, wanted: pl.DataFrame) -> pl.LazyFrame:
    """The rows of TABLE with a KEY of WANTED: told so, and not by a join, Polars reads the texts of these alone."""
    return table.filter(pl.col(key).is_in(wanted[key].unique().implode()))


def _names(tables: Tables, papers: pl.DataFrame) -> pl.DataFrame:
    """paper_id, names: the listed names of PAPERS, in order."""
    listed = _of(tables["authorships"], "paper_id", papers).filter(pl.col("role") == "listed")
    rows = listed.select("paper_id", "position", "name_raw").sort("paper_id", "position")
    return rows.group_by("paper_id", maintain_order=True).agg(names="name_raw").collect()


def _listing(row: dict[str, Any]) -> RawText:
    if row["raw"] is not None:
        return RawText(row["first_line"], _decoded(row["raw"], row["encoding"]), listing=True)
    heading = f"{row['venue_raw']} {row['venue_kind']} {row['year']} {row['paper_type']}"
    parts = [heading, row["title_raw"], "\n".join(f"  • {name}" for name in row["names"] or [])]
    text = "\n\n".join(part for part in [*parts, row["abstract_raw"]] if part)
    return RawText(row["first_line"], text.split("\n"), listing=True)


def _from_quarantine(tables: Tables, places: pl.DataFrame) -> dict[int, RawText]:
    match = _matching(places, tables["quarantine"], "first_byte")
    raw = tables["quarantine"].with_columns(pl.col("raw").bin.head(_HEAD_BYTES))
    rows = _of(raw, "page_id", match).join(match.lazy(), on=["page_id", "first_byte"])
    rows = rows.join(tables["pages"].select("page_id", "encoding"), on="page_id")
    return {
        row["n"]: RawText(row["first_line"], _decoded(row["raw"], row["encoding"]), listing=False)
        for row in rows.collect().iter_rows(named=True)
    }


def _from_headers(tables: Tables, places: pl.DataFrame) -> dict[int, RawText]:
    """The lines of each page above its first listing and its first stretch in quarantine."""
    pages = places.select("page_id").unique().lazy()
    spans = [
        tables[name].join(pages, on="page_id", how="semi").select("page_id", body="first_line")
        for name in ("listings", "quarantine")
    ]
    body = pl.concat(spans).group_by("page_id").agg(pl.col("body").min())
    head = pl.col("frame").bin.head(_HEAD_BYTES)
    columns = ["page_id", "encoding", pl.col("first_line").alias("first"), head]
    rows = (
        _of(tables["pages"], "page_id", places)
        .select(columns)
        .join(places.lazy(), on="page_id")
        .join(body, on="page_id", how="left")
    )
    return {row["n"]: _header(row) for row in rows.collect().iter_rows(named=True)}


def _header(row: dict[str, Any]) -> RawText:
    lines = _decoded(row["frame"], row["encoding"])
    end = row["body"] - row["first"] if row["body"] is not None else len(lines)
    return RawText(row["first"], lines[:end], listing=False)


def _decoded(raw: bytes, encoding: str) -> list[str]:
    text = raw.decode(_CODECS.get(encoding, encoding), "replace").removeprefix("\ufeff")
    if encoding == "cp1252":  # some listings of such a file may be in UTF-8
        with contextlib.suppress(UnicodeDecodeError):
            text = raw.decode()
    return text.split("\n")
