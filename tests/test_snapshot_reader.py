import shutil
import threading
from pathlib import Path

import polars as pl
import pytest

from etl.errors import InputError, OutputError
from etl.load.manifest import write_manifest
from etl.load.snapshot import Snapshots
from etl.snapshot_reader import open_snapshot, read_report
from schemas.tables import TABLES, polars_schema
from tests.commands import loaded
from tests.made_snapshot import made_frames, made_manifest, publish, with_contract


def test_tables_manifest_and_report(tmp_path: Path) -> None:
    folder = publish(tmp_path, made_frames())
    for place in [tmp_path, str(tmp_path), folder, shutil.copytree(folder, tmp_path / "copy")]:
        snapshot = open_snapshot(place)
        for table in TABLES:
            frame: pl.LazyFrame = getattr(snapshot, table)
            assert frame.collect_schema() == polars_schema(table)
            assert frame.collect().equals(made_frames()[table], null_equal=True)
        assert snapshot.manifest.snapshot_id == "a1"
        assert snapshot.report == {"verdict": "passed"}


def test_a_copy_into_which_a_run_was_refused_is_read_as_before(tmp_path: Path) -> None:
    copy = shutil.copytree(publish(tmp_path / "curated", made_frames()), tmp_path / "copy")
    (copy / "venues.parquet").write_bytes(b"mine")
    with Snapshots(copy).lock(), pytest.raises(OutputError, match="is in the way"):
        Snapshots(copy).begin(["papers.parquet"])
    assert open_snapshot(copy).papers.collect().height == 40


def test_all_tables_are_of_the_snapshot_that_was_opened(tmp_path: Path) -> None:
    publish(tmp_path, made_frames())
    snapshot = open_snapshot(tmp_path)
    papers = snapshot.papers
    publish(tmp_path, {table: frame.clear() for table, frame in made_frames().items()}, "b2")
    assert papers.collect().height == snapshot.listings.collect().height == 40
    assert open_snapshot(tmp_path).papers.collect().is_empty()


def test_opening_never_fails_while_runs_publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    done = threading.Event()
    seen: set[tuple[str, str]] = set()

    def publish_manifest(snapshot_id: str) -> None:
        snapshots = Snapshots(tmp_path)
        with snapshots.lock():
            staging = snapshots.begin()
            write_manifest(staging, made_manifest(snapshot_id))
            snapshots.publish(staging, snapshot_id)

    def poll() -> None:
        while not done.is_set():
            snapshot = open_snapshot(tmp_path)
            seen.add((snapshot.path.name, snapshot.manifest.snapshot_id))

    publish_manifest("first")
    reader = threading.Thread(target=poll)
    reader.start()
    try:
        for number in range(60):
            publish_manifest(f"run{number}")
    finally:
        done.set()
        reader.join()
    assert len(seen) > 1
    assert all(name == snapshot_id for name, snapshot_id in seen)


def test_what_went_while_the_link_was_followed_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, made_frames())
    is_dir, asked = Path.is_dir, []

    def gone_at_first(path: Path) -> bool:
        asked.append(path.name)
        return is_dir(path) and (path.name != "current" or asked.count("current") > 1)

    monkeypatch.setattr(Path, "is_dir", gone_at_first)
    assert open_snapshot(tmp_path).manifest.snapshot_id == "a1"
    assert asked.count("current") == 2


@pytest.mark.parametrize("kind", ["nothing", "file", "empty folder", "no current", "no manifest", "cut manifest"])
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "curated"
    if kind == "file":
        place.touch()
    elif kind == "no current":
        (place / ".snapshots").mkdir(parents=True)
    elif kind != "nothing":
        place.mkdir()
    if kind == "cut manifest":
        (place / "manifest.json").write_text('{"snapshot_id":')
    with pytest.raises(InputError) as raised:
        open_snapshot(place)
    assert "\n" not in str(raised.value)
    assert kind != "cut manifest" or "manifest.json is damaged (the file: " in str(raised.value)


def test_a_missing_table_or_report_is_one_sentence(tmp_path: Path) -> None:
    folder = publish(tmp_path, made_frames())
    (folder / "papers.parquet").unlink()
    (folder / "report.json").write_text("{")
    snapshot = open_snapshot(tmp_path)
    with pytest.raises(InputError, match="no table papers"):
        _ = snapshot.papers
    with pytest.raises(InputError, match="is damaged"):
        _ = snapshot.report
    (folder / "report.json").unlink()
    with pytest.raises(InputError, match="cannot read"):
        _ = snapshot.report


@pytest.mark.parametrize(("version", "remedy"), [("2.0.0", "install a newer"), ("0.9.0", "make it anew")])
def test_another_major_version_says_what_to_do(tmp_path: Path, version: str, remedy: str) -> None:
    with_contract(publish(tmp_path, made_frames()), version)
    with pytest.raises(InputError, match=remedy):
        open_snapshot(tmp_path)


def test_a_report_of_another_version_says_what_to_do(tmp_path: Path) -> None:
    publish(tmp_path, made_frames())
    with pytest.raises(InputError, match=r"report\.json is of another version .* with `quiver run`$"):
        read_report(open_snapshot(tmp_path))


def test_other_minor_versions_are_read(tmp_path: Path) -> None:
    folder = publish(tmp_path, made_frames())
    with_contract(folder, "1.99.0")
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text.replace('"versions": {', '"new": 1, "versions": {"newer": "2", '))
    assert '"newer"' in (folder / "manifest.json").read_text()
    assert open_snapshot(tmp_path).papers.collect().height == 40


def test_a_reader_starts_light() -> None:
    assert loaded("import etl.snapshot_reader", "pandera", "pyarrow") == set()
