"""A fault of Quiver that single files bring out costs these files, not the run."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl.errors import RuleFaultError
from etl.extract.grammar.heading_grammar import YEAR, YEARS
from etl.extract.page import Extracted, extract
from etl.extract.source.files import Source
from etl.pipeline.reading import reading_failed, shard, work
from etl.pipeline.run import run
from etl.progress import Progress
from etl.render import render
from etl.rules import catalogue, selection
from etl.rules.examples import Listing, page
from etl.snapshot_reader import open_snapshot
from etl.verify import verify
from schemas.contract import contract
from schemas.settings import Ignore
from tests.pipeline.made_pages import SETTINGS, quiver, write

SHARED = Listing(title="On Two Pages")
TRIGGER = Listing(title="A Title That Breaks It")


class Told(Progress):
    """What a run says, kept."""

    def __init__(self) -> None:
        self.said = ""

    def stage(self, name: str, **facts: Any) -> None:
        self.said += f"{name} {facts}\n"


@pytest.fixture(autouse=True)
def _as_users_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "culprits", reading_failed.culprits)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for number in range(5):
        write(tmp_path / f"raw/{number}.txt", page(Listing(title=f"Paper {number}"), SHARED).encode())
    write(tmp_path / "raw/2-odd.txt", page(TRIGGER, SHARED, Listing(title="Lost with It")).encode())
    return tmp_path / "raw"


def breaking(function: Callable[..., Any], error: BaseException) -> Callable[..., Any]:
    """FUNCTION, which raises ERROR where the trigger is in its first argument."""

    def broken(what: Any, *rest: Any, **options: Any) -> Any:
        held = (
            what.to_list()
            if isinstance(what, pl.Series)
            else [source.data.decode() for source in what if not source.decoded.rejected]
        )
        if any(TRIGGER.title in text for text in held):
            raise error
        return function(what, *rest, **options)

    return broken


def emptying(function: Callable[[pl.Series], pl.DataFrame]) -> Callable[[pl.Series], pl.DataFrame]:
    """FUNCTION, which leaves nothing of the title that is the trigger."""

    def broken(titles: pl.Series) -> pl.DataFrame:
        return function(titles).with_columns(
            text=pl.when(titles != TRIGGER.title).then(pl.coalesce("text", titles)).otherwise(pl.lit(""))
        )

    return broken


FAULTS = {
    "in extract": (work, "extract", lambda f: breaking(f, IndexError("index 7 is out of bounds"))),
    "a panic": (work, "extract", lambda f: breaking(f, pl.exceptions.PanicException("not implemented"))),
    "in texts": (shard, "clean_titles", lambda f: breaking(f, ValueError("no such title"))),
    "against the contract": (shard, "clean_titles", emptying),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_makes_reading_fail_is_in_quarantine(
    tmp_path: Path, raw: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    module, name, breaks = FAULTS[fault]
    monkeypatch.setattr(module, name, breaks(getattr(module, name)))
    told = Told()
    assert run([raw], tmp_path / "out", SETTINGS, told).passed
    snapshot = open_snapshot(tmp_path / "out")
    kept = snapshot.quarantine.select("path", "reason", "raw", "page_id").collect()
    assert kept.rows()[0][:3] == ("2-odd.txt", "reading-failed", (raw / "2-odd.txt").read_bytes())
    titles = snapshot.papers.select("title").collect()["title"]
    assert sorted(titles) == [SHARED.title, *(f"Paper {number}" for number in range(5))]
    assert verify(tmp_path / "out") == []
    assert render(snapshot, kept["page_id"].item()) == (raw / "2-odd.txt").read_bytes()
    assert "Quiver fails on 2-odd.txt (" in told.said
    assert quiver(raw, tmp_path / "out").unchanged


def test_where_all_files_fail_it_is_not_the_files(tmp_path: Path, raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(sources: list[Source], *claims: Any, **options: Any) -> Extracted:
        if any(not source.decoded.rejected for source in sources):
            raise KeyError("no such key")
        return extract(sources, *claims, **options)

    monkeypatch.setattr(work, "_MOST_CULPRITS", 3)
    monkeypatch.setattr(work, "extract", broken)
    with pytest.raises(KeyError, match="no such key"):
        quiver(raw, tmp_path / "out")
    assert not (tmp_path / "out/papers.parquet").exists()


def with_rule(monkeypatch: pytest.MonkeyPatch, slug: str, **changes: Any) -> None:
    """Have the rule SLUG otherwise, until the end of the test."""
    rules = tuple(replace(rule, **changes) if rule.slug == slug else rule for rule in catalogue.CATALOGUE)
    for module in (selection, work):
        monkeypatch.setattr(module, "CATALOGUE", rules)


@pytest.mark.parametrize("broken", [{"when": pl.col("nope")}, {"when": pl.lit(value=True), "message": "{nope}"}])
@pytest.mark.parametrize("slug", ["abstract-respaced", "declared-count-differs"])
def test_a_rule_that_always_fails_ends_the_run_and_is_named(
    tmp_path: Path, raw: Path, monkeypatch: pytest.MonkeyPatch, slug: str, broken: dict[str, Any]
) -> None:
    quiver(raw, tmp_path / "out")
    write(raw / "new.txt", page(Listing(title="New")).encode())
    with_rule(monkeypatch, slug, **broken)
    with pytest.raises(RuleFaultError, match=rf"^the rule {slug} \(\w{{3}}\d+\) fails; `--ignore"):
        quiver(raw, tmp_path / "out")
    assert verify(tmp_path / "out") == []
    ignored = (*SETTINGS.ignore, Ignore(rule=slug, reason="broken"))
    assert not quiver(raw, tmp_path / "out", ignore=ignored).unchanged


def test_a_rule_that_fails_on_one_file_is_named_and_leaves_it_in_quarantine(
    tmp_path: Path, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag = pl.col("title").map_batches(breaking(lambda titles: titles == "", ValueError("oh")), return_dtype=pl.Boolean)
    with_rule(monkeypatch, "abstract-respaced", when=flag)
    told = Told()
    assert run([raw], tmp_path / "out", SETTINGS, told).passed
    assert re.search(r"Quiver fails on 2-odd\.txt \(.*the rule abstract-respaced \(ABS103\) fails", told.said)


def test_a_file_on_which_quarantine_fails_too_ends_the_run(
    tmp_path: Path, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(sources: list[Source], *claims: Any, **options: Any) -> Extracted:
        if any("odd" in source.path for source in sources):
            raise KeyError("odd")
        return extract(sources, *claims, **options)

    monkeypatch.setattr(work, "extract", broken)
    with pytest.raises(KeyError, match="odd"):
        quiver(raw, tmp_path / "out")


def test_a_worker_can_tell_which_files() -> None:
    told = pickle.loads(pickle.dumps(reading_failed.ReadingFailedError(frozenset({"a.txt"}), "KeyError: 7")))  # noqa: S301
    assert (told.names, told.why) == ({"a.txt"}, "KeyError: 7")
    fault = RuleFaultError("ABS103", "abstract-respaced", always=True)
    assert str(pickle.loads(pickle.dumps(fault))) == str(fault)  # noqa: S301


def test_the_years_that_are_read_are_those_that_the_table_takes() -> None:
    column = contract()["tables"]["papers"]["columns"]["year"]
    read_as_years = [year for year in range(10_000) if re.fullmatch(YEAR, f"{year:04d}")]
    assert list(range(YEARS[0], YEARS[1] + 1)) == read_as_years
    assert (column["checks"]["minimum"], column["checks"]["maximum"]) == YEARS
