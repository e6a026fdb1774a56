"""Reference tables: Parquet, JSON lines and other JSON, plain or gzipped, with lenient column names."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from etl.errors import InputError
from etl.frames import lists_of_texts
from etl.references.base import BATCH, PREPRINT, YEAR_TEXT, Record, frames, opened, year_of
from etl.references.sources.author_fields import author_names, whole_title
from etl.references.sources.documents import documents

_TITLE = ("title", "papertitle", "articletitle", "documenttitle", "displayname", "citationtitle", "titles", "name")
_YEAR = (
    "year", "publicationyear", "pubyear", "yearpublished", "published", "issued", "date", "publicationdate", "pubdate",
    "publisheddate", "datepublished", "citationpublicationdate",
)  # fmt: skip
_AUTHORS = (
    "authorsparsed", "authors", "authorfullnames", "author", "authornames", "authorships", "authorlist", "creators",
    "creator", "citationauthor",
)  # fmt: skip
_VENUE = (
    "venue", "booktitle", "journal", "containertitle", "conference", "publication", "publicationtitle", "sourcetitle",
    "venuename", "journalname", "conferencename", "publicationvenue", "primarylocation", "proceedings",
    "proceeding",
)  # fmt: skip
_WITHIN = ("name", "displayname", "title", "raw", "value", "source")
"""Where the text stands in a field that is a record: `{"name": …}`, `{"source": {"display_name": …}}`."""
_ODD = (
    r"(?i)[,…@*†‡§¶()¹²³⁰-⁹]|\.\.|\bothers\b|\bal\b|\n\s*\n|^\s*$|^\s|\s$|\s\s|\b\d{1,2}\b"
    r"|\b(?:unknown|anonymous|n/a|nan|none|null|eds?|editors?)\b"
    r"|^(?-i:[^\n]* [A-Z](?:-?[A-Z]){0,2}(?: [JS]r| I+V?| \d[a-z]{2})?(?:\n|$))"
)
"""What a list of names, one a line, may have that is not a plain name in reading order."""
_NO_COLUMNS = "has no columns `title` and `authors`"
_NO_RECORD = "has no record with a `title` and an author in `authors` (one JSON object a line, or an array of them)"


def read_parquet(path: Path) -> Iterator[pl.DataFrame]:
    """Frames of the Parquet table at PATH, one record a row (`base.Reader`)."""
    try:
        with pq.ParquetFile(path) as file:
            columns = _columns(file.schema_arrow.names)
            wanted = [name for name in columns.values() if name]
            _require_once(wanted, file.schema_arrow.names)
            row = 0
            for batch in file.iter_batches(BATCH, columns=wanted):
                yield _table_frame(pl.DataFrame(pl.from_arrow(batch)), columns, row)
                row += batch.num_rows
    except (OSError, pa.ArrowException, pl.exceptions.PolarsError) as error:
        raise InputError("is not a Parquet table that can be read") from error


def _columns(names: Sequence[str]) -> dict[str, str | None]:
    """Which of the columns NAMES is the title, year, authors, venue; spelling and case are lenient."""
    by_name = {_lenient(name): name for name in reversed(names)}
    wanted = {"title": _TITLE, "year": _YEAR, "authors": _AUTHORS, "venue": _VENUE}
    found = {field: next((by_name[n] for n in known if n in by_name), None) for field, known in wanted.items()}
    if found["title"] is None or found["authors"] is None:
        raise InputError(_NO_COLUMNS)
    return found


def _require_once(wanted: Sequence[str], names: Sequence[str]) -> None:
    """InputError where one of the columns WANTED stands twice among NAMES: nobody knows which is meant."""
    for name in wanted:
        if names.count(name) > 1:
            raise InputError(f"has the column `{name}` more than once")


def _lenient(name: str) -> str:
    """NAME of a column as it is looked for: `Author Names`, `author-names`, `authorNames` are all `authornames`."""
    return re.sub(r"[\W_]", "", name).casefold()


def _table_frame(table: pl.DataFrame, columns: Mapping[str, str | None], row: int) -> pl.DataFrame:
    """TABLE in `READ_SCHEMA`; ROW rows stand before it."""
    return table.select(
        pl.int_range(row + 1, row + 1 + pl.len()).cast(pl.UInt32).alias("row"),
        _text(table, columns["title"], _text_of).alias("title"),
        _text(table, columns["year"], str).str.extract(YEAR_TEXT).cast(pl.Int32).alias("year"),
        _venue(table, columns["venue"]).alias("venue"),
        _authors(table[columns["authors"] or ""]).alias("authors"),
    )


def _venue(table: pl.DataFrame, column: str | None) -> pl.Expr:
    """Venue of TABLE; none where COLUMN holds numbers or the like."""
    kind = None if column is None else table.schema[column]
    is_text = kind is not None and (kind.is_nested() or kind in (pl.String, pl.Categorical, pl.Enum))
    return _text(table, column if is_text else None, _text_of)


def _text(table: pl.DataFrame, column: str | None, told: Callable[[object], str]) -> pl.Expr:
    """COLUMN of TABLE as String, null where there is none of that name; of lists and records what is TOLD of each."""
    if column is not None and table.schema[column].is_nested():
        return pl.lit(pl.Series([told(value) or None for value in table[column].to_list()], dtype=pl.String))
    return pl.lit(None, pl.String) if column is None else pl.col(column).cast(pl.String)


def _authors(column: pl.Series) -> pl.Series:
    """Author lists in reading order; plain names of plain lists as they are, others read one by one."""
    if column.dtype != pl.List(pl.String):
        return _read_one_by_one(column)
    joined = column.list.join("\n", ignore_nulls=False)
    odd = joined.str.contains(_ODD).fill_null(value=True) | joined.str.len_bytes().eq(0)
    lists = pl.DataFrame({"authors": column, "odd": odd}).with_row_index("place")
    mended = lists.filter("odd").with_columns(pl.col("authors").map_batches(_read_one_by_one))
    return pl.concat([lists.filter(~pl.col("odd")), mended]).sort("place")["authors"]


def _read_one_by_one(column: pl.Series) -> pl.Series:
    """Author fields of any kind through `author_names`."""
    return lists_of_texts([author_names(value) for value in column.to_list()]).alias(column.name)


def read_json(path: Path) -> Iterator[pl.DataFrame]:
    """Frames of the JSON lines, or other JSON, at PATH (`base.Reader`); `row` is the line, or the place."""
    with opened(path) as file:
        yield from frames(_records(documents(file, _is_publication)))


def _is_publication(document: Mapping[str, object]) -> bool:
    """Whether DOCUMENT has a title; one with a `name` alone may be a list of publications."""
    fields = {_lenient(str(key)) for key in document}
    return not fields.isdisjoint(_TITLE[:-1]) or (_TITLE[-1] in fields and not fields.isdisjoint(_AUTHORS))


def _records(publications: Iterator[tuple[int, Mapping[str, object]]]) -> Iterator[Record]:
    """Records of PUBLICATIONS; a file in which none has a title and authors is refused."""
    usable = False
    for row, publication in publications:
        record = _record(row, publication)
        usable = usable or (record["title"] is not None and bool(record["authors"]))
        yield record
    if not usable:
        raise InputError(_NO_RECORD)


def _record(row: int, document: Mapping[str, object]) -> Record:
    """Record of one JSON DOCUMENT."""
    fields = {_lenient(str(key)): value for key, value in document.items()}
    if _is_columns(fields):
        raise InputError("has a list of all titles; write it as a record a line (pandas: orient='records', lines=True)")

    def first(*names: str) -> object:
        return next((fields[name] for name in names if fields.get(name) not in (None, "")), None)

    publisher = _text_of(fields.get("publisher"))
    venue = next(filter(None, (_text_of(fields.get(name)) for name in _VENUE)), None)
    venue = venue or (publisher if PREPRINT.search(publisher) else None)
    return {
        "row": row,
        "title": whole_title(_text_of(first(*_TITLE)), _text_of(fields.get("subtitle"))),
        "year": year_of(first(*_YEAR)),
        "venue": venue,
        "authors": [_clean(name) for name in author_names(first(*_AUTHORS))],
    }


def _is_columns(fields: Mapping[str, object]) -> bool:
    """Whether FIELDS are the columns of a table, with a list of lists of authors."""
    titles, authors = (next((fields[name] for name in names if name in fields), None) for names in (_TITLE, _AUTHORS))
    if isinstance(titles, Mapping) and isinstance(authors, Mapping):
        return set(titles) == set(authors) and "0" in titles
    if not isinstance(titles, list) or not isinstance(authors, list):
        return False
    return len(titles) == len(authors) > 1 and all(isinstance(author, list) for author in authors)


def _text_of(value: object) -> str:
    """The text that VALUE is, or the first one in the list or the record that it is; "" where there is none."""
    if isinstance(value, str):
        return _clean(" ".join(value.split()))
    if isinstance(value, Mapping):
        fields = {_lenient(str(key)): inner for key, inner in value.items()}
        value = [fields.get(name) for name in _WITHIN]
    return next(filter(None, map(_text_of, value)), "") if isinstance(value, list) else ""


def _clean(text: str) -> str:
    """TEXT without the halves of surrogate pairs that JSON escapes allow and UTF-8 does not."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
