"""From the bytes of a file to its text: which encoding it has, or why it is no text at all.

The parser works on a `twin` of the file in UTF-8. If the file is UTF-8, the twin is the file itself; each byte that is
not valid is replaced by SUB, so that offsets stay the same. For other encodings the twin is a translation, and
`line_bytes` says where each of its lines begins in the file. The same holds for a page in another notation
(`notations`) and for one whose lines a tool changed (`undress`): the twin has it without that.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import compress

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from etl.extract.source.listed_links import ends_in_number
from etl.extract.source.mixed_lines import NOT_CP1252, with_lines_in_cp1252
from etl.extract.source.notations import in_plain_text
from etl.extract.source.undress import undressed

SUB = b"\x1a"
"""Stands in the twin for a byte that is not valid UTF-8."""

_MAGIC = (b"%PDF", b"\x89PNG", b"PK\x03\x04", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"PAR1")
_HTML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\b|html\b|head\b|body\b)", re.IGNORECASE)
_LONE_CR = re.compile(rb"\r(?!\r*\n)")
_LINE_END = re.compile("[\u2028\u2029\x85\x0b\x0c]")  # of a file that has no other
_CP1252_BULLET = re.compile(rb"^[ \t]*[\x95\xb7]", re.MULTILINE)  # Latin-1 has a dot alone
_MAC_BULLET = re.compile(rb"^[ \t]*\xa5[ \t]", re.MULTILINE)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13})
_NUL_SHARE = 0.3  # UTF-16 of Latin text is NUL in every other byte
_WIDE_SHARE = 0.6  # and UTF-32 in three of four
_WIDE = {  # by what they begin with: the longer marks come first
    codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be",
}  # fmt: skip
_SAMPLE = 100_000  # characters that tell whether what may be UTF-16 is text
_AT_ONCE = 256  # files: a stretch of them fits into the cache of a processor
_BINARY_SHARE = 0.02  # more control or invalid bytes than this are no text
_TEXT_SHARE = 0.2  # unless so much stands in lines without any: something binary got into a text
_NUL_BLOCK = re.compile(rb"\0{8,}")  # no text in any encoding: what a disk or a download left unwritten
_FILL = b"\0\x1a"  # at the end of a file: the same, or the end of a text in DOS
_BEGINNING = 2_000  # bytes that hold a page's header
_BANNER, _QUOTES, _BULLET = b"Arrow Research", b"\"'", "•".encode()
_NOTICE = re.compile(rb"\n\nPossible papers associated[^\n]*\w\.\n\n")  # on one line, and nothing round it


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, or the reason why it has none."""

    twin: bytes
    encoding: str
    rejected: str | None = None
    """Reason (slug) why the whole file goes to quarantine."""
    has_sub: bool = False
    """Does the twin hold SUB for invalid bytes?"""
    line_bytes: npt.NDArray[np.int64] | None = field(default=None, repr=False)
    """Where each line of the twin begins in the file; None where the offsets are the twin's own."""
    line_numbers: npt.NDArray[np.int64] | None = field(default=None, repr=False)
    """The first and the last line (from 1) of the file that each line of the twin takes up; None where the file has the
    same lines."""
    over: int | None = None
    """The line of the twin (from 0) at which the page is over, where a tool wrote more below it."""


def decode_all(texts: Sequence[bytes]) -> list[Decoded]:
    """`decode` of each of TEXTS, a few hundred at once where they are plain UTF-8, as nearly all are."""
    decoded: list[Decoded] = []
    for some in (texts[first : first + _AT_ONCE] for first in range(0, len(texts), _AT_ONCE)):
        plain = [_may_be_plain(text) for text in some]
        if not _are_utf8(list(compress(some, plain))):  # not all of them: one by one
            plain = [may_be and _are_utf8([text]) for text, may_be in zip(some, plain, strict=True)]
        decoded += [
            Decoded(text, "utf-8") if is_plain else decode(text) for text, is_plain in zip(some, plain, strict=True)
        ]
    return decoded


def _may_be_plain(text: bytes) -> bool:
    """Is TEXT without any oddity, if it is UTF-8?

    It begins with an ASCII letter: so it has no signature, and joined to another it completes no character of that one.
    No quote opens before its banner: so it is no string of a program. No number is before its last line: so no
    addresses of links stand there.
    Its notice stands on one line with a blank one below: so it is not folded, and nothing stands round its lines. It
    has a bullet with a name beside it: so its characters are in no code, and its names are not joined.
    """
    banner = text.find(_BANNER, 0, _BEGINNING)
    begins = text[:1].isalpha() and text[-1:] != SUB and (banner <= 0 or text[banner - 1] not in _QUOTES)
    begins = begins and not ends_in_number(text)
    begins = begins and _NOTICE.search(text, 0, _BEGINNING) is not None
    bullet = text.find(_BULLET, 0, _BEGINNING)
    return begins and bullet >= 0 and text[bullet + len(_BULLET) : bullet + len(_BULLET) + 1] != b"\n"


def _are_utf8(texts: Sequence[bytes]) -> bool:
    joined = b"".join(texts)
    return 0 not in joined and b"\r" not in joined and _is_utf8(joined)


def _is_utf8(data: bytes) -> bool:
    """Many times as fast as `bytes.decode`, which makes a string."""
    edges = pa.py_buffer(np.array([0, len(data)], dtype=np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, edges, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def decode(data: bytes) -> Decoded:
    """Tell the encoding of DATA and give its twin. Never raises: what is no text is `rejected`."""
    if data.startswith(_MAGIC):
        return Decoded(b"", "binary", "binary")
    written = _NUL_BLOCK.sub(b"", data) if 0 in data else data
    if data.startswith(tuple(_WIDE)) or (0 in written and written.count(0) > len(written) * _NUL_SHARE):
        return _decode_wide(data, written.count(0) > len(written) * _WIDE_SHARE)
    return _decode_utf8(data)


def _undress(decoded: Decoded) -> Decoded:
    """DECODED, undressed."""
    bare = undressed(decoded.twin)
    return decoded if bare is None else replace(placed(replace(decoded, twin=bare[0]), bare[1], decoded), over=bare[2])


def placed(decoded: Decoded, first: Sequence[int], was: Decoded) -> Decoded:
    """DECODED with the places of its lines, if it has any: each begins with line FIRST of what it WAS."""
    if decoded.rejected:
        return decoded
    lines = was.twin.count(b"\n") + (not was.twin.endswith(b"\n"))
    # Where nothing is left of what stands below, it belongs to the last line.
    begins = np.array(first[: len(first) - decoded.twin.endswith(b"\n")], dtype=np.int64)
    ends = np.maximum(np.append(begins[1:], lines) - 1, begins)  # several may begin with one line
    starts, numbers = was.line_bytes, was.line_numbers
    if starts is None:
        starts = np.cumsum([0, *(len(line) + 1 for line in was.twin.split(b"\n")[:-1])], dtype=np.int64)
    if numbers is None:
        numbers = np.tile(np.arange(1, lines + 1), (2, 1))
    numbers = np.stack([numbers[0][begins], numbers[1][ends]])
    over = None if was.over is None else int(np.searchsorted(begins, was.over))
    return replace(decoded, line_bytes=starts[begins], line_numbers=numbers, over=over)


def _is_binary(twin: bytes) -> bool:
    """Is there so much that is no text, and so little else, that TWIN was never a text?"""
    twin = _NUL_BLOCK.sub(b"", twin)
    if len(twin.translate(None, _CONTROLS)) >= len(twin) * (1 - _BINARY_SHARE):
        return not twin
    return sum(len(x) for x in twin.split(b"\n") if x.translate(None, _CONTROLS) == x) < len(twin) * _TEXT_SHARE


def _decode_utf8(data: bytes) -> Decoded:
    if 0 in data and _is_binary(data):
        return Decoded(b"", "binary", "binary")
    twin = _LONE_CR.sub(b"\n", data) if b"\r" in data else data
    if data.endswith((b"\0", SUB)):  # a blank line; where it ends no line, the file may have been cut there
        kept = twin.rstrip(_FILL)
        fill = len(twin) - len(kept)
        twin = kept + (b" " * (fill - 1) + b"\n" if kept.endswith(b"\n") else b" " * fill)
    if twin.find(b"\n") in {-1, len(twin) - 1} and (separated := _separated(twin)):
        return _undress(separated)
    plain = in_plain_text(twin)
    if plain is None and _HTML.match(data):
        return Decoded(b"", "utf-8", "html")
    bare = undressed(plain.text if plain else twin)
    if bare is None and plain is None:
        return _decode_bytes(data, twin)
    was = Decoded(plain.text, "", line_bytes=plain.starts, line_numbers=plain.numbers) if plain else Decoded(twin, "")
    text, first, over = bare or (was.twin, range(was.twin.count(b"\n") + 1), None)
    return replace(placed(_decode_bytes(text, text), first, was), over=over)


def _decode_bytes(data: bytes, twin: bytes) -> Decoded:
    """The text of DATA, which is TWIN but for the ends of lines and what fills it up."""
    try:
        if not data.isascii():
            data.decode()
    except UnicodeDecodeError:
        return _decode_damaged(data, twin)
    return Decoded(twin, "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8", has_sub=0 in data)


def _decode_damaged(data: bytes, twin: bytes) -> Decoded:
    """Windows-1252 or Mac Roman where the bullets prove it, of some listings or all; else UTF-8 with a SUB for each
    invalid byte.
    """
    text = twin.decode("utf-8", errors="quiver-sub")
    if text.isascii() and _CP1252_BULLET.search(data) and not NOT_CP1252.search(data):
        return _translated(twin.decode("cp1252"), "cp1252", 0)
    if text.isascii() and _MAC_BULLET.search(data):
        return _translated(twin.decode("mac-roman"), "mac-roman", 0)
    if _is_binary(text.encode()):
        return Decoded(b"", "binary", "binary")
    mixed = None if text.isascii() else with_lines_in_cp1252(twin)
    if mixed is None:
        return Decoded(text.encode(), "invalid-utf-8", has_sub=True)
    starts = np.cumsum([0, *(len(line) + 1 for line in twin.split(b"\n")[:-1])], dtype=np.int64)
    return Decoded(mixed.encode(), "cp1252", has_sub=SUB.decode() in mixed, line_bytes=starts)


def _decode_wide(data: bytes, is_32: bool) -> Decoded:
    """UTF-16 or, where IS_32, UTF-32: told by its BOM, or by where its NULs stand."""
    bom = next((mark for mark in _WIDE if data.startswith(mark) and is_32 == (len(mark) == 4)), b"")
    width = 4 if is_32 else 2
    big = data[0::width].count(0) > data[width - 1 :: width].count(0)
    encoding = _WIDE[bom] if bom else f"utf-{8 * width}-{'be' if big else 'le'}"
    try:
        # Part of a character may stand at the end.
        text = data[len(bom) : len(data) - len(data) % width].decode(encoding)
    except UnicodeDecodeError:
        return Decoded(b"", encoding if bom else "binary", f"invalid-utf-{8 * width}" if bom else "binary")
    sample = text[:_SAMPLE]
    if not bom and sum(not (ch.isprintable() or ch.isspace()) for ch in sample) > len(sample) * _BINARY_SHARE:
        return Decoded(b"", "binary", "binary")
    text = re.sub(r"\r(?!\r*\n)", "\n", text)
    if "\n" not in text.rstrip("\n"):
        text = _LINE_END.sub("\n", text)
    return _undress(_translated(text, encoding, len(bom)))


def _separated(data: bytes) -> Decoded | None:
    """DATA whose lines have other ends than the usual; None where they have none."""
    text = data.decode("utf-8", "replace")
    ends = _LINE_END.findall(text)
    if not ends or "\ufffd" in text:
        return None
    starts = np.cumsum([0, *(len(line.encode()) for line in _LINE_END.split(text)[:-1])])
    starts[1:] += np.cumsum([len(end.encode()) for end in ends])
    numbers = np.tile(np.arange(1, len(starts) + 1), (2, 1))
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    return Decoded(_LINE_END.sub("\n", text).encode(), encoding, None, 0 in data, starts, numbers)


def _translated(text: str, encoding: str, bom: int) -> Decoded:
    """TEXT, which a file holds in ENCODING behind BOM bytes, with where its lines begin there."""
    lines = text.split("\n")
    sizes = [bom, *(len((line + "\n").encode(encoding)) for line in lines[:-1])]
    starts = np.cumsum(np.array(sizes, dtype=np.int64))
    starts[0] = 0  # the BOM belongs to the first line
    return Decoded(text.encode(), encoding, has_sub="\0" in text, line_bytes=starts)


def _substitute(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return SUB.decode() * (error.end - error.start), error.end


codecs.register_error("quiver-sub", _substitute)
