"""JUnit XML: a test suite for each family of rules and for the gate, a test case for each rule and limit.

There is no standard; this keeps to what the readers of Jenkins, GitLab and GitHub actions have in common. A rule that
found something is a failure where the gate lets nothing of its severity pass (`fail_on`); what the others found is in
`system-out`. Of a run with a baseline, only what is new fails, as in the gate, and only what is new is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from etl.numbers import counted, number
from etl.report.finding_rows import finding_rows
from etl.report.path_prefix import PathPrefix
from etl.visible import visible
from schemas.report import Report, RuleFindings
from schemas.run_facts import GateCheck, RuleFacts, severity_limit

_LISTED = 10_000  # findings
# What XML 1.0 cannot hold, not even as a reference: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, folder: Path | None = None, prefix: PathPrefix | None = None) -> str:
    """REPORT as JUnit XML, with the place of each finding (10,000 at the most; the counts are of all)."""
    lines: dict[str, list[str]] = {}
    for row in finding_rows(report, folder, prefix, _LISTED):
        if row["new"] is not False:
            lines.setdefault(row["code"], []).append(_line(row))
    limits = {check.name for check in report.gate}
    root = Element("testsuites", name="quiver")
    _suite(root, "gate", (_gate_case(check) for check in report.gate))
    found = {rule.code: rule for rule in report.findings}
    for family in sorted({rule.family for rule in report.rules}):
        rules = [rule for rule in report.rules if rule.family == family]
        cases = (
            _case(rule, found.get(rule.code), lines.get(rule.code, []), fails=severity_limit(rule.severity) in limits)
            for rule in rules
        )
        _suite(root, family, cases)
    for key in ("tests", "failures"):
        root.set(key, str(sum(int(suite.get(key, 0)) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, name: str, cases: Iterable[Element]) -> None:
    found = list(cases)
    failures = sum(case.find("failure") is not None for case in found)
    attributes = {"name": _xml(name), "tests": str(len(found)), "failures": str(failures)}
    SubElement(root, "testsuite", attributes | {"errors": "0", "skipped": "0"}).extend(found)


def _gate_case(check: GateCheck) -> Element:
    case = Element("testcase", classname="quiver.gate", name=_xml(check.name))
    measured = _xml(f"{check.name}: measured {number(check.measured)}, limit {number(check.limit)}.")
    if check.passed:
        SubElement(case, "system-out").text = measured
    else:
        SubElement(case, "failure", type="gate", message=measured)
    return case


def _case(rule: RuleFacts, found: RuleFindings | None, lines: list[str], *, fails: bool) -> Element:
    classname = "quiver." + re.sub(r"\W+", "-", rule.family)
    case = Element("testcase", classname=classname, name=_xml(f"{rule.code} {rule.slug}"))
    if found is None:
        return case
    told_of = found.count if found.new is None else found.new
    said = ("" if found.new is None else f"{found.new:,} new of ") + counted(found.count, "finding")
    more = [f"{told_of - len(lines):,} more in findings.parquet"] if told_of > len(lines) else []
    told = "\n".join([*lines, *more])
    if fails and told_of:
        SubElement(case, "failure", type=rule.slug, message=_xml(f"{said}. {rule.what}")).text = told
    else:
        SubElement(case, "system-out").text = f"{rule.severity}: {said}\n{told}".rstrip()
    return case


def _line(row: dict[str, Any]) -> str:
    place = "" if row["path"] is None else f"{row['path']}:{row['first_line'] or 1}: "
    return _xml(f"{place}{row['message']} [{row['finding_id']}]")


def _xml(text: str) -> str:
    """TEXT on one line, of the characters that XML 1.0 allows."""
    return _NOT_XML.sub("\ufffd", visible(text))
