"""BibTeX references, through bibtexparser: `.bib`, plain or gzipped."""

import codecs
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import polars as pl
from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import parse_single_name_into_parts
from bibtexparser.model import Entry
from pylatexenc.latex2text import LatexNodes2Text

from etl.errors import InputError
from etl.references.base import PREPRINT, Record, frames, opened, year_of
from etl.references.sources.author_fields import is_open, is_suffix, turned, until_open, whole_title

# The parser tells of broken entries on stderr; here they are simply not references.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_LONGEST_STRING = 10_000  # characters: each `@string` could double the one before it
_VENUE = ("booktitle", "journal", "journaltitle", "eventtitle", "venue")
_SERVER = ("archiveprefix", "eprinttype", "publisher")
_USED = frozenset({"author", "title", "subtitle", "year", "date", "crossref", "xdata", *_VENUE, *_SERVER})
_PIECE = 1 << 20  # bytes
_BLOCK = re.compile(rb"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)  # @article{
# A and B & C; D; braces and escapes, to pass over them
_BETWEEN_NAMES = re.compile(r"\\and\b|\\.|[{}]|(?:^|\s+)(?:and|&)(?=\s|$)|\s*;(?=\s|$)", re.IGNORECASE | re.DOTALL)
_NEXT_FIELD = re.compile(r"(?<!\\)[{}]|(?<=[}\"\w])[ \t\r]*\n\s*([A-Za-z][\w-]*)[ \t]*=[ \t]*(?=[{\"\w])")
_LABELLED = re.compile(r"\s*(family|given|prefix|suffix)(?:-i)?\s*=\s*")  # family=Berg, given-i=J


def read_bibtex(path: Path) -> Iterator[pl.DataFrame]:
    """Frames of the BibTeX file at PATH (`base.Reader`); `row` counts its entries, broken ones left out."""
    with opened(path) as file:
        raw, encoding = _encoded(file.read())
    entries: list[tuple[str, dict[str, str]]] = []
    definitions: list[tuple[str, str]] = []
    for piece in _pieces(raw):
        library: Library = parse_string(str(piece, encoding, "replace"), parse_stack=[])
        entries += ((entry.key.casefold(), _used(entry)) for entry in _entries(library))
        definitions += ((string.key.casefold(), str(string.value)) for string in library.strings)
    if not entries:
        raise InputError("holds no BibTeX entry that can be read")
    del raw
    strings, by_key = _strings(definitions), {key: used for key, used in entries if key}

    def told(used: Mapping[str, str]) -> dict[str, str]:
        return {name: _value(value, strings).strip() for name, value in used.items()}

    yield from frames(
        _record(row, told(used), lambda key: told(by_key.get(key, {}))) for row, (_, used) in enumerate(entries, 1)
    )


def _encoded(raw: bytes) -> tuple[bytes, str]:
    """RAW, and its encoding: UTF-8 (also for UTF-16, which its mark tells), or the Windows-1252 of old files."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace").encode(), "utf-8"
    raw = raw.removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(raw), _PIECE):
            decoder.decode(raw[start : start + _PIECE], final=start + _PIECE >= len(raw))
    except UnicodeDecodeError:
        return raw, "cp1252"
    return raw, "utf-8"


def _pieces(raw: bytes) -> Iterator[bytes]:
    """RAW in pieces that begin with a block: the parser takes twenty times the memory of what it reads."""
    start = 0
    for block in _BLOCK.finditer(raw):
        if block.start() - start >= _PIECE:
            yield raw[start : block.start()]
            start = block.start()
    yield raw[start:]


def _entries(library: Library) -> list[Entry]:
    """Entries of LIBRARY in order, those with a key or a field given twice included."""
    blocks = (getattr(block, "ignore_error_block", None) or block for block in library.blocks)
    return [block for block in blocks if isinstance(block, Entry)]


def _used(entry: Entry) -> dict[str, str]:
    """The fields of ENTRY that are looked at, as they are written; of one given twice the first, as BibTeX does."""
    fields = [part for field in entry.fields for part in _parted(field.key, str(field.value))]
    return {name: value for name, value in reversed(fields) if name in _USED}


def _parted(key: str, value: str) -> Iterator[tuple[str, str]]:
    """The field KEY with its VALUE, and those behind it that no comma parts from it; a comment above KEY is off."""
    depth = start = 0
    for found in _NEXT_FIELD.finditer(value):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth == 0 and found[1]:
            yield _plain_key(key), value[start : found.start()]
            key, start = found[1], found.end()
    yield _plain_key(key), value[start:]


def _plain_key(key: str) -> str:
    return key.rsplit("\n", 1)[-1].strip().casefold()


def _strings(definitions: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What each `@string` of DEFINITIONS (name, value) stands for; one may be made of those before it."""
    known: dict[str, str] = {}
    for name, value in definitions:
        known.setdefault(name, _value(value, known)[:_LONGEST_STRING])
    return known


def _value(written: str, strings: Mapping[str, str]) -> str:
    """What WRITTEN means: `"Proc. " # icml`, with STRINGS for the names in it."""
    parts = [part.strip() for part in _joined(written)]
    return "".join(_bare(strings.get(part.casefold(), part)) for part in parts)


def _joined(written: str) -> Iterator[str]:
    """The parts of WRITTEN between the `#` outside braces and quotes."""
    depth, quoted, start = 0, False, 0
    for found in re.finditer(r"(?<!\\)[{}]|[\"#]", written):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth == 0 and found[0] == '"':
            quoted = not quoted
        elif depth == 0 and not quoted and found[0] == "#":
            yield written[start : found.start()]
            start = found.end()
    yield written[start:]


def _bare(value: str) -> str:
    """VALUE without the braces or quotes around it."""
    enclosed = len(value) > 1 and (value[0], value[-1]) in {("{", "}"), ('"', '"')}
    return value[1:-1] if enclosed and _balanced(value[1:-1]) else value


def _balanced(text: str) -> bool:
    """Whether no brace of TEXT closes what TEXT did not open."""
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _record(row: int, own: Mapping[str, str], entry: Callable[[str], Mapping[str, str]]) -> Record:
    """Record of one entry, with what its `xdata` say; year and venue come from its `crossref` where it has none.

    ENTRY gives the fields of the one with a key, if any.
    """
    for key in own.get("xdata", "").split(","):
        own = {**entry(key.strip().casefold()), **own}
    parent = entry(own.get("crossref", "").casefold())
    venue = _first(own, _VENUE) or _first(parent, ("booktitle", "title")) or _first(own, _SERVER, PREPRINT)
    return {
        "row": row,
        "title": whole_title(*(plain_text(own.get(field, "")) for field in ("title", "subtitle"))),
        "year": year_of(_first(own, ("year", "date")) or _first(parent, ("year", "date"))),
        "venue": plain_text(venue) if venue else None,
        "authors": bibtex_names(own.get("author", "")),
    }


def _first(fields: Mapping[str, str], names: Sequence[str], like: re.Pattern[str] | None = None) -> str | None:
    """The first of FIELDS called NAMES that has a text, LIKE that pattern."""
    texts = (fields.get(name) for name in names)
    return next((text for text in texts if text and (like is None or like.search(text))), None)


def bibtex_names(text: str) -> list[str]:
    """Names of the author field TEXT in reading order; `and others` gives `OPEN_LIST` as the last."""
    people = (name for part in _people(" ".join(text.split())) for name in _between_commas(part))
    return until_open(turned(filter(None, (_bibtex_name(name.strip(" ,")) for name in people))))


def _between_commas(part: str) -> list[str]:
    """The full names in PART where it is a list with commas (`Ada Bell, Jo Wu, Kim Lee`), else PART as it is."""
    names = [name.strip() for name in part.split(",")]
    full = all((" " in name and name[0].isupper()) or is_open(name) for name in names if name)
    is_list = len(names) > 2 and full and not set("{=") & set(part)
    return names if is_list else [part]


def _people(text: str) -> Iterator[str]:
    """The names in TEXT: what stands between `and` (or `&`, `;`) outside braces."""
    depth, start = 0, 0
    for found in _BETWEEN_NAMES.finditer(text):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth == 0 and (found[0][0] != "\\" or len(found[0]) > 2) and found[0] != "}":
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


@cache
def _bibtex_name(name: str) -> str:
    """One NAME of a field, any of BibTeX's three forms or biblatex's (`family=…`), as `First von Last Jr`."""
    if _LABELLED.match(name):
        labelled = dict(part.split("=", 1) for part in re.split(r"\s*,\s*(?=[a-z-]+\s*=)", name) if "=" in part)
        given, prefix, family, suffix = (labelled.get(label) for label in ("given", "prefix", "family", "suffix"))
        return plain_text(" ".join(filter(None, (given, prefix, family, suffix))))
    parts = parse_single_name_into_parts(name, strict=False)
    if parts.jr and is_suffix(" ".join(parts.first)):  # King, Martin Luther, III
        parts.first, parts.jr = parts.jr, parts.first
    return plain_text(parts.merge_first_name_first)


def plain_text(text: str) -> str:
    """TEXT with LaTeX accents and commands decoded, braces off, and spaces mended."""
    if "\\" in text:
        # pylatexenc drops what follows a bare %, and math is left as it is written.
        escaped = re.sub(r"(?<!\\)%", r"\\%", text)
        text = LatexNodes2Text(math_mode="verbatim", strict_latex_spaces=True).latex_to_text(escaped)
    return " ".join(re.sub(r"[{}]", "", text).replace("~", " ").split())
