"""Commas in formulas: whether their author typed a space behind them.

`$(X, Y)$` looks the same whether its author typed the space or the site did, so in a text known to be damaged
these places are settled together, by the habits that show in what the damage cannot change: how long the terms
are, and whether spaces stand round the relations of this formula and of all formulas of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from math import log

Span = tuple[int, int]

_RELATIONS = (
    r"[=<>+]|\\(?:in|leq?|geq?|to|times|cdot|sim|rightarrow|subset\w*|approx|gg|ll|mapsto|cup|cap|neq)(?![A-Za-z])"
)
_GLUED = re.compile(rf"(?<=[^\s{{(\[^_$|])(?:{_RELATIONS})")
"""A relation or an operator without a space before it."""

_WORDS = re.compile(r"\\(?:text\w*|mathrm|operatorname|mbox)\{[^{}]*\}|[,.;:] |\\[A-Za-z]+ (?=[A-Za-z])")
"""Spaces that say nothing: in words, behind marks, and those that end a command."""

_AIRY = re.compile(r"\S (?=\S)")
_COMMA = re.compile(", ")

_REACH = 400
"""How much of a formula is seen to either side: without an end, one of commas alone costs its square."""

_SHARED = 0.25
"""How much the other commas of the text count in favour of the same habit."""


def dense(text: str, formulas: Sequence[Span], commas: Sequence[int]) -> list[int]:
    """Those of the spaces COMMAS (each behind a comma in one of FORMULAS) that their author did not type.

    The weights are a logistic regression over the commas in formulas of undamaged papers (docs: how texts are
    repaired): above zero, more authors write such a comma without a space.
    """
    habits = [_airiness(text[start:end]) for start, end in formulas]
    everywhere = _log_ratio([sum(counts) for counts in zip(*habits, strict=True)])
    starts = [start for start, _ in formulas]
    odds = []
    for at in commas:
        number = bisect_right(starts, at) - 1
        odds.append(odds_of(text, at, formulas[number]) - 0.25 * (_log_ratio(habits[number]) + everywhere))
    total = sum(odds)
    return [at for at, own in zip(commas, odds, strict=True) if own + _SHARED * (total - own) > 0]


def odds_of(text: str, at: int, formula: Span) -> float:
    """The log odds that the comma before AT has no space, from the terms of its bracket."""
    before = text[max(formula[0], at - 1 - _REACH) : at - 1].lstrip("$")
    after = text[at + 1 : min(formula[1], at + 1 + _REACH)].rstrip("$")
    begin = opening(before)
    left, right = before[begin + 1 :], after[: _closing(after)]
    index = begin > 0 and before[begin] == "{" and before[begin - 1] in "_^"
    numbers = left[-1:].isdigit() and right[:1].isdigit()
    airy = " " in _COMMA.sub(",", right)
    return 1.85 - 0.35 * log(1 + len(left)) - 0.3 * log(1 + len(right)) - 0.4 * airy + 0.8 * index + 0.6 * numbers


def _airiness(formula: str) -> tuple[int, int]:
    """How many spaces FORMULA has that its author could have left out, and how many were left out."""
    bare = _WORDS.sub("x", formula)
    return len(_AIRY.findall(bare)), len(_GLUED.findall(bare))


def _log_ratio(counts: Sequence[int]) -> float:
    typed, left_out = counts
    return log((typed + 0.5) / (left_out + 0.5))


def opening(before: str) -> int:
    """Where the innermost bracket stands that is open at the end of BEFORE; -1 if there is none."""
    depth = 0
    for index in range(len(before) - 1, -1, -1):
        if before[index] in ")]}":
            depth += 1
        elif before[index] in "([{":
            if depth == 0:
                return index
            depth -= 1
    return -1


def _closing(after: str) -> int:
    """Where the bracket closes that was open at the start of AFTER; the end of AFTER if it does not."""
    depth = 0
    for index, char in enumerate(after):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            if depth == 0:
                return index
            depth -= 1
    return len(after)
