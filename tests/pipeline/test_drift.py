"""Where a run is called worse than the last: each limit, and just short of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from etl.pipeline.drift import drift


def _papers(count: int, bare: int = 0, first: int = 0) -> pl.DataFrame:
    """COUNT papers from number FIRST on, of which BARE have no abstract."""
    abstracts = [None if n < bare else "text" for n in range(count)]
    ids = [f"{n:016x}" for n in range(first, first + count)]
    return pl.DataFrame({"paper_id": ids, "abstract": abstracts}, schema={"paper_id": pl.String, "abstract": pl.String})


def _venues(**papers: int) -> pl.DataFrame:
    schema = {"venue_id": pl.String, "name": pl.String, "papers": pl.Int32}
    return pl.DataFrame([(name, name.upper(), count) for name, count in papers.items()], schema=schema, orient="row")


def _worse(
    last: Path,
    papers: tuple[pl.DataFrame, pl.DataFrame],
    venues: tuple[pl.DataFrame, pl.DataFrame] = (_venues(), _venues()),
    findings: tuple[int, int] = (0, 0),
) -> list[str]:
    """What is told of a pair of runs: tables of the last one and of this one, and how often a rule found something."""
    before, now = findings
    papers[0].write_parquet(last / "papers.parquet")
    venues[0].write_parquet(last / "venues.parquet")
    pl.DataFrame({"rule": ["no-authors"] * before}, schema={"rule": pl.String}).write_parquet(last / "findings.parquet")
    counts = pl.DataFrame({"rule": ["no-authors"], "count": [now]})
    return drift(last, {"papers": papers[1].lazy(), "venues": venues[1].lazy()}, counts)["kind"].to_list()


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (_papers(100), _papers(95), []),
        (_papers(100), _papers(94), ["papers-vanished", "rows-fell"]),
        (_papers(100), _papers(100, first=5), []),
        (_papers(100), _papers(100, first=6), ["papers-vanished"]),
        (_papers(19), _papers(1), []),
        (_papers(20), _papers(1), ["papers-vanished", "rows-fell"]),
        (_papers(100), _papers(100, bare=10), []),
        (_papers(100), _papers(100, bare=11), ["nulls-jumped"]),
        (_papers(19), _papers(19, bare=19), []),
        (_papers(20), _papers(20, bare=20), ["nulls-jumped"]),
    ],
)
def test_papers(before: pl.DataFrame, now: pl.DataFrame, told: list[str], tmp_path: Path) -> None:
    assert _worse(tmp_path, (before, now)) == told


@pytest.mark.parametrize(("papers", "told"), [(4, []), (5, ["venue-vanished"])])
def test_a_venue_that_had_few_papers_may_go(papers: int, told: list[str], tmp_path: Path) -> None:
    both = _papers(10)
    assert _worse(tmp_path, (both, both), (_venues(icml=9, uai=papers), _venues(icml=9))) == told


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [(10, 20, []), (9, 19, []), (9, 20, ["rule-rate-doubled"]), (10, 21, ["rule-rate-doubled"])],
)
def test_findings_may_double(before: int, now: int, told: list[str], tmp_path: Path) -> None:
    both = _papers(10)
    assert _worse(tmp_path, (both, both), findings=(before, now)) == told


@pytest.mark.parametrize(("now", "told"), [(21, []), (22, ["rule-rate-doubled"])])
def test_few_findings_among_many_papers_may_double(now: int, told: list[str], tmp_path: Path) -> None:
    both = _papers(1000)
    assert _worse(tmp_path, (both, both), findings=(1, now)) == told


def test_findings_are_counted_for_each_paper(tmp_path: Path) -> None:
    assert _worse(tmp_path, (_papers(10), _papers(21)), findings=(10, 42)) == []
    assert _worse(tmp_path, (_papers(10), _papers(21)), findings=(10, 43)) == ["rule-rate-doubled"]
