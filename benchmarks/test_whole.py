"""Whole commands, each in a process of its own. Ratios leave start-up aside, but for the one cold page."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.child import measure
from benchmarks.pairs import Goal, paired, repeat

_PAGE = Path(__file__).parents[1] / "raw" / "jacob_steinhardt.txt"
_IMPORTS = "import polars, pandera.polars, pydantic, pyarrow"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Path]:
    """Folders that are not there yet."""
    return (tmp_path / f"out-{number}" for number in count())


def test_whole_run(benchmark: BenchmarkFixture, pages: Path, peer: Path, rounds: int, fresh: Iterator[Path]) -> None:
    snapshot = next(fresh)
    measure("run", pages, snapshot)
    benchmark.group = "whole"
    bases = {
        Goal("whole run / floor", 4): lambda: measure("floor", pages, snapshot, next(fresh)).seconds,
        Goal("whole run / peer", 0.5): lambda: measure("peer", peer, pages, next(fresh)).seconds,
    }
    peaks: list[float] = []

    def run() -> float:
        measured = measure("run", pages, next(fresh))
        peaks.append(measured.peak_mb)
        return measured.seconds

    paired(benchmark, run, bases, rounds)
    benchmark.extra_info["peak_mb"] = max(peaks)


def test_one_page(benchmark: BenchmarkFixture, rounds: int, fresh: Iterator[Path]) -> None:
    def run() -> float:
        return _seconds("-m", "etl", "run", str(_PAGE), "--out", str(next(fresh)), "--quiet", "--fail-on", "never")

    run()
    benchmark.group = "whole"
    paired(benchmark, run, {Goal("one page, cold / imports", 2): lambda: _seconds("-c", _IMPORTS)}, rounds)


def test_nothing_changed(benchmark: BenchmarkFixture, pages: Path, rounds: int, tmp_path: Path) -> None:
    _run_again(benchmark, pages, rounds, tmp_path, Goal("nothing changed / full run", 0.01), lambda _: None)


def test_one_percent(benchmark: BenchmarkFixture, changing_pages: Path, rounds: int, tmp_path: Path) -> None:
    goal = Goal("1 % of the pages changed / full run", 0.1)
    _run_again(benchmark, changing_pages, rounds, tmp_path, goal, lambda number: _change(changing_pages, number))


def _run_again(
    benchmark: BenchmarkFixture, pages: Path, rounds: int, folder: Path, goal: Goal, between: Callable[[int], None]
) -> None:
    """Benchmark the second run into the same folder, against the first; BETWEEN (number of the pair) goes before."""
    numbers, outs = count(), [folder / "none"]

    def first() -> float:
        number = next(numbers)
        shutil.rmtree(outs.pop(), ignore_errors=True)
        outs.append(folder / f"out-{number}")
        measured = measure("run", pages, outs[0])
        between(number)
        return measured.seconds

    benchmark.group = "whole"
    paired(benchmark, lambda: measure("run", pages, outs[0]).seconds, {goal: first}, rounds)


def test_check(benchmark: BenchmarkFixture, pages: Path, rounds: int) -> None:
    benchmark.group = "whole"
    repeat(benchmark, lambda: measure("check", pages), rounds)


def test_verify(benchmark: BenchmarkFixture, pages: Path, rounds: int, fresh: Iterator[Path]) -> None:
    out = next(fresh)
    measure("run", pages, out)
    benchmark.group = "whole"
    repeat(benchmark, lambda: measure("verify", out), rounds)


def _change(pages: Path, number: int) -> None:
    """Add a sentence to the end of every hundredth page, other ones for each NUMBER."""
    files = sorted(pages.rglob("*.txt"))
    for path in files[number % min(100, len(files)) :: 100]:
        path.write_bytes(path.read_bytes().rstrip(b"\n") + b" Changed %d.\n" % number)


def _seconds(*arguments: str) -> float:
    """Seconds of Python with ARGUMENTS, from start to end."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=_PAGE.parents[1])
    return time.perf_counter() - begun
