"""Work in a process of its own that is killed at a chosen change to the file system."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

_CHANGES = {"open", "os.mkdir", "os.rename", "os.symlink", "os.remove", "os.rmdir", "os.utime", "os.truncate"}


def in_child(work: Callable[[], object]) -> int:
    """Do WORK in a child; its status, as `os.waitpid` gives it."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


def at_changes(do: Callable[[int], object]) -> None:
    """Call DO with its number before each change that this process makes to the file system from now on."""
    count = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event in _CHANGES and not (event == "open" and arguments[1] == "r"):
            count += 1
            do(count)

    sys.addaudithook(hook)


def killed_at_change(wanted: int) -> None:
    """Kill this process before its change of that number."""
    at_changes(lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == wanted else None)
