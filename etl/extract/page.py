"""The grammar of a page, for all pages of a shard at once: sources in, frames of pages, listings, copies out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import polars as pl

from etl.extract.copies import COPIES, copy_ids, read_copies, with_marks
from etl.extract.cut_widths import cut_widths
from etl.extract.grammar.headers import read_headers
from etl.extract.grammar.heading_grammar import HEADING_WITHOUT_YEAR, LONGEST_HEADING
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches, split_lines
from etl.extract.grammar.split_pages import lay_out
from etl.extract.listings import find_listings
from etl.extract.page_rows import PAGES, Stretches, page_rows
from etl.extract.positions import Positions, positions
from etl.extract.readings import Reading, good, left
from etl.extract.rereading.second_reading import better_read, in_doubt
from etl.extract.source.files import Source
from etl.extract.undo.abstract_affixes import without_abstract_affixes
from etl.extract.undo.affixes import without_affixes
from etl.extract.undo.beside_names import without_lines_below_names
from etl.extract.undo.footers import without_footers
from etl.extract.undo.furniture import without_furniture
from etl.extract.undo.labels import without_labels
from etl.extract.undo.parted_lines import with_whole_lines
from etl.extract.undo.told_by_place import told_by_place
from etl.identity import page_id

LISTINGS = pl.Schema(
    {
        "page_id": pl.String, "path": pl.String, "ordinal": pl.Int32, "copy": pl.UInt64,
        "first_line": pl.Int32, "last_line": pl.Int32, "first_byte": pl.Int64, "end_byte": pl.Int64,
    }
)  # fmt: skip
QUARANTINE = pl.Schema(
    {
        "page_id": pl.String, "path": pl.String, "first_line": pl.Int32, "last_line": pl.Int32,
        "first_byte": pl.Int64, "end_byte": pl.Int64, "reason": pl.String, "raw": pl.Binary,
    }
)  # fmt: skip
_MENDS = (
    without_lines_below_names,
    with_whole_lines,
    without_labels,
    without_furniture,
    without_footers,
    without_affixes,
    without_abstract_affixes,
)
"""What gives a layout as it was before templates, columns and scrapers changed it, in order."""
_FRAMES = ("pages", "listings", "copies", "quarantine")
_FEW = 0.25  # of the bytes


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a shard holds: frames of `PAGES`, `LISTINGS`, `COPIES` and `QUARANTINE`.

    `copies`: the distinct ways in which its listings show papers, by hash of their bytes.
    """

    pages: pl.DataFrame
    listings: pl.DataFrame
    copies: pl.DataFrame
    quarantine: pl.DataFrame
    put_off: frozenset[str] = frozenset()
    """Paths of sources that are to be read with others: nothing else is in the frames of them than copies."""


def _all(copies: pl.Series) -> pl.Series:
    return pl.repeat(True, copies.len(), dtype=pl.Boolean, eager=True)


def extract(
    sources: list[Source], is_new: Callable[[pl.Series], pl.Series] = _all, *, hasty: bool = False
) -> Extracted:
    """Parse SOURCES. Every byte of them is in a listing, in a page's frame, or in quarantine.

    IS_NEW tells which copies (UInt64) are wanted; `copies` leaves the others out. HASTY: where few of the sources have
    to be read again, other ways, they are put off, for that takes long for a few and hardly longer for many.
    """
    rejected = [s for s in sources if s.decoded.rejected or not s.decoded.twin]
    readable = [s for s in sources if not s.decoded.rejected and s.decoded.twin]
    parts = [_rejected(rejected)] if rejected or not readable else []
    parts += _read_twice(readable, is_new, hasty) if readable else []
    frames = {table: pl.concat([getattr(part, table) for part in parts]) for table in _FRAMES}
    return Extracted(**frames, put_off=frozenset().union(*(part.put_off for part in parts)))


def _read_twice(sources: list[Source], is_new: Callable[[pl.Series], pl.Series], hasty: bool) -> list[Extracted]:
    """SOURCES parsed as they stand, but those of which more can be read as they were."""
    pages = _read(sources)
    as_stored = _extracted(pages, is_new)
    doubtful = {at: sources[at] for at in in_doubt(sources, pages)}
    if not doubtful:  # nearly always
        return [as_stored]
    if hasty and _size(doubtful.values()) <= _FEW * _size(sources):
        paths = frozenset(source.path for source in doubtful.values())
        return [replace(_without(as_stored, paths), put_off=paths)]
    better = better_read(doubtful, pages, _read)
    if not better:
        return [as_stored]
    again = _extracted(_read(list(better.values())), is_new)
    copies = again.copies.join(as_stored.copies, on="copy", how="anti", maintain_order="left")
    return [_without(as_stored, {source.path for source in better.values()}), replace(again, copies=copies)]


def _size(sources: Iterable[Source]) -> int:
    return sum(len(source.data) for source in sources)


def _without(extracted: Extracted, paths: Collection[str]) -> Extracted:
    """EXTRACTED without the sources at PATHS, but with all copies: whoever asked for one may be waiting for it.

    What nobody lists, the merge leaves out.
    """
    left_out = pl.Series(sorted(paths), dtype=pl.String).implode()
    frames = {
        table: getattr(extracted, table).filter(~pl.col("path").is_in(left_out))
        for table in _FRAMES
        if table != "copies"
    }
    return replace(extracted, **frames)


def _rejected(sources: list[Source]) -> Extracted:
    """Files that are no text, whole in quarantine; and empty ones, which hold nothing."""
    pages, quarantine = [], []
    for source in sources:
        size, newlines = len(source.data), source.data.count(b"\n")
        lines = newlines + (not source.data.endswith(b"\n")) if size else 0
        identity = page_id(source.data)
        about = (identity, source.path, 1, source.offset, size, lines, source.decoded.encoding)
        pages.append((*about, None, None, None, None, None, 0, 0, 0, 0, size, False, None, None, b""))
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


def _read(sources: Sequence[Source]) -> Reading:
    """SOURCES, none of them without text, from bytes to segments."""
    lines = told_by_place(split_lines([source.decoded.twin for source in sources]))
    layout = lay_out(lines, {file: s.decoded.over for file, s in enumerate(sources) if s.decoded.over is not None})
    layout = reduce(lambda mended, mend: mend(mended), _MENDS, layout)
    headers = read_headers(layout)
    has_sub = np.array([source.decoded.has_sub for source in sources])
    places = positions(layout.lines, sources)
    return Reading(layout, headers, find_listings(layout, headers, has_sub), places, _page_ids(layout, places))


def _page_ids(layout: Layout, places: Positions) -> pl.Series:
    ids = []
    for page, file in enumerate(layout.page_file):
        data = places.sources[file].data
        first = places.first_byte[layout.page_line[page]]
        end = places.end_byte[layout.page_line[page + 1] - 1]
        ids.append(page_id(data if end - first == len(data) else memoryview(data)[first:end]))
    return pl.Series(ids, dtype=pl.String)


def _extracted(pages: Reading, is_new: Callable[[pl.Series], pl.Series]) -> Extracted:
    layout, s = pages.layout, pages.segments
    is_good = good(pages)
    at = np.flatnonzero(is_good)
    listed = Stretches(layout.nb[s.head[at]], layout.nb[s.end[at] - 1], layout.page[s.head[at]])
    unused, reasons = _unused(pages, is_good)
    listings, distinct = _listings(pages, listed)
    marked = s.head[with_marks(layout, s, at)]
    wanted = distinct[is_new(listings["copy"].gather(distinct)).to_numpy()]
    return Extracted(
        page_rows(layout, pages.headers, pages.places, pages.ids, listed, unused, marked, cut_widths(layout, s, at)),
        listings,
        read_copies(layout, s, pages.places, at[wanted], listings["copy"].gather(wanted)),
        _quarantine(pages, unused, reasons),
    )


def _span(pages: Reading, stretches: Stretches) -> dict[str, pl.Series | Ints]:
    """Where STRETCHES stand: the columns that listings and quarantine share."""
    places, first, last = pages.places, stretches.first, stretches.last
    paths = pl.Series([source.path for source in places.sources], dtype=pl.String)
    return {
        "page_id": pages.ids.gather(stretches.page),
        "path": paths.gather(pages.layout.page_file[stretches.page]),
        "first_line": places.first_line[first],
        "last_line": places.last_line[last],
        "first_byte": places.first_byte[first],
        "end_byte": places.end_byte[last],
    }


def _listings(pages: Reading, listed: Stretches) -> tuple[pl.DataFrame, Ints]:
    """The listings, and which of them is the first to show each copy."""
    copy = copy_ids(pages.layout, pages.places, listed)
    frame = pl.DataFrame({"page": listed.page, "copy": copy} | _span(pages, listed))
    frame = frame.with_columns(ordinal=pl.int_range(1, pl.len() + 1).over("page"))
    representative = frame.select(pl.arg_where(pl.col("copy").is_first_distinct())).to_series()
    return frame.select(LISTINGS.names()).cast(dict(LISTINGS)), representative.to_numpy()  # type: ignore[arg-type]


def _unused(pages: Reading, is_good: Bools) -> tuple[Stretches, pl.Series]:
    """Stretches for the quarantine, with the reasons: segments that are not good (IS_GOOD), and strays."""
    layout, s = pages.layout, pages.segments
    strays, undated = _strays(pages)
    found = pages.headers.frame["found"].to_numpy()
    found = found | np.isin(np.arange(len(layout.page_file)), layout.page[s.head[is_good]])
    reason = pl.Series(np.where(found[strays.page], "not-in-grammar", "not-a-page"), dtype=pl.String)
    reason = reason.set(pl.Series(undated), "broken-heading")
    bad = np.flatnonzero(~is_good)
    parts = zip(strays, (layout.nb[s.head[bad]], layout.nb[s.end[bad] - 1], layout.page[s.head[bad]]), strict=True)
    both = Stretches(*map(np.concatenate, parts))
    order = np.argsort(both.first, kind="stable")
    return Stretches(*(part[order] for part in both)), pl.concat([reason, s.reason.gather(bad)]).gather(order)


def _strays(pages: Reading) -> tuple[Stretches, Bools]:
    """Lines that are no part of a header and stand in no segment: above the first listing of their page.

    And which of these stretches have a line that would be a heading if it had a year.
    """
    layout, s = pages.layout, pages.segments
    stray = left(pages, np.ones(len(s.head), dtype=bool))
    opens = (np.diff(stray, prepend=-2) != 1) | (np.diff(layout.page[stray], prepend=-1) != 0)
    at = np.flatnonzero(opens)
    first, last = stray[at], stray[np.append(at[1:], len(stray)) - 1] if len(at) else stray
    undated = np.zeros(len(at), dtype=bool)
    short = layout.length[stray] <= LONGEST_HEADING
    undated[(np.cumsum(opens) - 1)[short][matches(layout.text(stray[short]), HEADING_WITHOUT_YEAR)]] = True
    return Stretches(layout.nb[first], layout.nb[last], layout.page[first]), undated


def _quarantine(pages: Reading, unused: Stretches, reasons: pl.Series) -> pl.DataFrame:
    if not len(unused.first):
        return QUARANTINE.to_frame()
    raw = pages.places.raw(unused.first, unused.last)
    frame = pl.DataFrame(_span(pages, unused) | {"reason": reasons, "raw": raw})
    return frame.select(QUARANTINE.names()).cast(dict(QUARANTINE))  # type: ignore[arg-type]
