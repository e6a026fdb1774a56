"""What a shard gave, as the files of a *segment* of the cache: Arrow, with a sum over the bytes of each."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass

import polars as pl

from etl.identity import HEX_DIGITS
from etl.pipeline.incremental.sealed import SUMS, sums

SMALL = ("pages", "listings", "copies", "drafts")
"""Frames that the merge holds whole."""
LARGE = {"frames": "page_id", "quarantine": "page_id", "texts": "base"}
"""Frames that are read part by part, and the key whose first hex digit tells the part."""
_PARTED_BYTES = 4_000_000  # of a frame; a smaller one is read whole as fast


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What a shard gives: small frames for the merge, and large ones that are written by key.

    pages: a row a page, without its frame. listings: a row a listing, by `copy`. copies: how listings show
    papers, without abstracts. drafts: findings on copies.
    frames (page_id, path, frame) and quarantine go by page; texts (copy, base, raw, abstract_raw, abstract,
    abstract_plain) go by paper. A text or title that is the same as the one before it is not repeated (see
    `whole_texts`, `whole_titles`), and raw, the bytes of a listing, is null where its parts give them back.
    """

    pages: pl.DataFrame
    listings: pl.DataFrame
    copies: pl.DataFrame
    drafts: pl.DataFrame
    frames: pl.DataFrame
    quarantine: pl.DataFrame
    texts: pl.DataFrame


def packed(result: ShardResult) -> dict[str, bytes]:
    """The files of a segment that holds RESULT, by name. A large frame that is large has one for each digit."""
    frames = {table: getattr(result, table) for table in SMALL}
    for table, key in LARGE.items():
        frames |= _parts(table, getattr(result, table), key)
    files = {f"{name}.arrow": _arrow(frame) for name, frame in frames.items()}
    return files | {SUMS: sums(files)}


def _parts(table: str, frame: pl.DataFrame, key: str) -> dict[str, pl.DataFrame]:
    if frame.estimated_size() < _PARTED_BYTES:
        return {table: frame}
    parts = frame.with_columns(part=pl.col(key).str.head(1)).partition_by("part", as_dict=True, include_key=False)
    return {f"{table}-{digit}": parts.get((digit,), frame.clear()) for digit in HEX_DIGITS}


def _arrow(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc(buffer, compression="uncompressed")
    return buffer.getvalue()


def not_repeated(*columns: str) -> list[pl.Expr]:
    """Each of COLUMNS but the first, null where it is the same as the one before it.

    Gathered, for `when` keeps the bytes behind a null.
    """
    row = pl.int_range(pl.len())
    return [
        pl.col(after).gather(pl.when(pl.col(after) != pl.col(before)).then(row))
        for before, after in itertools.pairwise(columns)
    ]


def whole_titles(copies: pl.DataFrame) -> pl.DataFrame:
    """The frame `copies` with the titles that it does not repeat."""
    return copies.with_columns(title=pl.coalesce("title", "title_raw"))


def whole_texts(texts: pl.DataFrame) -> pl.DataFrame:
    """The frame `texts` with the texts that it does not repeat."""
    return texts.with_columns(
        abstract=pl.coalesce("abstract", "abstract_raw"),
        abstract_plain=pl.coalesce("abstract_plain", "abstract", "abstract_raw"),
    )
