"""Worker processes: for work that holds the interpreter's lock too much for threads to share two processors well."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from etl.engines.worker import ASK, FAILED, command

_KEPT_BYTES = 1 << 30  # more than a shard takes: all freed memory is kept


class WorkerLostError(MemoryError):
    """A worker process ended in the middle of its work: the system ends one where memory runs short."""


class Workers:
    """COUNT processes, each of which works on one thing at a time; to be called from as many threads."""

    def __init__(self, count: int) -> None:
        """None is started yet."""
        self.count = count
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all: list[_Worker] = []

    def start(self) -> bool:
        """Start the processes, unless they run already; True where there are any.

        There are none where the system refuses, or where the count is one: it would only take the place of this
        process. They import their modules while this process goes on.
        """
        with suppress(OSError):
            while 1 < self.count > len(self._all) and sys.executable:
                self._all.append(_Worker())
                self._idle.put(self._all[-1])
        return bool(self._all)

    def close(self) -> None:
        """End the processes, also in the middle of their work, and so free their memory."""
        for worker in self._all:
            worker.end()
        self._all, self._idle = [], SimpleQueue()

    def call(
        self, function: Callable[[Any, Callable[[Any], Any]], Any], argument: Any, answer: Callable[[Any], Any]
    ) -> Any:
        """What `function(argument, ask)` gives in a worker, where `ask(question)` gives ANSWER(question) of here.

        FUNCTION goes by name, ARGUMENT and what comes back as copies. Raises what FUNCTION raises, or
        WorkerLostError.
        """
        worker = self._idle.get()
        try:
            return worker.call(function, argument, answer)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process and the socket to it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                command(theirs.fileno()), stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(),), env=_environment()
            )
            self._connection = Connection(ours.detach())

    def call(self, function: Callable[..., Any], argument: Any, answer: Callable[[Any], Any]) -> Any:
        self._say((function, argument))
        while True:
            kind, said = self._hear()
            if kind != ASK:
                break
            try:
                answered = answer(said)
            except BaseException:
                self.end()  # it would take the next call for the answer
                raise
            self._say(answered)
        if kind == FAILED:
            raise said
        return said

    def _say(self, what: Any) -> None:
        try:
            self._connection.send(what)
        except OSError as error:
            raise WorkerLostError from error

    def _hear(self) -> tuple[str, Any]:
        try:
            heard: tuple[str, Any] = self._connection.recv()
        except (EOFError, OSError) as error:
            raise WorkerLostError from error
        return heard

    def end(self) -> None:
        """End the process. It may be at work, where something has failed here: what it does is not needed then."""
        self._connection.close()
        self._process.kill()
        self._process.wait()


def _environment() -> dict[str, str]:
    """The environment of a worker: one thread each, for there are as many workers as processors.

    Its allocators keep freed memory for the next shard: to ask the system anew costs a twentieth of the time.
    """
    return os.environ | {
        "POLARS_MAX_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "_RJEM_MALLOC_CONF": "dirty_decay_ms:10000",
        "MALLOC_TRIM_THRESHOLD_": str(_KEPT_BYTES),
        "MALLOC_MMAP_THRESHOLD_": str(_KEPT_BYTES),
    }
