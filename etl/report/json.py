"""`report.json`: the report under its versioned contract (`schemas.report`)."""

from __future__ import annotations

from pathlib import Path

from schemas.report import Report


def render(report: Report, folder: Path | None = None) -> str:  # noqa: ARG001 (the signature of all formats)
    """REPORT as JSON; what text holds is escaped as JSON does."""
    return report.model_dump_json(indent=1) + "\n"
