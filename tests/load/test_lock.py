import os
import signal
import threading
import time
from pathlib import Path

import pytest

from etl.errors import OutputError
from etl.load.lock import write_lock
from etl.load.snapshot import Snapshots


def test_a_second_run_is_told_who_holds_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["quiver", "run", "my pages"])
    said = rf"another run.*process {os.getpid()} on \S+ since 20.*\(quiver run 'my pages'\)"
    with Snapshots(tmp_path).lock(), pytest.raises(OutputError, match=said), Snapshots(tmp_path).lock():
        pass
    with Snapshots(tmp_path).lock():
        pass


def test_a_run_can_wait(tmp_path: Path) -> None:
    taken = threading.Event()

    def hold() -> None:
        with Snapshots(tmp_path).lock():
            taken.set()
            time.sleep(0.1)

    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait()
    with Snapshots(tmp_path).lock(wait_seconds=30):
        pass
    holder.join()


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        with Snapshots(tmp_path).lock():
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert str(child) in (tmp_path / ".snapshots/lock").read_text()
    with Snapshots(tmp_path).lock():
        pass


@pytest.mark.parametrize("said", [b"", b"\xff", b"[]", b'{"pid": 1}', b"null"])
def test_a_holder_that_does_not_say_who_it_is(tmp_path: Path, said: bytes) -> None:
    lock = tmp_path / "home" / "lock"
    lock.parent.mkdir()
    with write_lock(lock):
        lock.write_bytes(said)
        with pytest.raises(OutputError, match="another run"), write_lock(lock):
            pass


def test_what_the_lock_says_is_safe_to_print(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with write_lock(lock):
        lock.write_text('{"pid": 1, "host": "\\u001b[31m", "since": "x", "command": "\\n"}')
        with pytest.raises(OutputError) as raised, write_lock(lock):
            pass
    assert str(raised.value).isprintable()
