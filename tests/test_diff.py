"""`quiver diff`: what came, went and changed between two snapshots."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from etl.diff import Difference, compare
from etl.snapshot_reader import open_snapshot
from tests.made_snapshot import identity, made_frames, publish


@pytest.fixture
def difference(tmp_path: Path) -> Difference:
    """A snapshot against one with a paper less, one more, a retitled one, and another finding."""
    frames = made_frames()
    papers = frames["papers"]
    retitled = pl.when(pl.col("paper_id") == identity(1)).then(pl.lit("Another\x1b\nTitle")).otherwise("title")
    later = papers.filter(pl.col("paper_id") != identity(0)).with_columns(title=retitled, listings=pl.lit(9, pl.Int32))
    new = papers.head(1).with_columns(paper_id=pl.lit(identity(99)), title=pl.lit("A new one"))
    findings = frames["findings"].with_columns(finding_id=pl.lit(identity(8)))
    publish(tmp_path / "old", frames, "old1")
    changed = {"papers": pl.concat([later, new]).sort("paper_id"), "findings": findings}
    publish(tmp_path / "new", frames | changed, "new1")
    return compare(open_snapshot(tmp_path / "old"), open_snapshot(tmp_path / "new"))


def test_text(difference: Difference) -> None:
    assert difference.as_text().splitlines() == [
        "old1 -> new1",
        "papers: 1 came, 1 went, 1 changed",
        "  + 2020 A new one",
        "  - 2020 A title",
        "  ~ 2020 Another‹U+001B› Title",
        "authors: 0 came, 0 went, 0 changed",
        "findings: 1 came, 1 went, 0 changed",
        "  + AUT101 The list is cut.",
        "  - AUT101 The list is cut.",
    ]


def test_json_is_the_same_as_data(difference: Difference) -> None:
    told = json.loads(difference.as_json())
    assert (told["old"], told["new"]) == ("old1", "new1")
    assert told["papers"] | {"examples": []} == {"added": 1, "removed": 1, "changed": 1, "examples": []}
    assert told["authors"]["examples"] == []
