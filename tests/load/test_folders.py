"""The folder of a check: what cannot be written there is told with TMPDIR, all else as it was."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import polars as pl
import pytest

from etl.errors import OutputError
from etl.load.faults import told_as_output_error
from etl.load.folders import temporary_folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def _full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_folder_goes_with_the_block(home: Path) -> None:
    with temporary_folder() as folder:
        (folder / "a").touch()
        assert folder.parent == home
    assert list(home.iterdir()) == []


def test_what_the_system_refuses_inside_names_tmpdir(home: Path) -> None:
    with pytest.raises(OutputError) as told, temporary_folder() as folder, told_as_output_error(folder / "cache"):
        raise _full()
    assert str(told.value) == (
        f"cannot write the temporary folder {home}: no space left on the device; "
        "free some, or name another folder with TMPDIR"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_what_the_system_refuses_to_polars_says_what_to_do() -> None:
    frame = pl.DataFrame({"a": ["made" * 1000]})
    with (
        pytest.raises(OutputError, match=r"no space left on the device; free"),
        told_as_output_error(Path("/dev/full")),
    ):
        frame.write_ipc("/dev/full", compression="uncompressed")


def test_what_it_refuses_elsewhere_keeps_its_name(home: Path) -> None:
    other = home / "baseline.json"
    with (
        pytest.raises(OutputError, match=r"baseline\.json.*name another file with --write-baseline"),
        temporary_folder(),
        told_as_output_error(other, "file with --write-baseline"),
    ):
        raise _full()


def test_a_folder_that_cannot_be_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(home / "gone"))
    said = "gone: its folder does not exist; make it, or name another folder with TMPDIR"
    with pytest.raises(OutputError, match=said), temporary_folder():
        pass


def test_no_folder_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    said = "cannot write any temporary folder; make /tmp writable, or name a folder with TMPDIR"
    with pytest.raises(OutputError, match=said), temporary_folder():
        pass
