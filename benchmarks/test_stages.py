"""Each stage by itself, in this process, on about 10 MB of pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.pairs import Goal, paired, repeat
from benchmarks.stages import STAGES, Stage

NAMES = ("find files", *STAGES, "check and write tables")


@pytest.mark.parametrize("name", NAMES)
def test_stage(benchmark: BenchmarkFixture, stages: dict[str, Stage], some_pages: Path, name: str, rounds: int) -> None:
    stage = stages[name]
    assert stage.calls, f"a run does not call {name}"
    benchmark.group = "stages"
    benchmark.extra_info |= {"stage": name, "mb": sum(path.stat().st_size for path in some_pages.iterdir()) / 1e6}
    repeat(benchmark, stage.play, rounds)


def test_rules(benchmark: BenchmarkFixture, stages: dict[str, Stage], rounds: int) -> None:
    rules = [stages["copy rules"], stages["findings"]]
    others = [stages[name] for name in ("read and decode", "extract", "check and write tables")]
    benchmark.group = "rules"
    goal = Goal("rules / (extract + load)", None)
    bases = {goal: lambda: sum(stage.seconds() for stage in others)}
    paired(benchmark, lambda: sum(stage.seconds() for stage in rules), bases, rounds)
