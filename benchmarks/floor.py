"""The floor of a run: read all bytes of the pages, write the tables of a snapshot again, nothing else.

    python -m benchmarks.child floor PAGES SNAPSHOT OUT

One thread and pyarrow's own writer, with the compression, the dictionaries and the row groups of the snapshot's
files. The tables are read into memory before the clock starts, one at a time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.files import TABLE_FILES


@dataclass(frozen=True, slots=True)
class Floor:
    """What the floor took, in seconds, and how much it read, in bytes."""

    seconds: float
    bytes_read: int


def floor(pages: Path, snapshot: Path, out: Path) -> Floor:
    """Read every file below PAGES and write the tables in the folder SNAPSHOT again, into OUT."""
    out.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    bytes_read = sum(len(path.read_bytes()) for path in pages.rglob("*.txt*"))
    read_seconds = time.perf_counter() - begun
    write_seconds = sum(_write_again(snapshot / file, out / file) for file in TABLE_FILES)
    return Floor(read_seconds + write_seconds, bytes_read)


def _write_again(source: Path, target: Path) -> float:
    """Seconds to write the table in SOURCE to TARGET, as it is stored there."""
    with pq.ParquetFile(source) as file:
        table, metadata = file.read(), file.metadata
    stored = [metadata.row_group(0).column(i) for i in range(metadata.num_columns)] if metadata.num_row_groups else []
    dictionaries = [column.path_in_schema.split(".")[0] for column in stored if column.has_dictionary_page]
    rows = metadata.row_group(0).num_rows if stored else None
    begun = time.perf_counter()
    _write(table, target, dictionaries, rows, stored[0].compression if stored else "zstd")
    return time.perf_counter() - begun


def _write(table: pa.Table, target: Path, dictionaries: list[str], rows: int | None, compression: str) -> None:
    level = 1 if compression.lower() == "zstd" else None
    pq.write_table(
        table, target, row_group_size=rows, use_dictionary=dictionaries, compression=compression,
        compression_level=level,
    )  # fmt: skip
