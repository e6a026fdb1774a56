"""A scan of the input in a process of its own, while this one loads its modules.

Loading them takes as long as scanning 50,000 files.
"""

from __future__ import annotations

import marshal
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

from etl.extract.source.scan import Columns, Scan, columns

Passed = list[tuple[str, str]]
_LENGTH_BYTES = 8
_BUFFER_BYTES = 64_000_000
"""So much the scan is ahead of its reader, who comes when all modules are loaded: a million files."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, by two clocks."""

    ns: int
    """Of the day: what the stamps of files are compared with."""
    monotonic: float
    """What a time is measured from."""

    @classmethod
    def now(cls) -> Moment:
        """This moment."""
        return cls(time.time_ns(), time.monotonic())


class Ahead:
    """The scan of ROOTS, begun. Where it cannot be, or fails, `read` says so, and it is to be done anew."""

    def __init__(self, roots: Sequence[Path]) -> None:
        """Begin, if this process has one thread (a copy of more is no safe one) and has modules to load yet."""
        self.began = Moment.now()
        self._roots, self._child, self._pipe = len(roots), 0, -1
        if "polars" in sys.modules or threading.active_count() > 1 or not hasattr(os, "fork"):
            return
        with suppress(OSError):  # no more processes, or no more files, may be had
            self._pipe, theirs = os.pipe()
            self._child = os.fork()
            if not self._child:
                os.close(self._pipe)  # else the end of this process would leave a reader
                _scan(roots, theirs)
            os.close(theirs)

    def read(self, put: Callable[[int, Columns], object]) -> list[Passed] | None:
        """Give the pages to PUT, each time with the root's number; what was passed over below each root.

        None where the scan failed, also where PUT has some pages already.
        """
        if not self._child:
            return None
        passed_over: list[Passed] = []
        with os.fdopen(self._pipe, "rb") as pipe:
            while (told := _told(pipe)) is not None:
                if isinstance(told, tuple):
                    put(len(passed_over), columns(*told))
                else:
                    passed_over.append(told)
        with suppress(ChildProcessError):  # whoever started this process may have said that nobody waits for such
            os.waitpid(self._child, 0)
        self._child = 0
        return passed_over if len(passed_over) == self._roots else None


def _told(pipe: BinaryIO) -> tuple[list[bytes], list[bytes]] | Passed | None:
    """What comes next: pages, as `columns` takes them, or, after the last page below a root, what was passed over."""
    length = int.from_bytes(pipe.read(_LENGTH_BYTES), "little")
    data = pipe.read(length)
    # A copy of this process wrote it, and has perhaps been killed in the middle.
    return marshal.loads(data) if data and len(data) == length else None  # noqa: S302


def _scan(roots: Sequence[Path], descriptor: int) -> NoReturn:
    """The other process: tell what lies below ROOTS, and end."""
    try:
        with os.fdopen(descriptor, "wb", _BUFFER_BYTES) as pipe:

            def tell(what: tuple[list[bytes], list[bytes]] | Passed) -> None:
                data = marshal.dumps(what)
                pipe.write(len(data).to_bytes(_LENGTH_BYTES, "little") + data)

            for root in roots:
                scan = Scan(lambda pages: tell((pages[0], [stamp.tobytes() for stamp in pages[1:]])))
                tell(scan.below(root).passed_over)
    finally:  # whatever went wrong: the scan is done anew, and tells
        os._exit(0)
