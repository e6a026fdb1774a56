"""The contract of the tables as text or JSON, and against the last release; for `quiver schema`."""

from __future__ import annotations

import json

from etl.errors import UsageError
from schemas.arrow import arrow_schema, json_schema, keywords
from schemas.changes import compare, version_problem
from schemas.contract import contract, released_contract
from schemas.tables import TABLES, table_key, table_references
from schemas.version import CONTRACT_VERSION


def _tables(table: str | None) -> list[str]:
    if table is not None and table not in TABLES:
        raise UsageError(f"there is no table {table!r}; the tables are {', '.join(TABLES)}")
    return [table] if table else list(TABLES)


def meaning(table: str, column: str) -> str:
    """What COLUMN of TABLE is: in words, which values it may have, and where each of them stands as a key."""
    about = [arrow_schema(table).field(column).metadata[b"description"].decode()]
    allowed = keywords(TABLES[table].to_schema().columns[column]).get("enum")
    if allowed:
        about.append(f": one of {', '.join(f'`{value}`' for value in allowed)}")
    target = table_references(table).get(column)
    if target is not None:
        about.append(f" → `{'.'.join(target)}`")
    return "".join(about)


def contract_text(table: str | None) -> str:
    """Columns, types and meaning (`meaning`) of TABLE, or of all tables."""
    lines = [f"contract {CONTRACT_VERSION}"]
    for name in _tables(table):
        lines += ["", f"{name}  (key: {', '.join(table_key(name))})"]
        for field in arrow_schema(name):
            null = "null" if field.nullable else ""
            lines.append(f"  {field.name:24s} {field.type!s:8s} {null:5s} {meaning(name, field.name)}")
    return "\n".join(lines)


def contract_json(table: str | None) -> str:
    """JSON Schema of a row of TABLE, or of each table."""
    schemas = {name: json_schema(name) for name in _tables(table)}
    return json.dumps(schemas[table] if table else schemas, indent=2, ensure_ascii=False)


def against_release() -> tuple[str, bool]:
    """What changed since the released contract, and whether the version says so."""
    released, current = released_contract(), contract()
    changes = compare(released, current)
    problem = version_problem(released, current)
    lines = [f"released {released['version']}, now {current['version']}"]
    lines += [str(change) for change in changes] or ["no change"]
    return "\n".join([*lines, *([problem] if problem else [])]), problem is None
