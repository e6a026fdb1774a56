"""From what a user names as input to the bytes of its files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pyarrow as pa

from etl.errors import InputError
from etl.extract.decode import Decoded, decode

_COMPRESSION = {".gz": "gzip", ".zst": "zstd"}
_SUFFIXES = (".txt", ".txt.gz", ".txt.zst")
_CHUNK = 1 << 20
_FILE_COST = 500  # bytes: what opening a small file costs, as if it were larger


FILES = pl.Schema(
    {
        "name": pl.String, "path": pl.Binary, "size": pl.Int64,
        "inode": pl.UInt64, "written_ns": pl.Int64, "changed_ns": pl.Int64,
    }
)  # fmt: skip
STAMP = ("size", "inode", "written_ns", "changed_ns")
"""What changes when a file does."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the input that is to be read, or a piece of one that is too large."""

    name: str
    """Its path below the input root, with `/`; bytes that are no UTF-8 are escaped."""
    path: bytes
    size: int
    offset: int | None = None
    """Where the piece begins; None for a whole file."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its bytes and its text."""

    path: str
    data: bytes
    decoded: Decoded
    offset: int = 0
    """Where the data begin in the file: not 0 in a piece of one that is too large."""


_Row = tuple[str, bytes, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What lies below the input roots: the pages (columns `FILES`, sorted by name), and what was passed over."""

    files: pl.DataFrame
    passed_over: list[tuple[str, str]]
    """Name of each entry that looks like a page but is no regular file, or cannot be reached; and why."""


def find_files(roots: Sequence[Path]) -> Found:
    """All pages below ROOTS (files or folders). A folder is searched for `*.txt`, `*.txt.gz`, `*.txt.zst`.

    Links to folders are followed, once each. Where several roots hold the same name, the number and the name of
    the root go before it.

    Raises InputError where a root is missing or cannot be read, or where no page is found.
    """
    rows: list[list[_Row]] = []
    passed_over: list[tuple[str, str]] = []
    for root in roots:
        rows.append(_below(root, passed_over))
    every = [row for some in rows for row in some]
    if len(roots) > 1 and len({row[0] for row in every}) < len({row[1] for row in every}):
        every = [
            (f"{number}-{root.name}/{row[0]}", *row[1:])
            for number, (root, some) in enumerate(zip(roots, rows, strict=True), 1)
            for row in some
        ]
    if not every:
        raise InputError(f"no pages (*.txt, *.txt.gz, *.txt.zst) in {', '.join(map(str, roots))}")
    columns = zip(*every, strict=True)
    files = pl.DataFrame(dict(zip(FILES.names(), columns, strict=True)), schema=FILES)
    return Found(files.unique("path").sort("name", "path"), sorted(passed_over))


def _below(root: Path, passed_over: list[tuple[str, str]]) -> list[_Row]:
    try:
        info = root.stat()
    except OSError as error:
        raise InputError(f"cannot read {root}: {error.strerror}; name a file or a folder of pages") from error
    if stat.S_ISREG(info.st_mode):
        return [_row(root.name, str(root), info)]
    if not stat.S_ISDIR(info.st_mode):
        raise InputError(f"{root} is neither a file nor a folder; name a file or a folder of pages")
    rows: list[_Row] = []
    seen = {(info.st_dev, info.st_ino)}
    waiting = [(str(root), "")]
    while waiting:
        folder, prefix = waiting.pop()
        waiting += _scan(folder, prefix, rows, seen, passed_over)
    return rows


def _scan(
    folder: str, prefix: str, rows: list[_Row], seen: set[tuple[int, int]], passed_over: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Add the pages of FOLDER to ROWS; its sub-folders."""
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        raise InputError(f"cannot read the folder {folder}: {error.strerror}") from error
    below = []
    for entry in entries:
        name, page = prefix + entry.name, entry.name.endswith(_SUFFIXES)
        try:
            info = entry.stat()
        except OSError as error:
            if page:
                passed_over.append((printable(name), error.strerror or "cannot be reached"))
            continue
        if page and stat.S_ISREG(info.st_mode):
            rows.append(_row(name, entry.path, info))
        elif stat.S_ISDIR(info.st_mode):
            if (info.st_dev, info.st_ino) not in seen:
                seen.add((info.st_dev, info.st_ino))
                below.append((entry.path, name + "/"))
        elif page:
            passed_over.append((printable(name), "is no regular file"))
    return below


def printable(name: str) -> str:
    """NAME as text: bytes of a file's name that are no UTF-8 are escaped."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


def _row(name: str, path: str, info: os.stat_result) -> _Row:
    return (printable(name), os.fsencode(path), info.st_size, info.st_ino, info.st_mtime_ns, info.st_ctime_ns)


def shards(files: pl.DataFrame, shard_bytes: int, max_bytes: int) -> Iterator[list[InputFile]]:
    """FILES (columns `FILES`) in stretches of about SHARD_BYTES; a file larger than MAX_BYTES in pieces, each a shard of its own."""
    shard: list[InputFile] = []
    size = 0
    for name, path, bytes_ in files.select("name", "path", "size").iter_rows():
        file = InputFile(name, path, bytes_)
        if file.size > max_bytes:
            yield from ([replace(file, offset=at)] for at in range(0, file.size, max_bytes))
            continue
        shard.append(file)
        size += file.size + _FILE_COST
        if size >= shard_bytes:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def read_file(file: InputFile, max_bytes: int) -> Source:
    """The bytes and the text of FILE, decompressed.

    What is larger than MAX_BYTES, or cannot be decompressed, comes as stored, with the reason why it is not used.
    Raises InputError where the file cannot be read.
    """
    compression = _COMPRESSION.get(file.name[file.name.rfind(".") :])
    try:
        stored = _read_bytes(file, max_bytes)
    except OSError as error:
        raise InputError(f"cannot read {os.fsdecode(file.path)}: {error.strerror}") from error
    if file.offset is not None or len(stored) > max_bytes:
        return Source(file.name, stored, Decoded(b"", "binary", "too-large"), file.offset or 0)
    if compression is None:
        return Source(file.name, stored, decode(stored))
    try:
        with pa.CompressedInputStream(pa.BufferReader(stored), compression) as stream:
            data = stream.read(max_bytes + 1)
    except (OSError, pa.ArrowException):
        return Source(file.name, stored, Decoded(b"", "binary", "broken-compression"))
    if len(data) > max_bytes:
        return Source(file.name, stored, Decoded(b"", "binary", "too-large"))
    return Source(file.name, data, decode(data))


def _read_bytes(file: InputFile, max_bytes: int) -> bytes:
    """The file, or the piece of it, as it is now: it may have grown since it was found."""
    handle = os.open(file.path, os.O_RDONLY)
    try:
        if file.offset is not None:
            return os.pread(handle, max_bytes, file.offset)
        data = os.read(handle, file.size + 1)
        while len(data) != file.size and (more := os.read(handle, _CHUNK)):
            data += more
        return data
    finally:
        os.close(handle)
