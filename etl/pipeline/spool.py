"""Where the large frames of the shards wait until they are written in the order of their keys."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polars as pl


class Spool:
    """Frames by name, parted by the first hex digits of a key; in memory, or in files where they would not fit.

    `read` gives the parts in ascending order of the key, so that what is written from them is sorted as a whole.
    """

    def __init__(self, folder: Path | None, digits: int) -> None:
        """Keep frames in FOLDER (in memory if None), parted by the first DIGITS hex digits of their key."""
        self._folder, self._digits = folder, digits
        self._held: dict[tuple[str, str], list[pl.DataFrame]] = defaultdict(list)
        self._files: dict[tuple[str, str], list[Path]] = defaultdict(list)
        self._schemas: dict[str, pl.Schema] = {}
        self._lock = threading.Lock()

    def put(self, name: str, frame: pl.DataFrame, key: str) -> None:
        """Add the rows of FRAME to NAME, by column KEY."""
        self._schemas.setdefault(name, frame.schema)
        if frame.is_empty():
            return
        if not self._digits:
            with self._lock:
                self._held[name, ""].append(frame)
            return
        parts = frame.partition_by(pl.col(key).str.head(self._digits).alias("part"), as_dict=True, include_key=False)
        for (part,), rows in parts.items():
            self._put_part(name, str(part), rows)

    def _put_part(self, name: str, part: str, rows: pl.DataFrame) -> None:
        if self._folder is None:
            with self._lock:
                self._held[name, part].append(rows)
            return
        with self._lock:
            files = self._files[name, part]
            path = self._folder / f"{name}-{part}-{len(files)}.arrow"
            files.append(path)
        rows.write_ipc(path, compression="uncompressed")

    def parts(self) -> list[str]:
        """All parts there can be, in ascending order."""
        return [f"{i:0{self._digits}x}" for i in range(16**self._digits)] if self._digits else [""]

    def read(self, name: str, part: str) -> pl.DataFrame:
        """The rows of NAME in PART, in no order."""
        frames = self._held.get((name, part), [])
        files = self._files.get((name, part), [])
        frames = frames + [pl.read_ipc(path, memory_map=False) for path in files]
        return pl.concat(frames) if frames else self._schemas[name].to_frame()

    def each(self, name: str) -> Iterator[pl.DataFrame]:
        """The parts of NAME in ascending order of the key."""
        for part in self.parts():
            yield self.read(name, part)
