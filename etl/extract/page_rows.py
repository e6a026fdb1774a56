"""The rows of pages: what each says of itself, how much it lists, and where its bytes went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.extract.grammar.headers import Headers
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, byte_slices
from etl.extract.grammar.segments import outside
from etl.extract.positions import Positions

PAGES = pl.Schema(
    {
        "page_id": pl.String, "path": pl.String, "first_line": pl.Int32, "first_byte": pl.Int64,
        "bytes": pl.Int64, "lines": pl.Int32, "encoding": pl.String, "kind": pl.String, "owner": pl.String,
        "declared_papers": pl.Int32, "declared_author_rows": pl.Int32, "heading_papers": pl.Int32,
        "listed_papers": pl.Int32, "header_bytes": pl.Int64, "listing_bytes": pl.Int64,
        "separator_bytes": pl.Int64, "quarantine_bytes": pl.Int64, "rewritten": pl.Boolean,
        "names_cut_at": pl.Int32, "titles_cut_at": pl.Int32, "frame": pl.Binary,
    }
)  # fmt: skip


class Stretches(NamedTuple):
    """Stretches of lines (of all, not of those that are not blank): the first and the last, and their page."""

    first: Ints
    last: Ints
    page: Ints


def page_rows(
    layout: Layout, headers: Headers, places: Positions, page_ids: pl.Series,
    listed: Stretches, unused: Stretches, marked: Ints, widths: Mapping[str, pl.Series],
) -> pl.DataFrame:  # fmt: skip
    """A row (`PAGES`) for each page with PAGE_IDS; LISTED are its listings, UNUSED goes to quarantine.

    Every byte of a page is counted once. Those of neither are its `frame`: above its body they are the header's,
    the rest separates. MARKED: the headings (nb) of listings that are read without marks. WIDTHS: the columns of
    `etl.extract.cut_widths`.
    """
    edge, count = layout.page_line, len(layout.page_file)
    first, end = places.first_byte[edge[:-1]], places.end_byte[edge[1:] - 1]
    some = np.append(listed.first, unused.first), np.append(listed.last, unused.last) + 1
    framed = outside(*some, len(layout.lines.kind))
    in_frame = np.append(0, np.cumsum(np.where(framed, places.end_byte - places.first_byte, 0)))
    header_bytes = in_frame[_body(layout, headers)] - in_frame[edge[:-1]]
    sources = places.sources
    rows = pl.DataFrame(
        {
            "page_id": page_ids,
            "path": _of_files(layout, (source.path for source in sources)),
            "first_line": places.first_line[edge[:-1]],
            "first_byte": first,
            "bytes": end - first,
            "lines": places.last_line[edge[1:] - 1] - places.first_line[edge[:-1]] + 1,
            "encoding": _of_files(layout, (source.decoded.encoding for source in sources)),
            "rewritten": _rewritten(layout, places, marked),
            "listed_papers": np.bincount(listed.page, minlength=count),
            "header_bytes": header_bytes,
            "listing_bytes": _bytes_by_page(places, listed, count),
            "separator_bytes": in_frame[edge[1:]] - in_frame[edge[:-1]] - header_bytes,
            "quarantine_bytes": _bytes_by_page(places, unused, count),
            "frame": _frames(layout, places, framed),
            **widths,
        }
    )
    said = headers.frame.drop("page", "found")
    return pl.concat([rows, said], how="horizontal").select(PAGES.names()).cast(dict(PAGES))  # type: ignore[arg-type]


def _of_files(layout: Layout, values: Iterable[str]) -> pl.Series:
    """For each page, which of VALUES its file has."""
    return pl.Series(values).gather(layout.page_file)


def _rewritten(layout: Layout, places: Positions, marked: Ints) -> Bools:
    """Which pages have lines that were put together or taken apart, or are read otherwise than they stand."""
    files = np.array([source.decoded.line_numbers is not None for source in places.sources])
    altered = np.searchsorted(layout.page_line, layout.altered, side="right") - 1
    rewritten: Bools = files[layout.page_file]
    rewritten[altered] = True
    rewritten[layout.page[marked]] = True
    return rewritten


def _body(layout: Layout, headers: Headers) -> Ints:
    """The line below the last one of each page's header; its first line where it has none."""
    last = np.append(layout.nb, 0)[np.maximum(headers.body - 1, 0)]
    return np.where(headers.body > layout.page_nb[:-1], last + 1, layout.page_line[:-1])


def _bytes_by_page(places: Positions, stretches: Stretches, pages: int) -> Ints:
    """How many bytes STRETCHES have on each of so many PAGES."""
    sizes = places.end_byte[stretches.last] - places.first_byte[stretches.first]
    return np.bincount(stretches.page, weights=sizes, minlength=pages).astype(np.int64)


def _frames(layout: Layout, places: Positions, framed: Bools) -> pl.Series:
    """The bytes of each page's FRAMED lines, as its file holds them."""
    start = layout.lines.start
    sizes = np.diff(start)
    kept = layout.lines.byte_values[np.repeat(framed, sizes)].tobytes()
    edges = np.append(0, np.cumsum(np.where(framed, sizes, 0)))[layout.page_line]
    frames = byte_slices(kept, edges)
    foreign = np.flatnonzero(places.foreign[layout.page_file])
    if not len(foreign):
        return frames
    return frames.scatter(foreign, [_frame(layout, places, page, framed) for page in foreign.tolist()])


def _frame(layout: Layout, places: Positions, page: int, framed: Bools) -> bytes:
    first, end = layout.page_line[page], layout.page_line[page + 1]
    at = first + np.flatnonzero(framed[first:end])
    return b"".join(places.raw(at, at))
