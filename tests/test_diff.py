"""`quiver diff`: what came, went and changed between two snapshots."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from etl import diff
from etl.diff import Difference, TableDifference, compare, papers_difference
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


WATCHED = [
    "title", "venue_id", "year", "paper_type", "abstract", "author_list_status", "listed_authors", "known_authors",
]  # fmt: skip


@pytest.mark.parametrize("column", made_frames()["papers"].columns[1:])
def test_a_paper_changes_with_what_a_reader_looks_at(column: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "_HASHED_AT_ONCE", 7)
    papers = made_frames()["papers"]
    another = (
        pl.lit("another") if papers.schema[column] == pl.String else (pl.col(column) + 1).cast(papers.schema[column])
    )
    other = papers.with_columns(
        pl.when(pl.col("paper_id") == identity(3)).then(another).otherwise(column).alias(column)
    )
    assert not other.equals(papers)
    told = papers_difference(papers.lazy(), other.lazy())
    assert (told.added, told.removed, told.changed) == (0, 0, int(column in WATCHED))


def test_only_the_first_are_named() -> None:
    papers = made_frames()["papers"].lazy()
    told = papers_difference(papers, papers.with_columns(year=pl.col("year") + 1))
    assert (told.changed, len(told.examples)) == (papers.collect().height, 10)


def test_how_many_more_there_are_is_said() -> None:
    of_twelve = TableDifference(12, 1, 0, [*(f"+ {i}" for i in range(10)), "- + 1"])
    assert of_twelve.as_lines() == [*of_twelve.examples[:10], "+ 2 more", "- + 1"]


def test_authors_are_called_by_their_names(tmp_path: Path) -> None:
    frames = made_frames()
    publish(tmp_path / "old", frames, "old1")
    renamed = {"author_id": identity(77), "name": "Yi Ma", "homonym_id": "0001"}
    one = frames["authors"].head(1).with_columns(pl.lit(value).alias(name) for name, value in renamed.items())
    publish(tmp_path / "new", frames | {"authors": pl.concat([frames["authors"], one]).sort("author_id")}, "new1")
    told = compare(open_snapshot(tmp_path / "old"), open_snapshot(tmp_path / "new"))
    assert told.authors.examples == ["+ Yi Ma 0001"]
