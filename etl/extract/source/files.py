"""From the list of the input's files to their bytes and texts."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from etl.errors import InputError
from etl.extract.source.decode import Decoded, decode_all, placed

# Told by the first bytes, not by the name: tools that fetch pages unpack them, or do not, and keep the name.
_COMPRESSION = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_CHUNK = 1 << 20
_SMALLEST = 6  # times smaller are the last shards at the most
FILE_COST = 500  # bytes: what opening a small file costs, as if it were larger


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


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was read, before it is told what text it holds."""

    file: InputFile
    data: bytes
    """Decompressed, unless it is rejected."""
    rejected: str | None = None
    """Reason (slug) why it is not used."""
    packed: bytes | None = None
    """What was decompressed."""


def shards(files: pl.DataFrame, shard_bytes: int, max_bytes: int, workers: int = 1) -> Iterator[pl.DataFrame]:
    """FILES (columns name, path, size) in stretches of about SHARD_BYTES, the last ones smaller: fields of InputFile.

    So all of the WORKERS end at about the same time. A file larger than MAX_BYTES comes in pieces, each a shard of
    its own, before the others.
    """
    fields = files.select("name", "path", "size", offset=pl.lit(None, pl.Int64))
    large = pl.col("size") > max_bytes
    for file in fields.filter(large).iter_slices(1):
        for at in range(0, file["size"].item(), max_bytes):
            yield file.with_columns(offset=pl.lit(at, pl.Int64))
    fields = fields.filter(~large)
    ends = (fields["size"] + FILE_COST).cum_sum()
    first, before, total = 0, 0, int(ends[-1]) if len(ends) else 0
    while first < fields.height:
        last = min(int(ends.search_sorted(before + _enough(total - before, shard_bytes, workers))), fields.height - 1)
        yield fields[first : last + 1]
        first, before = last + 1, int(ends[last])


def _enough(left: int, shard_bytes: int, workers: int) -> int:
    """How large the next shard is where so much is LEFT."""
    return min(shard_bytes, max(left // workers, shard_bytes // _SMALLEST)) if workers > 1 else shard_bytes


def read_stored(file: InputFile, max_bytes: int) -> Stored:
    """The bytes of FILE, decompressed.

    What is larger than MAX_BYTES, or cannot be decompressed, comes as stored, with the reason why it is not used.
    Raises InputError where the file cannot be read.
    """
    try:
        stored = _read_bytes(file, max_bytes)
    except OSError as error:
        raise InputError(f"cannot read {os.fsdecode(file.path)}: {error.strerror}") from error
    if file.offset is not None or len(stored) > max_bytes:
        return Stored(file, stored, rejected="too-large")
    compression = _COMPRESSION.get(stored[:2]) or _COMPRESSION.get(stored[:4])
    return Stored(file, stored) if compression is None else _unpacked(file, stored, compression, max_bytes)


def _unpacked(file: InputFile, stored: bytes, compression: str, max_bytes: int) -> Stored:
    import pyarrow as pa

    try:
        with pa.CompressedInputStream(pa.BufferReader(stored), compression) as stream:
            data = stream.read(max_bytes + 1)
    except (OSError, pa.ArrowException):
        return Stored(file, stored, rejected="broken-compression")
    if len(data) > max_bytes:
        return Stored(file, stored, rejected="too-large")
    return Stored(file, data, packed=stored)


def decode_files(files: Iterable[Stored]) -> list[Source]:
    """FILES with their texts."""
    files = list(files)
    decoded = iter(decode_all([file.data for file in files if file.rejected is None]))
    return [_source(file, next(decoded) if file.rejected is None else None) for file in files]


def _source(stored: Stored, decoded: Decoded | None) -> Source:
    name, offset = stored.file.name, stored.file.offset or 0
    if decoded is None:
        return Source(name, stored.data, Decoded(b"", "binary", stored.rejected), offset)
    if decoded.rejected and stored.packed is not None:  # what is no text is kept as stored: it may be much smaller
        return Source(name, stored.packed, decoded)
    return Source(name, stored.data, decoded)


def rewritten(source: Source, lines: Sequence[tuple[str, int]]) -> Source | None:
    """SOURCE with other LINES, each with the number (from 0) of the one where it began; None where nothing changes."""
    was, twin = source.decoded, "\n".join(line for line, _ in lines).encode()
    if not twin.strip() or twin == was.twin:
        return None
    last = was.twin.rstrip(b"\n").count(b"\n")
    first = [0, *(min(number, last) for _, number in lines[1:])]
    return replace(source, decoded=placed(replace(was, twin=twin), first, was))


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
