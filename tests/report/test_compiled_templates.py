"""Templates are compiled once; what was compiled from other text or by other code is not used."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest

from etl.report import compiled_templates


def _renders(folder: Path, text: str) -> tuple[str, int]:
    """What TEXT renders to, and how many times Jinja compiled."""
    compiled = 0

    class Counting(jinja2.Environment):
        def compile(self, *args, **kwargs):  # type: ignore[no-untyped-def, override]
            nonlocal compiled
            compiled += 1
            return super().compile(*args, **kwargs)

    cache = compiled_templates.compiled_templates()
    environment = Counting(loader=jinja2.DictLoader({"a": text}), bytecode_cache=cache)
    return environment.get_template("a").render(), compiled


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled_templates, "_FOLDER", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def test_a_template_is_compiled_once(folder: Path) -> None:
    assert [_renders(folder, "{{ 1 + 1 }}") for _ in range(2)] == [("2", 1), ("2", 0)]
    assert _renders(folder, "{{ 1 + 2 }}") == ("3", 1)


def test_what_other_code_compiled_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _renders(folder, "{{ 1 + 1 }}")
    monkeypatch.setattr(compiled_templates, "code_digest", lambda: "of other code")
    assert _renders(folder, "{{ 1 + 1 }}") == ("2", 1)


@pytest.mark.parametrize("damage", [b"", b"j2", None], ids=["empty", "cut", "last bytes lost"])
def test_a_damaged_file_is_made_anew(folder: Path, damage: bytes | None) -> None:
    _renders(folder, "{{ 1 + 1 }}")
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-9] if damage is None else damage)
    assert _renders(folder, "{{ 1 + 1 }}") == ("2", 1)
    assert _renders(folder, "{{ 1 + 1 }}") == ("2", 0)


def test_a_folder_that_cannot_be_written_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    assert _renders(folder, "{{ 1 + 1 }}") == ("2", 1)
    assert list(folder.iterdir()) == []


def test_without_compiled_modules_there_are_no_compiled_templates(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert _renders(folder, "{{ 1 + 1 }}") == ("2", 1)
    assert list(folder.iterdir()) == []
