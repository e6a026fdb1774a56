"""Whatever became of what a run kept for the next one: the next one is right."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from etl.pipeline.incremental.sealed import SUMS, BrokenCache, Sealed, read_sealed, sums, write_sealed
from etl.verify import verify
from tests.pipeline import made_pages
from tests.pipeline.made_pages import World, current, differing, tables, write

pytestmark = pytest.mark.usefixtures("plain_reports")
# One rule on copies, whose findings the cache has, and two on what the merge gives: more rules only take time.
quiver = partial(made_pages.quiver, select=("PAG101", "AUT101", "ABS101"))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with pages in `raw`, a run of them in `out`, and in `changed` what a full run gives after a change."""
    home = tmp_path_factory.mktemp("before")
    World(3).fill(home / "raw", 8)
    quiver(home / "raw", home / "out")
    quiver(home / "raw", home / "out", memory_mb=0)
    write(home / "raw/000.txt", World(4).page().encode())
    quiver(home / "raw", home / "changed")
    return home


def cache(out: Path) -> Path:
    (home,) = (out / ".snapshots/.cache").iterdir()
    return home


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def segment(table: str) -> Callable[[Path], Path]:
    return lambda out: next(cache(out).glob(f"*/{table}*.arrow"))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no index": lambda out: (cache(out) / "index").unlink(),
    "index cut": lambda out: cut(cache(out) / "index"),
    "index flipped": lambda out: flip(cache(out) / "index"),
    "index empty": lambda out: (cache(out) / "index").write_bytes(b""),
    "index is a folder": lambda out: ((cache(out) / "index").unlink(), (cache(out) / "index").mkdir()),
    "no segment": lambda out: shutil.rmtree(segment("pages")(out).parent),
    "no sums": lambda out: (segment("pages")(out).parent / "sums.json").unlink(),
    "sums are nonsense": lambda out: (segment("pages")(out).parent / "sums.json").write_text("[1]"),
    "cache is a file": lambda out: (shutil.rmtree(out / ".snapshots/.cache"), write(out / ".snapshots/.cache", b"x")),
    "cache is a link": lambda out: (
        shutil.rmtree(out / ".snapshots/.cache"),
        (out / ".snapshots/.cache").symlink_to(out),
    ),
    "foreign files": lambda out: [write(cache(out) / name, b"x") for name in ("junk", "000009-000000-1/pages.arrow")],
    "no cache": lambda out: shutil.rmtree(out / ".snapshots/.cache"),
    "no state": lambda out: (out / ".snapshots/.state.json").unlink(),
    "state is nonsense": lambda out: (out / ".snapshots/.state.json").write_text("[]"),
    "state is cut": lambda out: cut(out / ".snapshots/.state.json"),
    **{f"{table} {how.__name__}": lambda out, how=how, table=table: how(segment(table)(out))
       for how in (flip, Path.unlink)  # `test_sealed_files_show_damage` has all damages, each of which is told alike
       for table in ("pages", "listings", "copies", "drafts", "frames", "quarantine", "texts")},
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_next_run_is_right(tmp_path: Path, before: Path, damage: str) -> None:
    out = tmp_path / "out"
    shutil.copytree(before / "out", out, symlinks=True)
    DAMAGES[damage](out)
    quiver(before / "raw", out, memory_mb=0 if damage.endswith("unlink") else 1000)  # 0: read in sixteen parts
    assert differing(tables(out), tables(before / "changed")) == []
    assert {path.name.count("-") for path in cache(out).iterdir()} <= {0, 2}
    assert quiver(before / "raw", out).unchanged


def test_a_lost_cache_publishes_nothing_new(tmp_path: Path, before: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(before / "changed", out, symlinks=True)
    snapshot = current(out)
    shutil.rmtree(out / ".snapshots/.cache")
    assert quiver(before / "raw", out).unchanged
    assert current(out) == snapshot


SNAPSHOT_DAMAGES: dict[str, Callable[[Path], object]] = {
    "a table is gone": lambda out: (current(out) / "papers.parquet").unlink(),
    "a table is cut": lambda out: cut(current(out) / "findings.parquet"),
    "a table is flipped": lambda out: flip(current(out) / "venues.parquet"),
    "a table is another": lambda out: shutil.copy(out / "venues.parquet", current(out) / "papers.parquet"),
    "no manifest": lambda out: (current(out) / "manifest.json").unlink(),
    "the manifest is cut": lambda out: cut(current(out) / "manifest.json"),
    "the manifest is another's": lambda out: (current(out) / "manifest.json").write_text(
        json.dumps(json.loads((current(out) / "manifest.json").read_text()) | {"tables": {}})
    ),
    "no folder": lambda out: shutil.rmtree(current(out)),
    "the link is gone": lambda out: (out / ".snapshots/current").unlink(),
    "the link leads nowhere": lambda out: (
        (out / ".snapshots/current").unlink(),
        (out / ".snapshots/current").symlink_to("nowhere"),
    ),
    "the link is a file": lambda out: (
        (out / ".snapshots/current").unlink(),
        (out / ".snapshots/current").write_text("x"),
    ),
    "a link in the folder is gone": lambda out: (out / "papers.parquet").unlink(),
}


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("damage", SNAPSHOT_DAMAGES)
def test_a_broken_snapshot_is_replaced(tmp_path: Path, before: Path, damage: str, changed: bool) -> None:
    out = tmp_path / "out"
    shutil.copytree(before / ("out" if changed else "changed"), out, symlinks=True)
    SNAPSHOT_DAMAGES[damage](out)
    quiver(before / "raw", out, ignore=())
    assert verify(out) == []
    rest = [table for table in tables(out) if table != "findings"]  # of which some are about the last run
    assert [table for table in rest if tables(out)[table] != tables(before / "changed")[table]] == []
    assert quiver(before / "raw", out, ignore=()).unchanged


@pytest.mark.parametrize("damage", [cut, flip, Path.unlink, lambda path: path.write_bytes(b"")])
def test_sealed_files_show_damage(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    import polars as pl

    frame = pl.DataFrame({"a": range(100)})
    (tmp_path / "segment").mkdir()
    frame.write_ipc(tmp_path / "segment/a.arrow")
    (tmp_path / "segment" / SUMS).write_bytes(sums({"a.arrow": (tmp_path / "segment/a.arrow").read_bytes()}))
    write_sealed(frame, tmp_path / "index")
    assert Sealed(tmp_path / "segment").read("a.arrow").equals(frame)
    assert read_sealed(tmp_path / "index").equals(frame)
    damage(tmp_path / "index")
    damage(tmp_path / "segment/a.arrow")
    with pytest.raises(BrokenCache):
        read_sealed(tmp_path / "index")
    with pytest.raises(BrokenCache):
        Sealed(tmp_path / "segment").read("a.arrow")
