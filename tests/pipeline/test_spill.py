"""Rows that wait come back part by part, or by their numbers, from memory as from files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.pipeline import spill
from etl.pipeline.spill import Spill

_IDS = st.lists(st.text("0123456789abcdef", min_size=16, max_size=16), unique=True, max_size=40)
_DIGIT = pl.col("finding_id").str.head(1)


def _rows(ids: list[str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"finding_id": ids, "message": [f"about {i}" for i in ids]},
        schema={"finding_id": pl.String, "message": pl.String},
    )


@given(ids=_IDS, cut=st.integers(0, 40))
def test_files_give_back_what_memory_does(ids: list[str], cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder: Path = tmp_path_factory.mktemp("spill")
    for place in (None, folder):
        waiting = Spill(place).parted("findings", _DIGIT)
        for part in (ids[:cut], ids[cut:]):
            waiting.add(_rows(part))
        assert pl.concat([_rows([]), *waiting.batches()]).sort("finding_id").equals(_rows(ids).sort("finding_id"))


def test_batches_from_files_hold_a_digit_each_in_their_order(tmp_path: Path) -> None:
    waiting = Spill(tmp_path).parted("findings", _DIGIT)
    waiting.add(_rows(["b" * 16, "0" * 16, "a" * 16]))
    waiting.add(_rows(["a" * 15 + "0"]))
    Spill(tmp_path).parted("others", _DIGIT).add(_rows(["c" * 16]))
    assert [batch["finding_id"].str.head(1).unique().to_list() for batch in waiting.batches()] == [["0"], ["a"], ["b"]]


@given(data=st.data(), height=st.integers(0, 9), size=st.integers(1, 4))
def test_rows_that_wait_are_given_by_their_numbers(
    data: st.DataObject, height: int, size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    frame = pl.DataFrame({"text": [f"text {n}" for n in range(height)]}, schema={"text": pl.String})
    codes = pl.DataFrame({"code": range(height)}, schema={"code": pl.UInt32})
    numbers = data.draw(st.lists(st.integers(0, max(height - 1, 0)), max_size=12 if height else 0))
    first, end = sorted(data.draw(st.tuples(*[st.integers(0, height)] * 2)))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(spill, "_ROWS", size)
        for folder in (None, tmp_path_factory.mktemp("spill")):
            rows = Spill(folder).numbered("rows", frame)
            assert rows.stretch(first, end).equals(frame[first:end])
            assert rows.take(pl.Series(numbers, dtype=pl.UInt32)).equals(frame[numbers])
            assert rows.beside(codes[first:end], "code").equals(codes[first:end].hstack(frame[first:end]))
