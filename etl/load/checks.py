"""What must hold of tables: contract, order of the key and references, before they are published; all else, later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from etl.errors import ContractError
from etl.numbers import counted
from schemas.contract import EXAMPLES, violations
from schemas.relations import TOTALS, WRONG_ON_PAGE, WRONG_ROWS, Scan, composed_texts
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


def wrong_rows(table: str, batch: pl.DataFrame) -> Iterator[str]:
    """One sentence for each thing that is wrong with rows of BATCH as such; of the columns that it has."""
    for what, where in WRONG_ROWS.get(table, {}).items():
        if set(where.meta.root_names()) <= set(batch.columns):
            yield from _in_rows(table, batch.lazy().filter(where), what)
    for name in composed_texts(table):
        if name in batch.columns:
            text = pl.col(name)
            beyond_ascii = batch.lazy().filter(text.str.len_bytes() != text.str.len_chars())
            yield from _in_rows(table, beyond_ascii.filter(text.str.normalize("NFC") != text), f"{name} is not in NFC")


def wrong_relations(folder: Path, table: str) -> Iterator[str]:
    """One sentence for each thing in which rows of TABLE and of other tables in FOLDER do not agree."""

    def scan(name: str) -> pl.LazyFrame:
        return pl.scan_parquet(folder / f"{name}.parquet")

    for total in TOTALS:
        if total.table == table:
            wrong = total.wrong(scan)
            for name in total.columns:
                differs = wrong.filter(pl.col(name) != pl.col(f"right {name}"))
                yield from _in_rows(table, differs, f"{name} is not what the table {total.source} has", name)
    pages = scan("pages").select("page_id", pl.col("path", "first_byte", "bytes").name.prefix("page "))
    for what, where in WRONG_ON_PAGE.get(table, {}).items():
        yield from _in_rows(table, scan(table).join(pages, on="page_id").filter(where), what)
    if table == "findings":
        yield from _without_row(scan)


def _without_row(scan: Scan) -> Iterator[str]:
    """Findings about rows that are not there."""
    named = scan("findings").select("finding_id", "table", "row_id").drop_nulls()
    for table in TABLES:
        key = ["paper_id"] if table == "authorships" else table_key(table)
        rows = scan(table).select(row_id=pl.concat_str(key, separator="/"))
        lost = named.filter(pl.col("table") == table).join(rows, on="row_id", how="anti")
        yield from _in_rows("findings", lost, f"row_id is no key of the table {table}")


def _in_rows(table: str, wrong: pl.LazyFrame, what: str, column: str | None = None) -> Iterator[str]:
    """One sentence that says WHAT is wrong with rows of TABLE, if WRONG has any; COLUMN: with it and what is right."""
    key = table_key(table)
    both = [] if column is None else [column, f"right {column}"]
    rows = wrong.select(*key, *both).collect(engine="streaming").sort(key)
    if not rows.is_empty():
        where = " ".join(f"{name}={rows[name][0]}" for name in key)
        values = f": {rows[both[0]][0]}, not {rows[both[1]][0]}" if both else ""
        yield f"{what} in {counted(rows.height, 'row')}, such as {where}{values}"
