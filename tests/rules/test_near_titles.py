"""Pairs of papers whose titles are nearly one are found in parts of any size."""

from __future__ import annotations

import polars as pl
import pytest

from etl.rules import subject_pairs
from etl.rules.examples import Listing, page
from tests.rules.pipeline_run import in_files, run_pages

_TITLES = (
    "Learning to Read Many Pages Quickly", "Learning to Read Many Page Quickly", "Learning to Read Many Pages Quikly",
    "Bounds for the Sorting of Long Lists", "Bounds for the Sortin of Long Lists", "Learning to Write",
)  # fmt: skip


def _page(owner: str) -> str:
    again = " again" * (owner != "Ada Bright")
    return page(*(Listing(title + again, (owner,)) for title in _TITLES), owner=owner)


def test_the_size_of_the_parts_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = in_files(tuple(_page(owner) for owner in ("Ada Bright", "Bo Li", "Cy Young")))
    whole = _near(pages)
    assert whole.height == 3 * 4
    for size in (1, 3, 50):
        monkeypatch.setattr(subject_pairs, "_PAIRS_AT_ONCE", size)
        assert _near(pages).equals(whole)


def _near(pages: dict[str, bytes]) -> pl.DataFrame:
    return run_pages(pages)[1].filter(pl.col("rule") == "near-duplicate-title")
