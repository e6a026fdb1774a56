"""What the file system can refuse, told in one sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import OutputError

_REASONS = {
    errno.ENOSPC: "no space left on the device; free some, or name another folder with --out",
    errno.EDQUOT: "the disk quota is used up; free some space, or name another folder with --out",
    errno.EFBIG: "the file would be larger than the system allows (see `ulimit -f`)",
    errno.EACCES: "permission denied; make the folder writable, or name another with --out",
    errno.EPERM: "permission denied; make the folder writable, or name another with --out",
    errno.EROFS: "the file system is read-only; name another folder with --out",
    errno.ENOTDIR: "a file stands where a folder is needed; move it away, or name another folder with --out",
    errno.EEXIST: "a file stands where a folder is needed; move it away, or name another folder with --out",
    errno.EISDIR: "a folder stands where a file is needed; move it away, or name another folder with --out",
    errno.ENAMETOOLONG: "the name is too long; name another folder with --out",
    errno.ELOOP: "its symbolic links form a loop; name another folder with --out",
}


@contextmanager
def told_as_output_error(place: Path, option: str = "--out") -> Iterator[None]:
    """Turn an OSError of what is done inside into an OutputError that names PLACE and says what to do.

    OPTION: the one that names another place.
    """
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise OutputError(f"cannot write {place}: {reason.replace('--out', option)}") from error
