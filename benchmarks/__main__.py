"""All measurements in one run, and a table of ratios: `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import growth

_HERE = Path(__file__).parent
_STORAGE = Path(".benchmarks")


def main() -> int:
    """Measure and print; the status of pytest."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="quiver-bench-") as folder:
        results = Path(folder) / "results.json"
        status = subprocess.run(_pytest(options, results), check=False).returncode
        if results.is_file() and results.stat().st_size:
            measured = json.loads(results.read_text("utf-8"))["benchmarks"]
            sys.stdout.write(_stages(measured) + _commands(measured) + _ratios(measured, _kept(options.compare)))
    if options.growth:
        sys.stdout.write("\n" + growth.table(growth.grow(growth.SIZES)))
    return status


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Quiver; see README.md.")
    parser.add_argument("--pages", type=Path, help="a folder of pages; without it, they are made up")
    parser.add_argument("--mb", type=float, default=25, help="how much to make up, in MB (default %(default)s)")
    parser.add_argument("--peer", type=Path, help="a Python file with main(pages, out), in place of benchmarks/peer.py")
    parser.add_argument("--rounds", type=int, default=5, help="how often each pair is timed (default %(default)s)")
    parser.add_argument("--only", metavar="WORDS", help="the benchmarks that these words select (pytest -k)")
    parser.add_argument("--growth", action="store_true", help="also time and memory at 25, 100, 400 MB")
    parser.add_argument("--save", metavar="NAME", help="keep the results in .benchmarks/")
    parser.add_argument("--compare", metavar="NAME", help="compare with results that were kept")
    options = parser.parse_args()
    for path in (options.pages, options.peer):
        if path is not None and not path.exists():
            parser.error(f"there is no {path}")
    if options.compare and not _saved(options.compare):
        parser.error(f"no results {options.compare!r} in {_STORAGE}; --save {options.compare} keeps some")
    return options


def _saved(name: str) -> list[Path]:
    """The files of results kept under NAME, the last one last."""
    return sorted(_STORAGE.glob(f"*/*_{name}.json"), key=lambda path: path.name)


def _kept(name: str | None) -> dict[str, float]:
    """The ratios kept under NAME."""
    measured = json.loads(_saved(name)[-1].read_text("utf-8"))["benchmarks"] if name else []
    return {ratio["name"]: ratio["median"] for m in measured for ratio in m["extra_info"].get("ratios", ())}


def _pytest(options: argparse.Namespace, results: Path) -> list[str]:
    command = [sys.executable, "-m", "pytest", str(_HERE), "--benchmark-only", f"--benchmark-json={results}"]
    command += ["-p", "no:xdist", "-p", "no:cacheprovider", "-W", "default", f"--rounds={options.rounds}"]
    command += [f"--mb={options.mb}", f"--benchmark-storage=file://{_STORAGE}"]
    command += ["--benchmark-columns=min,median,max", "--benchmark-sort=fullname"] if options.compare else []
    command += [f"--benchmark-compare=*_{options.compare}"] if options.compare else ["--benchmark-quiet"]
    given = {"--pages": options.pages, "--peer": options.peer, "--benchmark-save": options.save, "-k": options.only}
    return command + [word for option, value in given.items() if value for word in (option, str(value))]


def _stages(measured: list[dict[str, Any]]) -> str:
    """Median time and throughput of each stage."""
    rows = [(m["extra_info"], m["stats"]["median"]) for m in measured if "stage" in m["extra_info"]]
    if not rows:
        return ""
    lines = [f"\n{'stage, on ' + format(rows[0][0]['mb'], '.1f') + ' MB':30} {'ms':>9} {'MB/s':>9}"]
    lines += [f"{about['stage']:30} {seconds * 1e3:9.1f} {about['mb'] / seconds:9.0f}" for about, seconds in rows]
    return "\n".join(lines) + "\n"


def _commands(measured: list[dict[str, Any]]) -> str:
    """Median time of each whole command, start-up and all, and the peak where it is known."""
    rows = [m for m in measured if m["group"] == "whole"]
    if not rows:
        return ""
    lines = [f"\n{'process, start-up and all':30} {'s':>9} {'peak MB':>9}"]
    for row in rows:
        peak = row["extra_info"].get("peak_mb")
        name = row["name"].removeprefix("test_").replace("_", " ")
        lines.append(f"{name:30} {row['stats']['median']:9.2f} {format(peak, '9.0f') if peak else '':>9}")
    return "\n".join(lines) + "\n"


def _ratios(measured: list[dict[str, Any]], kept: dict[str, float]) -> str:
    """Each ratio with its range over the pairs, what it should be at the most, and what it was in those KEPT."""
    ratios = [ratio for m in measured for ratio in m["extra_info"].get("ratios", ())]
    if not ratios:
        return ""
    lines = [f"\n{'ratio, start-up aside':36} {'median':>7} {'range':>15} {'goal':>5} {'was':>7} {'s':>8} {'to s':>8}"]
    for r in ratios:
        goal, spread = f"{r['most']:g}" if r["most"] else "", f"{r['low']:.3f}-{r['high']:.3f}"
        was = f"{kept[r['name']]:.3f}" if r["name"] in kept else ""
        figures = f"{r['median']:7.3f} {spread:>15} {goal:>5} {was:>7} {r['seconds']:8.3f} {r['base_seconds']:8.3f}"
        lines.append(f"{r['name']:36} {figures}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
