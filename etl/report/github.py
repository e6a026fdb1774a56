"""Workflow commands of GitHub Actions: annotations on the files of a change.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from etl.report.numbers import counted
from etl.report.rows import finding_rows
from etl.report.selection import SEVERITIES
from etl.report.visible import visible
from schemas.report import Report

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_SHOWN = 10  # GitHub shows so many of each level for one step


def render(report: Report, folder: Path | None = None) -> str:
    """The first findings of each severity as annotations, and one line that sums all up."""
    lines = [_sum(report)]
    for severity in SEVERITIES:
        lines += map(_annotation, finding_rows(report, folder, _SHOWN, (severity,)))
    return "\n".join(lines) + "\n"


def _sum(report: Report) -> str:
    counts = report.severities
    found = f"{counted(counts['error'], 'error')}, {counted(counts['warning'], 'warning')}, {counts['info']:,} info"
    level, verdict = ("notice", "published") if report.published else ("error", "not published")
    return f"::{level} title=Quiver%3A {verdict}::{_data(f'{report.why} {found}.')}"


def _annotation(row: dict[str, Any]) -> str:
    properties = {
        "file": row["path"],
        "line": row["first_line"],
        "endLine": row["last_line"],
        "title": f"{row['code']} {row['rule']}",
    }
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value is not None)
    return f"::{_LEVELS[row['severity']]} {told}::{_data(row['message'])}"


def _data(text: object) -> str:
    return visible(text).replace("%", "%25")


def _property(text: object) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
