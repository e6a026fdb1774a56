"""The same pages and settings give the same bytes, however they came and however many worked on them."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

import etl.pipeline.reading.read as reading
from etl.pipeline.run import run
from etl.progress import Progress
from etl.rules.examples import Listing, page
from tests.commands import ENVIRONMENT, python
from tests.pipeline.made_pages import SETTINGS, World, differing, quiver, tables, write

RUN = "import sys, pathlib, json; from tests.pipeline.made_pages import quiver, tables; a = sys.argv; "
RUN += (
    "quiver(pathlib.Path(a[1]), pathlib.Path(a[2]), **json.loads(a[3])); print(json.dumps(tables(pathlib.Path(a[2]))))"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    raw = tmp_path_factory.mktemp("made") / "raw"
    World(7, papers=120).fill(raw, 40)
    quiver(raw, raw.parent / "out")
    return raw, tables(raw.parent / "out")


@pytest.mark.parametrize(
    ("threads", "changes"), [("1", {"workers": 1}), ("2", {"workers": 2}), ("3", {"workers": 2, "memory_mb": 0})]
)
def test_on_any_number_of_cores(
    tmp_path: Path, made: tuple[Path, dict[str, str]], threads: str, changes: dict[str, int]
) -> None:
    raw, expected = made
    environment = ENVIRONMENT | {"POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": threads}
    answer = python("-c", RUN, raw, tmp_path / "out", json.dumps(changes), env=environment)
    assert differing(json.loads(answer.stdout), expected) == []


@pytest.mark.usefixtures("plain_reports")
@pytest.mark.parametrize("apart", [False, True])
def test_in_any_order_and_any_shards(
    tmp_path: Path, made: tuple[Path, dict[str, str]], monkeypatch: pytest.MonkeyPatch, *, apart: bool
) -> None:
    """Files made in another order, read in small shards that end in another order, spooled in parts; in processes."""
    raw, expected = made
    paths = [path for path in raw.rglob("*") if path.is_file()]
    random.Random(5).shuffle(paths)
    for path in paths:
        write(tmp_path / "raw" / path.relative_to(raw), path.read_bytes())
    monkeypatch.setattr(reading, "piece_bytes", lambda *_: 20_000)
    monkeypatch.setattr(reading, "_APART_BYTES", 0 if apart else 1e9)
    for size in ("incremental.segment._PARTED_BYTES", "spill._ROWS", "tables._PAPERS_AT_ONCE"):
        monkeypatch.setattr(f"etl.pipeline.{size}", 9)
    monkeypatch.setattr("etl.rules.subjects.pages._LISTINGS_AT_ONCE", 9)
    quiver(tmp_path / "raw", tmp_path / "out", memory_mb=0, workers=2)
    assert differing(tables(tmp_path / "out"), expected) == []


class _Told(Progress):
    """The files of each stage that tells them."""

    def __init__(self) -> None:
        self.files: dict[str, int] = {}

    def stage(self, name: str, **facts: Any) -> None:
        self.files |= {name: facts["files"]} if "files" in facts else {}


@pytest.mark.usefixtures("plain_reports")
@pytest.mark.parametrize("apart", [False, True])
def test_files_that_take_long_are_worked_on_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, apart: bool
) -> None:
    """A page in each of several shards that has to be read other ways, and of which one cannot be read at all."""
    for number in range(40):
        text = page(*[Listing(title=f"The Title {at} of Page {number}") for at in range(5)])
        damaged = text.upper() if number % 13 == 5 else text[300:700] if number == 39 else text
        write(tmp_path / f"raw/{number:02d}.txt", damaged.encode())
    quiver(tmp_path / "raw", tmp_path / "at once")
    monkeypatch.setattr(reading, "piece_bytes", lambda *_: 10_000)
    monkeypatch.setattr(reading, "_APART_BYTES", 0 if apart else 1e9)
    told = _Told()
    for expected in ({"reading": 40, "reading other ways": 4}, {}):  # a second run has nothing to do
        told.files = {}
        outcome = run([tmp_path / "raw"], tmp_path / "out", SETTINGS.model_copy(update={"workers": 2}), told)
        assert (told.files, outcome.unchanged) == (expected, not expected)
    assert differing(tables(tmp_path / "out"), tables(tmp_path / "at once")) == []


@pytest.mark.usefixtures("plain_reports")
def test_findings_on_one_thing_are_numbered_alike(tmp_path: Path) -> None:
    """Titles that one page shows several times, and pages of one owner, whose findings have one anchor."""
    for number, titles in enumerate(["112", "11122", "3"]):
        text = page(*[Listing(title=f"A Title That Comes Again {title}") for title in titles], declared=9)
        write(tmp_path / f"raw/{number}.txt", text.encode())
    for memory_mb in (1000, 0):
        quiver(tmp_path / "raw", tmp_path / str(memory_mb), memory_mb=memory_mb)
    assert differing(tables(tmp_path / "0"), tables(tmp_path / "1000")) == []


@pytest.mark.usefixtures("plain_reports")
def test_page_by_page(tmp_path: Path, made: tuple[Path, dict[str, str]]) -> None:
    """Files that came over several runs."""
    raw, expected = made
    paths = sorted((path for path in raw.rglob("*") if path.is_file()), key=lambda path: path.name[::-1])
    for number, path in enumerate(paths):
        write(tmp_path / "raw" / path.relative_to(raw), path.read_bytes())
        if number % 13 == 0 or number == len(paths) - 1:
            quiver(tmp_path / "raw", tmp_path / "out")
    assert differing(tables(tmp_path / "out"), expected) == []
