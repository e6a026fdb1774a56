"""What folders of ours need of the file system: flush, remove, point a link; and the temporary one of a check."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import OutputError
from etl.load.faults import RefusedError, told_as_output_error

_OTHER = "folder with TMPDIR"  # as a check has no --out


def new_folder(home: Path, kind: str) -> Path:
    """A new empty folder in HOME whose name says that it is one run's, and what for."""
    folder = home / f".{kind}-{secrets.token_hex(8)}"
    folder.mkdir()
    return folder


def is_utf8(path: Path) -> bool:
    """Is PATH text, as Polars wants the names of files?"""
    return not any("\ud800" <= character <= "\udfff" for character in str(path))


def sync(path: Path) -> None:
    """Return when what PATH (file or folder) holds is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush(folder: Path) -> None:
    """Return when FOLDER and all files in it are on the disk."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


def replace_file(path: Path, *parts: bytes | memoryview) -> None:
    """Make PARTS, one after the other, the content of PATH, in one step: a reader sees the old content or the new."""
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("wb") as file:
            file.writelines(parts)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def remove(folder: Path, home: Path) -> None:
    """Remove FOLDER, which lies in HOME; a kill in between leaves a leftover, not half a snapshot."""
    trash = new_folder(home, "trash")
    folder.rename(trash / folder.name)
    shutil.rmtree(trash, ignore_errors=True)


def point(link: Path, target: str, home: Path) -> None:
    """Make LINK a symbolic link to TARGET, in one step; HOME is on the same file system."""
    aside = home / f".link-{secrets.token_hex(8)}"
    aside.symlink_to(target)
    aside.replace(link)
    sync(link.parent)


def make_newest(folder: Path, others: Iterable[Path]) -> None:
    """Give FOLDER a later time than all OTHERS have, also where the clock went back; or OutputError."""
    latest = max((other.stat().st_mtime_ns for other in others), default=0)
    now = max(time.time_ns(), latest + 1)
    with told_as_output_error(folder):  # the error itself would not name it
        os.utime(folder, ns=(now, now))


def oldest_first(folders: Iterable[Path]) -> list[Path]:
    """FOLDERS in the order that `make_newest` gave them."""
    return sorted(folders, key=lambda folder: (folder.stat().st_mtime_ns, folder.name))


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
