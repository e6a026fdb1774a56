"""The DBLP dump, `dblp.xml` or `dblp.xml.gz`: streamed, a batch of records in memory at a time.

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
from etl.references import base
from etl.references.base import READ_SCHEMA, YEAR_TEXT, opened

RECORD_LIMIT = 4 << 20
"""Bytes one record may have: the longest of DBLP has some 100 KB."""

_DEPTH_LIMIT = 100  # elements in one another; those of DBLP are few
_CHUNK = 1 << 16  # bytes
_BETWEEN = "\x1f"  # between names; no character of XML
_TEXTS = dict.fromkeys(("title", "year", "venue", "authors"), pl.String)
_DOCTYPE = b'<!DOCTYPE dblp SYSTEM "dblp.dtd">'
_CHARACTERS = {name: chr(code) for name, code in name2codepoint.items()}
_NOT_A_PAPER = {"www", "data", "person", "proceedings"}
_WRAPPED = "r"  # a person's file (`dblp.org/pid/….xml`) has each record in one of these


def read_dblp(path: Path) -> Iterator[pl.DataFrame]:
    """Frames of the DBLP dump at PATH (`base.Reader`); `row` counts the records below the root."""
    with opened(path) as file:
        try:
            yield from _frames(file)
        except (ET.ParseError, expat.ExpatError) as error:
            raise InputError(f"is not well-formed XML ({error})") from error
        except (LookupError, ValueError) as error:
            raise InputError("is XML in an encoding that cannot be read") from error


def _frames(file: BinaryIO) -> Iterator[pl.DataFrame]:
    """Publications of FILE in frames of `base.BATCH` records or a few more."""
    columns = _Columns()
    for row, record in enumerate(_records(file), 1):
        element = record[0] if record.tag == _WRAPPED and len(record) else record
        if element.tag not in _NOT_A_PAPER:
            columns.add(row, element)
        if len(columns.row) >= base.BATCH:
            yield columns.frame()
            columns = _Columns()
    yield columns.frame()


def _records(file: BinaryIO) -> Iterator[ET.Element]:
    """Elements below the root of FILE, each let go of when the next one comes.

    The parser builds elements without telling Python of each: three times as fast as its events are.
    """
    builder = ET.TreeBuilder()
    above = builder.start("above", {})  # the root will be its child, and so at hand before it ends
    parser = ET.XMLParser(target=builder)  # noqa: S314 - `_prolog` refused what makes it unsafe
    parser.entity.update(_CHARACTERS)
    unended = 0
    for chunk in _chunks(file):
        parser.feed(chunk)
        ended = above[0][:-1] if len(above) else []  # the last one may go on
        unended = 0 if ended else unended + len(chunk)
        yield from _let_go(above, ended)
        if unended > RECORD_LIMIT:
            raise InputError(f"has a record longer than {RECORD_LIMIT >> 20} MB, which DBLP never has")
        _check_depth(above)
    parser.close()
    yield from _let_go(above, above[0][:])


def _let_go(above: ET.Element, ended: list[ET.Element]) -> Iterator[ET.Element]:
    """Take the records ENDED, the first ones, out of the root below ABOVE, and give them one by one."""
    if ended:
        del above[0][: len(ended)]
    ended.reverse()
    while ended:
        yield ended.pop()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Bytes of FILE in order, its prolog checked first."""
    yield _prolog(file)
    while chunk := file.read(_CHUNK):
        yield chunk


def _check_depth(element: ET.Element) -> None:
    """Refuse elements that are open, and so each the last of its parent, one in another in great number."""
    depth = 0
    while len(element):
        element, depth = element[-1], depth + 1
    if depth > _DEPTH_LIMIT:
        raise InputError("nests elements deeper than DBLP ever does")


class _Columns:
    """Publications by column, as text: lists of plain text cost the garbage collector nothing, records much."""

    def __init__(self) -> None:
        """None so far."""
        self.row: list[int] = []
        self.title: list[str | None] = []
        self.year: list[str | None] = []
        self.venue: list[str | None] = []
        self.authors: list[str] = []

    def add(self, row: int, record: ET.Element) -> None:
        """Add the publication RECORD, of the first field where it has several of a kind."""
        first: dict[str, ET.Element] = {}
        names = []
        for field in record:
            if field.tag == "author":
                names.append(_text(field) or "")
            else:
                first.setdefault(field.tag, field)
        self.row.append(row)
        self.title.append(_text(first.get("title")))
        self.year.append(_text(first.get("year")))
        self.venue.append(_text(first.get("booktitle")) or _text(first.get("journal")))
        self.authors.append(_BETWEEN.join(names))

    def frame(self) -> pl.DataFrame:
        """A frame of `READ_SCHEMA`: spaces mended, the full stop of a title off."""
        title, venue, authors = (_spaced(pl.col(name)) for name in ("title", "venue", "authors"))
        names = authors.str.split(_BETWEEN).list.eval(pl.element().str.strip_chars(" "))
        return pl.DataFrame(vars(self), schema_overrides=_TEXTS).select(
            pl.col("row").cast(READ_SCHEMA["row"]),
            _or_null(title.str.strip_suffix(".")).alias("title"),
            pl.col("year").str.extract(YEAR_TEXT).cast(READ_SCHEMA["year"]),
            _or_null(venue).alias("venue"),
            names.list.eval(pl.element().filter(pl.element() != "")).alias("authors"),
        )


def _spaced(text: pl.Expr) -> pl.Expr:
    """TEXT with one space between words, and none at its ends."""
    return text.str.replace_all(r"\s+", " ").str.strip_chars(" ")


def _or_null(text: pl.Expr) -> pl.Expr:
    """TEXT, null where there is none."""
    return pl.when(text != "").then(text)


def _text(element: ET.Element | None) -> str | None:
    """Text of ELEMENT, that of `<i>`, `<sub>` and the like included; None where there is none."""
    if element is None:
        return None
    return ("".join(element.itertext()) if len(element) else element.text) or None


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
        while chunk := file.read(_CHUNK):
            head += chunk
            prolog.parser.Parse(chunk, False)
            if len(head) > RECORD_LIMIT:
                raise InputError("does not begin as the DBLP dump does")
        prolog.parser.Parse(b"", True)  # Expat (from 2.6 on) may have put off what it was given
    except _RootReachedError:
        root = prolog.root_at
        if not prolog.has_doctype and head[root : root + 2].isascii() and head[root + 1 : root + 2] != b"\0":
            return head[:root] + _DOCTYPE + head[root:]
    return head
