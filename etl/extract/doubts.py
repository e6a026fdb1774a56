"""Why a stretch of a page cannot be used: each doubt is one function over all stretches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from etl.extract.bare_lists import lists_below, nested_lists
from etl.extract.broken_headings import broken_headings, broken_titles
from etl.extract.broken_lists import broken_lists, broken_names
from etl.extract.conflicts import in_conflict
from etl.extract.cut_lines import cut_lines, cut_with_dots, without_repeated_names
from etl.extract.cut_off import cut_off
from etl.extract.displaced import cut_columns, headers_inside, headings_below
from etl.extract.foreign_lines import foreign_lines
from etl.extract.headers import Headers
from etl.extract.headings import Verdict
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints, matches
from etl.extract.lost_headings import lost_headings, titles_above
from etl.extract.merged_names import all_twice, merged_names
from etl.extract.segments import Segments, above

_MOST_NAMES = 20_000  # the longest list known, of the COVIDSurg collaboration, has 15,025


def reasons(layout: Layout, headers: Headers, s: Segments, suspect: Bools, declared: Ints) -> Segments:
    """Say of each stretch that cannot be used why; the first reason that holds is given."""
    if not len(s.head):
        return s
    ambiguous = s.verdict == Verdict.AMBIGUOUS
    unsure = _unsure(layout, s, declared)
    found = {
        "merge-conflict": in_conflict(layout, s),
        "ambiguous-heading": ambiguous | above(layout, s, ambiguous) | headings_below(layout, headers, s),
        "no-title": (s.verdict == Verdict.BROKEN) | (s.end - s.head < 2),
        "lost-heading": (s.verdict == Verdict.LOST)
        | lost_headings(layout, headers, s, unsure)
        | titles_above(layout, s),
        "invalid-utf-8": _holding(layout, s, suspect, "\x1a"),
        "nul-bytes": _holding(layout, s, suspect, "\0"),
        "too-many-authors": s.names_end - s.head - 2 > _MOST_NAMES,
        "broken-title": broken_titles(layout, s),
        "broken-author-list": broken_lists(layout, s)
        | broken_names(layout, s)
        | without_repeated_names(layout, headers, s)
        | merged_names(layout, headers, s)
        | nested_lists(layout, s)
        | lists_below(layout, s)
        | all_twice(s),
        "header-inside": headers_inside(layout, headers, s, declared),
        "broken-heading": broken_headings(layout, headers, s),
        "cut-off": cut_off(layout, headers, s, declared)
        | cut_lines(layout, s)
        | cut_with_dots(layout, s)
        | cut_columns(layout, s),
        "foreign-line": foreign_lines(layout, headers, s),
    }
    frame = pl.DataFrame(found)
    reason = pl.coalesce(*(pl.when(pl.col(name)).then(pl.lit(name)) for name in found))
    return replace(s, reason=frame.select(reason.alias("reason")).to_series())


def _unsure(layout: Layout, s: Segments, declared: Ints) -> Bools:
    """Is each on a page whose stretches are not as many as it declares?"""
    page = layout.page[s.head]
    certain = np.bincount(page[s.verdict != Verdict.AMBIGUOUS], minlength=len(declared)) == declared
    return ~certain[page]


def _holding(layout: Layout, s: Segments, suspect: Bools, character: str) -> Bools:
    """The stretches that hold CHARACTER; only SUSPECT files can."""
    lines = np.flatnonzero(suspect[layout.lines.file[layout.nb]])
    damaged = matches(layout.lines.text.gather(layout.nb[lines]), character, literal=True)
    return s.mark(lines[damaged])
