"""What a shard gave, as the files of a *segment* of the cache: Arrow, with a sum over the bytes of each."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl

from etl.pipeline.sealed import SUMS, sums

if TYPE_CHECKING:
    from etl.pipeline.shard import ShardResult

SMALL = ("pages", "listings", "copies", "drafts")
"""Frames that the merge holds whole."""
LARGE = {"frames": "page_id", "quarantine": "page_id", "texts": "base"}
"""Frames that are read part by part, and the key whose first hex digit tells the part."""
DIGITS = "0123456789abcdef"
_PARTED_BYTES = 4_000_000


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
    return {f"{table}-{digit}": parts.get((digit,), frame.clear()) for digit in DIGITS}


def _arrow(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc(buffer, compression="uncompressed")
    return buffer.getvalue()
