"""A process that works for another one: it gets functions and arguments over a socket, and gives results back.

python -c "from etl.engines.worker import main; main(3)"     # 3: the socket's file descriptor
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import traceback
from multiprocessing.connection import Connection
from typing import Any, NoReturn

ASK, DONE, FAILED = "ask", "done", "failed"


def main(descriptor: int) -> NoReturn:
    """Serve the socket DESCRIPTOR until the other side closes it, as it does when it ends or dies."""
    gc.disable()  # frames and text are in no cycles
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the other side gets them too, and closes the socket
        signal.signal(number, signal.SIG_IGN)
    try:
        serve(Connection(descriptor))
    except (EOFError, ConnectionError):
        pass
    finally:
        os._exit(0)  # nothing is worth tidying: the process holds no file and no lock


def serve(connection: Connection) -> None:
    """Answer each `(function, argument)` with what `function(argument, ask)` gives; `ask` asks the other side."""

    def ask(question: Any) -> Any:
        connection.send((ASK, question))
        return connection.recv()

    while True:
        function, argument = connection.recv()
        try:
            answer = (DONE, function(argument, ask))
        except (EOFError, ConnectionError):
            raise
        except BaseException as error:  # noqa: BLE001 - raised again on the other side
            answer = (FAILED, _sendable(error))
        connection.send(answer)


def _sendable(error: BaseException) -> BaseException:
    """ERROR, or where pickle cannot take it across (a panic of Polars), one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - whatever its type does when it is pickled
        return RuntimeError("".join(traceback.format_exception(error)).rstrip())
    return error


def command(descriptor: int) -> list[str]:
    """The command that starts a worker with this process's interpreter and import path."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from etl.engines.worker import main; main({descriptor})"
    return [sys.executable, "-c", code]
