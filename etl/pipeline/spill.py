"""Rows that nobody needs yet: they wait in memory, or in files where they might not fit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from etl.frames import Rows
from etl.identity import HEX_DIGITS
from etl.load.faults import told_as_output_error

_ROWS = 262_144  # in a file


@contextmanager
def spilling(folder: Path, *, to_files: bool) -> Iterator[Spill]:
    """A spill with files in a folder below FOLDER, which goes with the block; in memory unless TO_FILES."""
    if not to_files:
        yield Spill()
        return
    with told_as_output_error(folder):
        temporary = TemporaryDirectory(dir=folder)
    with temporary as name:
        yield Spill(Path(name))


class Spill:
    """Where rows wait. Its methods, and those of what they give, raise OutputError."""

    def __init__(self, folder: Path | None = None) -> None:
        """FOLDER: for files alone; None keeps all rows in memory."""
        self._folder = folder
        self.parts = list(HEX_DIGITS) if folder else [""]

    def numbered(self, name: str, frame: pl.DataFrame) -> Rows:
        """FRAME, to be asked for by the numbers of its rows; NAME: of its files."""
        if self._folder is None or frame.is_empty():
            return Rows([frame], max(frame.height, 1), frame.clear())
        parts = []
        for number, some in enumerate(frame.iter_slices(_ROWS)):
            parts.append(self._folder / f"{name}-{number}.arrow")
            _write(some, parts[-1])
        return Rows(parts, _ROWS, frame.clear())

    def parted(self, name: str, part: pl.Expr) -> PartedRows:
        """No rows yet, to be given back by PART (a hex digit for each row); NAME: of their files."""
        return PartedRows(name, part, self._folder)


class PartedRows:
    """Takes rows in any order, and gives back those of one part together."""

    def __init__(self, name: str, part: pl.Expr, folder: Path | None) -> None:
        """See `Spill.parted`."""
        self._name, self._part, self._folder = name, part, folder
        self._kept: list[pl.DataFrame] = []
        self._number = itertools.count()

    def add(self, rows: pl.DataFrame) -> None:
        """Take ROWS, all with the same columns."""
        if rows.is_empty():
            return
        if self._folder is None:
            self._kept.append(rows)
            return
        parts = rows.with_columns(part=self._part).partition_by("part", as_dict=True, include_key=False)
        for (part,), some in parts.items():
            _write(some, self._folder / f"{self._name}-{part}-{next(self._number)}.arrow")

    def batches(self) -> Iterator[pl.DataFrame]:
        """All rows: in memory at once, else part after part, each let go of when the next is asked for."""
        if self._folder is None:
            if self._kept:
                yield pl.concat(self._kept)
            return
        for digit in HEX_DIGITS:
            paths = sorted(self._folder.glob(f"{self._name}-{digit}-*.arrow"))
            if paths:
                yield pl.concat([pl.read_ipc(path) for path in paths])


def _write(frame: pl.DataFrame, path: Path) -> None:
    with told_as_output_error(path):
        frame.write_ipc(path, compression="uncompressed")
