"""What the merge puts aside where it might not fit in memory: wide frames, of which numbers alone are kept."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from etl.frames import Rows
from etl.load.faults import told_as_output_error
from etl.pipeline.segment import DIGITS

_ROWS = 262_144  # in a file


class Aside:
    """A folder for frames that are read by stretches, or memory where they fit."""

    def __init__(self, folder: Path | None = None) -> None:
        """FOLDER: of its own; None keeps all in memory."""
        self._folder = folder
        self.parts = list(DIGITS) if folder else [""]

    def put(self, name: str, frame: pl.DataFrame) -> Rows:
        """FRAME, to be asked for by the numbers of its rows. Raises OutputError."""
        if self._folder is None or frame.is_empty():
            return Rows([frame], max(frame.height, 1), frame.clear())
        parts = []
        for number, some in enumerate(frame.iter_slices(_ROWS)):
            parts.append(self._folder / f"{name}-{number}.arrow")
            with told_as_output_error(parts[-1]):
                some.write_ipc(parts[-1], compression="uncompressed")
        return Rows(parts, _ROWS, frame.clear())
