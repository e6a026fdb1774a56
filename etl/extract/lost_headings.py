"""Listings that lost their headings, and what is left of them in the abstract above: a title, names."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.bare_lists import several_names
from etl.extract.headers import Headers
from etl.extract.heading_grammar import HEADING_PATTERN, KINDS, YEAR
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints, matches, with_own_bullet
from etl.extract.segments import Segments
from etl.extract.swallowed import swallowed
from etl.extract.wording import (
    FULL_STOP,
    LONG,
    LONGEST_LIKELY_TITLE,
    SENTENCE_END,
    SHORT,
    ends_in,
    like_names,
    name_texts,
)

_HEADING_LEFT = rf"\b{YEAR}\b|\b(?:{KINDS})\b|[\x1a\x{{fffd}}]"


def lost_titles(layout: Layout, headers: Headers, s: Segments, declared: Ints) -> Ints:
    """Where a listing that lost its heading can be told from the abstract above it: the line where it begins.

    It is told by names that the page lists elsewhere, under a line that stands alone, under a finished paragraph; or on
    a page that has fewer listings than it declares, by the site's form: two such lines and its bullets, of any words.
    """
    stray, of = _stray_bullets(layout, s)
    if not len(stray):
        return stray
    opens = np.diff(stray, prepend=-2) != 1
    at, run_of = stray[opens] - 1, of[opens]
    alone = (layout.kind[at] == ln.TEXT) & (layout.gap[at] > 0) & (layout.gap[at + 1] > 0)
    lines = at - s.names_end[run_of]
    at, run_of, lines = (x[alone & (lines >= 0) & (lines <= 2)] for x in (at, run_of, lines))
    if not len(at):
        return at
    named = np.isin(at + 1, layout.run_begin(stray[_known(layout, headers, s, stray)]))
    found = np.bincount(layout.page[s.head], minlength=len(declared))
    own = with_own_bullet(layout.lines.text.gather(layout.nb[at + 1]))
    lacking = (found < declared)[layout.page[at]] & own
    heading, title = layout.text(at - 1), layout.text(at)
    open_ = (lacking & ~ends_in(heading, SENTENCE_END)) | matches(heading, _HEADING_LEFT)
    remains = open_ & (layout.length[at - 1] <= 2 * SHORT) & (lines >= 1) & (layout.gap[at - 1] > 0)
    named |= lacking & remains
    named &= layout.kind[at - 1] != ln.HEADING  # one that was judged to be text
    # What ends in a full stop, or is too long, is the abstract above names of which even the title is lost.
    named &= (layout.length[at] <= LONGEST_LIKELY_TITLE) & ~ends_in(title, FULL_STOP)
    paragraph = at - 1 - remains
    finished = matches(layout.text(paragraph), SENTENCE_END) & (layout.length[paragraph] >= LONG)
    above = lines - remains
    # A line alone, right below a list, may be a foreign one within that list.
    bare = (above == 0) & remains & (s.names_end[run_of] > s.head[run_of] + 2)
    told = named & (((above == 1) & finished) | bare)
    first = np.unique(run_of[told], return_index=True)[1]
    return (at - remains)[told][first]


def lost_headings(layout: Layout, headers: Headers, s: Segments, unsure: Bools) -> Bools:
    """An abstract that holds a listing without its heading: bullets that are names, or a title of its own.

    Where the page has as many listings as it declares, only names that it lists elsewhere tell.
    """
    lost = np.zeros(len(s.head), dtype=bool)
    stray, of = _stray_bullets(layout, s)
    if len(stray):
        lost[of[_known(layout, headers, s, stray)]] = True
        names = name_texts(layout, stray)
        like = like_names(layout, stray) | several_names(names).to_numpy()
        headed = matches(names, HEADING_PATTERN)  # all lines of a listing may have a sign before them
        lost[of[unsure[of] & (headed | (like & _apart(layout, stray)))]] = True
    return lost | swallowed(layout, s, unsure)


def titles_above(layout: Layout, s: Segments) -> Bools:
    """Stretches that end in a line of its own, above a heading that names follow at once: its title may stand there."""
    below = np.minimum(s.end, len(layout.nb) - 2)
    untitled = (layout.kind[below] == ln.HEADING) & (layout.kind[below + 1] == ln.BULLET)
    last = s.end - 1
    alone = (layout.gap[last] > 0) & (layout.length[last] <= LONGEST_LIKELY_TITLE)
    return untitled & alone & (last > s.head + 1) & (layout.page[below] == layout.page[s.head])


def _stray_bullets(layout: Layout, s: Segments) -> tuple[Ints, Ints]:
    """Bullets in abstracts, and the stretch that each is in."""
    stray = np.flatnonzero((layout.kind == ln.BULLET) & ~s.listed(len(layout.nb)))
    of = s.of(stray)
    return stray[of >= 0], of[of >= 0]


def _known(layout: Layout, headers: Headers, s: Segments, stray: Ints) -> Bools:
    """Which of the bullets STRAY are names that their page lists, or its owner."""
    pages = np.unique(layout.page[stray])
    at = np.flatnonzero(s.listed(len(layout.nb)) & np.isin(layout.page, pages))
    owners = headers.frame.select("page", name="owner").drop_nulls().filter(pl.col("page").is_in(pages))
    known = pl.concat([pl.DataFrame({"page": layout.page[at], "name": name_texts(layout, at)}), owners]).unique()
    strays = pl.DataFrame({"page": layout.page[stray], "name": name_texts(layout, stray), "at": stray})
    return np.isin(stray, strays.join(known, on=["page", "name"], how="semi")["at"].to_numpy())


def _apart(layout: Layout, stray: Ints) -> Bools:
    """Which of the bullets STRAY stand in runs that a blank line parts from the text above or below."""
    opens = np.diff(stray, prepend=-2) != 1
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(stray)) - 1
    gap = np.append(layout.gap, 1)  # a page's end parts as its beginning does
    return ((gap[stray[first]] > 0) | (gap[stray[last] + 1] > 0))[np.cumsum(opens) - 1]
