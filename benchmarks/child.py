"""One measured action in a process of its own: what it takes once the libraries are loaded, and its peak memory.

    python -m benchmarks.child ACTION ARGUMENT…

prints one line of JSON: `seconds` (of the action alone) and `peak_mb` (of the whole process).
"""

from __future__ import annotations

import importlib
import json
import resource
import runpy
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the action, and the most memory that the process held."""

    seconds: float
    peak_mb: float


def measure(action: str, *arguments: object) -> Measured:
    """Do ACTION (a key of `ACTIONS`) in a child. Raises RuntimeError, with what the child says, where it fails."""
    command = [sys.executable, "-m", "benchmarks.child", action, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    said = json.loads(done.stdout.splitlines()[-1])
    return Measured(said["seconds"], said["peak_mb"])


def _run(pages: str, out: str) -> Callable[[], Any]:
    importlib.import_module("etl.pipeline.make")
    from etl.pipeline.run import run

    settings = _open_gate()
    return lambda: run([Path(pages)], Path(out), settings)


def _check(pages: str) -> Callable[[], Any]:
    importlib.import_module("etl.pipeline.make")
    from etl.pipeline.check import check

    settings = _open_gate()
    return lambda: check([Path(pages)], settings)


def _open_gate() -> Any:
    """Settings that publish whatever the rules find, so that there is always a snapshot to measure with."""
    from schemas.settings import Gate, Settings

    return Settings(gate=Gate(fail_on="never", max_quarantine=1))


def _verify(out: str) -> Callable[[], Any]:
    from etl.verify import verify

    return lambda: verify(Path(out))


def _floor(pages: str, snapshot: str, out: str) -> Callable[[], float]:
    from benchmarks.floor import floor

    return lambda: floor(Path(pages), Path(snapshot), Path(out)).seconds


def _peer(file: str, pages: str, out: str) -> Callable[[], Any]:
    main = runpy.run_path(file, run_name="peer")["main"]
    return lambda: main(pages, out)


def _make_pages(out: str, mb: str) -> Callable[[], Any]:
    from benchmarks.made_pages import make_pages

    return lambda: make_pages(Path(out), float(mb))


ACTIONS: dict[str, Callable[..., Callable[[], Any]]] = {
    "run": _run, "check": _check, "verify": _verify, "floor": _floor, "peer": _peer, "make-pages": _make_pages,
}  # fmt: skip
"""Name -> what loads the libraries and gives the action. One that gives a float has told its seconds itself."""


def peak_mb() -> float:
    """The most memory that this process has held. `ru_maxrss` takes in that of the parent until the child's exec."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e3


def main() -> None:
    """The command line."""
    action = ACTIONS[sys.argv[1]](*sys.argv[2:])
    begun = time.perf_counter()
    told = action()
    seconds = told if isinstance(told, float) else time.perf_counter() - begun
    sys.stdout.write("\n" + json.dumps({"seconds": seconds, "peak_mb": peak_mb()}) + "\n")


if __name__ == "__main__":
    main()
