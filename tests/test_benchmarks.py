"""The benchmarks still run: made-up pages, the floor, the peer, and the stages that are recorded."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from benchmarks import disguised_owners, fuzz_pages, fuzz_runs, peer, truncation_calibration
from benchmarks.floor import floor
from benchmarks.growth import Step, exponent, table
from benchmarks.made_pages import CAP, make_pages
from benchmarks.made_text import respace
from benchmarks.pairs import Goal, ratio
from benchmarks.stages import record_run
from etl.snapshot_reader import snapshot_folder
from schemas.tables import TABLES


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_made_pages_are_the_same_each_time_and_grow(tmp_path: Path) -> None:
    first, again, more = (make_pages(tmp_path / name, mb) for name, mb in (("a", 0.1), ("b", 0.1), ("c", 0.2)))
    pages = _contents(first.pages)
    assert pages == _contents(again.pages)
    assert pages.items() < _contents(more.pages).items()
    assert 100_000 <= first.bytes == sum(map(len, pages.values())) < 200_000


def test_no_two_made_pages_have_one_owner(tmp_path: Path) -> None:
    made = make_pages(tmp_path, 3)
    owners = {page.decode().splitlines()[4].casefold() for page in _contents(made.pages).values()}
    assert len(owners) == made.files > 400


def test_a_seed_gives_other_pages(tmp_path: Path) -> None:
    one, other = make_pages(tmp_path / "a", 0.02), make_pages(tmp_path / "b", 0.02, seed=1)
    assert _contents(one.pages) != _contents(other.pages)


def test_respaced_text_is_damaged_as_on_the_site() -> None:
    assert respace("(e.g., 13.4%-20.5%), v1.3. See https://a.org.") == (
        "(e. g. , 13. 4%-20. 5%), v1. 3. See https: //a. org."
    )


def test_what_quiver_and_the_peer_make_of_made_pages(tmp_path: Path) -> None:
    made = make_pages(tmp_path, 0.4)
    stages = record_run(made.pages, made.references, tmp_path / "out")
    snapshot = snapshot_folder(tmp_path / "out")
    tables = {name: pl.read_parquet(snapshot / f"{name}.parquet") for name in TABLES}
    assert (tables["pages"].height, tables["listings"].height) == (made.files, made.listings)
    assert tables["papers"]["listed_authors"].max() == CAP
    assert not tables["quarantine"].height
    assert {"author-list-truncated", "abstract-respaced"} <= set(tables["findings"]["rule"])

    took = floor(made.pages, snapshot, tmp_path / "floor")
    assert took.bytes_read == made.bytes
    assert all(pl.read_parquet(tmp_path / "floor" / f"{name}.parquet").equals(rows) for name, rows in tables.items())

    peer.main(str(made.pages), str(tmp_path / "peer"))
    assert pl.read_parquet(tmp_path / "peer" / "papers.parquet").height == tables["papers"].height

    assert not [name for name, stage in stages.items() if not stage.calls]
    for stage in stages.values():
        stage.play()


def test_ratios_are_told_by_pairs() -> None:
    told = ratio(Goal("a / b", 2), [2.0, 9.0, 4.0], [1.0, 3.0, 4.0])
    assert (told.median, told.low, told.high, told.pairs) == (2.0, 1.0, 3.0, 3)


@pytest.mark.parametrize(("seconds", "verdict"), [(16.0, ": linear"), (40.0, "NOT linear")])
def test_growth_tells_what_is_linear(seconds: float, verdict: str) -> None:
    steps = [Step(25, 1.0, 300), Step(400, seconds, 675)]
    assert exponent(steps) == pytest.approx(1, abs=0.4)
    assert verdict in table(steps)
    assert "takes 1.00 MB of memory" in table(steps)


def test_the_measures_of_author_lists_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = [
        f"{given} {family}"
        for family in ["Ames", "Byrd", "Cole", "Dorn", "East"]
        for given in ["Ada", "Bob", "Cyd", "Dee"]
    ]
    lists = [people[at : at + 2 + at % 4] for at in range(16)]
    papers = pl.DataFrame({"authors": lists, "venue": "ICML", "year": range(2001, 2017)})
    papers.write_parquet(tmp_path / "papers.parquet")
    disguised_owners.main([str(tmp_path / "papers.parquet"), "--caps", "4", "--min-papers", "1"])
    truncation_calibration.main(["--papers", str(tmp_path / "papers.parquet"), "--caps", "4", "--min-papers", "1"])
    one, two, calibration = capsys.readouterr().out.splitlines()[:3]
    assert one.startswith("cap 4 min-papers 1: 0 of ")
    assert two.startswith("cap 4 min-papers 1: ")
    assert calibration.startswith("cap 4 ")


def test_fuzzed_pages_are_read_alike_in_any_order() -> None:
    real = Path(__file__).parents[1] / "raw" / "jacob_steinhardt.txt"
    page = real.read_bytes()[:4000]
    *_, tally = fuzz_pages.fuzz([page], 60, seed=3)
    assert (tally.pages, tally.problems) == (60, [])


def test_fuzzed_runs_hold_what_is_guaranteed(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz_runs.main(["--worlds", "1", "--seed", "7"]) == 0
    assert capsys.readouterr().out == "worlds: 1, failed: 0\n"
