"""All lines of all files of a shard at once: where they begin, and what class each is by its own words.

What a line is on its page is decided later (`etl.extract.headings`, `etl.extract.page`) by what stands round it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

Ints = npt.NDArray[np.int64]

BLANK, TEXT, BULLET, HEADING, BANNER, KIND, NOTICE, PAPERS, AUTHOR_ROWS, POSSIBLE, NUMBER = range(11)
HEADER_CLASSES = (BANNER, KIND, NOTICE, PAPERS, AUTHOR_ROWS, POSSIBLE, NUMBER)

# What has no width, turns the direction of text, joins or parts characters, or stands where an image was.
INVISIBLE = "".join(
    chr(code)
    for first, last in (
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180E),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFC), (0xE0020, 0xE007F),
    )
    for code in range(first, last + 1)
)  # fmt: skip
COLOUR = r"\x1b\[[\d;]*m"  # what a terminal turns into a colour
UNSEEN = rf"(?:[{INVISIBLE}]|{COLOUR})"
SPACE = (
    " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)

KINDS = (
    "Conference|Journal|Workshop|Symposium|Preprint|Book|Thesis|Report|Proceedings|Repository|Magazine|Series|"
    "Collection|Archive|Challenge|Track|Competition|Meeting|Forum|School|Tutorial|Dataset|Volume|Other|"
    "Colloquium|Seminar|Congress|Monograph|Patent|Software|Findings|Dissertation"
)
_ANY = r"[^\x00-\x08\x0e-\x1f\x7f\x{fffd}]"
_PLAIN = r"[^<>\x00-\x08\x0e-\x1f\x7f\x{fffd}]"
_MARK = r"(?:\*\*|__|#{1,6}\s|\d{1,3}[.)]\s|\(\d{1,3}\)\s)\s*"  # what a list or Markdown puts before a heading
HEADING_PATTERN = (
    rf"^(?:{_MARK})*(?P<venue>[*(]?[\p{{L}}\p{{N}}]{_PLAIN}*?)\s+(?P<kind>{KINDS})\s+(?P<year>(?:18|19|20|21)\d\d)"
    rf"\s+(?P<type>[\p{{Lu}}\p{{Lo}}\d]{_PLAIN}*?|\p{{Ll}}{{3,}}(?:[ -]\p{{L}}+){{0,2}})(?:[.:;,]|\*\*|__)*$"
)
LONGEST_HEADING = 250  # bytes
# Names of venues have few words in lower case; a star that closes what no star opens is not the type's.
_PROSE = r"(?:\b\p{Ll}{4,}\b.*){4}|\p{Ll}{2}[.!?]\p{Lu}|[^*]\*\s*$"
_GLYPHS = "•·∙⋅‣⁃◦●○◉▪▫■□▶►▸➤➢❖✦›»→✓✔∗⁌⁍￭・⦁⦿‐‑−★☆\uf0b7\u2219\u25cf◆◇✧◈▷▹➜➔⇒⟶⚫⚪⬤❍❏❑☐☑✗✘⬥⬧🔹🔸ㆍ"
# Any venue and any type, with what a page may put round all of its headings.
_DRESS = rf"{_MARK}|\[\d{{1,3}}\]\s*|(?:[{_GLYPHS}>|+~o–—-]|={{2,6}}|[\p{{So}}§]\x{{fe0f}}?)\s+|<h[1-6]>\s*"
_UNDRESS = r"\*\*|__|\s+(?:={2,6}|#{1,6})|</h[1-6]>"
DRESS = rf"^\s*((?:{_DRESS})+)"
# What a site or a scraper shows between the parts of a heading, and what a page is called in that was translated.
_DIVIDER = r"[*_`\])]*(?:\s+(?:[|·•∙,;:/>»–—-]\s+)?|\s*[,;|_]\s*)"
_TRANSLATED = (
    "Konferenz|Zeitschrift|Conférence|Revue|Atelier|Conferencia|Congreso|Revista|Taller|Conferenza|Rivista|Conferência|"
    "Conferentie|Tijdschrift|Konferencja|Czasopismo|Konferans|Dergi|Конференция|Журнал|会议|會議|期刊|研讨会|会議|"
    "ジャーナル|ワークショップ|학회|학술대회|컨퍼런스|저널|학술지|워크숍|Conf\\.?"
)
_IN_YEAR = r"(?:-\d\d(?:-\d\d)?|年|년)?"  # a day, or what a translation adds
HEADING_IN_PLACE = (
    rf"^(?:{_DRESS})*[*_`]*(?P<venue>[^\s\x00-\x1f\x7f\x{{fffd}}*()\]{{}},.;:?&/\\=+|`-]{_ANY}*?)"
    rf"{_DIVIDER}[*_`]*(?P<kind>{KINDS}|{_TRANSLATED}){_DIVIDER}[*_`(\[]*(?P<year>(?:1[5-9]|2[01])\d\d){_IN_YEAR}"
    rf"{_DIVIDER}[*_`]*(?P<type>{_ANY}*?[^\s\x00-\x1f\x7f\x{{fffd}}.!?;:,])(?:{_UNDRESS}|`)*$"
)
_OF_TWO_WORDS = (
    r"\s((?:(?:PhD|Doctoral|Master'?s) (?:Thesis|Dissertation)|Tech(?:nical)? Report|Book (?:Chapter|Series)"
    r"|Reference (?:Work|Entry)|(?:Summer|Winter) School|Doctoral Consortium|Shared Task|(?:Blog|Journal) Track))$"
)
# Any kind that is written as one: a word, or two that `and` joins, behind a venue whose last word has a capital.
_OTHER_KIND = r"(?:\p{Lu}[\p{L}-]*\p{L}|\p{Ll}+\p{Lu}\p{L}*)"
HEADING_OF_OTHER_KIND = (
    rf"^(?P<venue>(?:[\p{{L}}\p{{N}}]{_PLAIN}*?\s+)?[^\s<>.,:;]*\p{{Lu}}[^\s<>.,:;]*)"
    rf"\s+(?P<kind>{_OTHER_KIND}(?:\s+(?:and|&)\s+{_OTHER_KIND})?)"
    rf"\s+(?P<year>(?:18|19|20|21)\d\d)\s+(?P<type>\p{{Lu}}{_PLAIN}*\p{{L}})$"
)
# Other orders of the parts, told by a usual type, and each part in brackets.
_YEAR, _USUAL = r"(?:18|19|20|21)\d\d", rf"(?:{KINDS}) (?:Paper|Article)"
_ORDERS = (
    (rf"^({_YEAR})\s+(\p{{L}}.*\s(?:{KINDS}))\s+({_USUAL})$", "$2 $1 $3"),
    (rf"^(\p{{L}}.*)\s+({_YEAR})\s+({KINDS})\s+({_USUAL})$", "$1 $3 $2 $4"),
    (rf"^(\p{{L}}.*\s(?:{KINDS}))\s+({_USUAL})\s+({_YEAR})$", "$1 $3 $2"),
    (rf"^({_USUAL})\s+(\p{{L}}.*\s(?:{KINDS})\s+{_YEAR})$", "$2 $1"),
    (rf"^\[([^\[\]]+)\]\s+\[({KINDS})\]\s+\[({_YEAR})\]\s+\[([^\[\]]+)\]$", "$1 $2 $3 $4"),
)
# What stands round a heading that is no part of it, and of no venue's name: its number in a list, a label, quotes.
_PUBLISHED = r"(?i:(?:published|accepted|presented)(?: in| at| by)?|(?:appear(?:s|ed)|to appear) (?:in|at))\b"
_LISTED = (
    r"(?:#?\d{1,4}[.:)]|\d{4}-\d\d-\d\d|\d{1,2}:\d\d|\d{5,}|#\d+ of \d+|[^·|\d]*\S\s·|#\d{1,4}"
    r"|\d{1,2}(?:\.\d{1,2})+\.?|\(?(?:[a-z]|[ivx]{2,4})[.)]|\[[ xX]?\]|§|\p{So}\x{fe0f}?"
    r"|(?i:venue|source|published(?: in)?|accepted|in|paper|entry|item|record)(?:\s+\d{1,4})?\s*:"
    rf"|{_PUBLISHED})\s+"
)
_TRAILING = (  # a sign, a note, what a dot parts from the heading, a button, a count, an address
    r",?\s+(?:[-–—¶|:#↗⧉›»…·•\p{So}]+|\[\d{1,3}\]|·\s\D*"
    r"|pp?\.\s*\d+(?:\s*[-–]\s*\d+)?|(?i:\[?(?:pdf|html|bibtex|doi|cite|save|share|code|download)\]?"
    r"|cited by \d+|[\d,]+ (?:citations?|views|versions?)|open access|doi:\S+|https?://\S+))"
)
_PAIRS = [(x, y) for x, y in zip("[({【“\"'_`|*", "])}】”\"'_`|*", strict=True)]
# What a sentence is, or a tag: neither is a heading wherever it stands.
_NO_HEADING = (
    r"(?i:^(?:we|our|this|these|it|they|here|i)\b)|\b\p{Ll}[\p{L}\p{N}-]*[.!?]|\p{L}{9}[.!?]|[\p{N})\]$”\"][.!?]"
    r"|</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>"
)
# What becomes of the site's bullet where its bytes are read in another encoding, or where it is written as ASCII.
_ENCODINGS = ("cp1252", "latin-1", "cp437", "cp850", "mac-roman", "cp1251", "cp1250", "koi8-r", "gbk", "shift_jis")
_MISREAD = {"•".encode().decode(encoding, "replace") for encoding in _ENCODINGS}
_MISREAD |= {"•".encode().decode("latin-1").encode().decode("latin-1"), "Ã¢â‚¬Â¢"}
_ESCAPED = r"&bull;|&#8226;|&#[xX]2022;|\\u2022|<U\+2022>|\\xe2\\x80\\xa2|\\342\\200\\242"
_OTHERWISE = "|".join("".join(rf"\x{{{ord(sign):x}}}" for sign in misread) for misread in sorted(_MISREAD))
_BOX = r"(?:\[[ xX]?\]\s+)?"  # to tick
BULLET_PATTERN = rf"^\s*(?:[{_GLYPHS}]|{_OTHERWISE}|{_ESCAPED}|\\?[-*+–—](?:\s|$)|\so\s)[\ufe0e\ufe0f]?\s*{_BOX}"
# What is a bullet only where a whole file has it: any sign, a number, a letter, what OCR makes of it, the indent alone.
OTHER_BULLET = (
    r"^\s*(?:[^\p{L}\p{N}\s(\[{\"'“‘$<]{1,3}|[ºª]|\(?\d{1,3}[.)]|\[(?:\d{1,3}|[^\d\]]?)\]|\(?[a-z][.)]|[ivx]{2,4}[.)]|\\(?:item|bullet))\s+"
    r"|^\s*[eo]\s+|^\s{2,}"
)
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
    kind: npt.NDArray[np.int8]
    """Class of each line, by its own words alone."""
    text: pl.Series
    """The lines with their terminators (String)."""

    @property
    def byte_values(self) -> npt.NDArray[np.uint8]:
        """The buffer as numbers: single bytes tell of most lines what they are not, long before a pattern does."""
        return np.frombuffer(self.buffer, dtype=np.uint8)


def heading_fields(heading: pl.Series) -> pl.DataFrame:
    """Venue, kind, year and type of each HEADING, whether its words tell it or its place."""
    visible = heading.str.replace_all(UNSEEN, "").str.strip_chars(SPACE)
    fields = _fields(_undressed(visible))
    other = fields["venue"].is_null().arg_true()
    if len(other):
        as_it_is = _fields(visible.gather(other))
        fields = fields.with_columns(fields[name].scatter(other, as_it_is[name]) for name in fields.columns)
    other = fields["venue"].is_null().arg_true()
    if len(other):
        told = visible.gather(other).str.extract_groups(HEADING_OF_OTHER_KIND).struct.unnest()
        fields = fields.with_columns(fields[name].scatter(other, told[name]) for name in fields.columns)
    bare = pl.col("type").str.replace(r"^[-–—:|·]\s+", "").str.replace(rf"^(?:\[({_USUAL})\]|\(({_USUAL})\))$", "$1$2")
    return _with_whole_kinds(fields.with_columns(bare))


def _with_whole_kinds(fields: pl.DataFrame) -> pl.DataFrame:
    """FIELDS of headings, with kinds of two words whole: those that are usual, or that the type says again."""
    parts = pl.concat_str("venue", pl.lit(" "), "kind")
    again = pl.col("type").str.extract(r"^(\S+\s\S+)")
    said = pl.when(parts.str.ends_with(pl.concat_str(pl.lit(" "), again))).then(again)
    whole = pl.coalesce(parts.str.extract(_OF_TWO_WORDS), said)
    venue = parts.str.strip_suffix(whole).str.strip_chars_end()
    both = whole.is_not_null() & (venue != "")
    return fields.with_columns(
        venue=pl.when(both).then(venue).otherwise("venue"), kind=pl.when(both).then(whole).otherwise("kind")
    )


def _undressed(heading: pl.Series) -> pl.Series:
    """HEADING without numbers, labels and signs round it; a sign that is closed within is its own."""
    plain = heading.str.contains(r"^\p{Lu}[^:·|]*(?:Paper|Article)$") & ~heading.str.contains(rf"^{_PUBLISHED}")
    odd = (~plain).arg_true()
    return heading.clone().scatter(odd, _without_dress(heading.gather(odd))) if len(odd) else heading


def _without_dress(heading: pl.Series) -> pl.Series:
    bare = heading.str.replace(rf"^(?:{_LISTED})+", "").str.replace(rf"(?:{_TRAILING})+$", "")
    for opens, closes in _PAIRS:
        first, last = (rf"\x{{{ord(sign):x}}}" for sign in (opens, closes))
        bare = bare.str.replace(rf"^{first}\s*([^{first}{last}]*[^{first}{last}\s])\s*{last}$", "$1")
    return bare


def _fields(heading: pl.Series) -> pl.DataFrame:
    fields = heading.str.extract_groups(HEADING_PATTERN).struct.unnest()
    other = fields["venue"].is_null().arg_true()
    if not len(other):
        return fields
    in_place = _in_order(heading.gather(other)).str.extract_groups(HEADING_IN_PLACE).struct.unnest()
    return fields.with_columns(fields[name].scatter(other, in_place[name]) for name in fields.columns)


def _in_order(heading: pl.Series) -> pl.Series:
    """HEADING with its parts in the site's order."""
    for other, own in _ORDERS:
        heading = heading.str.replace(other, own)
    return heading


def may_be_headings(text: pl.Series) -> npt.NDArray[np.bool_]:
    """Which of the lines TEXT have all that a heading has: they are headings where they stand as one."""
    line = text.str.replace_all(UNSEEN, "").str.strip_chars(SPACE)
    bare = line.str.replace(rf"^(?:{_DRESS})*", "").str.replace(rf"(?:{_UNDRESS})*$", "")
    may = (line.str.len_bytes() <= LONGEST_HEADING) & _in_order(line).str.contains(HEADING_IN_PLACE)
    may &= bare.str.contains(r"^\S*[\p{L}\p{N}]")
    return (may & ~bare.str.contains(_NO_HEADING)).to_numpy()


def may_be_of_other_kinds(text: pl.Series) -> npt.NDArray[np.bool_]:
    """Which of the lines TEXT have all that a heading has, but that their kind is no usual word."""
    line = text.str.replace_all(UNSEEN, "").str.strip_chars(SPACE)
    may = (line.str.len_bytes() <= LONGEST_HEADING) & line.str.contains(HEADING_OF_OTHER_KIND)
    return (may & ~line.str.contains(_PROSE) & ~line.str.contains(_NO_HEADING)).to_numpy()


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


def byte_slices(data: bytes, edges: Ints) -> pl.Series:
    """DATA cut at EDGES, as bytes."""
    return _slices(data, edges).cast(pl.Binary)


def matches(texts: pl.Series, pattern: str, *, literal: bool = False) -> npt.NDArray[np.bool_]:
    """Which of TEXTS have PATTERN (a Rust regex, or LITERAL) somewhere.

    Most questions are asked of no text at all, and to compile a pattern takes as long as asking it of a hundred.
    """
    if texts.is_empty():
        return np.zeros(0, dtype=bool)
    found: npt.NDArray[np.bool_] = texts.str.contains(pattern, literal=literal).to_numpy()
    return found


def _slices(buffer: bytes, edges: Ints) -> pl.Series:
    array = pa.LargeStringArray.from_buffers(
        len(edges) - 1, pa.py_buffer(np.ascontiguousarray(edges)), pa.py_buffer(buffer)
    )
    return pl.Series(array, dtype=pl.String)


def _classes(bytes_: npt.NDArray[np.uint8], start: Ints, text: pl.Series) -> npt.NDArray[np.int8]:
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


def _classes_by_pattern(text: pl.Series) -> npt.NDArray[np.int8]:
    """Class of each of the short lines TEXT; one that stands on many pages is looked at once."""
    distinct = text.unique().alias("text").to_frame()
    known = distinct.with_columns(kind=_classes_of_distinct(distinct["text"]))
    return text.alias("text").to_frame().join(known, on="text", how="left", maintain_order="left")["kind"].to_numpy()


def _classes_of_distinct(text: pl.Series) -> npt.NDArray[np.int8]:
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
    maybe = line.str.contains(r"(?i)^(?:\d|arrow|possible)") | line.str.ends_with("uster") | line.str.ends_with("USTER")
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
    plain = line.str.to_lowercase().str.replace_all(r"\s+", " ").to_frame("line")  # also tabs and no-break spaces
    return plain.select(kind.cast(pl.Int8)).to_series()


def _without_prose(kind: npt.NDArray[np.int8], text: pl.Series) -> npt.NDArray[np.int8]:
    """KIND without headings that are too long, or that follow a sentence on the same line."""
    heading = np.flatnonzero(kind == HEADING)
    line = text.gather(heading)
    prose = (line.str.len_bytes() > LONGEST_HEADING) | line.str.contains(_PROSE)
    if prose.any():
        kind = kind.copy()
        kind[heading[prose.to_numpy()]] = TEXT
    return kind
