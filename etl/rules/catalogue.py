"""All rules, in the order of their codes. To add a rule: its family's file; nothing here unless the file is new."""

from __future__ import annotations

from etl.rules import (
    abstract_bounds_rules,
    abstract_content_rules,
    abstract_lost_rules,
    abstract_rules,
    abstract_text_rules,
    author_list_rules,
    duplicate_rules,
    name_rules,
    page_rules,
    reference_rules,
    run_rules,
    title_rules,
    title_text_rules,
    venue_rules,
)
from etl.rules.base import FAMILIES, Rule

_FAMILIES = (
    page_rules,
    reference_rules,
    run_rules,
    title_rules,
    title_text_rules,
    author_list_rules,
    name_rules,
    venue_rules,
    abstract_bounds_rules,
    abstract_content_rules,
    abstract_lost_rules,
    abstract_rules,
    abstract_text_rules,
    duplicate_rules,
)

CATALOGUE: tuple[Rule, ...] = tuple(
    sorted(
        (rule for family in _FAMILIES for rule in family.RULES),
        key=lambda rule: (tuple(FAMILIES).index(rule.family), rule.code),
    )
)
