"""The process `quiver`, which is also `python -m etl`: the command line, and how its process uses memory."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from etl.cli import main

_M_ARENA_MAX = -8  # malloc.h of glibc
_SELDOM = (1_000_000, 50, 100)


def process() -> NoReturn:
    """Run the command line, and exit without freeing its objects one by one: the system takes the memory at once.

    Memory is set for one run that ends. What Polars frees goes back to the system after a tenth of a second. Threads
    share two heaps of the C library: with one each, every thread would keep the most that it ever needed. Python looks
    for cycles seldom: tens of thousands of files make many objects, and none of them is in a cycle.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when NumPy is loaded; threads that wait take time
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:100,muzzy_decay_ms:0")  # read when Polars is loaded
    with suppress(OSError, AttributeError):  # a C library without mallopt
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)
    gc.set_threshold(*_SELDOM)
    try:
        main()
    except SystemExit as exit_:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # a reader who has left
                stream.flush()
        os._exit(int(exit_.code or 0))


if __name__ == "__main__":
    process()
