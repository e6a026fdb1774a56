"""The formats of the report: an explicit table, one line a format; and the one that is the report itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from etl.report import github, html, junit, markdown, sarif
from etl.report.places import Place
from etl.visible import UNSEEN
from schemas.report import Report


def as_json(report: Report, folder: Path | None = None) -> str:  # noqa: ARG001 (the signature of all formats)
    """REPORT as JSON under its contract (`schemas.report`).

    Characters that act are escaped, so that it can be shown on a terminal.
    """
    return UNSEEN.sub(_escaped, report.model_dump_json(indent=1)) + "\n"


def _escaped(match: re.Match[str]) -> str:
    return match[0] if match[0] == "\n" else json.dumps(match[0])[1:-1]


_ON_FILES = {"sarif": sarif.render, "junit": junit.render, "github": github.render}
FORMATS: dict[str, Callable[[Report, Path | None], str]] = {
    "html": html.render,
    "md": markdown.render,
    "json": as_json,
    **_ON_FILES,
}
"""Name -> function of the report and of the folder that holds findings.parquet (None: samples alone)."""


def in_format(name: str, report: Report, folder: Path | None, place: Place | None) -> str:
    """REPORT in the format NAME; where that marks files, their paths are below PLACE (see `etl.report.places`)."""
    return _ON_FILES[name](report, folder, place) if name in _ON_FILES else FORMATS[name](report, folder)


def write_reports(report: Report, folder: Path) -> None:
    """Write report.json, report.md and report.html into FOLDER, which holds the tables; OSError."""
    for name in ("json", "md", "html"):
        path = folder / f"report.{name}"
        path.write_text(FORMATS[name](report, folder), "utf-8", newline="\n")
