"""From the list of the input's files to their bytes and texts."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from etl.errors import InputError
from etl.extract.decode import Decoded, decode

_COMPRESSION = {".gz": "gzip", ".zst": "zstd"}
_CHUNK = 1 << 20
_FILE_COST = 500  # bytes: what opening a small file costs, as if it were larger


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


def shards(files: pl.DataFrame, shard_bytes: int, max_bytes: int) -> Iterator[list[InputFile]]:
    """FILES (columns name, path, size) in stretches of about SHARD_BYTES.

    A file larger than MAX_BYTES comes in pieces, each a shard of its own.
    """
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
    import pyarrow as pa

    try:
        with pa.CompressedInputStream(pa.BufferReader(stored), compression) as stream:
            data = stream.read(max_bytes + 1)
    except (OSError, pa.ArrowException):
        return Source(file.name, stored, Decoded(b"", "binary", "broken-compression"))
    if len(data) > max_bytes:
        return Source(file.name, stored, Decoded(b"", "binary", "too-large"))
    decoded = decode(data)  # what is no text is kept as stored: it may be much smaller
    return Source(file.name, stored if decoded.rejected else data, decoded)


def _read_bytes(file: InputFile, max_bytes: int) -> bytes:
    """The file, or the piece of it, as it is now: it may have grown since it was found."""
    handle = os.open(file.path, os.O_RDONLY | os.O_NONBLOCK)  # what was a file may be a pipe now
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file any more")
        if file.offset is not None:
            return os.pread(handle, max_bytes, file.offset)
        data = os.read(handle, file.size + 1)
        while len(data) != file.size and (more := os.read(handle, _CHUNK)):
            data += more
        return data
    finally:
        os.close(handle)
