"""Listings taken apart: each distinct way in which they show a paper, as heading, title, names and abstract."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.extract.grammar.characters import SPACE
from etl.extract.grammar.heading_grammar import heading_fields
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches, slices
from etl.extract.grammar.listing_text import rendered_listing
from etl.extract.grammar.marks import MARKED, unmarked
from etl.extract.grammar.segments import Segments, ranges
from etl.extract.page_rows import Stretches
from etl.extract.positions import Positions

_COLUMNS: dict[str, Any] = {
    "copy": pl.UInt64, "venue_raw": pl.String, "venue_kind": pl.String, "year": pl.Int32,
    "paper_type": pl.String, "title_raw": pl.String, "names": pl.List(pl.String),
    "abstract_raw": pl.String, "raw": pl.Binary, "title_line": pl.Int32, "abstract_line": pl.Int32,
}  # fmt: skip
COPIES = pl.Schema(_COLUMNS)


def copy_ids(layout: Layout, places: Positions, listed: Stretches) -> pl.Series:
    """What each of the listings shows, as a hash (UInt64).

    Other bytes may give the same text, and the same bytes another text: each is a copy of its own.
    """
    lines, (first, last, page) = layout.lines, listed
    copy = slices(lines.buffer, lines.start[first], lines.start[last + 1]).hash(0)
    foreign = np.flatnonzero(places.foreign[layout.page_file[page]])
    if len(foreign):
        raw = places.raw(first[foreign], last[foreign]).hash(1)
        copy = copy.scatter(foreign, copy.gather(foreign).to_numpy() ^ raw.to_numpy())
    if len(layout.altered) and len(first):
        copy = pl.Series(copy.to_numpy() ^ _altered(layout, first, last))
    return copy


def _altered(layout: Layout, first: Ints, last: Ints) -> npt.NDArray[np.uint64]:
    """What tells each listing from one of the same bytes whose lines are read as they stand there."""
    altered = layout.altered
    of = np.searchsorted(first, altered, side="right") - 1
    inside = (of >= 0) & (altered <= last[of])
    altered, of = altered[inside], of[inside]
    place = (2 * (altered - first[of]) + 1).astype(np.uint64)
    told = np.zeros(len(first), dtype=np.uint64)
    np.add.at(told, of, layout.lines.text.gather(altered).hash(2).to_numpy() * place)
    return told


def read_copies(layout: Layout, s: Segments, places: Positions, which: Ints, copy: pl.Series) -> pl.DataFrame:
    """The listings WHICH (of the segments S) as rows of `COPIES`, with the ids COPY.

    The lines are counted from the heading. `raw` is null where the parts give the bytes back.
    """
    head, names_end = s.head[which], s.names_end[which]
    first, end = layout.nb[head], layout.nb[s.end[which] - 1] + 1
    line = places.first_line[layout.nb]
    has_abstract = names_end < s.end[which]
    foreign = places.foreign[layout.page_file[layout.page[head]]]
    frame = pl.DataFrame(
        {
            "copy": copy,
            "heading": layout.text(head),
            "title_raw": layout.text(head + 1),
            "names": _names(s, which),
            "abstract_raw": _abstracts(layout, s, which),
            "block": slices(layout.lines.buffer, layout.lines.start[first], layout.lines.start[end]),
            "foreign": foreign,
            "foreign_raw": _foreign_raw(places, first, end - 1, foreign),
            "title_line": line[head + 1] - line[head],
            "abstract_line": np.where(has_abstract, line[np.minimum(names_end, len(line) - 1)] - line[head], -1),
        }
    )
    return _parsed(frame)


def with_marks(layout: Layout, s: Segments, which: Ints) -> Ints:
    """Those of the segments WHICH that are read without marks which stand round their headings, titles or abstracts.

    Of nearly all listings single bytes tell that they have none: their parts begin with a letter or a digit.
    """
    head, body, end = s.head[which], s.names_end[which], s.end[which]
    first = [layout.lines.byte_values[layout.start(nb)] for nb in (head, head + 1, np.where(body < end, body, head))]
    odd = ~np.all([_alphanumeric(byte) for byte in first], axis=0)
    for carriage_return in (b"", b"\r"):
        odd |= layout.ends_with(head + 1, b"]" + carriage_return) | layout.ends_with(end - 1, b"less" + carriage_return)
    which = which[odd]
    if not len(which):  # nearly always
        return which
    texts = {"heading": layout.text(s.head[which]), "title_raw": layout.text(s.head[which] + 1)}
    whole = pl.DataFrame(texts | {"abstract_raw": _abstracts(layout, s, which).str.strip_chars(SPACE)})
    bare = unmarked(whole)
    marked = bare["title_raw"].ne_missing(whole["title_raw"]) | bare["abstract_raw"].ne_missing(whole["abstract_raw"])
    return which[matches(whole["heading"], MARKED) | marked.to_numpy()]


def _alphanumeric(byte: npt.NDArray[np.uint8]) -> Bools:
    letter = (byte | 0x20) - ord("a") <= ord("z") - ord("a")  # what is below wraps round
    return letter | (byte - ord("0") <= ord("9") - ord("0"))


def _names(s: Segments, which: Ints) -> pl.Series:
    """The names of each of the segments WHICH, as lists; null where there is none."""
    sizes, offset = s.sizes[which], (np.cumsum(s.sizes) - s.sizes)[which]
    of = np.repeat(np.arange(len(which)), sizes)
    names = pl.DataFrame({"of": of, "name": s.names.gather(ranges(offset, offset + sizes))})
    lists = names.group_by("of", maintain_order=True).agg("name")
    return pl.DataFrame({"of": np.arange(len(which))}).join(lists, on="of", how="left", maintain_order="left")["name"]


def _abstracts(layout: Layout, s: Segments, which: Ints) -> pl.Series:
    """The abstract of each of the segments WHICH with all its lines; null where there is none."""
    abstract = pl.Series([None], dtype=pl.String).new_from_index(0, len(which))
    at = np.flatnonzero(s.names_end[which] < s.end[which])
    first, end = layout.nb[s.names_end[which[at]]], layout.nb[s.end[which[at]] - 1] + 1
    start = layout.lines.start
    abstract = abstract.scatter(at, slices(layout.lines.buffer, start[first], start[end]))
    altered = np.flatnonzero(np.diff(np.searchsorted(layout.altered, [first, end]), axis=0)[0])
    if not len(altered):  # nearly always
        return abstract
    texts = ["".join(layout.lines.text[int(first[i]) : int(end[i])]) for i in altered]
    return abstract.scatter(at[altered], texts)


def _foreign_raw(places: Positions, first: Ints, last: Ints, foreign: Bools) -> pl.Series:
    """The bytes of the listings from line FIRST to line LAST in FOREIGN files; null elsewhere."""
    raw = pl.Series([None], dtype=pl.Binary).new_from_index(0, len(first))
    at = np.flatnonzero(foreign)
    return raw.scatter(at, places.raw(first[at], last[at])) if len(at) else raw


def _parsed(frame: pl.DataFrame) -> pl.DataFrame:
    """Headings taken apart, texts trimmed, and the raw bytes kept of what would not be rendered as it was."""
    headings = frame.select("heading").unique()
    headings = headings.hstack(heading_fields(headings["heading"]))
    frame = frame.join(headings, on="heading", how="left", maintain_order="left")
    abstract = pl.col("abstract_raw")
    if frame["abstract_raw"].str.contains("\r", literal=True).any():
        abstract = abstract.str.replace_all("\r\n", "\n", literal=True)
    abstract = abstract.str.strip_chars(SPACE)
    frame = frame.with_columns(
        abstract_raw=pl.when(abstract != "").then(abstract),
        names=pl.col("names").fill_null([]),
        year=pl.col("year").cast(pl.Int32),
        abstract_line=pl.when(pl.col("abstract_line") >= 0).then("abstract_line"),
    ).rename({"venue": "venue_raw", "kind": "venue_kind", "type": "paper_type"})
    frame = unmarked(frame)
    as_was = pl.col("block") == rendered_listing()
    raw = pl.when("foreign").then("foreign_raw").when(~as_was).then(pl.col("block").cast(pl.Binary))
    return frame.with_columns(raw=raw).select(COPIES.names()).cast(dict(COPIES))  # type: ignore[arg-type]
