"""Files that make Quiver fail: found one by one, so that a single page never ends a run over thousands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from etl.extract.source.files import Stored


class ReadingFailedError(Exception):
    """Quiver has a fault that some files bring out."""

    def __init__(self, names: frozenset[str], why: str) -> None:
        """NAMES of the files; WHY: what was raised."""
        super().__init__(names, why)
        self.names, self.why = names, why


def culprits(files: Sequence[Stored], attempt: Callable[[Sequence[Stored]], None]) -> Iterator[str]:
    """The names of those FILES on which ATTEMPT fails, found by halves; none where it needs several of them to fail."""
    try:
        attempt(files)
    except (Exception, pl.exceptions.PanicException):  # noqa: BLE001 - raised again by whoever asked
        if len(files) == 1:
            yield files[0].file.name
        else:
            half = len(files) // 2
            yield from culprits(files[:half], attempt)
            yield from culprits(files[half:], attempt)
