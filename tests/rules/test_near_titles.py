"""Pairs of papers whose titles are nearly one are found in parts of any size."""

from __future__ import annotations

import polars as pl
import pytest

from etl.rules import subject_pairs
from tests.rules.pipeline_run import in_files, run_pages

_HEADER = """Arrow Research search

Author name cluster

Ada Bright

Possible papers associated with this exact author name in Arrow.

6 papers
1 author row

Possible papers

6

"""
_TITLES = (
    "Learning to Read Many Pages Quickly", "Learning to Read Many Page Quickly", "Learning to Read Many Pages Quikly",
    "Bounds for the Sorting of Long Lists", "Bounds for the Sortin of Long Lists", "Learning to Write",
)  # fmt: skip


def _page(owner: str) -> str:
    listings = "\n".join(
        f"ICML Conference 2020 Conference Paper\n\n{title}{' again' * (owner != 'Ada Bright')}\n\n  • {owner}\n"
        for title in sorted(_TITLES)
    )
    return _HEADER.replace("Ada Bright", owner) + listings


def test_the_size_of_the_parts_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = in_files(tuple(_page(owner) for owner in ("Ada Bright", "Bo Li", "Cy Young")))
    whole = _near(pages)
    assert whole.height == 3 * 4
    for size in (1, 3, 50):
        monkeypatch.setattr(subject_pairs, "_PAIRS_AT_ONCE", size)
        assert _near(pages).equals(whole)


def _near(pages: dict[str, bytes]) -> pl.DataFrame:
    return run_pages(pages)[1].filter(pl.col("rule") == "near-duplicate-title")
