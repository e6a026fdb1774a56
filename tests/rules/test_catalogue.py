"""What holds of all rules at once: names, texts, families, and the fixed slugs."""

from __future__ import annotations

import polars as pl
import pytest

from etl.errors import UsageError
from etl.rules.base import FAMILIES, Rule
from etl.rules.catalogue import CATALOGUE
from etl.rules.explanations import explained
from etl.rules.selection import narrowed, select_rules
from etl.rules.subjects.all_subjects import SUBJECTS
from schemas.settings import SEVERITIES, Ignore, Settings
from schemas.tables import TABLES, polars_schema

FIXED = [
    "declared-count-differs", "out-of-order", "unparsed-text", "author-list-truncated", "author-list-at-cap",
    "duplicate-author", "no-authors", "homonym-mixed", "name-variants", "unknown-venue", "venue-year-implausible",
    "abstract-missing", "abstract-cut-off", "abstract-respaced", "latex-residue", "listed-twice", "copies-differ",
]  # fmt: skip


def test_there_are_many_rules_in_all_families() -> None:
    assert len(CATALOGUE) >= 60
    assert {rule.family for rule in CATALOGUE} == set(FAMILIES)


def test_the_slugs_of_the_specification_are_there() -> None:
    assert set(FIXED) <= {rule.slug for rule in CATALOGUE}


def test_codes_and_slugs_are_unique_and_in_form() -> None:
    codes, slugs = pl.Series([r.code for r in CATALOGUE]), pl.Series([r.slug for r in CATALOGUE])
    assert codes.is_unique().all()
    assert slugs.is_unique().all()
    assert codes.str.contains(r"^[A-Z]{3}[1-9]\d\d$").all()
    assert slugs.str.contains(r"^[a-z0-9]+(-[a-z0-9]+)+$|^front-matter$").all()


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_a_rule_says_all_that_a_reader_needs(rule: Rule) -> None:
    for text in (rule.what, rule.why, rule.remedy, rule.message):
        assert text.strip() == text
        assert text[-1] in ".”)"
        assert text[0].isupper() or text[0] in "“{`"
        assert "(s)" not in text  # `{lines:line}` counts
    assert rule.told_by


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_a_rule_points_into_the_tables(rule: Rule) -> None:
    assert rule.severity in SEVERITIES
    assert rule.table in TABLES
    assert rule.field is None or rule.field in polars_schema(rule.table)
    assert rule.subject in {*SUBJECTS, "copy", "quarantine", "file", "drift"}


def test_rules_are_selected_and_ignored_by_code_family_and_slug() -> None:
    chosen = select_rules(Settings(select=("AUT", "abstract-missing", "ttl10")))
    codes = [rule.code for rule in chosen.rules]
    assert codes == [c.code for c in CATALOGUE if c.code[:3] == "AUT" or c.code == "ABS101" or c.code[:5] == "TTL10"]
    fewer = select_rules(Settings(select=("AUT",), ignore=(Ignore(rule="AUT10", reason="not ours"),)))
    assert [rule.code for rule in fewer.rules] == [c for c in codes if c.startswith("AUT11")]


def test_severities_are_changed_by_family_and_code() -> None:
    chosen = select_rules(Settings(severity={"DUP": "warning", "abstract-missing": "error"}))
    assert {chosen.severity[r.code] for r in CATALOGUE if r.family == "DUP"} == {"warning"}
    assert chosen.severity["ABS101"] == "error"
    assert "ABS102" not in chosen.severity


def test_the_severity_of_a_rule_goes_before_that_of_its_family() -> None:
    for severity in ({"AUT": "info", "author-list-truncated": "error"}, {"aut101": "error", "AUT": "info"}):
        chosen = select_rules(Settings.model_validate({"severity": severity}))
        assert (chosen.severity["AUT101"], chosen.severity["AUT102"]) == ("error", "info")


NOT_OURS = {"rule": "ABS", "reason": "not ours"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"gate": {"limits": [{"rule": "ABS"}]}}, "limit on ABS sets no limit; give it max_count or max_rate"),
        (
            {"select": ["NAM"], "gate": {"limits": [{"rule": "AUT101", "max_count": 0}]}},
            "limit on AUT101 has no effect",
        ),
        (
            {"ignore": [NOT_OURS], "gate": {"limits": [{"rule": "ABS", "max_rate": 0}]}},
            "limit on ABS has no effect, for",
        ),
        ({"gate": {"drift": False, "limits": [{"rule": "RUN", "max_count": 0}]}}, "on RUN has no effect"),
        ({"severity": {"AUT101": "info", "author-list-truncated": "error"}}, "AUT101 a severity twice, as AUT101 and"),
    ],
)
def test_a_setting_without_effect_is_wrong_use(settings: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        select_rules(Settings.model_validate(settings))


def test_a_limit_on_a_family_may_be_on_a_part_of_it() -> None:
    settings = {"ignore": [NOT_OURS | {"rule": "ABS101"}], "gate": {"limits": [{"rule": "ABS", "max_count": 0}]}}
    assert "ABS102" in [rule.code for rule in select_rules(Settings.model_validate(settings)).rules]


def test_a_run_of_fewer_rules_than_usual_has_the_limits_on_those_alone() -> None:
    limits = [{"rule": rule, "max_count": 0} for rule in ("AUT101", "NAM", "name-variants")]
    settings = narrowed(Settings.model_validate({"select": ["NAM"], "gate": {"limits": limits}}))
    assert [limit.rule for limit in settings.gate.limits] == ["NAM", "name-variants"]
    select_rules(settings)


def test_without_drift_the_run_is_not_compared() -> None:
    chosen = select_rules(Settings.model_validate({"gate": {"drift": False}}))
    assert {r.family for r in CATALOGUE} - {r.family for r in chosen.rules} == {"RUN"}


def test_a_rule_that_there_is_not_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="ABS999"):
        select_rules(Settings(select=("ABS999",)))


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_an_explanation_shows_what_is_flagged(rule: Rule) -> None:
    flagged, passed = explained(rule.code).split("Flagged, for example, in:\n")[1].split("\n\nNot flagged in:\n")
    assert flagged != passed
