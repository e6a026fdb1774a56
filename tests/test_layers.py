"""Which part of the code may know which: the map of CONTRIBUTING.md, held against the imports."""

from __future__ import annotations

import ast
import pydoc
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BASIS = {
    "compiled",
    "errors",
    "folding",
    "frames",
    "identity",
    "numbers",
    "open_list",
    "patterns",
    "progress",
    "visible",
}
"""Modules at the top that every part may use."""

ALLOWED = {
    "extract": set[str](),
    "transform": set[str](),
    "load": set[str](),
    "report": set[str](),
    "references": set[str](),
    "rules": {"corpus", "transform", "references"},  # the same patterns and comparisons as those who mend and match
    "corpus": {"transform"},
}

FOLDERS = {
    "extract/source": set[str](),
    "extract/grammar": set[str](),
    "extract/headings": {"grammar"},
    "extract/doubts": {"grammar", "headings"},
    "extract/undo": {"source", "grammar", "doubts"},
    "extract/rereading": {"source", "grammar", "readings"},
    "pipeline/incremental": set[str](),
    "pipeline/reading": {"incremental", "memory", "plan"},
    "pipeline/merging": {"incremental", "spill"},
    "references/sources": {"base"},
    "references/matching": {"base"},
    "rules/subjects": {"engine"},
    "transform/text": set[str](),
    "transform/names": {"text"},
    "transform/venues": {"text"},
    "transform/author_lists": {"names"},
}
"""What the folders of a part may use of it."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_knows_only_what_it_may(folder: str) -> None:
    part, own = folder.split("/")
    known = {name for file in (ROOT / "etl" / folder).glob("*.py") for name in _imported(file)}
    others = {name.split(".")[2] for name in known if name.startswith(f"etl.{part}.")}
    assert others - {own} <= FOLDERS[folder]


def test_all_folders_are_told() -> None:
    found = [path.parent.relative_to(ROOT / "etl").as_posix() for path in ROOT.glob("etl/*/*/__init__.py")]
    assert sorted(found) == sorted(FOLDERS)


@pytest.mark.parametrize("part", ALLOWED)
def test_a_part_knows_only_what_it_may(part: str) -> None:
    files = list((ROOT / "etl" / part).rglob("*.py")) or [ROOT / f"etl/{part}.py"]
    known = {name.split(".")[1] for file in files for name in _imported(file) if name.startswith("etl.")}
    assert known - BASIS - {part} <= ALLOWED[part]


@pytest.mark.parametrize("part", [*sorted(BASIS), "engines"])
def test_the_basis_and_the_engines_know_nothing_above_them(part: str) -> None:
    files = list((ROOT / "etl" / part).rglob("*.py")) or [ROOT / f"etl/{part}.py"]
    known = {name.split(".")[1] for file in files for name in _imported(file) if name.startswith("etl.")}
    assert known <= (BASIS if part in BASIS else {part})


def test_modules_and_names_that_words_send_a_reader_to_are_there() -> None:
    files = [file for folder in ("etl", "schemas", "docs", "tests") for file in (ROOT / folder).rglob("*.[pm][yd]")]
    texts = [file.read_text("utf-8") for file in (*files, ROOT / "README.md", ROOT / "CONTRIBUTING.md")]
    names = {name for text in texts for name in re.findall(r"`((?:etl|schemas)(?:\.\w+)+)`", text)}
    paths = {path for text in texts for path in re.findall(r"`((?:etl|schemas)/[\w/]+\.(?:py|toml|json))`", text)}
    assert len(names) > 40
    assert [name for name in sorted(names) if pydoc.locate(name) is None] == []
    own = {path for path in paths if Path(path).stem == "yours"}  # what a how-to has its reader write
    assert [path for path in sorted(paths - own) if not (ROOT / path).exists()] == []
    alone = {name for text in texts for name in re.findall(r"`(\w+\.py)`", text)}
    assert alone <= {file.name for file in files}


def test_schemas_know_nothing_of_etl() -> None:
    names = [name for file in (ROOT / "schemas").glob("*.py") for name in _imported(file)]
    assert [name for name in names if name.split(".")[0] == "etl"] == []


def _imported(file: Path) -> Iterator[str]:
    """The modules that FILE imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ([f"etl.{alias.name}" for alias in node.names] if node.module == "etl" else [node.module])
