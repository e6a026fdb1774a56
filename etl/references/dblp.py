"""The DBLP dump, `dblp.xml` or `dblp.xml.gz`: streamed, one record in memory at a time.

Format: https://dblp.org/faq/How+to+parse+dblp+xml.html and the dump's `dblp.dtd`, which defines no structure
beyond records below one root, and the named character entities of HTML. Nothing outside the file is read; a
file that defines entities of its own is refused, and so is a record that does not end.
"""

from collections.abc import Iterator
from html.entities import name2codepoint
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET
from xml.parsers import expat

import polars as pl

from etl.errors import InputError
from etl.references.base import Record, frames, opened
from etl.references.table import year_of

RECORD_LIMIT = 4 << 20
"""Bytes one record may have: the longest of DBLP has some 100 KB."""

_DEPTH_LIMIT = 100
_DOCTYPE = b'<!DOCTYPE dblp SYSTEM "dblp.dtd">'
_CHARACTERS = {name: chr(code) for name, code in name2codepoint.items()}
_NOT_A_PAPER = {"www", "data", "person", "proceedings"}


def read_dblp(path: Path) -> Iterator[pl.DataFrame]:
    """Frames of the DBLP dump at PATH (`base.Reader`); `row` counts the records below the root."""
    with opened(path) as file:
        try:
            yield from frames(_records(_Source(file)))
        except (ET.ParseError, expat.ExpatError) as error:
            raise InputError(f"is not well-formed XML ({error})") from error
        except (LookupError, ValueError) as error:
            raise InputError("is XML in an encoding that cannot be read") from error


def _records(source: "_Source") -> Iterator[Record]:
    """Records of SOURCE, each dropped from memory when the next one comes."""
    parser = ET.XMLParser()  # noqa: S314 - `_prolog` refused what makes it unsafe
    parser.entity.update(_CHARACTERS)
    depth, row = 0, 0
    root: ET.Element | None = None
    # `_Source.read` gives bytes, which is all that iterparse asks for.
    events = ET.iterparse(source, ("start", "end"), parser)  # type: ignore[call-overload]  # noqa: S314
    for event, element in events:
        depth += 1 if event == "start" else -1
        if depth > _DEPTH_LIMIT:
            raise InputError("nests elements deeper than DBLP ever does")
        if root is None:
            root = element
        if event == "end" and depth == 1:
            row += 1
            if element.tag not in _NOT_A_PAPER:
                yield _record(row, element)
            root.clear()
            source.since_record = 0


def _record(row: int, element: ET.Element) -> Record:
    """Record of one publication ELEMENT."""
    return {
        "row": row,
        "title": (_text(element.find("title")) or "").removesuffix(".") or None,
        "year": year_of(element.findtext("year")),
        "venue": _text(element.find("booktitle")) or _text(element.find("journal")),
        "authors": [name for author in element.iterfind("author") if (name := _text(author))],
    }


def _text(element: ET.Element | None) -> str | None:
    """Text of ELEMENT, that of `<i>`, `<sub>` and the like included, spaces mended."""
    if element is None:
        return None
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(text.split()) or None


class _Source:
    """File for the parser to read: begins with a checked prolog, and refuses a record without an end."""

    def __init__(self, file: BinaryIO) -> None:
        """Read and check the prolog of FILE."""
        self.since_record = 0
        self._file = file
        self._start = _prolog(file)

    def read(self, size: int) -> bytes:
        """Give up to SIZE bytes; the first time, what was read to check the prolog."""
        if self.since_record > RECORD_LIMIT:
            raise InputError(f"has a record longer than {RECORD_LIMIT >> 20} MB, which DBLP never has")
        chunk, self._start = self._start or self._file.read(size), b""
        self.since_record += len(chunk)
        return chunk


class _RootReachedError(Exception):
    """The prolog is over."""


class _Prolog:
    """What the prolog of an XML file declares."""

    def __init__(self) -> None:
        """Nothing met yet."""
        self.has_doctype = False
        self.root_at = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartElementHandler = self._root

    def _doctype(self, *_: object) -> None:
        self.has_doctype = True

    def _entity(self, name: str, *_: object) -> None:
        raise InputError(f"defines an XML entity (`{name}`), which the DBLP dump never does")

    def _root(self, *_: object) -> None:
        self.root_at = self.parser.CurrentByteIndex
        raise _RootReachedError


def _prolog(file: BinaryIO) -> bytes:
    """Bytes of FILE up to where its root begins, and some more; with a DOCTYPE put in where there is none.

    Entities can be defined in the prolog alone, so refusing them there makes the whole file safe. An entity
    that the (unread) external DTD may define is left to the parser by a DOCTYPE, and an error without one.
    """
    prolog, head = _Prolog(), b""
    try:
        while chunk := file.read(1 << 16):
            head += chunk
            prolog.parser.Parse(chunk, False)
            if len(head) > RECORD_LIMIT:
                raise InputError("does not begin as the DBLP dump does")
    except _RootReachedError:
        root = prolog.root_at
        if not prolog.has_doctype and head[root : root + 2].isascii() and head[root + 1 : root + 2] != b"\0":
            return head[:root] + _DOCTYPE + head[root:]
    return head
