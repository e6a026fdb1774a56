"""Names in lists that all stand between a title and an abstract, behind any mark: `\\item`, `:bullet:`, a word for it.

Or all the names of a list on one line, with the same sign between them; or a bullet on a line of its own, above its
name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract.grammar.lines import STANDARD_BULLET
from etl.extract.rereading.paragraphs import NAME, Paragraph, paragraphs

_BELOW_TITLES = 2  # paragraphs below headings
_PLACES = (_BELOW_TITLES, 1, -1)  # or a title stands above its heading, and names below or between the two
_MOST_MARKS = 6
_LONGEST = 400  # characters of a line behind a mark
_BULLET = re.compile(r"\s*[•◦▪●‣·∙*]\s+")
_ONE = re.compile(r"\s*[•◦▪●‣·∙*]\s+[^•]+")
_ALONE = re.compile(r"\s*[•◦▪●‣·∙*-]\s*")
_MARK = re.compile(r"\s*(?:([^\sA-Z]*[^\w\s][^\sA-Z]*|[a-z]+)\s+|([^\w\s]{1,8}))(?=\S)")
_CODE = re.compile(r"[\\&%=+]")  # where it stands for the bullet, other characters are in a code as well
_DIGITS = re.compile(r"\d+")
_LABEL = re.compile(r"^(?:by|authors?)\b\s*:?\s+", re.IGNORECASE)
# Each begins where its white space does: to try it from every space of a million takes hours.
_BETWEEN = [
    re.compile(rf"(?<!\s)(?:{sign})")
    for sign in (r"\s*•\s+", r"\s*;\s*", r"\s*\|\s*", r"\s*·\s*", r"\s*\t\s*", r"\s+/\s+",
                 r",\s+(?!(?:Jr|Sr|II|III|IV)\b)(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")
]  # fmt: skip
_NAME = re.compile(r"[^\W\d_](?:[^\s,;:!?|/\ufffd]*\s){0,6}[^\s,;:!?|/\ufffd]+")

_Numbered = list[tuple[str, int]]


def with_own_bullets(files: Sequence[Sequence[str]]) -> list[_Numbered | None]:
    """The lines of each of FILES with the site's bullet before each name; None where any list has it already."""
    every = dict(enumerate(paragraphs(files)))
    listed = {at: [files[at][a:b] for a, b in _lists(parts, _BELOW_TITLES)] for at, parts in every.items()}
    has = {at for at, lists in listed.items() if any(all(map(_ONE.fullmatch, lines)) for lines in lists)}
    joined = {at: _bullets_with_names(files[at]) for at in every.keys() - has}
    changed = [at for at, own in joined.items() if len(own) < len(files[at])]
    every |= zip(changed, paragraphs([[line for line, _ in joined[at]] for at in changed]), strict=True)
    return [None if at in has else _with_bullets(joined[at], parts) for at, parts in every.items()]


def _with_bullets(lines: _Numbered, parts: list[Paragraph]) -> _Numbered:
    """LINES of a file, which has PARTS, with a bullet before each name, wherever all lists stand."""
    named = (_named(lines, _lists(parts, place)) for place in _PLACES)
    return next((new for new in named if new is not lines), lines)


def _named(lines: _Numbered, blocks: list[tuple[int, int]]) -> _Numbered:
    """LINES with a bullet before each name of the lists that stand at BLOCKS, where all have one form."""
    lists = [lines[a:b] for a, b in blocks]
    named = (_on_one_line(lists) or _bare(lists) or _behind_marks(lists)) if lists else None
    if named is None:
        return lines
    out, at = [], 0
    for (first, end), names in zip(blocks, named, strict=True):
        out += lines[at:first] + [(STANDARD_BULLET + name, number) for name, number in names]
        at = end
    return out + lines[at:]


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


def _lists(parts: list[Paragraph], place: int) -> list[tuple[int, int]]:
    """Where of PARTS the paragraphs stand that are so far below the headings."""
    at = [number + place for number, part in enumerate(parts) if part.sign == "H"]
    return [(parts[n].first, parts[n].end) for n in at if 0 <= n < len(parts) and parts[n].sign != "H"]


def _on_one_line(blocks: list[_Numbered]) -> list[_Numbered] | None:
    """The names of BLOCKS, each a list on one line, if one sign parts them all; with bullets, some may go on below."""
    texts = [_LABEL.sub("", " ".join(line.strip() for line, _ in block)) for block in blocks]
    bulleted = 2 * sum(any(" • " in line.strip() for line, _ in block) for block in blocks) >= len(blocks)
    if not bulleted and any(len(block) > 1 for block in blocks):
        return None
    for sign in _BETWEEN[:1] if bulleted else _BETWEEN[1:]:
        lists = [[name for name in sign.split(text) if name] for text in texts]
        if any(len(names) == 1 < len(block) for names, block in zip(lists, blocks, strict=True)):
            continue
        if max(map(len, lists)) > 1 and all(map(_are_names, lists)):
            return [[(name, block[0][1]) for name in names] for block, names in zip(blocks, lists, strict=True)]
    return None


def _bare(blocks: list[_Numbered]) -> list[_Numbered] | None:
    """The names of BLOCKS where each stands alone on its line, and nothing before it."""
    names = [[(line.strip(), number) for line, number in block] for block in blocks]
    return names if all(NAME.fullmatch(name) for block in names for name, _ in block) else None


def _are_names(texts: list[str]) -> bool:
    return len(set(texts)) == len(texts) and all(map(_NAME.fullmatch, texts))


def _behind_marks(blocks: list[_Numbered]) -> list[_Numbered] | None:
    """The names of BLOCKS without the few marks before them."""
    if any(len(line) > _LONGEST for block in blocks for line, _ in block):
        return None
    found = [[_MARK.match(line) for line, _ in block] for block in blocks]
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
        for block, row in zip(blocks, found, strict=True)
    ]
