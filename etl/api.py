"""The Python API behind `import etl`: a run, a check, and settings as keywords."""

from __future__ import annotations

import os
from collections.abc import Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Unpack

from etl.config import load_settings
from etl.errors import UsageError
from etl.pipeline.check import check as check_pages
from etl.pipeline.run import Outcome
from etl.pipeline.run import run as run_pages
from schemas.keywords import SettingsKeywords
from schemas.settings import Settings

_first_used_in: int | None = None
Raw = str | PathLike[str] | Sequence[str | PathLike[str]]
"""A file or a folder with pages, or several of them."""


def run(
    raw: Raw,
    out: str | PathLike[str],
    *,
    config: str | PathLike[str] | None = None,
    **settings: Unpack[SettingsKeywords],
) -> Outcome:
    """Read the pages in RAW and publish a snapshot in OUT, if the gate lets it.

    CONFIG: a file of settings; else they are found as the command finds them (`quiver.toml`, or `[tool.quiver]`,
    in the current folder). SETTINGS: those of `schemas.settings.Settings` by name, over the file's (`cap=8`,
    `references=["dblp.xml.gz"]`, `gate={"fail_on": "warning"}`).

    Out: `passed` (did the gate let it through?), `unchanged` (was there nothing to do?), `report` (None where
    unchanged). A failed gate is no exception: the last snapshot stays, and the report lies in OUT/failed.

    Raises the errors of `etl.errors`: UsageError (settings, empty paths), InputError (RAW cannot be read), OutputError
    (OUT cannot be written, or another run holds it), ContractError (a table breaks its contract).
    """
    _require_threads()
    return run_pages(_paths(raw), _path(out), _settings(config, settings))


def check(raw: Raw, *, config: str | PathLike[str] | None = None, **settings: Unpack[SettingsKeywords]) -> Outcome:
    """Read the pages in RAW and judge them; publish nothing. In, out and errors are those of `run`."""
    _require_threads()
    return check_pages(_paths(raw), _settings(config, settings))


def _require_threads() -> None:
    """UsageError in a fork of a process that has used Quiver: the threads of Polars stayed there, and it would hang."""
    global _first_used_in  # noqa: PLW0603 - it is a fact about the process
    _first_used_in = _first_used_in or os.getpid()
    if _first_used_in != os.getpid():
        raise UsageError(
            "this process was forked from one that has used Quiver, and would wait for ever; start it anew, as "
            'multiprocessing.get_context("spawn") does'
        )


def _paths(raw: Raw) -> list[Path]:
    paths = [_path(path) for path in ([raw] if isinstance(raw, str | PathLike) else raw)]
    if not paths:
        raise UsageError("no pages are named: give a file, a folder, or several")
    return paths


def _path(path: str | PathLike[str]) -> Path:
    """PATH; UsageError for an empty one, which would be the current folder, and for what no system takes."""
    if not fspath(path):
        raise UsageError("a path is not empty")
    if "\0" in str(path):
        raise UsageError(f"a path has no NUL: {str(path)!r}")
    return Path(path)


def _settings(config: str | PathLike[str] | None, settings: SettingsKeywords) -> Settings:
    plain = {name: _plain(value) for name, value in settings.items()}
    loaded = load_settings(None if config is None else _path(config), plain, given="argument")
    if plain.keys() & {"select", "ignore"} and "limits" not in settings.get("gate", {}):
        from etl.rules.selection import narrowed  # with all rules: seldom needed before the run begins

        return narrowed(loaded)  # the limits are the file's, which runs more rules
    return loaded


def _plain(value: Any) -> Any:
    """VALUE as a file of settings would have it: text for paths, also in lists."""
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return fspath(value) if isinstance(value, PathLike) else value
