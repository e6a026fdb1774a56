"""Does time grow with the input, and memory not? Runs over more and more made-up pages.

python -m benchmarks.growth --mb 25 100 400
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from benchmarks.child import measure

SIZES = (25.0, 100.0, 400.0)
_LINEAR = 1.1
"""Largest exponent of the size that still counts as linear."""


@dataclass(frozen=True, slots=True)
class Step:
    """A run over so many MB of pages."""

    mb: float
    seconds: float
    peak_mb: float


def grow(sizes: Sequence[float]) -> list[Step]:
    """A run over made-up pages of each of SIZES (MB)."""
    return [_step(mb) for mb in sizes]


def _step(mb: float) -> Step:
    with tempfile.TemporaryDirectory(prefix="quiver-growth-") as folder:
        measure("make-pages", folder, mb)
        run = measure("run", Path(folder) / "pages", Path(folder) / "out")
    return Step(mb, run.seconds, run.peak_mb)


def exponent(steps: Sequence[Step]) -> float:
    """The power of the size with which time grows from the first to the last of STEPS; 1 is linear."""
    first, last = steps[0], steps[-1]
    return log(last.seconds / first.seconds) / log(last.mb / first.mb)


def table(steps: Sequence[Step]) -> str:
    """STEPS as lines of text, and whether the time is linear."""
    lines = [f"{'MB':>8} {'seconds':>9} {'MB/s':>7} {'peak MB':>9}"]
    lines += [f"{s.mb:8.0f} {s.seconds:9.2f} {s.mb / s.seconds:7.1f} {s.peak_mb:9.0f}" for s in steps]
    if len(steps) > 1:
        power = exponent(steps)
        lines.append(f"time grows as size to the power {power:.2f}: {'linear' if power <= _LINEAR else 'NOT linear'}")
        more = (steps[-1].peak_mb - steps[0].peak_mb) / (steps[-1].mb - steps[0].mb)
        lines.append(f"each further MB of pages takes {more:.2f} MB of memory")
    return "\n".join(lines) + "\n"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=float, nargs="+", default=SIZES)
    sys.stdout.write(table(grow(sorted(parser.parse_args().mb))))


if __name__ == "__main__":
    main()
