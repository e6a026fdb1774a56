"""Lines that stand between the listings of a page and are of none: a rule, a number, the text of a button."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints
from etl.extract.page_begins import separators

_MOST_LINES = 3  # between two listings
_LONGEST = 80  # bytes
_LONGEST_RULE = 16  # bytes of one that begins like a bullet
_LEAST = 3  # lines of words; two rules are enough
_NEARLY_ALL = 0.8


def without_furniture(layout: Layout) -> Layout:
    """LAYOUT without the lines that stand the same above nearly each listing of their page: they count as blank."""
    for _ in range(_MOST_LINES):
        listing = np.flatnonzero((layout.kind == ln.HEADING) & (layout.after(2) == ln.BULLET))
        furniture = np.union1d(_dividers(layout, listing), _furniture(layout, listing))
        if not len(furniture):
            break
        kind = layout.lines.kind.copy()
        kind[layout.nb[furniture]] = ln.BLANK
        kept = np.delete(np.arange(len(layout.nb)), furniture)
        layout = Layout(
            replace(layout.lines, kind=kind), layout.nb[kept], layout.page[kept], layout.page_line, layout.page_file
        )
    return layout


def _dividers(layout: Layout, listing: Ints) -> Ints:
    """Rules that stand above a LISTING or at the end of a page, and years above the first listing of that year."""
    below = listing[listing > 0]
    below = below[np.isin(layout.kind[below - 1], (ln.TEXT, ln.NUMBER, ln.BULLET))]
    short = layout.length[below - 1] <= np.where(layout.kind[below - 1] == ln.TEXT, _LONGEST, _LONGEST_RULE)
    below = below[short]
    number = below[layout.kind[below - 1] == ln.NUMBER]
    if len(number):
        years = ln.heading_fields(layout.text(number))["year"] == layout.text(number - 1)
        number = number[years.to_numpy()]
    ends = layout.page_nb[1:][np.diff(layout.page_nb) > 0] - 1
    ends = ends[layout.length[ends] <= _LONGEST]
    rules = np.union1d(below - 1, ends)
    rules = rules[~layout.text(rules).str.contains(r"^(?:[\p{L}\p{N}]|•\s)").to_numpy()]  # names, and most words
    return np.union1d(rules[separators(layout.lines, layout.nb[rules])], number - 1)


def _furniture(layout: Layout, listing: Ints) -> Ints:
    """The lowest such line above each LISTING, and at the end of the page."""
    inner = listing[1:][layout.page[listing[1:]] == layout.page[listing[:-1]]]  # above the first stands the header
    at = inner - 1
    enough = np.maximum(_NEARLY_ALL * np.bincount(layout.page[inner], minlength=len(layout.page_file)), 2)
    at = at[_may_be(layout, at)]
    at = at[(np.bincount(layout.page[at], minlength=len(enough)) >= enough)[layout.page[at]]]
    if not len(at):
        return at
    ends = layout.page_nb[1:][np.unique(layout.page[at])] - 1
    lines = np.union1d(at, ends)
    frame = pl.DataFrame(
        {
            "at": lines,
            "page": layout.page[lines],
            "text": layout.text(lines).str.replace_all(r"\d+", "0"),
            "rule": separators(layout.lines, layout.nb[lines]),
            "between": np.isin(lines, at),
            "below": layout.kind[lines - 1] == ln.TEXT,
            "bullet": _like_names(layout, lines),
            "enough": enough[layout.page[lines]],
        }
    )
    same = frame.filter("between").group_by("page", "text").agg(
        pl.len(), pl.col("rule", "bullet", "enough").first(), below=pl.col("below").mean()
    )  # fmt: skip
    # What is all of an abstract is not furniture: a page may have many without one, and say so.
    words = (pl.col("len") >= _LEAST) & ~pl.col("bullet") & (pl.col("below") > 0.5)
    same = same.filter(pl.col("len") >= pl.col("enough"), pl.col("rule") | words)
    return frame.join(same, on=["page", "text"], how="semi")["at"].sort().to_numpy()


def _like_names(layout: Layout, lines: Ints) -> Bools:
    """Which of LINES are bullets with the sign that stands before the names below."""
    sign, name = (layout.text(x).str.head(1) for x in (lines, np.minimum(lines + 3, len(layout.nb) - 1)))
    like: Bools = (layout.kind[lines] == ln.BULLET) & (sign == name).to_numpy()
    return like


def _may_be(layout: Layout, at: Ints) -> Bools:
    kind, length = layout.kind[at], layout.length[at]
    short = np.where(kind == ln.BULLET, length <= _LONGEST_RULE, length <= _LONGEST)
    may_be: Bools = short & np.isin(kind, (ln.TEXT, ln.NUMBER, ln.BULLET))
    return may_be
