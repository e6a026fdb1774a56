"""How the files of the input are parted among those who work on them."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from etl.extract.source.files import FILE_COST, shards


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
