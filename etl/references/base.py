"""What sources and matching agree on: frames of one shape, read in batches.

A source is one module of `sources/` with one function, a `Reader`; to add one, write it and add a line to `READERS`
in `etl/references/load.py`.
"""

import gzip
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol, TypedDict, cast

import polars as pl

from etl.frames import lists_of_texts

OPEN_LIST = "et al."
"""Last entry of an author list that its own source says is not whole."""

BATCH = 50_000
"""Records in one frame: what a reader holds in memory at a time."""

PREPRINT = re.compile(r"\b(?:corr|arxiv|biorxiv|medrxiv|ssrn|preprints?|openreview|hal)\b", re.IGNORECASE)
"""In the name of a server of preprints, such as `CoRR abs/2105.09938`."""

YEAR_TEXT = r"(?:^|\D)((?:1[5-9]|2[01])\d\d)(?:\D|$)"
"""A year in a field that may have more than that: `2020-07-01`, `c2020`."""

_GZIP = b"\x1f\x8b"  # with which such files begin
READ_SCHEMA: dict[str, pl.DataType] = {
    "row": pl.UInt32(),
    "title": pl.String(),
    "year": pl.Int32(),
    "venue": pl.String(),
    "authors": pl.List(pl.String()),
}
"""What a reader gives: `row` is the record's place in its file, from 1."""


class Record(TypedDict):
    """One publication as a source has it; the fields of `READ_SCHEMA`."""

    row: int
    title: str | None
    year: int | None
    venue: str | None
    authors: list[str]


class Reader(Protocol):
    """Reads one file, plain or gzipped, into frames of `READ_SCHEMA`, in the order of the file.

    Raises `etl.errors.InputError`, one sentence without the file's name, for what it cannot read.
    """

    def __call__(self, path: Path) -> Iterator[pl.DataFrame]:
        """Read PATH."""
        ...


def frames(records: Iterable[Record]) -> Iterator[pl.DataFrame]:
    """Gather RECORDS into frames of `READ_SCHEMA`, `BATCH` records each."""
    remaining = iter(records)
    while batch := list(islice(remaining, BATCH)):
        # By column: Polars reads rows that are dicts several times slower.
        columns = {name: [record[name] for record in batch] for name in READ_SCHEMA}  # type: ignore[literal-required]
        yield pl.DataFrame(columns | {"authors": lists_of_texts(columns["authors"])}, schema=READ_SCHEMA)


def opened(path: Path) -> BinaryIO:
    """PATH opened to read bytes, unpacked where it is gzipped, whatever its name says (as pages are)."""
    with path.open("rb") as file:
        gzipped = file.read(len(_GZIP)) == _GZIP
    return cast("BinaryIO", gzip.open(path)) if gzipped else path.open("rb")


def year_of(value: object) -> int | None:
    """Year in VALUE: a number, or a text with one (`2020`, `2020-07-01`, `c2020`); None where it has none."""
    found = re.search(YEAR_TEXT, str(value))
    return int(found[1]) if found else None
