"""The tables as Croissant metadata (MLCommons), which dataset search engines and loaders read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.manifest import TableFile
from schemas.tables import TABLES, table_key
from schemas.version import CONTRACT_VERSION

# The context that the specification prescribes, word for word.
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
# Croissant has no type for bytes: binary columns are left out.
_TYPES = {
    "String": "sc:Text",
    "Int32": "sc:Integer",
    "Int64": "sc:Integer",
    "Float64": "sc:Float",
    "Boolean": "sc:Boolean",
}


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
    fields = [_field(table, name, column) for name, column in columns.items() if str(column.dtype.type) in _TYPES]
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": TABLES[table].__doc__,
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
        "dataType": _TYPES[str(column.dtype.type)],
        "source": {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": name}},
    }
