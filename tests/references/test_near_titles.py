"""Titles that a reference misspells, and those that only look alike."""

import polars as pl
import pytest

from etl.references.base import READ_SCHEMA
from etl.references.matching.keys import title_key
from etl.references.matching.near_titles import near_pairs


def near(ours: str, theirs: str, *, year: int = 2020, authors: tuple[str, ...] = ("Ada Ames", "Bo Byrd")) -> bool:
    key = title_key(pl.col("title")).alias("title_key")
    paper = pl.DataFrame(
        {"paper_id": ["p"], "title": [ours], "year": [2020], "names": [["Ada Ames", "Bo Byrd"]]},
        schema_overrides={"year": pl.Int32},
    )
    row = {"row": [1], "title": [theirs], "year": [year], "venue": [None], "authors": [list(authors)]}
    reference = pl.DataFrame(row, schema=READ_SCHEMA).with_columns(key, source=pl.lit("r"))
    found = near_pairs(paper.with_columns(key), reference.lazy())
    return not found.is_empty()


TITLE = "Learning Multiagent Policies for Long and Winding Pages"


@pytest.mark.parametrize(
    "written",
    [
        "Learning Multiagent Polices for Long and Winding Pages",
        "Learning Multiagent Policies for Long and Winidng Pages",
        "Laerning Multiagent Policies for Long and Winding Pages",
        "Learning Multiagent Policies fro Long and Winding Pages",
        "Learning Multi Agemt Policies for Long and Winding Pages",
        "Learning Multiagent Pulicius for Long and Winding Pages",
        "Learning Multiagent Policies for a Long and Winding Pages",
    ],
)
def test_a_misspelled_title(written: str) -> None:
    assert near(TITLE, written)
    assert near(written, TITLE)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (TITLE, "Learning Multiagent Policies for Long and Binding Words"),
        (TITLE, "Learning Multiagent Policies for 1 Long and Winding Page"),
        ("Fast Algorithms for Convex Problems with 2 Sides", "Fast Algorithms for Convex Problems with 3 Sides"),
        ("Fast Algorithms for Convex Problems", "Fast Algorithms for Nonconvex Problems"),
        ("Fast Algorithms for Min Norm Problems", "Fast Algorithms for Max Norm Problems"),
        ("Fast Algorithms for Typical Problems", "Fast Algorithms for Atypical Problems"),
        ("Fast Algorithms for Map and Net Problems", "Fast Algorithms for Cap and Net Problems"),
        ("Deep Net Pages", "Deep Nets Pages"),
        ("Fast Algorithms for Longest Problems", "Fast Algorithms for Lungust Problems"),  # two of seven letters
    ],
)
def test_another_title(ours: str, theirs: str) -> None:
    assert not near(ours, theirs)


@pytest.mark.parametrize(("year", "found"), [(2018, False), (2019, True), (2021, True), (2022, False)])
def test_the_years_are_one_apart_at_the_most(year: int, found: bool) -> None:
    assert near(TITLE, TITLE.replace("Policies", "Polices"), year=year) is found


@pytest.mark.parametrize(
    ("authors", "found"),
    [(("A. Ames", "B. Byrd", "Cy Cole"), True), (("Ada Ames 0001", "Bo Byrd"), True), (("Bo Byrd", "Ada Ames"), False)],
)
def test_the_first_two_authors_are_the_same(authors: tuple[str, ...], found: bool) -> None:
    assert near(TITLE, TITLE.replace("Policies", "Polices"), authors=authors) is found
