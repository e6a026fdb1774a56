"""The code that the how-to guides give is code that works."""

from __future__ import annotations

import pytest

from etl.rules import title_rules
from etl.rules.base import Rule
from etl.rules.catalogue import CATALOGUE
from etl.rules.selection import Selection
from tests.docs.pages import ROOT, blocks
from tests.rules import pipeline_run


def _rule() -> Rule:
    (block,) = [block for block in blocks(ROOT / "docs" / "how-to" / "add-a-rule.md") if block.language == "py"]
    (rule,) = eval(f"({block.code})", dict(vars(title_rules)))  # noqa: S307 - our own page
    assert isinstance(rule, Rule)
    return rule


def test_the_rule_is_none_that_exists() -> None:
    """Whoever adds the next rule of this family need not change the page."""
    rule = _rule()
    assert rule.slug not in {known.slug for known in CATALOGUE}
    assert rule.code not in {known.code for known in CATALOGUE}


def test_the_rule_flags_its_example_and_not_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = _rule()
    monkeypatch.setattr(pipeline_run, "_all_rules", lambda: Selection((rule,), {}, ()))
    flagged, passed = (
        pipeline_run.run_pages(pipeline_run.in_files(example.pages))[1] for example in (rule.flagged, rule.passed)
    )
    assert flagged["message"].to_list() == ["The title has an emoji: “Attention \N{ROCKET} Is All You Need”."]
    assert passed.is_empty()
