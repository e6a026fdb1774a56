"""Frames to Parquet: one table, one file, whose bytes depend on the rows alone."""

from __future__ import annotations

import contextlib
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from etl.errors import ContractError
from etl.load.checks import require_ascending, require_valid
from etl.load.faults import told_as_output_error
from etl.load.manifest import describe_file
from schemas.arrow import arrow_schema
from schemas.tables import table_key

ROW_GROUP_ROWS = 32_768
# A row group is in memory several times over while it is written; a paper has three texts.
_GROUP_ROWS = {"papers": 8_192}
# zstd 3 would make the files 11% smaller and the writing 30% longer.
_LEVEL = 1
# A dictionary of texts that hardly repeat is built, outgrows its limit and is thrown away.
_TEXTS = {"title", "title_raw", "abstract", "abstract_raw", "abstract_plain"}
_TEXTS |= {"finding_id", "message", "evidence", "raw", "frame"}
# A `string` column of Arrow counts its bytes in 32 bits.
_CHUNK_BYTES = 2**31 - 1


class TableWriter:
    """Writes one table; a context manager.

    Rows come in batches, in ascending order of the table's key, and go out in row groups of a fixed number of
    rows, so that the file does not depend on how the batches were cut. After `close`: `rows`, `bytes` and
    `sha256` of the file. On an exception the file is removed.

    Raises ContractError (which rows, and why) where a batch breaks the contract; OutputError where the file
    system refuses.
    """

    def __init__(self, folder: Path, table: str, row_group_rows: int | None = None) -> None:
        """Begin `<table>.parquet` in FOLDER."""
        self.path = folder / f"{table}.parquet"
        self.rows = 0
        self.bytes = 0
        self.sha256 = ""
        self._table = table
        self._group_rows = row_group_rows or _GROUP_ROWS.get(table, ROW_GROUP_ROWS)
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0
        self._last_key: pl.DataFrame | None = None
        with told_as_output_error(self.path):
            self._writer = _parquet_writer(self.path, table)

    def write(self, batch: pl.DataFrame) -> None:
        """Add BATCH: the table's columns and types, sorted by its key, after all rows written so far."""
        require_valid(self._table, batch)
        if batch.is_empty():
            return
        before = self.rows
        self._last_key = require_ascending(self._table, batch, self._last_key)
        while self.rows < before + batch.height:
            rows = batch.slice(self.rows - before, self._group_rows - self._waiting_rows)
            self._waiting.append(_as_arrow(rows.rechunk(), self._table))
            self._waiting_rows += rows.height
            self.rows += rows.height
            if self._waiting_rows == self._group_rows:
                self._write_group()

    def close(self) -> None:
        """Write what waits, and the footer; then hash the file."""
        if self._waiting_rows:
            self._write_group()
        with told_as_output_error(self.path):
            self._writer.close()
            written = describe_file(self.path)
        self.bytes, self.sha256 = written.bytes, written.sha256

    def abort(self) -> None:
        """Give up: remove the file."""
        with contextlib.suppress(OSError, pa.ArrowException):
            self._writer.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """The writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; or abort where something went wrong, also in closing."""
        if error is not None:
            self.abort()
            return
        try:
            self.close()
        except BaseException:
            self.abort()
            raise

    def _write_group(self) -> None:
        """Write the rows that wait as a row group, in one chunk, so that its pages do not depend on the batches."""
        group = pa.concat_tables(self._waiting).combine_chunks()
        self._waiting, self._waiting_rows = [], 0
        with told_as_output_error(self.path):
            self._writer.write_table(group, self._group_rows)


def _parquet_writer(path: Path, table: str) -> pq.ParquetWriter:
    """Begin the file; none is left where that fails, as on a full disk."""
    schema = arrow_schema(table)
    order = [(name, "ascending") for name in table_key(table)]
    try:
        return pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            compression_level=_LEVEL,
            use_dictionary=[name for name in schema.names if name not in _TEXTS],
            sorting_columns=pq.SortingColumn.from_ordering(schema, order, null_placement="at_start"),
        )
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _as_arrow(rows: pl.DataFrame, table: str) -> pa.Table:
    """ROWS under the table's Arrow schema: texts are copied once, out of Polars' string views."""
    arrow = rows.to_arrow()
    if rows.height > 1 and arrow.nbytes > _CHUNK_BYTES:
        half = rows.height // 2
        return pa.concat_tables([_as_arrow(rows[:half], table), _as_arrow(rows[half:], table)])
    try:
        return arrow.cast(arrow_schema(table))
    except pa.ArrowInvalid as error:
        raise ContractError(f"table {table}: a value is too long for Parquet: {error}") from error
