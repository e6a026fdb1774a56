"""What the file system can refuse, told in one sentence."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import OutputError

_REASONS = {
    errno.ENOSPC: "no space left on the device; free some, or name another {other}",
    errno.EDQUOT: "the disk quota is used up; free some space, or name another {other}",
    errno.EFBIG: "the file would be larger than the system allows (see `ulimit -f`)",
    errno.EACCES: "permission denied; make the folder writable, or name another {other}",
    errno.EPERM: "it belongs to another user, or is locked; give it to who runs Quiver, or name another {other}",
    errno.EROFS: "the file system is read-only; name another {other}",
    errno.ENOTDIR: "a file stands where a folder is needed; move it away, or name another {other}",
    errno.EEXIST: "a file stands where a folder is needed; move it away, or name another {other}",
    errno.EISDIR: "a folder stands where a file is needed; move it away, or name another {other}",
    errno.ENAMETOOLONG: "the name is too long; name another {other}",
    errno.ENOENT: "its folder does not exist; make it, or name another {other}",
    errno.ELOOP: "its symbolic links form a loop; name another {other}",
}
_OS_ERROR = re.compile(r"\(os error (\d+)\)")
_DANGLING = "it is a symbolic link to what does not exist; make that, or name another {other}"


class RefusedError(OutputError):
    """The file system refused to write PLACE, with ERROR; OTHER: what else may be named, and with which option."""

    def __init__(self, place: Path | str, error: OSError, other: str) -> None:
        """Keep the parts: who knows better what the user can name, tells it again."""
        super().__init__(place, error, other)
        self.place, self.error, self.other = place, error, other

    def __str__(self) -> str:
        """One sentence."""
        dangling = os.path.islink(self.place) and not os.path.exists(self.place)  # noqa: PTH110, PTH114 - they raise nothing
        told_by_polars = _OS_ERROR.search(str(self.error))
        number = int(told_by_polars[1]) if told_by_polars else self.error.errno
        reason = _DANGLING if dangling else _REASONS.get(number or 0)
        told = reason.format(other=self.other) if reason else self.error.strerror or str(self.error)
        return f"cannot write {self.place}: {told}"


@contextmanager
def told_as_output_error(place: Path, other: str = "folder with --out") -> Iterator[None]:
    """Turn an OSError of what is done inside into an OutputError (`RefusedError`) that names PLACE and OTHER."""
    try:
        yield
    except OSError as error:
        raise RefusedError(place, error, other) from error
