"""One run writes at a time: a lock that the kernel releases when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import shlex
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from etl.errors import OutputError
from etl.load.faults import told_as_output_error
from etl.visible import cut, visible

_POLL_SECONDS = 0.05
_SHOWN = 200  # characters of what the holder says of itself


@contextmanager
def write_lock(path: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the lock in the file PATH, which stays; wait for it at most WAIT_SECONDS.

    The file says who holds it. What it says of a dead holder counts for nothing: the lock itself is `flock`,
    which ends with the process. Raises OutputError that names the holder where another run has it.
    """
    with told_as_output_error(path):
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        _acquire(lock, path, wait_seconds)
        try:
            _say(lock, path, _holder())
            yield
        finally:
            os.ftruncate(lock, 0)
    finally:
        os.close(lock)


def _acquire(lock: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while not _try(lock, path):
        left = deadline - time.monotonic()
        if left <= 0:
            held = f"another run is writing to {path.parent.parent}: {_who(lock)}"
            raise OutputError(f"{held}; wait for it to end, or give --wait SECONDS")
        time.sleep(min(_POLL_SECONDS, left))


def _try(lock: int, path: Path) -> bool:
    with told_as_output_error(path), suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _holder() -> dict[str, str | int]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": shlex.join(sys.argv),
    }


def _say(lock: int, path: Path, holder: dict[str, str | int]) -> None:
    with told_as_output_error(path):
        os.ftruncate(lock, 0)
        os.pwrite(lock, json.dumps(holder).encode(), 0)


def _who(lock: int) -> str:
    """What the lock file says of its holder, safe to print."""
    try:
        holder = json.loads(os.pread(lock, 65_536, 0))
        said = "process {pid} on {host} since {since} ({command})".format_map(holder)
    except (OSError, ValueError, TypeError, KeyError):
        return "it has not said which"
    return cut(visible(said), _SHOWN)
