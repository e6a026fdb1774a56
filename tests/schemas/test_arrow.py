import json

import jsonschema
import polars as pl
import pyarrow as pa
import pytest

from schemas.arrow import arrow_schema, json_schema
from schemas.tables import TABLES, polars_schema, table_key
from schemas.version import CONTRACT_VERSION
from tests.commands import python
from tests.made_snapshot import made_frames


@pytest.mark.parametrize("table", TABLES)
def test_arrow_has_the_columns_of_polars(table: str) -> None:
    assert pl.Schema(arrow_schema(table)) == polars_schema(table)
    about = [field.metadata[b"description"].decode() for field in arrow_schema(table)]
    assert all(about)
    assert not any("docs/" in words for words in about)  # which an installed Quiver has not


def test_tables_are_described_also_where_python_drops_docstrings() -> None:
    show = "from schemas.arrow import *; from schemas.tables import TABLES; "
    show += "print([(arrow_schema(table).metadata, json_schema(table)['description']) for table in TABLES])"
    whole, bare = python("-c", show).stdout, python("-OO", "-c", show).stdout
    assert bare == whole
    assert "One row for each distinct page" in bare


def test_arrow_types_are_plain_and_say_what_may_be_null() -> None:
    papers = arrow_schema("papers")
    assert papers.field("title").type == pa.string()
    assert not papers.field("title").nullable
    assert papers.field("abstract").nullable
    assert arrow_schema("pages").field("frame").type == pa.binary()


def test_arrow_metadata_name_table_key_and_version() -> None:
    metadata = arrow_schema("listings").metadata
    assert metadata[b"table"] == b"listings"
    assert json.loads(metadata[b"key"]) == table_key("listings")
    assert metadata[b"contract_version"].decode() == CONTRACT_VERSION


def as_json(table: str) -> dict[str, object]:
    """A row of TABLE."""
    row = made_frames()[table].row(0, named=True)
    return {name: value.decode() if isinstance(value, bytes) else value for name, value in row.items()}


@pytest.mark.parametrize("table", TABLES)
def test_json_schema_accepts_rows_of_the_table(table: str) -> None:
    schema = json_schema(table)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(as_json(table), schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("papers", "year", 1799),
        ("papers", "year", None),
        ("papers", "author_list_status", "cut"),
        ("papers", "title", ""),
        ("papers", "paper_id", "X" * 16),
        ("papers", "truncation_probability", 1.1),
        ("authorships", "position", 0),
        ("pages", "declared_papers", 2**31),
        ("pages", "bytes", 2**63),
        ("papers", "unheard_of", 1),
    ],
)
def test_json_schema_refuses_what_the_model_refuses(table: str, column: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_json(table) | {column: value}, json_schema(table), jsonschema.Draft202012Validator)
