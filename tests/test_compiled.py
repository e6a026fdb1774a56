"""What is made of our own files is made once; what is damaged, of other code, or not ours to write is made anew."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import compiled as module
from etl.compiled import compiled
from etl.transform.venues.index import load_book


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


@pytest.fixture
def times() -> Callable[[], int]:
    """How many times it was made, this time included."""
    made = 0

    def make() -> int:
        nonlocal made
        made += 1
        return made

    return make


def test_it_is_made_once(folder: Path, times: Callable[[], int]) -> None:
    assert [compiled("a", times) for _ in range(3)] == [1, 1, 1]
    assert compiled("b", times) == 2
    assert len(list(folder.iterdir())) == 2  # and nothing is left beside them


def test_what_other_code_made_is_not_used(
    folder: Path, times: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled("a", times)
    monkeypatch.setattr(module, "code_digest", lambda: "of other code")
    assert compiled("a", times) == 2


@pytest.mark.parametrize("damage", [b"", b"x", None, "flipped"], ids=["empty", "cut", "last bytes lost", "one bit"])
def test_a_damaged_file_is_made_anew(folder: Path, times: Callable[[], int], damage: bytes | str | None) -> None:
    compiled("a", times)
    (file,) = folder.iterdir()
    content = file.read_bytes()
    if damage is None:
        damage = content[:-2]
    elif isinstance(damage, str):
        damage = content[:-2] + bytes([content[-2] ^ 1]) + content[-1:]
    file.write_bytes(damage)
    assert [compiled("a", times) for _ in range(2)] == [2, 2]


def test_a_folder_that_cannot_be_written_is_no_fault(
    folder: Path, times: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert [compiled("a", times) for _ in range(2)] == [1, 2]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("told", [True, False], ids=["told to write none", "no such folder"])
def test_nothing_is_kept_where_python_keeps_nothing(
    folder: Path, times: Callable[[], int], monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", told)
    if not told:
        monkeypatch.setattr(module, "FOLDER", folder / "missing")
    assert [compiled("a", times) for _ in range(2)] == [1, 2]
    assert list(folder.iterdir()) == []


def test_the_index_of_venues_is_kept_whole(folder: Path) -> None:
    made = load_book.__wrapped__()
    assert list(folder.iterdir()) != []
    assert load_book.__wrapped__() == made
