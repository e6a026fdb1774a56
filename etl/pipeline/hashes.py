"""Whether a file holds what it held before, without parsing it."""

from __future__ import annotations

import itertools

import polars as pl

from etl.engines.local import map_shards
from etl.extract.files import InputFile, Source, read_file, shards
from etl.extract.page import page_id
from schemas.settings import Settings

_SHARD_BYTES = 24_000_000
HASHED = pl.Schema({"name": pl.String, "hash": pl.String})


def file_hashes(files: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The hash of each of FILES (columns name, path, size), without parsing: name, hash.

    A file that is too large to be read at once has none. Raises InputError where one cannot be read.
    """
    most = settings.max_page_mb * 1_000_000
    whole = files.filter(pl.col("size") <= most)

    def hashed(shard: list[InputFile]) -> list[tuple[str, str]]:
        return [(file.name, file_hash(read_file(file, most))) for file in shard]

    rows = itertools.chain.from_iterable(map_shards(hashed, shards(whole, _SHARD_BYTES, most), settings.workers))
    return pl.DataFrame(list(rows), schema=HASHED, orient="row")


def file_hash(source: Source, known: str | None = None) -> str:
    """What tells whether a file holds the same as before; KNOWN: the hash of its bytes, where there is one."""
    return f"{known or page_id(source.data)} {source.decoded.rejected or ''}"
