import errno
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl import verify as module
from etl.errors import InputError
from etl.load.manifest import describe_file, read_manifest, write_manifest
from etl.load.parquet import TableWriter
from etl.pipeline.run import run
from etl.verify import Problem, verify
from schemas.arrow import arrow_schema
from schemas.manifest import TableFile
from schemas.relations import TOTALS
from schemas.settings import Settings
from schemas.tables import TABLES, table_key
from tests.commands import RAW
from tests.made_snapshot import identity, made_frames, publish, with_contract


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "curated"
    publish(out, made_frames())
    return out


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "curated", symlinks=True)


def with_table(out: Path, table: str, rows: pa.Table, row_group_size: int | None = None) -> list[str]:
    """What `verify` says where ROWS stand in place of TABLE, with their right hash in the manifest."""
    path = out / f"{table}.parquet"
    pq.write_table(rows, path, row_group_size=row_group_size)
    manifest = read_manifest(out)
    file = TableFile(rows=rows.num_rows, **describe_file(path).model_dump())
    write_manifest(out, manifest.model_copy(update={"tables": {**manifest.tables, table: file}}))
    return [str(problem) for problem in verify(out)]


def in_contract(table: str, frame: pl.DataFrame) -> pa.Table:
    return frame.to_arrow().cast(arrow_schema(table))


def said(out: Path) -> str:
    return "\n".join(str(problem) for problem in verify(out))


def test_what_is_kept_of_a_run_whose_gate_failed_is_no_snapshot(tmp_path: Path) -> None:
    assert not run([RAW], tmp_path, Settings.model_validate({"gate": {"min_rows": {"papers": 1000}}})).passed
    assert [path.name for path in (tmp_path / "failed").glob("*.parquet")] == ["findings.parquet"]
    with pytest.raises(InputError, match="failed holds the report of a run whose gate failed"):
        verify(tmp_path / "failed")


def test_a_whole_snapshot_has_no_problem(out: Path, tmp_path: Path) -> None:
    assert verify(out) == []
    copied = tmp_path / "copied"
    shutil.copytree(out / ".snapshots/current", copied)
    assert verify(copied) == []


@pytest.mark.parametrize("name", ["papers.parquet", "venues.parquet", "report.json"])
def test_a_flipped_bit_is_seen(out: Path, name: str) -> None:
    content = bytearray((out / name).read_bytes())
    content[len(content) // 2] ^= 1
    (out / name).write_bytes(content)
    assert Problem(name, "was changed: its SHA-256 is not the one in the manifest") in verify(out)


@pytest.mark.parametrize("link", ["authors.parquet", "report.json", "manifest.json"])
def test_what_stands_in_place_of_a_link_is_seen(out: Path, tmp_path: Path, link: str) -> None:
    (out / link).replace(tmp_path / "link")
    assert said(out) == f"{link}: is missing; run `quiver run` again (in place of the link to the snapshot)"
    shutil.copy(out / ".snapshots/current" / link, out / link)
    assert verify(out) == []
    (out / link).write_bytes((out / link).read_bytes()[:-1] + b"?")
    assert said(out).startswith(f"{link}: was changed: its SHA-256")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("size", [0, 3, 100, -9, -1])
def test_a_cut_table_is_told(out: Path, table: str, size: int) -> None:
    path = out / f"{table}.parquet"
    path.write_bytes(path.read_bytes()[:size])
    problems = {problem.place: problem.message for problem in verify(out)}
    assert "was changed" in problems[path.name]
    assert "cannot be read" in problems[table]


@pytest.mark.parametrize("name", ["papers.parquet", "report.json"])
def test_a_missing_file_is_told_once(out: Path, name: str) -> None:
    (out / name).resolve().unlink()
    assert [(problem.place, problem.message.split(";")[0]) for problem in verify(out)] == [(name, "is missing")]


def test_a_file_that_may_not_be_read_is_told_once(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = (out / "papers.parquet").resolve()

    def refuse(wanted: Path, real: Callable[[Path], Any]) -> Any:
        if wanted == path:
            raise PermissionError(errno.EACCES, "Permission denied", str(wanted))
        return real(wanted)

    describe, open_parquet = module.describe_file, pq.ParquetFile
    monkeypatch.setattr(module, "describe_file", lambda wanted: refuse(wanted, describe))
    monkeypatch.setattr(module.pq, "ParquetFile", lambda wanted: refuse(wanted, open_parquet))
    assert said(out) == "papers.parquet: cannot be read: Permission denied"


def test_damage_anywhere_in_a_table_is_told_and_never_a_crash(out: Path) -> None:
    path = out / "papers.parquet"
    whole = path.read_bytes()
    for place in range(4, len(whole), len(whole) // 25):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert any(problem.place == "papers.parquet" for problem in verify(out))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"snapshot_id": "x"}', '"\\ud800"'])
def test_a_damaged_manifest_is_told(out: Path, text: str) -> None:
    (out / "manifest.json").write_text(text)
    (problem,) = verify(out)
    assert problem.place == "manifest.json"
    assert "damaged" in problem.message


@pytest.mark.parametrize("file", ["../../report.json", "/report", ".."])
def test_a_manifest_cannot_send_a_reader_elsewhere(out: Path, file: str) -> None:
    text = (out / "manifest.json").read_text()
    (out / "manifest.json").write_text(text.replace('"report.json"', f'"{file}"'))
    assert "damaged" in said(out)


def test_a_manifest_without_a_table_is_told(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text())
    del manifest["tables"]["venues"]
    (out / "manifest.json").write_text(json.dumps(manifest))
    assert "venues.parquet: is not in the manifest" in said(out)


def test_what_is_no_snapshot_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in [tmp_path, tmp_path / "nowhere", tmp_path / "file"]:
        with pytest.raises(InputError, match=r"no snapshot|no folder"):
            verify(place)


def test_a_broken_link_is_an_input_error(out: Path) -> None:
    shutil.rmtree((out / ".snapshots/current").resolve())
    with pytest.raises(InputError, match="no finished snapshot"):
        verify(out)


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("papers", lambda f: f.with_columns(year=pl.lit(99, pl.Int32)), "papers: column year.*fails for 40 rows"),
        ("papers", lambda f: f.reverse(), f"papers: is not sorted.*{identity(38)}"),
        ("papers", lambda f: f[[0, 0, *range(1, 40)]], f"papers: is not sorted.*{identity(0)}"),
        (
            "papers",
            lambda f: f.with_columns(year=pl.when(pl.int_range(pl.len()) > 0).then("year").otherwise(99)),
            "papers: column year.*fails for 1 row, such as",
        ),
        (
            "authors",
            lambda f: f.head(1),
            f"authorships: authorships.author_id: 40 rows not in authors.author_id, such as {identity(2)}",
        ),
        (
            "pages",
            lambda f: f.with_columns(bytes=pl.lit(1001)),
            "pages: the bytes of the parts do not add up in 2 rows, such as page_id=0",
        ),
    ],
)
def test_rows_that_break_the_contract_are_told(
    out: Path, table: str, change: Callable[[pl.DataFrame], pl.DataFrame], message: str
) -> None:
    problems = with_table(out, table, in_contract(table, change(made_frames()[table])))
    assert pl.Series(problems).str.contains(message).any(), problems


_TOTALS = [(total.table, total.source, column) for total in TOTALS for column in total.columns]


@pytest.mark.parametrize(("table", "source", "column"), _TOTALS)
def test_what_tables_count_of_each_other_is_told_if_wrong(out: Path, table: str, source: str, column: str) -> None:
    frame = made_frames()[table]
    wrong = pl.when(pl.int_range(pl.len()) == 1 - frame.height % 2).then(pl.col(column) + 1).otherwise(column)
    if table == "pages" and column != "listed_papers":  # so that the parts still add up
        frame = frame.with_columns(bytes=pl.when(wrong != pl.col(column)).then(pl.col("bytes") + 1).otherwise("bytes"))
    said = with_table(out, table, in_contract(table, frame.with_columns(wrong.alias(column))))
    number = frame[column][0]
    key = frame.columns[0]
    such = f"such as {key}={frame[key][1 - frame.height % 2]}: {number + 1}, not {number}"
    assert said == [f"{table}: {column} is not what the table {source} has in 1 row, {such}"]


_WRONG = {
    "pages": {"frame": b"", "header_bytes": 99, "owner_author_key": "e\u0301"},
    "listings": {"raw": b"", "last_line": 1, "end_byte": 100, "first_byte": 5_000},
    "papers": {"copies": 2, "truncation_probability": 0.5, "author_list_status": "complete", "title": "e\u0301"},
    "authorships": {"position": None, "evidence": None, "role": "recovered"},
    "findings": {"row_id": identity(99), "message": "e\u0301"},
    "quarantine": {"raw": b"", "last_line": 1, "path": "elsewhere.txt"},
}
"""Table -> column -> a value that is within its type, and does not go with the other columns."""


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, some in _WRONG.items() for column in some])
def test_columns_that_do_not_go_together_are_told(out: Path, table: str, column: str) -> None:
    frame = made_frames()[table]
    changed = frame.with_columns(pl.lit(_WRONG[table][column], frame.schema[column]).alias(column))
    if column == "first_byte":
        changed = changed.with_columns(end_byte=pl.col("first_byte") + 40)
    (problem, *_) = with_table(out, table, in_contract(table, changed.sort(table_key(table))))
    assert re.fullmatch(rf"{table}: .+ in \d+ rows?, such as .+", problem)


def test_text_as_written_may_have_any_form(out: Path) -> None:
    raw = made_frames()["papers"].with_columns(title_raw=pl.lit("e\u0301"), abstract_raw=pl.lit("e\u0301"))
    assert with_table(out, "papers", in_contract("papers", raw)) == []


def test_keys_are_compared_across_row_groups(out: Path) -> None:
    papers = in_contract("papers", made_frames()["papers"][[*range(16, 40), *range(16)]])
    unsorted = f"papers: is not sorted by its key, or the key repeats, at paper_id={identity(0)}"
    assert with_table(out, "papers", papers, row_group_size=8) == [unsorted]


def test_rows_are_counted(out: Path) -> None:
    path = out / "papers.parquet"
    with TableWriter(path.resolve().parent, "papers") as writer:
        writer.write(made_frames()["papers"].head(39))
    assert "papers: has 39 rows, the manifest says 40" in said(out)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop("copies"), "column copies is missing"),
        (lambda f: f.with_columns(pl.col("year").cast(pl.Int64)), "column year is int64, not int32 not null"),
        (lambda f: f.with_columns(more=1), "columns that the contract does not have: more"),
        (lambda f: f.select(reversed(f.columns)), "column copies is int32, not int32 not null"),
    ],
)
def test_other_columns_are_told(out: Path, change: Callable[[pl.DataFrame], pl.DataFrame], message: str) -> None:
    change(made_frames()["papers"]).write_parquet(out / "papers.parquet")
    assert f"papers: {message}" in said(out)


def test_columns_stand_in_order_and_are_described(out: Path) -> None:
    venues = in_contract("venues", made_frames()["venues"])
    bare = venues.cast(pa.schema([field.remove_metadata() for field in venues.schema]))
    told = "venues: its columns are not in order, or their descriptions are not those of the contract"
    for changed in (venues.select(venues.column_names[::-1]), bare):
        assert with_table(out, "venues", changed) == [told]


def test_another_major_version_says_what_to_do(out: Path) -> None:
    with_contract(out, "99.0.0")
    (problem,) = verify(out)
    assert "install a newer quiver-etl" in problem.message
    with_contract(out, "0.9.0")
    (problem,) = verify(out)
    assert "make it anew" in problem.message


def test_an_older_minor_version_may_lack_columns(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONTRACT_VERSION", "1.7.0")
    schema = pq.read_schema(out / "papers.parquet")
    papers = pq.read_table(out / "papers.parquet").drop_columns(["copies"])
    assert "copies" in schema.names
    assert with_table(out, "papers", papers) == []


def test_a_newer_minor_version_may_have_more_columns(out: Path) -> None:
    with_contract(out, "1.99.0")
    papers = pq.read_table(out / "papers.parquet")
    assert with_table(out, "papers", papers.append_column("more", papers["year"])) == []
