"""Names behind any mark, in lists that all stand between a title and an abstract: `\\item`, `:bullet:`, a word for it.

Or several names on a line with bullets between them; or a bullet on a line of its own, above its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract.heading_grammar import KINDS
from etl.extract.lines import STANDARD_BULLET

_HEADING = re.compile(rf"\S.* (?:{KINDS}) (?:18|19|20|21)\d\d \S.*")
_MOST_MARKS = 6
_LONGEST = 400  # characters of a line with several names
_BULLET = re.compile(r"\s*[•◦▪●‣·∙*]\s+")
_ONE = re.compile(r"\s*[•◦▪●‣·∙*]\s+[^•]+")
_ALONE = re.compile(r"\s*[•◦▪●‣·∙*-]\s*")
_MARK = re.compile(r"\s*(?:([^\sA-Z]*[^\w\s][^\sA-Z]*|[a-z]+)\s+|([^\w\s]{1,8}))(?=\S)")
_CODE = re.compile(r"[\\&%=+]")  # where it stands for the bullet, other characters are in a code as well
_DIGITS = re.compile(r"\d+")

_Numbered = list[tuple[str, int]]


def with_own_bullets(lines: Sequence[str]) -> _Numbered | None:
    """LINES with the site's bullet before each name; None where any list has it already."""
    joined = _bullets_with_names(lines)
    blocks = _lists(joined)
    if not blocks or any(len(line) > _LONGEST for a, b in blocks for line, _ in joined[a:b]):
        return None
    as_it_is = [(line, number) for number, line in enumerate(lines)]
    usual = sum(all(_ONE.fullmatch(line) for line, _ in as_it_is[a:b]) for a, b in _lists(as_it_is))
    if usual:
        return None
    named = _several_on_a_line([joined[a:b] for a, b in blocks]) or _behind_marks([joined[a:b] for a, b in blocks])
    if named is None:
        return joined
    out, at = [], 0
    for (first, end), names in zip(blocks, named, strict=True):
        out += joined[at:first] + [(STANDARD_BULLET + name, number) for name, number in names]
        at = end
    return out + joined[at:]


def _bullets_with_names(lines: Sequence[str]) -> _Numbered:
    """LINES where a bullet that stands alone stands before the next one's words."""
    out: _Numbered = []
    waiting = -1
    for number, line in enumerate(lines):
        if _ALONE.fullmatch(line) and line.strip():
            waiting = number
        elif waiting < 0:
            out.append((line, number))
        elif line.strip():
            if out and _BULLET.match(out[-2][0] if len(out) > 1 and not out[-1][0].strip() else ""):
                out.pop()  # the blank line between two names
            out.append((STANDARD_BULLET + line.strip(), waiting))
            waiting = -1
    return out


def _lists(lines: _Numbered) -> list[tuple[int, int]]:
    """Where the third paragraph of each listing stands, if all have a heading and a title of one line above it."""
    edges = [n for n, (line, _) in enumerate(lines) if line.strip() and (n == 0 or not lines[n - 1][0].strip())]
    ends = [next((m for m in range(n, len(lines)) if not lines[m][0].strip()), len(lines)) for n in edges]
    heads = [end == n + 1 and bool(_HEADING.fullmatch(lines[n][0].strip())) for n, end in zip(edges, ends, strict=True)]
    return [(edges[i + 2], ends[i + 2]) for i in range(len(edges) - 2) if heads[i] and not heads[i + 2]]


def _several_on_a_line(blocks: list[_Numbered]) -> list[_Numbered] | None:
    """The names of BLOCKS, if bullets stand between them, and some lines go on below."""
    texts = [" ".join(line.strip() for line, _ in block) for block in blocks]
    parted = [re.split(r"\s+•\s+|^•\s+", text) for text in texts]
    bare = any(len(block) > 1 and "•" not in text for block, text in zip(blocks, texts, strict=True))
    several = sum(any(" • " in line.strip() for line, _ in block) for block in blocks)
    if bare or max(map(len, texts)) > _LONGEST or 2 * several < len(blocks):
        return None
    return [[(x, block[0][1]) for x in names if x] for block, names in zip(blocks, parted, strict=True)]


def _behind_marks(blocks: list[_Numbered]) -> list[_Numbered] | None:
    """The names of BLOCKS without the few marks before them; lines that open or close all lists have none."""
    inner = _without_frames(blocks)
    found = [[_MARK.match(line) for line, _ in block] for block in inner]
    if not all(one for row in found for one in row):
        return None
    marks = {_DIGITS.sub("0", one[1] or one[2]) for row in found for one in row if one}
    glued = any(one[2] for row in found for one in row if one) and len(marks) > 1
    if glued or any(map(_CODE.search, marks)):
        return None
    words = {mark for mark in marks if mark.isalpha() and len(mark) > 1}
    if len(marks) > _MOST_MARKS or (words and len(marks) > 1) or sum(map(len, found)) < 2 * len(marks):
        return None
    return [
        [(line[one.end() :].strip(), n) for (line, n), one in zip(block, row, strict=True) if one]
        for block, row in zip(inner, found, strict=True)
    ]


def _without_frames(blocks: list[_Numbered]) -> list[_Numbered]:
    """BLOCKS without the first and the last lines, where all have the same there, behind no mark that names have."""
    for at, others in ((0, slice(1, None)), (-1, slice(None, -1))):
        same = {_DIGITS.sub("0", block[at][0].strip()) for block in blocks}
        if len(same) > 1 or len(blocks) < 2 or min(map(len, blocks)) < 2:
            continue
        marks = {_mark(line) for block in blocks for line, _ in block[others]}
        if marks.isdisjoint(_mark(block[at][0]) for block in blocks):  # a co-author may stand last on every list
            blocks = [block[others] for block in blocks]
    return blocks


def _mark(line: str) -> str:
    found = _MARK.match(line)
    return (found[1] or found[2]) if found else ""
