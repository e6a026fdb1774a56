"""Lines that stand below the names of a page, further in than these: an institution, an address, an identifier."""

from __future__ import annotations

import numpy as np

from etl.extract import lines as ln
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints
from etl.extract.segments import ranges

_LEAST = 3  # lists
_NEARLY_ALL = 0.8
_TAB = 8 * " "
_LONGEST = 120  # bytes


def without_lines_below_names(layout: Layout) -> Layout:
    """LAYOUT without such lines where nearly all lists of a page have one below their first name."""
    first = layout.listings + 2
    below = np.minimum(first + 1, len(layout.nb) - 1)
    told = first[(layout.kind[below] == ln.TEXT) & (layout.gap[below] == 0)]
    if not len(told):  # nearly always
        return layout
    told = told[_further_in(layout, told, told + 1)]
    lists, with_lines = layout.by_page(first), layout.by_page(told)
    told = told[((with_lines >= _LEAST) & (with_lines >= _NEARLY_ALL * lists))[layout.page[told]]]
    blocks = np.append(np.flatnonzero(layout.gap > 0), len(layout.nb))
    end = blocks[np.searchsorted(blocks, told + 1)]
    lines, of = ranges(told, end), np.repeat(told, end - told)
    other = (layout.kind[lines] == ln.TEXT) & (layout.length[lines] <= _LONGEST)
    lines, of = lines[other], of[other]
    return layout.without(lines[_further_in(layout, of, lines)]) if len(lines) else layout


def _further_in(layout: Layout, names: Ints, lines: Ints) -> Bools:
    """Which of LINES begin further in than the bullet of each of the NAMES."""
    name, line = (layout.lines.text.gather(layout.nb[at]) for at in (names, lines))
    place, other = (text.str.extract(r"^([ \t]*)").str.replace_all("\t", _TAB).str.len_bytes() for text in (name, line))
    return (other > place).to_numpy()
