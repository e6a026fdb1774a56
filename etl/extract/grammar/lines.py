"""All lines of all files of a shard: where they begin, and which class each has by its own words.

What a line is on its page is decided later, by what stands around it (`etl.extract.headings`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from etl.extract.grammar.characters import GLYPHS, SPACE, UNSEEN
from etl.extract.grammar.heading_grammar import HEADING_PATTERN, is_prose

Ints = npt.NDArray[np.int64]
Kinds = npt.NDArray[np.int8]

BLANK, TEXT, BULLET, HEADING, BANNER, KIND, NOTICE, PAPERS, AUTHOR_ROWS, POSSIBLE, NUMBER = range(11)
HEADER_CLASSES = (BANNER, KIND, NOTICE, PAPERS, AUTHOR_ROWS, POSSIBLE, NUMBER)

# What becomes of the site's bullet where its bytes are read in another encoding, or where it is written as ASCII.
_ENCODINGS = ("cp1252", "latin-1", "cp437", "cp850", "mac-roman", "cp1251", "cp1250", "koi8-r", "gbk", "shift_jis")
_MISREAD = {"•".encode().decode(encoding, "replace") for encoding in _ENCODINGS}
_MISREAD |= {"•".encode().decode("latin-1").encode().decode("latin-1"), "Ã¢â‚¬Â¢"}
_ESCAPED = r"&bull;|&#8226;|&#[xX]2022;|\\u2022|<U\+2022>|\\xe2\\x80\\xa2|\\342\\200\\242"
_OTHERWISE = "|".join("".join(rf"\x{{{ord(sign):x}}}" for sign in misread) for misread in sorted(_MISREAD))
_BOX = r"(?:\[[ xX]?\]\s+)?"  # to tick
BULLET_PATTERN = rf"^\s*(?:[{GLYPHS}]|{_OTHERWISE}|{_ESCAPED}|\\?[-*+–—](?:\s|$)|\so\s)[\ufe0e\ufe0f]?\s*{_BOX}"
# What is a bullet only where a whole file has it: any sign, a number, a letter, what OCR makes of it, the indent alone.
OTHER_BULLET = (
    r"^\s*(?:[^\p{L}\p{N}\s(\[{\"'“‘$<]{1,3}|[ºª]|\(?\d{1,3}[.)]|\[(?:\d{1,3}|[^\d\]]?)\]|\(?[a-z][.)]|[ivx]{2,4}[.)]|\\(?:item|bullet))\s+"
    r"|^\s*[eo]\s+|^\s{2,}"
)
_MARKS = r"(?:#{1,6}|={1,6})\s+|\s+(?:#{1,6}|={1,6})|\*\*|__"  # what Markdown or a wiki puts round a heading
STANDARD_BULLET = "  • "
_STANDARD_BYTES = STANDARD_BULLET.encode()
BULLET_BYTES = len(_STANDARD_BYTES)
_LONGEST_KIND = 64  # bytes
_LONGEST_CLASSED = 600  # bytes; neither a heading nor a name is longer


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a shard, in the order of its files."""

    buffer: bytes
    start: Ints
    """First byte of each line in the buffer, terminator included; one more entry for the end."""
    file: Ints
    """Index of the file that each line stands in."""
    kind: Kinds
    """Class of each line, by its own words alone."""
    text: pl.Series
    """The lines with their terminators (String)."""

    @property
    def byte_values(self) -> npt.NDArray[np.uint8]:
        """The buffer as numbers: single bytes tell of most lines what they are not, long before a pattern does."""
        return np.frombuffer(self.buffer, dtype=np.uint8)

    def apart(self, nb: Ints) -> npt.NDArray[np.bool_]:
        """Which of the lines NB (all that are not blank) a blank line, or the end of a file, parts from the one above.

        One more entry tells it of the end.
        """
        divided: npt.NDArray[np.bool_] = np.diff(nb, prepend=-2, append=len(self.file) + 1) > 1
        divided[1:-1] |= self.file[nb[1:]] != self.file[nb[:-1]]
        return divided


def split_lines(twins: list[bytes]) -> Lines:
    """Split the texts of files, none of them empty, into lines, and class each."""
    buffer = b"".join(twins)
    bytes_ = np.frombuffer(buffer, dtype=np.uint8)
    file_start = np.cumsum([0, *(len(twin) for twin in twins)], dtype=np.int64)
    start = _line_starts(bytes_, file_start)
    file = np.searchsorted(file_start, start[:-1], side="right") - 1
    text = _slices(buffer, start)
    return Lines(buffer, start, file, _classes(bytes_, start, text), text)


def _line_starts(bytes_: npt.NDArray[np.uint8], file_start: Ints) -> Ints:
    """Every line begins after a newline or with its file; the end of the last file closes the list."""
    after_newline = np.flatnonzero(bytes_ == 10) + 1
    inner = file_start[1:]
    unterminated = inner[bytes_[inner - 1] != 10]
    start = np.concatenate([file_start[:1], after_newline, unterminated])
    return np.sort(start) if len(unterminated) else start


def slices(buffer: bytes, first: Ints, end: Ints) -> pl.Series:
    """The texts BUFFER[first:end], for spans in ascending order that do not overlap, without copying."""
    if not len(first):
        return pl.Series([], dtype=pl.String)
    edges = np.empty(2 * len(first), dtype=np.int64)
    edges[0::2], edges[1::2] = first, end
    return _slices(buffer, edges).gather_every(2)


def with_own_bullet(text: pl.Series) -> npt.NDArray[np.bool_]:
    """Which of the lines TEXT begin with the site's own bullet."""
    return text.str.starts_with(STANDARD_BULLET).to_numpy()


def byte_slices(data: bytes, edges: Ints) -> pl.Series:
    """DATA cut at EDGES, as bytes."""
    return _slices(data, edges).cast(pl.Binary)


def matches(texts: pl.Series, pattern: str, *, literal: bool = False) -> npt.NDArray[np.bool_]:
    """Which of TEXTS have PATTERN (a Rust regex, or LITERAL) somewhere.

    Most questions are asked of no text at all, and to compile a pattern takes as long as asking it of a hundred.
    """
    if texts.is_empty():
        return np.zeros(0, dtype=bool)
    return texts.str.contains(pattern, literal=literal).to_numpy()


def _slices(buffer: bytes, edges: Ints) -> pl.Series:
    array = pa.LargeStringArray.from_buffers(
        len(edges) - 1, pa.py_buffer(np.ascontiguousarray(edges)), pa.py_buffer(buffer)
    )
    return pl.Series(array, dtype=pl.String)


def _classes(bytes_: npt.NDArray[np.uint8], start: Ints, text: pl.Series) -> Kinds:
    """Most lines are told by their first bytes; the short rest by patterns."""
    first, length = start[:-1], np.diff(start)
    kind = np.full(len(first), TEXT, dtype=np.int8)
    kind[(length == 1) & (bytes_[first] == 10)] = BLANK
    bullet = length > BULLET_BYTES + 1
    for offset, byte in enumerate(_STANDARD_BYTES):
        at = np.flatnonzero(bullet)
        bullet[at] = bytes_[first[at] + offset] == byte
    kind[bullet] = BULLET
    rest = np.flatnonzero((kind == TEXT) & (length <= _LONGEST_CLASSED))
    kind[rest] = _classes_by_pattern(text.gather(rest))
    return kind


def _classes_by_pattern(text: pl.Series) -> Kinds:
    """Class of each of the short lines TEXT; one that stands on many pages is looked at once."""
    distinct = text.unique().alias("text").to_frame()
    known = distinct.with_columns(kind=_classes_of_distinct(distinct["text"]))
    return text.alias("text").to_frame().join(known, on="text", how="left", maintain_order="left")["kind"].to_numpy()


def _classes_of_distinct(text: pl.Series) -> Kinds:
    odd = ((text.str.len_bytes() != text.str.len_chars()) | text.str.contains("\x1b", literal=True)).arg_true()
    seen = text.clone().scatter(odd, text.gather(odd).str.replace_all(UNSEEN, "")) if len(odd) else text
    line = seen.str.strip_chars(SPACE)
    frame = pl.DataFrame({"seen": seen, "line": line})
    kind = (
        pl.when(pl.col("line") == "").then(BLANK)
        .when(pl.col("line").str.contains(HEADING_PATTERN)).then(HEADING)
        .when(pl.col("seen").str.contains(BULLET_PATTERN)).then(BULLET)
        .otherwise(TEXT)
    )  # fmt: skip
    kinds = frame.select(kind.cast(pl.Int8)).to_series()
    maybe = line.str.contains(rf"(?i)^(?:{_MARKS})?(?:\d|arrow|possible)")
    for ending in ("uster", "USTER", "uster**", "uster =="):
        maybe |= line.str.ends_with(ending)
    rows = maybe.arg_true()
    of_header = _header_classes(line.gather(rows))
    kinds = kinds.scatter(rows.filter(of_header.is_not_null()), of_header.drop_nulls())
    return _without_prose(kinds.to_numpy(), text)


def _header_classes(line: pl.Series) -> pl.Series:
    """Class of each of LINE in a page's header; null where it is none of these."""
    lower = pl.col("line")
    kind = (
        pl.when(lower.str.contains(r"^\d[\d,]* papers?$")).then(PAPERS)
        .when(lower.str.contains(r"^\d[\d,]* author rows?$")).then(AUTHOR_ROWS)
        .when(lower.str.contains(r"^\d[\d,]*$")).then(NUMBER)
        .when(lower == "arrow research search").then(BANNER)
        .when(lower == "possible papers").then(POSSIBLE)
        .when((lower.str.len_bytes() < _LONGEST_KIND) & lower.str.contains(r"^[\w ]* cluster$")).then(KIND)
        .when(lower.str.starts_with("possible papers associated")).then(NOTICE)
    )  # fmt: skip
    bare = line.str.replace(rf"^(?:{_MARKS})+", "").str.replace(rf"(?:{_MARKS})+$", "")
    plain = bare.str.to_lowercase().str.replace_all(r"\s+", " ").to_frame("line")  # also tabs and no-break spaces
    return plain.select(kind.cast(pl.Int8)).to_series()


def _without_prose(kind: Kinds, text: pl.Series) -> Kinds:
    """KIND without headings that are too long, or that follow a sentence on the same line."""
    heading = np.flatnonzero(kind == HEADING)
    prose = is_prose(text.gather(heading)).to_numpy()
    if prose.any():
        kind = kind.copy()
        kind[heading[prose]] = TEXT
    return kind
