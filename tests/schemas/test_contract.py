import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from schemas.changes import compare, version_problem
from schemas.contract import contract, keeps, released_contract, violations
from schemas.files import TABLE_FILES
from schemas.tables import TABLES, polars_schema
from tests.made_snapshot import PAPERS, identity, made_frames


@pytest.mark.parametrize("table", TABLES)
def test_whole_tables_keep_the_contract(table: str) -> None:
    assert violations(table, made_frames()[table]).is_empty()
    assert violations(table, polars_schema(table).to_frame()).is_empty()


def only(frame: pl.DataFrame) -> dict[str, Any]:
    (row,) = violations("papers", frame).iter_rows(named=True)
    return row


def test_a_value_out_of_range_names_the_rows() -> None:
    papers = made_frames()["papers"].with_columns(year=pl.lit(1700, pl.Int32))
    broken = only(papers)
    assert broken["column"] == "year"
    assert broken["rows"] == PAPERS
    assert broken["examples"] == [f"paper_id={identity(n)}: 1700" for n in range(3)]


@pytest.mark.parametrize(
    ("change", "column", "check"),
    [
        (pl.lit(None, pl.String).alias("title"), "title", "not_nullable"),
        (pl.lit("cut").alias("author_list_status"), "author_list_status", "isin"),
        (pl.lit(float("nan")).alias("truncation_probability"), "truncation_probability", "less_than"),
        (pl.col("year").cast(pl.Int64), "year", "dtype"),
        (pl.lit(1).alias("more"), "more", "column_in_schema"),
    ],
)
def test_each_kind_of_breach_is_told(change: pl.Expr, column: str, check: str) -> None:
    broken = violations("papers", made_frames()["papers"].with_columns(change))
    assert broken["column"].unique().to_list() == [column]
    assert broken["check"].str.contains(check).any()


def test_missing_and_misplaced_columns_are_told() -> None:
    papers = made_frames()["papers"]
    assert only(papers.drop("title"))["column"] == "title"
    assert only(papers.select(reversed(papers.columns)))["check"] == "column_ordered"


@pytest.mark.parametrize("table", TABLES)
def test_a_repeated_key_is_told_of_every_table(table: str) -> None:
    frame = made_frames()[table].head(1)
    broken = violations(table, pl.concat([frame, frame]))
    assert broken.select("check", "rows").rows() == [("unique", 2)]


def test_a_repeated_key_is_told_by_its_key_alone() -> None:
    papers = made_frames()["papers"]
    broken = only(pl.concat([papers, papers.head(1)]))
    assert broken["rows"] == 2
    assert broken["examples"] == [f"paper_id={identity(0)}"] * 2


def test_examples_are_safe_to_print() -> None:
    papers = made_frames()["papers"].with_columns(author_list_status=pl.lit("\x1b[31mred\n" + "x" * 999))
    example = only(papers)["examples"][0]
    assert example.isprintable()
    assert len(example) <= 120


def test_some_columns_alone_can_be_checked() -> None:
    papers = made_frames()["papers"].drop("copies")
    assert violations("papers", papers, papers.columns).is_empty()


VALUES: dict[Any, list[Any]] = {
    pl.String: [None, "", "x", "0" * 16, "0" * 32, "0" * 16 + "\n", "AUT101", "a-b", "listed", "utf-8", "1234"],
    pl.Int32: [None, -1, 0, 1, 1799, 1800, 2199, 2200],
    pl.Int64: [None, -1, 0, 1],
    pl.Float64: [None, float("nan"), -0.1, 0.0, 1.0, 1.1, float("inf")],
    pl.Boolean: [None, True],
    pl.Binary: [None, b"", b"\xff"],
}


@pytest.mark.parametrize("table", TABLES)
def test_the_quick_yes_is_the_yes_of_pandera(table: str) -> None:
    frame = made_frames()[table].head(3)
    columns = contract()["tables"][table]["columns"]
    kinds = {json.dumps(column | {"description": ""}): name for name, column in columns.items()}
    for name in kinds.values():
        dtype = frame.schema[name]
        for value in VALUES[dtype]:
            row = pl.int_range(pl.len()) == 1
            changed = frame.with_columns(pl.when(row).then(pl.lit(value, dtype)).otherwise(name).alias(name))
            assert keeps(table, changed, tuple(frame.columns)) == valid(table, changed), (name, value)


def test_the_quick_yes_knows_keys_and_columns() -> None:
    papers = made_frames()["papers"]
    columns = tuple(papers.columns)
    assert keeps("papers", papers, columns)
    for frame in [
        pl.concat([papers, papers.head(1)]),
        papers.select(reversed(columns)),
        papers.drop("title"),
        papers.with_columns(more=1),
        papers.with_columns(pl.col("year").cast(pl.Int64)),
    ]:
        assert not keeps("papers", frame, columns)
        assert not valid("papers", frame)


def valid(table: str, frame: pl.DataFrame) -> bool:
    """What pandera says; but of keys, as its report of repeated rows panics where a column is binary."""
    model = deepcopy(TABLES[table].to_schema())
    key, model.unique = model.unique, None
    try:
        model.validate(frame, lazy=True)
    except SchemaErrors:
        return False
    return not frame.select(key).is_duplicated().any()


def test_the_version_says_what_changed_since_the_last_release() -> None:
    # Where this fails: raise CONTRACT_VERSION as it says. At a release, `python -m schemas.contract` anew.
    assert version_problem(released_contract(), contract()) is None


def edited(edit: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    after = deepcopy(contract())
    edit(after["tables"])
    return after


@pytest.mark.parametrize(
    ("edit", "level", "needed"),
    [
        (lambda t: t.pop("venues"), "major", "2.0.0"),
        (lambda t: t["papers"]["columns"].pop("title"), "major", "2.0.0"),
        (lambda t: t["papers"]["columns"]["year"].update(type="Int64"), "major", "2.0.0"),
        (lambda t: t["papers"]["columns"]["year"].update(nullable=True), "major", "2.0.0"),
        (lambda t: t["papers"].update(key=["title"]), "major", "2.0.0"),
        (lambda t: t["papers"]["references"].clear(), "major", "2.0.0"),
        (lambda t: t["papers"]["columns"]["year"]["checks"].update(maximum=3000), "major", "2.0.0"),
        (lambda t: t["papers"]["columns"]["year"]["checks"].pop("minimum"), "major", "2.0.0"),
        (lambda t: t["papers"]["columns"]["paper_id"]["checks"].update(pattern="x"), "major", "2.0.0"),
        (lambda t: t["authorships"]["columns"]["role"]["checks"]["enum"].append("x"), "major", "2.0.0"),
        (lambda t: t["authorships"]["columns"]["role"]["checks"]["enum"].pop(), "minor", "1.1.0"),
        (lambda t: t["papers"]["columns"]["year"]["checks"].update(minimum=1900), "minor", "1.1.0"),
        (lambda t: t["papers"]["columns"].update(new={}), "minor", "1.1.0"),
        (lambda t: t["papers"]["references"].update(title="venues.name"), "minor", "1.1.0"),
        (lambda t: t.update(new={}), "minor", "1.1.0"),
        (lambda t: t["papers"]["columns"]["abstract"].update(nullable=False), "minor", "1.1.0"),
        (lambda t: t["papers"]["columns"]["year"].update(description="x"), "patch", "1.0.1"),
    ],
)
def test_changes_move_the_right_part_of_the_version(
    edit: Callable[[dict[str, Any]], object], level: str, needed: str
) -> None:
    before = contract() | {"version": "1.0.0"}
    after = edited(edit) | {"version": "1.0.0"}
    (change,) = compare(before, after)
    assert change.level == level
    assert change.breaking == (level == "major")
    assert needed in (version_problem(before, after) or "")
    assert version_problem(before, after | {"version": needed}) is None


def test_the_same_contract_has_no_changes() -> None:
    assert compare(contract(), contract()) == []
    assert version_problem(contract(), contract()) is None


def test_the_files_of_a_snapshot_are_those_of_its_tables() -> None:
    assert [f"{table}.parquet" for table in TABLES] == list(TABLE_FILES)
