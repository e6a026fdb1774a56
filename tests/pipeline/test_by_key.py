"""Rows in any order come back in the order of their key, whether they are kept in memory or in files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.pipeline.by_key import ByKey

_IDS = st.lists(st.text("0123456789abcdef", min_size=16, max_size=16), unique=True, max_size=40)


def _rows(ids: list[str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"finding_id": ids, "message": [f"about {i}" for i in ids]},
        schema={"finding_id": pl.String, "message": pl.String},
    )


@given(ids=_IDS, cut=st.integers(0, 40))
def test_files_give_back_what_memory_does(ids: list[str], cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder: Path = tmp_path_factory.mktemp("aside")
    given_back = []
    for aside in (None, folder):
        sorter = ByKey("findings", aside)
        for part in (ids[:cut], ids[cut:]):
            sorter.add(_rows(part))
        given_back.append(pl.concat([_rows([]), *sorter.batches()]))
    assert given_back[0].equals(given_back[1])
    assert given_back[0].equals(_rows(ids).sort("finding_id"))


def test_batches_from_files_hold_a_digit_each(tmp_path: Path) -> None:
    sorter = ByKey("findings", tmp_path)
    sorter.add(_rows(["b" * 16, "0" * 16, "a" * 16]))
    sorter.add(_rows(["a" * 15 + "0"]))
    assert [batch["finding_id"].str.head(1).unique().to_list() for batch in sorter.batches()] == [["0"], ["a"], ["b"]]
