"""The grammar of a page, for all pages of a shard at once: sources in, frames of pages, listings, copies out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.extract import lines as ln
from etl.extract.abstract_affixes import without_abstract_affixes
from etl.extract.affixes import without_affixes
from etl.extract.below_names import without_lines_below_names
from etl.extract.files import Source
from etl.extract.furniture import without_furniture
from etl.extract.labels import without_labels
from etl.extract.layout import Bools, Headers, Layout, lay_out, read_headers
from etl.extract.lines import Ints, Lines, slices, split_lines
from etl.extract.listings import find_listings
from etl.extract.marks import unmarked
from etl.extract.parted_lines import with_whole_lines
from etl.extract.places import told_by_place
from etl.extract.segments import Segments, ranges
from etl.identity import page_id


def _schema(**columns: Any) -> pl.Schema:
    return pl.Schema(columns)


PAGES = _schema(
        page_id=pl.String, path=pl.String, first_line=pl.Int32, first_byte=pl.Int64,
        bytes=pl.Int64, lines=pl.Int32, encoding=pl.String, kind=pl.String, owner=pl.String,
        declared_papers=pl.Int32, declared_author_rows=pl.Int32, heading_papers=pl.Int32,
        listed_papers=pl.Int32, header_bytes=pl.Int64, listing_bytes=pl.Int64,
        separator_bytes=pl.Int64, quarantine_bytes=pl.Int64, rewritten=pl.Boolean, frame=pl.Binary,
)  # fmt: skip
LISTINGS = _schema(
        page_id=pl.String, path=pl.String, ordinal=pl.Int32, copy=pl.UInt64,
        first_line=pl.Int32, last_line=pl.Int32, first_byte=pl.Int64, end_byte=pl.Int64,
)  # fmt: skip
COPIES = _schema(
        copy=pl.UInt64, venue_raw=pl.String, venue_kind=pl.String, year=pl.Int32,
        paper_type=pl.String, title_raw=pl.String, names=pl.List(pl.String),
        abstract_raw=pl.String, raw=pl.Binary, title_line=pl.Int32, abstract_line=pl.Int32,
)  # fmt: skip
QUARANTINE = _schema(
        page_id=pl.String, path=pl.String, first_line=pl.Int32, last_line=pl.Int32,
        first_byte=pl.Int64, end_byte=pl.Int64, reason=pl.String, raw=pl.Binary,
)  # fmt: skip


def _all(copies: pl.Series) -> pl.Series:
    return pl.repeat(True, copies.len(), dtype=pl.Boolean, eager=True)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a shard holds. `copies`: the distinct ways in which its listings show papers, by hash of their bytes."""

    pages: pl.DataFrame
    listings: pl.DataFrame
    copies: pl.DataFrame
    quarantine: pl.DataFrame


def extract(sources: list[Source], is_new: Callable[[pl.Series], pl.Series] = _all) -> Extracted:
    """Parse SOURCES. Every byte of them is in a listing, in a page's frame, or in quarantine.

    IS_NEW tells which copies (UInt64) are wanted; `copies` leaves the others out.
    """
    rejected = [s for s in sources if s.decoded.rejected or not s.decoded.twin]
    readable = [s for s in sources if not s.decoded.rejected and s.decoded.twin]
    parts = [_rejected(rejected)] if rejected else []
    if readable:
        parts.append(_Shard(readable).extracted(is_new))
    if not parts:
        return Extracted(*(schema.to_frame() for schema in (PAGES, LISTINGS, COPIES, QUARANTINE)))
    return Extracted(
        pl.concat([p.pages for p in parts]),
        pl.concat([p.listings for p in parts]),
        pl.concat([p.copies for p in parts]),
        pl.concat([p.quarantine for p in parts]),
    )


def _rejected(sources: list[Source]) -> Extracted:
    """Files that are no text, whole in quarantine; and empty ones, which hold nothing."""
    pages, quarantine = [], []
    for source in sources:
        size, newlines = len(source.data), source.data.count(b"\n")
        lines = newlines + (not source.data.endswith(b"\n")) if size else 0
        identity = page_id(source.data)
        about = (identity, source.path, 1, source.offset, size, lines, source.decoded.encoding)
        pages.append((*about, None, None, None, None, None, 0, 0, 0, 0, size, False, b""))
        if size:
            reason = source.decoded.rejected or "not-a-page"  # a byte order mark, and nothing after it
            end = source.offset + size
            quarantine.append((identity, source.path, 1, lines, source.offset, end, reason, source.data))
    return Extracted(
        pl.DataFrame(pages, schema=PAGES, orient="row"),
        LISTINGS.to_frame(),
        COPIES.to_frame(),
        pl.DataFrame(quarantine, schema=QUARANTINE, orient="row"),
    )


_MENDS = (
    without_lines_below_names,
    with_whole_lines,
    without_labels,
    without_furniture,
    without_affixes,
    without_abstract_affixes,
)
"""What gives a layout as it was before templates, columns and scrapers changed it, in order."""


class _Shard:
    """The readable files of a shard, from lines to frames."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = sources
        self.lines: Lines = told_by_place(split_lines([s.decoded.twin for s in sources]))
        self.layout: Layout = lay_out(self.lines)
        for mended in _MENDS:
            self.layout = mended(self.layout)
        self.headers: Headers = read_headers(self.layout)
        has_sub = np.array([s.decoded.has_sub for s in sources])
        self.segments: Segments = find_listings(self.layout, self.headers, has_sub)
        self._positions()
        self.page_ids = self._page_ids()
        self.paths = self._of_files(s.path for s in sources)

    def _positions(self) -> None:
        """Where each line stands in its own file: its numbers (from 1; several where it was folded) and first byte."""
        file = self.lines.file
        edge = np.searchsorted(file, np.arange(len(self.sources) + 1))
        self.line_no = np.arange(len(file)) - edge[file] + 1
        self.line_last = self.line_no.copy()
        self.line_byte = self.lines.start[:-1] - self.lines.start[edge[file]]
        for first, end, decoded in zip(edge, edge[1:], (s.decoded for s in self.sources), strict=False):
            if decoded.line_bytes is not None:
                self.line_byte[first:end] = decoded.line_bytes[: end - first]
            if decoded.line_numbers is not None:
                self.line_no[first:end], self.line_last[first:end] = decoded.line_numbers[:, : end - first]
        sizes = np.array([len(s.data) for s in self.sources], dtype=np.int64)
        closes = np.append(file[1:] != file[:-1], True)
        self.line_end = np.where(closes, sizes[file], np.append(self.line_byte[1:], 0))
        # Bytes that the files hold, where they are not those of the buffer.
        self.foreign = np.array(
            [s.decoded.line_bytes is not None or s.decoded.twin is not s.data for s in self.sources]
        )

    def _page_ids(self) -> pl.Series:
        edge, pages = self.layout.page_line, self.layout.page_file
        ids = []
        for page, file in enumerate(pages):
            data = self.sources[file].data
            first, end = self.line_byte[edge[page]], self.line_end[edge[page + 1] - 1]
            ids.append(page_id(data if end - first == len(data) else memoryview(data)[first:end]))
        return pl.Series(ids, dtype=pl.String)

    def extracted(self, is_new: Callable[[pl.Series], pl.Series]) -> Extracted:
        good = self.segments.reason.is_null().to_numpy()
        nb = self.layout.nb
        first, last = nb[self.segments.head], nb[self.segments.end - 1]
        page = self.layout.page[self.segments.head]
        listings, distinct = self._listings(first[good], last[good], page[good])
        wanted = distinct[is_new(listings["copy"].gather(distinct)).to_numpy()]
        bad_first, bad_last, bad_page, reason = self._unparsed(first, last, page, good)
        pages = self._pages((first[good], last[good], page[good]), (bad_first, bad_last, bad_page))
        return Extracted(
            pages,
            listings,
            self._copies(np.flatnonzero(good)[wanted], listings["copy"].gather(wanted)),
            self._quarantine(bad_first, bad_last, bad_page, reason),
        )

    def _span(self, first: Ints, last: Ints, page: Ints) -> dict[str, pl.Series | Ints]:
        return {
            "page_id": self.page_ids.gather(page),
            "path": self.paths.gather(page),
            "first_line": self.line_no[first],
            "last_line": self.line_last[last],
            "first_byte": self.line_byte[first],
            "end_byte": self.line_end[last],
        }

    def _listings(self, first: Ints, last: Ints, page: Ints) -> tuple[pl.DataFrame, Ints]:
        """The listings, and which of them is the first to show each copy."""
        start = self.lines.start
        copy = slices(self.lines.buffer, start[first], start[last + 1]).hash(0)
        foreign = np.flatnonzero(self.foreign[self.layout.page_file[page]])
        # Other bytes may give the same text, and the same bytes another text: each is a copy of its own.
        if len(foreign):
            raw = self._bytes(first[foreign], last[foreign]).hash(1)
            copy = copy.scatter(foreign, copy.gather(foreign).to_numpy() ^ raw.to_numpy())
        if len(self.layout.altered) and len(first):
            copy = pl.Series(copy.to_numpy() ^ self._altered(first, last))
        frame = pl.DataFrame({"page": page, "copy": copy} | self._span(first, last, page))
        frame = frame.with_columns(ordinal=pl.int_range(1, pl.len() + 1).over("page"))
        representative = frame.select(pl.arg_where(pl.col("copy").is_first_distinct())).to_series()
        return frame.select(LISTINGS.names()).cast(dict(LISTINGS)), representative.to_numpy()  # type: ignore[arg-type]

    def _altered(self, first: Ints, last: Ints) -> npt.NDArray[np.uint64]:
        """What tells each listing from one of the same bytes whose lines are read as they stand there."""
        altered = self.layout.altered
        of = np.searchsorted(first, altered, side="right") - 1
        inside = (of >= 0) & (altered <= last[of])
        altered, of = altered[inside], of[inside]
        place = (2 * (altered - first[of]) + 1).astype(np.uint64)
        told = np.zeros(len(first), dtype=np.uint64)
        np.add.at(told, of, self.layout.lines.text.gather(altered).hash(2).to_numpy() * place)
        return told

    def _unparsed(self, first: Ints, last: Ints, page: Ints, good: Bools) -> tuple[Ints, Ints, Ints, pl.Series]:
        """Stretches for the quarantine: broken listings, and lines above the first listing that are no header."""
        layout, s = self.layout, self.segments
        in_segment = np.zeros(len(layout.nb) + 1, dtype=np.int64)
        np.add.at(in_segment, s.head, 1)
        np.add.at(in_segment, s.end, -1)
        stray = np.flatnonzero((np.cumsum(in_segment)[:-1] == 0) & ~self.headers.part)
        opens = (np.diff(stray, prepend=-2) != 1) | (np.diff(layout.page[stray], prepend=-1) != 0)
        at = np.flatnonzero(opens)
        run_first, run_last = stray[at], stray[np.append(at[1:], len(stray)) - 1] if len(at) else stray
        found = self.headers.frame["found"].to_numpy() | np.isin(np.arange(len(layout.page_file)), page[good])
        stray_page = layout.page[run_first]
        reason = pl.Series(np.where(found[stray_page], "not-in-grammar", "not-a-page"), dtype=pl.String)
        bad = np.flatnonzero(~good)
        all_first = np.concatenate([layout.nb[run_first], first[bad]])
        order = np.argsort(all_first, kind="stable")
        return (
            all_first[order],
            np.concatenate([layout.nb[run_last], last[bad]])[order],
            np.concatenate([stray_page, page[bad]])[order],
            pl.concat([reason, s.reason.gather(bad)]).gather(order),
        )

    def _quarantine(self, first: Ints, last: Ints, page: Ints, reason: pl.Series) -> pl.DataFrame:
        if not len(first):
            return QUARANTINE.to_frame()
        span = self._span(first, last, page)
        file = self.layout.page_file[page]
        raw = [self.sources[f].data[a:b] for f, a, b in zip(file, span["first_byte"], span["end_byte"], strict=True)]
        frame = pl.DataFrame(span | {"reason": reason, "raw": pl.Series(raw, dtype=pl.Binary)})
        return frame.select(QUARANTINE.names()).cast(dict(QUARANTINE))  # type: ignore[arg-type]

    def _pages(self, listed: tuple[Ints, Ints, Ints], bad: tuple[Ints, Ints, Ints]) -> pl.DataFrame:
        layout = self.layout
        edge, count = layout.page_line, len(layout.page_file)
        first, end = self.line_byte[edge[:-1]], self.line_end[edge[1:] - 1]
        listing_bytes, quarantine_bytes = (
            np.bincount(page, weights=self.line_end[last] - self.line_byte[a], minlength=count).astype(np.int64)
            for a, last, page in (listed, bad)
        )
        framed = self._framed(listed, bad)
        size = np.where(framed, self.line_end - self.line_byte, 0)
        body_nb = self.headers.body
        above = np.append(layout.nb, 0)[np.maximum(body_nb - 1, 0)]
        body = np.where(body_nb > layout.page_nb[:-1], above + 1, edge[:-1])
        total = np.concatenate([[0], np.cumsum(size)])
        header_bytes = total[body] - total[edge[:-1]]
        frame = pl.DataFrame(
            {
                "page_id": self.page_ids,
                "path": self.paths,
                "first_line": self.line_no[edge[:-1]],
                "first_byte": first,
                "bytes": end - first,
                "lines": self.line_last[edge[1:] - 1] - self.line_no[edge[:-1]] + 1,
                "encoding": self._of_files(s.decoded.encoding for s in self.sources),
                "rewritten": self._of_files(s.decoded.line_numbers is not None for s in self.sources),
                "listed_papers": np.bincount(listed[2], minlength=count),
                "header_bytes": header_bytes,
                "listing_bytes": listing_bytes,
                "separator_bytes": total[edge[1:]] - total[edge[:-1]] - header_bytes,
                "quarantine_bytes": quarantine_bytes,
                "frame": self._frames(framed, edge),
            }
        )
        fields = self.headers.frame.drop("page", "found")
        return pl.concat([frame, fields], how="horizontal").select(PAGES.names()).cast(dict(PAGES))  # type: ignore[arg-type]

    def _of_files(self, values: Iterable[str | bool]) -> pl.Series:
        """For each page, which of VALUES its file has."""
        return pl.Series(values).gather(self.layout.page_file)

    def _framed(self, *spans: tuple[Ints, Ints, Ints]) -> Bools:
        """Which lines stand outside listings and quarantine."""
        covered = np.zeros(len(self.lines.kind) + 1, dtype=np.int64)
        for first, last, _ in spans:
            np.add.at(covered, first, 1)
            np.add.at(covered, last + 1, -1)
        return np.cumsum(covered)[:-1] == 0

    def _frames(self, framed: Bools, edge: Ints) -> pl.Series:
        """The bytes of each page's framed lines."""
        start = self.lines.start
        buffer = np.frombuffer(self.lines.buffer, dtype=np.uint8)
        kept = buffer[np.repeat(framed, np.diff(start))].tobytes()
        total = np.concatenate([[0], np.cumsum(np.where(framed, np.diff(start), 0))])[edge]
        frames = slices_of(kept, total)
        foreign = np.flatnonzero(self.foreign[self.layout.page_file])
        return frames.scatter(foreign, [self._frame(page, framed) for page in foreign]) if len(foreign) else frames

    def _frame(self, page: np.integer[Any], framed: Bools) -> bytes:
        data = self.sources[self.layout.page_file[page]].data
        first, end = self.layout.page_line[page], self.layout.page_line[page + 1]
        at = first + np.flatnonzero(framed[first:end])
        return b"".join(data[self.line_byte[i] : self.line_end[i]] for i in at)

    def _copies(self, which: Ints, copy: pl.Series) -> pl.DataFrame:
        """The parts of the listings (segments) WHICH."""
        layout, s = self.layout, self.segments
        head, end = s.head[which], s.end[which]
        names_end = s.names_end[which]
        start, nb = self.lines.start, layout.nb
        line = self.line_no[nb]
        has_abstract = names_end < end
        abstract = pl.Series([None], dtype=pl.String).new_from_index(0, len(which))
        at = np.flatnonzero(has_abstract)
        abstract = abstract.scatter(at, slices(self.lines.buffer, start[nb[names_end[at]]], start[nb[end[at] - 1] + 1]))
        at = at[np.diff(np.searchsorted(layout.altered, [nb[names_end[at]], nb[end[at] - 1] + 1]), axis=0)[0] > 0]
        abstract = (
            abstract.scatter(at, [self._text(nb[names_end[i]], nb[end[i] - 1]) for i in at]) if len(at) else abstract
        )
        sizes = names_end - head - 2
        offset = np.concatenate([[0], np.cumsum(s.names_end - s.head - 2)])[which]
        names = pl.DataFrame(
            {
                "i": np.repeat(np.arange(len(which)), sizes),
                "name": s.names.gather(ranges(offset, offset + sizes)),
            }
        )
        lists = names.group_by("i", maintain_order=True).agg("name")
        frame = pl.DataFrame(
            {
                "copy": copy,
                "heading": layout.text(head),
                "title_raw": layout.text(head + 1),
                "abstract_raw": abstract,
                "block": slices(self.lines.buffer, start[nb[head]], start[nb[end - 1] + 1]),
                "foreign": self.foreign[layout.page_file[layout.page[head]]],
                "title_line": line[head + 1] - line[head],
                "abstract_line": np.where(has_abstract, line[np.minimum(names_end, len(nb) - 1)] - line[head], -1),
                "i": np.arange(len(which)),
            }
        ).join(lists.rename({"name": "names"}), on="i", how="left", maintain_order="left")
        return _parsed(frame, self._raw(which))

    def _text(self, first: np.integer[Any], last: np.integer[Any]) -> str:
        """The lines FIRST to LAST as they are read."""
        return "".join(self.layout.lines.text[int(first) : int(last) + 1])

    def _raw(self, which: Ints) -> pl.Series:
        """The bytes of the listings WHICH in files whose twin is a translation; null elsewhere."""
        head, end, nb = self.segments.head[which], self.segments.end[which], self.layout.nb
        foreign = np.flatnonzero(self.foreign[self.layout.page_file[self.layout.page[head]]])
        raw = pl.Series([None], dtype=pl.Binary).new_from_index(0, len(which))
        return raw.scatter(foreign, self._bytes(nb[head[foreign]], nb[end[foreign] - 1])) if len(foreign) else raw

    def _bytes(self, first: Ints, last: Ints) -> pl.Series:
        """The bytes of the stretches from line FIRST to line LAST, as the files hold them."""
        stretches = zip(self.lines.file[first], self.line_byte[first], self.line_end[last], strict=True)
        return pl.Series([self.sources[file].data[begin:end] for file, begin, end in stretches], dtype=pl.Binary)


def slices_of(data: bytes, edges: Ints) -> pl.Series:
    """DATA cut at EDGES, as bytes."""
    return ln._slices(data, edges).cast(pl.Binary)


def _parsed(frame: pl.DataFrame, foreign_raw: pl.Series) -> pl.DataFrame:
    """Headings taken apart, texts trimmed, and the raw bytes kept of what would not be rendered as it was."""
    headings = frame.select("heading").unique()
    headings = headings.hstack(ln.heading_fields(headings["heading"]))
    frame = frame.join(headings, on="heading", how="left", maintain_order="left")
    space = ln.SPACE
    abstract = pl.col("abstract_raw").str.strip_chars(space)
    if frame["abstract_raw"].str.contains("\r", literal=True).any():
        abstract = pl.col("abstract_raw").str.replace_all("\r\n", "\n", literal=True).str.strip_chars(space)
    frame = frame.with_columns(
        abstract_raw=pl.when(abstract != "").then(abstract),
        names=pl.col("names").fill_null([]),
        year=pl.col("year").cast(pl.Int32),
        abstract_line=pl.when(pl.col("abstract_line") >= 0).then("abstract_line"),
    ).rename({"venue": "venue_raw", "kind": "venue_kind", "type": "paper_type"})
    frame = unmarked(frame)
    as_was = pl.col("block") == rendered_listing()
    raw = pl.when(pl.col("foreign")).then(foreign_raw).when(~as_was).then(pl.col("block").cast(pl.Binary))
    return frame.with_columns(raw=raw).select(COPIES.names()).cast(dict(COPIES))  # type: ignore[arg-type]


def rendered_listing() -> pl.Expr:
    """The text of a listing in the site's own form, from the columns of a copy."""
    names = pl.col("names").list.eval("  • " + pl.element() + "\n").list.join("")
    heading = pl.concat_str("venue_raw", "venue_kind", "year", "paper_type", separator=" ")
    abstract = (
        pl.when(pl.col("abstract_raw").is_null()).then(pl.lit("")).otherwise("\n" + pl.col("abstract_raw") + "\n")
    )
    return heading + "\n\n" + pl.col("title_raw") + "\n\n" + names + abstract
