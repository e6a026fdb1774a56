"""The temporary folder in which a check writes what a run would publish; errors name TMPDIR, as there is no --out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import OutputError
from etl.load.faults import RefusedError
from etl.load.folders import is_utf8

_OTHER = "folder with TMPDIR"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new folder that goes with the block; OutputError where it, or what lies in it, cannot be written."""
    try:
        place = f"the temporary folder {tempfile.gettempdir()}"
    except OSError as error:
        raise OutputError(f"cannot write any temporary folder; make /tmp writable, or name a {_OTHER}") from error
    try:
        made = tempfile.TemporaryDirectory(prefix="quiver-")
    except OSError as error:
        raise RefusedError(place, error, _OTHER) from error
    with made as name:
        folder = Path(name)
        if not is_utf8(folder):
            raise OutputError(f"cannot write {place}: its name is no UTF-8; name another {_OTHER}")
        try:
            yield folder
        except RefusedError as refused:
            if not Path(refused.place).is_relative_to(folder):
                raise
            raise RefusedError(place, refused.error, _OTHER) from refused.error
