"""Headings that a style sheet, a spreadsheet or another template wrote otherwise: in capitals, `2021.0`, in brackets.

A style sheet's `text-transform` is copied with the text; so are letters and digits that only look like the usual ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from etl.extract.grammar.heading_grammar import KINDS, USUAL_TYPE, YEAR

_SHORTEST, _LONGEST = 8, 160  # characters of a heading
_MOST_WORDS = 14
_YEAR = re.compile(  # a season is none: 2016/17, 2021-2022
    rf"(?<!\d)(?<!\d[/–-])(?:({YEAR})(?:\.0)?|(1|2),(\d{{3}})|['’](\d\d))(?!\d|[/–-]\d)"
)
_DIGITS_OF_YEAR = re.compile(r"\d\d")
_EDGES = " \t()[]{}<>·•|,;:/*_#\"'`–—-"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_OWN = re.compile(rf"\S.* (?:{KINDS}) {YEAR} {USUAL_TYPE}")
_YEAR_ALONE = re.compile(YEAR)
_IN_PARTS = re.compile(rf"[^\n]{{1,80}}[ \n](?:{KINDS})\n{YEAR}\n[A-Z][^\n.!?;:]{{2,40}}")
_IN_ORDER = re.compile(rf"(\S.*?)\s+({KINDS})\s+({YEAR})\s+(\S.*)", re.IGNORECASE)
_TYPE = re.compile(rf"(?<![a-z])({KINDS})\s*(Paper|Article)(?![a-z])")
_KIND = re.compile(rf"(?<![a-z])({KINDS})(?![a-z])")


def with_own_headings(files: Sequence[Sequence[str]]) -> list[list[tuple[str, int]] | None]:
    """The lines of each of FILES with headings as the site writes them, and with usual letters.

    The letters are changed where most of a line looks like them. A heading may lack the kind, which its type tells,
    only where no other has it: else it was lost within a name.
    """
    return list(map(_with_own_headings, files))


def _with_own_headings(lines: Sequence[str]) -> list[tuple[str, int]]:
    usual = _with_whole_headings(list(map(_usual_letters, lines)))
    headings = {n: read for n, line in enumerate(usual) if (read := in_own_form(line)) is not None}
    told = any(of_kind for _, of_kind in headings.values()) or any(_OWN.fullmatch(line.strip()) for line in usual)
    own = {n: heading for n, (heading, of_kind) in headings.items() if of_kind or not told}
    return [(own.get(n, line), n) for n, line in enumerate(usual)]


def _with_whole_headings(lines: list[str]) -> list[str]:
    """LINES with each heading whose parts stand one below the other on its first line."""
    written = [n for n, line in enumerate(lines) if line.strip()]
    years = [at for at, n in enumerate(written) if _YEAR_ALONE.fullmatch(lines[n].strip())]
    for at in sorted({at - above for at in years for above in (1, 2)}):  # nearly none
        if not 0 <= at < len(written) - 2:
            continue
        parts = [lines[n].strip() for n in written[at : at + 4]]
        size = next((n for n in (3, 4) if _IN_PARTS.fullmatch("\n".join(parts[:n]))), 0)
        for n, text in zip(written[at : at + size], (" ".join(parts[:size]), *[""] * size), strict=False):
            lines[n] = text
    return lines


def _usual_letters(line: str) -> str:
    """LINE with letters and digits for the signs that look like them, if most of its signs do."""
    odd = 0 if line.isascii() else sum(map(_is_odd, _NOT_ASCII.findall(line)))
    if not odd:
        return line
    usual = "".join(map(_digit, unicodedata.normalize("NFKC", line)))
    few = len(line) <= _LONGEST and sum(map(str.isdigit, line)) and usual != line
    return usual if 2 * odd > len(line.replace(" ", "")) or (few and odd == sum(map(str.isdigit, line))) else line


@cache
def _is_odd(sign: str) -> bool:
    return unicodedata.normalize("NFKC", sign) != sign or _digit(sign) != sign


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign


def in_own_form(line: str) -> tuple[str, bool] | None:
    """LINE in the form of the site, and does it tell the kind? None where it is so already, or no heading.

    A heading has a year and a type, and nothing that a sentence has.
    """
    text = line.strip()
    if not _SHORTEST <= len(text) <= _LONGEST or not _DIGITS_OF_YEAR.search(text):  # nearly always
        return None
    if len(text.split()) > _MOST_WORDS or _OWN.fullmatch(text):
        return None
    if not text.isprintable() or "\ufffd" in text:
        return None
    if found := _IN_ORDER.fullmatch(text):
        venue, kind, year, paper_type = found.groups()
        return (f"{venue} {kind.title()} {year} {paper_type.title()}", True) if kind != kind.title() else None
    typed = _TYPE.search(text)
    dated = _YEAR.search(text)
    if typed is None or dated is None:
        return None
    rest = _blanked(text, [typed.span(), dated.span()])
    kinds = list(_KIND.finditer(rest))
    venue = _venue(_blanked(rest, [found.span() for found in kinds[-1:]]))
    kind = (kinds[-1] if kinds else typed)[1]
    own = f"{venue} {kind} {_four_digits(dated)} {typed[1]} {typed[2]}"
    return (own, bool(kinds)) if any(map(str.isalpha, venue)) else None


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """TEXT with spaces in place of SPANS."""
    for begin, end in spans:
        text = text[:begin] + " " * (end - begin) + text[end:]
    return text


def _venue(rest: str) -> str:
    """REST without dividers and pictures."""
    words = [word.strip(_EDGES) for word in rest.split()]
    return " ".join(word for word in words if any(map(str.isalnum, word)) or word == "&")


def _four_digits(year: re.Match[str]) -> str:
    whole, thousands, others, short = year.groups()
    if whole:
        return str(whole)
    if thousands:
        return f"{thousands}{others}"
    return f"{'19' if int(short) > 60 else '20'}{short}"
