"""Every block of the documentation that claims something is tried on a snapshot of the real page."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pytest

import etl
from etl.rules.selection import select_rules
from schemas.settings import Settings
from tests.commands import quiver
from tests.docs.pages import PAGES, ROOT, Block, anchors, blocks, commands, links, table_below, text_below

_CHECKER = doctest.OutputChecker()
_RUN = {"console", "sql", "python", "bibtex"}
_TRIED = [page for page in PAGES if any(block.language in _RUN for block in blocks(page))]
_NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]


@pytest.fixture(scope="module")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the real page."""
    out = tmp_path_factory.mktemp("made") / "curated"
    assert etl.run(ROOT / "raw", out).passed
    return out


@pytest.fixture
def work(curated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like a reader's: the raw page, its snapshot, the docs, and the tools on the path."""
    shutil.copytree(ROOT / "raw", tmp_path / "raw")
    shutil.copytree(curated, tmp_path / "curated", symlinks=True)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_script_of_the_tutorial_ends_quietly_where_its_reader_leaves(curated: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    script = ROOT / "docs/tutorial/who-wrote-with-whom.py"
    left = subprocess.run(
        [sys.executable, script, curated], stdout=writer, stderr=subprocess.PIPE, check=False, cwd=ROOT
    )
    os.close(writer)
    assert (left.returncode, left.stderr) == (-signal.SIGPIPE, b"")


@pytest.mark.parametrize("page", _TRIED, ids=lambda page: page.name)
def test_a_page_does_what_it_says(page: Path, work: Path) -> None:
    names: dict[str, Any] = {}
    tried = [block for block in blocks(page) if block.language in _RUN]
    if any("$ quiver run raw --out curated" in block.code for block in tried):
        shutil.rmtree(work / "curated")
    for block in tried:
        place = f"{page.relative_to(ROOT)}:{block.line}"
        if block.language == "console":
            for command, output in commands(block):
                _same(_run(command), output, f"{place}: {command}")
        elif block.language == "sql":
            _same_table(_query(block.code), table_below(block), place)
        elif block.language == "python":
            _same(_python(block, names), text_below(block) or "", place)
        else:
            (work / block.name).write_text(block.code, "utf-8")


def _run(command: str) -> str:
    """What COMMAND says: `quiver` alone in this process, which saves its start; anything else in a shell."""
    plain = re.fullmatch(r"quiver (?P<words>[^|;&<>$]+)(?P<silent> > /dev/null)?(?P<status>; echo \$\?)?", command)
    if plain is not None:
        answer = quiver(*shlex.split(plain["words"]))
        return ("" if plain["silent"] else answer.stdout) + (f"{answer.returncode}\n" if plain["status"] else "")
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)  # noqa: S607
    return done.stdout + done.stderr


def _query(sql: str) -> list[list[str]]:
    relation = duckdb.sql(sql)
    return [relation.columns, *([str(cell) for cell in row] for row in relation.fetchall())]


def _python(block: Block, names: dict[str, Any]) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(block.code, names)  # noqa: S102 - our own pages
    return said.getvalue()


def _same(found: str, claimed: str, place: str) -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert _CHECKER.check_output(claimed, found, flags), f"{place}\nsays:\n{claimed}\nis:\n{found}"


def _same_table(found: list[list[str]], claimed: list[list[str]] | None, place: str) -> None:
    assert len(found) > 1, f"{place} finds nothing"
    assert claimed is None or found == claimed, f"{place}\nsays:\n{claimed}\nis:\n{found}"


@pytest.mark.parametrize("page", PAGES, ids=_NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        target, _, anchor = link.partition("#")
        place = (page.parent / target).resolve() if target else page
        assert place.exists(), link
        if anchor and place.suffix == ".md":
            assert anchor in anchors(place), link


@pytest.mark.parametrize("page", PAGES, ids=_NAMES)
def test_files_that_are_named_are_there(page: Path) -> None:
    named = re.findall(r"`((?:benchmarks|docs|etl|schemas|tests)/[^`\s<*]+)`", page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists() and "/yours." not in name] == []


@pytest.mark.parametrize("page", PAGES, ids=_NAMES)
def test_settings_make_sense(page: Path) -> None:
    for block in blocks(page):
        settings = tomllib.loads(block.code) if block.language == "toml" else {}
        if settings and "venue" not in settings:
            select_rules(Settings.model_validate(settings.get("tool", {}).get("quiver", settings)))


def test_every_page_is_in_the_index() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            targets = [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]
            waiting += [target for target in targets if target.suffix == ".md"]
    assert {page for page in PAGES if page.parent != ROOT} <= reached
