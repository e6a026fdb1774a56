"""What lies below an input root: names and stamps of its pages, found before anything heavy is loaded."""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from etl.errors import InputError

Columns = tuple[list[bytes], "array[int]", "array[int]", "array[int]", "array[int]"]
"""Pages: names below the root; sizes, inodes, when written, when changed (both in ns)."""
_AT_ONCE = 50_000
_SUFFIXES = (b".txt", b".txt.gz", b".txt.zst")


def columns(names: list[bytes], stamps: Sequence[bytes] = (b"", b"", b"", b"")) -> Columns:
    """The columns from NAMES, and STAMPS as bytes."""
    sizes, inodes, written, changed = map(array, "qQqq", stamps)
    return names, sizes, inodes, written, changed


@dataclass(slots=True)
class Scan:
    """A search below one root."""

    put: Callable[[Columns], object]
    """Takes the pages, thousands at a time."""
    see: Callable[[int], object] = lambda _: None
    """Is told how many entries have been seen, before each folder is looked through."""
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    """Name of each entry that looks like a page but is no regular file, or cannot be reached; and why."""
    _entries: int = 0
    _pages: Columns = field(default_factory=lambda: columns([]))
    _seen: set[tuple[int, int]] = field(default_factory=set)

    def below(self, root: Path) -> Self:
        """Search ROOT, which may be a file. Raises InputError where it is missing, or something cannot be read."""
        try:
            info = root.stat()
        except OSError as error:
            raise InputError(f"cannot read {root}: {error.strerror}; name a file or a folder of pages") from error
        if stat.S_ISREG(info.st_mode):
            self._add(os.fsencode(root.name), info)
        elif stat.S_ISDIR(info.st_mode):
            self._follow([(os.fsencode(root), b"", info)])
        else:
            raise InputError(f"{root} is neither a file nor a folder; name a file or a folder of pages")
        self._put_away()
        return self

    def _follow(self, links: list[tuple[bytes, bytes, os.stat_result]]) -> None:
        """Search folders, then those that are linked from them, each once."""
        while links:
            followed, links = sorted(links, key=lambda link: link[0]), []
            for path, prefix, target in followed:
                waiting = [(path, prefix)] if self._is_new(target) else []
                while waiting:
                    links += self._folder(*waiting.pop(), waiting)

    def _folder(
        self, folder: bytes, prefix: bytes, below: list[tuple[bytes, bytes]]
    ) -> list[tuple[bytes, bytes, os.stat_result]]:
        """Add the pages of FOLDER, and its sub-folders to BELOW; the links to folders in it."""
        try:
            with os.scandir(folder) as scanned:
                entries = list(scanned)
        except OSError as error:
            raise InputError(f"cannot read the folder {os.fsdecode(folder)}: {error.strerror}") from error
        self._entries += len(entries)
        self.see(self._entries)
        links = []
        for entry in entries:
            page, name = entry.name.lower().endswith(_SUFFIXES), prefix + entry.name
            try:
                if not page and not entry.is_dir():
                    continue
                info = entry.stat()
            except OSError as error:
                if page:
                    self.passed_over.append((printable(name), f"cannot be reached ({error.strerror})"))
                continue
            if stat.S_ISREG(info.st_mode):
                self._add(name, info)
            elif not stat.S_ISDIR(info.st_mode):
                self.passed_over.append((printable(name), "is no regular file"))
            elif entry.is_symlink():
                links.append((entry.path, name + b"/", info))
            elif self._is_new(info):
                below.append((entry.path, name + b"/"))
        return links

    def _is_new(self, folder: os.stat_result) -> bool:
        """Is the folder seen for the first time?"""
        identity = (folder.st_dev, folder.st_ino)
        new = identity not in self._seen
        self._seen.add(identity)
        return new

    def _add(self, name: bytes, info: os.stat_result) -> None:
        names, sizes, inodes, written, changed = self._pages
        names.append(name)
        sizes.append(info.st_size)
        inodes.append(info.st_ino)
        written.append(info.st_mtime_ns)
        changed.append(info.st_ctime_ns)
        if len(names) >= _AT_ONCE:
            self._put_away()

    def _put_away(self) -> None:
        self.put(self._pages)
        self._pages = columns([])


def printable(name: bytes) -> str:
    """NAME as text: bytes of a file's name that are no UTF-8 are escaped."""
    return name.decode("utf-8", "backslashreplace")
