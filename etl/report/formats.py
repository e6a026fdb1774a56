"""The formats of the report: an explicit table, one line a format; and the one that is the report itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from etl.report import github, html, junit, markdown, sarif
from etl.report.path_prefix import PathPrefix
from etl.visible import UNSEEN
from schemas.report import Report


def as_json(report: Report, *_: object) -> str:
    """REPORT as JSON under its contract (`schemas.report`).

    Characters that act are escaped, so that it can be shown on a terminal.
    """
    return UNSEEN.sub(_escaped, report.model_dump_json(indent=1)) + "\n"


def _escaped(match: re.Match[str]) -> str:
    return match[0] if match[0] == "\n" else json.dumps(match[0])[1:-1]


FORMATS: dict[str, Callable[[Report, Path | None, PathPrefix | None], str]] = {
    "html": html.render,
    "md": markdown.render,
    "json": as_json,
    "sarif": sarif.render,
    "junit": junit.render,
    "github": github.render,
}
"""Name -> function of the report; of the folder that holds findings.parquet (None: samples alone); and of what goes
before paths, for the formats that mark files of a repository."""


def write_reports(report: Report, folder: Path) -> None:
    """Write report.json, report.md and report.html into FOLDER, which holds the tables; OSError."""
    for name in ("json", "md", "html"):
        path = folder / f"report.{name}"
        path.write_text(FORMATS[name](report, folder, None), "utf-8", newline="\n")
