"""Settings as users write them: where they are read, how strictly, and the words for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.config import load_settings
from etl.errors import UsageError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, where the command runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("cap = true", "cap: must be a whole number, or 'auto' or 'none'"),
        ('cap = "8"', "cap: must be a whole number, or 'auto' or 'none'"),
        ("cap = 0", "cap: must be at least 1, or 'auto' or 'none'"),
        ('wait_seconds = "5"', "wait_seconds: must be a number"),
        ('references = [""]', "references.0: must be text, not empty"),
        ("gate.min_rows.papers = -1", "gate.min_rows.papers: must be at least 0"),
        ("wait_seconds = nan", "wait_seconds: must be at least 0"),
        ("keep = 1.5", "keep: must be a whole number"),
        ('select = "AUT"', "select: must be a list"),
        ("ignore = [3]", "ignore.0: must be a table"),
        ('ignore = "AUT"', "ignore: must be a list"),
        ('ignore = [{ rule = "AUT" }]', "ignore.0.reason: is needed"),
        ('ignore = [{ rule = "", reason = "none" }]', "ignore.0.rule: must be text, not empty"),
        ("gate = 3", "gate: must be a table"),
        ("severity = 3", "severity: must be a table"),
        ('severity = { AUT = "bad" }', "severity.AUT: must be 'error', 'warning' or 'info'"),
        ("[gate]\nmax_quarantine = 2", "gate.max_quarantine: must be at most 1"),
        ("[gate]\ndrift = 1", "gate.drift: must be true or false"),
        ('references = ["a\\u0000.bib"]', "references.0: must be a path, without NUL"),
        ('"a[b]" = 1', "a[b]: there is no such setting"),
        ("kep = 1", "kep: there is no such setting; did you mean keep?"),
    ],
)
def test_what_is_wrong_is_told_in_plain_words(home: Path, written: str, said: str) -> None:
    (home / "quiver.toml").write_text(written)
    with pytest.raises(UsageError) as raised:
        load_settings(None, {}, {"ignore": [{"rule": "NAM", "reason": "on the command line"}]})
    assert str(raised.value) == f"quiver.toml: {said}"


def test_whole_numbers_are_numbers(home: Path) -> None:
    (home / "quiver.toml").write_text("wait_seconds = 5\n[gate]\nmax_quarantine = 0\n")
    assert load_settings(None, {}).wait_seconds == 5


@pytest.mark.parametrize("name", ["quiver.toml", "pyproject.toml"])
def test_an_editor_may_put_a_bom_before_the_settings(home: Path, name: str) -> None:
    text = "cap = 5\r\n" if name == "quiver.toml" else "[tool.quiver]\r\ncap = 5\r\n"
    (home / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_settings(None, {}).cap == 5


def test_of_a_pyproject_that_is_named_its_table_is_read(home: Path) -> None:
    (home / "other").mkdir()
    file = home / "other" / "pyproject.toml"
    file.write_text("[build-system]\nrequires = []\n[tool.quiver]\nkeep = 3\n")
    assert load_settings(file, {}).keep == 3
    for written in ("tool = 3", "tool.quiver = 3"):
        file.write_text(written)
        with pytest.raises(UsageError, match=r"pyproject.toml \[tool.quiver\]: must be a table"):
            load_settings(file, {})


def test_a_folder_is_no_settings(home: Path) -> None:
    (home / "quiver.toml").mkdir()
    with pytest.raises(UsageError, match="cannot read the settings quiver"):
        load_settings(None, {})


def test_a_link_that_leads_nowhere_is_no_lack_of_settings(home: Path) -> None:
    (home / "quiver.toml").symlink_to("gone.toml")
    with pytest.raises(
        UsageError,
        match=r"cannot read the settings quiver\.toml: No such file.*; mend that, or name another file with --config$",
    ):
        load_settings(None, {})
