"""Titles that cannot be one: a paragraph, a list that lost its title, what a program has not filled in."""

from __future__ import annotations

import numpy as np

from etl.extract import lines as ln
from etl.extract.layout import Bools, Layout
from etl.extract.segments import Segments
from etl.extract.wording import SENTENCE_END

_LONGEST_TITLE = 1000  # bytes of a title line
_PLACEHOLDER = 40  # bytes of a title that a program has not filled in
_PARAGRAPH = 200  # bytes: one of several sentences is no title
_SENTENCES = rf"[.?!]\s+\p{{Lu}}.*(?:{SENTENCE_END})"
_UNFILLED = (
    r"(?i)^(?:undefined|null|nan|\[object object\]|\{\{.*\}\}|\$\{.*\}|loading\b.{0,20}(?:\.{3}|…))$"  # a program's
)


def broken_titles(layout: Layout, s: Segments) -> Bools:
    """Which stretches have a title that is too long, a paragraph, not filled in, or holds the bullet of a name.

    One that stands alone above names may hold it.
    """
    title = np.minimum(s.head + 1, len(layout.nb) - 1)
    broken = layout.length[title] > _LONGEST_TITLE
    text = layout.lines.text.gather(layout.nb[title])
    at = np.flatnonzero(layout.length[title] > _PARAGRAPH)
    broken[at] |= layout.text(title[at]).str.contains(_SENTENCES).to_numpy()
    short = np.flatnonzero(layout.length[title] <= _PLACEHOLDER)
    broken[short] |= layout.text(title[short]).str.contains(_UNFILLED).to_numpy()
    glyph = text.str.contains("•", literal=True).to_numpy()
    if glyph.any():
        name = np.minimum(title + 1, len(layout.nb) - 1)
        alone = (layout.gap[title] > 0) & (layout.gap[name] > 0) & (s.names_end > title + 1)
        glyph &= ~alone | text.str.contains(r"\s\s•").to_numpy()
    return broken | glyph | (layout.kind[title] == ln.BULLET)
