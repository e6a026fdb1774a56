"""Runs killed at a hundred points: the last snapshot stays whole, readers never fail, the next run is right."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from etl.errors import InputError
from etl.snapshot_reader import open_snapshot
from etl.verify import verify
from schemas.tables import TABLES
from tests.commands import python


def read(out: Path) -> tuple[str, dict[str, int]]:
    """Which snapshot is current, and the rows of its tables as they are read one after the other."""
    snapshot = open_snapshot(out)
    rows = {table: snapshot.table(table).collect().height for table in TABLES}
    promised = {table: file.rows for table, file in snapshot.manifest.tables.items()}
    assert rows == promised
    return snapshot.manifest.snapshot_id, rows


class Reader(threading.Thread):
    """Reads the snapshot in OUT over and over; `seen` and `failed` say what came of it."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self.out, self.done = out, threading.Event()
        self.seen: set[str] = set()
        self.failed: list[Exception] = []

    def run(self) -> None:
        while not self.done.wait(0.05):
            try:
                self.seen.add(read(self.out)[0])
            except InputError as error:
                if self.seen:
                    self.failed.append(error)
            except Exception as error:  # noqa: BLE001 - told by the test
                self.failed.append(error)


@pytest.mark.parametrize("first", [0, 25])
def test_killed_runs(tmp_path: Path, first: int) -> None:
    reader = Reader(tmp_path / "out")
    reader.start()
    try:
        ended = python("-m", "tests.pipeline.killed_runs", tmp_path, first, 50, stderr=subprocess.STDOUT)
    finally:
        reader.done.set()
        reader.join()
    assert ended.returncode == 0, ended.stdout
    assert reader.failed == []
    assert len(reader.seen) == 2
    assert verify(tmp_path / "out") == []
