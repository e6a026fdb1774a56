"""What all commands share: how they are run, their exit status, the answer on stdout, messages on stderr."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from etl.errors import QuiverError, RuleFaultError, UsageError

ENDS = (signal.SIGTERM, signal.SIGHUP)
"""What ends a command from outside: `timeout`, a CI job that is cancelled, a terminal that is closed."""
_MOST_THREADS = 1024


class _Speech:
    """How messages stand on stderr: as text, or one JSON object a line, as the log does."""

    as_json = False


class _TerminatedError(BaseException):
    """One of `ENDS` came, whose number it holds; raised so that temporary folders are removed first."""


def _terminate(number: int, _: object) -> NoReturn:
    raise _TerminatedError(number)


def _prepare() -> None:
    """Give the process the streams that commands write to, and let `ENDS` raise `_TerminatedError`."""
    if sys.stdout is None:  # closed by the caller: the answer is lost, as it is on a full disk
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:  # closed by the caller, who does not want it
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 (for all of the process)
    speak_as(None)
    for number in ENDS:
        if signal.getsignal(number) is signal.SIG_DFL:  # else the caller wants it otherwise, as `nohup` does
            signal.signal(number, _terminate)


def _require_threads() -> None:
    """UsageError where the environment gives Polars no number of threads: it would panic, or begin a million."""
    for name in ("POLARS_MAX_THREADS", "POLARS_ASYNC_THREAD_COUNT"):
        value = os.environ.get(name)
        if value and not (value.isdecimal() and 1 <= int(value[:9]) <= _MOST_THREADS):
            raise UsageError(f"{name} is {value!r} in the environment: set it to 1 to {_MOST_THREADS}, or unset it")


def run_and_exit(commands: click.Group) -> NoReturn:
    """Run what the command line asks of COMMANDS, and exit; every error of ours is one line."""
    _prepare()
    try:
        _require_threads()
        status = commands.main(prog_name="quiver", standalone_mode=False)
    except QuiverError as error:
        _fail(str(error), error.exit_status)
    except _TerminatedError as end:
        talk("terminated")
        signal.signal(end.args[0], signal.SIG_DFL)
        os.kill(os.getpid(), end.args[0])  # so that the caller sees what it did
    except (click.exceptions.Abort, KeyboardInterrupt):
        _fail("interrupted", 130)
    except click.ClickException as error:
        _fail(_misuse(error), 2)
    except MemoryError:
        _fail("not enough memory; set --memory-mb or --workers lower", 4)
    except OSError as error:  # of stdout, of the temporary folder: all others have become errors of ours
        why = "stdout is closed" if error.errno == errno.EBADF else error.strerror or error
        _fail(f"cannot write {error.filename or 'the answer'}: {why}", 4)
    except SystemExit:  # of click, where the reader of --help has left; its status 1 would say that the gate failed
        sys.exit(0)
    except BaseException as error:  # noqa: BLE001 - also a panic of Polars, which Python would end with the status of a failed gate
        with suppress(OSError):
            sys.excepthook(type(error), error, error.__traceback__)
        where = f": {error}" if isinstance(error, RuleFaultError) else ""
        _fail(f"this is a bug in Quiver; please report it, with the lines above{where}", 70)
    sys.exit(status if isinstance(status, int) else 0)


def _misuse(error: click.ClickException) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return "name a command; `quiver --help` lists them"
    hint = f" (see `{error.ctx.command_path} --help`)" if isinstance(error, click.UsageError) and error.ctx else ""
    return error.format_message() + hint


def _fail(message: str, status: int) -> NoReturn:
    talk(message, status=status)
    sys.exit(status)


def speak_as(log_format: str | None) -> str | None:
    """LOG_FORMAT; from here on messages have the form of such a log, for who reads one in JSON reads nothing else."""
    _Speech.as_json = log_format == "json"
    return log_format


def talk(message: str, **facts: int) -> None:
    """Say MESSAGE on stderr, in one line (of JSON: with FACTS); where nobody hears it, the exit status still tells."""
    from etl.visible import visible

    said = visible(" ".join(message.split()))
    with suppress(OSError):
        click.echo(json.dumps({"message": said} | facts) if _Speech.as_json else f"quiver: {said}", err=True)


def answer(text: str) -> None:
    """Print TEXT as the answer, whatever it holds."""
    put(text.encode("utf-8", "replace") + (b"" if text.endswith("\n") else b"\n"))


def tell(text: str) -> None:
    """Print TEXT, which says in words what the exit status says; where stdout is closed nobody wants the words."""
    try:
        answer(text)
    except OSError as error:
        if error.errno != errno.EBADF:
            raise


def put(data: bytes) -> None:
    """Write DATA to stdout; a reader who has left, as `head` does, has seen enough, and changes no exit status."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
