"""The pages that follow from the code are those that the code gives."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import ModuleType

import pytest

from schemas.tables import STATUSES
from tests.docs.pages import ROOT

FOLDER = ROOT / "docs" / "reference"


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_reference", FOLDER / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


GENERATOR = _generator()


@pytest.mark.parametrize("page", GENERATOR.PAGES)
def test_a_page_is_up_to_date(page: str) -> None:
    made = GENERATOR.PAGES[page]()
    assert (FOLDER / page).read_text("utf-8") == made, "run `python docs/reference/generate.py`"


def test_how_truncation_is_told_has_every_status() -> None:
    table = (FOLDER.parent / "how-truncation-is-told.md").read_text().partition("## What proves a cut")[2]
    assert set(re.findall(r"^\| `(\w+)` \|", table.partition("\n\nA proof")[0], re.MULTILINE)) == set(STATUSES)
