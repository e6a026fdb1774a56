"""The local engine: shards are worked on by threads (Polars, hashing and reading release the interpreter's lock)."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Shard = TypeVar("Shard")
Result = TypeVar("Result")
_SWITCH_SECONDS = 2e-4


def map_shards(work: Callable[[Shard], Result], shards: Iterable[Shard], workers: int) -> Iterator[Result]:
    """WORK on each of SHARDS, WORKERS at a time; results in order.

    No more shards are begun than there are workers, so that memory does not grow with their number.
    """
    with _eager_switching(), ThreadPoolExecutor(workers, thread_name_prefix="shard") as pool:
        begun: deque[Future[Result]] = deque()
        try:
            for shard in shards:
                begun.append(pool.submit(work, shard))
                if len(begun) > workers:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            for future in begun:
                future.cancel()


@contextmanager
def _eager_switching() -> Iterator[None]:
    """A thread that has read a small file gets the interpreter back soon, not after the 5 ms that are usual.

    With tens of thousands of files, most of the time of a run went by in waiting for that.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
