"""What the contract says of columns that depend on each other: in a row, and between tables; and which text is NFC.

A run makes the tables so that all of it holds; `quiver verify` asks tables that somebody else may have written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from schemas.tables import polars_schema, table_key

Scan = Callable[[str], pl.LazyFrame]
"""Name of a table -> its rows."""

AS_WRITTEN = {
    "pages": {"path", "kind", "owner"},
    "papers": {"title_raw", "venue_raw", "venue_kind", "paper_type", "abstract_raw"},
    "authorships": {"name_raw"},
    "findings": {"path"},
    "quarantine": {"path"},
}
"""Columns of text that are kept as the input has them; all others are in NFC."""

_SIZE = pl.col("end_byte") - pl.col("first_byte")
_PARTS = pl.sum_horizontal("header_bytes", "listing_bytes", "separator_bytes", "quarantine_bytes")
_SPAN = {
    "the first line comes after the last": pl.col("first_line") > pl.col("last_line"),
    "no byte lies between first_byte and end_byte": _SIZE <= 0,
}
_LISTED, _STATUS = pl.col("role") == "listed", pl.col("author_list_status")

WRONG_ROWS: dict[str, dict[str, pl.Expr]] = {
    "pages": {
        "the bytes of the parts do not add up": pl.col("bytes") != _PARTS,
        "frame is not as long as header and separators": (
            pl.col("frame").bin.size() != pl.col("header_bytes") + pl.col("separator_bytes")
        ),
    },
    "listings": {**_SPAN, "raw is not as long as its span": pl.col("raw").bin.size() != _SIZE},
    "quarantine": {**_SPAN, "raw is not as long as its span": pl.col("raw").bin.size() != _SIZE},
    "papers": {
        "copies is more than listings": pl.col("copies") > pl.col("listings"),
        "truncation_probability is not that of a proven list": (
            ((_STATUS == "truncated") & (pl.col("truncation_probability") != 1))
            | ((_STATUS == "complete") & (pl.col("truncation_probability") != 0))
        ),
    },
    "authorships": {
        "a listed name has no position, or evidence": (
            _LISTED & (pl.col("position").is_null() | pl.col("evidence").is_not_null())
        ),
        "a name that is not listed has no evidence": ~_LISTED & pl.col("evidence").is_null(),
        "a recovered name has a position": (pl.col("role") == "recovered") & pl.col("position").is_not_null(),
    },
    "findings": {"the first line comes after the last": pl.col("first_line") > pl.col("last_line")},
}
"""Table -> what is wrong with a row -> where it is."""


_PAGE_END = pl.col("page first_byte") + pl.col("page bytes")
_OUTSIDE = {
    "it lies outside its page": (pl.col("first_byte") < pl.col("page first_byte")) | (pl.col("end_byte") > _PAGE_END)
}
_ELSEWHERE = {"path is not that of its page": pl.col("path") != pl.col("page path")}

WRONG_ON_PAGE = {"listings": _OUTSIDE, "quarantine": _OUTSIDE | _ELSEWHERE}
"""As `WRONG_ROWS`, of rows beside which their page's columns stand, as `page path`."""


def composed_texts(table: str) -> list[str]:
    """The columns of TABLE whose text is in NFC."""
    texts = [name for name, type_ in polars_schema(table).items() if type_ == pl.String]
    return [name for name in texts if name not in AS_WRITTEN.get(table, set())]


@dataclass(frozen=True, slots=True)
class Total:
    """Columns of TABLE that say what ROWS, summed up by its key, say; where there are no such rows, 0 or null."""

    table: str
    source: str
    """The table that is summed up."""
    rows: Callable[[Scan], pl.LazyFrame]
    columns: dict[str, pl.Expr]

    def wrong(self, scan: Scan) -> pl.LazyFrame:
        """The rows that differ: the key, and each of `columns` beside what it should be, as `right listings`."""
        (key,) = table_key(self.table)
        right = self.rows(scan).group_by(key).agg(value.alias(f"right {name}") for name, value in self.columns.items())
        rows = scan(self.table).select(key, *self.columns).join(right, on=key, how="left").fill_null(0)
        return rows.filter(pl.any_horizontal(pl.col(name) != pl.col(f"right {name}") for name in self.columns))


_YEARS = {"papers": pl.len(), "first_year": pl.col("year").min(), "last_year": pl.col("year").max()}


def _papers_of_authors(scan: Scan) -> pl.LazyFrame:
    """One row a paper and author, with the paper's year."""
    pairs = scan("authorships").select("paper_id", "author_id").unique()
    return pairs.join(scan("papers").select("paper_id", "year"), on="paper_id")


TOTALS = (
    Total("pages", "listings", lambda scan: scan("listings"),
          {"listed_papers": pl.len(), "listing_bytes": _SIZE.sum()}),
    Total("pages", "quarantine", lambda scan: scan("quarantine"), {"quarantine_bytes": _SIZE.sum()}),
    Total("papers", "listings", lambda scan: scan("listings"), {"listings": pl.len()}),
    Total("papers", "authorships", lambda scan: scan("authorships"),
          {"listed_authors": _LISTED.sum(), "known_authors": pl.len()}),
    Total("authors", "authorships", _papers_of_authors, _YEARS),
    Total("venues", "papers", lambda scan: scan("papers"), _YEARS),
)  # fmt: skip
"""What the tables count of each other."""
