"""NAM rules on what their one example does not show."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import open_snapshot, run
from tests.extract.damages import Page, Shown, encoded


@pytest.mark.parametrize("name", ["[Ada Ma](/a/ada)", "[[Ada Ma]]", "[13]Ada Ma"])
def test_a_link_in_a_name_is_told_and_the_name_stays_as_written(name: str, tmp_path: Path) -> None:
    listing = Shown("MADE Conference 2020 Conference Paper", "Links", (name, "Yi Ng"), "We follow links in pages.")
    page = tmp_path / "page.txt"
    page.write_bytes(encoded(Page("Yi Ng", (listing,), 1).lines()))
    run(page, tmp_path / "out", gate={"fail_on": "never"})
    snapshot = open_snapshot(tmp_path / "out")
    assert name in snapshot.authorships.collect()["name_raw"].to_list()
    assert snapshot.findings.filter(code="NAM116").collect().height == 1
