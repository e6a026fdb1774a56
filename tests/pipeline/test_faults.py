"""What the file system and other runs can do to a run: one clear error, and the last snapshot stays."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import etl.pipeline.reading.work as working
from etl.console import ENDS
from etl.errors import InputError
from etl.extract.source.files import InputFile
from etl.load.lock import write_lock
from etl.verify import verify
from tests import commands
from tests.commands import ENVIRONMENT, ROOT, fails, python
from tests.pipeline import made_pages
from tests.pipeline.made_pages import World, current, differing, tables, write

quiver = partial(made_pages.quiver, select=("PAG101", "AUT101", "ABS101"))  # more rules only take time

_LOADED = (
    "etl.diff", "etl.pipeline.check", "etl.pipeline.make", "etl.pipeline.reading.read", "etl.references.load",
    "etl.render", "etl.report.formats", "etl.report.terminal", "encodings.unicode_escape",
)  # fmt: skip
"""What commands load late, and nobody may not be allowed to read."""


def as_nobody(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`quiver WORDS` in this process, with the rights of nobody where it has those of root."""
    for module in _LOADED:
        import_module(module)
    if os.getuid() != 0:
        return commands.quiver(*words, cwd=cwd)
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(65534)
    os.seteuid(65534)
    try:
        return commands.quiver(*words, cwd=cwd)
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


def command(*words: object, launch: Sequence[str] = ("-m", "etl"), **more: Any) -> subprocess.CompletedProcess[str]:
    """`quiver WORDS` as a process of its own."""
    return python(*launch, *words, **more)


def on_a_full_disk(most: int, *words: object) -> subprocess.CompletedProcess[str]:
    """`quiver WORDS` where no file may have more than MOST bytes, as on a disk that is full.

    Python would keep what it can of the modules that it compiles, and later fail to read them.
    """
    environment = ENVIRONMENT | {"PYTHONDONTWRITEBYTECODE": "1"}
    return command(*words, env=environment, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    World(2).fill(tmp_path / "raw", 5)
    return tmp_path / "raw"


@pytest.mark.parametrize("most", [1_000, 12_000, 60_000])
def test_a_full_disk(tmp_path: Path, raw: Path, most: int) -> None:
    out = tmp_path / "out"
    quiver(raw, out)
    before, folder = tables(out), current(out)
    write(raw / "000.txt", World(6).page().encode() * 8)
    options = ("--fail-on", "never", "--config", settings(tmp_path))
    full = on_a_full_disk(most, "run", raw, "--out", out, *options)
    fails(full, 4, "cannot write")
    assert current(out) == folder
    assert tables(out) == before
    assert verify(out) == []
    quiver(raw, out)
    quiver(raw, tmp_path / "full")
    assert differing(tables(out), tables(tmp_path / "full")) == []
    assert not [path for path in (out / ".snapshots").iterdir() if path.name.startswith(".staging")]


@pytest.mark.parametrize("most", [1_000, 12_000])
def test_a_full_disk_below_a_check_names_the_temporary_folder(tmp_path: Path, raw: Path, most: int) -> None:
    full = on_a_full_disk(most, "check", raw)
    fails(full, 4, f"cannot write the temporary folder {tempfile.gettempdir()}: ")
    (tmp_path / "r.jsonl").write_text('{"title": "Rings", "year": 2020, "authors": ["Emmy Noether"]}', "utf-8")
    referenced = on_a_full_disk(100, "check", raw, "--reference", tmp_path / "r.jsonl")
    fails(referenced, 4, f"cannot write the temporary folder {tempfile.gettempdir()}: ")


def test_a_temporary_folder_that_is_no_utf8(tmp_path: Path, raw: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/t\xff"
    os.mkdir(folder)  # noqa: PTH102 - a name in bytes
    answer = command("check", raw, env=ENVIRONMENT | {"TMPDIR": os.fsdecode(folder)})
    fails(answer, 4, "its name is no UTF-8; name another folder with TMPDIR")


def settings(folder: Path) -> Path:
    (folder / "quiver.toml").write_text('[gate]\nfail_on = "never"\nmax_quarantine = 1.0\n')
    return folder / "quiver.toml"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may reach too, which pytest's are not."""
    with tempfile.TemporaryDirectory(prefix="quiver-test-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.mark.parametrize("place", ["out", "out/.snapshots", "raw", "raw/001.txt"])
def test_no_permission(open_folder: Path, place: str) -> None:
    raw, out = open_folder / "raw", open_folder / "out"
    World(2).fill(raw, 2)
    quiver(raw, out)
    write(raw / "more.txt", World(6).page().encode())
    config = settings(open_folder)
    for path in open_folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o777 if path.is_dir() else 0o666)
    (open_folder / place).chmod(0o500 if place.startswith("out") else 0o000)
    answer = as_nobody("run", raw, "--out", out, "--config", config)
    (open_folder / place).chmod(0o777)
    fails(answer, 4 if place.startswith("out") else 3, "ermission denied")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("check shut/raw", 3, "cannot read shut/raw: Permission denied"),
        ("check raw --output shut/x", 4, "cannot write shut/x: permission denied"),
        ("check raw --reference shut/r.bib", 3, "the reference shut/r.bib cannot be read: Permission denied"),
        ("run raw --out out --reference shut/r.bib", 3, "the reference shut/r.bib cannot be read: Permission denied"),
        ("run raw --out shut/out", 4, "cannot write shut/out: permission denied; make the folder writable"),
        ("run shut/raw --out raw", 3, "cannot read shut/raw: Permission denied"),
        ("verify shut/out", 3, "cannot read shut/out: Permission denied"),
    ],
)
def test_a_folder_that_is_shut(open_folder: Path, words: str, status: int, said: str) -> None:
    World(2).fill(open_folder / "raw", 2)
    (open_folder / "shut").mkdir(0o000)
    answer = as_nobody(*words.split(), cwd=open_folder)
    (open_folder / "shut").chmod(0o777)
    fails(answer, status, said)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make what belongs to another")
def test_a_snapshot_of_another_user(open_folder: Path) -> None:
    raw, out = open_folder / "raw", open_folder / "out"
    World(2).fill(raw, 2)
    quiver(raw, out)
    write(raw / "more.txt", World(6).page().encode())
    for path in [out, *out.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o777 if path.is_dir() else 0o666)
    answer = as_nobody("run", raw, "--out", out, "--config", settings(open_folder))
    fails(answer, 4, f"cannot write {current(out)}: it belongs to another user, or is locked; give it to who runs")


@pytest.mark.parametrize(
    ("words", "name"),
    [("render abc --snapshot out", "pages"), ("diff out out", "papers"), ("check raw --against out", "papers")],
)
def test_a_table_that_is_shut(open_folder: Path, words: str, name: str) -> None:
    World(2).fill(open_folder / "raw", 2)
    quiver(open_folder / "raw", open_folder / "out")
    table = current(open_folder / "out") / f"{name}.parquet"
    table.chmod(0o000)
    answer = as_nobody(*words.split(), cwd=open_folder)
    fails(answer, 3, f"cannot read {table}: Permission denied")


def test_settings_in_a_folder_that_is_shut(open_folder: Path) -> None:
    World(2).fill(open_folder / "raw", 2)
    settings(open_folder)
    code = f"""
import os, etl.cli, etl.config, etl.pipeline.check, etl.report.path_prefix
os.chdir({str(open_folder)!r})
os.chmod('.', 0o600)
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
etl.cli.main()
"""
    answer = command("check", open_folder / "raw", launch=("-c", code))
    open_folder.chmod(0o777)
    fails(answer, 2, "cannot read the settings quiver.toml: Permission denied; mend that, or")


def test_out_inside_raw(tmp_path: Path, raw: Path) -> None:
    quiver(raw, tmp_path / "out")
    quiver(raw, raw / "curated")
    write(raw / "more.txt", World(6).page().encode())
    for out in (tmp_path / "out", raw / "curated"):
        quiver(raw, out)
        assert quiver(raw, out).unchanged
    assert differing(tables(raw / "curated"), tables(tmp_path / "out")) == []


@pytest.fixture
def before_reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[bytes], object]], None]:
    """Does something to a file after it was found, before it is read."""
    real = working.read_stored

    def arm(change: Callable[[bytes], object]) -> None:
        def read_stored(file: InputFile, most: int) -> Any:
            if file.path.endswith(b"001.txt"):
                change(file.path)
            return real(file, most)

        monkeypatch.setattr(working, "read_stored", read_stored)

    return arm


def replace_by_pipe(path: bytes) -> None:
    os.unlink(path)  # noqa: PTH108 - a name in bytes
    os.mkfifo(path)


@pytest.mark.parametrize("change", [os.unlink, replace_by_pipe])
def test_a_file_that_vanishes(
    tmp_path: Path, raw: Path, before_reading: Callable[..., None], change: Callable[[bytes], object]
) -> None:
    out = tmp_path / "out"
    quiver(raw, out)
    folder = current(out)
    write(raw / "001.txt", World(6).page().encode())
    before_reading(change)
    with pytest.raises(InputError, match=r"cannot read .*001\.txt"):
        quiver(raw, out)
    assert current(out) == folder
    assert not [path for path in (out / ".snapshots").iterdir() if path.name.startswith(".staging")]


def test_a_file_that_grows(tmp_path: Path, raw: Path, before_reading: Callable[..., None]) -> None:
    out, more = tmp_path / "out", World(6).page().encode()
    write(raw / "001.txt", b"")
    before_reading(lambda path: write(Path(os.fsdecode(path)), more))
    quiver(raw, out)
    before_reading(lambda _: None)
    quiver(raw, out)
    quiver(raw, tmp_path / "full")
    assert differing(tables(out), tables(tmp_path / "full")) == []


def test_two_runs_at_once(tmp_path: Path, raw: Path) -> None:
    out, config = tmp_path / "out", settings(tmp_path)
    (out / ".snapshots").mkdir(parents=True)
    with write_lock(out / ".snapshots/lock"):
        second = command("run", raw, "--out", out, "--config", config)
        fails(second, 4, f"another run is writing to {out}: process {os.getpid()} on ")
        waits = subprocess.Popen(
            [sys.executable, "-m", "etl", "run", raw, "--out", out, "--config", config, "--wait", "60"], cwd=ROOT
        )
        time.sleep(1)
        write(raw / "meanwhile.txt", World(6).page().encode())
        assert waits.poll() is None
    assert waits.wait(60) == 0
    assert quiver_unchanged(raw, out, config)


def quiver_unchanged(raw: Path, out: Path, config: Path) -> bool:
    return "nothing changed" in command("run", raw, "--out", out, "--config", config).stdout


@pytest.mark.parametrize("end", ENDS)
def test_a_check_that_is_stopped_leaves_nothing(tmp_path: Path, end: signal.Signals) -> None:
    was = signal.signal(end, signal.SIG_DFL)  # what `nohup` has ignored, a child would ignore as well
    World(40).fill(tmp_path / "raw", 300)
    (tmp_path / "temporary").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "etl", "check", tmp_path / "raw"],
        cwd=ROOT, env=ENVIRONMENT | {"TMPDIR": str(tmp_path / "temporary")}, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    signal.signal(end, was)
    deadline = time.monotonic() + 60
    while not list((tmp_path / "temporary").glob("*/snapshot")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(end)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (-end, "quiver: terminated\n")
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_check_leaves_nothing(tmp_path: Path, raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from etl.pipeline.check import check
    from tests.pipeline.made_pages import SETTINGS

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    quiver(raw, tmp_path / "out")
    before = {path: path.lstat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    for memory in (0, 1000):
        outcome = check([raw], SETTINGS.model_copy(update={"memory_mb": memory}), against=tmp_path / "out")
        assert outcome.report is not None
    assert {path: path.lstat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before
    assert list((tmp_path / "temporary").iterdir()) == []
