"""How the files of the input are parted among those who work on them, and read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extract.source.files import FILE_COST, InputFile, Stored, read_stored, shards


@given(
    sizes=st.lists(st.integers(0, 50_000), max_size=60),
    shard=st.integers(1, 100_000),
    most=st.integers(500, 60_000),
    workers=st.integers(1, 4),
)
def test_each_file_is_in_one_shard_and_none_is_much_larger_than_asked(
    sizes: list[int], shard: int, most: int, workers: int
) -> None:
    names = [f"{n:02d}.txt" for n in range(len(sizes))]
    files = pl.DataFrame({"name": names, "path": [name.encode() for name in names], "size": sizes}, strict=False)
    files = files.cast({"name": pl.String, "path": pl.Binary, "size": pl.Int64})
    parts = list(shards(files, shard, most, workers))
    pieces = [part for part in parts if part["offset"].is_not_null().any()]
    whole = [part for part in parts if part["offset"].is_null().all()]
    assert all(part.height == 1 for part in pieces)
    assert [part.select("name", "offset").row(0) for part in pieces] == [
        (name, at) for name, size in zip(names, sizes, strict=True) if size > most for at in range(0, size, most)
    ]
    assert [name for part in whole for name in part["name"]] == [
        n for n, s in zip(names, sizes, strict=True) if s <= most
    ]
    for part in whole:
        assert part[:-1].select((pl.col("size") + FILE_COST).sum()).item() < shard


TEXT = b"Arrow Research search\n" * 9


def stored(folder: Path, name: str, data: bytes) -> Stored:
    (folder / name).write_bytes(data)
    return read_stored(InputFile(name, os.fsencode(folder / name), len(data)), 1000)


@pytest.mark.parametrize(
    "data", [TEXT, gzip.compress(TEXT), pa.compress(TEXT, codec="zstd", asbytes=True)], ids=["plain", "gzip", "zstd"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.txt.zst"])
def test_the_bytes_of_a_file_and_not_its_name_tell_how_it_is_packed(tmp_path: Path, name: str, data: bytes) -> None:
    read = stored(tmp_path, name, data)
    assert (read.data, read.rejected) == (TEXT, None)
    assert read.packed == (None if data == TEXT else data)


def test_what_cannot_be_unpacked_or_is_too_large_stays_as_stored(tmp_path: Path) -> None:
    for data, reason in ((gzip.compress(TEXT)[:-9], "broken-compression"), (gzip.compress(TEXT * 99), "too-large")):
        read = stored(tmp_path, "a.txt.gz", data)
        assert (read.data, read.rejected) == (data, reason)
