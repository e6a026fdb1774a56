import errno
import itertools
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from etl.errors import OutputError
from etl.load.manifest import read_manifest, write_manifest
from etl.load.snapshot import Snapshots
from etl.snapshot_reader import open_snapshot
from etl.verify import verify
from schemas.files import TABLE_FILES
from tests.kills import in_child, killed_at_change
from tests.made_snapshot import made_frames, made_manifest, publish, with_contract

NAMES = ["manifest.json", "papers.parquet", "report.md", "venues.parquet"]


def fill(staging: Path, snapshot_id: str, seconds: float = 1) -> None:
    for name in NAMES[1:]:
        (staging / name).write_text(snapshot_id)
    write_manifest(staging, made_manifest(snapshot_id, seconds))


def run(out: Path, snapshot_id: str, keep: int = 1, seconds: float = 1) -> Path:
    snapshots = Snapshots(out, keep)
    with snapshots.lock():
        staging = snapshots.begin(NAMES)
        fill(staging, snapshot_id, seconds)
        snapshots.publish(staging, snapshot_id)
    folder = snapshots.current()
    assert folder is not None
    return folder


def shown(out: Path) -> str:
    """The one snapshot that all files in OUT are from."""
    (content,) = {(out / name).read_text() for name in NAMES[1:]}
    assert f'"snapshot_id": "{content}"' in (out / "manifest.json").read_text()
    return content


def inside(out: Path) -> set[str]:
    return {path.name for path in (out / ".snapshots").iterdir()}


def test_a_snapshot_is_seen_through_relative_links(tmp_path: Path) -> None:
    out = tmp_path / "a" / "curated"
    run(out, "one")
    assert shown(out) == "one"
    assert str((out / "papers.parquet").readlink()) == ".snapshots/current/papers.parquet"
    assert str((out / ".snapshots/current").readlink()) == "one"
    moved = out.rename(tmp_path / "moved")
    assert shown(moved) == "one"


def test_the_next_snapshot_replaces_it_and_old_ones_go(tmp_path: Path) -> None:
    for snapshot_id in ["one", "two", "three", "four"]:
        run(tmp_path, snapshot_id, keep=2)
    assert shown(tmp_path) == "four"
    assert inside(tmp_path) == {"lock", "current", "two", "three", "four"}


def test_old_snapshots_go_in_order_also_when_the_clock_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for snapshot_id, clock in [("one", 3), ("two", 2), ("three", 1)]:
        monkeypatch.setattr("time.time_ns", lambda clock=clock: clock * 10**18)
        run(tmp_path, snapshot_id)
    assert inside(tmp_path) == {"lock", "current", "two", "three"}


def test_keep_nothing(tmp_path: Path) -> None:
    run(tmp_path, "one", keep=0)
    run(tmp_path, "two", keep=0)
    assert inside(tmp_path) == {"lock", "current", "two"}


def test_an_open_file_outlives_its_snapshot(tmp_path: Path) -> None:
    run(tmp_path, "one", keep=0)
    with (tmp_path / "papers.parquet").open() as file:
        run(tmp_path, "two", keep=0)
        assert file.read() == "one"


def test_the_same_again_writes_nothing(tmp_path: Path) -> None:
    folder = run(tmp_path, "one")
    before = {path: path.lstat().st_mtime_ns for path in [*folder.iterdir(), tmp_path, folder.parent / "current"]}
    assert run(tmp_path, "one", seconds=2) == folder
    assert {path: path.lstat().st_mtime_ns for path in before} == before
    assert inside(tmp_path) == {"lock", "current", "one"}


def test_going_back_to_a_kept_snapshot(tmp_path: Path) -> None:
    for snapshot_id in ["one", "two", "one"]:
        run(tmp_path, snapshot_id)
    assert shown(tmp_path) == "one"
    assert inside(tmp_path) == {"lock", "current", "one", "two"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "papers.parquet").unlink(),
        lambda folder: (folder / "papers.parquet").write_text("two"),
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "manifest.json").write_text("{"),
        shutil.rmtree,
        lambda folder: (folder.parent / "current").unlink(),
        lambda folder: (folder.parent / "current").unlink() or (folder.parent / "current").write_text("one"),
    ],
)
def test_a_damaged_snapshot_is_made_anew(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    damage(run(tmp_path, "one"))
    run(tmp_path, "one")
    assert shown(tmp_path) == "one"
    assert Snapshots(tmp_path).current() is not None


@pytest.mark.parametrize(
    "damage",
    [
        shutil.rmtree,
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder.parent / "current").unlink() or (folder.parent / "current").mkdir(),
    ],
)
def test_a_broken_snapshot_is_none(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    assert Snapshots(tmp_path).current() is None
    damage(run(tmp_path, "one"))
    assert Snapshots(tmp_path).current() is None


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").touch()
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / ".snapshots/junk").mkdir(parents=True)
    (tmp_path / ".snapshots/.staging-mine").touch()
    for snapshot_id in ["one", "two", "three"]:
        run(tmp_path, snapshot_id)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "broken").is_symlink()
    assert inside(tmp_path) == {"lock", "current", "two", "three", "junk", ".staging-mine"}


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_a_file_of_the_user_is_in_the_way(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "papers.parquet"
    {"file": place.touch, "folder": place.mkdir, "link": lambda: place.symlink_to("elsewhere")}[kind]()
    with pytest.raises(OutputError, match=r"papers\.parquet is in the way"):
        run(tmp_path, "one")
    snapshots = Snapshots(tmp_path)
    with snapshots.lock():
        staging = snapshots.begin()
        fill(staging, "one")
        with pytest.raises(OutputError, match=r"papers\.parquet is in the way"):
            snapshots.publish(staging, "one")
    assert inside(tmp_path) == {"lock"}


def followed(tmp_path: Path, names: list[str]) -> Path:
    """A copy, with its links followed, of NAMES of a snapshot."""
    source, copy = publish(tmp_path / "out", made_frames()).parents[1], tmp_path / "followed"
    copy.mkdir()
    for name in names:
        path = source / name
        (shutil.copytree if path.is_dir() else shutil.copyfile)(path, copy / name)
    return copy


COPIED = ["manifest.json", "report.json", *TABLE_FILES]


@pytest.mark.parametrize("names", [COPIED, [".snapshots", *COPIED]])
def test_a_run_into_a_copy_whose_links_were_followed_puts_them_back(tmp_path: Path, names: list[str]) -> None:
    copy = followed(tmp_path, names)
    (copy / "notes.txt").touch()
    publish(copy, {table: frame.clear() for table, frame in made_frames().items()}, "b2")
    assert inside(copy) == {"lock", "current", "a1", "b2"}
    assert {path.name for path in copy.iterdir() if path.is_symlink()} == set(COPIED)
    assert verify(copy) == verify(copy / ".snapshots/a1") == []
    assert open_snapshot(copy).manifest.snapshot_id == "b2"


def test_a_changed_copy_is_not_run_into(tmp_path: Path) -> None:
    copy = followed(tmp_path, COPIED)
    (copy / "papers.parquet").write_bytes(b"mine")
    with pytest.raises(
        OutputError, match=r"parquet is in the way for \S+ is a copy of a snapshot and was changed since"
    ):
        publish(copy, made_frames(), "b2")
    assert (copy / "papers.parquet").read_bytes() == b"mine"


def test_a_run_into_a_copy_that_is_killed_leaves_a_snapshot_and_the_next_one_ends_it(tmp_path: Path) -> None:
    for change in itertools.count(1):
        copy = followed(tmp_path / str(change), [".snapshots", *COPIED])

        def killed(copy: Path = copy, change: int = change) -> None:
            with Snapshots(copy).lock():
                killed_at_change(change)
                Snapshots(copy).begin(COPIED)

        status = in_child(killed)
        assert open_snapshot(copy).papers.collect().height == 40
        publish(copy, made_frames(), "b2")
        assert verify(copy) == []
        if status == 0:
            break
    assert change > 20


def test_a_run_that_finds_nothing_to_do_puts_followed_links_back_too(tmp_path: Path) -> None:
    copy = followed(tmp_path, [".snapshots", *COPIED])
    shutil.rmtree(copy / ".snapshots/current")
    (copy / ".snapshots/current").symlink_to("a1")
    snapshots = Snapshots(copy)
    with snapshots.lock():
        snapshots.mend()
    assert inside(copy) == {"lock", "current", "a1"}
    assert {path.name for path in copy.iterdir() if path.is_symlink()} == set(COPIED)


@pytest.mark.parametrize("note", [False, True])
@pytest.mark.parametrize("published", [False, True])
def test_the_report_of_a_failed_run_is_a_link_again_in_a_copy(tmp_path: Path, note: bool, published: bool) -> None:
    copy = followed(tmp_path, COPIED if published else [])
    (copy / "failed").mkdir()
    write_manifest(copy / "failed", made_manifest("f1", 1).model_copy(update={"gate": {"published": False}}))
    if note:
        (copy / "failed/mine.txt").touch()
    with Snapshots(copy).lock():
        Snapshots(copy).begin(COPIED)
    assert (copy / "failed").is_symlink() is not note
    assert read_manifest(copy / "failed").snapshot_id == "f1"
    publish(copy, made_frames(), "b2")
    assert os.path.lexists(copy / "failed") is note
    assert inside(copy) == {"lock", "current", "b2"} | ({"a1"} if published else set())


def test_what_the_files_of_a_copy_show_stays_where_another_snapshot_was_current(tmp_path: Path) -> None:
    copy = followed(tmp_path, COPIED)
    other = publish(tmp_path / "other", {table: frame.clear() for table, frame in made_frames().items()}, "b2")
    shutil.copytree(other.parent, copy / ".snapshots", symlinks=True)
    for change in itertools.count(1):
        again = shutil.copytree(copy, tmp_path / str(change), symlinks=True)

        def killed(again: Path = again, change: int = change) -> None:
            with Snapshots(again).lock():
                killed_at_change(change)
                Snapshots(again).begin(COPIED)

        status = in_child(killed)
        assert read_manifest(again).snapshot_id == "a1"
        assert pl.read_parquet(again / "papers.parquet").height == 40
        with Snapshots(again).lock():
            Snapshots(again).begin(COPIED)
        assert open_snapshot(again).manifest.snapshot_id == "a1"
        assert verify(again) == []
        if status == 0:
            break
    assert change > 20


@pytest.mark.parametrize("place", [".snapshots/one", ".snapshots/current", "failed"])
def test_no_run_writes_into_a_snapshot_of_another_folder(tmp_path: Path, place: str) -> None:
    run(tmp_path, "one")
    fail(tmp_path, "bad")
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}
    with pytest.raises(OutputError, match="a part of the snapshots in a folder; name that folder"):
        run(tmp_path / place, "two")
    assert {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_link_that_leads_nowhere_else_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to("out")
    with pytest.raises(OutputError, match="cannot write"):
        run(tmp_path / "out", "one")


def test_a_full_disk_leaves_nothing_of_a_copy_that_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = followed(tmp_path, COPIED)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with Snapshots(copy).lock(), monkeypatch.context() as patch:
        patch.setattr("os.fsync", refuse)
        with pytest.raises(OutputError, match="no space left"):
            Snapshots(copy).begin(COPIED)
        assert inside(copy) == {"lock"}
    assert verify(copy) == []


def test_out_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    for out in [tmp_path / "out", tmp_path / "out" / "below"]:
        with pytest.raises(OutputError, match="a file stands where a folder is needed"):
            run(out, "one")


def test_links_of_files_that_are_gone_go(tmp_path: Path) -> None:
    run(tmp_path, "one")
    snapshots = Snapshots(tmp_path)
    with snapshots.lock():
        staging = snapshots.begin()
        fill(staging, "two")
        (staging / "venues.parquet").unlink()
        snapshots.publish(staging, "two")
    assert {path.name for path in tmp_path.iterdir()} == {".snapshots", *NAMES} - {"venues.parquet"}


def fail(out: Path, text: str) -> Path:
    snapshots = Snapshots(out)
    with snapshots.lock():
        staging = snapshots.begin()
        (staging / "report.md").write_text(text)
        return snapshots.publish_failed(staging)


def test_the_report_of_a_failed_run_lies_beside_the_last_good_snapshot(tmp_path: Path) -> None:
    run(tmp_path, "one")
    assert fail(tmp_path, "bad") == tmp_path / "failed"
    assert fail(tmp_path, "worse") == tmp_path / "failed"
    assert (tmp_path / "failed/report.md").read_text() == "worse"
    assert shown(tmp_path) == "one"
    assert len(inside(tmp_path)) == 4
    run(tmp_path, "two")
    assert not os.path.lexists(tmp_path / "failed")
    assert inside(tmp_path) == {"lock", "current", "one", "two"}


def test_a_folder_named_failed_of_the_user_stays(tmp_path: Path) -> None:
    (tmp_path / "failed").mkdir()
    (tmp_path / "failed/mine.txt").touch()
    run(tmp_path, "one")
    with pytest.raises(OutputError, match="failed is in the way"):
        fail(tmp_path, "bad")
    assert (tmp_path / "failed/mine.txt").exists()


def test_a_snapshot_that_is_not_as_its_manifest_says_is_not_sound(tmp_path: Path) -> None:
    for damage in (b"{}", b""):
        (run(tmp_path, f"of-{len(damage)}") / "manifest.json").write_bytes(damage)
        assert Snapshots(tmp_path).sound() is None


def test_a_snapshot_of_another_contract_is_not_sound(tmp_path: Path) -> None:
    folder = publish(tmp_path, made_frames())
    assert Snapshots(tmp_path).sound() == folder
    with_contract(folder, "1.99.0")
    assert Snapshots(tmp_path).sound() is None


def test_a_snapshot_needs_its_manifest(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a snapshot needs its manifest"):
        Snapshots(tmp_path).publish(tmp_path, "one")


@pytest.mark.parametrize("name", ["..", "a/b", "", "current", "lock", ".x"])
def test_names_that_are_no_ids_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name for a snapshot"):
        Snapshots(tmp_path).publish(tmp_path, name)


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "no space left"), (errno.EACCES, "permission"), (errno.EROFS, "read-only")]
)
@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.rename", "pathlib.Path.symlink_to"])
def test_when_publishing_fails_the_last_snapshot_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str, call: str
) -> None:
    run(tmp_path, "one")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(call, refuse)
        with pytest.raises(OutputError, match=said):
            run(tmp_path, "two")
    assert shown(tmp_path) == "one"
    assert not any(name.startswith(".staging") for name in inside(tmp_path))
    run(tmp_path, "two")
    assert shown(tmp_path) == "two"
    assert inside(tmp_path) == {"lock", "current", "one", "two"}


def killed_at(count: int, work: Callable[[], object]) -> bool:
    """Do WORK in a child that is killed before its COUNT-th change to the file system; was it?"""
    return os.WIFSIGNALED(in_child(lambda: (killed_at_change(count), work())))


@pytest.fixture
def fast_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting for the disk, where what is tested is what is visible."""
    monkeypatch.setattr("os.fsync", lambda _: None)


@pytest.mark.usefixtures("fast_disk")
@pytest.mark.parametrize("failed_before", [False, True])
def test_killed_at_any_moment_a_whole_snapshot_is_there(tmp_path: Path, failed_before: bool) -> None:
    run(tmp_path / "before", "zero")
    run(tmp_path / "before", "one")
    if failed_before:
        fail(tmp_path / "before", "bad")
    points = 0
    killed = True
    while killed:
        points += 1
        out = tmp_path / str(points)
        shutil.copytree(tmp_path / "before", out, symlinks=True)
        killed = killed_at(points, lambda out=out: run(out, "two"))
        assert shown(out) in {"one", "two"}
        assert Snapshots(out).current() is not None
        run(out, "two")
        assert shown(out) == "two"
        assert inside(out) == {"lock", "current", "one", "two"}
        assert not os.path.lexists(out / "failed")
    assert points > 30


@pytest.mark.usefixtures("fast_disk")
def test_killed_in_the_first_run(tmp_path: Path) -> None:
    points = 0
    killed = True
    while killed:
        points += 1
        out = tmp_path / str(points)
        killed = killed_at(points, lambda out=out: run(out, "one"))
        assert Snapshots(out).current() is None or shown(out) == "one"
        run(out, "one")
        assert shown(out) == "one"
        assert inside(out) == {"lock", "current", "one"}
    assert points > 20


@pytest.mark.usefixtures("fast_disk")
def test_readers_never_fail_while_runs_publish(tmp_path: Path) -> None:
    run(tmp_path, "run0")
    done = threading.Event()
    seen: list[str] = []

    def poll() -> None:
        while not done.is_set():
            seen.append((tmp_path / "papers.parquet").read_text())

    reader = threading.Thread(target=poll)
    reader.start()
    try:
        for number in range(1, 40):
            # Ten are kept: a reader that sleeps within its `open` would miss two runs of some milliseconds, and no real one.
            run(tmp_path, f"run{number}", keep=10)
    finally:
        done.set()
        reader.join()
    assert len(set(seen)) > 1
    assert seen == sorted(seen, key=lambda name: int(name[3:]))
