"""The documents of a snapshot, as the tools of their own standards see them; skipped where a tool is not installed."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
import warnings
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

import etl
from schemas.data_package import DOCUMENTS, documents
from schemas.manifest import TableFile
from schemas.tables import TABLES, polars_schema, table_key
from schemas.version import CONTRACT_VERSION
from tests.made_snapshot import made_frames, write_files

ROOT = Path(__file__).parents[2]
FILES = {table: TableFile(bytes=1, sha256="0" * 64, rows=1) for table in TABLES}


@pytest.fixture(scope="module", params=["real page", "made up"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot with its documents: of the real page, and one with quarantine and nulls in all places."""
    place = tmp_path_factory.mktemp("package")
    if request.param == "made up":
        tables = write_files(place, {name: _some(frame) for name, frame in made_frames().items()}).tables
    else:
        assert etl.run(ROOT / "raw", place / "curated").passed
        snapshot = etl.open_snapshot(place / "curated")
        shutil.copytree(snapshot.path, place, dirs_exist_ok=True)
        tables = snapshot.manifest.tables
    for name, text in documents(tables).items():
        (place / name).write_text(text, "utf-8")
    return place


def _some(frame: pl.DataFrame) -> pl.DataFrame:
    """FRAME without integer columns that are null throughout: frictionless reads them through pandas, as floats."""
    empty = [name for name, column in zip(frame.columns, frame, strict=True) if column.null_count() == frame.height]
    return frame.with_columns(pl.col(name).fill_null(1) for name in empty if frame.schema[name].is_integer())


def read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(documents(FILES)[name])
    return document


def test_the_same_files_give_the_same_documents() -> None:
    assert list(documents(FILES)) == list(DOCUMENTS)
    assert documents(FILES) == documents(dict(reversed(FILES.items())))
    changed = documents({**FILES, "papers": TableFile(bytes=1, sha256="1" * 64, rows=1)})
    assert [name for name in DOCUMENTS if changed[name] != documents(FILES)[name]] == [
        "datapackage.json",
        "croissant.json",
    ]


def test_every_column_and_key_is_described() -> None:
    resources = {resource["name"]: resource for resource in read("datapackage.json")["resources"]}
    assert list(resources) == list(TABLES)
    for table, resource in resources.items():
        schema = resource["schema"]
        assert [field["name"] for field in schema["fields"]] == polars_schema(table).names()
        assert all(field["description"] for field in schema["fields"])
        assert table_key(table) == (schema.get("primaryKey") or schema["uniqueKeys"][0])


def test_a_key_that_may_be_null_is_no_primary_key() -> None:
    (authorships,) = [r for r in read("datapackage.json")["resources"] if r["name"] == "authorships"]
    assert "primaryKey" not in authorships["schema"]


def test_hashes_are_those_of_the_files(folder: Path) -> None:
    for resource in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]:
        digest = hashlib.sha256((folder / resource["path"]).read_bytes()).hexdigest()
        assert resource["hash"] == f"sha256:{digest}"


def test_frictionless_accepts_package_and_data(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert len(report.tasks) == len(TABLES)


def test_frictionless_sees_a_row_that_breaks_the_contract(folder: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    shutil.copytree(folder, tmp_path / "copy")
    papers = pl.read_parquet(folder / "papers.parquet").with_columns(venue_id=pl.lit("nowhere"), year=pl.lit(1))
    papers.write_parquet(tmp_path / "copy" / "papers.parquet")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.Package(str(tmp_path / "copy" / "datapackage.json")).validate()
    assert {kind for (kind,) in report.flatten(["type"])} == {"constraint-error", "foreign-key"}


def test_the_contract_is_one_of_its_standard() -> None:
    model = pytest.importorskip("open_data_contract_standard.model", reason="its model is not installed")
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml", reason="PyYAML comes with the model")
    text = documents(FILES)["contract.odcs.yaml"]
    contract = model.OpenDataContractStandard.from_string(text)
    assert contract.version == CONTRACT_VERSION
    assert [table.name for table in contract.schema_] == list(TABLES)
    schema = json.loads(files("open_data_contract_standard").joinpath("schema.json").read_text("utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(yaml.safe_load(text))


def test_a_column_that_is_the_key_is_unique_in_the_contract() -> None:
    yaml = pytest.importorskip("yaml")
    tables = yaml.safe_load(documents(FILES)["contract.odcs.yaml"])["schema"]
    for table in tables:
        unique = [column["name"] for column in table["properties"] if column.get("unique")]
        assert unique == (table_key(table["name"]) if len(table_key(table["name"])) == 1 else [])


def test_the_contract_leads_to_each_table_in_words_of_sql(folder: Path) -> None:
    """As `datacontract test` asks DuckDB: a file for each table, and a type for each column that is that of the file."""
    yaml = pytest.importorskip("yaml")
    contract = yaml.safe_load((folder / "contract.odcs.yaml").read_text("utf-8"))
    words = {"string": "VARCHAR", "boolean": "BOOLEAN", "double": "DOUBLE", "int32": "INTEGER", "int64": "BIGINT"}
    for table in contract["schema"]:
        file = folder / contract["servers"][0]["path"].format(model=table["name"])
        found = {
            name: kind for name, kind, *_ in duckdb.execute("DESCRIBE FROM read_parquet(?)", [str(file)]).fetchall()
        }
        told = {column["name"]: column["physicalType"] for column in table["properties"]}
        assert {name: words.get(kind, "BLOB") for name, kind in told.items()} == found


def test_the_contract_is_plain_yaml() -> None:
    lines = documents(FILES)["contract.odcs.yaml"].splitlines()
    assert lines[0] == 'apiVersion: "v3.1.0"'
    assert not [line for line in lines if not line.strip()]
    indents = [len(line) - len(line.lstrip()) for line in lines]
    assert max(after - before for before, after in itertools.pairwise(indents)) <= 4


def test_croissant_gives_all_rows(folder: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
        for table in [*TABLES, "papers"]:
            rows = pl.scan_parquet(folder / f"{table}.parquet").select(pl.len()).collect().item()
            records = list(dataset.records(table))
            assert len(records) == rows
            assert all(isinstance(record, dict) for record in records)


def test_duckdb_reads_types_nulls_and_keys(folder: Path) -> None:
    for table in TABLES:
        file = str(folder / f"{table}.parquet")
        key = ", ".join(table_key(table))
        found = duckdb.execute(f"SELECT count(*), count(DISTINCT ({key})) FROM read_parquet(?)", [file])
        rows, keys = found.fetchall()[0]
        assert rows == keys == pl.scan_parquet(file).select(pl.len()).collect().item()
        described = duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [file]).fetchall()
        assert [name for name, *_ in described] == polars_schema(table).names()
