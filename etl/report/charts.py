"""Charts as inline SVG, drawn by pygal, coloured by the page's own style sheet.

Of what pygal writes, its style sheet, its scripts, its comments (one holds the date) and its hover texts go:
nothing is fetched, nothing runs, and the same report gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, tostring

from etl.visible import visible
from schemas.report import AuthorListFacts, YearCoverage

_WIDTH, _HEIGHT = 640, 260
_MOST_LABELS = 16
_BARS = 60
_DROPPED = {"script", "defs", "desc", "title"}


def length_chart(facts: AuthorListFacts) -> str:
    """How many papers list so many names; the cap in a colour of its own."""
    longest = min(_BARS, max((bar.names for bar in facts.lengths), default=0))
    papers = [0] * (longest + 1)
    for bar in facts.lengths:
        papers[min(bar.names, longest)] += bar.papers
    cap = facts.cap.value
    labels = [str(n) for n in range(longest)] + [f"{longest}+" if _beyond(facts, longest) else str(longest)]
    at_cap = [count if n == cap else None for n, count in enumerate(papers)]
    others = [None if n == cap else count for n, count in enumerate(papers)]
    return _bars(labels, {"lists": others, "at the cap": at_cap}, title="Papers by number of names listed")


def _beyond(facts: AuthorListFacts, longest: int) -> bool:
    return any(bar.names > longest for bar in facts.lengths)


def probability_chart(facts: AuthorListFacts) -> str:
    """How many suspected lists have which probability to be cut."""
    labels = [f"{bar.low:.1f}–{bar.high:.1f}" for bar in facts.probabilities]
    papers = [bar.papers for bar in facts.probabilities]
    return _bars(labels, {"lists": [], "suspected": papers}, title="Suspected lists by probability")


def reliability_chart(facts: AuthorListFacts) -> str:
    """Of the lists that references settle, by the probability that they had: how many are whole, and cut."""
    bins = facts.reliability or []
    labels = [f"{one.low:.1f}–{one.high:.1f}" for one in bins]
    series = {"whole": [one.lists - one.cut for one in bins], "cut": [one.cut for one in bins]}
    return _bars(labels, series, title="Lists that references settle, by probability: whole and cut")


def year_chart(years: Sequence[YearCoverage]) -> str:
    """Papers by year, with those whose author list is cut or may be."""
    shown = years[-_BARS:]
    first, last = (shown[0].year, shown[-1].year) if shown else (0, -1)
    by_year = {row.year: row for row in shown}
    rows = [by_year.get(year) for year in range(max(first, last - _BARS + 1), last + 1)]
    labels = [str(year) for year in range(last - len(rows) + 1, last + 1)]
    series: dict[str, list[int | None]] = {
        "other": [row.papers - row.truncated - row.suspected if row else 0 for row in rows],
        "suspected": [row.suspected if row else 0 for row in rows],
        "truncated": [row.truncated if row else 0 for row in rows],
    }
    return _bars(labels, series, title="Papers by year")


def _bars(labels: Sequence[str], series: Mapping[str, Sequence[int | None]], title: str) -> str:
    """A stacked bar chart, as SVG to be put into a page."""
    pygal = _pygal()

    step = -(-len(labels) // _MOST_LABELS)
    chart = pygal.StackedBar(
        width=_WIDTH, height=_HEIGHT, js=(), show_legend=False, no_prefix=True, margin=8, spacing=6,
        show_minor_x_labels=False, no_data_text="", truncate_label=-1,
    )  # fmt: skip
    chart.x_labels = list(labels)
    chart.x_labels_major = [label for n, label in enumerate(labels) if n % step == 0]
    totals = [sum(values[n] or 0 for values in series.values() if values) for n in range(len(labels))]
    chart.y_labels = [{"value": tick, "label": f"{tick:,}"} for tick in _ticks(max(totals, default=0))]
    for name, values in series.items():
        chart.add(name, values)
    svg: Element = chart.render_tree()
    _strip(svg)
    svg.attrib = {"viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "class": "chart", "role": "img", "aria-label": title}
    return tostring(svg, encoding="unicode", short_empty_elements=True)


def _ticks(most: int) -> list[int]:
    """About four round whole numbers from 0 to MOST or just above."""
    step = 1
    while most > 4 * step:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return list(range(0, most + step, step)) if most else [0, 1]


def _strip(element: Element) -> None:
    """Remove from ELEMENT, at all depths, what is not drawn."""
    for child in list(element):
        named = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if not named or named in _DROPPED or "tooltip" in (child.get("class") or "").split():
            element.remove(child)
        else:
            _strip(child)
    if element.text:
        element.text = visible(element.text)


def _pygal() -> Any:
    """pygal, without the import hook that it leaves behind and that Python warns of at every later import."""
    import pygal

    sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]
    return pygal
