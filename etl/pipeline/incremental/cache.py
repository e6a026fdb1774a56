"""What shards gave, kept from run to run beside the snapshots: only what changed is parsed again.

A *segment* is what one shard gave, as Arrow files. The index says which segments hold each file of the input, with
the stamp and the hash of the file. Segments are only added. What stands in them of files that changed or went is
left out by the merge; they stay all the same, since a later segment does not repeat a copy of a paper that an
earlier one has. When too much is dead, all is read anew. The index is replaced last, at once: a killed run leaves
segments that no index names, and the next run removes them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from etl.extract.source.find import FILES, STAMP, settled
from etl.frames import compacted
from etl.identity import HEX_DIGITS
from etl.load.faults import told_as_output_error
from etl.pipeline.incremental.sealed import BrokenCache, Sealed, read_sealed, write_sealed
from etl.pipeline.incremental.segment import LARGE

INDEX = pl.Schema(dict(FILES) | {"hash": pl.String, "segment": pl.String})
_BY_FILE = {"pages", "listings", "frames", "quarantine"}
_MOST_SMALL = 400  # segments
_SMALL_BYTES = 4_000_000  # of input, a segment on average
_MOST_DEAD = 0.5  # share of the files in segments


class Cache:
    """The segments in FOLDER that were made under FINGERPRINT (version, settings that parsing depends on)."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """Open the cache; what is broken, or was made under another fingerprint, is as if it were not there."""
        self.folder = folder / fingerprint
        self._home = folder
        self._index_file = self.folder / "index"
        try:
            self._index = read_sealed(self._index_file)
        except BrokenCache:
            self._index = INDEX.to_frame()
        if self._index.schema != INDEX:
            self._index = INDEX.to_frame()
        self.kept = INDEX.to_frame()
        self._live: dict[str, pl.DataFrame] = {}
        self._sealed: dict[str, Sealed] = {}
        self._run = 1

    def compare(self, files: pl.DataFrame, read_ns: int, hashes: Callable[[pl.DataFrame], pl.DataFrame]) -> bool:
        """Put into `kept` the rows of the index whose file is unchanged; True where all files and all rows are that.

        FILES: columns `FILES`. HASHES gives name and hash of files whose stamp has changed, and perhaps nothing else.
        READ_NS: when it begins to read them.
        """
        known = self._index.drop_nulls("name")
        stamped = files.join(
            known.select("name", *STAMP, "hash", "segment"), on=["name", *STAMP], maintain_order="left"
        )
        touched = (
            files.join(stamped, on="name", how="anti", maintain_order="left")
            .join(known.filter(~pl.col("name").is_duplicated()), on=["name", "size"], how="semi", maintain_order="left")
        )  # fmt: skip
        hashed = touched.join(hashes(touched), on="name") if touched.height else touched.with_columns(hash=pl.lit(""))
        same = hashed.join(known.select("name", "hash", "segment"), on=["name", "hash"])
        same = _unsettled_marked(same, read_ns)
        self.kept = pl.concat([frame.select(INDEX.names()) for frame in (stamped, same)]).sort("name", "segment")
        return self.kept["name"].n_unique() == files.height and self.kept.height == known.height

    def segments(self) -> list[str]:
        """The segments that are read: those of the kept files, and those with copies that these do not repeat."""
        return [] if self.kept.is_empty() else self._index["segment"].unique().sort().to_list()

    def begin(self) -> None:
        """Prepare the folder: remove what the index does not name, or all where too much of it is dead."""
        if self._worn():
            self.forget()
        segments = self.segments()
        self._run = max((int(segment.split("-")[0]) for segment in segments), default=0) + 1
        self._live = _live(self.kept, segments)
        with told_as_output_error(self.folder):
            for folder in (self._home, self.folder):
                if folder.is_symlink() or folder.is_file():
                    folder.unlink()
            self.folder.mkdir(parents=True, exist_ok=True)
            if self._index_file.is_dir():
                shutil.rmtree(self._index_file)
            for path in [*self._home.iterdir(), *self.folder.iterdir()]:
                if path not in {self.folder, self._index_file} and path.name not in segments:
                    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def forget(self) -> None:
        """Start from an empty cache."""
        self.let_go()
        self._live, self._sealed = {}, {}

    def let_go(self) -> None:
        """Drop the index from memory, once it is written and its digest taken."""
        self._index, self.kept = INDEX.to_frame(), INDEX.to_frame()

    def _worn(self) -> bool:
        segments = self.segments()
        dead = self.kept.height < sum(map(_files_in, segments)) * (1 - _MOST_DEAD)
        small = int(self.kept["size"].sum()) < len(segments) * _SMALL_BYTES
        return dead or (small and len(segments) > _MOST_SMALL)

    def add(self, number: int, files: int, packed: dict[str, bytes]) -> str:
        """Write a new segment, the run's NUMBER-th, of so many FILES, as PACKED (see `segment.packed`); its name."""
        name = f"{self._run:06d}-{number:06d}-{files}"
        folder = self.folder / name
        with told_as_output_error(self.folder):
            folder.mkdir()
            for file, data in packed.items():
                (folder / file).write_bytes(data)
        return name

    def save(self) -> None:
        """Replace the index where only stamps have changed."""
        if not self.kept.equals(self._index.drop_nulls("name")):
            self._replace(self.kept)

    def commit(self, worked: pl.DataFrame, read_ns: int) -> None:
        """Replace the index: what is kept, and WORKED (columns `INDEX`), the files that were read from READ_NS on."""
        self._replace(pl.concat([self.kept, _unsettled_marked(worked, read_ns).select(INDEX.names())]))

    def _replace(self, index: pl.DataFrame) -> None:
        needed = pl.DataFrame({"segment": self.segments()}, schema={"segment": pl.String})
        bare = needed.join(index, on="segment", how="anti").sort("segment")
        index = pl.concat([index, bare], how="diagonal").sort("name", "segment", nulls_last=True)
        if not index.equals(self._index):
            with told_as_output_error(self.folder):
                write_sealed(index, self._index_file)
        self._index, self.kept = index, index.drop_nulls("name")
        self._live = _live(self.kept, self.segments())

    def small(self, segment: str, table: str) -> pl.DataFrame:
        """One of the small frames of SEGMENT, without the pages and listings of files that changed or went.

        Raises BrokenCache, as `large` does.
        """
        return self._alive(self._open(segment).read(f"{table}.arrow"), segment, table)

    def large(self, segment: str, table: str, part: str) -> Iterator[pl.DataFrame]:
        """The rows of one of the large frames of SEGMENT whose key begins with PART ("": all), in one frame or more."""
        sealed = self._open(segment)
        if f"{table}.arrow" in sealed.names():
            frame = sealed.read(f"{table}.arrow")
            if part:
                frame = compacted(frame.filter(pl.col(LARGE[table]).str.starts_with(part)))
            yield self._alive(frame, segment, table)
            return
        for digit in part[:1] or HEX_DIGITS:
            yield self._alive(sealed.read(f"{table}-{digit}.arrow"), segment, table)

    def _open(self, segment: str) -> Sealed:
        if segment not in self._sealed:
            self._sealed[segment] = Sealed(self.folder / segment)
        return self._sealed[segment]

    def _alive(self, rows: pl.DataFrame, segment: str, table: str) -> pl.DataFrame:
        """ROWS without those of files that changed or went since SEGMENT was written."""
        live = self._live.get(segment)
        if table not in _BY_FILE or live is None:
            return rows
        return rows.join(live, on="path", how="semi", maintain_order="left")


def _unsettled_marked(files: pl.DataFrame, read_ns: int) -> pl.DataFrame:
    """FILES, without the stamp of those written just before READ_NS, so that next time the hash decides.

    A later change within the same tick of the clock would leave such a stamp as it is.
    """
    return files.with_columns(changed_ns=pl.when(settled(read_ns)).then("changed_ns").otherwise(-1))


def _live(kept: pl.DataFrame, segments: list[str]) -> dict[str, pl.DataFrame]:
    """The files (path) that are still read from each of SEGMENTS, for segments where these are not all."""
    counts: dict[str, int] = dict(kept.group_by("segment").len().iter_rows())
    partly = [segment for segment in segments if counts.get(segment, 0) < _files_in(segment)]
    files = kept.select("segment", path="name").filter(pl.col("segment").is_in(partly))
    parts = files.partition_by("segment", as_dict=True, include_key=False)
    return {segment: parts.get((segment,), files.select("path").clear()) for segment in partly}


def _files_in(segment: str) -> int:
    """How many files the segment was made of; the name says it."""
    return int(segment.rsplit("-", 1)[1])
