"""The tables as Croissant metadata (MLCommons), which dataset search engines and loaders read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from schemas.arrow import json_type
from schemas.manifest import TableFile
from schemas.tables import TABLES, table_description, table_key
from schemas.version import CONTRACT_VERSION

_OWN = (
    "citeAs column equivalentProperty extract field fileProperty fileObject fileSet format includes isLiveDataset "
    "jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate separator source "
    "subField transform"
)
_CONTEXT = {  # as the specification prescribes it
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in _OWN.split()},
}
# Croissant has no type for bytes: binary columns are left out.
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}


def croissant(name: str, title: str, files: Mapping[str, TableFile]) -> dict[str, Any]:
    """The metadata as JSON-LD; NAME and TITLE are those of the package, FILES: table -> its Parquet file."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": name,
        "description": title,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "version": CONTRACT_VERSION,
        "distribution": [_file(table, files[table]) for table in TABLES],
        "recordSet": [_records(table) for table in TABLES],
    }


def _file(table: str, file: TableFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{table}.parquet",
        "name": f"{table}.parquet",
        "description": f"The table {table}.",
        "contentSize": f"{file.bytes} B",
        "contentUrl": f"{table}.parquet",
        "encodingFormat": "application/x-parquet",
        "sha256": file.sha256,
    }


def _records(table: str) -> dict[str, Any]:
    columns = TABLES[table].to_schema().columns
    fields = [_field(table, name, column) for name, column in columns.items() if column.dtype.type != pl.Binary]
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": table_description(table),
        "key": [{"@id": f"{table}/{name}"} for name in table_key(table)],
        "field": fields,
    }


def _field(table: str, name: str, column: Any) -> dict[str, Any]:
    """One column. Without `references`: with them mlcroissant 1.1 gives no rows when a table is read again."""
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{name}",
        "name": name,
        "description": column.description,
        "dataType": _TYPES[json_type(column)],
        "source": {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": name}},
    }
