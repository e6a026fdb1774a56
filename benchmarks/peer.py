"""The peer: the same job as one would write it by hand, to be timed beside Quiver.

    python -m benchmarks.peer PAGES OUT

A loop over lines, a pydantic model a record, papers told apart by title, venue and year, two Parquet tables. It
mends two patterns of spacing, and calls each list of eight names cut: a small part of what Quiver does.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, Field

_HEADING = re.compile(r"(\S.{0,90}?) (Conference|Journal|Workshop) ((?:19|20)\d\d) (\w.{0,60})")
_BULLET = "  • "
_ABBREVIATION = re.compile(r"\b([ei])\. ([eg])\. ")
_NUMBER = re.compile(r"(?<=\d)([.,]) (?=\d)")


class Record(BaseModel):
    """A paper as a page lists it."""

    venue: str = Field(min_length=1)
    kind: str
    year: int = Field(ge=1900, le=2100)
    type: str
    page: str
    title: str = ""
    authors: list[str] = []
    abstract: str = ""


def main(pages: str, out: str) -> None:
    """Read the pages (*.txt) in the folder PAGES; write papers.parquet and authorships.parquet into OUT."""
    papers: dict[tuple[str, str, str], Record] = {}
    for path in sorted(Path(pages).glob("*.txt")):
        for fields in _listings(path):
            key = fields.get("title", "").lower(), fields["venue"], fields["year"]
            if key not in papers:
                papers[key] = Record.model_validate(fields)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    rows = [dict(_row(record), paper=number) for number, record in enumerate(papers.values())]
    names = [
        {"paper": number, "position": position, "name": name}
        for number, record in enumerate(papers.values())
        for position, name in enumerate(record.authors, 1)
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "papers.parquet", compression="zstd")
    pq.write_table(pa.Table.from_pylist(names), folder / "authorships.parquet", compression="zstd")


def _row(record: Record) -> dict[str, Any]:
    return record.model_dump(exclude={"authors"}) | {"truncated": len(record.authors) >= 8}


def _listings(path: Path) -> Iterator[dict[str, Any]]:
    """The listings of the page in PATH, one after the other."""
    fields: dict[str, Any] = {}
    blank = False
    with path.open(encoding="utf-8") as lines:
        for line in (line.rstrip("\n") for line in lines):
            heading = _HEADING.fullmatch(line) if blank else None
            if heading:
                if fields:
                    yield fields
                venue, kind, year, type_ = heading.groups()
                fields = {"venue": venue, "kind": kind, "year": year, "type": type_, "page": path.name, "authors": []}
            elif fields and line:
                _add(fields, line)
            blank = not line
    if fields:
        yield fields


def _add(fields: dict[str, Any], line: str) -> None:
    """Add a LINE below the heading to FIELDS."""
    if line.startswith(_BULLET):
        fields["authors"].append(line.removeprefix(_BULLET))
    elif "title" not in fields:
        fields["title"] = line
    else:
        mended = _NUMBER.sub(r"\1", _ABBREVIATION.sub(r"\1.\2. ", line))
        fields["abstract"] = "\n".join(filter(None, (fields.get("abstract"), mended)))


if __name__ == "__main__":
    main(*sys.argv[1:])
