"""Which rules a run evaluates, and how severe they are, as the settings ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from etl.errors import UsageError
from etl.rules.base import Rule
from etl.rules.catalogue import CATALOGUE
from schemas.settings import Ignore, Settings


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules of a run, after the settings."""

    rules: tuple[Rule, ...]
    severity: dict[str, str]
    elsewhere: tuple[Ignore, ...]
    """Rules that are ignored on some paths only."""

    def of(self, *subjects: str) -> list[Rule]:
        """The rules about SUBJECTS."""
        return [rule for rule in self.rules if rule.subject in subjects]


def select_rules(settings: Settings, catalogue: Sequence[Rule] = CATALOGUE) -> Selection:
    """The rules that SETTINGS ask for. Raises UsageError where they name a rule that there is not."""
    named = [*settings.select, *(i.rule for i in settings.ignore), *settings.severity]
    named += [limit.rule for limit in settings.gate.limits]
    for reference in named:
        if not any(rule.matches(reference) for rule in catalogue):
            near = get_close_matches(reference, [rule.slug for rule in catalogue], 1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise UsageError(f"the settings name a rule {reference!r} that there is not; {meant}see `quiver rules`")
    never = [i.rule for i in settings.ignore if not i.paths]
    rules = tuple(
        rule
        for rule in catalogue
        if (not settings.select or any(rule.matches(s) for s in settings.select))
        and not any(rule.matches(reference) for reference in never)
    )
    severity: dict[str, str] = {
        r.code: s for reference, s in settings.severity.items() for r in rules if r.matches(reference)
    }
    return Selection(rules, severity, tuple(i for i in settings.ignore if i.paths))
