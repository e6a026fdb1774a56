"""What goes before the paths of findings, for the formats that a code host matches with files of a repository.

Tables and reports have paths below the input folder, so that they do not depend on where it lies. What marks lines
of a change (SARIF, JUnit, GitHub) wants them from the repository's root.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import TypeAlias

PathPrefix: TypeAlias = str | Callable[[str], str]
"""The folder that goes before a path below the input, or a function that gives the path from the repository's root."""


def with_prefix(path: str | None, prefix: PathPrefix | None) -> str | None:
    """PATH (None where a finding has none) with PREFIX; None for it: nobody knows where the pages lie."""
    if path is None or prefix is None:
        return path
    return prefix(path) if callable(prefix) else str(PurePosixPath(prefix) / path)


def prefix_of(raw: Sequence[Path], locate: Callable[[str], Path | None]) -> PathPrefix | None:
    """The prefix that goes without saying: RAW from the current folder; None if no RAW is below it.

    Of several, each path is where LOCATE finds its file; one that is not found below the current folder stays.
    """
    below = [_from_here(one.parent if os.path.isfile(one) else one) for one in raw]  # noqa: PTH113 - raises nothing
    return below[0] if len(below) == 1 or not any(below) else lambda path: _from_here(locate(path)) or path


def _from_here(path: Path | None) -> str | None:
    try:
        below = Path(os.pardir if path is None else os.path.relpath(path))
    except FileNotFoundError:  # the current folder is gone, and nothing lies below it
        return None
    return None if below.parts[:1] == (os.pardir,) else str(below)
