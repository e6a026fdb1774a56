"""What a tool put before or behind every line of a file: a quotation sign, a number, a time, quotes, a tag.

Or what it wrote in place of blank lines. A few lines above and below the page may be the tool's own.
"""

from __future__ import annotations

import json
import re
from itertools import islice

from etl.extract.source.shared_edges import any_number, common_prefix, common_suffix
from etl.extract.source.simple_html import meant

_LEAST_LINES = 5
"""So many lines have to have the same, or it is no margin."""
_MOST_MARGINS = 4
_MOST_ABOVE, _MOST_BELOW = 20, 12  # lines of the tool's own, or of whoever quotes the page in a mail
_HEADER_LINES = 8  # in which every other is blank
_LONGEST_BLANK = 20  # bytes
_BANNER = re.compile(rb"arrow research search", re.IGNORECASE)
_SIGN = re.compile(rb"[^\w\s]|_")  # no margin is a word alone
_TAG = re.compile(r"<[^<>]*>")
_DIGITS = re.compile(rb"\d+")
_NUMBER = re.compile(rb"[ \t]*\[?(?:[A-Za-z]{1,4} ?)?(\d{1,7})(?:[\]:.)]|[ \t]?\|)?(?:\t| {1,2}|(?<=[\]:|])|$)")
_JSON = re.compile(rb'(?<!\\)\\(?:"|u[0-9a-f]{4})')
_TIME = re.compile(
    rb"[ \t]*[\[(<]?(?:\d{4}-\d\d-\d\d(?:[T ]|$))?\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?[\])>]?"
    rb"[ \t]?(?:[|:-](?:[ \t]|$))?"
)
_BLAME = re.compile(rb"\^?[\da-f]{6,40} [^)]{0,100}? \(?[^()]{0,100}\d{4}-\d\d-\d\d[^()]{0,30} \d{1,7}\) ?")


def without_margins(lines: list[bytes]) -> tuple[list[bytes], int | None] | None:
    """LINES without what all of them have before or behind them, blank ones perhaps not; None where there is nothing.

    And at which of them the page is over, where lines without that stand apart below it.

    The site's own lines have neither beginning nor end in common.
    """
    top = _top(lines)
    written = [number for number, line in enumerate(lines) if line.strip()]
    whole = _without_all(lines[top:])
    ends = [] if whole and _have_none(whole) else written[: -_MOST_BELOW - 1 : -1]
    tried = [(whole, len(lines)), *((_without_all(lines[top:end]), end) for end in ends)]
    bare = [(found, end) for found, end in tried if found is not None]
    if not bare:
        return None
    found, end = max(bare, key=lambda one: sum(map(len, lines[top : one[1]])) - sum(map(len, one[0])))
    last = len(found)
    if top > 0 or end < len(lines):  # the last one may be the tool's own
        last = max((number for number, line in enumerate(found) if line.strip()), default=0)
    over = end if end < len(lines) and not lines[end - 1].strip() else None
    return [*map(_worded, lines[:top]), *found[:last], *map(_worded, found[last:] + lines[end:])], over


def _without_all(lines: list[bytes]) -> list[bytes] | None:
    """LINES without their margins: a number may stand behind a quotation's sign."""
    found = None
    for _ in range(_MOST_MARGINS):
        bare = _without_one(found or lines)
        if bare is None:
            break
        found = bare
    return found


def _have_none(lines: list[bytes]) -> bool:
    """Do the first of LINES show that they have none, and so neither have fewer of them?"""
    first = list(islice(filter(bytes.strip, lines), _HEADER_LINES))
    return not first or (_without_one(first) is None and not common_prefix(first) and not common_suffix(first))


def _worded(line: bytes) -> bytes:
    """LINE of the tool's own; blank where it has no words, as the rule of a frame, a tag, the end of a comment."""
    return line if re.search("[^\\W_]|\ufffd", _TAG.sub("", line.decode("utf-8", "replace"))) else b""


def may_have_margins(first_lines: list[bytes]) -> bool:
    """Is it worth the while to look at all lines of a file that begins with FIRST_LINES?"""
    return _without_one(list(islice(filter(bytes.strip, first_lines[_top(first_lines) :]), _LEAST_LINES))) is not None


def _top(lines: list[bytes]) -> int:
    """Where the page begins below a few lines of the tool's own."""
    return next((number for number, line in enumerate(lines[:_MOST_ABOVE]) if _BANNER.search(line)), 0)


def _without_one(lines: list[bytes]) -> list[bytes] | None:
    written = [line for line in lines if line.strip()]
    if len(written) < _LEAST_LINES:
        return None
    # A day or an hour may be common to all times, and a bracket to all numbers.
    return (
        _without(_TIME, lines)
        or _without_numbers(lines)
        or _without_affixes(lines, written)
        or _without(_BLAME, lines)
        or _with_blanks(lines)
    )


def _without_affixes(lines: list[bytes], written: list[bytes]) -> list[bytes] | None:
    """LINES without what each of those WRITTEN has before or behind it, whatever numbers are in it.

    That of a blank one may lack its space.
    """
    if not any(_edges(written[:_HEADER_LINES])):  # nearly always, where one was taken off
        return None
    masked = [_DIGITS.sub(b"0", line) for line in written]
    alone, behind = _edges(written)
    if not alone and not behind:
        return None
    longer = [line for line in masked if line.strip() != alone] if alone else []
    before = _affix(common_prefix(longer)) if longer else b""
    first, blank, last = (any_number(affix.decode()).encode() for affix in (before, alone, behind))
    opens = re.compile(rb"%s|\s*%s" % (first, blank))
    closes = re.compile(rb"%s\s*$" % last) if behind else None
    bare = [opens.sub(b"", line, count=1) if opens.match(line) else line for line in lines]
    bare = [closes.sub(b"", line, count=1) for line in bare] if closes else bare
    return _unescaped(bare, before or alone, behind)


def _edges(written: list[bytes]) -> tuple[bytes, bytes]:
    """What the lines WRITTEN have in common before and behind them, if it can be a margin, with 0 for each number."""
    masked = [_DIGITS.sub(b"0", line) for line in written]
    return _affix(common_prefix(masked)).strip(), _affix(common_suffix([line.rstrip() for line in masked]))


def _unescaped(lines: list[bytes], before: bytes, behind: bytes) -> list[bytes]:
    """LINES that stood in tags or double quotes, as they were: CSV doubles quotes within, JSON has escapes."""
    if b"</" in behind:
        return [meant(line) for line in lines]
    if not before.endswith(b'"') or b'"' not in behind[:3]:
        return lines
    if any(map(_JSON.search, lines)):
        try:
            read = [json.loads(b'"%s"' % line.rstrip()).encode() for line in lines]
        except ValueError:
            return lines
        return lines if any(b"\n" in line for line in read) else read
    doubled = not any(b'"' in line.replace(b'""', b"") for line in lines)
    return [line.replace(b'""', b'"') for line in lines] if doubled else lines


def _affix(common: bytes) -> bytes:
    """COMMON, without parts of characters, if it can be a margin."""
    return common.decode("utf-8", "ignore").encode() if _SIGN.search(common) else b""


def _without_numbers(lines: list[bytes]) -> list[bytes] | None:
    """LINES without their numbers, which count them all, or those that are not blank."""
    bare = _without(_NUMBER, lines)
    if bare is None:
        return None
    number = [int(one[1]) for line in lines if (one := _NUMBER.match(line))]
    return bare if number and number == list(range(number[0], number[0] + len(number))) else None


def _without(margin: re.Pattern[bytes], lines: list[bytes]) -> list[bytes] | None:
    """LINES without the MARGIN at their beginning; None where one that is not blank lacks it."""
    bare = []
    for line in lines:
        found = margin.match(line)
        if not found and line.strip():  # nearly always the first
            return None
        bare.append(line[found.end() :] if found else line)
    return bare


def _with_blanks(lines: list[bytes]) -> list[bytes] | None:
    """LINES with blank ones where the same short text stands between all parts of the header; None where none does."""
    words = [line.strip() for line in lines[:_HEADER_LINES]]
    blank = words[1]
    between = {blank} == set(words[1::2]) and blank not in words[::2]
    if not between or not 0 < len(blank) <= _LONGEST_BLANK:
        return None
    return [b"" if line.strip() == blank else line for line in lines]
