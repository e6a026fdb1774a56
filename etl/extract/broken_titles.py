"""Titles that cannot be one: a paragraph, a list that lost its title, what a program has not filled in."""

from __future__ import annotations

import numpy as np

from etl.extract import lines as ln
from etl.extract.characters import SPACE
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints, matches
from etl.extract.segments import Segments
from etl.extract.wording import LONGEST_TITLE, SENTENCE_END

_PLACEHOLDER = 40  # bytes of a title that a program has not filled in
_PARAGRAPH = 200  # bytes: one of several sentences is no title
_SENTENCES = rf"[.?!]\s+\p{{Lu}}.*(?:{SENTENCE_END})"
_IDENTIFIER = r"\s\(?(?:doi:?\s*|https?://\S*/)10\.\d{4}\S*$|[,.]?\s+pp?\.\s?\d+\W+\d+$"  # of the paper
_LEAST = 8  # bytes of what stands twice
_UNFILLED = (
    r"(?i)^(?:undefined|null|nan|\[object object\]|\{\{.*\}\}|\$\{.*\}|loading\b.{0,20}(?:\.{3}|…))$"  # a program's
)


def broken_titles(layout: Layout, s: Segments) -> Bools:
    """Which stretches have a title that is too long, a paragraph, not filled in, or holds the bullet of a name.

    One that stands alone above names may hold it.
    """
    title = np.minimum(s.head + 1, len(layout.nb) - 1)
    broken = layout.length[title] > LONGEST_TITLE
    text = layout.lines.text.gather(layout.nb[title])
    at = np.flatnonzero(layout.length[title] > _PARAGRAPH)
    broken[at] |= matches(layout.text(title[at]), _SENTENCES)
    last_byte = layout.lines.byte_values[layout.end(title) - 2]
    at = np.flatnonzero((last_byte >= ord("0")) & (last_byte <= ord("9")))
    broken[at] |= matches(text.gather(at).str.strip_chars_end(SPACE), _IDENTIFIER)
    short = np.flatnonzero(layout.length[title] <= _PLACEHOLDER)
    broken[short] |= matches(layout.text(title[short]), _UNFILLED)
    glyph = matches(text, "•", literal=True)
    if glyph.any():
        name = np.minimum(title + 1, len(layout.nb) - 1)
        alone = (layout.gap[title] > 0) & (layout.gap[name] > 0) & (s.names_end > title + 1)
        glyph &= ~alone | matches(text, r"\s\s•")
    return broken | glyph | (layout.kind[title] == ln.BULLET) | _twice_on_a_line(layout, s.head, title)


def _twice_on_a_line(layout: Layout, head: Ints, title: Ints) -> Bools:
    """Which headings HEAD, or titles below, stand twice on their line, or end in the other.

    A few bytes tell of nearly all that they do not.
    """
    twice = np.zeros(len(head), dtype=bool)
    for lines in (head, title):
        at = np.flatnonzero(_same_bytes(layout, lines, lines, (layout.length[lines] + 1) // 2))
        words = layout.text(lines[at]).str.split(" ").to_list()
        twice[at] |= np.array([w[: len(w) // 2] == w[len(w) // 2 :] for w in words], dtype=bool)
    at = np.flatnonzero(_same_bytes(layout, head, title))
    both = zip(layout.text(head[at]).to_list(), layout.text(title[at]).to_list(), strict=True)
    twice[at] |= np.array([a.endswith(b) or b.endswith(a) for a, b in both], dtype=bool)
    return twice


def _same_bytes(layout: Layout, lines: Ints, others: Ints, half: Ints | None = None) -> Bools:
    """Which of LINES end as OTHERS do; or begin as what stands HALF of the line further on."""
    buffer = layout.lines.byte_values
    ends = (layout.end(x) - _LEAST - 1 for x in (lines, others))
    first, second = ends if half is None else (layout.start(lines), layout.start(lines) + half)
    long = np.minimum(layout.length[lines], layout.length[others]) > _LEAST * (1 if half is None else 2)
    at = np.flatnonzero(long)
    at = at[buffer[first[at]] == buffer[second[at]]]
    long[:] = False
    each = np.arange(_LEAST)
    long[at] = (buffer[first[at][:, None] + each] == buffer[second[at][:, None] + each]).all(axis=1)
    return long
