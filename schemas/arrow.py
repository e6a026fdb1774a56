"""The tables' Arrow schemas and JSON Schemas, made from the pandera models of `schemas.tables` alone."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import polars as pl
import pyarrow as pa

from schemas.tables import TABLES, table_description, table_key
from schemas.version import CONTRACT_VERSION

_ARROW: dict[Any, pa.DataType] = {
    pl.String: pa.string(),
    pl.Binary: pa.binary(),
    pl.Int32: pa.int32(),
    pl.Int64: pa.int64(),
    pl.Float64: pa.float64(),
    pl.Boolean: pa.bool_(),
}
_JSON: dict[Any, dict[str, Any]] = {
    pl.String: {"type": "string"},
    pl.Binary: {"type": "string", "contentEncoding": "base64"},
    pl.Int32: {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    pl.Int64: {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    pl.Float64: {"type": "number"},
    pl.Boolean: {"type": "boolean"},
}
# A check of pandera -> its statistic -> the keyword of JSON Schema that says the same.
_KEYWORDS: dict[str, dict[str, str]] = {
    "greater_than_or_equal_to": {"min_value": "minimum"},
    "less_than_or_equal_to": {"max_value": "maximum"},
    "greater_than": {"min_value": "exclusiveMinimum"},
    "less_than": {"max_value": "exclusiveMaximum"},
    "str_matches": {"pattern": "pattern"},
    "str_length": {"min_value": "minLength", "max_value": "maxLength"},
    "isin": {"allowed_values": "enum"},
}


@cache
def arrow_schema(table: str) -> pa.Schema:
    """Arrow schema of TABLE: plain types, nullability, and a description in the metadata of every field.

    The schema's own metadata: `table`, `description`, `key` (JSON list of columns), `contract_version`.
    """
    model = TABLES[table].to_schema()
    fields = [
        pa.field(name, _ARROW[column.dtype.type], column.nullable, {"description": column.description})
        for name, column in model.columns.items()
    ]
    metadata = {
        "table": table,
        "description": table_description(table),
        "key": json.dumps(table_key(table)),
        "contract_version": CONTRACT_VERSION,
    }
    return pa.schema(fields, metadata)


def json_schema(table: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one row of TABLE; binary columns are base64."""
    columns = TABLES[table].to_schema().columns
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:quiver:{CONTRACT_VERSION}:{table}",
        "title": table,
        "description": table_description(table),
        "type": "object",
        "properties": {name: _property(column) for name, column in columns.items()},
        "required": list(columns),
        "additionalProperties": False,
    }


def json_type(column: Any) -> str:
    """What JSON Schema calls the type of COLUMN (a pandera column)."""
    return str(_JSON[column.dtype.type]["type"])


def keywords(column: Any) -> dict[str, Any]:
    """The checks of COLUMN (a pandera column) as keywords of JSON Schema; KeyError for an unknown one."""
    return {
        _KEYWORDS[check.name][statistic]: value
        for check in column.checks
        for statistic, value in check.statistics.items()
        if value is not None
    }


def _property(column: Any) -> dict[str, Any]:
    said = {**_JSON[column.dtype.type], **keywords(column), "description": column.description}
    if column.nullable:
        said["type"] = [said["type"], "null"]
    return said
