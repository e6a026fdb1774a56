"""Where the paths of findings begin, for the formats that a code host matches with files of a repository.

Tables and reports have paths below the input folder, so that they do not depend on where it lies. What marks lines
of a change (SARIF, JUnit, GitHub) wants them from the repository's root: a prefix goes before them. It holds for all
that is rendered within `paths_below`, wherever that happens.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path, PurePosixPath

_PREFIX: ContextVar[str | None] = ContextVar("path_prefix", default=None)


@contextmanager
def paths_below(prefix: str | None) -> Iterator[None]:
    """Within it, paths of findings begin with the folder PREFIX; None: they stay as they are in the tables."""
    before = _PREFIX.set(prefix)
    try:
        yield
    finally:
        _PREFIX.reset(before)


def path_prefix() -> str | None:
    """What is set: a folder ("" and "." are the current one), or None where nobody knows where the pages lie."""
    return _PREFIX.get()


def placed(path: str | None) -> str | None:
    """PATH (None where a finding has none) with the prefix before it."""
    prefix = _PREFIX.get()
    return path if path is None or prefix is None else str(PurePosixPath(prefix) / path)


def folder_of(raw: Sequence[Path]) -> str | None:
    """The prefix that goes without saying: the folder of RAW from the current one; None if it is not below it.

    Also None for several inputs, whose paths do not tell which of them they are from.
    """
    if len(raw) != 1:
        return None
    folder = raw[0].parent if raw[0].is_file() else raw[0]
    below = Path(os.path.relpath(folder))
    return None if below.parts[:1] == (os.pardir,) else str(below)
