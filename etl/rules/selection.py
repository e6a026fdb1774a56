"""Which rules a run evaluates, and how severe they are, as the settings ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from etl.errors import UsageError
from etl.rules.base import Rule
from etl.rules.catalogue import CATALOGUE
from schemas.settings import Ignore, RuleLimit, Settings


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules of a run, after the settings."""

    rules: tuple[Rule, ...]
    severity: dict[str, str]
    ignored_on_paths: tuple[Ignore, ...]
    """What the settings ignore on some paths only; elsewhere these rules are run."""

    def of(self, *subjects: str) -> list[Rule]:
        """The rules about SUBJECTS."""
        return [rule for rule in self.rules if rule.subject in subjects]

    @property
    def left_out(self) -> set[str]:
        """Slugs of the rules that the run does not evaluate: their findings are not there, and not fixed either."""
        return {rule.slug for rule in CATALOGUE} - {rule.slug for rule in self.rules}


def select_rules(settings: Settings) -> Selection:
    """The rules that SETTINGS ask for. Raises UsageError where they name a rule that does not exist.

    Also where a limit in them would have no effect, or a severity were given twice.
    """
    named = {
        "select": settings.select,
        "ignore": [i.rule for i in settings.ignore],
        "severity": settings.severity,
        "gate.limits": [limit.rule for limit in settings.gate.limits],
    }
    for setting, rules_named in named.items():
        require_rules(rules_named, f"the setting {setting} names the rule {{!r}}, which does not exist")
    rules = _asked_for(settings)
    _require_effect(settings.gate.limits, rules)
    severity = {rule.code: told for rule in rules if (told := _severity(rule, settings.severity)) is not None}
    return Selection(rules, severity, tuple(i for i in settings.ignore if i.paths))


def narrowed(settings: Settings) -> Settings:
    """SETTINGS without the gate's limits on rules that they do not run: for a run of fewer rules than usual."""
    runs = {rule.code for rule in _asked_for(settings)}
    limited = {limit: [rule.code for rule in CATALOGUE if rule.matches(limit.rule)] for limit in settings.gate.limits}
    kept = tuple(limit for limit, codes in limited.items() if not codes or runs & set(codes))
    return settings.model_copy(update={"gate": settings.gate.model_copy(update={"limits": kept})})


def _asked_for(settings: Settings) -> tuple[Rule, ...]:
    never = [i.rule for i in settings.ignore if not i.paths]
    return tuple(
        rule
        for rule in CATALOGUE
        if (settings.gate.drift or rule.subject != "drift")
        and (not settings.select or any(rule.matches(s) for s in settings.select))
        and not any(rule.matches(reference) for reference in never)
    )


def require_rules(references: Iterable[str], told: str) -> None:
    """UsageError where one of REFERENCES names no rule: TOLD (a format for the reference), and what may be meant."""
    for reference in references:
        if not any(rule.matches(reference) for rule in CATALOGUE):
            names = [name for rule in CATALOGUE for name in (rule.code, rule.slug)]
            near = get_close_matches(reference.lower(), names, 2) or get_close_matches(reference.upper(), names, 2)
            meant = f"did you mean {' or '.join(near)}? " if near else ""
            raise UsageError(f"{told.format(reference)}; {meant}`quiver rules` lists them all")


def _require_effect(limits: Sequence[RuleLimit], rules: Sequence[Rule]) -> None:
    """UsageError where one of LIMITS of the gate can never fail in a run of RULES."""
    for limit in limits:
        if limit.max_count is None and limit.max_rate is None:
            raise UsageError(f"the gate's limit on {limit.rule} sets no limit; give it max_count or max_rate")
        if not any(rule.matches(limit.rule) for rule in rules):
            raise UsageError(
                f"the gate's limit on {limit.rule} has no effect, for the settings run no such rule "
                "(`select`, `ignore`, `gate.drift`); let it run, or take the limit out"
            )


def _severity(rule: Rule, asked: Mapping[str, str]) -> str | None:
    """What the settings ASKED for RULE: the longest name of it counts, so that a rule goes before its family."""
    names = sorted((name for name in asked if rule.matches(name)), key=len)
    whole = [name for name in names if name == rule.slug or name.upper() == rule.code]
    if len(whole) > 1:
        raise UsageError(f"the settings give {rule.code} a severity twice, as {' and '.join(whole)}; keep one")
    return asked[(whole or names)[-1]] if names else None
