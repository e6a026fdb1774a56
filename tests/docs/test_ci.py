"""What a repository uses in CI: the composite action and the pre-commit hook, as far as they run here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from etl.cli import cli
from etl.rules.examples import Listing, page
from etl.verify import verify
from tests.docs.pages import ROOT, blocks

ACTION = ROOT / ".github" / "actions" / "quiver"


SCHEDULE = {block.language: block.code for block in reversed(blocks(ROOT / "docs" / "how-to" / "schedule-it.md"))}
TOOLS = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


def check(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The action's own script, with what GitHub gives it, in a repository whose pages lie in `raw/`."""
    shutil.copytree(ROOT / "raw", folder / "repository" / "raw", dirs_exist_ok=True)
    given = {
        "RUNNER_TEMP": str(folder),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "RAW": "raw/",
        "ARGS": "",
    }
    command = ["bash", str(ACTION / "check.sh")]
    return subprocess.run(
        command, cwd=folder / "repository", env=TOOLS | given | inputs, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("args", "status"), [("", 0), ("--ignore VEN\n--fail-on warning\n", 1)])
def test_the_action_marks_findings_in_files_of_the_repository(tmp_path: Path, args: str, status: int) -> None:
    done = check(tmp_path, ARGS=args)
    assert (done.returncode, done.stderr.count("The gate failed")) == (status, status)
    assert "::warning file=raw/jacob_steinhardt.txt,line=40," in done.stdout
    verdict = "Gate failed" if status else "Gate passed"
    assert verdict in (tmp_path / "summary.md").read_text("utf-8").splitlines()[0]
    (name, path) = (tmp_path / "output").read_text("utf-8").strip().split("=")
    (run,) = json.loads(Path(path).read_text("utf-8"))["runs"]
    places = [r["locations"][0]["physicalLocation"]["artifactLocation"] for r in run["results"] if "locations" in r]
    assert name == "sarif"
    assert {place["uri"] for place in places} == {"raw/jacob_steinhardt.txt"}
    assert not [place for place in places if "uriBaseId" in place]


def test_the_action_may_be_used_for_two_folders_of_a_job(tmp_path: Path) -> None:
    other = tmp_path / "repository" / "other"
    other.mkdir(parents=True)
    (other / "page.txt").write_text(page(Listing(abstract="")), "utf-8")
    for raw in ("raw", str(other)):
        assert check(tmp_path, RAW=raw).returncode == 0
    assert "RUN101" not in (tmp_path / "summary.md").read_text("utf-8")  # no papers vanished from one to the other
    files = [Path(line.split("=")[1]) for line in (tmp_path / "output").read_text("utf-8").splitlines()]
    found = [set(re.findall(r'"uri": ?"([^"]+\.txt)"', file.read_text("utf-8"))) for file in files]
    assert found == [{"raw/jacob_steinhardt.txt"}, {"other/page.txt"}]


def test_the_action_fails_with_the_commands_own_words(tmp_path: Path) -> None:
    done = check(tmp_path, RAW="nowhere")
    assert done.returncode == 3
    assert done.stderr.startswith("quiver: ")
    assert not (tmp_path / "summary.md").exists()


def test_the_action_and_the_hook_are_what_their_hosts_read() -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    action = yaml.safe_load((ACTION / "action.yml").read_text("utf-8"))
    assert action["runs"]["using"] == "composite"
    assert all(step["shell"] == "bash" for step in action["runs"]["steps"])
    assert set(action["inputs"]) == {"raw", "args"}
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    program, command = hook["entry"].split()
    assert (program, hook["language"]) == ("quiver", "python")
    assert command in cli.commands
    assert not hook["pass_filenames"]


def test_make_shares_a_snapshot_and_stops_where_the_gate_fails(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "raw", tmp_path / "raw")
    (tmp_path / "Makefile").write_text(SCHEDULE["make"])
    for share, settings, status in [("good", "", 0), ("bad", "[gate]\nmin_rows = { papers = 1000 }", 2)]:
        (tmp_path / share).mkdir()
        (tmp_path / "quiver.toml").write_text(settings)
        command = ["make", "--silent", "shared", f"SHARE={tmp_path / share}"]
        done = subprocess.run(command, cwd=tmp_path, env=TOOLS, capture_output=True, check=False)
        assert done.returncode == status
    assert verify(tmp_path / "good") == []
    assert not list((tmp_path / "bad").iterdir())


def test_make_takes_folders_with_spaces(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    quiver = tmp_path / ".venv/bin/quiver"
    quiver.parent.mkdir(parents=True)
    quiver.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    quiver.chmod(0o755)
    for made in ("requirements.lock", "pyproject.toml", ".venv/.ready"):
        (tmp_path / made).touch()
    words = ["make", "--silent", "RAW=my pages", "OUT=my tables"]
    assert subprocess.check_output(words, cwd=tmp_path, text=True) == "run|my pages|--out|my tables|"


@pytest.mark.parametrize("out", ["data", "my data"])
def test_make_clean_removes_what_a_run_made_and_nothing_else(tmp_path: Path, out: str) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for folder in ("my", "data", out):
        shutil.copytree(ROOT / "raw", tmp_path / folder / "pages", dirs_exist_ok=True)
    before = sorted(tmp_path.rglob("*"))
    for settings in ([], ["--fail-on", "warning"]):
        words = [sys.executable, "-m", "etl", "run", f"{out}/pages", "--out", out, "--quiet", *settings]
        subprocess.run(words, cwd=tmp_path, env=TOOLS, capture_output=True, check=False)
    assert (tmp_path / out / "papers.parquet").exists()
    assert (tmp_path / out / "failed").exists()
    words = ["make", "clean", f"OUT={out}"]
    subprocess.run(words, cwd=tmp_path, capture_output=True, check=True)
    assert sorted(tmp_path.rglob("*")) == before


def test_make_says_which_python_it_needs(tmp_path: Path) -> None:
    old = tmp_path / "python3.10"
    old.write_text(f"#!{sys.executable}\nimport sys\nsys.version_info = (3, 10, 1)\nexec(sys.argv[2])\n")
    old.chmod(0o755)
    words = ["make", "--silent", "setup", f"VENV={tmp_path / 'venv'}", f"PYTHON={old}"]
    done = subprocess.run(words, cwd=ROOT, env=TOOLS, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2, "Quiver needs Python 3.11 or later: make PYTHON=python3.11",
    )  # fmt: skip
    assert not (tmp_path / "venv").exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    units = [block.code for block in blocks(ROOT / "docs" / "how-to" / "schedule-it.md") if block.language == "ini"]
    service = units[0].replace("/srv/quiver/.venv/bin/quiver", sys.executable)
    named = {"quiver.service": service, "quiver.timer": units[1], "notify@.service": "[Service]\nExecStart=/bin/true\n"}
    for name, text in named.items():
        (tmp_path / name).write_text(text)
    command = ["systemd-analyze", "verify", "./quiver.timer", "./quiver.service"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
