"""What a snapshot says of itself to other tools: three documents, made from the models and the files' hashes alone.

    datapackage.json      Frictionless Data Package 2.0
    contract.odcs.yaml    Open Data Contract Standard 3.1
    croissant.json        Croissant 1.0, of MLCommons

No times and no facts of the machine stand in them: the same tables give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from schemas.arrow import json_type, keywords
from schemas.croissant import croissant
from schemas.files import DOCUMENTS
from schemas.manifest import TableFile
from schemas.odcs import odcs
from schemas.tables import TABLES, primary_key, table_description, table_key, table_references
from schemas.version import CONTRACT_VERSION

NAME = "quiver-snapshot"
TITLE = "Quiver: papers, authors and author lists, from pages of a research search"

_PROFILES = "https://datapackage.org/profiles/2.0/"
_MEDIA_TYPE = "application/vnd.apache.parquet"


def documents(files: Mapping[str, TableFile]) -> dict[str, str]:
    """Name -> text of each document about a snapshot with these FILES (table -> its Parquet file)."""
    package = json.dumps(data_package(files), indent=2, ensure_ascii=False) + "\n"
    about = json.dumps(croissant(NAME, TITLE, files), indent=2, ensure_ascii=False) + "\n"
    return dict(zip(DOCUMENTS, (package, odcs(NAME, TITLE), about), strict=True))


def data_package(files: Mapping[str, TableFile]) -> dict[str, Any]:
    """The Data Package as a dict; `version` is that of the contract, not of the data."""
    return {
        "$schema": _PROFILES + "datapackage.json",
        "name": NAME,
        "title": TITLE,
        "version": CONTRACT_VERSION,
        "resources": [_resource(table, files[table]) for table in TABLES],
    }


def _resource(table: str, file: TableFile) -> dict[str, Any]:
    """One table. Without `bytes`: frictionless 5.21 cannot count those of a Parquet file, and calls that an error."""
    return {
        "name": table,
        "type": "table",
        "title": table,
        "description": table_description(table),
        "path": f"{table}.parquet",
        "format": "parquet",
        "mediatype": _MEDIA_TYPE,
        "hash": f"sha256:{file.sha256}",
        "schema": _schema(table),
    }


def _schema(table: str) -> dict[str, Any]:
    """The Table Schema; a key with a column that may be null is no primary key to it, but a unique one."""
    columns = TABLES[table].to_schema().columns
    key = primary_key(table)
    schema: dict[str, Any] = {
        "$schema": _PROFILES + "tableschema.json",
        "fields": [_field(name, column) for name, column in columns.items()],
        **({"primaryKey": key} if key else {"uniqueKeys": [table_key(table)]}),
    }
    keys = [
        {"fields": [column], "reference": {"resource": target, "fields": [there]}}
        for column, (target, there) in table_references(table).items()
    ]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(name: str, column: Any) -> dict[str, Any]:
    required = {} if column.nullable else {"required": True}
    constraints = required | keywords(column)
    return {
        "name": name,
        # Table Schema has no type for bytes in a typed format: `any` is what its own tools accept for them.
        "type": "any" if column.dtype.type == pl.Binary else json_type(column),
        "description": column.description,
        **({"constraints": constraints} if constraints else {}),
    }
