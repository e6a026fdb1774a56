"""SARIF 2.1.0, the format of static analysis results that code hosts show.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from etl.numbers import counted
from etl.report.finding_rows import finding_rows
from etl.report.path_prefix import PathPrefix
from etl.visible import visible
from schemas.report import Report
from schemas.run_facts import RuleFacts

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_BASE = "INPUT"
_MOST = 25_000  # GitHub refuses files with more results


def render(report: Report, folder: Path | None = None, prefix: PathPrefix | None = None) -> str:
    """REPORT as a SARIF log with one run; its results are all findings, or the 25,000 worst."""
    places = {rule.code: n for n, rule in enumerate(report.rules)}
    rows = finding_rows(report, folder, prefix, _MOST)
    bases = {_BASE: {"description": {"text": "The folder that Quiver was given as its input."}}}
    run = {
        "tool": {"driver": _driver(report)},
        "invocations": [_invocation(report, len(rows))],
        **({"originalUriBaseIds": bases} if prefix is None else {}),
        "columnKind": "unicodeCodePoints",
        "results": [_result(row, places, {"uriBaseId": _BASE} if prefix is None else {}) for row in rows],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, separators=(",", ":")) + "\n"


def _driver(report: Report) -> dict[str, Any]:
    return {
        "name": "Quiver",
        "version": report.quiver_version,
        "semanticVersion": report.quiver_version,
        "rules": [_rule(rule) for rule in report.rules],
    }


def _rule(rule: RuleFacts) -> dict[str, Any]:
    text = f"{rule.what}\n\nWhy it matters: {rule.why}\n\nWhat to do: {rule.remedy}"
    markdown = f"{rule.what}\n\n**Why it matters:** {rule.why}\n\n**What to do:** {rule.remedy}"
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": rule.slug},
        "fullDescription": {"text": rule.what},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family]},
    }


def _invocation(report: Report, shown: int) -> dict[str, Any]:
    """How the run went; with a word on findings that are left out."""
    total = sum(report.severities.values())
    notes = [{"level": "note", "message": {"text": report.why}}]
    if total > shown:
        left = f"{counted(total - shown, 'finding')} left out here; findings.parquet has all."
        notes.append({"level": "warning", "message": {"text": left}})
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _result(row: dict[str, Any], places: dict[str, int], base: dict[str, str]) -> dict[str, Any]:
    """One result; BASE: what its path is relative to."""
    result: dict[str, Any] = {
        "ruleId": row["code"],
        "level": _LEVELS[row["severity"]],
        "message": {"text": _message(row)},
        "partialFingerprints": {"quiverFindingId/v1": row["finding_id"]},
    }
    if row["new"] is not None:
        result["baselineState"] = "new" if row["new"] else "unchanged"
    if row["code"] in places:
        result["ruleIndex"] = places[row["code"]]
    if row["path"] is not None:
        result["locations"] = [{"physicalLocation": _location(row, base)}]
    return result


def _message(row: dict[str, Any]) -> str:
    """The message as plain text: viewers would make a link of `[words](target)`."""
    return visible(row["message"]).replace("](", "] (") or str(row["rule"])


def _location(row: dict[str, Any], base: dict[str, str]) -> dict[str, Any]:
    uri = quote(row["path"].encode("utf-8", "surrogateescape"))
    location: dict[str, Any] = {"artifactLocation": {"uri": uri} | base}
    if row["first_line"] is not None:
        location["region"] = {"startLine": row["first_line"], "endLine": row["last_line"] or row["first_line"]}
    return location
