"""Lines that come again and again on a page and are of no listing: a watermark, the head of a sheet, a log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from etl.extract.heading_grammar import KINDS

_LEAST = 3
_LONGEST = 160  # characters
_HEADER_LINES = 24
_NEAR = 4  # lines below the label of the owner
_NAME = re.compile(r"\s*[^\w\s([{<\"'“]|\s{2,}")  # behind a bullet, or an indent
_KIND, _YEAR = rf"\b(?:{KINDS})\b", r"\b(?:18|19|20|21)\d\d\b"
_HEADING = re.compile(rf"{_KIND}.*{_YEAR}|{_YEAR}.*{_KIND}", re.IGNORECASE)
_LABELS = ("arrow research search", "author name cluster", "possible papers")
_COUNT = re.compile(r"\d+(?: papers?| author rows?)?")
_NO_NAME = re.compile(r"(?!\D+ \d{4}$).*(?:\d|[:/©|»@])|(?:\S+\s+){5}")  # a number or a sign in it, or many words
_DIGITS = re.compile(r"\d+")


def without_doubled_lines(lines: Sequence[str]) -> list[tuple[str, int]] | None:
    """LINES of which each stands there twice, once."""
    doubled = len(lines) > 2 and all(a == b for a, b in zip(lines[0::2], lines[1::2], strict=False))
    return [(line, 2 * number) for number, line in enumerate(lines[0::2])] if doubled else None


def without_recurring_lines(lines: Sequence[str]) -> list[tuple[str, int]]:
    """LINES without those that stand there three times or more but for their numbers.

    Names come again, behind bullets or whatever stands for them; headings do but for their years. A blank line goes
    with one that blank lines part from what stands round it.
    """
    said = [_DIGITS.sub("0", line.strip()) if len(line) <= _LONGEST else "" for line in lines]
    count = Counter(said)
    own = _of_header(lines[:_HEADER_LINES], [count[x] for x in said])
    kept: list[tuple[str, int]] = []
    left_out = False
    for number, line in enumerate(lines):
        again = (
            bool(said[number])
            and count[said[number]] >= _LEAST
            and number not in own
            and bool(_NO_NAME.match(line.strip()))
        )
        if again and not _NAME.match(line) and not _HEADING.search(line):
            left_out = True
        elif not (left_out and not line.strip() and kept and not kept[-1][0].strip()):
            kept.append((line, number))
            left_out = False
    return kept


def _of_header(lines: Sequence[str], count: Sequence[int]) -> set[int]:
    """The first of LINES that are each part of a page's header: the site may show a label or a name again below.

    COUNT: how often each stands on the page; of two lines where the owner stands, the rarer one is.
    """
    words = {n: line.strip().casefold() for n, line in enumerate(lines) if line.strip()}
    own = {n for n, word in words.items() if _COUNT.fullmatch(word)}
    for label in _LABELS:
        own |= set([n for n, word in words.items() if word == label][:1])
    owners = [n for n in words if any(words.get(above) == _LABELS[1] for above in range(n - _NEAR, n))]
    return own | set(sorted(owners, key=lambda n: count[n])[:1])
