"""Pages whose lines were wrapped to the width of a sheet, as print-to-PDF and its readers give them.

A line is as wide there as its letters, so no number of them tells where it goes on. The parts of a listing tell it: its
title goes on down to the first name, its abstract from the last name to the next heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from etl.extract.grammar import lines as ln
from etl.extract.grammar.lines import STANDARD_BULLET
from etl.extract.grammar.wording import SENTENCE_END
from etl.extract.rereading.paragraphs import is_name_line, kinds_of, may_be_names, may_be_wrapped, names_at
from etl.extract.rereading.sheet_edges import EDGE, Row, rows_of, without_edges, without_footer

_MOST_LINES = 4  # of a title
_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL_WORDS = r"\b(?:of|for|with|the|via|using|from|and|in|on|to|an?|by|is|are|as|at|or)"
_SMALL_WORD, _OPEN = re.compile(rf"{_SMALL_WORDS}\b"), re.compile(rf"(?:{_SMALL_WORDS}|[-–—,:&])$")
_NO_NAME = re.compile(r"\w{3}(?:[st]ion|ment|ity|ness|[ae]nce|ism|[ai]ble|ive|ous|ing|ed|ic)s?$")
_ADDRESS = re.compile(r"\S*[/@]\S*")
_SEVERAL = 3
_HALF, _NEARLY = 0.5, 0.75  # of the longest line
_HYPHEN = re.compile(r"[^\s-]-$")
_BULLET = re.compile(r"[•▪◦●‣·]\s*(?=\S)")
_SENTENCE_END = re.compile(SENTENCE_END)


_Parts = tuple[list[Row], list[Row], list[Row]]
"""The lines of a title, of names and of an abstract."""


def with_whole_lines(files: Sequence[Sequence[str]]) -> list[list[tuple[str, int]] | None]:
    """The lines of each of FILES in the site's form, each part of a listing whole; None where one is in doubt."""
    at = [n for n, lines in enumerate(files) if _may_be_sheets(lines)]
    kinds = kinds_of([files[n] for n in at]) if at else []  # for all files, it took a fiftieth of the reading of damage
    whole = {n: _whole(files[n], *of_one) for n, of_one in zip(at, kinds, strict=True)}
    return [whole.get(n) for n in range(len(files))]


def _may_be_sheets(lines: Sequence[str]) -> bool:
    return may_be_wrapped(lines) and not any(line.startswith(STANDARD_BULLET) for line in lines)


def _whole(
    lines: Sequence[str], kind: ln.Kinds, heading: npt.NDArray[np.bool_], body: int
) -> list[tuple[str, int]] | None:
    heads = {n for n in np.flatnonzero(heading).tolist() if n >= body}
    if not heads:
        return None
    rows = without_edges(rows_of(lines), heads)
    rows, below = without_footer(rows)
    at = [i for i, row in enumerate(rows) if row.number in heads]
    sheet = _Sheet(rows[at[0] :] if at else [], {i + 1 - at[0] for i in at})
    listings = [sheet.parts(rows[a + 1 : b]) for a, b in pairwise([*at, len(rows)])]
    if not at or not all(listings):
        return None
    out = [line for whole in _header(rows[: at[0]], kind) for line in (("", whole[1]), whole)]
    for i, parts in zip(at, listings, strict=True):
        title, names, abstract = parts or ([], [], [])
        out += [("", rows[i].number), rows[i][:2], ("", rows[i].number), _joined(title), ("", names[0].number)]
        out += [(STANDARD_BULLET + _BULLET.sub("", row.text), row.number) for row in names]
        out += [("", names[-1].number), *map(_joined, sheet.paragraphs(abstract))]
    return out + [line for row in below for line in (("", row.number), row[:2])]


def _header(rows: list[Row], kind: ln.Kinds) -> list[tuple[str, int]]:
    """The lines of a header that has ROWS, with its notice on one."""
    out: list[list[Row]] = []
    for row in rows:
        goes_on = out and kind[out[-1][0].number] == ln.NOTICE and not out[-1][-1].text.endswith(".")
        if goes_on and kind[row.number] not in ln.HEADER_CLASSES:
            out[-1].append(row)
        else:
            out.append([row])
    return list(map(_joined, out))


def _joined(rows: list[Row]) -> tuple[str, int]:
    """ROWS on one line; no space stands behind a hyphen."""
    texts = (row.text if _HYPHEN.search(row.text) else f"{row.text} " for row in rows[:-1])
    return "".join([*texts, rows[-1].text]), rows[0].number


class _Sheet:
    """How wide lines are on a page, and which words its abstracts and names have."""

    def __init__(self, rows: list[Row], titles: set[int]) -> None:
        """ROWS of a file; TITLES begin at these."""
        self.width = max((len(row.text) for row in rows), default=0)
        self.title_width = max((len(rows[i].text) for i in titles if i < len(rows)), default=0)
        names = Counter(row.text for row in rows if is_name_line(row.text))
        self.known = {name for name, times in names.items() if times > 1 and " " in name}
        others = (row.text for i, row in enumerate(rows) if i not in titles and not is_name_line(row.text))
        self.words = {word.casefold() for text in others for word in _WORD.findall(_ADDRESS.sub("", text))}

    def parts(self, rows: list[Row]) -> _Parts | None:
        """The parts of a listing that has ROWS below its heading; None where they are in doubt."""
        bullets = [i for i, row in enumerate(rows) if _BULLET.match(row.text)]
        begin = bullets[0] if bullets else self._title_lines(rows)
        texts = [row.text for row in rows[begin:]]
        size = (
            next((i for i, text in enumerate(texts) if not _BULLET.match(text)), len(texts))
            if bullets
            else names_at(texts)
        )
        title, names, abstract = rows[:begin], rows[begin : begin + size], rows[begin + size :]
        if not 0 < len(title) <= _MOST_LINES or not names or any(EDGE.fullmatch(row.text) for row in rows):
            return None
        if any(self._breaks_off(above.text, row.text) for above, row in pairwise(abstract)):
            return None
        short = abstract and (len(abstract[0].text) < _HALF * self.width or is_name_line(abstract[0].text))
        return None if short and may_be_names(_joined(abstract)[0]) else (title, names, abstract)

    def _title_lines(self, rows: list[Row]) -> int:
        """How many of ROWS are lines of the title; 0 where that is in doubt."""
        for at, (above, row) in enumerate(pairwise(rows), 1):
            goes_on = not row.apart if rows[0].apart else self._goes_on(above.text, row.text)
            if goes_on is None:
                return 0
            if not goes_on:
                return at
        return len(rows)

    def _goes_on(self, above: str, text: str) -> bool | None:
        """Does TEXT go on with the line ABOVE of a title, and is no name? None where neither is sure."""
        if text in self.known:
            return False
        if not is_name_line(text) or _SMALL_WORD.search(text) or _OPEN.search(above):
            return True
        room = len(above) + 1 + len(text.split(maxsplit=1)[0])
        if len(above) < _HALF * self.width or room < _NEARLY * self.title_width:
            return False
        words = _WORD.findall(text)
        said = [word for word in words if word.casefold() in self.words]
        if (
            any(map(str.isupper, said))
            or len(said) == len(words)
            or (len(words) >= _SEVERAL and 2 * len(said) >= len(words))
        ):
            return True
        if " " not in text and room > self.title_width:  # hardly anybody's name
            return True
        return None if said or " " not in text or any(map(_NO_NAME.search, words)) else False

    def _has_room(self, above: str, text: str) -> bool:
        return len(above) + 1 + len(text.split(maxsplit=1)[0]) < _NEARLY * self.width

    def _breaks_off(self, above: str, text: str) -> bool:
        """Does the line ABOVE end before it is full, and no sentence with it? It may be none of the abstract's."""
        return self._has_room(above, text) and not _SENTENCE_END.search(above)

    def paragraphs(self, rows: list[Row]) -> list[list[Row]]:
        """ROWS of an abstract by its paragraphs: one ends in a sentence, above a blank line or with room on its own."""
        found: list[list[Row]] = []
        for row in rows:
            above = found[-1][-1].text if found else ""
            if not found or (_SENTENCE_END.search(above) and (row.apart or self._has_room(above, row.text))):
                found.append([])
            found[-1].append(row)
        return found
