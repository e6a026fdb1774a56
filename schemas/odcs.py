"""The tables' contract as a document of the Open Data Contract Standard, in YAML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from schemas.arrow import arrow_schema, json_type, keywords
from schemas.tables import TABLES, primary_key, table_description, table_key, table_references
from schemas.version import CONTRACT_VERSION

_FILES = "./{model}.parquet"
"""Where the tables lie: `{model}` is the name of each, as in `datacontract test`; with `*` it would be all in one."""


def odcs(name: str, title: str) -> str:
    """The contract of all tables as YAML text; NAME and TITLE are those of the package."""
    contract = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": f"urn:quiver:contract:{CONTRACT_VERSION}",
        "name": name,
        "version": CONTRACT_VERSION,
        "status": "active",
        "description": {"purpose": title},
        "servers": [{"server": "snapshot", "type": "local", "path": _FILES, "format": "parquet"}],
        "schema": [_object(table) for table in TABLES],
    }
    return "\n".join(_yaml(contract)) + "\n"


def _object(table: str) -> dict[str, Any]:
    key = table_key(table)
    columns = TABLES[table].to_schema().columns
    repeated = {
        "metric": "duplicateValues",
        "arguments": {"properties": key},
        "mustBe": 0,
        "description": "The key is unique.",
    }
    return {
        "name": table,
        "physicalName": f"{table}.parquet",
        "logicalType": "object",
        "physicalType": "file",
        "description": table_description(table),
        "properties": [_property(table, name, column) for name, column in columns.items()],
        **({"quality": [repeated]} if len(key) > 1 else {}),
    }


def _property(table: str, name: str, column: Any) -> dict[str, Any]:
    key, checks = primary_key(table), keywords(column)
    allowed = checks.pop("enum", None)
    if str(column.dtype.type) == "Binary":
        checks["format"] = "binary"
    target = table_references(table).get(name)
    return {
        "name": name,
        "logicalType": json_type(column),
        "physicalType": str(arrow_schema(table).field(name).type).replace("bool", "boolean"),  # as in Parquet
        "required": not column.nullable,
        **({"unique": True} if key == [name] else {}),
        **({"primaryKey": True, "primaryKeyPosition": key.index(name) + 1} if name in key else {}),
        "description": column.description,
        **({"logicalTypeOptions": checks} if checks else {}),
        **({"relationships": [{"to": ".".join(target)}]} if target else {}),
        **({"quality": [_only(allowed)]} if allowed else {}),
    }


def _only(allowed: list[str]) -> dict[str, Any]:
    return {"metric": "invalidValues", "arguments": {"validValues": allowed}, "mustBe": 0}


def _yaml(value: Any, indent: str = "") -> Iterator[str]:
    """VALUE (of dicts, lists and plain values) as lines of YAML; scalars as in JSON, which YAML reads."""
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield f"{indent}{key}:"
            yield from _yaml(inner, indent + "  ")
        elif isinstance(inner, list) and isinstance(inner[0], dict):
            yield f"{indent}{key}:"
            for item in inner:
                first, *rest = _yaml(item, indent + "    ")
                yield f"{indent}  - {first.lstrip()}"
                yield from rest
        else:
            yield f"{indent}{key}: {json.dumps(inner, ensure_ascii=False)}"
