"""Pages that a program wrote in another notation: simple HTML, quoted-printable, base64, percent-encoding, strings.

Or with characters in a code that the bullets reveal: entities, escapes, UTF-8 that was read in another encoding.

Each reader takes the bytes of a file and gives the text that they stand for, with pairs of places that are the same in
both; None if the bytes are not wholly in its notation. Nothing that an author may have written is left out: a document
with more than text in it (buttons, tables, pictures) is no page.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import numpy as np
import numpy.typing as npt

from etl.extract.source import markup
from etl.extract.source.listed_links import without_links
from etl.extract.source.literals import strings, unescaped
from etl.extract.source.pieces import Piece, replaced
from etl.extract.source.simple_html import ENTITY, HTML, meant, shown

Ints = npt.NDArray[np.int64]

_MOST = 4  # notations, one in another
_LARGEST = 1 << 21  # bytes: the longest page is a ninth of it; one of signs alone takes 200 times as much memory
_BEGINNING = 4_000  # bytes that hold a page's notice, however it is written
_PAGE = re.compile(rb"^\s*(?:possible papers associated\b|\xe2\x80\xa2)", re.IGNORECASE | re.MULTILINE)
_MAIL = re.compile(rb"(?:[A-Za-z][\w-]{0,60}:[ \t][^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+\r?\n")
_SOFT_BREAK = re.compile(rb"=[ \t]*\r?\n\S")
_QUOTED = re.compile(rb"=(?:[ \t]*\r?\n|[0-9A-Fa-f]{2}|\Z)")
_BASE64 = re.compile(rb"[A-Za-z0-9+/\r\n]+={0,2}\s*")
_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2}|\+)+")
_META_BYTE = re.compile(rb"M-(\^?)([\x20-\x7f])")


@dataclass(frozen=True, slots=True)
class Plain:
    """The text of a file, and where its lines stand there."""

    text: bytes
    starts: Ints
    """Where each line begins in the file."""
    numbers: npt.NDArray[np.int64]
    """The first and the last line (from 1) of the file that each takes up: two rows."""


_Reader = Callable[[bytes], list[Piece] | None]


def in_plain_text(data: bytes) -> Plain | None:
    """DATA in plain text; None where it is so already, or does not show an author's page."""
    if len(data) > _LARGEST:
        return None
    text, edges = data, []
    for _ in range(_MOST):
        pieces = next((found for read in _READERS if (found := read(text)) is not None), None)
        if pieces is None:
            break
        edges.append(_edges(pieces))
        text = b"".join(piece for piece, _ in pieces)
    if not edges or not _PAGE.search(text) or HTML.match(text, _below_head(text)):
        return None
    places = np.flatnonzero(np.frombuffer(b"\n" + text, dtype=np.uint8) == ord("\n"))
    if text.endswith(b"\n"):
        places = places[:-1]
    for of_text, of_data in reversed(edges):
        places = np.interp(places, of_text, of_data).astype(np.int64)
    places[0] = 0
    newlines = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("\n"))
    last = np.maximum(np.append(places[1:], len(data)) - 1, places)
    return Plain(text, places, np.searchsorted(newlines, np.stack([places, last])) + 1)


def _edges(pieces: list[Piece]) -> tuple[Ints, Ints]:
    """Places in the text of PIECES, and the same in what they were made of."""
    sizes, ends = np.array([(len(text), end) for text, end in pieces], dtype=np.int64).T
    return np.append(0, np.cumsum(sizes)), np.append(0, ends)


def _below_head(data: bytes) -> int:
    """Where the text of a mail begins."""
    head = _MAIL.match(data)
    return head.end() if head else 0


def _quoted_printable(data: bytes) -> list[Piece] | None:
    if not _SOFT_BREAK.search(data, 0, _BEGINNING):
        return None
    begin = _below_head(data)
    if data.count(b"=", begin) != sum(1 for _ in _QUOTED.finditer(data, begin)):
        return None
    body = replaced(data[begin:], _QUOTED, _of_octet)
    return [(data[:begin], begin), *((text, begin + end) for text, end in body)]


def _of_octet(code: bytes) -> bytes:
    return bytes.fromhex(code[1:].decode())  # which passes over the space of a soft break


def _base64(data: bytes) -> list[Piece] | None:
    begin = _below_head(data)
    if not _BASE64.fullmatch(data, begin):
        return None
    try:
        text = binascii.a2b_base64(data[begin:])
    except binascii.Error:
        return None
    pieces, at, end, signs = [(data[:begin], begin)], 0, begin, 0
    for line in data[begin:].splitlines(keepends=True):
        signs, end = signs + len(line.strip()), end + len(line)
        pieces.append((text[at : signs * 3 // 4], end))
        at = signs * 3 // 4
    return pieces


def _percent_encoded(data: bytes) -> list[Piece] | None:
    whole = data.strip()
    if b"%0A" not in data[:_BEGINNING].upper() or len(whole.split(maxsplit=1)) != 1:
        return None
    space = b"+" if b"%20" in data else b" "
    return replaced(data, _PERCENT, lambda code: unquote_to_bytes(code.replace(b"+", space)))


def _coded(data: bytes) -> list[Piece] | None:
    """Lines as they were, with characters in a code: all bullets before names are in it too."""
    if "•".encode() in data:
        return None
    beginning = data[:_BEGINNING].lower()
    for sign, bullet, code, meaning in _CODES:
        if sign in beginning and bullet.search(data, 0, _BEGINNING):
            return replaced(data, code, meaning)
    return None


def _of_meta(code: bytes) -> bytes:
    return _utf8_or(
        code, bytes((ord(sign) ^ (64 if control else 0)) | 128 for control, sign in _META_BYTE.findall(code))
    )


def _misread_as(encoding: str) -> Callable[[bytes], bytes]:
    """What UTF-8 was before it was read in ENCODING; what this lacks is as it was, and so is what was not read so."""

    def octet(sign: str) -> bytes:
        try:
            return sign.encode(encoding)
        except UnicodeEncodeError:
            return sign.encode("latin-1")

    def meaning(code: bytes) -> bytes:
        try:
            return _utf8_or(code, b"".join(map(octet, code.decode())))
        except UnicodeError:
            return code

    return meaning


def _utf8_or(code: bytes, value: bytes) -> bytes:
    """VALUE where it is UTF-8, else CODE."""
    try:
        return value.decode().encode()
    except UnicodeDecodeError:
        return code


def _html(data: bytes) -> list[Piece] | None:
    begin = _below_head(data)
    pieces = shown(data, begin)
    return None if pieces is None else [(data[:begin], begin), *pieces]


_MISREAD = {x: "•".encode().decode(x).encode() for x in ("cp1252", "latin-1", "mac-roman", "cp437", "cp850")}
"""Encodings in which UTF-8 may have been read, and the bullet that this makes."""
_CODES: list[tuple[bytes, re.Pattern[bytes], re.Pattern[bytes], Callable[[bytes], bytes]]] = [
    (sign, re.compile(rb"^[ \t]*" + bullet, re.MULTILINE | re.IGNORECASE), re.compile(code, re.IGNORECASE), meaning)
    for sign, bullet, code, meaning in (
        (b"m-bm-", rb'M-bM-\^@M-"', rb"(?:M-(?:\^[\x20-\x7f]|[\x20-\x7f])){2,4}", _of_meta),
        (b"&", rb"&(?:bull|\#8226|\#x2022);", ENTITY, meant),
        (b"&amp;", rb"&amp;(?:bull|\#8226|\#x2022);", rb"&amp;", meant),
        (rb"\u2022", rb"\\u2022", rb"(?:\\u[0-9a-f]{4})+", unescaped),
        (rb"\xe2", rb"\\xe2\\x80\\xa2", rb"(?:\\x[0-9a-f]{2})+", unescaped),
        (b"=e2", rb"=E2=80=A2", rb"=[0-9A-F]{2}", _of_octet),
        *((sign, sign, rb"[\x80-\xff]+", _misread_as(x)) for x, sign in _MISREAD.items()),
    )
]
"""What a code's bullet has in it, in small letters; such a bullet; what else is in that code; and what it means."""
_READERS: tuple[_Reader, ...] = (
    _quoted_printable,
    _base64,
    _percent_encoded,
    strings,
    _coded,
    markup.without_edges,
    markup.without_links,
    _html,
    without_links,
)
