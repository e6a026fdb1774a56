"""All rules, in the order of their codes. To add a rule: its family's file; nothing here unless the family is new."""

from __future__ import annotations

from etl.rules import (
    abstract_rules,
    author_list_rules,
    duplicate_rules,
    name_rules,
    page_rules,
    venue_rules,
)
from etl.rules.base import Rule

CATALOGUE: tuple[Rule, ...] = (
    *page_rules.RULES,
    *author_list_rules.RULES,
    *name_rules.RULES,
    *venue_rules.RULES,
    *abstract_rules.RULES,
    *duplicate_rules.RULES,
)
