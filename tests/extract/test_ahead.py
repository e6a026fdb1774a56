"""The scan by another process; in a process of its own, since it is for one that has not loaded Polars yet."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

_SCRIPT = """
import os, signal, sys
from pathlib import Path
from etl.extract.source.ahead import Ahead
from etl.extract.source.scan import Scan

roots, how = [Path(root) for root in sys.argv[2:]], sys.argv[1]
if how == "unwaited":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
if how == "threads":
    import threading
    threading.Thread(target=threading.Event().wait, daemon=True).start()
if how == "loaded":
    import polars
below = Scan.below
if how == "killed":
    Scan.below = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
ahead = Ahead(roots)
Scan.below = below
if ahead._child and how not in {"unfinished", "unwaited"}:
    os.waitid(os.P_PID, ahead._child, os.WEXITED | os.WNOWAIT)
if how not in {"unfinished", "unwaited"}:
    Path(roots[0], "later.txt").write_bytes(b"")

from etl.errors import InputError
from etl.extract.source.find import find_files

try:
    found = find_files(roots, ahead=ahead)
except InputError as error:
    sys.exit(str(error))
now = find_files(roots)
print(found.files["name"].str.ends_with("later.txt").any())
Path(roots[0], "later.txt").unlink(missing_ok=True)
before = find_files(roots)
assert found.files.equals((before if how in {"ahead", "unfinished", "unwaited"} else now).files)
assert found.passed_over == before.passed_over
"""


def _run(how: str, *roots: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _SCRIPT, how, *map(str, roots)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def roots(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("one/a.txt", "one/sub/b.txt", "two/a.txt", "two/c.txt.gz", "two/d.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "two/broken.txt").symlink_to("nowhere")
    return tmp_path / "one", tmp_path / "two"


@pytest.mark.parametrize(
    ("how", "sees_later"), [("ahead", False), ("killed", True), ("threads", True), ("loaded", True)]
)
def test_ahead_or_anew(roots: tuple[Path, Path], how: str, sees_later: bool) -> None:
    ended = _run(how, *roots)
    assert (ended.stdout, ended.stderr) == (f"{sees_later}\n", "")


def test_what_fails_is_told(roots: tuple[Path, Path], tmp_path: Path) -> None:
    ended = _run("ahead", *roots, tmp_path / "nowhere")
    assert (
        ended.stderr
        == f"cannot read {tmp_path / 'nowhere'}: No such file or directory; name a file or a folder of pages\n"
    )


def test_nobody_waits_for_processes(roots: tuple[Path, Path]) -> None:
    ended = _run("unwaited", *roots)
    assert (ended.stdout, ended.stderr) == ("False\n", "")


def test_more_than_a_pipe_holds(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number:>060}.txt").touch()
    ended = _run("unfinished", tmp_path)
    assert (ended.stdout, ended.stderr) == ("False\n", "")


def test_no_process_stays_behind(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number:>060}.txt").touch()
    script = (
        "import os; from pathlib import Path; from etl.extract.source import ahead\n"
        f"ahead._BUFFER_BYTES = 100; one = ahead.Ahead([Path({str(tmp_path)!r})])\n"
        "print(one._child, flush=True); os._exit(0)"
    )
    child = int(subprocess.check_output([sys.executable, "-c", script], text=True, timeout=60))
    for _ in range(500):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").exists() and " Z " in Path(f"/proc/{child}/stat").read_text():
            return
        time.sleep(0.02)
    pytest.fail("it waits for a reader")
