"""What was read of reference files, kept as Parquet: sifted by the papers of a run, a row group in memory at a time.

Which references can match any paper of a run is told by short hashes: a large file is sifted, not joined. Two titles
meet when their keys are equal, or when their first or last letters and the first authors' family names are (see
`etl.references.matching.near_titles`). Each of the three is kept as a CRC-32, the same on every machine. Two texts with
one hash cost a comparison; what is sifted out could never match.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from etl.identity import file_hash
from etl.references.base import READ_SCHEMA
from etl.references.matching.keys import title_key
from etl.references.matching.near_titles import END, MIN_LENGTH, families

HINTS = ("by_title", "by_start", "by_end")
HINT = pl.UInt32()
STORED: dict[str, pl.DataType] = {**READ_SCHEMA, **dict.fromkeys(HINTS, HINT)}
"""What a kept file holds; the title's key is made anew of the few rows that are asked for."""
REFERENCES: dict[str, pl.DataType] = {"source": pl.String(), **READ_SCHEMA, "title_key": pl.String()}
"""What is given: a row a reference."""
_STALE_SECONDS = 86_400  # a day


@dataclass(frozen=True, slots=True)
class References:
    """References that were read, to be looked at by the papers of a run."""

    files: tuple[tuple[str, Path], ...] = ()
    """Name of each source, and the file (`STORED`) that holds what was read of it."""

    def like(self, papers: pl.DataFrame) -> pl.DataFrame:
        """Those (`REFERENCES`) that `confirm` may match with PAPERS (title, names), and few others."""
        return self._kept(sieve(papers))

    def _kept(self, kept: pl.Expr) -> pl.DataFrame:
        none = pl.DataFrame(schema=REFERENCES)
        rows = [
            part.select(pl.lit(name).alias("source"), *READ_SCHEMA, title_key(pl.col("title")).alias("title_key"))
            for name, path in self.files
            for part in _read(path, kept)
        ]
        return pl.concat([none, *rows])


def _read(path: Path, kept: pl.Expr) -> Iterator[pl.DataFrame]:
    """Rows of the stored file PATH that are KEPT by their hints."""
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            hints = _frame(file.read_row_group(group, columns=list(HINTS)))
            chosen = hints.select(kept.fill_null(value=False).alias("kept"))["kept"]
            if chosen.any():
                # Arrow copies what is chosen; Polars would keep all the text of the group with it.
                yield _frame(file.read_row_group(group, columns=list(READ_SCHEMA)).filter(chosen.to_arrow()))


def _frame(table: pa.Table) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(table))


def find(folder: Path, stem: str) -> Path | None:
    """Whole file of STEM in FOLDER; its name ends in the hash of its content, so a broken one shows itself."""
    for path in sorted(folder.glob(f"{stem}-*.parquet")):
        if path.stem == f"{stem}-{_short_hash(path)}":
            return path
        path.unlink(missing_ok=True)
    return None


def _short_hash(path: Path) -> str:
    return file_hash(path)[:16]


def write(batches: Iterator[pl.DataFrame], folder: Path, stem: str) -> Path:
    """Write BATCHES (`STORED`) to a file of STEM in FOLDER, aside and then renamed, one batch in memory at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    _remove_stale(folder)
    with tempfile.TemporaryDirectory(prefix="references-", suffix=".part", dir=folder) as aside:
        part = Path(aside) / "references.parquet"
        schema = pl.DataFrame(schema=STORED).to_arrow().schema
        with pq.ParquetWriter(part, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_table(batch.to_arrow().cast(schema))
        return part.replace(folder / f"{stem}-{_short_hash(part)}.parquet")


def keep_only(folder: Path, files: list[Path]) -> None:
    """Remove from FOLDER what was read of other files than FILES: the last month's dump of DBLP is some 700 MB."""
    for path in sorted(folder.glob("references-*.parquet")):
        if path not in files:
            path.unlink(missing_ok=True)


def _remove_stale(folder: Path) -> None:
    """Remove what killed runs left half written a day ago or earlier."""
    for part in sorted(folder.glob("references-*.part")):
        if time.time() - part.stat().st_mtime > _STALE_SECONDS:
            for file in part.iterdir():
                file.unlink(missing_ok=True)
            part.rmdir()


def with_hints(frame: pl.DataFrame, names: str) -> pl.DataFrame:
    """FRAME (title_key and NAMES, a list) with the columns `HINTS`, null where a title is too short."""
    ends = {"by_start": pl.col("title_key").str.head(END), "by_end": pl.col("title_key").str.tail(END)}
    long = pl.col("title_key").str.len_chars() >= MIN_LENGTH
    texts = frame.select(
        pl.col("title_key").alias("by_title"),
        *(pl.when(long).then(pl.concat_str(end, families(names), separator="|")).alias(n) for n, end in ends.items()),
    )
    return frame.with_columns(_hashes(texts))


def _hashes(texts: pl.DataFrame) -> Iterator[pl.Series]:
    """The columns of TEXTS as hashes."""
    for column in texts:
        hashed = [None if text is None else crc32(text.encode()) for text in column]
        yield pl.Series(column.name, hashed, dtype=HINT)


def sieve(papers: pl.DataFrame) -> pl.Expr:
    """Whether a row with `HINTS` can match any of PAPERS (title, names)."""
    keyed = papers.select(title_key(pl.col("title")).alias("title_key"), "names").drop_nulls()
    wanted = with_hints(keyed, "names")
    return pl.any_horizontal(pl.col(hint).is_in(wanted[hint].drop_nulls().unique().implode()) for hint in HINTS)
