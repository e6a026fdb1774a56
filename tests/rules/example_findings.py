"""What rules find on their own examples, in few runs.

Rules whose examples cannot disturb each other share one run, each example under a path of its own; the others run
alone.
"""

from __future__ import annotations

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
_done: dict[str, pl.DataFrame] = {}


def found_on_example(rule: Rule, kind: Kind, folder: Path) -> pl.DataFrame:
    """The findings of RULE on one of its examples, by place; FOLDER takes the reference of the example."""
    if rule.subject in _TOGETHER and rule.code not in _ALONE:
        here = pl.col("path").str.starts_with(_path(rule, kind) + "/")
        as_alone = pl.col("message", "evidence").str.replace_all(_venue(rule, kind), _VENUE, literal=True)
        found = _together(kind, rule.subject).filter(here).with_columns(as_alone)
    elif kind == "flagged":
        found = run_example(rule.flagged, folder, rule.code)
    else:
        example = rule.passed
        if key(example) not in _done:
            _done[key(example)] = run_example(example, folder, *_passing(example))
        found = _done[key(example)]
    return found.filter(pl.col("code") == rule.code).sort("path", "first_line", "message")


def _path(rule: Rule, kind: Kind) -> str:
    return f"{rule.code}-{kind}"


_VENUE = "ICML"


def _venue(rule: Rule, kind: Kind) -> str:
    """The venue of an example: one of its own if the rule is about texts, so that no two examples have one paper."""
    return f"{_VENUE} {rule.code} {kind}" if rule.subject in {"copy", "author", "paper"} else _VENUE


def _pages(rule: Rule, kind: Kind) -> dict[str, bytes]:
    """The pages of an example below a folder of its own."""
    example: Example = getattr(rule, kind)
    venue = f"{_venue(rule, kind)} Conference"
    return {
        f"{_path(rule, kind)}/{number}.txt": text.replace(f"{_VENUE} Conference", venue).encode(example.encoding)
        for number, text in enumerate(example.pages)
    }


@cache
def _together(kind: Kind, subject: str) -> pl.DataFrame:
    pages: dict[str, bytes] = {}
    for rule in RULES:
        if rule.subject == subject and rule.code not in _ALONE:
            pages |= _pages(rule, kind)
    return run_pages(pages)[1]


def _passing(example: Example) -> list[str]:
    """The codes of the rules that pass EXAMPLE."""
    return [rule.code for rule in RULES if key(rule.passed) == key(example)]
