"""What the tests of runs share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def plain_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports of one word: half of the time of a small run goes into the real ones."""

    def write_reports(_: object, folder: Path) -> None:
        for name in ("json", "md", "html"):
            (folder / f"report.{name}").write_text("{}")

    monkeypatch.setattr("etl.pipeline.make.write_reports", write_reports)
