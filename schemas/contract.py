"""The contract as data, and whether a batch of rows keeps it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl
from pandera.errors import SchemaErrors
from pandera.polars import DataFrameSchema

from schemas.arrow import keywords
from schemas.tables import TABLES, polars_schema, table_description, table_key, table_references
from schemas.version import CONTRACT_VERSION

EXAMPLES = 3  # rows told of a violation
_WIDTH = 120  # characters of an example
_VIOLATIONS = pl.Schema(
    [("check", pl.String), ("column", pl.String), ("rows", pl.Int64), ("examples", pl.List(pl.String))]
)
# `.all()` passes over nulls; whether a column may have them is asked apart.
_HOLDS: dict[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "minimum": lambda column, bound: column >= bound,
    "maximum": lambda column, bound: column <= bound,
    "exclusiveMinimum": lambda column, bound: column > bound,
    "exclusiveMaximum": lambda column, bound: column < bound,
    "minLength": lambda column, bound: column.str.len_chars() >= bound,
    "maxLength": lambda column, bound: column.str.len_chars() <= bound,
    "pattern": lambda column, pattern: column.str.contains(pattern),
    "enum": lambda column, values: column.is_in(values),
}


def keeps(table: str, frame: pl.DataFrame, columns: tuple[str, ...]) -> bool:
    """Does FRAME have exactly these COLUMNS of TABLE, in this order, and do all rows pass all checks?

    One Polars query gives a quick yes: pandera takes some 13 ms a batch of a wide table, and a third of a second on its
    first one, and is asked for the details of a no.
    """
    if list(frame.schema.items()) != [(name, polars_schema(table)[name]) for name in columns]:
        return False
    return all(frame.select(_conditions(table, columns)).row(0))


@cache
def _conditions(table: str, columns: tuple[str, ...]) -> list[pl.Expr]:
    model = TABLES[table].to_schema().columns
    conditions = [pl.struct(table_key(table)).n_unique() == pl.len()]
    for name in columns:
        column = pl.col(name)
        conditions += [_HOLDS[keyword](column, value).all() for keyword, value in keywords(model[name]).items()]
        if not model[name].nullable:
            conditions.append(column.null_count() == 0)
    return [condition.alias(str(place)) for place, condition in enumerate(conditions)]


def violations(table: str, frame: pl.DataFrame, columns: Iterable[str] | None = None) -> pl.DataFrame:
    """Where FRAME, one batch of rows of TABLE, breaks the table's model; empty where it keeps it.

    Out: `check`, `column` (null where it is the table as a whole), `rows` (how many; 0 where the columns
    themselves are wrong), `examples` (the keys of up to 3 rows, each with its value). COLUMNS: hold the frame
    against these columns of the model only (a snapshot of another minor version).
    """
    checked = tuple(TABLES[table].to_schema().columns if columns is None else columns)
    if keeps(table, frame, checked):
        return _VIOLATIONS.to_frame()
    repeated = _repeated(table, frame)
    try:
        _model(table, checked).validate(frame, lazy=True)
    except SchemaErrors as error:
        return pl.concat([_summary(table, frame, error.failure_cases), repeated])
    return repeated


@cache
def _model(table: str, columns: tuple[str, ...]) -> DataFrameSchema:
    """The model without its key: pandera 0.35 cannot report repeated rows that have a binary column."""
    every = TABLES[table].to_schema()
    model = every.remove_columns([name for name in every.columns if name not in columns])
    model.unique = None
    return model


def _repeated(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Keys that are not unique, as `violations` tells them."""
    key = table_key(table)
    if not set(key) <= set(frame.columns):
        return _VIOLATIONS.to_frame()
    rows = frame.select(pl.row_index("index"), *key).filter(pl.struct(key).is_duplicated())
    if rows.is_empty():
        return _VIOLATIONS.to_frame()
    shown = [_example(table, frame, index, None) for index in rows["index"].head(EXAMPLES)]
    return pl.DataFrame([("unique", None, rows.height, shown)], schema=_VIOLATIONS, orient="row")


def _summary(table: str, frame: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """pandera's failure cases (one a row and check), one row a check."""
    of_rows = pl.col("index").is_not_null()
    # Where a column is missing, unknown or out of place, pandera names it in `failure_case`.
    named = cases.with_columns(
        column=pl.when(pl.col("schema_context") == "Column").then("column").otherwise("failure_case"),
        example=pl.struct("index", "failure_case"),
    )
    grouped = named.group_by("check", "column", maintain_order=True).agg(
        rows=of_rows.sum().cast(pl.Int64), examples=pl.col("example").head(EXAMPLES)
    )
    shown = [
        [_example(table, frame, case["index"], str(case["failure_case"])) for case in examples]
        for examples in grouped["examples"]
    ]
    return grouped.with_columns(examples=pl.Series(shown, dtype=pl.List(pl.String)))


def _example(table: str, frame: pl.DataFrame, index: int | None, value: str | None) -> str:
    """The key of the row and the value, as far as there are any; short, and safe to print."""
    parts = [] if value is None else [value]
    if index is not None:
        key = [name for name in table_key(table) if name in frame.columns]
        row = frame.select(key).row(index)
        parts.insert(0, " ".join(f"{name}={part}" for name, part in zip(key, row, strict=True)))
    text = ": ".join(parts)
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return shown if len(shown) <= _WIDTH else shown[: _WIDTH - 3] + "..."


def contract() -> dict[str, Any]:
    """The contract of `schemas.tables` as data: what `contract.lock.json` holds of the last released one."""
    return {"version": CONTRACT_VERSION, "tables": {table: _table(table) for table in TABLES}}


def contract_text() -> str:
    """The contract as JSON text; `python -m schemas.contract > schemas/contract.lock.json` releases it."""
    return json.dumps(contract(), indent=1, ensure_ascii=False) + "\n"


def released_contract() -> dict[str, Any]:
    """The last released contract (`schemas/contract.lock.json`)."""
    text = files("schemas").joinpath("contract.lock.json").read_text("utf-8")
    released: dict[str, Any] = json.loads(text)
    return released


def _table(table: str) -> dict[str, Any]:
    columns = TABLES[table].to_schema().columns
    references = {column: ".".join(target) for column, target in table_references(table).items()}
    return {
        "description": table_description(table),
        "key": table_key(table),
        "references": references,
        "columns": {
            name: {
                "type": str(column.dtype.type),
                "nullable": column.nullable,
                "checks": keywords(column),
                "description": column.description,
            }
            for name, column in columns.items()
        },
    }


if __name__ == "__main__":
    sys.stdout.write(contract_text())
