"""Only what changed is parsed again, and what comes out is what a full run gives, to the byte."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import etl.pipeline.incremental.stamps as stamps_
import etl.pipeline.incremental.state as states
import etl.pipeline.reading.work as working
from etl.extract.source.files import Source
from etl.extract.source.find import find_files
from etl.identity import file_hash
from etl.pipeline.incremental import hashes
from etl.pipeline.incremental.cache import Cache
from etl.report.terminal import summary
from etl.rules.examples import Listing, page
from etl.verify import verify
from schemas.settings import Ignore
from tests.pipeline import made_pages
from tests.pipeline.made_pages import SETTINGS, World, current, differing, stamps, tables, write

TICK = 2_000_000_000
SOME = ("PAG101", "AUT101", "ABS101", "NAM101", "DUP101", "VEN101")
"""Rules on copies, on pages, and on all pages together: more of them only take time."""
quiver = partial(made_pages.quiver, select=SOME)
pytestmark = pytest.mark.usefixtures("plain_reports")


def age(folder: Path) -> None:
    """Make the files in FOLDER old enough for their stamps to be trusted; an inode's change counts too, so wait."""
    time.sleep(max(0, (max(path.stat().st_ctime_ns for path in folder.rglob("*")) + TICK - time.time_ns()) / 1e9))


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that runs parse, from now on."""
    files: list[str] = []
    real = working.extract

    def extract(sources: list[Source], *rest: Any, **options: Any) -> Any:
        files.extend(source.path for source in sources)
        return real(sources, *rest, **options)

    monkeypatch.setattr(working, "extract", extract)
    return files


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock of runs by so many seconds."""
    real = time.time_ns

    def move(seconds: float) -> None:
        monkeypatch.setattr("time.time_ns", lambda: real() + int(seconds * 1e9))

    return move


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    World(1).fill(tmp_path / "raw", 12)
    return tmp_path / "raw"


def full(raw: Path, out: Path, **changes: Any) -> dict[str, str]:
    """What a run gives that knows of no other."""
    shutil.rmtree(out, ignore_errors=True)
    quiver(raw, out, **changes)
    return tables(out)


def edit(raw: Path, world: World, gone: dict[Path, bytes]) -> str:
    """One random change below RAW. GONE: former contents, to come back."""
    pick = world.random
    path = pick.choice(sorted(path for path in raw.rglob("*") if path.is_file()))
    kind = pick.choice(["add", "remove", "change", "rename", "copy", "back", "touch"])
    if kind in {"remove", "change"}:
        gone[path] = path.read_bytes()
    end, data = world.file()
    match kind:
        case "add":
            write(raw / "new" / f"{pick.random()}{end}", data)
        case "remove":
            path.unlink()
        case "change":
            path.write_bytes(data)
        case "rename":
            path.rename(path.with_name(f"{pick.randrange(100)}{path.name}"))
        case "copy":
            shutil.copy(path, path.with_name(f"copy{pick.randrange(100)}{path.name}"))
        case "back" if gone:
            path = pick.choice(sorted(gone))
            write(path, gone[path])
        case _:
            path.touch()
    return kind


@pytest.mark.parametrize("seed", range(2))
def test_any_edits_give_the_bytes_of_a_full_run(tmp_path: Path, seed: int) -> None:
    world, raw, out = World(seed), tmp_path / "raw", tmp_path / "out"
    world.fill(raw, 12)
    quiver(raw, out)
    gone: dict[Path, bytes] = {}
    done: list[str] = []
    for _ in range(6):
        done += [edit(raw, world, gone) for _ in range(world.random.choice([1, 1, 3]))]
        quiver(raw, out, memory_mb=world.random.choice([0, 1000]))
        assert differing(tables(out), full(raw, tmp_path / "full")) == [], done


def test_what_is_ignored_is_parsed_again_only_where_parsing_depends_on_it(
    tmp_path: Path, raw: Path, parsed: list[str]
) -> None:
    out = tmp_path / "out"
    quiver(raw, out, ignore=())
    parsed.clear()
    reworded = Ignore(rule="RUN", reason="in other words")
    for more in ((), (Ignore(rule="NAM", reason="no names"),), (Ignore(rule="ABS", reason="old", paths=("sub/*",)),)):
        assert not quiver(raw, out, ignore=(reworded, *more)).unchanged
        assert parsed == []
        assert differing(tables(out), full(raw, tmp_path / "full", ignore=(reworded, *more))) == []
        parsed.clear()
    quiver(raw, out, ignore=(reworded, Ignore(rule="ABS", reason="no abstracts")))
    assert parsed


def test_a_pattern_that_meets_no_page_is_told(tmp_path: Path, raw: Path) -> None:
    patterns = (("*",), ("raw/*",), ("000.txt", "00?.txt"), ())
    ignore = tuple(Ignore(rule="NAM", reason="wanted", paths=paths) for paths in patterns)
    report = quiver(raw, tmp_path / "out", ignore=ignore).report
    assert report is not None
    pages = pl.read_parquet(tmp_path / "out/pages.parquet")["path"]
    some = pages.str.contains(r"^00.\.txt$").sum()
    assert [rule.pages for rule in report.ignored] == [pages.len(), 0, some, None]
    assert "NAM is ignored on raw/*: no page" in summary(report, colour=False, out="out")


def test_nothing_changed_nothing_is_written(tmp_path: Path, raw: Path, parsed: list[str]) -> None:
    out = tmp_path / "out"
    age(raw)
    assert not quiver(raw, out).unchanged
    before = stamps(out)
    parsed.clear()
    assert quiver(raw, out).unchanged
    assert stamps(out) == before
    assert parsed == []


def test_stamps_alone_tell_that_nothing_changed(
    tmp_path: Path, raw: Path, clock: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, page, asked = tmp_path / "out", next(raw.rglob("*.txt")), []
    age(raw)
    quiver(raw, out)
    real = Cache.compare
    monkeypatch.setattr(Cache, "compare", lambda *given: asked.append(given) or real(*given))
    assert quiver(raw, out).unchanged
    assert not asked
    os.utime(page, ns=(1, 1))
    clock(-60)  # its inode has just changed, however slow the machine is
    for _ in range(2):
        assert quiver(raw, out).unchanged
    assert len(asked) == 2
    clock(60)
    for _ in range(2):
        assert quiver(raw, out).unchanged
    assert len(asked) == 3
    page.rename(raw / "renamed.txt")
    assert not quiver(raw, out).unchanged


def test_touched_files_are_not_parsed(tmp_path: Path, raw: Path, parsed: list[str]) -> None:
    out = tmp_path / "out"
    age(raw)
    quiver(raw, out)
    parsed.clear()
    snapshot = stamps(current(out))
    for path in raw.rglob("*.txt*"):
        os.utime(path, ns=(1, 1))
    assert quiver(raw, out).unchanged
    assert stamps(current(out)) == snapshot
    shutil.copytree(raw, tmp_path / "copied")
    assert quiver(tmp_path / "copied", out).unchanged
    assert parsed == []


def test_only_what_changed_is_parsed(tmp_path: Path, raw: Path, parsed: list[str]) -> None:
    out = tmp_path / "out"
    quiver(raw, out)
    parsed.clear()
    write(raw / "001.txt", World(9).page().encode())
    write(raw / "added.txt", World(10).page().encode())
    assert not quiver(raw, out).unchanged
    assert sorted(parsed) == ["001.txt", "added.txt"]


def shown(*authors: str, owner: str, abstract: str = "It is short.") -> bytes:
    return page(Listing(authors=authors, abstract=abstract), owner=owner).encode()


def test_a_page_goes_whose_copy_another_page_needs(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write(raw / "a.txt", shown("Ada Lovelace", "Alan Turing", owner="Ada Lovelace"))
    quiver(raw, out)
    write(raw / "b.txt", shown("Ada Lovelace", "Alan Turing", owner="Alan Turing"))
    quiver(raw, out)
    (raw / "a.txt").unlink()
    for _ in range(2):
        quiver(raw, out)
        assert differing(tables(out), full(raw, tmp_path / "full")) == []
        write(raw / "c.txt", shown("Ada Lovelace", owner="Nobody Else"))


def test_the_copy_that_spoke_for_a_paper_goes(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write(raw / "a.txt", shown("Ada Lovelace", "Alan Turing", owner="Ada Lovelace", abstract="It is longer. Really."))
    write(raw / "b.txt", shown("Ada Lovelace", owner="Alan Turing"))
    quiver(raw, out)
    assert pl.read_parquet(out / "papers.parquet")["abstract"].to_list() == ["It is longer. Really."]
    (raw / "a.txt").unlink()
    quiver(raw, out)
    assert pl.read_parquet(out / "papers.parquet")["abstract"].to_list() == ["It is short."]
    assert differing(tables(out), full(raw, tmp_path / "full")) == []


def test_a_page_comes_back(tmp_path: Path, raw: Path) -> None:
    out = tmp_path / "out"
    quiver(raw, out)
    first = tables(out)
    for content in (b"no page at all", (raw / "001.txt").read_bytes()):
        write(raw / "001.txt", content)
        quiver(raw, out)
    assert tables(out) == first


def test_a_page_under_two_names(tmp_path: Path, raw: Path) -> None:
    out = tmp_path / "out"
    quiver(raw, out)
    shutil.copy(raw / "001.txt", raw / "0001.txt")
    quiver(raw, out)
    assert differing(tables(out), full(raw, tmp_path / "full")) == []
    (raw / "001.txt").unlink()
    quiver(raw, out)
    assert differing(tables(out), full(raw, tmp_path / "full")) == []


def test_bytes_that_read_alike_are_told_apart(tmp_path: Path) -> None:
    """Pages of one text in two encodings, and with two kinds of invalid bytes, are each given back."""
    from etl.render import render
    from etl.snapshot_reader import open_snapshot

    raw, out = tmp_path / "raw", tmp_path / "out"
    text = page(Listing(title="A Naïve Title"), Listing(title="Other"), owner="Ada Lovelace")
    contents = [text.encode(), text.encode("utf-16"), text.encode("utf-16-be")]
    contents += [text.encode().replace("ï".encode(), bad) for bad in (b"\xff", b"\xfe")]
    for number in (3, 0, 4, 1, 2):
        write(raw / f"{number}.txt", contents[number])
        quiver(raw, out)
    assert differing(tables(out), full(raw, tmp_path / "full")) == []
    pages = dict(pl.read_parquet(out / "pages.parquet").select("path", "page_id").iter_rows())
    for number, content in enumerate(contents):
        assert render(open_snapshot(out), pages[f"{number}.txt"]) == content


def test_a_file_in_pieces(tmp_path: Path, parsed: list[str]) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write(raw / "large.txt", random.Random(1).randbytes(1_250_000).hex().encode())
    write(raw / "a.txt", World(1).page().encode())
    assert not quiver(raw, out, max_page_mb=1).unchanged
    parsed.clear()
    (raw / "large.txt").touch()
    assert quiver(raw, out, max_page_mb=1).unchanged
    write(raw / "b.txt", World(2).page().encode())
    quiver(raw, out, max_page_mb=1)
    assert differing(tables(out), full(raw, tmp_path / "full", max_page_mb=1)) == []
    assert pl.read_parquet(out / "quarantine.parquet")["raw"].bin.size().sum() >= 2_500_000


@pytest.mark.parametrize(
    "changes",
    [
        {"max_page_mb": 63},
        {"cap": 5},
        {"severity": {"PAG101": "error"}},
        {"gate": {"fail_on": "never", "max_quarantine": 0.9}},
    ],
)
def test_a_changed_setting_redoes_what_depends_on_it(tmp_path: Path, raw: Path, changes: dict[str, Any]) -> None:
    out = tmp_path / "out"
    quiver(raw, out)
    settings = SETTINGS.model_validate(SETTINGS.model_dump() | changes)
    update = {name: getattr(settings, name) for name in changes}
    assert not quiver(raw, out, **update).unchanged
    assert quiver(raw, out, **update).unchanged
    assert differing(tables(out), full(raw, tmp_path / "full", **update)) == []


def test_settings_that_change_no_table_redo_nothing(tmp_path: Path, raw: Path) -> None:
    quiver(raw, tmp_path / "out")
    assert quiver(raw, tmp_path / "out", workers=1, memory_mb=300, keep=3, wait_seconds=1.0).unchanged


def test_a_changed_reference_redoes_what_depends_on_it(tmp_path: Path, raw: Path, parsed: list[str]) -> None:
    out, reference = tmp_path / "out", tmp_path / "reference.jsonl"
    row = '{"title": "Learning to Read Pages", "year": 2021, "authors": ["Ada Lovelace"]}\n'
    reference.write_text(row)
    quiver(raw, out, references=(str(reference),))
    parsed.clear()
    assert quiver(raw, out, references=(str(reference),)).unchanged
    reference.write_text(row.replace("Lovelace", "Lovelace 2"))
    assert not quiver(raw, out, references=(str(reference),)).unchanged
    assert parsed == []


def test_a_reference_is_read_again_only_where_its_stamp_changed(
    tmp_path: Path, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, reference = tmp_path / "out", tmp_path / "references" / "r.jsonl"
    reference.parent.mkdir()
    reference.write_text('{"title": "Learning to Read Pages", "year": 2021, "authors": ["Ada Lovelace"]}\n')
    age(reference.parent)
    hashed: list[Path] = []
    monkeypatch.setattr(stamps_, "file_hash", lambda path: hashed.append(path) or file_hash(path))

    def unchanged() -> bool:
        hashed.clear()
        return quiver(raw, out, references=(str(reference),)).unchanged

    assert not unchanged()
    assert hashed == [reference], "once a run"
    assert unchanged()
    assert hashed == []
    reference.touch()  # the content decides
    assert unchanged()
    assert unchanged()
    assert hashed == [reference], "written just before the run, a stamp is not trusted"
    stat = reference.stat()
    reference.write_text(reference.read_text().replace("Ada", "Ida"))
    os.utime(reference, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert not unchanged()


def test_other_code_redoes_all(tmp_path: Path, raw: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    quiver(raw, out)
    parsed.clear()
    monkeypatch.setattr(states, "code_digest", lambda: "another version")
    assert not quiver(raw, out).unchanged
    assert len(parsed) == len(list(raw.rglob("*.txt*")))
    assert len(list((out / ".snapshots/.cache").iterdir())) == 1


def test_a_file_written_in_the_same_tick(tmp_path: Path, raw: Path) -> None:
    """Same size, same inode, same times, other bytes: told where the file was new when it was read."""
    out, path = tmp_path / "out", raw / "001.txt"
    quiver(raw, out)
    stat, data = path.stat(), path.read_bytes()
    other = data.replace(b"robust", b"ROBUST").replace(b"graphs", b"GRAPHS")
    assert other != data
    with path.open("r+b") as file:
        file.write(other)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert not quiver(raw, out).unchanged
    assert differing(tables(out), full(raw, tmp_path / "full")) == []


def test_a_racy_stamp_is_not_trusted(
    tmp_path: Path, raw: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = min(path.stat().st_ctime_ns for path in raw.rglob("*.txt*"))  # however long the test takes
    monkeypatch.setattr("time.time_ns", lambda: now)
    quiver(raw, tmp_path / "out")
    (home,) = (tmp_path / "out/.snapshots/.cache").iterdir()
    files, asked = find_files([raw]).files, []
    Cache(home.parent, home.name).compare(
        files, now, lambda touched: (asked.extend(touched["name"]), touched.select("name", hash="name"))[1]
    )
    assert asked == files["name"].to_list()
    assert json.loads((tmp_path / "out/.snapshots/.state.json").read_text())["scan"] is None


@pytest.mark.parametrize(("coarse", "seconds", "trusted"), [(False, 0.3, True), (True, 0.3, False), (True, 3, True)])
def test_a_stamp_is_trusted_once_its_clock_has_ticked(
    tmp_path: Path,
    raw: Path,
    monkeypatch: pytest.MonkeyPatch,
    coarse: bool,
    seconds: float,
    trusted: bool,
) -> None:
    """A copy of pages that is read half a second later is not hashed again by the next run."""
    if coarse:
        for path in raw.rglob("*.txt*"):
            stat = path.stat()
            os.utime(path, ns=(stat.st_atime_ns, (stat.st_ctime_ns // 10**9 + 1) * 10**9))
    newest = max(max(path.stat().st_ctime_ns, path.stat().st_mtime_ns) for path in raw.rglob("*.txt*"))
    monkeypatch.setattr("time.time_ns", lambda: newest + int(seconds * 1e9))  # however long the test takes
    hashed: list[int] = []
    real = hashes.file_hashes
    monkeypatch.setattr(hashes, "file_hashes", lambda files, *rest: hashed.append(files.height) or real(files, *rest))
    quiver(raw, tmp_path / "out")
    assert quiver(raw, tmp_path / "out").unchanged
    assert (hashed == []) == trusted


@pytest.mark.parametrize("seconds", [-86_400, 86_400])
def test_a_clock_that_jumps(tmp_path: Path, raw: Path, clock: Callable[[float], None], seconds: float) -> None:
    out = tmp_path / "out"
    clock(seconds)
    quiver(raw, out)
    clock(0)
    assert quiver(raw, out).unchanged
    write(raw / "001.txt", World(5).page().encode())
    os.utime(raw / "001.txt", ns=(1, 1))
    clock(-seconds)
    quiver(raw, out)
    assert differing(tables(out), full(raw, tmp_path / "full")) == []


def test_going_back_to_a_good_input_removes_the_report_of_the_failed_run(tmp_path: Path, raw: Path) -> None:
    from schemas.settings import Gate

    out, gate = tmp_path / "out", Gate(fail_on="never", max_quarantine=0.5)
    quiver(raw, out, gate=gate)
    good = {path: path.read_bytes() for path in raw.rglob("*.txt*")}
    write(raw / "junk.txt", b"junk\n" * 100_000)
    assert not quiver(raw, out, gate=gate).passed
    assert (out / "failed/report.md").is_file()
    assert not quiver(raw, out, gate=gate).passed
    (raw / "junk.txt").unlink()
    for path, data in good.items():
        path.write_bytes(data)
    outcome = quiver(raw, out, gate=gate)
    assert outcome.passed
    assert outcome.unchanged
    assert not (out / "failed").exists()


def test_much_that_is_dead_is_read_anew(tmp_path: Path, raw: Path, parsed: list[str]) -> None:
    out = tmp_path / "out"
    quiver(raw, out)
    files = sorted(path for path in raw.rglob("*.txt*"))
    (home,) = (out / ".snapshots/.cache").iterdir()
    for path in files[:2]:
        path.unlink()
        write(raw / f"new-{path.name}", World(8).page().encode())
        quiver(raw, out)
        assert len(list(home.glob("*-*"))) > 1
    for path in files[2:9]:
        path.unlink()
    parsed.clear()
    quiver(raw, out)
    assert len(parsed) == len(files) - 7
    assert len(list(home.glob("*-*"))) == 1
    assert differing(tables(out), full(raw, tmp_path / "full")) == []


def test_an_older_snapshot_that_is_made_the_current_one_stays_until_the_next_run(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    World(2).fill(raw, 3)
    quiver(raw, out)
    folder, older = current(out), tables(out)
    write(raw / "more.txt", World(6).page().encode())
    quiver(raw, out)
    newer = tables(out)
    (tmp_path / "back").symlink_to(folder.name)
    (tmp_path / "back").replace(out / ".snapshots/current")
    assert tables(out) == older != newer
    assert verify(out) == []
    assert not quiver(raw, out).unchanged
    assert tables(out) == newer
