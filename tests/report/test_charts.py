"""The bars of the charts: they stand on each other, in their columns, as high as their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.report.charts import Chart, length_chart, probability_chart, reliability_chart, year_chart
from schemas.report import AuthorListFacts, LengthCount, ProbabilityBin, YearCoverage
from schemas.run_facts import CapFacts, ReliabilityBin

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


def _lengths(papers: dict[int, int], cap: int | None) -> list[str]:
    lengths = [LengthCount(names=names, papers=count) for names, count in papers.items()]
    facts = AuthorListFacts.model_construct(cap=CapFacts.model_construct(value=cap), lengths=lengths)
    return [bar.text for bar in length_chart(facts).bars]


def test_lists_at_the_cap_are_a_series_of_their_own() -> None:
    assert _lengths({2: 5, 8: 7, 9: 1}, cap=8) == ["2: 5 lists", "9: 1 lists", "8: 7 at the cap"]
    assert _lengths({2: 5, 8: 7}, cap=None) == ["2: 5 lists", "8: 7 lists"]


@pytest.mark.parametrize(
    ("papers", "last"), [({60: 2}, "60: 2 lists"), ({61: 3}, "60+: 3 lists"), ({60: 2, 61: 3, 300: 1}, "60+: 6 lists")]
)
def test_the_longest_lists_share_a_column(papers: dict[int, int], last: str) -> None:
    assert _lengths({1: 1} | papers, cap=8) == ["1: 1 lists", last]


def test_bins_of_probabilities_say_their_bounds() -> None:
    suspected = [ProbabilityBin(low=0.0, high=0.1, papers=0), ProbabilityBin(low=0.9, high=1.0, papers=3)]
    settled = [ReliabilityBin(low=0.2, high=0.3, lists=5, expected=1.2, cut=2)]
    facts = AuthorListFacts.model_construct(probabilities=suspected, reliability=settled)
    assert [bar.text for bar in probability_chart(facts).bars] == ["0.9–1.0: 3 suspected"]
    assert [bar.text for bar in reliability_chart(facts).bars] == ["0.2–0.3: 3 whole", "0.2–0.3: 2 cut"]
