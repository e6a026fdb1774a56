"""Lines that stand below the names of a page, further in than these: an institution, an address, an identifier."""

from __future__ import annotations

import numpy as np

from etl.extract import lines as ln
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints
from etl.extract.segments import ranges
from etl.extract.wording import name_texts

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
    lines = lines[_further_in(layout, of, lines)] if len(lines) else lines
    return _with_whole_names(layout, lines).without(lines) if len(lines) else layout


def _with_whole_names(layout: Layout, lines: Ints) -> Layout:
    """LAYOUT with what stands on LINES joined to the names above, on pages whose owner's name is folded so."""
    above = np.flatnonzero(layout.kind == ln.BULLET)
    name = above[np.searchsorted(above, lines) - 1]
    owner = np.flatnonzero(layout.kind[:-1] == ln.KIND) + 1
    owners = dict(zip(layout.page[owner].tolist(), layout.text(owner), strict=True))
    whole = dict(zip(name.tolist(), name_texts(layout, name), strict=True))
    for at, text in zip(name.tolist(), layout.text(lines), strict=True):
        whole[at] = f"{whole[at]} {text}"
    folded = {int(layout.page[at]) for at, text in whole.items() if text == owners.get(int(layout.page[at]))}
    told = [at for at in whole if int(layout.page[at]) in folded]
    return layout.with_texts(np.array(told, dtype=np.int64), [f"{ln.STANDARD_BULLET}{whole[at]}\n" for at in told])


def _further_in(layout: Layout, names: Ints, lines: Ints) -> Bools:
    """Which of LINES begin further in than the bullet of each of the NAMES."""
    name, line = (layout.lines.text.gather(layout.nb[at]) for at in (names, lines))
    place, other = (text.str.extract(r"^([ \t]*)").str.replace_all("\t", _TAB).str.len_bytes() for text in (name, line))
    return (other > place).to_numpy()
