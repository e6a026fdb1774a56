"""Hashes of files beside the pages are known from run to run, unless the file may have changed unseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.extract.source.find import TICK_NS
from etl.pipeline.incremental import stamps as module
from etl.pipeline.incremental.stamps import Stamps


@pytest.mark.parametrize(("later_ns", "kept"), [(0, False), (TICK_NS, False), (TICK_NS + 1, True)])
def test_the_hash_of_a_file_that_was_written_just_before_is_not_kept(tmp_path: Path, later_ns: int, kept: bool) -> None:
    file, home = tmp_path / "known.bib", tmp_path / "home/stamps.json"
    file.write_text("one")
    stamps = Stamps(home, file.stat().st_ctime_ns + later_ns)
    stamps.hash_of(file)
    stamps.save()
    assert home.exists() is kept
    assert not kept or list(json.loads(home.read_text())) == [str(file)]


def test_a_file_whose_stamp_is_the_same_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, home = tmp_path / "known.bib", tmp_path / "stamps.json"
    file.write_text("one")
    later = file.stat().st_ctime_ns + 10 * TICK_NS
    first = Stamps(home, later)
    hashed = first.hash_of(file)
    first.save()
    monkeypatch.setattr(module, "file_hash", lambda _path: "read")
    assert Stamps(home, later).hash_of(file) == hashed
    file.write_text("other")
    assert Stamps(home, later).hash_of(file) == "read"
