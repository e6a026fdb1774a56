"""Every rule flags its own example, and not the one beside it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from etl.rules.base import Rule
from tests.rules.example_findings import RULES, found_on_example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_flags_its_example(rule: Rule, tmp_path: Path) -> None:
    found = found_on_example(rule, "flagged", tmp_path)
    assert not found.is_empty()
    assert found.select(pl.col("path", "first_line", "last_line", "message").is_not_null().all()).row(0) == (True,) * 4
    assert "“?”" not in found["message"][0]  # a column without a value
    assert (found["first_line"] <= found["last_line"]).all()
    no_rows = rule.subject == "file"
    assert (
        found["row_id"].is_null().all()
        if no_rows
        else found.select(_is_key_of(rule.table).fill_null(value=False).all()).item()
    )


def _is_key_of(table: str) -> pl.Expr:
    """Is `row_id` a key of TABLE, of the paper or page that the finding is on?"""
    row_id, page_id, paper_id = pl.col("row_id"), pl.col("page_id"), pl.col("paper_id")
    if table in ("papers", "authorships"):
        return row_id == paper_id
    if table == "pages":
        return row_id == page_id
    if table in ("listings", "quarantine"):
        return row_id.str.strip_prefix(page_id + "/").str.contains(r"^\d+$")
    return row_id.str.contains({"authors": "^[0-9a-f]{16}$", "venues": "^(x:)?[a-z0-9-]+$"}[table])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_passes_its_other_example(rule: Rule, tmp_path: Path) -> None:
    assert found_on_example(rule, "passed", tmp_path).is_empty()
