"""Hashes of the files beside the pages, kept with their stamps: an unchanged dump of 1 GB is not read again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from etl.extract.source.find import TICK_NS
from etl.identity import file_hash
from etl.load.faults import told_as_output_error
from etl.load.folders import replace_file

Stamp = tuple[int, int, int, int]
"""Size, inode, when written, when changed: what changes when a file does."""


class Stamps:
    """The hashes of files, known from run to run as long as their stamps are the same."""

    def __init__(self, kept: Path | None, began_ns: int) -> None:
        """KEPT: the file that has them, if any; BEGAN_NS: when the run began."""
        self._kept = kept
        self._began_ns = began_ns
        self._last = _read(kept) if kept else {}
        self._known: dict[str, tuple[Stamp, str]] = {}

    def hash_of(self, path: Path) -> str:
        """The hash of the content of PATH. Raises OSError."""
        name, stamp = str(path.absolute()), _stamp(path)
        known = self._known.get(name) or self._last.get(name)
        hashed = known[1] if known and known[0] == stamp else file_hash(path)
        self._known[name] = (stamp, hashed)
        return hashed

    def hashes_of(self, files: Iterable[str]) -> dict[str, str]:
        """The hash of each of FILES; without those that cannot be read, or that are pipes, which can be read once."""
        hashes = {}
        for file in files:
            with suppress(OSError):
                hashes[file] = self.hash_of(Path(file))
        return hashes

    def save(self) -> None:
        """Keep what this run asked for, where that is not what is kept."""
        sure = {name: known for name, known in self._known.items() if max(known[0][2:]) < self._began_ns - TICK_NS}
        if self._kept is None or sure == self._last:
            return
        with told_as_output_error(self._kept):
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._kept, json.dumps(sure).encode())


def _stamp(path: Path) -> Stamp:
    info = path.stat()
    return info.st_size, info.st_ino, info.st_mtime_ns, info.st_ctime_ns


def _read(kept: Path) -> dict[str, tuple[Stamp, str]]:
    """What KEPT holds; nothing where it is missing or broken."""
    try:
        said = json.loads(kept.read_bytes())
        return {name: ((int(a), int(b), int(c), int(d)), str(hashed)) for name, ((a, b, c, d), hashed) in said.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
