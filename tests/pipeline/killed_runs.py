"""Runs that are killed: a program of its own, which imports all once and then forks a process for each run.

    python -m tests.pipeline.killed_runs FOLDER FIRST_POINT POINTS

Prints one line a kill; ends with status 0 where after each of them the last snapshot was whole and the next run
right.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import etl.pipeline.make
import etl.pipeline.reading.read
from etl.compiled import code_digest
from etl.load.snapshot import Snapshots
from etl.report import html
from schemas.registry import load_registry
from tests.kills import at_changes, in_child, killed_at_change
from tests.pipeline.made_pages import World, quiver, tables, write

RULES = ("PAG101", "AUT101")


def inputs(raw: Path) -> tuple[Path, bytes, bytes]:
    """Make the pages; which of them changes from run to run, and what it holds in turn."""
    world = World(11, papers=12)
    for number in range(3):
        write(raw / f"{number}.txt", world.page().encode())
    return raw / "1.txt", (raw / "1.txt").read_bytes(), world.page().encode()


def switch(raw: Path, turn: int) -> None:
    """Put the contents for TURN in place, as somebody would who fetches pages while runs go on."""
    aside = raw / "aside"
    aside.write_bytes((raw.parent / f"content{turn % 2}").read_bytes())
    aside.replace(raw / "1.txt")


def killed_by_time(seconds: float) -> None:
    """Kill this process so many SECONDS from now."""
    me = os.getpid()
    if os.fork() == 0:
        time.sleep(seconds)
        os.kill(me, signal.SIGKILL)
        os._exit(0)


def require_clean(out: Path) -> None:
    """No leftovers: the lock, the link, the state, the cache and snapshots alone."""
    names = {path.name for path in (out / ".snapshots").iterdir()}
    assert not {name for name in names if name.startswith(".")} - {".cache", ".state.json"}, names
    (cache,) = (out / ".snapshots/.cache").iterdir()
    index = {path.name for path in cache.iterdir() if "-" not in path.name}
    assert index == {"index"}, index


class Trial:
    """Runs on pages that change from turn to turn, each killed somewhere."""

    def __init__(self, home: Path) -> None:
        self.raw, self.out, self.home = home / "raw", home / "out", home
        _, *contents = inputs(self.raw)
        for turn, content in enumerate(contents):
            (home / f"content{turn}").write_bytes(content)
        self.expected: list[dict[str, str]] = []
        self.seconds = 0.0
        self.events = 0

    def run(self, out: Path) -> None:
        quiver(self.raw, out, select=RULES, keep=3, workers=1)

    def measure(self) -> None:
        """What full runs give for both contents; how long a run takes that changes one page, and its changes."""

        def work() -> None:
            found = []
            for turn in (1, 0):
                switch(self.raw, turn)
                self.run(self.home / f"full{turn}")
                found.append(tables(self.home / f"full{turn}"))
            self.run(self.out)
            switch(self.raw, 1)
            changes: list[int] = []
            at_changes(changes.append)
            started = time.monotonic()
            self.run(self.out)
            told = {"expected": found[::-1], "seconds": time.monotonic() - started, "events": len(changes)}
            (self.home / "measured").write_text(json.dumps(told))

        assert in_child(work) == 0
        told = json.loads((self.home / "measured").read_text())
        self.expected, self.seconds, self.events = told["expected"], told["seconds"], told["events"]

    def kill(self, turn: int, arm: Callable[[], None]) -> bool:
        """Run on the contents of the last TURN, which must give what it should; then on this one's, killed by ARM."""

        def work() -> None:
            self.run(self.out)
            assert tables(self.out) == self.expected[(turn - 1) % 2]
            require_clean(self.out)
            switch(self.raw, turn)
            (self.home / "armed").touch()
            arm()
            self.run(self.out)

        (self.home / "armed").unlink(missing_ok=True)
        status = in_child(work)
        assert (self.home / "armed").exists(), f"the run after kill {turn - 1} went wrong"
        sound = Snapshots(self.out).sound()
        assert sound is not None, "the snapshot is not whole"
        assert tables(self.out) in self.expected
        return os.WIFSIGNALED(status)


def main(home: Path, first: int, points: int) -> None:
    """Kill POINTS runs: two thirds at changes to the file system, from the FIRST on, the rest at moments."""
    etl.pipeline.make.write_reports = lambda _, folder: [
        (folder / f"report.{n}").touch() for n in ("json", "md", "html")
    ]
    load_registry()  # what every run reads, read once; nothing for which Polars starts threads, which no fork has
    code_digest()
    html.compiled()
    trial = Trial(home)
    trial.measure()
    moments = random.Random(first)
    killed = turn = 0
    while killed < points:
        assert turn < 3 * points, f"only {killed} of {turn} runs were killed"
        seconds = moments.uniform(0.02, 1.0) * trial.seconds
        event = 1 + (first + turn - turn // 3) % trial.events
        by_time, by_event = (lambda s=seconds: killed_by_time(s)), (lambda e=event: killed_at_change(e))
        hit = trial.kill(turn + 2, by_time if turn % 3 == 2 else by_event)
        print(turn, "killed" if hit else "too late", flush=True)  # noqa: T201
        killed += hit
        turn += 1
        if not hit:
            trial.seconds *= 0.9  # the machine has become faster
    shutil.rmtree(home / "full0")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
