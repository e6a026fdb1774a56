"""The inverse of extraction: a page given back byte for byte, from the tables alone."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from etl.errors import InputError, UsageError
from etl.extract.grammar.listing_text import rendered_listing
from etl.identity import page_id as hash_of
from etl.snapshot_reader import Snapshot

_BYTES_AT_ONCE = 64_000_000  # of pages that are rendered together; they are in memory several times over


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
    ((whole_id, page),) = render_pages(snapshot, ids["page_id"]).items()
    if hash_of(page) != whole_id:
        raise InputError(f"the tables do not give page {whole_id} back as it was; `quiver verify --render` tells more")
    return page


def pages_lost(snapshot: Snapshot) -> list[str]:
    """The ids of the pages that SNAPSHOT does not give back byte for byte: an id is the hash of the page's bytes."""
    part = pl.col("bytes").cum_sum() // _BYTES_AT_ONCE
    ids = snapshot.pages.select("page_id", part=part).collect().partition_by("part", maintain_order=True)
    rendered = (page for some in ids for page in render_pages(snapshot, some["page_id"]).items())
    return [page_id for page_id, page in rendered if hash_of(page) != page_id]


def render_pages(snapshot: Snapshot, page_ids: pl.Series) -> dict[str, bytes]:
    """The raw bytes of each of the pages PAGE_IDS."""
    wanted = page_ids.implode()
    of_pages = pl.col("page_id").is_in(wanted)
    pages = snapshot.pages.filter(of_pages).select("page_id", "first_byte", "frame").collect()
    unused = snapshot.quarantine.filter(of_pages).select("page_id", "first_byte", "raw").collect()
    spans = pl.concat([_listings(snapshot, of_pages), unused]).sort("page_id", "first_byte")
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


def _listings(snapshot: Snapshot, of_pages: pl.Expr) -> pl.DataFrame:
    """The bytes of the pages' listings: their own where the tables keep them, else those of their papers."""
    listings = snapshot.listings.filter(of_pages).select("page_id", "first_byte", "paper_id", "raw").collect()
    papers = listings.filter(pl.col("raw").is_null())["paper_id"].unique().implode()
    of_papers = pl.col("paper_id").is_in(papers)
    names = (
        snapshot.authorships.filter(of_papers, pl.col("role") == "listed")
        .sort("paper_id", "position")
        .group_by("paper_id", maintain_order=True)
        .agg(names="name_raw")
    )
    fields = ("paper_id", "venue_raw", "venue_kind", "year", "paper_type", "title_raw", "abstract_raw")
    texts = (
        snapshot.papers.filter(of_papers)
        .select(fields)
        .join(names, on="paper_id", how="left")
        .with_columns(pl.col("names").fill_null([]))
        .select("paper_id", text=rendered_listing())
        .collect()
    )
    return listings.join(texts, on="paper_id", how="left").select(
        "page_id", "first_byte", raw=pl.coalesce("raw", pl.col("text").cast(pl.Binary))
    )
