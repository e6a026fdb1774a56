import hashlib
import itertools
import resource
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import ContractError, OutputError
from etl.load import parquet
from etl.load.checks import check_references
from etl.load.parquet import TableWriter
from schemas.arrow import arrow_schema
from schemas.tables import TABLES, polars_schema
from tests.made_snapshot import identity, made_frames, write_files


def write(folder: Path, table: str, *batches: pl.DataFrame, rows: int = 16) -> TableWriter:
    with TableWriter(folder, table, row_group_rows=rows) as writer:
        for batch in batches:
            writer.write(batch)
    return writer


@pytest.mark.parametrize("table", TABLES)
def test_what_is_written_is_read(tmp_path: Path, table: str) -> None:
    frame = made_frames()[table]
    writer = write(tmp_path, table, frame)
    assert pl.read_parquet(writer.path).equals(frame, null_equal=True)
    assert pq.read_schema(writer.path).equals(arrow_schema(table), check_metadata=True)
    assert writer.rows == frame.height
    assert writer.sha256 == hashlib.sha256(writer.path.read_bytes()).hexdigest()
    assert writer.bytes == writer.path.stat().st_size


def test_a_table_without_rows_has_its_schema(tmp_path: Path) -> None:
    writer = write(tmp_path, "papers", polars_schema("papers").to_frame())
    assert writer.rows == 0
    assert pl.read_parquet(writer.path).schema == polars_schema("papers")


@settings(max_examples=15, deadline=None)
@given(cuts=st.lists(st.integers(0, 40), max_size=6))
def test_the_file_does_not_depend_on_how_batches_were_cut(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int]
) -> None:
    papers = made_frames()["papers"]
    folder = tmp_path_factory.mktemp("cuts")
    edges = [0, *sorted(cuts), papers.height]
    batches = [papers[start:end] for start, end in itertools.pairwise(edges)]
    one = write(folder, "papers", papers.rechunk())
    other = write(folder, "papers", *batches)
    assert one.sha256 == other.sha256
    assert pq.read_metadata(one.path).row_group(0).num_rows == 16


@pytest.mark.parametrize("again", [slice(0, 1), slice(3, 4)])
def test_keys_must_ascend_across_batches(tmp_path: Path, again: slice) -> None:
    papers = made_frames()["papers"]
    with pytest.raises(ContractError, match=f"not sorted by its key.*{identity(again.start)}"):
        write(tmp_path, "papers", papers[:4], papers[again])
    assert list(tmp_path.iterdir()) == []


def test_null_comes_first_in_a_key(tmp_path: Path) -> None:
    authorships = made_frames()["authorships"].head(1)
    known = authorships.with_columns(role=pl.lit("reference"), position=pl.lit(1, pl.Int32))
    unknown = known.with_columns(position=pl.lit(None, pl.Int32))
    assert write(tmp_path, "authorships", unknown, known).rows == 2
    with pytest.raises(ContractError, match="position=None"):
        write(tmp_path, "authorships", known, unknown)


def test_a_breach_names_rows_and_reason_and_leaves_no_file(tmp_path: Path) -> None:
    papers = made_frames()["papers"].with_columns(year=pl.lit(99, pl.Int32))
    with pytest.raises(ContractError, match=f"papers.*year.*1800.*{identity(0)}: 99"):
        write(tmp_path, "papers", papers)
    assert list(tmp_path.iterdir()) == []


def test_a_breach_of_no_column_alone_says_so(tmp_path: Path) -> None:
    papers = made_frames()["papers"]
    with pytest.raises(
        ContractError, match=rf"column \(all\): unique fails for 2 rows, such as paper_id={identity(0)}"
    ):
        write(tmp_path, "papers", pl.concat([papers.head(1), papers.head(1)]))


def test_a_full_disk_is_one_sentence_and_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "papers.parquet").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="no space left"):
        write(tmp_path, "papers", made_frames()["papers"])
    assert list(tmp_path.iterdir()) == []


def test_a_file_size_limit_is_one_sentence_and_leaves_no_file(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OutputError, match="larger than the system allows"):
            write(tmp_path, "papers", made_frames()["papers"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_texts_beyond_what_arrow_counts_are_cut_into_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_CHUNK_BYTES", 500)
    papers = made_frames()["papers"]
    assert parquet._as_arrow(papers, "papers")["title"].num_chunks > 1
    assert pl.read_parquet(write(tmp_path, "papers", papers).path).equals(papers, null_equal=True)


def test_whole_references_pass_and_broken_ones_are_named(tmp_path: Path) -> None:
    frames = made_frames()
    write_files(tmp_path, frames)
    check_references(tmp_path)
    write(tmp_path, "authors", frames["authors"].head(1))
    with pytest.raises(
        ContractError, match=rf"authorships.author_id: 40 rows not in authors.author_id, such as {identity(2)}"
    ):
        check_references(tmp_path)


@pytest.mark.parametrize(("column", "digits"), [("paper_id", 16), ("page_id", 32)])
def test_what_a_finding_is_about_is_there(column: str, digits: int, tmp_path: Path) -> None:
    frames = made_frames()
    findings = frames["findings"].with_columns(pl.lit("f" * digits).alias(column))
    write_files(tmp_path, frames | {"findings": findings})
    with pytest.raises(ContractError, match=rf"findings.{column}: 1 row not in .*, such as {'f' * digits}"):
        check_references(tmp_path)
