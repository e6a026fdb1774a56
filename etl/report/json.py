"""`report.json`: the report under its versioned contract (`schemas.report`)."""

from __future__ import annotations

import json
import re
from pathlib import Path

from etl.visible import UNSEEN
from schemas.report import Report


def render(report: Report, folder: Path | None = None) -> str:  # noqa: ARG001 (the signature of all formats)
    """REPORT as JSON; characters that act are escaped, so that it can be shown on a terminal."""
    return UNSEEN.sub(_escaped, report.model_dump_json(indent=1)) + "\n"


def _escaped(match: re.Match[str]) -> str:
    return match[0] if match[0] == "\n" else json.dumps(match[0])[1:-1]
