"""What shards gave, kept from run to run beside the snapshots: only what changed is parsed again.

A *segment* is what one shard gave, as Arrow files. The index says which segment holds each file of the input, with
the stamp and the hash of the file. Segments are only added; what stands in them of files that changed or went is
dead and left out by the merge, and when too much is dead all is read anew. The index is replaced last, at once: a
killed run leaves segments that no index names, and the next run removes them.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from etl.extract.files import FILES, STAMP
from etl.load.faults import told_as_output_error
from etl.pipeline.shard import ShardResult

INDEX = pl.Schema(dict(FILES) | {"hash": pl.String, "segment": pl.String})
SMALL = ("pages", "listings", "copies", "drafts")
LARGE = {"frames": "page_id", "raws": "page_id", "quarantine": "page_id", "texts": "base"}
_PARTED_BYTES = 4_000_000
_MOST_SEGMENTS = 400
_MOST_DEAD = 0.5  # share of the files in segments


class Cache:
    """The segments in FOLDER that were made under FINGERPRINT (version, settings that parsing depends on)."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """Open the cache; what is broken, or was made under another fingerprint, is as if it were not there."""
        self.folder = folder / fingerprint
        self._home = folder
        self._index_file = self.folder / "index.arrow"
        self.index = self._read_index()
        self._written = 0

    def _read_index(self) -> pl.DataFrame:
        with contextlib.suppress(OSError, pl.exceptions.PolarsError):
            index = pl.read_ipc(self._index_file)
            if index.schema == INDEX and not self._worn(index):
                return index
        return INDEX.to_frame()

    def _worn(self, index: pl.DataFrame) -> bool:
        segments = index["segment"].unique().to_list()
        sizes = [self._files_in(segment) for segment in segments]
        return len(segments) > _MOST_SEGMENTS or index.height < sum(sizes) * (1 - _MOST_DEAD)

    def _files_in(self, segment: str) -> int:
        """How many files the segment was made of; the name says it."""
        return int(segment.rsplit("-", 1)[1])

    def unchanged(self, files: pl.DataFrame) -> pl.DataFrame:
        """Rows of the index whose files have the stamp that they had."""
        return self.index.join(files.select("name", *STAMP), on=["name", *STAMP], how="semi", maintain_order="left")

    def begin(self) -> None:
        """Make room: remove what no index names."""
        with told_as_output_error(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            live = set(self.index["segment"])
            for path in [*self._home.iterdir(), *self.folder.iterdir()]:
                if path != self.folder and path != self._index_file and path.name not in live:
                    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def add(self, number: int, files: int, result: ShardResult) -> str:
        """Write a new segment; its name."""
        run = max((int(s.split("-")[0]) for s in self.index["segment"].unique()), default=0) + 1
        name = f"{run:06d}-{number:06d}-{files}"
        with told_as_output_error(self.folder):
            (self.folder / name).mkdir()
            for table in SMALL:
                _write(getattr(result, table), self.folder / name / f"{table}.arrow")
            for table, key in LARGE.items():
                self._write_large(getattr(result, table), key, self.folder / name / table)
        return name

    def _write_large(self, frame: pl.DataFrame, key: str, stem: Path) -> None:
        if frame.estimated_size() < _PARTED_BYTES:
            _write(frame, stem.with_suffix(".arrow"))
            return
        parts = frame.with_columns(part=pl.col(key).str.head(1)).partition_by("part", as_dict=True, include_key=False)
        for (part,), rows in parts.items():
            _write(rows, stem.with_name(f"{stem.name}-{part}.arrow"))

    def commit(self, index: pl.DataFrame) -> None:
        """Replace the index."""
        aside = self._index_file.with_suffix(".new")
        with told_as_output_error(self.folder):
            index.select(INDEX.names()).write_ipc(aside)
            aside.replace(self._index_file)
        self.index = index

    def small(self, segment: str, table: str) -> pl.DataFrame:
        """One of the small frames of SEGMENT, without the pages and listings of files that changed or went."""
        frame = pl.read_ipc(self.folder / segment / f"{table}.arrow")
        if table not in {"pages", "listings"}:
            return frame
        live = self.index.filter(pl.col("segment") == segment).select(path="name")
        return frame.join(live, on="path", how="semi", maintain_order="left")

    def large(self, segment: str, table: str, part: str) -> Iterator[pl.DataFrame]:
        """The rows of one of the large frames of SEGMENT whose key begins with PART ("": all)."""
        folder = self.folder / segment
        whole = folder / f"{table}.arrow"
        if whole.is_file():
            frame = pl.read_ipc(whole)
            yield frame.filter(pl.col(LARGE[table]).str.starts_with(part)) if part else frame
            return
        for path in sorted(folder.glob(f"{table}-{part[:1] or '?'}.arrow")):
            yield pl.read_ipc(path)


def _write(frame: pl.DataFrame, path: Path) -> None:
    frame.write_ipc(path, compression="uncompressed")
