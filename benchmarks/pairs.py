"""Times in pairs: what is measured and what it is compared with, in turn, so that both meet the same machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median

from pytest_benchmark.fixture import BenchmarkFixture

Timed = Callable[[], float]
"""Does something and gives its seconds."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio by its name, and the most it should be."""

    name: str
    most: float | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio over all pairs: medians of the seconds, median and range of the ratios."""

    name: str
    most: float | None
    seconds: float
    base_seconds: float
    median: float
    low: float
    high: float
    pairs: int


def ratio(goal: Goal, seconds: list[float], bases: list[float]) -> Ratio:
    """The ratio of SECONDS to BASES, pair by pair."""
    ratios = [one / base for one, base in zip(seconds, bases, strict=True)]
    return Ratio(
        goal.name, goal.most, median(seconds), median(bases), median(ratios), min(ratios), max(ratios), len(ratios)
    )


def paired(benchmark: BenchmarkFixture, timed: Timed, bases: dict[Goal, Timed], rounds: int) -> None:
    """Benchmark TIMED; before each of ROUNDS, time the BASES. The ratios go into the benchmark's extra information."""
    seconds: list[float] = []
    base_seconds: dict[Goal, list[float]] = {goal: [] for goal in bases}

    def time_bases() -> None:
        for goal, base in bases.items():
            base_seconds[goal].append(base())

    repeat(benchmark, lambda: seconds.append(timed()), rounds, time_bases)
    benchmark.extra_info["ratios"] = [asdict(ratio(goal, seconds, some)) for goal, some in base_seconds.items()]


def repeat(
    benchmark: BenchmarkFixture, function: Callable[[], object], rounds: int, setup: Callable[[], None] | None = None
) -> None:
    """Benchmark FUNCTION over just so many ROUNDS; SETUP goes before each and is not counted."""
    benchmark.pedantic(function, setup=setup, rounds=rounds)  # type: ignore[no-untyped-call]
