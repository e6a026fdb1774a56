"""Lines and lists that tools cut all over a file.

`cut -c` and fields of a fixed width keep only so many characters of each line; a tool that drops lines which stand
further up already leaves every name, the owner's too, on one list alone.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar.headers import Headers
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.owners import LEAST_CAP, with_owner
from etl.extract.grammar.repeated import NEARLY_ALL
from etl.extract.grammar.segments import Segments
from etl.extract.grammar.wording import FULL_STOP

_LEAST = 40  # characters of a line
_LEAST_TITLE = 20
_WIDEST = 40  # bytes that signs of several may add to a line
_DOTS = b"...", "…".encode()
_MORE = r"(?i)(?:\.{3}|…)\s*(?:(?:read|show|view|see) )?more$"
_WORD = 20  # bytes by which lines differ that are cut between words


def cut_lines(layout: Layout, s: Segments) -> Bools:
    """Which stretches hold a line of so many characters as no line of their page exceeds, where abstracts end there.

    Two abstracts at least have to, and stop in the middle of a sentence.
    """
    final = s.end - 1
    page = layout.page[final]
    longest = np.zeros(len(layout.page_file), dtype=np.int64)
    pages = np.flatnonzero(np.diff(layout.page_nb))
    longest[pages] = np.maximum.reduceat(layout.length, layout.page_nb[pages])
    near = (layout.length[final] >= longest[page] - _WIDEST) & (layout.length[final] >= _LEAST)
    at = np.flatnonzero(near & (final >= s.names_end))
    at = at[np.bincount(page[at], minlength=len(longest))[page[at]] > 1]
    if not len(at):
        return np.zeros(len(s.head), dtype=bool)
    text = layout.text(final[at])
    open_ = ~text.str.contains(FULL_STOP) | text.str.contains(r"(?:\.\.|…)$")
    widths = (
        pl.DataFrame({"page": page[at], "width": _sizes(layout, final[at]), "open": open_})
        .group_by("page", "width")
        .agg(pl.len(), pl.col("open").mean())
        .filter(pl.col("len") > 1, pl.col("open") >= NEARLY_ALL)
    )
    if widths.is_empty():
        return np.zeros(len(s.head), dtype=bool)
    lines = np.flatnonzero(np.isin(layout.page, widths["page"].to_numpy()))
    frame = pl.DataFrame({"page": layout.page[lines], "at": lines, "size": _sizes(layout, lines)})
    most = pl.col("size").max().over("page")
    full = frame.filter(pl.col("size") == most).join(widths, left_on=["page", "size"], right_on=["page", "width"])
    return s.mark(full["at"].to_numpy())


def cut_with_dots(layout: Layout, s: Segments) -> Bools:
    """Which stretches, or titles, end in dots where others of their page do, at nearly the same length.

    A site shows so much.
    """
    final = np.where(s.end > s.names_end, s.end - 1, s.head)
    return (
        _with_more(layout, final)
        | _dotted(layout, final, _LEAST)
        | _dotted(layout, np.minimum(s.head + 1, s.end - 1), _LEAST_TITLE)
    )


def _with_more(layout: Layout, final: Ints) -> Bools:
    """Which of the lines FINAL end in the button for the rest of a text, behind dots."""
    more = layout.ends_with(final, b"re")
    at = np.flatnonzero(more)
    more[at] = matches(layout.text(final[at]), _MORE)
    return more


def _dotted(layout: Layout, final: Ints, least: int) -> Bools:
    """Which of the lines FINAL, of so many bytes at LEAST, end in dots, at nearly the same length as two others."""
    dotted = layout.ends_with(final, *_DOTS)
    at = np.flatnonzero(dotted & (layout.length[final] >= least))
    cut = np.zeros(len(final), dtype=bool)
    order = np.lexsort((layout.length[final[at]], layout.page[final[at]]))
    size, page = layout.length[final[at]][order], layout.page[final[at]][order]
    near = np.append((np.diff(size) <= _WORD) & (np.diff(page) == 0), [False, False])
    three = near[: len(at)] & near[1 : len(at) + 1]  # two of one year may be as long by chance
    cut[at[order]] = three | np.append(False, three)[: len(at)] | np.append([False, False], three)[: len(at)]
    return cut


def _sizes(layout: Layout, nb: Ints) -> pl.Series:
    """Characters of each of the lines NB, with the space that one ends in if it was cut there."""
    return layout.lines.text.gather(layout.nb[nb]).str.strip_chars_end("\r\n").str.len_chars()


def without_repeated_names(layout: Layout, headers: Headers, s: Segments) -> Bools:
    """Which stretches stand below the only list with their page's owner, where others are too short to be cut above.

    No name of the page stands on two lists.
    """
    sizes, page = s.sizes, layout.page[s.head]
    short = np.flatnonzero((sizes > 0) & (sizes < LEAST_CAP))
    count = np.bincount(page[short], minlength=len(layout.page_file))
    second = short[1:][(page[short[1:]] == page[short[:-1]]) & (np.append(-1, page[short[:-2]]) != page[short[1:]])]
    second = second[count[page[second]] > 2]
    suspects = page[second[~with_owner(layout, headers, s, second)]]
    suspects = np.setdiff1d(suspects, _with_a_repeated_name(s, page, suspects))
    at = np.flatnonzero((sizes > 0) & np.isin(page, suspects))
    if not len(at):
        return np.zeros(len(s.head), dtype=bool)
    named = np.bincount(page[at[with_owner(layout, headers, s, at)]], minlength=len(count))
    first = np.append(True, page[1:] != page[:-1])
    return np.isin(page, suspects) & (named == 1)[page] & ~first


def _with_a_repeated_name(s: Segments, page: Ints, pages: Ints) -> Ints:
    """Those of PAGES on which a name stands on two lists; PAGE: of each stretch."""
    of_names = page[s.of_names]
    at = np.flatnonzero(np.isin(of_names, pages))
    names = pl.DataFrame({"page": of_names[at], "name": s.names.gather(at)})
    return names.filter(names.is_duplicated())["page"].unique().to_numpy()
