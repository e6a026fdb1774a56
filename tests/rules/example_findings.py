"""What rules find on their own examples, in few runs.

Rules whose examples cannot disturb each other share one run, each example under a path of its own; the others run
alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

from etl.rules.base import Example, Rule
from etl.rules.catalogue import CATALOGUE
from tests.rules.pipeline_run import key, run_example, run_pages

Kind = Literal["flagged", "passed"]
RULES = [rule for rule in CATALOGUE if rule.family != "RUN"]  # see test_run_rules.py
_TOGETHER = ("copy", "author", "venue", "venue_year", "page", "quarantine", "paper", "listing")
# What they say of one page depends on the others.
_ALONE = ("PAG112", "PAG114", "AUT101", "AUT102", "AUT110", "VEN106", "VEN107")
_VENUE = "ICML"
_done: dict[str, pl.DataFrame] = {}


def found_on_example(rule: Rule, kind: Kind, folder: Path) -> pl.DataFrame:
    """The findings of RULE on one of its examples, by place; FOLDER takes the reference of the example."""
    if rule.subject in _TOGETHER and rule.code not in _ALONE:
        found = _together(kind, rule.subject).filter(below(f"{rule.code}-{kind}"))
    elif kind == "flagged":
        found = run_example(rule.flagged, folder, rule.code)
    else:
        example = rule.passed
        if key(example) not in _done:
            _done[key(example)] = run_example(example, folder, *_passing(example))
        found = _done[key(example)]
    return found.filter(pl.col("code") == rule.code).sort("path", "first_line", "message")


def found_together(examples: Mapping[str, Example], venue: bool = True) -> pl.DataFrame:
    """The findings of one run over EXAMPLES, each below a folder of its name.

    VENUE: each has a venue of its own, in place of ICML, so that no two show one paper; it is not told in the findings.
    """
    named = {name: f"{_VENUE} {name}" if venue else _VENUE for name in examples}
    pages = {
        f"{name}/{number}.txt": text.replace(f"{_VENUE} Conference", f"{named[name]} Conference").encode(one.encoding)
        for name, one in examples.items()
        for number, text in enumerate(one.pages)
    }
    found = run_pages(pages)[1]
    return found.with_columns(pl.col("message", "evidence").str.replace_many(dict.fromkeys(named.values(), _VENUE)))


def below(name: str) -> pl.Expr:
    """Is a finding on a page of the example NAME?"""
    return pl.col("path").str.starts_with(f"{name}/")


@cache
def _together(kind: Kind, subject: str) -> pl.DataFrame:
    rules = [rule for rule in RULES if rule.subject == subject and rule.code not in _ALONE]
    examples = {f"{rule.code}-{kind}": getattr(rule, kind) for rule in rules}
    return found_together(examples, venue=subject in {"copy", "author", "paper"})


def _passing(example: Example) -> list[str]:
    """The codes of the rules that pass EXAMPLE."""
    return [rule.code for rule in RULES if key(rule.passed) == key(example)]
