"""The command `quiver` in the process of the tests: a process of its own takes a second of a processor to start."""

from __future__ import annotations

import contextlib
import io
import signal
import subprocess
from pathlib import Path
from unittest import mock

from etl.cli import main
from etl.console import ENDS


def quiver(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What `quiver WORDS` says and ends with, run in the folder CWD (if given)."""
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
