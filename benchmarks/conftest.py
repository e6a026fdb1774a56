"""What is measured: pages that are made up, or those that --pages names."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from benchmarks.made_pages import make_pages
from benchmarks.stages import Stage, record_run

_STAGES_MB = 10
_TICK_SECONDS = 2.1
"""Files written less than two seconds before a run are read again by the next one."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("quiver")
    group.addoption("--pages", type=Path, help="a folder of pages; without it, they are made up")
    group.addoption("--mb", type=float, default=25, help="how much to make up, in MB")
    group.addoption("--peer", type=Path, help="a peer with a function main(pages, out)")
    group.addoption("--rounds", type=int, default=5, help="how often each pair is timed")


@pytest.fixture(scope="session")
def rounds(pytestconfig: pytest.Config) -> int:
    return int(pytestconfig.getoption("--rounds"))


@pytest.fixture(scope="session")
def peer(pytestconfig: pytest.Config) -> Path:
    return (pytestconfig.getoption("--peer") or Path(__file__).with_name("peer.py")).resolve()


@pytest.fixture(scope="session")
def pages(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages; never written to."""
    given: Path | None = pytestconfig.getoption("--pages")
    if given is not None:
        return given.resolve()
    made = make_pages(tmp_path_factory.mktemp("made"), pytestconfig.getoption("--mb"))
    time.sleep(_TICK_SECONDS)
    return made.pages


@pytest.fixture(scope="session")
def changing_pages(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the pages to change."""
    copy = tmp_path_factory.mktemp("changing") / "pages"
    shutil.copytree(pages, copy)
    time.sleep(_TICK_SECONDS)
    return copy


@pytest.fixture(scope="session")
def some_pages(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About 10 MB of the pages, from all of them in even steps."""
    files = sorted(pages.rglob("*.txt"))
    size = sum(path.stat().st_size for path in files)
    folder = tmp_path_factory.mktemp("some")
    for path in files[:: max(1, round(size / (_STAGES_MB * 1e6)))]:
        shutil.copy(path, folder / path.relative_to(pages).as_posix().replace("/", "-"))
    return folder


@pytest.fixture(scope="session")
def stages(pages: Path, some_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stage]:
    """The recorded stages of a run over some of the pages."""
    references = pages.with_name("references.jsonl")
    folder = tmp_path_factory.mktemp("stages") / "tables"
    return record_run(some_pages, references if references.is_file() else None, folder)
