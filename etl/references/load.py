"""References from files: which reader for which kind of file, and a cache of what was read."""

import gzip
import hashlib
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from etl.errors import InputError, OutputError
from etl.references.base import READ_SCHEMA, Reader
from etl.references.bibtex import read_bibtex
from etl.references.dblp import read_dblp
from etl.references.keys import title_key
from etl.references.table import read_json, read_parquet

PARSER_VERSION = "1"
"""Part of a cached file's name: raise it when a reader or the title key changes what it gives."""

READERS: dict[str, Reader] = {
    ".parquet": read_parquet,
    ".pq": read_parquet,
    ".jsonl": read_json,
    ".jsonl.gz": read_json,
    ".ndjson": read_json,
    ".ndjson.gz": read_json,
    ".json": read_json,
    ".json.gz": read_json,
    ".bib": read_bibtex,
    ".bib.gz": read_bibtex,
    ".bibtex": read_bibtex,
    ".xml": read_dblp,
    ".xml.gz": read_dblp,
}
"""Reader for each kind of file, by the end of its name."""

_KINDS = "a reference is .parquet, .jsonl, .json, .bib or .xml (the DBLP dump); all but .parquet also .gz"
_COLUMNS = ("source", "row", "title", "year", "venue", "authors", "title_key")
_CACHED_SCHEMA: dict[str, pl.DataType] = {**READ_SCHEMA, "title_key": pl.String()}
_STALE_SECONDS = 86_400


def load_references(paths: Sequence[Path], cache_dir: Path | None) -> pl.LazyFrame:
    """All references of the files PATHS, each file read once and then kept in CACHE_DIR (None: in memory).

    Out: source (String: the file's name, with its folder's where two share one), row (UInt32, from 1: line of
    JSON lines, else the record's place in the file), title (String), year (Int32 or null), venue
    (String or null), authors (List[String]: in order, `First Last`; last `et al.` where the file itself says
    the list goes on), title_key (String). Records without a title or an author are left out. A file given
    twice counts once.

    Raises InputError (a file is missing, of no known kind, unreadable, or without usable columns) and
    OutputError (the cache cannot be written).
    """
    hashes = {path: _checked_hash(path) for path in dict.fromkeys(paths)}
    distinct = {digest: path for path, digest in reversed(hashes.items())}
    ordered = [path for path in hashes if distinct[hashes[path]] is path]
    loaded = [
        _load(path, hashes[path], cache_dir).select(pl.lit(name).alias("source"), *_COLUMNS[1:])
        for path, name in zip(ordered, _source_names(ordered), strict=True)
    ]
    empty = pl.LazyFrame(schema={"source": pl.String(), **_CACHED_SCHEMA})
    return pl.concat([empty.select(_COLUMNS), *loaded])


def _source_names(paths: Sequence[Path]) -> list[str]:
    """File names of PATHS, with the folder's name before those that are not unique."""
    names = [path.name for path in paths]
    return [f"{path.resolve().parent.name}/{path.name}" if names.count(path.name) > 1 else path.name for path in paths]


def _kind(path: Path) -> str:
    """Which key of `READERS` the name of PATH ends in."""
    suffixes = path.suffixes[-2:] if path.suffix.casefold() == ".gz" else path.suffixes[-1:]
    kind = "".join(suffixes).casefold()
    if kind not in READERS:
        raise InputError(f"{path} is no reference file that Quiver knows: {_KINDS}.")
    return kind


def _checked_hash(path: Path) -> str:
    """Hash of the content and the kind of PATH."""
    kind = _kind(path).replace(".", "-")
    if not path.exists():
        raise InputError(f"The reference {path} does not exist: check the path.")
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:32] + kind
    except OSError as error:
        raise InputError(f"The reference {path} cannot be read: {error.strerror}.") from error


def _load(path: Path, digest: str, cache_dir: Path | None) -> pl.LazyFrame:
    """References of PATH, from the cache where it has them."""
    if cache_dir is None:
        return pl.concat([pl.DataFrame(schema=_CACHED_SCHEMA), *_read(path)]).lazy()
    stem = f"references-{digest}-{PARSER_VERSION}"
    cached = _cached(cache_dir, stem)
    if cached is None:
        try:
            cached = _write(_read(path), cache_dir, stem)
        except OSError as error:
            raise OutputError(f"The cache {cache_dir} cannot be written: {error.strerror}.") from error
    return pl.scan_parquet(cached, glob=False)


def _read(path: Path) -> Iterator[pl.DataFrame]:
    """Frames of `_CACHED_SCHEMA` of the file PATH; what is wrong with it becomes one sentence."""
    usable = False
    try:
        for frame in READERS[_kind(path)](path):
            kept = _usable(frame)
            usable = usable or kept.height > 0
            yield kept
    except InputError as error:
        raise InputError(f"The reference {path} {error}: see docs/how-references-are-used.md.") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"The reference {path} is not whole: it cannot be unpacked.") from error
    if not usable:
        raise InputError(f"The reference {path} holds no publication with a title and authors.")


def _usable(frame: pl.DataFrame) -> pl.DataFrame:
    """Records of FRAME that have a title and an author, with their key."""
    keyed = frame.with_columns(title_key(pl.col("title")).alias("title_key"))
    return keyed.filter(pl.col("title_key").str.len_bytes() > 0, pl.col("authors").list.len() > 0)


def _cached(cache_dir: Path, stem: str) -> Path | None:
    """Whole cached file of STEM; its name ends in the hash of its content, so a broken one shows itself."""
    for path in sorted(cache_dir.glob(f"{stem}-*.parquet")):
        if path.stem == f"{stem}-{_content_hash(path)}":
            return path
        path.unlink(missing_ok=True)
    return None


def _content_hash(path: Path) -> str:
    """Short hash of the bytes of PATH."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _write(batches: Iterator[pl.DataFrame], cache_dir: Path, stem: str) -> Path:
    """Write BATCHES to the cache, aside and then renamed, one batch in memory at a time."""
    cache_dir.mkdir(parents=True, exist_ok=True)
    _remove_stale(cache_dir)
    with tempfile.TemporaryDirectory(prefix="references-", suffix=".part", dir=cache_dir) as aside:
        part = Path(aside) / "references.parquet"
        schema = pl.DataFrame(schema=_CACHED_SCHEMA).to_arrow().schema
        with pq.ParquetWriter(part, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_table(batch.to_arrow().cast(schema))
        return part.replace(cache_dir / f"{stem}-{_content_hash(part)}.parquet")


def _remove_stale(cache_dir: Path) -> None:
    """Remove what killed runs left half written a day ago or earlier."""
    for part in sorted(cache_dir.glob("references-*.part")):
        if time.time() - part.stat().st_mtime > _STALE_SECONDS:
            for file in part.iterdir():
                file.unlink(missing_ok=True)
            part.rmdir()
