"""Which raw lines to show for a finding, and which parts of them to mark as damaged."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from etl.report.raw_lines import RawText
from schemas.report import ContextLine

_MOST_LINES = 14  # of a finding
_MOST_MARKS = 6  # of one line
_LONGEST_MARK = 300  # characters
_LONGEST_WORD = 20  # characters
_GAP = " … "

_AROUND = 70  # characters shown on either side of a mark
_HEAD, _TAIL = 110, 50  # characters shown of a long line without a mark
_BULLET = re.compile(r"\s*[•·◦‣*▪●\-–]\s")
# What the name of a column says about the part of the listing that it comes from.
_PARTS = {
    "title": "title",
    "abstract": "abstract",
    "venue": "heading",
    "year": "heading",
    "paper_type": "heading",
    "author": "names",
    "name": "names",
    "position": "names",
}

Numbered = list[tuple[int, str, str]]
"""Line number, text, part of the listing."""


def excerpt(text: RawText | None, finding: dict[str, Any], evidence: dict[str, Any]) -> list[ContextLine]:
    """The lines of TEXT that show FINDING (a row of the table), with what its EVIDENCE quotes marked."""
    if text is None:
        return []
    lines = _numbered(text)
    places = _places(lines, finding)
    needles = _needles(evidence, numbers=not text.listing)
    needles = [part for needle in needles for part in _found(needle, [lines[n][1] for n in places])]
    marks = {n: _marks(lines[n][1], needles) for n in places}
    marks = {n: found for n, found in marks.items() if found}
    if not marks and len(places) <= 3 and len(places) < len(lines):
        marks = {n: [(0, len(lines[n][1]))] for n in places}
    shown = _shown(lines, places, marks, listing=text.listing)
    return [_clipped(lines[n][0], lines[n][1], marks.get(n, [])) for n in shown]


def _numbered(text: RawText) -> Numbered:
    """The lines that are not blank."""
    lines = [(text.first_line + n, line.rstrip()) for n, line in enumerate(text.lines) if line.strip()]
    named = 0
    numbered: Numbered = []
    for n, (number, line) in enumerate(lines):
        if n >= 2 and named == n - 2 and _BULLET.match(line):
            named += 1
        numbered.append((number, line, _part(n, named) if text.listing else "other"))
    return numbered


def _part(n: int, named: int) -> str:
    if n < 2:
        return ("heading", "title")[n]
    return "names" if n < 2 + named else "abstract"


def _places(lines: Numbered, finding: dict[str, Any]) -> list[int]:
    """Indices of the lines that FINDING is about: its lines, and of these the part that its field names."""
    last = finding["last_line"] or finding["first_line"]
    inside = [n for n, line in enumerate(lines) if finding["first_line"] <= line[0] <= last]
    part = next((part for word, part in _PARTS.items() if word in (finding["field"] or "")), None)
    return [n for n in inside if lines[n][2] == part] or inside


def _needles(evidence: Any, *, numbers: bool) -> list[str]:
    """The texts that EVIDENCE quotes (and the NUMBERS, if they are to be marked), the longest first."""
    found = {text for text in _texts(evidence, numbers=numbers) if text and len(text) <= _LONGEST_MARK}
    return sorted(found, key=lambda text: (-len(text), text))


def _texts(value: Any, *, numbers: bool) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item, numbers=numbers)
    elif numbers and isinstance(value, int) and not isinstance(value, bool):
        yield str(value)


def _found(needle: str, lines: list[str]) -> list[str]:
    """NEEDLE; where no line has it, the parts of what may be a list of names."""
    if any(needle in line for line in lines):
        return [needle]
    return [part for part in re.split(r" / |, |; ", needle) if part and part != needle]


def _marks(line: str, needles: list[str]) -> list[tuple[int, int]]:
    """The first places where NEEDLES stand in LINE, without overlap, in order."""
    marks: list[tuple[int, int]] = []
    for needle in needles:
        # No more of one than are shown of all: a line may have a million places.
        marks = [*marks, *itertools.islice(_apart_from(marks, _quoted(needle).finditer(line)), _MOST_MARKS)]
    return sorted(marks)[:_MOST_MARKS]


def _apart_from(marks: list[tuple[int, int]], matches: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The spans of MATCHES that overlap none of MARKS."""
    spans = (match.span() for match in matches)
    return ((first, end) for first, end in spans if all(end <= a or b <= first for a, b in marks))


def _quoted(needle: str) -> re.Pattern[str]:
    """NEEDLE; a short one as a whole word (a longer one may be a stretch of the text, cut anywhere)."""
    pattern = re.escape(needle)
    if len(needle) > _LONGEST_WORD:
        return re.compile(pattern)
    before = r"(?<!\w)" if needle[0].isalnum() else ""
    return re.compile(before + pattern + (r"(?!\w)" if needle[-1].isalnum() else ""))


def _shown(lines: Numbered, places: list[int], marks: dict[int, Any], *, listing: bool) -> list[int]:
    """Indices of the lines to show: heading and title, the place, and its neighbours, within bounds."""
    beside, parts = [n + step for n in sorted(marks) for step in (-1, 1)], {lines[at][2] for at in marks}
    beside = [n for n in beside if 0 <= n < len(lines) and lines[n][2] in parts]
    wanted = [*([0, 1] if listing else []), *sorted(marks), *beside, *places]
    unique = dict.fromkeys(n for n in wanted if n < len(lines))
    return sorted(list(unique)[:_MOST_LINES])


def _clipped(number: int, text: str, marks: list[tuple[int, int]]) -> ContextLine:
    """The line, cut to what stands around its MARKS, or to its two ends."""
    if len(text) <= _HEAD + _TAIL:
        return ContextLine(line=number, text=text, marks=marks)
    windows = _windows(text, [mark for mark in marks if mark[1] - mark[0] <= _LONGEST_MARK])
    shown, kept = "", []
    for first, end in windows:
        shown += _GAP if first > 0 else ""
        shift = len(shown) - first
        kept += [(a + shift, b + shift) for a, b in marks if first <= a and b <= end]
        shown += text[first:end]
    return ContextLine(line=number, text=shown + (_GAP if windows[-1][1] < len(text) else ""), marks=kept)


def _windows(text: str, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of TEXT to show: whole words, in order, apart from each other."""
    length = len(text)
    wanted = [(max(0, a - _AROUND), min(length, b + _AROUND)) for a, b in marks]
    windows: list[tuple[int, int]] = []
    for first, end in wanted or [(0, _HEAD), (length - _TAIL, length)]:
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
        else:
            windows.append((first, end))
    return [(_word_start(text, first), _word_end(text, end)) for first, end in windows]


def _word_start(text: str, at: int) -> int:
    """AT, or the beginning of the next word if AT is inside one."""
    space = text.find(" ", at, at + _LONGEST_WORD) if at else -1
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    """AT, or the end of the word before if AT is inside one."""
    space = text.rfind(" ", at - _LONGEST_WORD, at) if at < len(text) else -1
    return space if space >= 0 else at
