"""Whether a file holds what it held before, without parsing it."""

from __future__ import annotations

import itertools

import polars as pl

from etl.engines.local import map_shards
from etl.extract.source.files import InputFile, Source, decode_files, read_stored, shards
from etl.identity import page_id

HASHED = pl.Schema({"name": pl.String, "hash": pl.String})
_SHARD_BYTES = 24_000_000  # as the largest piece of `etl.pipeline.memory`


def file_hashes(files: pl.DataFrame, max_bytes: int, workers: int) -> pl.DataFrame:
    """The hash of each of FILES (columns name, path, size), without parsing: name, hash.

    A file of more than MAX_BYTES has none. WORKERS threads read. Raises InputError where a file cannot be read.
    """
    whole = files.filter(pl.col("size") <= max_bytes)

    def hashed(shard: pl.DataFrame) -> list[tuple[str, str]]:
        stored = [read_stored(file, max_bytes) for file in itertools.starmap(InputFile, shard.iter_rows())]
        return [(source.path, content_hash(source)) for source in decode_files(stored)]

    rows = itertools.chain.from_iterable(map_shards(hashed, shards(whole, _SHARD_BYTES, max_bytes), workers))
    return pl.DataFrame(list(rows), schema=HASHED, orient="row")


def content_hash(source: Source, known: str | None = None) -> str:
    """What tells whether a file holds the same as before; KNOWN: the hash of its bytes, where there is one."""
    return f"{known or page_id(source.data)} {source.decoded.rejected or ''}"
