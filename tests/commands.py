"""How the tests run commands, and what they ask of one that fails."""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

from etl.cli import main
from etl.console import ENDS

ROOT = Path(__file__).parents[1]
RAW = ROOT / "raw"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


def python(*words: object, cwd: Path = ROOT, **more: Any) -> subprocess.CompletedProcess[str]:
    """What Python gives for WORDS, run in the folder CWD; MORE: as of `subprocess.run`."""
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": ENVIRONMENT, "text": True} | more
    return subprocess.run([sys.executable, *map(str, words)], cwd=cwd, check=False, **more)


def loaded(code: str, *modules: str) -> set[str]:
    """Those of MODULES that are loaded once CODE has run."""
    answer = python("-c", f"{code}\nimport sys; print(*{set(modules)} & set(sys.modules))")
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.split())


def fails(answer: subprocess.CompletedProcess[str], status: int, said: str) -> None:
    """One line on stderr that says SAID, nothing on stdout."""
    assert answer.returncode == status, answer.stderr
    assert answer.stdout == ""
    assert re.fullmatch(r"quiver: [^\n]+\n", answer.stderr), answer.stderr
    assert re.search(said, answer.stderr), answer.stderr


def quiver(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What `quiver WORDS` says and ends with, run in the folder CWD (if given) in this process.

    A process of its own takes a second of a processor to start.
    """
    line = ["quiver", *map(str, words)]
    stdout, stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", write_through=True) for _ in "12")
    before = {number: signal.getsignal(number) for number in ENDS}
    with (
        contextlib.chdir(cwd or Path.cwd()),
        mock.patch("sys.argv", line),
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    said = (stream.buffer.getvalue().decode() for stream in (stdout, stderr))  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(line, status, *said)
