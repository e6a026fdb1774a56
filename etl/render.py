"""The inverse of extraction: a page given back byte for byte, from the tables alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import polars as pl

from etl.errors import InputError, UsageError
from etl.extract.grammar.listing_text import rendered_listing
from etl.frames import Rows
from etl.identity import page_id as hash_of
from etl.load.faults import told_as_output_error
from etl.load.folders import temporary_folder
from etl.snapshot_reader import Snapshot

_BYTES_AT_ONCE = 64_000_000  # of pages that are rendered together; they are in memory several times over
_PAPERS_AT_ONCE = 32_768
Texts = Callable[[pl.Series], pl.DataFrame]
"""Of the ids of papers, those with the text of a listing of each: paper_id, text."""


def render(snapshot: Snapshot, page_id: str) -> bytes:
    """The raw bytes of the page PAGE_ID (or the one page whose id begins so), as they came in.

    Raises InputError where no page, or more than one, has that id, or the tables do not give the page back; UsageError
    where the id is empty.
    """
    if not page_id:  # as of a shell variable that is not set; every id begins so
        raise UsageError("the id of a page is not empty; `quiver show NAME` and pages.parquet tell the ids")
    ids = snapshot.pages.filter(pl.col("page_id").str.starts_with(page_id.lower())).select("page_id").collect()
    if ids.height != 1:
        found = "no page has" if ids.is_empty() else f"{ids.height} pages have ids that begin with"
        raise InputError(f"{found} {page_id!r}; `quiver show NAME` and pages.parquet tell the ids")
    ((whole_id, page),) = _pages(snapshot, ids.item(), ids.item(), partial(_texts_of, snapshot)).items()
    if hash_of(page) != whole_id:
        raise InputError(f"the tables do not give page {whole_id} back as it was; `quiver verify --render` tells more")
    return page


def pages_lost(snapshot: Snapshot) -> list[str]:
    """The ids of the pages that SNAPSHOT does not give back byte for byte: an id is the hash of the page's bytes."""
    return [page_id for page_id, page in all_pages(snapshot) if hash_of(page) != page_id]


def all_pages(snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    """The id and the raw bytes of each page of SNAPSHOT, in the order of their ids.

    They list papers in any order: where they are many, the texts of these wait in temporary files. Raises OutputError
    where those cannot be written.
    """
    part = pl.col("bytes").cum_sum() // _BYTES_AT_ONCE
    parts = snapshot.pages.select("page_id", part=part).collect().group_by("part", maintain_order=True)
    stretches = parts.agg(first=pl.first("page_id"), last=pl.last("page_id")).select("first", "last").rows()
    with nullcontext() if len(stretches) < 2 else temporary_folder() as folder:
        texts = _kept_texts(snapshot, folder) if folder else partial(_texts_of, snapshot)
        for first, last in stretches:
            yield from _pages(snapshot, first, last, texts).items()


def _pages(snapshot: Snapshot, first: str, last: str, texts: Texts) -> dict[str, bytes]:
    """The raw bytes of each of the pages with ids from FIRST to LAST; TEXTS: of papers."""
    here = (pl.col("page_id") >= first) & (pl.col("page_id") <= last)  # rows are in this order: few of them are read
    pages = snapshot.pages.filter(here).select("page_id", "first_byte", "frame").collect()
    unused = snapshot.quarantine.filter(here).select("page_id", "first_byte", "raw").collect()
    listings = snapshot.listings.filter(here).select("page_id", "first_byte", "paper_id", "raw").collect()
    spans = pl.concat([_with_bytes(listings, texts), unused]).sort("page_id", "first_byte")
    parts = spans.partition_by("page_id", as_dict=True, include_key=False)
    none = spans.clear().drop("page_id")
    return {
        page_id: _filled(first_byte, frame, parts.get((page_id,), none).iter_rows())
        for page_id, first_byte, frame in pages.iter_rows()
    }


def _filled(first_byte: int, frame: bytes, spans: Iterable[tuple[int, bytes]]) -> bytes:
    """SPANS at their places, and the bytes of FRAME in the gaps between them."""
    page, at, used = [], first_byte, 0
    for start, raw in spans:
        gap = start - at
        page += [frame[used : used + gap], raw]
        used, at = used + gap, start + len(raw)
    return b"".join([*page, frame[used:]])


def _with_bytes(listings: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """The bytes of LISTINGS: their own where the tables keep them, else the TEXTS of their papers."""
    shown = texts(listings.filter(pl.col("raw").is_null())["paper_id"].unique())
    return listings.join(shown, on="paper_id", how="left").select(
        "page_id", "first_byte", raw=pl.coalesce("raw", pl.col("text").cast(pl.Binary))
    )


def _texts_of(snapshot: Snapshot, papers: pl.Series | pl.Expr) -> pl.DataFrame:
    """The `text` of a listing of each of PAPERS (ids, or what tells them in a table), with its `paper_id`, in order."""
    of_papers = pl.col("paper_id").is_in(papers.implode()) if isinstance(papers, pl.Series) else papers
    names = (
        snapshot.authorships.filter(of_papers, pl.col("role") == "listed")
        .sort("paper_id", "position")
        .group_by("paper_id", maintain_order=True)
        .agg(names="name_raw")
    )
    fields = ("paper_id", "venue_raw", "venue_kind", "year", "paper_type", "title_raw", "abstract_raw")
    return (
        snapshot.papers.filter(of_papers)
        .select(fields)
        .join(names, on="paper_id", how="left", maintain_order="left")
        .with_columns(pl.col("names").fill_null([]))
        .select("paper_id", text=rendered_listing())
        .collect()
    )


def _kept_texts(snapshot: Snapshot, folder: Path) -> Texts:
    """The texts of all papers of SNAPSHOT, kept in FOLDER, each to be asked for by the id of its paper."""
    ids = snapshot.papers.select("paper_id").collect().to_series()
    files: list[pl.DataFrame | Path] = []
    for some in ids.to_frame().iter_slices(_PAPERS_AT_ONCE):
        first, last = some[0, 0], some[-1, 0]
        texts = _texts_of(snapshot, (pl.col("paper_id") >= first) & (pl.col("paper_id") <= last))
        files.append(folder / f"{first}.arrow")
        with told_as_output_error(folder):
            texts.write_ipc(folder / f"{first}.arrow", compression="uncompressed")
    none = pl.DataFrame(schema={"paper_id": pl.String, "text": pl.String})
    kept, numbers = Rows(files, _PAPERS_AT_ONCE, none), _numbers(ids)
    return lambda papers: kept.take(numbers.search_sorted(_numbers(papers)))


def _numbers(ids: pl.Series) -> pl.Series:
    """The numbers that IDS are in hex, which take a fifth of the memory."""
    return ids.str.to_integer(base=16, dtype=pl.UInt64)
