"""From what a user names as input to the list of its files, with what tells whether they changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

import polars as pl

from etl.errors import InputError
from etl.extract.source.ahead import Ahead, Moment
from etl.extract.source.scan import Columns, Scan, printable

FILES = pl.Schema(
    {
        "name": pl.String, "path": pl.Binary, "size": pl.Int64,
        "inode": pl.UInt64, "written_ns": pl.Int64, "changed_ns": pl.Int64,
    }
)  # fmt: skip
STAMP = ("size", "inode", "written_ns", "changed_ns")
"""What changes when a file does."""
TICK_NS = 2_000_000_000
"""A file may be written again within so long and keep its stamp (FAT counts in 2 s)."""
_FINE_TICK_NS = 200_000_000
"""The same where stamps have parts of a millisecond: such clocks tick every 10 ms, and may stand a little apart."""
_MANY = 10_000


@dataclass(slots=True)
class Found:
    """What lies below the input roots: the pages (columns `FILES`, sorted by name), and what was passed over."""

    files: pl.DataFrame
    passed_over: list[tuple[str, str]]
    """As `etl.extract.source.scan.Scan` gives it."""
    began: Moment
    """Just before they were looked for: what was written later may not have been seen."""
    count: int = field(init=False)
    bytes: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the files."""
        self.count, self.bytes = self.files.height, int(self.files["size"].sum())

    def let_go(self) -> None:
        """Forget the files, but for how many they are: of millions, nobody needs the names once they are read."""
        self.files = self.files.clear()


def find_files(roots: Sequence[Path], many: Callable[[], object] = lambda: None, ahead: Ahead | None = None) -> Found:
    """All pages below ROOTS (files or folders). A folder is searched for `*.txt`, `*.txt.gz`, `*.txt.zst`, in
    capitals too.

    Links to folders are followed, once each, and never where the folder itself lies below the root. Where several
    roots hold the same name, the number and the name of the root go before it. MANY is called, once or more, when it
    is first seen that there are thousands of files. AHEAD: the same search, begun before.

    Raises InputError where a root is missing or cannot be read, or where no page is found.
    """
    began = Moment.now() if ahead is None else ahead.began
    frames, passed_over = _below(roots, many, ahead)
    files = pl.concat(frames)
    if files.is_empty():
        raise InputError(f"no pages (*.txt, *.txt.gz, *.txt.zst) in {', '.join(map(str, roots))}")
    if len(roots) > 1 and files["name"].n_unique() < files["path"].n_unique():
        prefixes = [_numbered(number, root) for number, root in enumerate(roots, 1)]
        named = zip(prefixes, frames, strict=True)
        files = pl.concat([frame.with_columns(name=pl.lit(prefix) + pl.col("name")) for prefix, frame in named])
    files = files.sort("name", "path")
    if len(roots) > 1:
        files = files.unique("path", keep="first", maintain_order=True)
    return Found(_told_apart(files), sorted(chain(*passed_over)), began)


def settled(read_ns: int) -> pl.Expr:
    """Which files (columns `FILES`), first read at READ_NS, will have another stamp if they are written again."""
    stamp = pl.max_horizontal("written_ns", "changed_ns")
    tick = pl.when(stamp % 1_000_000 == 0).then(TICK_NS).otherwise(_FINE_TICK_NS)
    return stamp < read_ns - tick


def _numbered(number: int, root: Path) -> str:
    """What goes before the names of ROOT where several roots hold the same name."""
    return f"{number}-{printable(os.fsencode(root.name))}/"


def located(roots: Sequence[Path], name: str) -> Path | None:
    """The file that `find_files` calls NAME; None if its name had to be escaped or told apart."""
    for number, root in enumerate(roots, 1):
        bare = name.removeprefix(_numbered(number, root))
        file = root.parent / bare if root.name == bare else root / bare
        if os.path.isfile(file):  # noqa: PTH113 - false where it cannot be reached
            return file
    return None


def _told_apart(files: pl.DataFrame) -> pl.DataFrame:
    """FILES with a number before names that are the same once bytes that are no UTF-8 are escaped."""
    if files["name"].n_unique() == files.height:
        return files
    number = pl.int_range(pl.len()).over("name")
    name = pl.when(number > 0).then(pl.format("~{}/{}", number, "name")).otherwise("name")
    return files.with_columns(name=name).sort("name", "path")


def _below(
    roots: Sequence[Path], many: Callable[[], object], ahead: Ahead | None
) -> tuple[list[pl.DataFrame], list[list[tuple[str, str]]]]:
    """The pages below each of ROOTS (columns `FILES`, unsorted), and what was passed over there."""
    frames: list[list[pl.DataFrame]] = [[] for _ in roots]

    def put(number: int, pages: Columns) -> None:
        frames[number].append(_frame(roots[number], pages))
        see(sum(map(len, frames[number])))

    def see(entries: int) -> None:
        if entries > _MANY:
            many()

    passed_over = ahead.read(put) if ahead is not None else None
    if passed_over is None:
        frames = [[] for _ in roots]
        passed_over = [Scan(partial(put, number), see).below(root).passed_over for number, root in enumerate(roots)]
    return list(map(pl.concat, frames)), passed_over


def _frame(root: Path, pages: Columns) -> pl.DataFrame:
    """PAGES below ROOT as a frame (columns `FILES`); of thousands, that takes a tenth of the memory."""
    names, *stamps = pages
    path = os.fsencode(root)
    paths = [path] if root.is_file() else [path.rstrip(b"/") + b"/" + name for name in names]
    series = [_names(names), pl.Series("path", paths, dtype=pl.Binary)]
    return pl.DataFrame(
        series + [pl.Series(key, values, FILES[key]) for key, values in zip(STAMP, stamps, strict=True)]
    )


def _names(names: list[bytes]) -> pl.Series:
    """NAMES as text."""
    try:
        return pl.Series("name", names, dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return pl.Series("name", [printable(name) for name in names], dtype=pl.String)
