"""Lines that a tool has folded at some width: `fold`, an editor, a mail program."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

_NOTICE = re.compile(rb".{0,16}possible\W{1,2}papers\W{1,2}associated", re.IGNORECASE)  # behind marks; any space
_COUNT = re.compile(rb"\s*\d[\d,]* papers?\s*$")
_SHEET = rb"|\s*(?i:page \d+(?: of \d+)?|- \d+ -)\s*$"  # the edge of one, where no line goes on
_BULLET = re.compile(rb"\s*\xe2\x80\xa2" + _SHEET)
_OTHER_BULLET = re.compile(rb"\s*[*+-]\s" + _SHEET)  # or a sign between words
_WORD = re.compile(rb"\s*(\S+)")
_HYPHEN = re.compile(rb"[^\s-]-+$")
_TWO_WORDS = re.compile(rb"(?:and|or|to)\b|[A-Z\d]")  # may follow a hyphen and a space
_MARK = b"\\"  # goes on in the next line: for a shell, and in source code
_MANY = 30
_OPEN = re.compile(rb".{40,}[^.!?:;\s]")
_LEAST_FULL = 3  # lines of one length tell that they were folded within words


def may_be_folded(first_lines: list[bytes]) -> bool:
    """Does the notice in a page's header, which the site writes on one line, go on in the next? FIRST_LINES hold it."""
    below = (after for line, after in pairwise(first_lines) if _NOTICE.match(line))
    after = next(below, b"")
    return bool(after.strip()) and not _COUNT.match(after)  # which stands there where blank lines lack


def unfolded(lines: list[bytes]) -> tuple[list[bytes], list[int]]:
    """LINES as they were before they were folded, and which of them each begins with.

    A line goes on in the next one where that one's first word had no room on it. How wide a line may be is told by
    the longest one that has several words: a longer word stands alone.
    """
    bullet = _BULLET if any(map(_BULLET.match, lines)) else _OTHER_BULLET
    marked = _marked(lines)
    lines = [line.rstrip().removesuffix(_MARK).rstrip() for line in lines] if marked else lines
    pairs = [(above, b"" if bullet.match(below) else below) for above, below in pairwise(lines)]
    goes_on, following = (
        marked or _within_words(pairs, len) or _within_words(pairs, _characters) or _between_words(pairs)
    )
    bare = not any(bullet.match(below) for above, below in pairwise(lines) if not above.strip())
    if not marked and bare and _by_width_of_letters(pairs, goes_on):
        goes_on = _in_notice(lines)
    whole, first = [lines[:1]], [0]
    for number, (line, on) in enumerate(zip(lines[1:], goes_on, strict=True), 1):
        if on:
            above = whole[-1][-1].removesuffix(b"\r")
            whole[-1][-1:] = [above, following(above, line)]
        else:
            whole.append([line])
            first.append(number)
    return [b"".join(pieces) for pieces in whole], first


def _by_width_of_letters(pairs: _Pairs, goes_on: list[bool]) -> bool:
    """Do small letters tell several lines that go on, but no number of signs? A sheet has some as long as that."""
    small = [on for (line, below), on in zip(pairs, goes_on, strict=True) if _goes_on(line, below)]
    others = len(small) - sum(small)
    return others > 1 and _MANY * others > len(small)


def _in_notice(lines: list[bytes]) -> list[bool]:
    """Which of LINES go on if those of the notice do alone."""
    begin = next(n for n, line in enumerate(lines) if _NOTICE.match(line))
    end = next((n for n in range(begin, len(lines)) if not lines[n].strip() or lines[n].rstrip().endswith(b".")), begin)
    return [begin <= n < end for n in range(len(lines) - 1)]


def _goes_on(line: bytes, below: bytes) -> bool:
    return _OPEN.fullmatch(line.rstrip()) is not None and below.lstrip()[:1].islower()


_Pairs = list[tuple[bytes, bytes]]
"""Each line with the one below, which is blank where no line can go on in it."""
_Size = Callable[[bytes], int]
_Folds = tuple[list[bool], Callable[[bytes, bytes], bytes]]
"""Which lines go on, and what a line is that follows another."""


def _marked(lines: list[bytes]) -> _Folds | None:
    """Which lines go on if a sign at their ends tells: that of the notice does."""
    marked = [line.rstrip().endswith(_MARK) for line in lines]
    noticed = any(on for line, on in zip(lines, marked, strict=True) if _NOTICE.match(line))
    return (marked[:-1], _after_space) if noticed else None


def _within_words(pairs: _Pairs, size: _Size) -> _Folds | None:
    """Which lines go on if all that do have the same SIZE: they were folded wherever that ended."""
    width = max(size(line) for line, _ in pairs)
    full = [size(line) == width and bool(below.strip()) for line, below in pairs]
    others = [pair for pair, on in zip(pairs, full, strict=True) if not on]
    return (full, _as_it_is) if sum(full) >= _LEAST_FULL and not any(_without_room(others, width, size)) else None


def _between_words(pairs: _Pairs) -> _Folds:
    """Which lines go on, by characters or by bytes: `fold` counts these, and by the wrong ones some had room."""
    by_characters, by_bytes = (
        _without_room(pairs, max((size(line) for line, _ in pairs if b" " in line.strip()), default=0), size)
        for size in (_characters, len)
    )
    return by_bytes if sum(by_bytes) > sum(by_characters) else by_characters, _after_space


def _without_room(pairs: _Pairs, width: int, size: _Size) -> list[bool]:
    """Which lines had no room for the first word of the next."""
    words = (_WORD.match(below) if line.strip() else None for line, below in pairs)
    return [
        word is not None and size(line) + 1 + size(word[1]) > width
        for (line, _), word in zip(pairs, words, strict=True)
    ]


def _as_it_is(_: bytes, below: bytes) -> bytes:
    return below


def _after_space(line: bytes, below: bytes) -> bytes:
    """The line BELOW without its indent, after a space if LINE does not end with one, or with a hyphen in a word."""
    below = below.lstrip()
    together = line[-1:].isspace() or (_HYPHEN.search(line) and not _TWO_WORDS.match(below))
    return below if together else b" " + below


def _characters(line: bytes) -> int:
    return len(line.decode("utf-8", "replace"))
