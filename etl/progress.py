"""What a run says while it runs: a bar on a terminal, a line a stage where asked for, else nothing in a pipe."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Progress:
    """What the pipeline tells as it goes; this class itself tells nobody."""

    def stage(self, name: str, **facts: Any) -> None:
        """A stage begins; FACTS are said with it."""

    def total(self, files: int, size: int) -> None:
        """So many files, SIZE bytes together, are to be read."""

    def advance(self, files: int, size: int) -> None:
        """So many more have been read."""


class Log(Progress):
    """One line a stage on stderr, as text or as JSON."""

    def __init__(self, *, as_json: bool) -> None:
        """AS_JSON: one JSON object a line, for machines."""
        self._json = as_json
        self._started = time.monotonic()

    def stage(self, name: str, **facts: Any) -> None:
        """Write the line."""
        seconds = round(time.monotonic() - self._started, 3)
        if self._json:
            line = json.dumps({"seconds": seconds, "stage": name} | facts, ensure_ascii=True)
        else:
            said = ", ".join(f"{key} {value}" for key, value in facts.items())
            line = f"{seconds:8.2f} s  {name}" + (f": {said}" if said else "")
        with suppress(OSError):  # a log that nobody reads stops no run
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


class Bar(Progress):
    """A bar by bytes, with the files, what is going on and the time that is left, on a terminal."""

    def __init__(self, bar: Any) -> None:
        """BAR: a started `rich.progress.Progress`."""
        self._bar = bar
        self._task = bar.add_task("looking for pages", total=None, files="")
        self._files = self._done = 0

    def stage(self, name: str, **facts: Any) -> None:
        """Name what is going on."""
        said = ", ".join(f"{key} {value}" for key, value in facts.items())
        self._bar.update(self._task, description=f"{name} ({said})" if said else name)

    def total(self, files: int, size: int) -> None:
        """Set the end of the bar."""
        self._files, self._done = files, 0
        self._bar.update(self._task, total=size, completed=0)

    def advance(self, files: int, size: int) -> None:
        """Move the bar."""
        self._done += files
        self._bar.update(self._task, advance=size, files=f"{self._done:,}/{self._files:,} files")


@contextmanager
def reporter(*, quiet: bool, log_format: str | None) -> Iterator[Progress]:
    """Lines where LOG_FORMAT asks for them (text, json); else a bar where stderr is a terminal; else silence."""
    if quiet:
        yield Progress()
    elif log_format is not None:
        yield Log(as_json=log_format == "json")
    elif not sys.stderr.isatty():
        yield Progress()
    else:
        from rich.console import Console
        from rich.progress import Progress as RichProgress

        with RichProgress(*_columns(), console=Console(stderr=True), transient=True) as bar:
            yield Bar(bar)


def _columns() -> Iterator[Any]:
    """What the bar shows, on one line however narrow the terminal is."""
    from rich import progress as rich
    from rich.table import Column

    yield rich.TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True))
    yield rich.BarColumn()
    yield rich.TextColumn("{task.fields[files]}", markup=False, table_column=Column(no_wrap=True))
    yield rich.DownloadColumn(table_column=Column(no_wrap=True))
    yield rich.TimeRemainingColumn(table_column=Column(no_wrap=True))
