"""What a program prints at the edges of each sheet: its number, the time, a title, an address."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.extract.grammar.foreign_words import never_own

EDGE = re.compile(  # of a sheet: its number, the time when it was printed
    r"(?:(?:page |p\. ?)?\d{1,4} ?(?:/|of) ?\d{1,4}|page \d{1,4}|- ?\d{1,4} ?-"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?(?:\s+\S.*)?|[^\s:]+:\S+\s+\d+/\d+)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_NEAR = 3  # lines that stand at the edge of a sheet beside that one
_FOOTER_LINES = 4


class Row(NamedTuple):
    """A line that is not blank."""

    text: str
    number: int
    apart: bool
    """Does a blank line stand above it?"""


def rows_of(lines: Sequence[str]) -> list[Row]:
    """Those of LINES that are not blank."""
    written = [n for n, line in enumerate(lines) if line.strip()]
    return [Row(lines[n].strip(), n, n == 0 or not lines[n - 1].strip()) for n in written]


def without_edges(rows: list[Row], heads: set[int]) -> list[Row]:
    """ROWS without what all sheets have at their edges, numbers aside: beside their numbers, or the time.

    HEADS: the numbers of the lines that are headings.
    """
    said = [_DIGITS.sub("0", " ".join(row.text.split())) for row in rows]
    edges = [i for i, row in enumerate(rows) if EDGE.fullmatch(row.text)]
    opens = [i for above, i in pairwise([-len(rows), *edges]) if i - above > 2 * _NEAR]
    near = {n for i in edges for n in range(max(i - _NEAR, 0), min(i + _NEAR + 1, len(rows)))}
    times = Counter(text for _, text in {(bisect_right(opens, n + _NEAR), said[n]) for n in near})
    # A name or a heading at the end of several sheets stands elsewhere, too.
    several = {text for text, n in times.items() if n >= max(len(opens) - 1, 2)}
    several -= {text for n, text in enumerate(said) if n not in near or rows[n].number in heads}
    out = {i for i in edges if said[i] in several or i < _NEAR or i == len(rows) - 1}
    for step in (1, -1):
        for i in sorted(out, reverse=step < 0):
            while 0 <= i + step < len(rows) and i + step not in out and said[i + step] in several:
                i += step  # noqa: PLW2901
                out.add(i)
    apart = np.cumsum([row.apart for row in rows])
    kept = [i for i in range(len(rows)) if i not in out]
    pairs = pairwise([*kept[:1], *kept])
    return [rows[i]._replace(apart=bool(apart[i] > apart[above])) for above, i in pairs]


def without_footer(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """ROWS of pages, and what a sheet or a site has below the last one."""
    last = rows[-_FOOTER_LINES:]
    foreign = never_own(pl.Series([row.text for row in last], dtype=pl.String)).tolist()
    tail = next((len(last) - n for n, row in enumerate(last) if foreign[n] or EDGE.fullmatch(row.text)), 0)
    return rows[: len(rows) - tail], rows[len(rows) - tail :]
