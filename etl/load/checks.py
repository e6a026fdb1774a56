"""What must hold of a table before it is published: its contract, the order of its key, its references."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from etl.errors import ContractError
from etl.numbers import counted
from schemas.contract import EXAMPLES, violations
from schemas.tables import TABLES, table_key, table_references


def require_valid(table: str, batch: pl.DataFrame) -> None:
    """Raise ContractError where BATCH breaks the model of TABLE."""
    broken = violations(table, batch)
    if not broken.is_empty():
        raise ContractError(f"table {table} breaks its contract: {'; '.join(told(broken))}")


def told(broken: pl.DataFrame) -> list[str]:
    """One sentence for each row of what `schemas.contract.violations` gives."""
    return [
        f"column {row['column'] or '(all)'}: {row['check']}"
        + (f" fails for {counted(row['rows'], 'row')}" if row["rows"] else "")
        + f", such as {', '.join(row['examples'])}"
        for row in broken.iter_rows(named=True)
    ]


def require_ascending(table: str, batch: pl.DataFrame, last: pl.DataFrame | None) -> pl.DataFrame:
    """The key of the last row of BATCH, which must not be empty; LAST is the same of the rows before it.

    Raises ContractError where a key does not come after the one before it (nulls come first): so no key
    repeats over all batches either.
    """
    first_wrong = not_ascending(table, batch, last)
    if first_wrong is not None:
        raise ContractError(f"table {table} is not sorted by its key, or the key repeats, at {first_wrong}")
    return key_of_last(table, batch)


def key_of_last(table: str, batch: pl.DataFrame) -> pl.DataFrame:
    """The key of the last row of BATCH, as one row."""
    return batch.select(table_key(table)).tail(1)


def not_ascending(table: str, batch: pl.DataFrame, last: pl.DataFrame | None) -> str | None:
    """The first key of BATCH that does not come after the one before it, as text; None where all do."""
    keys = batch.select(table_key(table))
    before = keys.shift(1) if last is None else pl.concat([last, keys.head(-1)])
    pairs = pl.concat([keys, before.rename(lambda name: f"before {name}")], how="horizontal")
    wrong = pairs.with_row_index("row").filter(~_comes_after(table_key(table)))
    wrong = wrong if last is not None else wrong.filter(pl.col("row") > 0)
    if wrong.is_empty():
        return None
    return " ".join(f"{name}={wrong[name][0]}" for name in keys.columns)


def _comes_after(key: list[str]) -> pl.Expr:
    """Is the key greater than the one before? By its columns in turn, null least."""
    after = pl.lit(value=False)
    for name in reversed(key):
        now, before = pl.col(name), pl.col(f"before {name}")
        greater = (now > before).fill_null(now.is_not_null() & before.is_null())
        after = greater | (now.eq_missing(before) & after)
    return after


def check_references(folder: Path) -> None:
    """Raise ContractError where a row of the tables in FOLDER refers to a row that is not there."""
    broken = [said for table in TABLES for said in broken_references(folder, table)]
    if broken:
        raise ContractError(f"references are broken: {'; '.join(broken)}")


def broken_references(folder: Path, table: str) -> list[str]:
    """One sentence for each column of TABLE (in FOLDER) with values that are not where they must stand."""
    found = []
    for column, (target, there) in table_references(table).items():
        lost = _lost(folder / f"{table}.parquet", column, folder / f"{target}.parquet", there)
        if not lost.is_empty():
            shown = ", ".join(map(str, lost[column].head(EXAMPLES)))
            rows = counted(int(lost["rows"].sum()), "row")
            found.append(f"{table}.{column}: {rows} not in {target}.{there}, such as {shown}")
    return found


def _lost(child: Path, column: str, parent: Path, there: str) -> pl.DataFrame:
    """The values of COLUMN in CHILD, with the number of their `rows`, that THERE in PARENT does not hold."""
    values, known = pl.scan_parquet(child).select(column).drop_nulls(), pl.scan_parquet(parent).select(there)
    lost = values.join(known, left_on=column, right_on=there, how="anti").group_by(column).agg(rows=pl.len())
    return lost.sort(column).collect(engine="streaming")
