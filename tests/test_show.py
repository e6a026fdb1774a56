"""`quiver show`: one author as the snapshot knows them, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from etl.errors import InputError
from etl.show import show
from etl.snapshot_reader import Snapshot, open_snapshot
from tests.made_snapshot import identity, made_frames, publish

OWNER, OTHER = identity(1), identity(2)


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """Two papers of Ann Owner, who has a namesake with digits; one list may be cut, one lacks the namesake."""
    frames = made_frames()
    first, second = frames["papers"]["paper_id"][:2]
    mine = pl.col("paper_id").is_in([first, second])
    suspected = pl.col("paper_id") == first
    papers = frames["papers"].filter(mine).with_columns(
        title=pl.when(suspected).then(pl.lit("A \x1b[31mred\nTitle")).otherwise("title"),
        author_list_status=pl.when(suspected).then(pl.lit("suspected")).otherwise("author_list_status"),
        truncation_probability=pl.when(suspected).then(0.256).otherwise(1.0),
        year=pl.when(suspected).then(2021).otherwise(2020).cast(pl.Int32),
    )  # fmt: skip
    namesake = pl.col("author_id") == OTHER
    authors = frames["authors"].with_columns(
        homonym_id=pl.when(namesake).then(pl.lit("0001")),
        author_key=pl.when(namesake).then(pl.lit("ann owner 0001")).otherwise("author_key"),
        papers=pl.lit(1, pl.Int32),
    )
    authorships = frames["authorships"].filter(mine, (pl.col("role") == "listed") | (pl.col("paper_id") == second))
    declared = pl.when(pl.col("path") == "1.txt").then(pl.lit(1, pl.Int32))
    pages = frames["pages"].with_columns(
        owner_author_key=pl.lit("ann owner"), declared_papers=declared, declared_author_rows=declared
    )
    changed = {"papers": papers, "authors": authors, "authorships": authorships, "pages": pages}
    publish(tmp_path, frames | changed)
    return open_snapshot(tmp_path)


def test_papers_of_a_year_by_title_case_ignored(tmp_path: Path) -> None:
    frames = made_frames()
    titles = [f"{'aBc'[n % 3]} title {n:02}" for n in range(frames["papers"].height)]
    publish(tmp_path, frames | {"papers": frames["papers"].with_columns(title=pl.Series(titles))})
    lines = show(open_snapshot(tmp_path), "ann owner").splitlines()
    shown = [(-int(line[:4]), line.split("  ")[2].lower()) for line in lines if line[:2] == "20"]
    assert len(shown) > 9
    assert shown == sorted(shown)


def test_papers_newest_first_with_the_state_of_their_lists(snapshot: Snapshot) -> None:
    lines = show(snapshot, "ANN owner").splitlines()
    assert lines == [
        "Ann Owner: 2 papers, 2020 to 2021",
        f"page {identity(0, 32)[:12]} 0.txt: declares no number of papers and no number of author rows, lists 20",
        f"page {identity(1, 32)[:12]} 1.txt: declares 1 paper and 1 author row, lists 20",
        "homonyms: Ann Owner 0001: 1 paper",
        "",
        "2021  ICML  A ‹U+001B›[31mred Title  [list may be cut (probability 0.26)]",
        "      Ann Owner",
        "2020  ICML  A title  [list cut]",
        "      Ann Owner, +Ann Owner",
    ]


def test_a_recovered_author_is_told_as_one(snapshot: Snapshot) -> None:
    lines = show(snapshot, "Ann Owner 0001").splitlines()
    assert lines[0] == "Ann Owner 0001: 1 paper, 2020"
    assert "homonyms: Ann Owner (no id): 1 paper" in lines
    assert "2020  ICML  A title  [list cut; recovered from the page]" in lines


def test_a_name_that_there_is_not_names_those_that_are_near(snapshot: Snapshot) -> None:
    with pytest.raises(InputError, match="no author is called 'an owner'; did you mean 'Ann Owner', 'Ann Owner 0001'"):
        show(snapshot, "an owner")
    with pytest.raises(InputError, match=r"no author is called 'Zoë'; authors\.parquet has all names$"):
        show(snapshot, "Zoë")


def test_papers_of_one_year_and_title_have_one_order(tmp_path: Path) -> None:
    frames = made_frames()
    alike = {"title": pl.lit("A title"), "year": pl.lit(2020, pl.Int32)}
    papers = frames["papers"].with_columns(**alike)
    authorships = frames["authorships"].with_columns(name_raw="paper_id")
    publish(tmp_path, frames | {"papers": papers, "authorships": authorships})
    shown = [line.strip() for line in show(open_snapshot(tmp_path), "Ann Owner").splitlines() if "      " in line]
    ids = papers["paper_id"].to_list()
    assert [line.split(",")[0] for line in shown] == sorted(ids)[: len(shown)]
