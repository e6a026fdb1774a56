"""BibTeX references, through bibtexparser: `.bib`, plain or gzipped."""

import logging
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import polars as pl
from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import NormalizeFieldKeys, RemoveEnclosingMiddleware, ResolveStringReferencesMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Entry
from pylatexenc.latex2text import LatexNodes2Text

from etl.errors import InputError
from etl.references.base import OPEN_LIST, Record, frames, opened
from etl.references.names import is_open
from etl.references.table import year_of

# The parser tells of broken entries on stderr; here they are simply not references.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_VENUE = ("booktitle", "journal", "journaltitle", "eventtitle", "venue")


def read_bibtex(path: Path) -> Iterator[pl.DataFrame]:
    """Frames of the BibTeX file at PATH (`base.Reader`); `row` counts its entries, broken ones left out."""
    with opened(path) as file:
        entries = _entries(_decoded(file.read()))
    if not entries:
        raise InputError("holds no BibTeX entry that can be read")
    parents = {entry.key.casefold(): _fields(entry) for entry in entries}
    yield from frames(_record(row, _fields(entry), parents) for row, entry in enumerate(entries, 1))


def _decoded(raw: bytes) -> str:
    """RAW as text: UTF-8, and Latin-1 for old files that are not."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _entries(text: str) -> list[Entry]:
    """Entries of TEXT in order, those with a key or a field given twice included."""
    stack = [NormalizeFieldKeys(), ResolveStringReferencesMiddleware(), RemoveEnclosingMiddleware()]
    library: Library = parse_string(text, parse_stack=stack)
    blocks = (getattr(block, "ignore_error_block", None) or block for block in library.blocks)
    return [block for block in blocks if isinstance(block, Entry)]


def _fields(entry: Entry) -> dict[str, str]:
    """Fields of ENTRY as text; of a field given twice the first, as BibTeX does."""
    return {field.key: _bare(str(field.value)) for field in reversed(entry.fields)}


def _bare(value: str) -> str:
    """VALUE without the braces or quotes around it (a repeated entry comes unprocessed)."""
    value = value.strip()
    enclosed = len(value) > 1 and (value[0], value[-1]) in {("{", "}"), ('"', '"')}
    return value[1:-1].strip() if enclosed and _balanced(value[1:-1]) else value


def _balanced(text: str) -> bool:
    """Whether no brace of TEXT closes what TEXT did not open."""
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _record(row: int, fields: Mapping[str, str], parents: Mapping[str, Mapping[str, str]]) -> Record:
    """Record of one entry; year and venue come from its `crossref` where it has none."""
    parent = parents.get(fields.get("crossref", "").casefold(), {})
    venue = next((fields[name] for name in _VENUE if fields.get(name)), None)
    venue = venue or parent.get("booktitle") or parent.get("title")
    year = fields.get("year") or fields.get("date") or parent.get("year") or parent.get("date")
    title = " ".join(text for text in (fields.get("title"), fields.get("subtitle")) if text)
    return {
        "row": row,
        "title": plain_text(title) or None,
        "year": year_of(year),
        "venue": plain_text(venue) if venue else None,
        "authors": bibtex_names(fields.get("author", "")),
    }


def bibtex_names(text: str) -> list[str]:
    """Names of the author field TEXT in reading order; `and others` gives `OPEN_LIST` as the last."""
    parts = [part for part in split_multiple_persons_names(" ".join(text.split())) if part]
    names = [_bibtex_name(part) for part in parts if not is_open(part)]
    still_open = any(is_open(part) for part in parts)
    return [*filter(None, names), OPEN_LIST] if still_open else [*filter(None, names)]


@cache
def _bibtex_name(name: str) -> str:
    """One NAME of a field, any of BibTeX's three forms, as `First von Last Jr`."""
    return plain_text(parse_single_name_into_parts(name, strict=False).merge_first_name_first)


def plain_text(text: str) -> str:
    """TEXT with LaTeX accents and commands decoded, braces off, and spaces mended."""
    if "\\" in text:
        # pylatexenc drops what follows a bare %, and math is left as it is written.
        escaped = re.sub(r"(?<!\\)%", r"\\%", text)
        text = LatexNodes2Text(math_mode="verbatim", strict_latex_spaces=True).latex_to_text(escaped)
    return " ".join(re.sub(r"[{}]", "", text).replace("~", " ").split())
