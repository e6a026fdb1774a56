"""How memory is shared among those who work."""

from __future__ import annotations

import polars as pl
import pytest

from etl.extract.source.find import Found
from etl.pipeline import memory
from schemas.settings import Settings


@pytest.mark.parametrize(
    ("processors", "memory_mb", "workers", "count"),
    [(1, 1000, 0, 1), (2, 1000, 0, 2), (64, 1000, 0, 3), (64, 20_000, 0, 64), (2, 200, 0, 1), (2, 200, 7, 7)],
)
def test_as_many_as_memory_allows(
    monkeypatch: pytest.MonkeyPatch, processors: int, memory_mb: int, workers: int, count: int
) -> None:
    monkeypatch.setattr(memory, "_processors", lambda: processors)
    assert memory.worker_count(Settings(memory_mb=memory_mb, workers=workers)) == count


def test_the_more_work_the_less_each_has() -> None:
    sizes = [memory.piece_bytes(Settings(memory_mb=1000), workers) for workers in (1, 2, 3, 100)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 24_000_000
    assert sizes[-1] == 3_000_000
    assert memory.piece_bytes(Settings(memory_mb=100_000), 100) == 24_000_000


@pytest.mark.parametrize(
    ("name", "size", "held"),
    [
        ("A.TXT", 250_000_000, True),
        ("a.txt", 250_000_001, False),
        ("a.txt.gz", 12_500_000, True),
        ("a.txt.zst", 12_500_001, False),
    ],
)
def test_all_texts_are_held_where_they_fit_also_unpacked(name: str, size: int, held: bool) -> None:
    found = object.__new__(Found)
    object.__setattr__(found, "files", pl.DataFrame({"name": [name], "size": [size]}))
    assert memory.holds(found, Settings(memory_mb=1000)) is held
