"""What each format must do with hostile data, and with more data than it can show."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from jsonschema.validators import validator_for

from etl import options
from etl.report import html
from etl.report.build import build_report
from etl.report.finding_rows import fair_quotas
from etl.report.formats import FORMATS, write_reports
from etl.report.markdown import escape
from etl.report.terminal import summary
from etl.visible import visible
from schemas.report import Report, report_json_schema
from schemas.run_facts import GateCheck, severity_limit
from schemas.settings import Severity
from tests.commands import loaded
from tests.report.made_report import SCRIPT, later_facts, made_facts, made_folder

COPIES = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_folder(tmp_path_factory.mktemp("tables"), copies=COPIES)


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return build_report(folder, later_facts())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("with_folder", [True, False])
def test_no_format_lets_a_character_act(report: Report, folder: Path, name: str, with_folder: bool) -> None:
    text = FORMATS[name](report, folder if with_folder else None)
    assert not set(text) & set("\x00\x07\x1b\x85\u200b\u2028\u202e\ufeff")
    assert text.endswith("\n")


def test_terminal_escapes_of_the_data_are_spelled_out(report: Report) -> None:
    plain = summary(report, colour=False, out="cur\x1b]0;x\x07ated")
    assert "\x1b" not in plain
    assert "\x07" not in plain
    assert re.sub("\x1b\\[[0-9;]*m", "", summary(report, colour=True, out="cur\x1b]0;x\x07ated")) == plain
    assert len(plain.splitlines()) <= 12


def test_terminal_says_what_a_check_would_do(report: Report) -> None:
    lines = summary(report, colour=False, out="").splitlines()
    assert lines[0] == "✓ would be published"
    assert not any("report.html" in line for line in lines)


def test_markdown_names_three_findings_of_a_rule_and_counts_the_others(report: Report) -> None:
    (rule,) = (rule for rule in report.findings if rule.code == "AUT101")
    _, _, told = FORMATS["md"](report, None).partition(f"**AUT101 {rule.slug}**")
    lines = told.partition("\n\n**")[0].splitlines()
    assert [line.startswith("- ") for line in lines[-4:]] == [True] * 4
    assert lines[-1] == f"- {rule.count - 3} more"


@pytest.mark.parametrize(("others", "told"), [(0, ""), (1, "\n\n1 more venue.\n"), (2, "\n\n2 more venues.\n")])
def test_markdown_counts_the_venues_that_it_does_not_name(report: Report, others: int, told: str) -> None:
    coverage = report.coverage.model_copy(update={"other_venues": others})
    text = FORMATS["md"](report.model_copy(update={"coverage": coverage}), None)
    assert text.endswith(told or "|\n")
    assert "| 2019 |" in text
    assert "2019 to 2019" not in text


@given(st.text(alphabet="\\`*_[]<>|~&$#@!{}:/w.n a\n"))
def test_markdown_escapes_keep_a_cell_whole(text: str) -> None:
    cell = escape(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[|`<>*_\[\]]", cell)
    assert "\n" not in cell
    assert re.sub(r"\\([\\`*_\[\]<>|~&$#@!{}:.])", r"\1", cell) == visible(text)


class Page(HTMLParser):
    """What a browser would make of a page: its elements, ids, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_script = tag == "script"
        if self._in_script:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data
        else:
            self.text += data

    def handle_endtag(self, _: str) -> None:
        self._in_script = False


@pytest.fixture(scope="module")
def page(report: Report, folder: Path) -> Page:
    return Page(html.render(report, folder))


def test_page_shows_a_script_as_text(page: Page) -> None:
    assert len(page.scripts) == 2
    assert SCRIPT in page.text
    assert not any(tag == "b" and attributes for tag, attributes in page.tags)


def test_page_asks_nothing_of_any_server(page: Page) -> None:
    addresses = [
        value
        for _, attributes in page.tags
        for name, value in attributes.items()
        if name in {"src", "href", "action", "xlink:href", "data", "poster", "srcset"}
    ]
    assert all(value and (value.startswith("#") or value == "data:,") for value in addresses)
    assert not re.search(r"@import|url\(", page.text)
    policy = next(a["content"] for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy
    assert "default-src 'none'" in policy


def test_page_has_landmarks_and_names_for_everything(page: Page) -> None:
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    named = {value for _, a in page.tags for key in ("aria-labelledby", "for") if (value := a.get(key))}
    assert named <= set(ids)
    targets = {a["href"] for tag, a in page.tags if tag == "a"}
    assert {f"#{name}" for name in ids} >= targets
    tags = [tag for tag, _ in page.tags]
    assert {"main", "header", "nav", "footer"} <= set(tags)
    assert tags.count("h1") == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(a.get("aria-label") for tag, a in page.tags if tag == "svg")


def test_page_embeds_the_findings_that_are_no_samples(page: Page, report: Report) -> None:
    data = json.loads(page.scripts[0])
    shown = sum(len(rule.samples) for rule in report.findings)
    assert len(data["rows"]) + shown == sum(report.severities.values())
    assert not set(page.scripts[0]) & set("<>&\u2028")


def test_page_stays_small(report: Report, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_MOST_BYTES", len(html.render(report, None).encode()) + 9_000)
    text = html.render(report, folder)
    assert len(text.encode()) < html._MOST_BYTES + 300
    kept = len(json.loads(Page(text).scripts[0])["rows"])
    told = sum(int(count) for count in re.findall(r"(\d+) more findings of this rule are not", text))
    samples = sum(len(rule.samples) for rule in report.findings)
    assert kept > 0
    assert kept + told + samples == sum(report.severities.values())


def test_page_of_a_failed_run_says_so_first(folder: Path) -> None:
    text = Page(html.render(build_report(folder, made_facts(passed=False)), folder)).text
    assert text.index("Gate failed") < text.index("Errors: to be mended")
    assert "What changed" not in text  # there is nothing to compare with
    text = Page(html.render(build_report(folder, later_facts()), folder)).text
    assert text.index("What changed") < text.index("Errors: to be mended")


def test_quotas_are_fair_and_spend_the_budget() -> None:
    assert fair_quotas({"A": 2, "B": 100, "C": 100}, 22) == {"A": 2, "B": 10, "C": 10}
    assert fair_quotas({"A": 1, "B": 1}, 9) == {"A": 1, "B": 1}
    assert fair_quotas({}, 9) == {}


SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {"version": {"const": "2.1.0"}, "runs": {"minItems": 1, "items": {"$ref": "#/$defs/run"}}},
    "$defs": {
        "message": {
            "type": "object",
            "required": ["text"],
            "properties": {"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string"}},
            "additionalProperties": False,
        },
        "level": {"enum": ["none", "note", "warning", "error"]},
        "run": {
            "required": ["tool", "results"],
            "properties": {
                "tool": {"properties": {"driver": {"$ref": "#/$defs/driver"}}, "required": ["driver"]},
                "results": {"items": {"$ref": "#/$defs/result"}},
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            },
        },
        "driver": {
            "required": ["name", "rules"],
            "properties": {
                "rules": {
                    "items": {
                        "required": ["id", "help", "shortDescription", "defaultConfiguration"],
                        "properties": {
                            "help": {"$ref": "#/$defs/message"},
                            "shortDescription": {"$ref": "#/$defs/message"},
                            "fullDescription": {"$ref": "#/$defs/message"},
                            "defaultConfiguration": {"properties": {"level": {"$ref": "#/$defs/level"}}},
                        },
                    }
                }
            },
        },
        "result": {
            "required": ["message", "ruleId", "level", "partialFingerprints"],
            "additionalProperties": False,
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "baselineState": {"enum": ["new", "unchanged"]},
                "level": {"$ref": "#/$defs/level"},
                "message": {"$ref": "#/$defs/message"},
                "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
                "locations": {"items": {"$ref": "#/$defs/location"}},
            },
        },
        "location": {
            "properties": {
                "physicalLocation": {
                    "required": ["artifactLocation"],
                    "properties": {
                        "artifactLocation": {"properties": {"uri": {"pattern": r"^([A-Za-z0-9/_.~-]|%[0-9A-F]{2})*$"}}},
                        "region": {
                            "required": ["startLine"],
                            "additionalProperties": False,
                            "properties": {
                                "startLine": {"type": "integer", "minimum": 1},
                                "endLine": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                }
            }
        },
    },
}
"""The part of the SARIF 2.1.0 schema that we use, written anew and stricter."""


def test_sarif_keeps_to_the_standard_and_has_every_finding(report: Report, folder: Path) -> None:
    log = json.loads(FORMATS["sarif"](report, folder))
    jsonschema.validate(log, SARIF)
    (run,) = log["runs"]
    assert len(run["results"]) == sum(report.severities.values())
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    prints = [result["partialFingerprints"]["quiverFindingId/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    bases = {
        place["physicalLocation"]["artifactLocation"]["uriBaseId"]
        for result in run["results"]
        for place in result.get("locations", [])
    }
    assert bases == set(run["originalUriBaseIds"])


def test_sarif_tells_what_it_leaves_out(report: Report, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.report.sarif._MOST", COPIES + 8)
    (run,) = json.loads(FORMATS["sarif"](report, folder))["runs"]
    levels = [result["level"] for result in run["results"]]
    assert (levels.count("error"), levels.count("warning"), levels.count("note")) == (COPIES, 8, 0)
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert any(note.startswith(f"{6 * COPIES - 8} findings left out") for note in notes)


@pytest.mark.skipif("SARIF_SCHEMA" not in os.environ, reason="`make sarif` gives the standard's own schema")
@pytest.mark.parametrize("prefix", [None, "", "raw pages"])
def test_sarif_keeps_to_the_schema_of_the_standard(report: Report, folder: Path, prefix: str | None) -> None:
    schema = json.loads(Path(os.environ["SARIF_SCHEMA"]).read_bytes())
    log = json.loads(FORMATS["sarif"](report, folder, prefix))
    checker = validator_for(schema)(schema, format_checker=validator_for(schema).FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(log)] == []
    log["runs"][0]["results"][0]["level"] = "bad"
    assert not checker.is_valid(log)


def sarif_files(text: str) -> list[dict[str, str]]:
    (run,) = json.loads(text)["runs"]
    places = [place["physicalLocation"] for result in run["results"] for place in result.get("locations", [])]
    return [place["artifactLocation"] for place in places]


@pytest.mark.parametrize("prefix", ["raw pages/", ".", ""])
def test_a_prefix_leads_from_the_root_of_the_repository(report: Report, folder: Path, prefix: str) -> None:
    plain = {name: FORMATS[name](report, folder) for name in FORMATS}
    text = {name: FORMATS[name](report, folder, prefix) for name in FORMATS}
    changed = {name for name in FORMATS if text[name] != plain[name]}
    assert changed <= set(options.MARKING)
    assert changed == set(options.MARKING) or not prefix.strip("./")
    before = prefix.strip("./") + "/" if prefix.strip("./") else ""
    files = [before.replace(" ", "%20") + file["uri"] for file in sarif_files(plain["sarif"])]
    assert sarif_files(text["sarif"]) == [{"uri": uri} for uri in files] != []
    assert "originalUriBaseIds" not in text["sarif"]
    assert text["github"] == plain["github"].replace(" file=", f" file={before}")
    assert text["junit"].count(f"{before}sub/") == plain["junit"].count("sub/") > 0


def test_junit_counts_and_text(report: Report, folder: Path) -> None:
    root = ElementTree.fromstring(FORMATS["junit"](report, folder))
    suites = root.findall("testsuite")
    assert {suite.get("name") for suite in suites} == {"gate"} | {rule.family for rule in report.rules}
    assert int(root.get("tests")) == len(root.findall(".//testcase")) == len(report.rules) + len(report.gate)
    (failure,) = root.findall(".//failure")
    assert len(failure.text.splitlines()) == COPIES
    assert int(root.get("failures")) == 1


def test_junit_passes_a_rule_that_found_nothing(report: Report) -> None:
    rest = [rule.model_copy(update={"code": "PAG999"}) for rule in report.rules[:1]]
    root = ElementTree.fromstring(FORMATS["junit"](report.model_copy(update={"rules": rest, "findings": []}), None))
    (case,) = root.findall(f"testsuite[@name='{rest[0].family}']/testcase")
    assert (case.get("name"), len(case)) == (f"PAG999 {rest[0].slug}", 0)


def test_junit_fails_where_the_gate_does(folder: Path) -> None:
    root = ElementTree.fromstring(FORMATS["junit"](build_report(folder, made_facts(passed=False)), folder))
    assert root.find("testsuite[@name='gate']").get("failures") == "1"


@pytest.mark.parametrize(("severities", "failing"), [([], set()), (["error"], {"error"}), (["warning"], {"warning"})])
def test_junit_fails_rules_of_the_severities_that_the_gate_stops(
    report: Report, folder: Path, severities: list[Severity], failing: set[str]
) -> None:
    gate = [GateCheck(name=severity_limit(severity), limit=0, measured=1, passed=True) for severity in severities]
    root = ElementTree.fromstring(FORMATS["junit"](report.model_copy(update={"gate": gate, "baseline": None}), folder))
    slugs = {rule.slug: rule.severity for rule in report.findings}
    assert {slugs[failure.get("type")] for failure in root.findall(".//failure")} == failing


def test_github_commands_stand_on_their_lines_and_are_not_too_many(report: Report, folder: Path) -> None:
    report = report.model_copy(update={"baseline": None})
    lines = FORMATS["github"](report, folder).splitlines()
    assert all(re.match(r"::(error|warning|notice) [^:]+::[^\n]+$", line) for line in lines)
    for level in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{level} ") for line in lines) == 10
    odd = next(line for line in lines if "TTL101" in line)
    assert "file=sub/we%3Aird%2C 100%25%0A%3A%3Aerror%3A%3A<b>.txt,line=13" in odd


def test_markdown_shows_a_script_as_text(report: Report) -> None:
    text = FORMATS["md"](report, None)
    assert SCRIPT not in text
    assert r"\<script\>alert(1)\</script\>" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) in {3, 5, 6} for row in rows)


def test_json_keeps_to_its_schema(report: Report) -> None:
    jsonschema.validate(json.loads(FORMATS["json"](report, None)), report_json_schema())


def test_the_command_line_knows_all_formats() -> None:
    assert sorted(options.FORMAT_NAMES) == sorted(FORMATS)


def test_reports_are_written(report: Report, folder: Path, tmp_path: Path) -> None:
    write_reports(report, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "report.json", "report.md"]
    assert Report.model_validate_json((tmp_path / "report.json").read_bytes()) == report


def test_a_folder_that_is_not_there_is_told_by_its_file(report: Report, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"report\.json"):
        write_reports(report, tmp_path / "none")


def test_heavy_libraries_wait_until_a_page_is_written() -> None:
    assert loaded("import etl.report.formats", "jinja2", "markupsafe", "pandera") == set()


def test_how_well_the_probabilities_hold_is_shown_where_references_tell(report: Report, folder: Path) -> None:
    first = build_report(folder, made_facts())
    for name in ("html", "md"):
        assert "How well the probabilities hold" not in FORMATS[name](first, None)
        assert "How well the probabilities hold" in FORMATS[name](report, None)
        assert "252.5" in FORMATS[name](report, None)
