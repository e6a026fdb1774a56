"""The formats of the report: an explicit table, one line a format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from etl.report import github, html, json, junit, markdown, sarif
from etl.report.places import Place
from schemas.report import Report

_ON_FILES = {"sarif": sarif.render, "junit": junit.render, "github": github.render}
FORMATS: dict[str, Callable[[Report, Path | None], str]] = {
    "html": html.render,
    "md": markdown.render,
    "json": json.render,
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
