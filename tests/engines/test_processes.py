"""Worker processes: what they are asked, what they ask, and how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest

from etl.engines.processes import WorkerLostError, Workers
from etl.errors import InputError, OutputError
from tests.commands import ROOT, loaded

Ask = Callable[[Any], Any]


def doubled(number: int, ask: Ask) -> int:
    return 2 * int(ask(number))


def whoami(_: None, ask: Ask) -> int:
    ask(None)
    return os.getpid()


def refused(name: str, ask: Ask) -> None:
    raise InputError(f"cannot read {name}")


class _UnsentError(BaseException):
    """Like a panic of Polars: pickle cannot take it to another process."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("cannot pickle")


def panics(_: None, ask: Ask) -> None:
    raise _UnsentError("index out of bounds")


def killed(_: None, ask: Ask) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def ids(pid: int, ask: Ask) -> tuple[int, str | None]:
    return os.getppid(), os.environ.get("POLARS_MAX_THREADS")


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    monkeypatch.syspath_prepend(str(ROOT))  # this module goes by its name
    with closing(Workers(2)) as workers:
        workers.start()
        yield workers


def test_it_works_and_asks(workers: Workers) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: workers.call(doubled, number, lambda asked: asked + 1), range(40)))
    assert answers == [2 * (number + 1) for number in range(40)]


def test_both_work_at_once(workers: Workers) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = {*pool.map(lambda _: workers.call(whoami, None, lambda _: time.sleep(0.2)), range(2))}
    assert len(both) == 2
    assert os.getpid() not in both


def test_one_thread_of_polars_a_process(workers: Workers) -> None:
    assert workers.call(ids, 0, lambda _: None) == (os.getpid(), "1")


def test_an_error_is_raised_here(workers: Workers) -> None:
    for _ in range(3):  # and the worker goes on
        with pytest.raises(InputError, match=r"cannot read a\.txt"):
            workers.call(refused, "a.txt", lambda _: None)


def test_an_error_that_cannot_be_sent_is_told_and_is_no_lack_of_memory(workers: Workers) -> None:
    for _ in range(3):
        with pytest.raises(RuntimeError, match="index out of bounds"):
            workers.call(panics, None, lambda _: None)


def test_an_answer_that_fails(workers: Workers) -> None:
    def full(_: None) -> None:
        raise OutputError("no space left")

    with pytest.raises(OutputError, match="no space left"):
        workers.call(whoami, None, full)
    assert isinstance(workers.call(whoami, None, lambda _: None), int)  # the other one
    with pytest.raises(WorkerLostError):
        workers.call(whoami, None, lambda _: None)


def test_they_can_be_started_again(workers: Workers) -> None:
    workers.close()
    assert workers.start()
    for _ in range(4):
        assert workers.call(doubled, 1, lambda asked: asked) == 2


def test_a_worker_that_is_killed(workers: Workers) -> None:
    with pytest.raises(WorkerLostError):
        workers.call(killed, None, lambda _: None)


@pytest.mark.parametrize(("count", "interpreter"), [(1, sys.executable), (2, ""), (2, "/no/python")])
def test_none_is_started(monkeypatch: pytest.MonkeyPatch, count: int, interpreter: str) -> None:
    monkeypatch.setattr(sys, "executable", interpreter)
    with closing(Workers(count)) as workers:
        assert not workers.start()


def test_they_end_with_a_killed_parent() -> None:
    code = "from etl.engines.processes import Workers; w = Workers(2); w.start(); "
    code += "print(*(one._process.pid for one in w._all), flush=True); import time; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    deadline = time.monotonic() + 20
    while any(running(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_worker_loads_nothing_that_it_does_not_use() -> None:
    assert loaded("import etl.pipeline.reading.work", "pydantic", "pandera", "jinja2", "pandas") == set()
