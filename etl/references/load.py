"""References from files: which reader for which kind of file, and a cache of what was read."""

import gzip
import html
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl

from etl.errors import InputError
from etl.frames import lists_of_texts
from etl.identity import file_hash
from etl.references import store
from etl.references.base import Reader
from etl.references.matching.keys import title_key
from etl.references.sources.bibtex import read_bibtex
from etl.references.sources.dblp import read_dblp
from etl.references.sources.table import read_json, read_parquet
from etl.references.store import References, with_hints

PARSER_VERSION = "7"
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

_ENTITY = r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]+\d*);"
_KINDS = "a reference is .parquet, .jsonl, .json, .bib or .xml (the DBLP dump); all but .parquet also .gz"


def load_references(paths: Sequence[Path], folder: Path, hash_of: Callable[[Path], str] = file_hash) -> References:
    """All references of the files PATHS, each file read once and what was read of it kept in FOLDER.

    HASH_OF gives the hash of a file's content, raising OSError; where it knows the file, without reading it.

    The references have source (String: the file's name, with its folder's where two share one), row (UInt32, from
    1: line of JSON lines, else the record's place in the file), title (String), year (Int32 or null), venue
    (String or null), authors (List[String]: in order, `First Last`; last `et al.` where the file itself says
    the list goes on), title_key (String). Records without a title or an author are left out. A file given
    twice counts once.

    Raises InputError (a file is missing, of no known kind, unreadable, or without usable columns) and
    OSError (the folder cannot be written).
    """
    hashes = {path: checked_hash(path, hash_of) for path in dict.fromkeys(paths)}
    distinct = {digest: path for path, digest in reversed(hashes.items())}
    ordered = [path for path in hashes if distinct[hashes[path]] is path]
    files = [_stored(path, hashes[path], folder, hash_of) for path in ordered]
    store.keep_only(folder, files)
    return References(tuple(zip(_source_names(ordered), files, strict=True)))


def _source_names(paths: Sequence[Path]) -> list[str]:
    """File names of PATHS, with the folder's name before those that are not unique."""
    names = [path.name for path in paths]
    return [f"{path.resolve().parent.name}/{path.name}" if names.count(path.name) > 1 else path.name for path in paths]


def _kind(path: Path) -> str:
    """Which key of `READERS` the name of PATH ends in."""
    suffixes = path.suffixes[-2:] if path.suffix.casefold() == ".gz" else path.suffixes[-1:]
    kind = "".join(suffixes).casefold()
    if kind not in READERS:
        raise InputError(f"{path} is no reference file that Quiver knows: {_KINDS}")
    return kind


def checked_hash(path: Path, hash_of: Callable[[Path], str]) -> str:
    """Hash of the content and the kind of PATH; InputError where it cannot be read, or is of no kind of reference."""
    kind = _kind(path).replace(".", "-")
    try:
        return hash_of(path)[:32] + kind
    except FileNotFoundError as error:
        raise InputError(f"the reference {path} does not exist; check the path") from error
    except OSError as error:
        raise InputError(f"the reference {path} cannot be read: {error.strerror}") from error


def _stored(path: Path, digest: str, folder: Path, hash_of: Callable[[Path], str]) -> Path:
    """File that holds what was read of PATH; it is read where there is none."""
    stem = f"references-{digest}-{PARSER_VERSION}"
    kept = store.find(folder, stem)
    if kept is None:
        kept = store.write(_read(path), folder, stem)
        if checked_hash(path, hash_of) != digest:
            kept.unlink()
            raise InputError(f"the reference {path} changed while it was read; run again when it is whole")
    return kept


def _read(path: Path) -> Iterator[pl.DataFrame]:
    """Frames of `store.STORED` of the file PATH; what is wrong with it becomes one sentence."""
    if not path.stat().st_size:
        raise InputError(f"the reference {path} is empty; fetch it again, or name another file")
    usable = False
    try:
        for frame in READERS[_kind(path)](path):
            kept = _usable(frame)
            usable = usable or kept.height > 0
            yield kept
    except InputError as error:
        raise InputError(f"the reference {path} {error}; mend it, or name another file") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"the reference {path} is not whole: it cannot be unpacked; fetch it again") from error
    if not usable:
        raise InputError(f"the reference {path} holds no publication with a title and authors; name another file")


def _usable(frame: pl.DataFrame) -> pl.DataFrame:
    """Records of FRAME that have a title and an author, with their hints."""
    keyed = _without_entities(frame).with_columns(title_key(pl.col("title")).alias("title_key"))
    usable = keyed.filter(pl.col("title_key").str.len_bytes() > 0, pl.col("authors").list.len() > 0)
    return with_hints(usable, "authors").select(*store.STORED)


def _without_entities(frame: pl.DataFrame) -> pl.DataFrame:
    """FRAME with the characters that titles and names have as HTML has them (`Bob&#39;s`, `Mar&iacute;a`)."""
    title, names = pl.col("title"), pl.col("authors").list.join("\n", ignore_nulls=True)
    told = pl.concat_str(title, names, separator="\n", ignore_nulls=True).str.contains(_ENTITY)
    escaped = frame.with_row_index("at").filter(told)
    if escaped.is_empty():
        return frame
    titles = pl.Series([_unescaped(text or "") or None for text in escaped["title"]], dtype=pl.String)
    authors = lists_of_texts([[*map(_unescaped, names)] for names in escaped["authors"]])
    mended = escaped.with_columns(title=titles, authors=authors)
    return pl.concat([frame.with_row_index("at").filter(~told), mended]).sort("at").drop("at")


def _unescaped(text: str) -> str:
    """TEXT decoded twice: what was HTML often went through a program that escapes once more (`&amp;#39;`)."""
    return html.unescape(html.unescape(text))
