"""Rows that come in any order, given back part by part: in memory, or by way of files where they might not fit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from etl.load.faults import told_as_output_error
from etl.pipeline.segment import DIGITS


class ByPart:
    """Takes rows, and gives back those of one part together."""

    def __init__(self, name: str, part: pl.Expr, aside: Path | None) -> None:
        """PART: a hex digit for each row. ASIDE: a folder where rows called NAME wait; None keeps them in memory."""
        self._name, self._part, self._aside = name, part, aside
        self._kept: list[pl.DataFrame] = []
        self._number = itertools.count()

    def add(self, rows: pl.DataFrame) -> None:
        """Take ROWS, all with the same columns. Raises OutputError."""
        if rows.is_empty():
            return
        if self._aside is None:
            self._kept.append(rows)
            return
        parts = rows.with_columns(part=self._part).partition_by("part", as_dict=True, include_key=False)
        for (part,), some in parts.items():
            path = self._aside / f"{self._name}-{part}-{next(self._number)}.arrow"
            with told_as_output_error(path):
                some.write_ipc(path, compression="uncompressed")

    def batches(self) -> Iterator[pl.DataFrame]:
        """All rows: in memory at once, else part after part, each let go of when the next is asked for."""
        if self._aside is None:
            if self._kept:
                yield pl.concat(self._kept)
            return
        for digit in DIGITS:
            paths = sorted(self._aside.glob(f"{self._name}-{digit}-*.arrow"))
            if paths:
                yield pl.concat([pl.read_ipc(path) for path in paths])
