"""Files of the cache that show when they were damaged: Arrow files with a sum over their bytes kept beside them."""

from __future__ import annotations

import hashlib
import io
import json
import mmap
from pathlib import Path

import polars as pl

from etl.load.folders import replace_file

SUMS = "sums.json"
_WORD = 8  # bytes
_DIGEST = 16  # bytes


class BrokenCache(Exception):  # noqa: N818 - no error of the user's: it is answered by reading anew
    """What a run kept for the next one is missing, damaged or not ours."""


def write_sealed(frame: pl.DataFrame, path: Path) -> None:
    """Write FRAME to PATH behind a digest of its bytes, in one step; OSError."""
    buffer = io.BytesIO()
    frame.write_ipc(buffer)
    body = buffer.getbuffer()
    replace_file(path, hashlib.blake2b(body, digest_size=_DIGEST).digest(), body)


def read_sealed(path: Path) -> pl.DataFrame:
    """The frame that `write_sealed` wrote; BrokenCache."""
    try:
        data = path.read_bytes()
        if hashlib.blake2b(data[_DIGEST:], digest_size=_DIGEST).digest() == data[:_DIGEST]:
            return pl.read_ipc(data[_DIGEST:])
    except (OSError, pl.exceptions.PolarsError) as error:
        raise BrokenCache(str(path)) from error
    raise BrokenCache(str(path))


def sums(files: dict[str, bytes]) -> bytes:
    """What is kept beside FILES (by name): the sum of each."""
    return json.dumps({name: _sum(data) for name, data in files.items()}).encode()


class Sealed:
    """The Arrow files of a folder that has `sums` of them; each is checked when it is read first."""

    def __init__(self, folder: Path) -> None:
        """Raises BrokenCache where the sums are not there."""
        self._folder = folder
        self._checked: set[str] = set()
        try:
            self._sums: dict[str, str] = dict(json.loads((folder / SUMS).read_bytes()))
        except (OSError, ValueError, TypeError) as error:
            raise BrokenCache(str(folder)) from error

    def names(self) -> list[str]:
        """The files that there are sums of."""
        return sorted(self._sums)

    def read(self, name: str) -> pl.DataFrame:
        """The frame in the file NAME; BrokenCache where its sum is another."""
        path = self._folder / name
        try:
            if name not in self._checked and _sum_of_file(path) != self._sums.get(name):
                raise BrokenCache(str(path))
            self._checked.add(name)
            return pl.read_ipc(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise BrokenCache(str(path)) from error


def _sum_of_file(path: Path) -> str:
    with path.open("rb") as file:
        if not file.seek(0, io.SEEK_END):
            return _sum(b"")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _sum(data)


def _sum(data: bytes | mmap.mmap) -> str:
    """A sum over DATA that damage changes, at the speed of memory. No protection against intent."""
    import numpy as np

    size = len(data)
    words = np.frombuffer(data, dtype="<u8", count=size // _WORD)
    total = int(words.sum(dtype=np.uint64))
    del words  # a view of a map keeps it from closing
    return f"{size}-{total:x}-{data[size - size % _WORD :].hex()}"
