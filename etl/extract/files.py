"""From what a user names as input to the bytes of its files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from etl.errors import InputError
from etl.extract.decode import Decoded, decode

_COMPRESSION = {".gz": "gzip", ".zst": "zstd"}
_SUFFIXES = (".txt", ".txt.gz", ".txt.zst")
_FILE_COST = 500  # bytes: what opening a small file costs, as if it were larger


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the input, not yet read."""

    name: str
    """Its path below the input root, with `/`; bytes that are no UTF-8 are escaped."""
    path: str
    size: int
    stamp: tuple[int, int, int]
    """What changes when the file does: inode, time of last write, time of last change (ns)."""
    offset: int | None = None
    """Where this piece of the file begins, if the file is too large to be read at once."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its bytes and its text."""

    path: str
    data: bytes
    decoded: Decoded
    offset: int = 0
    """Where the data begin in the file: not 0 in a piece of one that is too large."""


def find_files(roots: Sequence[Path]) -> list[InputFile]:
    """All pages below ROOTS (files or folders), sorted by name. A folder is searched for `*.txt[.gz|.zst]`.

    Links to folders are followed, once each; what is no regular file is passed over. Where several roots hold the
    same name, the root's own name goes before it.

    Raises InputError where a root is missing or cannot be read, or where no page is found.
    """
    found: list[InputFile] = []
    for root in roots:
        found += _below(root)
    if len(roots) > 1 and len({file.name for file in found}) < len(found):
        found = [
            InputFile(f"{root.name}/{f.name}", f.path, f.size, f.stamp) for root in roots for f in _below(root)
        ]
    if not found:
        raise InputError(f"no pages (*.txt, *.txt.gz, *.txt.zst) in {', '.join(map(str, roots))}")
    return sorted(set(found), key=lambda file: (file.name, file.path))


def _below(root: Path) -> list[InputFile]:
    try:
        info = root.stat()
    except OSError as error:
        raise InputError(f"cannot read {root}: {error.strerror}; name a file or a folder of pages") from error
    if stat.S_ISREG(info.st_mode):
        return [_file(root.name, str(root), info)]
    if not stat.S_ISDIR(info.st_mode):
        raise InputError(f"{root} is neither a file nor a folder; name a file or a folder of pages")
    return list(_walk(str(root), "", {(info.st_dev, info.st_ino)}))


def _walk(folder: str, prefix: str, seen: set[tuple[int, int]]) -> Iterator[InputFile]:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        raise InputError(f"cannot read the folder {folder}: {error.strerror}") from error
    for entry in entries:
        try:
            info = entry.stat()
        except OSError:
            continue  # a link that leads nowhere, or a file that is gone since
        if stat.S_ISREG(info.st_mode):
            if entry.name.endswith(_SUFFIXES):
                yield _file(prefix + entry.name, entry.path, info)
        elif stat.S_ISDIR(info.st_mode) and (info.st_dev, info.st_ino) not in seen:
            seen.add((info.st_dev, info.st_ino))
            yield from _walk(entry.path, f"{prefix}{entry.name}/", seen)


def _file(name: str, path: str, info: os.stat_result) -> InputFile:
    if not name.isascii():
        name = os.fsencode(name).decode("utf-8", "backslashreplace")
    return InputFile(name, path, info.st_size, (info.st_ino, info.st_mtime_ns, info.st_ctime_ns))


def shards(files: Sequence[InputFile], shard_bytes: int, max_bytes: int) -> Iterator[list[InputFile]]:
    """FILES in stretches of about SHARD_BYTES; a file larger than MAX_BYTES in pieces, each a shard of its own."""
    shard: list[InputFile] = []
    size = 0
    for file in files:
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
    compression = _COMPRESSION.get(Path(file.path).suffix)
    try:
        with open(file.path, "rb") as stream:  # noqa: PTH123 - pathlib costs more than the read of a small page
            stream.seek(file.offset or 0)
            stored = stream.read(max_bytes + (file.offset is None))
    except OSError as error:
        raise InputError(f"cannot read {file.path}: {error.strerror}") from error
    if file.offset is not None or len(stored) > max_bytes:
        return Source(file.name, stored[:max_bytes], Decoded(b"", "binary", "too-large"), file.offset or 0)
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
