"""Rows of a table that come in any order, given back in the order of its key."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from etl.load.faults import told_as_output_error
from etl.pipeline.segment import DIGITS
from schemas.tables import table_key


class ByKey:
    """Takes the rows of a table whose key is hex digits, and sorts them: in memory, or by parts in files."""

    def __init__(self, table: str, aside: Path | None) -> None:
        """ASIDE: a folder of its own for the rows of TABLE until they are asked for; None keeps them in memory."""
        self._key = table_key(table)
        self._aside = aside
        self._kept: list[pl.DataFrame] = []
        self._number = itertools.count()

    def add(self, rows: pl.DataFrame) -> None:
        """Take ROWS, with the table's columns. Raises OutputError."""
        if self._aside is None:
            self._kept.append(rows)
            return
        parts = rows.with_columns(digit=pl.col(self._key[0]).str.head(1)).partition_by(
            "digit", as_dict=True, include_key=False
        )
        for (first,), part in parts.items():
            path = self._aside / f"{first}-{next(self._number)}.arrow"
            with told_as_output_error(path):
                part.write_ipc(path, compression="uncompressed")

    def batches(self) -> Iterator[pl.DataFrame]:
        """All rows in ascending order of the key, each batch let go of when the next is asked for."""
        if self._aside is None:
            if self._kept:
                yield pl.concat(self._kept).sort(self._key)
            return
        for digit in DIGITS:
            paths = sorted(self._aside.glob(f"{digit}-*.arrow"))
            if paths:
                yield pl.concat([pl.read_ipc(path) for path in paths]).sort(self._key)
