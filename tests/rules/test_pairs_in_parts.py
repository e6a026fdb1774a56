"""Papers that seem to be one, or to have changed abstracts, are found in parts of any size."""

from __future__ import annotations

import polars as pl
import pytest

from etl.rules.examples import ABSTRACT, Listing, page
from etl.rules.subjects import crossed_abstracts, pairs
from tests.rules.pipeline_run import in_files, run_pages

_TITLES = (
    "Learning to Read Many Pages Quickly", "Learning to Read Many Page Quickly", "Learning to Read Many Pages Quikly",
    "Bounds for the Sorting of Long Lists", "Bounds for the Sortin of Long Lists", "Learning to Write",
)  # fmt: skip
_BIRDS, _FLOWERS = "Counting Songbirds at Twilight", "Pressing Flowers from Meadows"
_RULES = {
    "near-duplicate-title", "title-by-others", "title-in-two-venues", "abstract-on-two-papers", "abstracts-begin-alike",
    "abstracts-swapped",
}  # fmt: skip


def _page(owner: str) -> str:
    again = " again" * (owner != "Ada Bright")
    near = [Listing(title + again, (owner,)) for title in _TITLES]
    long = f"{owner} looked at all of it for many years. {ABSTRACT} {ABSTRACT}"
    journal = "JMLR Journal 2022 Journal Article"
    twice = [
        Listing(f"{owner} Reads Two Pages", (owner,), long, heading)
        for heading in (journal, "ICML Conference 2021 Conference Paper")
    ]
    alike = [Listing(f"What {owner} Saw There", (owner,), f"{long} More.", journal)]
    crossed = [
        Listing(f"{_BIRDS}{again}", (owner,), f"{_FLOWERS} of {owner}. {ABSTRACT}"),
        Listing("Digging Ancient Harbours" + again, (owner,), f"Ancient harbours digging {owner}. {ABSTRACT}"),
        Listing(f"{_FLOWERS}{again}", (owner,), f"{_BIRDS} of {owner}. {ABSTRACT}"),
    ]  # fmt: skip
    return page(*near, *twice, *alike, *crossed, owner=owner)


def _found(pages: dict[str, bytes]) -> pl.DataFrame:
    return run_pages(pages)[1].filter(pl.col("code").str.starts_with("DUP"))


def test_the_size_of_the_parts_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = in_files(tuple(_page(owner) for owner in ("Ada Bright", "Bo Li", "Cy Young")))
    whole = _found(pages)
    assert set(whole["rule"]) == _RULES
    for size in (1, 3, 50):
        monkeypatch.setattr(pairs, "_PAIRS_AT_ONCE", size)
        monkeypatch.setattr(pairs, "_PAPERS_AT_ONCE", size)
        monkeypatch.setattr(crossed_abstracts, "_LISTINGS_AT_ONCE", size)
        assert _found(pages).equals(whole)
