"""The report's contract moves only with its version."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from schemas.report import REPORT_VERSION, report_json_schema

SHAPES = {"2.2.0": "7e7fc830751a6f01"}
"""Version -> digest of what a reader of `report.json` may rely on; of the version that is at work alone."""


def _shape(schema: Any) -> Any:
    """SCHEMA without its words, which may change with a patch, and without the version itself."""
    if isinstance(schema, list):
        return [_shape(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    words = {key for key, value in schema.items() if key in {"description", "title"} and isinstance(value, str)}
    return {key: _shape(value) for key, value in schema.items() if key not in words and value != REPORT_VERSION}


def test_a_report_of_another_shape_has_another_version() -> None:
    """A new field moves the middle number of `REPORT_VERSION`; what is gone, or is otherwise, the first."""
    digest = hashlib.sha256(json.dumps(_shape(report_json_schema()), sort_keys=True).encode()).hexdigest()[:16]
    assert {REPORT_VERSION: digest} == SHAPES
