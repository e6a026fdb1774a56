"""The command as its users meet it: exit statuses, errors of one line, answers on stdout, talk on stderr."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import resource
import select
import shutil
import subprocess
import sys
import time
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from etl.cli import cli
from etl.load.snapshot import Snapshots
from etl.rules.examples import Listing, page
from schemas.arrow import json_schema
from schemas.settings import Settings
from schemas.tables import TABLES
from tests.commands import ENVIRONMENT, fails, python, quiver

SOUND = page(Listing())
SOUND_ID = blake2b(SOUND.encode(), digest_size=16).hexdigest()


def quiver_process(*words: object, cwd: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, in the folder CWD."""
    return python("-m", "etl", *words, cwd=cwd, **more)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `raw`, its snapshot in `curated`, and `bad`, which no gate lets pass."""
    home = tmp_path_factory.mktemp("home")
    for folder, text in (("raw", SOUND), ("bad", "junk\n" * 100)):
        (home / folder).mkdir()
        (home / folder / "page.txt").write_text(text)
    assert quiver("run", "raw", cwd=home).returncode == 0
    return home


def test_a_shell_can_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_QUIVER_COMPLETE": "bash_complete", "COMP_WORDS": "quiver re", "COMP_CWORD": "1"}.items():
        monkeypatch.setenv(name, value)
    answer = quiver(cwd=tmp_path)
    assert (answer.returncode, answer.stdout) == (0, "plain,report\nplain,render\n")


@pytest.mark.parametrize(
    "words",
    [
        ["--version"], ["rules"], ["verify"], ["report"], ["show", "ada lovelace"], ["diff", "curated", "curated"],
        ["schema"], ["schema", "papers"], ["schema", "--check"],
    ],
)  # fmt: skip
def test_status_0(home: Path, words: list[str]) -> None:
    answer = quiver(*words, cwd=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.strip()


@pytest.mark.parametrize(
    ("words", "status"),
    [("rules", 0), ("check bad", 1), ("run nowhere", 3)],
)
def test_a_process_ends_and_says_what_main_does(home: Path, words: str, status: int) -> None:
    answer, same = (run(*words.split(), cwd=home) for run in (quiver_process, quiver))
    assert (answer.returncode, answer.stdout, answer.stderr) == (status, same.stdout, same.stderr)
    assert same.returncode == status


def test_status_0_where_nothing_changed(home: Path) -> None:
    answer = quiver("run", "raw", cwd=home)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "nothing changed: curated is up to date\n", "")
    assert quiver("run", "raw", "--quiet", cwd=home).stdout == ""


def test_a_snapshot_may_lie_below_the_pages(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(SOUND)
    for said in ("✓ published", "nothing changed"):
        assert quiver("run", ".", cwd=tmp_path).stdout.startswith(said)


def test_a_check_where_the_current_folder_is_gone(home: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = (
        "import os, sys; os.rmdir(os.getcwd()); from etl.cli import main; sys.argv = ['quiver', *sys.argv[1:]]; main()"
    )
    answer = python("-c", script, "check", home / "raw", "--format", "github", cwd=gone)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "gate passed" in answer.stdout


def test_a_run_without_any_rule(home: Path, tmp_path: Path) -> None:
    answer = quiver("run", "raw", "--out", tmp_path, "--select", "AUT", "--ignore", "AUT", cwd=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "the settings leave no rule to look" in answer.stdout


def test_status_1_of_a_failed_gate(home: Path) -> None:
    before = (home / "curated/manifest.json").read_bytes()
    for command in (["run", "bad"], ["check", "bad"]):
        answer = quiver(*command, cwd=home)
        assert (answer.returncode, answer.stderr) == (1, "")
        assert "gate failed" in answer.stdout
    assert (home / "curated/failed/report.md").is_file()
    assert (home / "curated/manifest.json").read_bytes() == before
    assert quiver("run", "raw", cwd=home).returncode == 0
    assert not (home / "curated/failed").exists()


def test_a_failed_gate_is_told_also_where_only_what_went_wrong_is_wanted(home: Path, tmp_path: Path) -> None:
    fails(quiver("check", "bad", "--quiet", cwd=home), 1, r"The gate failed .*\.$")
    out = tmp_path / "out"
    fails(quiver("run", "bad", "--quiet", "--out", out, cwd=home), 1, rf"The gate failed .* {out}/failed/report\.html$")


def test_a_failed_gate_is_told_also_where_the_report_goes_to_a_file(home: Path, tmp_path: Path) -> None:
    answer = quiver("check", "bad", "--format", "junit", "--output", tmp_path / "quiver.xml", cwd=home)
    assert (answer.returncode, "would not be published" in answer.stdout, answer.stderr) == (1, True, "")
    assert (tmp_path / "quiver.xml").read_text().startswith("<?xml")
    fails(quiver("check", "bad", "--output", tmp_path / "quiver.txt", cwd=home), 1, r"The gate failed .*\.$")


def test_a_baseline_is_written_whatever_the_gate_says(home: Path, tmp_path: Path) -> None:
    answer = quiver("check", "bad", "--write-baseline", tmp_path / "known.json", cwd=home)
    assert (answer.returncode, "gate failed" in answer.stdout) == (0, True)
    assert answer.stderr.startswith(f"quiver: wrote the baseline {tmp_path}/known.json; ")
    assert json.loads((tmp_path / "known.json").read_text())["findings"]


def test_status_1_of_a_damaged_snapshot(home: Path, tmp_path: Path) -> None:
    for table in (home / "curated").iterdir():
        if table.is_file():
            (tmp_path / table.name).write_bytes(table.read_bytes())
    (tmp_path / "papers.parquet").write_bytes(b"PAR1")
    answer = quiver("verify", tmp_path, cwd=home)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert answer.stdout.startswith("papers")


@pytest.mark.parametrize(
    ("words", "file"),
    [
        (["show", "ada lovelace", "--snapshot", "damaged"], "papers.parquet"),
        (["render", SOUND_ID, "--snapshot", "damaged"], "papers.parquet"),
        (["diff", "curated", "damaged"], "papers.parquet"),
        (["diff", "damaged", "curated"], "papers.parquet"),
        (["check", "raw", "--against", "damaged"], "papers.parquet"),
        (["report", "--snapshot", "damaged"], "report.json"),
    ],
)
@pytest.mark.parametrize("damage", [b"{}", b"PAR1" * 30])
def test_status_3_of_a_damaged_snapshot(home: Path, words: list[str], file: str, damage: bytes) -> None:
    (home / "damaged").mkdir(exist_ok=True)
    for path in (home / "curated").iterdir():
        if path.is_file():
            (home / "damaged" / path.name).write_bytes(damage if path.name == file else path.read_bytes())
    fails(quiver(*words, cwd=home), 3, rf"damaged/{file} is damaged.*`quiver verify \S+/damaged` tells more")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name a command"),
        (["fly"], "No such command"),
        (["run"], "Missing argument"),
        (["run", "raw", "--fly"], "No such option"),
        (["run", "raw", "--cap", "many"], "command line: cap: must be a whole number, or 'auto' or 'none'"),
        (["run", "raw", "--cap", "²"], "command line: cap: "),
        (["run", "raw", "--cap", "-3"], "command line: cap: must be at least 1, or 'auto' or 'none'"),
        (["run", "raw", "--workers", "-1"], "command line: workers"),
        (["run", "raw", "--select", "NOPE"], "the setting select names the rule 'NOPE', which does not exist"),
        (["run", "raw", "--out", "bad/../raw/"], "is the folder of the pages; publish in another"),
        (["run", "raw", "--config", "none.toml"], "cannot read the settings none.toml"),
        (["run", "raw", "--config", "raw/page.txt"], "are no TOML"),
        (["run", "raw", "--baseline", "none.json"], "cannot read the baseline none.json"),
        (["run", "raw", "--select", "PAGE101"], "rule 'PAGE101', which .* did you mean PAG101 or"),
        (["explain", "NOPE"], "there is no rule"),
        (["explain", ""], "there is no rule ''"),
        (["rules", "AUT", "NOPE"], "there is no rule 'NOPE'"),
        (["explain", "author-list-trunc"], "did you mean author-list-truncated"),
        (["schema", "nope"], "nope"),
        (["schema", "papers", "--check"], "--check compares all tables"),
        (["schema", "--check", "--format", "json"], "leave TABLE and --format out"),
        (["render", ""], "the id of a page is not empty"),
        (["run", "raw", "--out", ""], "'--out': a path is not empty"),
        (["run", ""], "'RAW...': a path is not empty"),
        (["run", "raw", "--ignore", ""], "command line: ignore.0.rule: must be text, not empty"),
        (["run", "raw", "--reference", ""], "command line: references.0: must be text, not empty"),
        (["run", "raw", "--baseline", ""], "command line: baseline: must be text, not empty"),
        (["check", "raw", "--path-prefix", "raw"], "--path-prefix is for --format sarif, junit or github"),
        (["check", "raw", "--path-prefix", "", "--format", "json"], "--path-prefix is for --format sarif"),
        (["report", "--path-prefix", "raw"], "--path-prefix is for --format sarif, junit or github"),
        (["run", "raw", "--cap", "9" * 30], "command line: cap: must be at most 100000"),
    ],
)
def test_status_2(home: Path, words: list[str], said: str) -> None:
    fails(quiver(*words, cwd=home), 2, said)


@pytest.mark.parametrize(
    "words", [["--select", "NOPE"], ["--ignore", "NOPE"], ["--baseline", "none.json"], ["--config", "limit.toml"]]
)
def test_status_2_leaves_no_output_behind(home: Path, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "limit.toml").write_text('[gate]\nlimits = [{ rule = "NAM" }]\n')
    assert quiver("run", home / "raw", "--out", "out", *words, cwd=tmp_path).returncode == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [["--select", "NOPE"], ["--baseline", "none.json"]])
@pytest.mark.parametrize("manifest", ["", "[]", "[" * 100_000], ids=["whole", "damaged", "nested"])
def test_status_2_waits_for_no_other_run(home: Path, tmp_path: Path, words: list[str], manifest: str) -> None:
    out = shutil.copytree(home / "curated", tmp_path / "out", symlinks=True)
    if manifest:
        (out / "manifest.json").write_text(manifest)
    with Snapshots(out).lock():
        assert quiver("run", home / "raw", "--out", out, "--wait", 1, *words, cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(("option", "status"), [("--baseline", 2), ("--reference", 3)])
def test_a_file_that_went_away_is_told_without_waiting_for_another_run(
    home: Path, tmp_path: Path, option: str, status: int
) -> None:
    named = tmp_path / "known.json"
    named.write_text('{"version": 1, "findings": [], "title": "Made", "authors": ["Ada Lovelace"]}')
    words = ("run", home / "raw", "--out", "out", option, named)
    assert quiver(*words, cwd=tmp_path).returncode == 0
    named.unlink()
    with Snapshots(tmp_path / "out").lock():
        fails(quiver(*words, "--wait", 1, cwd=tmp_path), status, r"known\.json")


@pytest.mark.parametrize("value", ["0", "-1", "many", "99999999999"])
@pytest.mark.parametrize("name", ["POLARS_MAX_THREADS", "POLARS_ASYNC_THREAD_COUNT"])
def test_a_number_of_threads_that_is_none_is_told(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    fails(quiver("normalize", "name", "Ada Ma"), 2, rf"{name} is '{value}' in the environment: set it to 1 to 1024")


def test_a_process_that_may_have_little_memory_says_so(home: Path, tmp_path: Path) -> None:
    limited = partial(resource.setrlimit, resource.RLIMIT_AS, (600_000_000, 600_000_000))
    words = ("-m", "etl", "run", home / "raw", "--out", tmp_path / "out")
    fails(python(*words, preexec_fn=limited), 4, r"`ulimit -v` lets a process have 600 MB")
    assert not (tmp_path / "out").exists()


def test_commands_have_their_help_where_python_leaves_docstrings_out() -> None:
    for command in ([], ["run"], ["normalize"]):
        words = ("-m", "etl", *command, "--help")
        whole = python(*words).stdout
        assert "Example:" in whole
        assert python("-OO", *words).stdout == whole


def test_a_baseline_may_come_from_a_pipe(home: Path, tmp_path: Path) -> None:
    (tmp_path / "baseline.json").write_text('{"version": 1, "findings": []}')
    command = 'cat baseline.json | "$0" -m etl "$@" --baseline /dev/stdin'
    assert quiver_in_shell(command, "run", str(home / "raw"), "--out", "out", cwd=tmp_path).returncode == 0


def test_status_2_names_the_file_of_a_wrong_setting(home: Path, tmp_path: Path) -> None:
    (tmp_path / "quiver.toml").write_text("[gate]\nmax_quarantine = 2\n")
    fails(quiver("check", home / "raw", cwd=tmp_path), 2, r"quiver\.toml: gate\.max_quarantine: .* 1")
    (tmp_path / "quiver.toml").write_text("[gate]\nmin_rows = { paper = 5 }\n")
    fails(quiver("check", home / "raw", cwd=tmp_path), 2, r"quiver\.toml: gate\.min_rows\.paper: .*'papers'")
    (tmp_path / "quiver.toml").unlink()
    (tmp_path / "pyproject.toml").write_text("[tool.quiver]\nfly = 1\n")
    fails(quiver("check", home / "raw", cwd=tmp_path), 2, r"pyproject\.toml \[tool\.quiver\]: fly: there is no such")
    (tmp_path / "pyproject.toml").write_text("[tool.quiver.gate]\nfail_onn = 'error'\n")
    fails(quiver("check", home / "raw", cwd=tmp_path), 2, r"gate\.fail_onn: .*did you mean gate\.fail_on\?")


def test_ignores_and_references_of_the_command_line_are_added_to_those_of_the_file(home: Path, tmp_path: Path) -> None:
    (tmp_path / "own.bib").write_text("@article{a, title={One}, year={2020}, author={Ada Lovelace}}")
    (tmp_path / "quiver.toml").write_text(
        'references = ["own.bib"]\nselect = ["PAG"]\nignore = [{ rule = "ABS", reason = "none here" }]\n'
    )
    more = ("--ignore", "NAM", "--reference", tmp_path / "own.bib", "--select", "TTL")
    assert quiver("run", home / "raw", "--out", "out", *more, cwd=tmp_path).returncode == 0
    settings = json.loads((tmp_path / "out/manifest.json").read_bytes())["settings"]
    assert [ignore["rule"] for ignore in settings["ignore"]] == ["ABS", "NAM"]
    assert settings["references"] == ["own.bib", str(tmp_path / "own.bib")]
    assert settings["select"] == ["TTL"]


def test_rules_of_a_family_are_listed() -> None:
    def said(*words: str) -> str:
        answer = CliRunner().invoke(cli, words)
        assert answer.exit_code == 0
        return answer.output

    codes = re.findall(r"^  (\w+)  ", said("rules", "REF", "no-authors"), re.MULTILINE)
    assert {code[:3] for code in codes[1:]} == {"REF"}
    assert codes[0] == "AUT103"
    assert said("explain", "AUT") == said("rules", "aut")
    assert {rule["code"][:3] for rule in json.loads(said("rules", "REF", "--format", "json"))} == {"REF"}
    assert said("explain", "author-list-truncated") == said("explain", "aut101")


def test_an_explanation_fits_two_screens_and_shows_all_that_a_run_has() -> None:
    from etl.rules.catalogue import CATALOGUE
    from etl.rules.explanations import explained

    texts = {rule.code: explained(rule.code) for rule in CATALOGUE}
    assert max(len(text.splitlines()) for text in texts.values()) < 80
    assert all(len(line) < 400 for text in texts.values() for line in text.splitlines())
    assert "and in the run before" in texts["RUN101"]
    assert "authors: Ada Lovelace, Grace Hopper, Alan Turing" in texts["REF101"]
    assert "    (page of Ada Lovelace, which declares 3)\n\n    ICML " in texts["PAG101"]
    of_headers = ["PAG105", "PAG107", "PAG108", "PAG113", "PAG117"]
    assert [code for code in of_headers if not re.search(r"in:\n    Arrow Research search\n", texts[code])] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "nowhere"], "cannot read nowhere"),
        (["check", "curated/.snapshots/lock", "nowhere"], "cannot read nowhere"),
        (["run", "empty"], "no pages"),
        (["run", "raw", "--reference", "none.bib"], "none.bib does not exist"),
        (["report", "--snapshot", "nowhere"], "no folder with a snapshot"),
        (["verify", "raw"], "no snapshot"),
        (["render", "ffff"], "ffff"),
        (["diff", "nowhere", "curated"], "nowhere"),
    ],
)
def test_status_3(home: Path, words: list[str], said: str) -> None:
    (home / "empty").mkdir(exist_ok=True)
    fails(quiver(*words, cwd=home), 3, said)


def test_status_3_names_the_report_of_the_run_that_failed(home: Path, tmp_path: Path) -> None:
    quiver("run", home / "bad", "--out", "out", cwd=tmp_path)
    fails(
        quiver("report", "--snapshot", "out", cwd=tmp_path), 3, r"out holds no finished .* read out/failed/report\.html"
    )


def test_status_3_where_a_failed_run_left_no_tables(home: Path, tmp_path: Path) -> None:
    quiver("run", home / "bad", "--out", "out", cwd=tmp_path)
    show = quiver("show", "ada lovelace", "--snapshot", "out/failed", cwd=tmp_path)
    fails(show, 3, "has no table authors; of a run whose gate failed only its report is kept$")


def test_a_page_comes_back_as_it_is(home: Path) -> None:
    assert quiver("render", SOUND_ID[:8], cwd=home).stdout == SOUND


def test_the_contract_says_which_values_there_are_and_what_refers_to_what() -> None:
    said = quiver("schema", "authorships").stdout
    assert re.search(r"author_id +string +the author → `authors\.author_id`\n", said)
    assert "one of `listed`, `recovered`, `reference`\n" in said


def test_the_contract_comes_as_json_too(home: Path) -> None:
    assert json.loads(quiver("schema", "papers", "--format", "json", cwd=home).stdout) == json_schema("papers")
    assert list(json.loads(quiver("schema", "--format", "json", cwd=home).stdout)) == list(TABLES)


def test_what_changed_comes_as_json_too(home: Path) -> None:
    told = json.loads(quiver("diff", "curated", "curated", "--format", "json", cwd=home).stdout)
    assert (told["papers"]["added"], told["papers"]["removed"]) == (0, 0)


def test_a_minus_is_stdout(home: Path, tmp_path: Path) -> None:
    answer = quiver("report", "--format", "json", "--output", "-", "--snapshot", home / "curated", cwd=tmp_path)
    assert answer.stdout.startswith("{")
    assert not any(tmp_path.iterdir())


def test_status_4(home: Path, tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to("nowhere")
    fails(
        quiver("run", home / "raw", "--out", tmp_path / "out", cwd=home), 4, "out: it is a symbolic link to what does"
    )
    fails(quiver("run", "raw", "--out", "raw/page.txt", cwd=home), 4, "a file stands where a folder is needed")
    fails(quiver("report", "--output", "nowhere/report.md", cwd=home), 4, r"nowhere/report\.md: its folder .* make it")
    fails(quiver("report", "--output", "raw", cwd=home), 4, "write raw: a folder .* name another file with --output$")
    with (home / "curated/.snapshots/lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fails(quiver("run", "raw", cwd=home), 4, "another run is writing to curated: .* or give --wait SECONDS$")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_status_4_where_the_answer_cannot_be_written(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        answer = quiver_process("rules", cwd=home, stdout=full)
    assert (answer.returncode, answer.stderr.count("\n")) == (4, 1)


def _raising(error: str, home: Path, what: str = '"oh"') -> subprocess.CompletedProcess[str]:
    """The answer of `quiver verify` where ERROR comes up in it."""
    code = f"""
import sys, polars, etl.cli, etl.verify
def verify(*_, **__):
    raise {error}({what})
etl.verify.verify = verify
sys.argv = ["quiver", "verify"]
etl.cli.main()
"""
    return python("-c", code, cwd=home)


@pytest.mark.parametrize(
    ("error", "status", "said"), [("KeyboardInterrupt", 130, "interrupted"), ("MemoryError", 4, "set --memory-mb")]
)
def test_what_stops_a_command_is_one_sentence(home: Path, error: str, status: int, said: str) -> None:
    answer = _raising(error, home)
    assert answer.returncode == status
    assert re.fullmatch(rf"\n?quiver: .*{said}[^\n]*\n", answer.stderr)


@pytest.mark.parametrize("bug", ["ValueError", "polars.exceptions.PanicException"])
def test_a_bug_has_a_status_of_its_own(home: Path, bug: str) -> None:
    answer = _raising(bug, home)
    assert answer.returncode == 70
    assert re.search(r"Traceback.*: oh\nquiver: this is a bug in Quiver[^\n]*\n$", answer.stderr, re.DOTALL)


def test_a_fault_in_a_rule_names_the_rule(home: Path) -> None:
    answer = _raising("__import__('etl.errors').errors.RuleFaultError", home, '"ABS103", "a-slug", always=True')
    assert answer.returncode == 70
    assert re.search(
        r"Traceback.*\nquiver: this is a bug in Quiver.*: the rule a-slug \(ABS103\) fails", answer.stderr, re.DOTALL
    )


@pytest.mark.parametrize(("words", "status"), [(["rules"], 0), (["--help"], 0), (["check", "bad"], 1)])
def test_a_reader_that_leaves_changes_no_status(home: Path, words: list[str], status: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    answer = quiver_process(*words, cwd=home, stdout=writer)
    os.close(writer)
    assert (answer.returncode, answer.stderr) == (status, "")


@pytest.mark.parametrize("nobody", ["2>&1 | true", "2>/dev/full"])
def test_a_log_that_nobody_reads_stops_no_run(home: Path, tmp_path: Path, nobody: str) -> None:
    words = ("run", "raw", "--out", str(tmp_path / "out"), "--log-format", "text")
    quiver_in_shell(f'"$0" -m etl "$@" {nobody}', *words, cwd=home)
    assert (tmp_path / "out/papers.parquet").is_file()


@pytest.mark.parametrize("words", ["rules", f"render {SOUND_ID}", "check raw --format md", "--help"])
def test_status_4_where_the_answer_finds_stdout_closed(home: Path, words: str) -> None:
    answer = quiver_in_shell('exec "$0" -m etl "$@" >&-', *words.split(), cwd=home)
    assert (answer.returncode, answer.stderr) == (4, "quiver: cannot write the answer: stdout is closed\n")


@pytest.mark.parametrize(
    ("words", "closed", "status"),
    [
        (["rules"], 2, 0), (["run", "raw"], 1, 0), (["check", "bad"], 1, 1), (["check", "nowhere"], 2, 3),
    ],
)  # fmt: skip
def test_a_stream_that_the_caller_closed_changes_no_status(
    home: Path, words: list[str], closed: int, status: int
) -> None:
    command = f'exec "$0" -m etl "$@" {closed}>&-'
    answer = quiver_in_shell(command, *words, cwd=home)
    assert (answer.returncode, "Traceback" in answer.stderr) == (status, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_error_that_cannot_be_told_keeps_its_status(home: Path) -> None:
    assert quiver_in_shell('exec "$0" -m etl "$@" 2>/dev/full', "check", "nowhere", cwd=home).returncode == 3


def quiver_in_shell(command: str, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """What the shell gives for COMMAND, in which `$0` is Python and `$@` are WORDS."""
    line = ["sh", "-c", command, sys.executable, *words]
    return subprocess.run(line, cwd=cwd, text=True, check=False, env=ENVIRONMENT, capture_output=True)


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_help_has_an_example(name: str) -> None:
    answer = CliRunner().invoke(cli, [name, "--help"])
    assert answer.exit_code == 0
    assert re.search(rf"Example:\n +quiver {name}", answer.output)


@pytest.mark.parametrize("name", ["run", "check"])
def test_help_shows_the_defaults_of_the_settings(name: str) -> None:
    settings = Settings()
    told = {param.name: param.show_default for param in cli.commands[name].params if isinstance(param, click.Option)}
    shown = {str(option): default for option, default in told.items() if isinstance(default, str)}
    values = {option: getattr(settings.gate if option == "fail_on" else settings, option) for option in shown}
    assert shown == {
        option: f"{value:g}" if isinstance(value, float) else str(value) for option, value in values.items()
    }
    assert {"cap", "fail_on", "workers", "memory_mb"} <= set(shown)


def test_help_of_all_names_the_commands_and_the_exit_statuses_and_cuts_no_sentence() -> None:
    about, _, commands = CliRunner().invoke(cli, ["--help"]).output.partition("Commands:\n")
    assert "Exit status: 0 fine" in about
    assert [line.split()[0] for line in commands.splitlines()] == list(cli.commands)
    assert all(re.search(r"[a-z]\.$", line) for line in commands.splitlines())
    assert "..." not in commands


def test_words_that_are_no_utf8(home: Path, tmp_path: Path) -> None:
    odd = os.fsdecode(b"odd\xff")
    fails(quiver("run", "raw", "--out", tmp_path / odd, cwd=home), 4, "its name is no UTF-8; name another folder with")
    shutil.copytree(home / "curated", tmp_path / odd)
    fails(quiver("show", "ada lovelace", "--snapshot", tmp_path / odd, cwd=home), 3, "its name is no UTF-8; move")
    fails(quiver("check", "raw", "--reference", odd, cwd=home), 2, r"command line: references\.0: must be UTF-8")
    assert quiver("normalize", "text", odd, cwd=home).stdout == "as written  odd\ufffd\n"
    (tmp_path / "pages" / odd).mkdir(parents=True)
    (tmp_path / "pages" / odd / f"{odd}.txt").write_text(SOUND)
    assert quiver("check", tmp_path / "pages" / odd, cwd=home).returncode == 0


def test_what_does_not_show_is_spelled_out_in_the_steps_of_a_value(home: Path) -> None:
    answer = quiver("normalize", "text", "a\u200bb\x1b[31m\nc", cwd=home)
    assert answer.stdout.splitlines()[0] == "as written  a‹U+200B›b‹U+001B›[31m c"
    assert quiver("normalize", "name", "", cwd=home).stdout == "as written\ntidied\n"


def test_a_text_may_begin_with_a_dash() -> None:
    answer = CliRunner().invoke(cli, ["normalize", "text", "-0. 9"])
    assert (answer.exit_code, answer.output.splitlines()[0]) == (0, "as written  -0. 9")


def first_file(answer: subprocess.CompletedProcess[str]) -> str:
    """The file that the first annotation with one is on."""
    assert answer.stderr == ""
    return re.findall(r"file=([^,]+),", answer.stdout)[0]


def test_annotations_are_on_files_of_the_repository(home: Path) -> None:
    github = ("--format", "github")
    for raw in ("bad", "./bad/", "bad/page.txt", home / "bad"):
        assert first_file(quiver("check", raw, *github, cwd=home)) == "bad/page.txt"
    assert first_file(quiver("check", ".", *github, cwd=home / "bad")) == "page.txt"
    assert first_file(quiver("check", "../bad", *github, cwd=home / "raw")) == "page.txt"
    assert first_file(quiver("check", "bad", *github, "--path-prefix", "data/bad", cwd=home)) == "data/bad/page.txt"
    quiver("run", "bad", "--out", "out", cwd=home)
    failed = ("report", "--snapshot", "out/failed", *github)
    assert first_file(quiver(*failed, cwd=home)) == "page.txt"
    assert first_file(quiver(*failed, "--path-prefix", "bad/", cwd=home)) == "bad/page.txt"


def test_annotations_are_on_files_of_the_repository_also_of_several_inputs(home: Path) -> None:
    (home / "worse" / "sub").mkdir(parents=True)
    (home / "worse" / "sub" / "page.txt").write_text("other junk\n" * 100)
    page, same = "bad/page.txt", "worse/sub/page.txt"
    for raw in (("worse", "bad"), ("bad", "worse/sub"), (same, page), (page, "worse"), (home / "bad", home / "worse")):
        answer = quiver("check", *raw, "--format", "github", cwd=home)
        assert set(re.findall(r"file=([^,]+),", answer.stdout)) == {page, same}, answer.stdout
    answer = quiver("check", "../bad", "../worse", "--format", "github", cwd=home / "raw")
    assert set(re.findall(r"file=([^,]+),", answer.stdout)) == {"page.txt", "sub/page.txt"}


def test_the_summary_names_the_settings_file(home: Path, tmp_path: Path) -> None:
    def told(*words: object) -> list[str]:
        return re.findall(r"^  with  (.*)$", quiver("check", home / "raw", *words, cwd=tmp_path).stdout, re.MULTILINE)

    assert told() == []
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nfly = 1\n")
    assert told() == []
    (tmp_path / "pyproject.toml").write_text("[tool.quiver]\ncap = 9\n")
    assert told() == ["pyproject.toml [tool.quiver]"]
    (tmp_path / "quiver.toml").write_text("keep = 2\n")
    assert told() == ["quiver.toml"]
    (tmp_path / "other.toml").write_text("keep = 2\n")
    assert told("--config", "other.toml") == ["other.toml"]


def test_stages_as_json(home: Path, tmp_path: Path) -> None:
    answer = quiver("run", "raw", "--out", tmp_path / "out", "--log-format", "json", cwd=home)
    lines = [json.loads(line) for line in answer.stderr.splitlines()]
    assert [line["stage"] for line in lines][:2] == ["looking for pages", "reading"]
    assert lines[1]["files"] == 1
    assert all(isinstance(line["seconds"], float) for line in lines)
    assert lines[-1]["stage"] == "publishing"
    assert "published" in answer.stdout


def test_a_log_in_json_tells_failure_in_json(home: Path, tmp_path: Path) -> None:
    def logged(*words: object) -> tuple[int, dict[str, Any]]:
        answer = quiver(*words, "--log-format", "json", cwd=home)
        return answer.returncode, [json.loads(line) for line in answer.stderr.splitlines()][-1]

    status, last = logged("run", "bad", "--out", tmp_path / "out")
    assert (status, last["stage"], last["why"][:15]) == (1, "not publishing", "The gate failed")
    said = "cannot read nowhere: No such file or directory; name a file or a folder of pages"
    assert logged("run", "nowhere", "--out", tmp_path / "out") == (3, {"message": said, "status": 3})
    for misuse in (["run"], ["run", "raw", "--keep", "x"], ["check", "raw", "--select", "NOPE"]):
        assert logged(*misuse)[1]["status"] == 2
    status, last = logged("check", "raw", "--write-baseline", tmp_path / "known.json")
    assert (status, last["message"][:18]) == (0, "wrote the baseline")
    assert quiver("run", cwd=home).stderr.startswith("quiver: ")


def test_stages_as_text_where_asked_for(home: Path) -> None:
    answer = quiver("check", "raw", "--log-format", "text", cwd=home)
    assert re.match(r" +\d\.\d\d s  looking for pages\n +\d\.\d\d s  reading: files 1, kept 0\n", answer.stderr)
    assert quiver("check", "raw", cwd=home).stderr == ""
    assert quiver("check", "raw", "--log-format", "json", "--quiet", cwd=home).stderr == ""


UP = b"\x1b[1A"
"""What moves a terminal's cursor one line up."""


def on_a_terminal(*words: object, cwd: Path, stream: str = "stdout", **environment: str) -> tuple[int, bytes]:
    """The status of `quiver WORDS`, and what it says on STREAM, which is a terminal."""
    reader, writer = pty.openpty()
    others = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    plain = {name: value for name, value in ENVIRONMENT.items() if name != "NO_COLOR"} | {"TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "etl", *map(str, words)], cwd=cwd, env=plain | environment, **others | {stream: writer}
    )
    os.close(writer)
    said, deadline = b"", time.monotonic() + 120
    while time.monotonic() < deadline:
        if select.select([reader], [], [], 0.1)[0]:
            try:
                said += os.read(reader, 65_536)
            except OSError:
                break
        elif process.poll() is not None:
            break
    os.close(reader)
    return process.wait(60), said


@pytest.mark.parametrize("columns", ["120", "60"])
def test_a_bar_on_a_terminal(home: Path, tmp_path: Path, columns: str) -> None:
    status, said = on_a_terminal("run", "raw", "--out", tmp_path / "out", cwd=home, stream="stderr", COLUMNS=columns)
    assert status == 0
    assert b"1/1 files" in said
    assert said.count(UP) <= 1, "the bar is on one line, which is taken away in the end"
    assert re.search(rb"reading|merging|checking", said)
    assert re.search(rb"\d bytes|\dB", said)


@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_where_it_is_wanted(home: Path, more: dict[str, str], coloured: bool) -> None:
    _, said = on_a_terminal("check", "raw", cwd=home, **more)
    assert (b"would be published" in said, b"\x1b[" in said) == (True, coloured)


def test_a_summary_in_a_file_is_plain_and_there_also_where_nothing_is_said(home: Path, tmp_path: Path) -> None:
    assert on_a_terminal("check", "raw", "--output", tmp_path / "loud", cwd=home)[0] == 0
    answer = quiver("check", "raw", "--output", tmp_path / "quiet", "--quiet", cwd=home)
    assert (answer.stdout, answer.stderr) == ("", "")
    assert "would be published" in (tmp_path / "quiet").read_text("utf-8")
    assert (tmp_path / "quiet").read_bytes() == (tmp_path / "loud").read_bytes()


HEAVY = ("pandera", "pyarrow", "jinja2", "pandas", "numpy", "rich", "nameparser", "ftfy")


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["run", "raw"]])
def test_what_is_quick_imports_little(home: Path, words: list[str]) -> None:
    code = f"""
import sys, time
now = time.time_ns
time.time_ns = lambda: now() + 60_000_000_000
sys.argv = ["quiver", *{words!r}]
import etl.cli
try:
    etl.cli.main()
finally:
    print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""
    for _ in range(2 if "raw" in words else 1):  # the second run has nothing to do
        answer = python("-c", code, cwd=home)
    assert (answer.returncode, answer.stderr) == (0, "[]\n")
