"""Where the paths of findings begin, for the formats that a code host matches with files of a repository.

Tables and reports have paths below the input folder, so that they do not depend on where it lies. What marks lines
of a change (SARIF, JUnit, GitHub) wants them from the repository's root: a prefix goes before them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath


def placed(path: str | None, prefix: str | None) -> str | None:
    """PATH (None where a finding has none) below the folder PREFIX; None: nobody knows where the pages lie."""
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
