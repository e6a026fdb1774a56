"""Every rule flags its own example, and not the one beside it.

Rules whose examples cannot disturb each other share one run, each example under a path of its own; the others
run alone.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from etl.rules.base import Example, Rule
from etl.rules.catalogue import CATALOGUE
from tests.rules.pipeline_run import key, run_example, run_pages

RULES = [rule for rule in CATALOGUE if rule.family != "RUN"]  # see test_run_rules.py
_TOGETHER = ("copy", "author", "venue", "venue_year", "page", "quarantine", "paper", "listing")
# What they say of one page depends on the others.
_ALONE = ("PAG112", "PAG114", "AUT101", "AUT102", "AUT110", "VEN106", "VEN107")
_done: dict[str, pl.DataFrame] = {}


def _path(rule: Rule, kind: str) -> str:
    return f"{rule.code}-{kind}"


def _pages(rule: Rule, kind: str) -> dict[str, bytes]:
    """The pages of an example below a folder of its own, with a venue of its own if the rule is about texts."""
    example: Example = getattr(rule, kind)
    texts = enumerate(example.pages)
    venue = f"ICML {rule.code} {kind} Conference" if rule.subject in {"copy", "author", "paper"} else "ICML Conference"
    return {
        f"{_path(rule, kind)}/{number}.txt": text.replace("ICML Conference", venue).encode(example.encoding)
        for number, text in texts
    }


@cache
def _together(kind: str, subject: str) -> pl.DataFrame:
    pages: dict[str, bytes] = {}
    for rule in RULES:
        if rule.subject == subject and rule.code not in _ALONE:
            pages |= _pages(rule, kind)
    return run_pages(pages)[1]


def _found(rule: Rule, kind: str, folder: Path) -> pl.DataFrame:
    if rule.subject in _TOGETHER and rule.code not in _ALONE:
        found = _together(kind, rule.subject).filter(pl.col("path").str.starts_with(_path(rule, kind) + "/"))
    elif kind == "flagged":
        found = run_example(rule.flagged, folder, rule.code)
    else:
        example = rule.passed
        if key(example) not in _done:
            _done[key(example)] = run_example(example, folder, *_passing(example))
        found = _done[key(example)]
    return found.filter(pl.col("code") == rule.code)


def _passing(example: Example) -> list[str]:
    """The codes of the rules that pass EXAMPLE."""
    return [rule.code for rule in RULES if key(rule.passed) == key(example)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_flags_its_example(rule: Rule, tmp_path: Path) -> None:
    found = _found(rule, "flagged", tmp_path)
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
    assert _found(rule, "passed", tmp_path).is_empty()
