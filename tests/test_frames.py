"""How frames of many rows are held: nothing is lost by it, and nothing compares otherwise."""

from __future__ import annotations

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from etl.frames import Rows, as_text, by_code, pair

texts = st.lists(st.none() | st.text(max_size=3), max_size=8)
codes = st.lists(st.tuples(st.none() | st.integers(0, 2**32 - 1), st.none() | st.integers(0, 2**32 - 1)), max_size=8)


@given(owners=texts)
def test_what_is_held_by_code_is_the_same_text_and_sorts_as_it(owners: list[str | None]) -> None:
    names = [[owner, "A", None] for owner in owners]
    schema = {"owner": pl.String, "names": pl.List(pl.String), "title": pl.String}
    frame = pl.DataFrame({"owner": owners, "names": names, "title": owners}, schema=schema)
    held = by_code(frame)
    assert held.dtypes == [pl.Categorical, pl.List(pl.Categorical), pl.String]
    assert as_text(held).equals(frame)
    assert as_text(held.sort("owner", maintain_order=True)).equals(frame.sort("owner", maintain_order=True))


@example(codes=[(1, 0), (0, 2**31), (0, 2**32 - 1), (2**32 - 1, 2**32 - 1)])
@given(codes=codes)
def test_two_codes_as_one_tell_apart_what_the_two_do(codes: list[tuple[int | None, int | None]]) -> None:
    frame = pl.DataFrame(codes, schema={"a": pl.UInt32, "b": pl.UInt32}, orient="row")
    both = frame.select(pair("a", "b")).to_series()
    assert both.is_null().to_list() == [None in two for two in codes]
    assert both.drop_nulls().n_unique() == len({two for two in codes if None not in two})


@given(rows=st.lists(st.integers(0, 6), max_size=9), size=st.integers(1, 8))
def test_rows_in_parts_are_those_of_the_whole(rows: list[int], size: int) -> None:
    whole = pl.DataFrame({"row": range(7), "text": list("abcdefg")})
    parts = Rows([whole[first : first + size] for first in range(0, 7, size)], size, whole.clear())
    assert parts.take(pl.Series(rows, dtype=pl.UInt32)).equals(whole[rows])
    assert parts.stretch(min(rows, default=0), max(rows, default=0)).equals(
        whole[min(rows, default=0) : max(rows, default=0)]
    )
