"""Every format, word for word, as it was when somebody last read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.make_golden import GOLDEN, golden_files


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return golden_files(tmp_path_factory.mktemp("golden"))


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_format_is_as_it_was(made: dict[str, str], name: str) -> None:
    assert made[name] == (GOLDEN / name).read_text("utf-8"), (
        "run `python -m tests.report.make_golden` and read the diff"
    )


def test_no_golden_file_is_missing(made: dict[str, str]) -> None:
    assert set(made) == {path.name for path in Path(GOLDEN).iterdir()}
