"""References sifted by the papers of a run: nothing that can match is lost, and what cannot is not given."""

import json
import os
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl.errors import InputError
from etl.pipeline.merging.referenced import with_registry
from etl.references import base
from etl.references.load import load_references
from etl.references.matching.confirm import confirm
from tests.references.all_of import all_of

NAMES = ["Ada Ames", "Bob Byrd", "Cy Cole"]
TITLE = "Learning Sparse Representations of Audio Signals"
FITTING = [
    {"title": TITLE, "authors": NAMES, "year": 2020},
    {"title": "LEARNING SPARSE REPRESENTATIONS of <i>Audio</i> signals.", "authors": [*NAMES, "Dee Dorn"]},
    {"title": "Learning Sparse Representatons of Audio Signals", "authors": NAMES, "year": 2020},
    {"title": "Laerning Sparse Representations of Audio Signals", "authors": NAMES, "year": 2020},
    {"title": "Learning Sparse Representations of Audio Singals", "authors": NAMES, "year": 2020},
]
OTHERS = [{"title": f"Another Paper of Number {n}", "authors": NAMES, "year": 2020} for n in range(40)]
PAPERS = pl.DataFrame(
    {
        "paper_id": "p1", "title": TITLE, "year": 2020, "venue_id": "icml", "venue_raw": "ICML", "names": [NAMES],
    },
    schema_overrides={"year": pl.Int32},
)  # fmt: skip


def stored(folder: Path, records: list[dict[str, Any]]) -> Path:
    path = folder / "r.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def test_the_sieve_keeps_what_can_match_and_little_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "BATCH", 7)
    references = load_references([stored(tmp_path, [*OTHERS, *FITTING, *OTHERS])], tmp_path / "c")
    assert references.like(PAPERS)["row"].to_list() == [41, 42, 43, 44, 45]
    assert all_of(references).height == 85
    assert references.like(PAPERS.clear()).is_empty()


def test_each_reference_alone_gives_the_same_as_without_the_sieve(tmp_path: Path) -> None:
    for record in FITTING:
        references = load_references([stored(tmp_path, [record])], tmp_path / "c")
        found = confirm(PAPERS, with_registry(references.like(PAPERS)).lazy())
        assert found.height == 1, record["title"]
        assert found.equals(confirm(PAPERS, with_registry(all_of(references)).lazy()))


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = stored(tmp_path, FITTING)
    hashes = iter(["a" * 64, "b" * 64])
    with pytest.raises(InputError, match="changed while it was read"):
        load_references([path], tmp_path / "c", lambda _: next(hashes))
    assert not list((tmp_path / "c").iterdir())


def test_what_a_killed_run_left_goes_after_a_day(tmp_path: Path) -> None:
    for name, hours in (("old", 25), ("new", 23)):
        part = tmp_path / "c" / f"references-{name}.part"
        part.mkdir(parents=True)
        (part / "references.parquet").write_bytes(b"half")
        os.utime(part, times=(then := time.time() - hours * 3600, then))
    load_references([stored(tmp_path, FITTING)], tmp_path / "c")
    assert [path.name for path in (tmp_path / "c").glob("*.part")] == ["references-new.part"]
