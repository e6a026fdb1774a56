"""From what a user names as input to the list of its files, with what tells whether they changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl.errors import InputError

FILES = pl.Schema(
    {
        "name": pl.String, "path": pl.Binary, "size": pl.Int64,
        "inode": pl.UInt64, "written_ns": pl.Int64, "changed_ns": pl.Int64,
    }
)  # fmt: skip
STAMP = ("size", "inode", "written_ns", "changed_ns")
"""What changes when a file does."""
TICK_NS = 2_000_000_000
"""A file written so shortly before the run may be written again without another stamp (FAT counts in 2 s)."""
_MANY = 10_000
_AT_ONCE = 50_000
_SUFFIXES = (b".txt", b".txt.gz", b".txt.zst")


@dataclass(slots=True)
class Found:
    """What lies below the input roots: the pages (columns `FILES`, sorted by name), and what was passed over."""

    files: pl.DataFrame
    passed_over: list[tuple[str, str]]
    """Name of each entry that looks like a page but is no regular file, or cannot be reached; and why."""
    count: int = field(init=False)
    bytes: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the files."""
        self.count, self.bytes = self.files.height, int(self.files["size"].sum())

    def let_go(self) -> None:
        """Forget the files, but for how many they are: of millions, nobody needs the names once they are read."""
        self.files = self.files.clear()


def find_files(roots: Sequence[Path], many: Callable[[], object] | None = None) -> Found:
    """All pages below ROOTS (files or folders). A folder is searched for `*.txt`, `*.txt.gz`, `*.txt.zst`.

    Links to folders are followed, once each, and never where the folder itself lies below the root. Where several
    roots hold the same name, the number and the name of the root go before it. MANY is called, once or more, when it
    is first seen that there are thousands of files.

    Raises InputError where a root is missing or cannot be read, or where no page is found.
    """
    below = [_below(root, many) for root in roots]
    passed_over = sorted(entry for one in below for entry in one.passed_over)
    frames = [one.frame() for one in below]
    files = pl.concat(frames)
    if files.is_empty():
        raise InputError(f"no pages (*.txt, *.txt.gz, *.txt.zst) in {', '.join(map(str, roots))}")
    if len(roots) > 1 and files["name"].n_unique() < files["path"].n_unique():
        prefixes = [_numbered(number, root) for number, root in enumerate(roots, 1)]
        named = zip(prefixes, frames, strict=True)
        files = pl.concat([frame.with_columns(name=pl.lit(prefix) + pl.col("name")) for prefix, frame in named])
    return Found(_told_apart(files.sort("name", "path").unique("path", keep="first", maintain_order=True)), passed_over)


def _numbered(number: int, root: Path) -> str:
    """What goes before the names of ROOT where several roots hold the same name."""
    return f"{number}-{printable(os.fsencode(root.name))}/"


def located(roots: Sequence[Path], name: str) -> Path | None:
    """The file that `find_files` calls NAME; None if its name had to be escaped or told apart."""
    for number, root in enumerate(roots, 1):
        bare = name.removeprefix(_numbered(number, root))
        file = root.parent / bare if root.name == bare else root / bare
        if file.is_file():
            return file
    return None


def _told_apart(files: pl.DataFrame) -> pl.DataFrame:
    """FILES with a number before names that are the same once bytes that are no UTF-8 are escaped."""
    if files["name"].n_unique() == files.height:
        return files
    number = pl.int_range(pl.len()).over("name")
    name = pl.when(number > 0).then(pl.format("~{}/{}", number, "name")).otherwise("name")
    return files.with_columns(name=name).sort("name", "path")


@dataclass(slots=True)
class _Below:
    """The pages below one root, as columns; of thousands, in frames, which take a tenth of the memory."""

    many: Callable[[], object] | None
    names: list[bytes] = field(default_factory=list)
    paths: list[bytes] = field(default_factory=list)
    stamps: list[tuple[int, int, int, int]] = field(default_factory=list)
    frames: list[pl.DataFrame] = field(default_factory=list)
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)

    def add(self, name: bytes, path: bytes, info: os.stat_result) -> None:
        self.names.append(name)
        self.paths.append(path)
        self.stamps.append((info.st_size, info.st_ino, info.st_mtime_ns, info.st_ctime_ns))
        if len(self.names) >= _AT_ONCE:
            self._put_away()

    def see(self, entries: int) -> None:
        """So many more ENTRIES are looked at next."""
        if self.many is not None and (self.frames or entries + len(self.names) > _MANY):
            self.many()

    def is_new(self, folder: os.stat_result) -> bool:
        """Is the folder seen for the first time?"""
        identity = (folder.st_dev, folder.st_ino)
        new = identity not in self.seen
        self.seen.add(identity)
        return new

    def frame(self) -> pl.DataFrame:
        """All pages (columns `FILES`)."""
        self._put_away()
        return pl.concat(self.frames)

    def _put_away(self) -> None:
        try:
            names = pl.Series("name", self.names, dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.PolarsError:
            names = pl.Series("name", [printable(name) for name in self.names], dtype=pl.String)
        stamps = pl.DataFrame(self.stamps, schema={key: FILES[key] for key in STAMP}, orient="row")
        self.frames.append(stamps.select(names, pl.Series("path", self.paths, dtype=pl.Binary), *STAMP))
        self.names, self.paths, self.stamps = [], [], []


def _below(root: Path, many: Callable[[], object] | None) -> _Below:
    try:
        info = root.stat()
    except OSError as error:
        raise InputError(f"cannot read {root}: {error.strerror}; name a file or a folder of pages") from error
    found = _Below(many)
    if stat.S_ISREG(info.st_mode):
        found.add(os.fsencode(root.name), os.fsencode(root), info)
        return found
    if not stat.S_ISDIR(info.st_mode):
        raise InputError(f"{root} is neither a file nor a folder; name a file or a folder of pages")
    links = [(os.fsencode(root), b"", info)]
    while links:
        followed, links = sorted(links, key=lambda link: link[0]), []
        for path, prefix, target in followed:
            waiting = [(path, prefix)] if found.is_new(target) else []
            while waiting:
                links += _scan(*waiting.pop(), found, waiting)
    return found


def _scan(
    folder: bytes, prefix: bytes, found: _Below, below: list[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes, os.stat_result]]:
    """Add the pages of FOLDER to FOUND and its sub-folders to BELOW; the links to folders in it."""
    try:
        with os.scandir(folder) as scanned:
            entries = list(scanned)
    except OSError as error:
        raise InputError(f"cannot read the folder {os.fsdecode(folder)}: {error.strerror}") from error
    found.see(len(entries))
    links = []
    for entry in entries:
        page, name = entry.name.endswith(_SUFFIXES), prefix + entry.name
        try:
            if not page and not entry.is_dir():
                continue
            info = entry.stat()
        except OSError as error:
            if page:
                found.passed_over.append((printable(name), f"cannot be reached ({error.strerror})"))
            continue
        if stat.S_ISREG(info.st_mode):
            found.add(name, entry.path, info)
        elif not stat.S_ISDIR(info.st_mode):
            found.passed_over.append((printable(name), "is no regular file"))
        elif entry.is_symlink():
            links.append((entry.path, name + b"/", info))
        elif found.is_new(info):
            below.append((entry.path, name + b"/"))
    return links


def printable(name: bytes) -> str:
    """NAME as text: bytes of a file's name that are no UTF-8 are escaped."""
    return name.decode("utf-8", "backslashreplace")
