"""The bars of the charts: they stand on each other, in their columns, as high as their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.report.charts import Chart, year_chart
from schemas.report import YearCoverage

_COUNTS = st.integers(0, 10**7)


def _year(year: int, counts: tuple[int, int, int]) -> YearCoverage:
    return YearCoverage(year=year, papers=sum(counts), abstracts=0, truncated=counts[1], suspected=counts[2])


def _base(chart: Chart) -> float:
    return chart.lines[0].at


@given(st.lists(st.tuples(_COUNTS, _COUNTS, _COUNTS), min_size=1, max_size=80))
def test_bars_of_a_column_stand_on_each_other_and_reach_its_sum(counts: list[tuple[int, int, int]]) -> None:
    chart = year_chart([_year(1990 + n, some) for n, some in enumerate(counts)])
    top = int(chart.lines[-1].text.replace(",", ""))
    unit = (_base(chart) - chart.lines[-1].at) / top
    columns: dict[float, list[tuple[float, float]]] = {}
    for bar in chart.bars:
        columns.setdefault(bar.x, []).append((bar.y, bar.height))
    sums = [sum(some) for some in counts[-60:] if sum(some)]
    assert len(columns) == len(sums)
    assert top >= max(sums, default=0)
    for (_, bars), papers in zip(sorted(columns.items()), sums, strict=True):
        foot = _base(chart)
        for y, height in bars:
            assert y + height == pytest.approx(foot, abs=0.03)
            foot = y
        assert _base(chart) - foot == pytest.approx(papers * unit, abs=0.03)


def test_a_bar_says_what_it_stands_for() -> None:
    chart = year_chart([_year(2019, (1200, 3, 0)), _year(2021, (5, 0, 0))])
    assert [bar.text for bar in chart.bars] == [
        "2019: 1,200 no sign of a cut",
        "2021: 5 no sign of a cut",
        "2019: 3 truncated",
    ]
    assert [mark.text for mark in chart.columns] == ["2019", "2020", "2021"]


def test_without_papers_there_are_lines_and_no_bars() -> None:
    chart = year_chart([])
    assert (chart.bars, chart.columns, [line.text for line in chart.lines]) == ([], [], ["0", "1"])


@pytest.mark.parametrize(
    ("papers", "lines"),
    [
        (0, ["0", "1"]),
        (4, ["0", "1", "2", "3", "4"]),
        (9, ["0", "5", "10"]),
        (30, ["0", "10", "20", "30"]),
        (3_900, ["0", "1,000", "2,000", "3,000", "4,000"]),
    ],
)
def test_lines_are_at_round_numbers(papers: int, lines: list[str]) -> None:
    assert [mark.text for mark in year_chart([_year(2020, (papers, 0, 0))]).lines] == lines
