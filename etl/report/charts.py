"""The charts of the report: stacked bars, laid out here, drawn as inline SVG by `templates/chart.html`.

The page's own style sheet colours them; nothing is fetched and nothing runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from schemas.report import AuthorListFacts, YearCoverage

_LEFT, _TOP, _WIDTH, _HEIGHT = 50, 12, 582, 224  # of where the bars stand, in units of the drawing
_BAR = 0.88  # of the room that a column has
_MOST_LABELS = 16  # below the columns
_BARS = 60  # columns of a chart


class Mark(NamedTuple):
    """A text at a place: a label below a column (x), or beside a line (y)."""

    at: float
    text: str


class Bar(NamedTuple):
    """One value of one series, drawn from its upper left corner; `text` says what it stands for."""

    x: float
    y: float
    height: float
    series: int
    text: str


class Chart(NamedTuple):
    """Stacked bars, with all lengths in units of the drawing."""

    title: str
    bar_width: float
    columns: list[Mark]
    lines: list[Mark]
    bars: list[Bar]


def length_chart(facts: AuthorListFacts) -> Chart:
    """How many papers list so many names; the cap in a colour of its own."""
    longest = min(_BARS, max((bar.names for bar in facts.lengths), default=0))
    papers = [0] * (longest + 1)
    for bar in facts.lengths:
        papers[min(bar.names, longest)] += bar.papers
    cap = facts.cap.value
    beyond = any(bar.names > longest for bar in facts.lengths)
    labels = [str(n) for n in range(longest)] + [f"{longest}+" if beyond else str(longest)]
    at_cap = [count if n == cap else 0 for n, count in enumerate(papers)]
    others = [0 if n == cap else count for n, count in enumerate(papers)]
    return _stacked(labels, {"lists": others, "at the cap": at_cap}, title="Papers by number of names listed")


def probability_chart(facts: AuthorListFacts) -> Chart:
    """How many suspected lists have which probability to be cut."""
    labels = [f"{bar.low:.1f}–{bar.high:.1f}" for bar in facts.probabilities]
    papers = [bar.papers for bar in facts.probabilities]
    none = [0] * len(papers)
    return _stacked(labels, {"others": none, "suspected": papers}, title="Suspected lists by probability")


def reliability_chart(facts: AuthorListFacts) -> Chart:
    """Of the lists that references settle, by the probability that they had: how many are whole, and cut."""
    bins = facts.reliability or []
    labels = [f"{one.low:.1f}–{one.high:.1f}" for one in bins]
    series = {"whole": [one.lists - one.cut for one in bins], "cut": [one.cut for one in bins]}
    return _stacked(labels, series, title="Lists that references settle, by probability: whole and cut")


def year_chart(years: Sequence[YearCoverage]) -> Chart:
    """Papers by year, with those whose author list is cut or may be."""
    shown = years[-_BARS:]
    first, last = (shown[0].year, shown[-1].year) if shown else (0, -1)
    by_year = {row.year: row for row in shown}
    rows = [by_year.get(year) for year in range(max(first, last - _BARS + 1), last + 1)]
    labels = [str(year) for year in range(last - len(rows) + 1, last + 1)]
    series = {
        "no sign of a cut": [row.papers - row.truncated - row.suspected if row else 0 for row in rows],
        "suspected": [row.suspected if row else 0 for row in rows],
        "truncated": [row.truncated if row else 0 for row in rows],
    }
    return _stacked(labels, series, title="Papers by year")


def _stacked(labels: Sequence[str], series: Mapping[str, Sequence[int]], title: str) -> Chart:
    """A column for each of LABELS, with the values of SERIES one on the other."""
    stacks = [list(accumulate(values)) for values in zip(*series.values(), strict=True)]
    ticks = _ticks(max((stack[-1] for stack in stacks), default=0))
    room = _WIDTH / max(1, len(labels))
    step = -(-len(labels) // _MOST_LABELS)

    def height(value: int) -> float:
        return _HEIGHT * value / ticks[-1]

    bars = [
        Bar(
            x=round(_LEFT + room * (column + (1 - _BAR) / 2), 2),
            y=round(_TOP + _HEIGHT - height(stacks[column][number]), 2),
            height=round(height(values[column]), 2),
            series=number,
            text=f"{labels[column]}: {values[column]:,} {name}",
        )
        for number, (name, values) in enumerate(series.items())
        for column in range(len(labels))
        if values[column]
    ]
    return Chart(
        title=title,
        bar_width=round(room * _BAR, 2),
        columns=[Mark(round(_LEFT + room * (n + 0.5), 2), text) for n, text in enumerate(labels) if n % step == 0],
        lines=[Mark(round(_TOP + _HEIGHT - height(tick), 2), f"{tick:,}") for tick in ticks],
        bars=bars,
    )


def _ticks(most: int) -> list[int]:
    """About four round whole numbers from 0 to MOST or just above."""
    step = 1
    while most > 4 * step:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return list(range(0, most + step, step)) if most else [0, 1]
