"""`import etl`: cheap, complete, and the same as the commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import etl
from tests.commands import RAW, loaded, python


def test_importing_loads_nothing_else() -> None:
    heavy = ("polars", "pydantic", "pyarrow", "pandera", "etl.api", "etl.errors", "etl.pipeline", "etl.snapshot_reader")
    assert loaded("import etl", "etl", *heavy) == {"etl"}


def test_every_public_name_is_there_and_documented() -> None:
    assert set(etl.__all__) <= set(dir(etl))
    for name in etl.__all__:
        assert getattr(etl, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = etl.nothing


def test_a_run_a_second_one_and_its_tables(tmp_path: Path) -> None:
    outcome = etl.run(str(RAW), tmp_path / "curated")
    assert (outcome.passed, outcome.unchanged) == (True, False)
    assert etl.run([RAW], str(tmp_path / "curated")).unchanged
    snapshot = etl.open_snapshot(tmp_path / "curated")
    assert snapshot.papers.collect().height == outcome.report.output["papers"]


def test_settings_are_keywords_and_a_failed_gate_is_no_exception(tmp_path: Path) -> None:
    outcome = etl.run(RAW, tmp_path / "curated", select=["AUT"], gate={"fail_on": "warning"})
    assert not outcome.passed
    assert {rule.code[:3] for rule in outcome.report.findings} == {"AUT"}
    assert (tmp_path / "curated" / "failed" / "report.html").is_file()
    with pytest.raises(etl.InputError):
        etl.open_snapshot(tmp_path / "curated")


def test_what_a_notebook_shows_is_short(tmp_path: Path) -> None:
    outcome = etl.run(RAW, tmp_path / "curated")
    assert repr(outcome) == "Outcome(passed=True)"
    assert len(repr(etl.open_snapshot(tmp_path / "curated"))) < 300


def test_rules_that_are_selected_take_the_limits_of_the_file_on_others_with_them(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[gate]\nlimits = [{ rule = "NAM", max_count = 0 }]\n')
    assert etl.check(RAW, config=tmp_path / "mine.toml", select=["PAG"]).passed
    assert etl.check(RAW, config=tmp_path / "mine.toml", ignore=[{"rule": "NAM", "reason": "none here"}]).passed
    assert not etl.check(RAW, config=tmp_path / "mine.toml").passed
    with pytest.raises(etl.UsageError, match="limit on NAM has no effect"):
        etl.check(RAW, select=["PAG"], gate={"limits": [{"rule": "NAM", "max_count": 0}]})


def test_a_value_is_normalised_as_the_command_does_it() -> None:
    assert etl.normalize("text", "in 0. 9 s") == [("as written", "in 0. 9 s"), ("spacing", "in 0.9 s")]
    assert etl.normalize("venue", "NIPS")[-2:] == [
        ("venue", "NeurIPS"), ("full name", "Conference on Neural Information Processing Systems"),
    ]  # fmt: skip
    with pytest.raises(etl.UsageError, match="take one of name, venue, text, title"):
        etl.normalize("abstract", "in 0. 9 s")  # type: ignore[arg-type]


def test_settings_come_from_a_file_too(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('select = ["PAG"]\n[gate]\nmin_rows = { papers = 1000 }\n')
    assert not etl.check(RAW, config=tmp_path / "mine.toml").passed
    assert etl.check(RAW, config=tmp_path / "mine.toml", gate={"min_rows": {"papers": 1}}).passed


def test_paths_may_be_paths(tmp_path: Path) -> None:
    reference = tmp_path / "made.bib"
    reference.write_text("@article{a, title = {Ropes and Knots}, author = {Ada Made}, year = 2020}")
    (tmp_path / "baseline.json").write_text('{"version": 1, "findings": []}')
    etl.check(RAW, references=[reference], baseline=tmp_path / "baseline.json", gate={"fail_on": "never"})


def test_one_reference_is_a_list_too() -> None:
    with pytest.raises(etl.UsageError, match="argument: references: must be a list"):
        etl.check(RAW, references="made.bib")


def test_wrong_settings_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(etl.UsageError, match="argument: nonsense: there is no such setting"):
        etl.run(RAW, tmp_path / "curated", nonsense=1)
    assert not (tmp_path / "curated").exists()


@pytest.mark.parametrize("raw", ["", ["", RAW], []])
def test_paths_that_name_nothing_are_refused(raw: str | list[str]) -> None:
    with pytest.raises(etl.UsageError, match=r"a path is not empty|no pages are named"):
        etl.check(raw)
    with pytest.raises(etl.UsageError, match="a path is not empty"):
        etl.run(RAW, "")


def test_paths_that_no_system_takes_are_one_sentence(tmp_path: Path) -> None:
    wrong: list[Callable[[], object]] = [
        lambda: etl.check("a\0b"),
        lambda: etl.run(RAW, str(tmp_path / "a\0b")),
        lambda: etl.check(RAW, config="a\0b"),
        lambda: etl.check(RAW, references=["a\0.bib"]),
        lambda: etl.check(RAW, baseline="a\0b"),
    ]
    for call in wrong:
        with pytest.raises(etl.UsageError, match="NUL"):
            call()


def test_a_fork_says_that_it_cannot_run_in_place_of_waiting_for_ever() -> None:
    script = f"""
import os, signal, sys, warnings, etl
warnings.simplefilter("ignore")
etl.check({str(RAW)!r})
if os.fork() == 0:
    signal.alarm(20)
    try:
        etl.check({str(RAW)!r})
    except etl.UsageError as error:
        print(error)
        sys.stdout.flush()
    os._exit(0)
sys.exit(os.wait()[1])
"""
    done = python("-c", script)
    assert done.returncode == 0
    assert "forked" in done.stdout
