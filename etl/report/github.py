"""Workflow commands of GitHub Actions: annotations on the files of a change.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from etl.numbers import counted
from etl.report.finding_rows import finding_rows, new_rows
from etl.report.path_prefix import PathPrefix
from etl.visible import visible
from schemas.report import Report
from schemas.settings import SEVERITIES

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_SHOWN = 10  # GitHub shows so many of each level for one step


def render(report: Report, folder: Path | None = None, prefix: PathPrefix | None = None) -> str:
    """The first findings of each severity as annotations, and one line that sums all up.

    Of a run with a baseline, those that it does not know.
    """
    level = "notice" if report.published else "error"
    lines = [_sum(report, level)]
    for severity in SEVERITIES:
        most = _SHOWN - (_LEVELS[severity] == level)
        if report.baseline is None:
            rows = finding_rows(report, folder, prefix, most, (severity,))
        else:
            rows = new_rows(report.baseline, prefix, severity)[:most]
        lines += map(_annotation, rows)
    return "\n".join(lines) + "\n"


def _sum(report: Report, level: str) -> str:
    s = report.severities
    found = f"{counted(s['error'], 'error')}, {counted(s['warning'], 'warning')}, {s['info']:,} info"
    verdict = "gate passed" if report.published else "gate failed"
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
    """TEXT as the runner reads it back; characters that act are spelled out."""
    return visible(str(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: object) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
