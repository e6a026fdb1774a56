"""Known findings: which are new is told in every format, and a file that is no baseline is refused."""

from __future__ import annotations

import errno
import json
import os
import shutil
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from etl.errors import OutputError, UsageError
from etl.load.manifest import read_manifest
from etl.pipeline.baseline import read, write
from etl.pipeline.check import check
from etl.pipeline.run import run
from etl.report import markdown
from schemas.report import Report
from schemas.settings import Settings
from tests.commands import RAW


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A baseline of all findings on the real page but two."""
    path = tmp_path_factory.mktemp("written") / "baseline.json"
    check([RAW], Settings(), write_baseline=path)
    told = json.loads(path.read_text("utf-8"))
    told["findings"] = [
        row for row in told["findings"] if row["rule"] not in ("declared-count-differs", "author-rows-differ")
    ]
    path.write_text(json.dumps(told), "utf-8")
    return path


@pytest.fixture
def older(written: Path, tmp_path: Path) -> Path:
    """A copy of WRITTEN, to change."""
    return Path(shutil.copy(written, tmp_path / "baseline.json"))


@pytest.fixture(scope="module")
def checked(written: Path) -> tuple[Report, str]:
    """The real page against WRITTEN: the report, and the same as SARIF."""
    return _checked(written, "sarif")


def _checked(older: Path, format_: str) -> tuple[Report, str]:
    outcome = check(
        [RAW], Settings.model_validate({"baseline": str(older), "gate": {"fail_on": "warning"}}), format_=format_
    )
    assert outcome.report is not None
    assert not outcome.passed
    return outcome.report, outcome.rendered or ""


def test_what_is_new_is_told_the_worst_first(checked: tuple[Report, str]) -> None:
    baseline = checked[0].baseline
    assert baseline is not None
    assert [(f.rule, f.severity, f.path, f.first_line) for f in baseline.new_findings] == [
        ("declared-count-differs", "warning", "jacob_steinhardt.txt", 1),
        ("author-rows-differ", "info", "jacob_steinhardt.txt", 1),
    ]
    assert baseline.new == 2


def test_only_what_is_new_counts_for_the_gate(older: Path, checked: tuple[Report, str]) -> None:
    assert [(c.measured, c.passed) for c in checked[0].gate] == [(0, True), (1, False), (0, True)]
    check([RAW], Settings(), write_baseline=older)
    assert check([RAW], Settings.model_validate({"baseline": str(older), "gate": {"fail_on": "info"}})).passed


def test_what_is_not_looked_for_is_not_fixed(older: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([RAW], out, Settings())
    told = json.loads(older.read_text("utf-8"))
    told["findings"] += [{"finding_id": "f" * 16, "rule": "name-variants"}, {"finding_id": "e" * 16}]
    older.write_text(json.dumps(told), "utf-8")
    report = run([RAW], out, Settings(select=("NAM",), baseline=str(older))).report
    assert report is not None
    assert report.baseline is not None
    assert report.baseline.fixed == ["e" * 16, "f" * 16]
    assert report.changes is not None
    assert (report.changes.findings_new, report.changes.findings_fixed) == (0, 0)


def test_a_baseline_of_fewer_rules_keeps_what_it_has_of_the_others(older: Path) -> None:
    told = json.loads(older.read_text("utf-8"))["findings"]
    gone = {"finding_id": "f" * 16, "rule": "declared-count-differs", "message": "Of old."}
    older.write_text(json.dumps({"version": 1, "findings": [*told, gone]}), "utf-8")
    check([RAW], Settings(select=("PAG",)), write_baseline=older)
    now = json.loads(older.read_text("utf-8"))["findings"]
    assert [row for row in now if not row["rule"].startswith(("declared-", "author-rows-"))] == told
    assert {row["rule"] for row in now} > {"declared-count-differs", "author-rows-differ"}
    assert gone not in now


@pytest.mark.parametrize("text", ["Not a baseline.", "{}"])
def test_no_other_file_is_written_over(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="is no baseline; move it away"):
        check([RAW], Settings(), write_baseline=path)
    assert path.read_text("utf-8") == text


FINDINGS = pl.DataFrame({"finding_id": ["a" * 16], "code": ["PAG101"], "rule": ["r"], "message": ["m"]})


def test_where_the_disk_is_full_the_baseline_stays_as_it_was(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    before = older.read_bytes()
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match=r"baseline\.json: no space left .* with --write-baseline$"):
        write(older, FINDINGS, ())
    assert older.read_bytes() == before
    assert list(older.parent.iterdir()) == [older]


def test_the_baseline_that_the_settings_name_is_made_where_it_is_not_there_yet(tmp_path: Path) -> None:
    settings = Settings(baseline=str(tmp_path / "new.json"))
    with pytest.raises(UsageError, match="cannot read the baseline"):
        check([RAW], settings, write_baseline=tmp_path / "other.json")
    assert check([RAW], settings, write_baseline=tmp_path / "new.json").passed
    assert not check([RAW], settings, write_baseline=tmp_path / "new.json").report.baseline.new


def test_a_link_to_a_baseline_stays_one(older: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(older.name)
    write(link, FINDINGS, ())
    assert link.is_symlink()
    assert read(older)["rule"].to_list() == ["r"]


def test_a_program_may_put_a_bom_before_a_baseline(older: Path) -> None:
    known = read(older)
    older.write_bytes(b"\xef\xbb\xbf" + older.read_bytes())
    assert read(older).equals(known)
    write(older, FINDINGS, ())


def test_a_baseline_can_go_into_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write(tmp_path / "pipe", FINDINGS, ())
    assert json.loads(os.read(reader, 10_000))["findings"] == FINDINGS.drop("code").to_dicts()
    os.close(reader)


def test_the_table_tells_which_findings_are_known(older: Path, tmp_path: Path) -> None:
    run([RAW], tmp_path / "out", Settings(baseline=str(older)))
    findings = pl.read_parquet(tmp_path / "out/findings.parquet")
    assert set(findings.filter(~pl.col("known"))["rule"]) == {"declared-count-differs", "author-rows-differ"}
    run([RAW], tmp_path / "out", Settings())
    assert not pl.read_parquet(tmp_path / "out/findings.parquet")["known"].any()


def test_the_manifest_tells_the_hashes_of_what_is_no_page(older: Path, tmp_path: Path) -> None:
    reference = tmp_path / "r.jsonl"
    reference.write_text('{"title": "Rings", "year": 2020, "authors": ["Emmy Noether"]}\n', "utf-8")
    run([RAW], tmp_path / "out", Settings(baseline=str(older), references=(str(reference),)))
    hashes = read_manifest(tmp_path / "out").inputs.hashes
    assert hashes == {str(path): sha256(path.read_bytes()).hexdigest() for path in (reference, older)}


def test_the_report_tells_what_is_new_of_each_rule(checked: tuple[Report, str]) -> None:
    report = checked[0]
    new = {rule.slug: rule.new for rule in report.findings}
    assert new == dict.fromkeys(new, 0) | {"declared-count-differs": 1, "author-rows-differ": 1}
    assert "| declared-count-differs | 1 (1 new) |" in markdown.render(report)
    without = check([RAW], Settings()).report
    assert without is not None
    assert {rule.new for rule in without.findings} == {None}


def test_junit_fails_for_what_is_new_alone(older: Path) -> None:
    settings = {"baseline": str(older), "severity": {"PAG": "error", "AUT": "error", "abstract-cut-off": "error"}}
    text = check([RAW], Settings.model_validate(settings), format_="junit").rendered or ""
    failed = {case.get("name") for case in ElementTree.fromstring(text).findall(".//failure/..")}  # noqa: S314 - our own
    assert failed == {"findings of severity error", "PAG101 declared-count-differs", "PAG113 author-rows-differ"}
    assert "error: 0 new of 1 finding</system-out>" in text


def test_github_marks_what_is_new_alone(older: Path) -> None:
    lines = _checked(older, "github")[1].splitlines()
    assert [line.split("title=")[1].split("::")[0] for line in lines[1:]] == [
        "PAG101 declared-count-differs", "PAG113 author-rows-differ",
    ]  # fmt: skip


def test_sarif_says_of_each_finding_whether_it_is_new(checked: tuple[Report, str]) -> None:
    results = json.loads(checked[1])["runs"][0]["results"]
    new = {result["ruleId"] for result in results if result["baselineState"] == "new"}
    assert new == {"PAG101", "PAG113"}
    assert {result["baselineState"] for result in results} == {"new", "unchanged"}


def test_sarif_says_so_also_where_the_report_does_not_name_all_that_is_new(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.baseline._SHOWN", 1)
    results = json.loads(_checked(older, "sarif")[1])["runs"][0]["results"]
    assert [result["ruleId"] for result in results if result["baselineState"] == "new"] == ["PAG101", "PAG113"]


def test_samples_are_of_what_is_new_first(older: Path) -> None:
    told = json.loads(older.read_text("utf-8"))
    (*_, last) = (row for row in told["findings"] if row["rule"] == "abstract-respaced")
    told["findings"].remove(last)
    older.write_text(json.dumps(told), "utf-8")
    report = check([RAW], Settings(baseline=str(older))).report
    assert report is not None
    (respaced,) = (rule for rule in report.findings if rule.slug == "abstract-respaced")
    assert (respaced.count, respaced.new, len(respaced.samples)) == (20, 1, 5)
    assert last["finding_id"] in {sample.finding_id for sample in respaced.samples}


def test_sarif_leaves_out_what_is_known_before_what_is_new(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(older.read_text("utf-8"))
    respaced = [row["finding_id"] for row in told["findings"] if row["rule"] == "abstract-respaced"]
    told["findings"] = [row for row in told["findings"] if row["finding_id"] not in respaced[-2:]]
    older.write_text(json.dumps(told), "utf-8")
    monkeypatch.setattr("etl.report.sarif._MOST", 20)
    results = json.loads(_checked(older, "sarif")[1])["runs"][0]["results"]
    new = [r["partialFingerprints"]["quiverFindingId/v1"] for r in results if r["baselineState"] == "new"]
    assert len(results) == 20
    assert set(respaced[-2:]) < set(new)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{"finding_id": 5}]}',
     '{"version": 1, "findings": [{"finding_id": null}]}', '{"findings": []}'],
)  # fmt: skip
def test_what_is_no_baseline_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"is no baseline; `quiver check --write-baseline` makes one"):
        read(path)
