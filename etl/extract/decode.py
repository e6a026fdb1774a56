"""From the bytes of a file to text whose lines can be told: which encoding, or why it is no text at all.

The parser works on a UTF-8 `twin` of the file. For UTF-8 input the twin is the file itself (bytes that are not
valid UTF-8 stand in it as SUB, one for one, so that offsets agree); for UTF-16 and Windows-1252 it is a
translation, and `line_bytes` tells where each of its lines begins in the file. So it does where every line of the file
has the same mark before it (`> `, `# `, its number), which the twin lacks.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

SUB = b"\x1a"
"""Stands in the twin for a byte that is not valid UTF-8."""

_MAGIC = (b"%PDF", b"\x89PNG", b"PK\x03\x04", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"PAR1")
_HTML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\b|html\b|head\b|body\b)", re.IGNORECASE)
_LONE_CR = re.compile(rb"\r(?!\r*\n)")
_CP1252_BULLET = re.compile(rb"^[ \t]*[\x95\xb7]", re.MULTILINE)  # Latin-1 has a dot alone
_CP1252_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13})
_NUL_SHARE = 0.3  # UTF-16 of Latin text is NUL in every other byte
_SAMPLE = 100_000  # characters that tell whether what may be UTF-16 is text
_AT_ONCE = 256  # files: a stretch of them fits into the cache of a processor
_BINARY_SHARE = 0.02  # more control or invalid bytes than this are no text
_TEXT_SHARE = 0.2  # unless so much stands in lines without any: something binary got into a text
_NUL_BLOCK = re.compile(rb"\0{8,}")  # no text in any encoding: what a disk or a download left unwritten
_FILL = b"\0\x1a"  # at the end of a file: the same, or the end of a text in DOS
_MARKED = re.compile(rb"\s*(?:[>|#%;:!+*/\\~\d-]|\xe2\x94\x82|\xc2\xa6)")  # a file may begin so whose lines have marks
_QUOTED = re.compile(rb"[ \t]*(?:[>|#%;:!+*/\\~-]{1,3}|\xe2\x94\x82|\xc2\xa6)[ \t]?")
_NUMBERED = re.compile(rb"[ \t]*(\d{1,7})(?:\t|:[ \t]?|[ \t]?\|[ \t]?| {2})")
_LEAST_LINES = 5  # that have a mark


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


def decode_all(texts: Sequence[bytes]) -> list[Decoded]:
    """`decode` of each of TEXTS, a few hundred at once where they are plain UTF-8, as nearly all are."""
    decoded: list[Decoded] = []
    for some in (texts[first : first + _AT_ONCE] for first in range(0, len(texts), _AT_ONCE)):
        decoded += [Decoded(text, "utf-8") for text in some] if _are_plain(some) else map(decode, some)
    return decoded


def _are_plain(texts: Sequence[bytes]) -> bool:
    """Are TEXTS UTF-8 without any oddity? Each begins with an ASCII letter: so none ends in a character that another
    begins with, and none has a signature, or a mark before its lines, that is not looked for."""
    if not all(text[:1].isalpha() and text[-1:] != SUB and not text.startswith(_MAGIC) for text in texts):
        return False
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
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (
        0 in written and written.count(0) > len(written) * _NUL_SHARE
    ):
        return _unmarked(_decode_utf16(data))
    if _HTML.match(data):
        return Decoded(b"", "utf-8", "html")
    return _unmarked(_decode_utf8(data))


def _unmarked(decoded: Decoded) -> Decoded:
    """DECODED without the mark that stands before each of its lines, if there is one."""
    if not _MARKED.match(decoded.twin):
        return decoded
    lines = decoded.twin.split(b"\n")
    bare = _without_quotes(lines) or _without_numbers(lines)
    if bare is None:
        return decoded
    starts = decoded.line_bytes
    if starts is None:
        starts = np.cumsum([0, *(len(line) + 1 for line in lines[:-1])], dtype=np.int64)
    return replace(decoded, twin=b"\n".join(bare), line_bytes=starts)


def _without_quotes(lines: list[bytes]) -> list[bytes] | None:
    """LINES without the sign that they all begin with, be it with space at its end or not; blank ones may lack it."""
    first = next((line for line in lines if line.strip()), b"")
    found = _QUOTED.match(first)
    if found is None or sum(map(bool, lines)) < _LEAST_LINES:
        return None
    mark = found[0]
    if not all(line.startswith(mark) or line.strip() in {b"", mark.strip()} for line in lines):
        return None
    return [line[len(mark) :] if line.startswith(mark) else b"" for line in lines]


def _without_numbers(lines: list[bytes]) -> list[bytes] | None:
    """LINES without their numbers, which count them all, or those that are not blank."""
    found = [_NUMBERED.match(line) for line in lines]
    number = [int(one[1]) for one in found if one]
    blank = [not line.strip() for line in lines]
    if len(number) < _LEAST_LINES or number != list(range(number[0], number[0] + len(number))):
        return None
    if not all(one or none for one, none in zip(found, blank, strict=True)):
        return None
    return [line[one.end() :] if one else line for one, line in zip(found, lines, strict=True)]


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
    try:
        if not data.isascii():
            data.decode()
    except UnicodeDecodeError:
        return _decode_damaged(data, twin)
    return Decoded(twin, "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8", has_sub=0 in data)


def _decode_damaged(data: bytes, twin: bytes) -> Decoded:
    """Windows-1252 where the bullets prove it; else UTF-8 with a SUB for each invalid byte."""
    text = twin.decode("utf-8", errors="quiver-sub")
    if text.isascii() and _CP1252_BULLET.search(data) and not _CP1252_UNDEFINED.search(data):
        return _translated(twin.decode("cp1252"), "cp1252", 0)
    if _is_binary(text.encode()):
        return Decoded(b"", "binary", "binary")
    return Decoded(text.encode(), "invalid-utf-8", has_sub=True)


def _decode_utf16(data: bytes) -> Decoded:
    """UTF-16, told by its BOM or by where its NULs stand."""
    bom = 2 if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else 0
    big = data.startswith(codecs.BOM_UTF16_BE) if bom else data[0::2].count(0) > data[1::2].count(0)
    encoding = "utf-16-be" if big else "utf-16-le"
    try:
        text = data[bom : len(data) - len(data) % 2].decode(encoding)  # half a character may stand at the end
    except UnicodeDecodeError:
        return Decoded(b"", encoding if bom else "binary", "invalid-utf-16" if bom else "binary")
    sample = text[:_SAMPLE]
    if not bom and sum(not (ch.isprintable() or ch.isspace()) for ch in sample) > len(sample) * _BINARY_SHARE:
        return Decoded(b"", "binary", "binary")
    return _translated(re.sub(r"\r(?!\r*\n)", "\n", text), encoding, bom)


def _translated(text: str, encoding: str, bom: int) -> Decoded:
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
