"""Listings that lost their headings, and what is left of them in the abstract above: a title, names.

Of those that lost their bullets too, only the form is left: lines too short for an abstract, one below the other, above
a paragraph or between blank lines. If a page has fewer listings than it declares, one may be missing there.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.bare_lists import several_names
from etl.extract.grammar.headers import Headers
from etl.extract.grammar.heading_grammar import HEADING_PATTERN, KINDS, YEAR
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches, with_own_bullet
from etl.extract.grammar.segments import Segments, ranges
from etl.extract.grammar.wording import (
    FULL_STOP,
    LABEL,
    LONG,
    LONGEST_LIKELY_TITLE,
    SENTENCE_END,
    SHORT,
    ends_in,
    like_names,
    name_texts,
)

_HEADING_LEFT = rf"\b{YEAR}\b|\b(?:{KINDS})\b|[\x1a\x{{fffd}}]"
_QUESTION = r"[?!][\"'”’»)\]}$*]*$"
_NO_TITLE = (
    rf"{LABEL}|{SENTENCE_END.replace('!?', '')}|^\S*(?:://|www\.)\S*$"
    r"|^(?:Theorem|Lemma|Proposition|Corollary|Definition|Figure|Table) \d+$"
)


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
    stray, of = _stray_bullets(layout, s)
    if not len(stray):
        return swallowed(layout, s, unsure)
    names = name_texts(layout, stray)
    like = like_names(layout, stray) | several_names(names).to_numpy()
    headed = matches(names, HEADING_PATTERN)  # all lines of a listing may have a sign before them
    told = _known(layout, headers, s, stray) | (unsure[of] & (headed | (like & _apart(layout, stray))))
    return s.mark(stray[told]) | swallowed(layout, s, unsure)


def titles_above(layout: Layout, s: Segments) -> Bools:
    """Stretches that end in a line of its own, above a heading that names follow at once: its title may stand there."""
    last = s.end - 1
    untitled = (layout.after(1)[last] == ln.HEADING) & (layout.after(2)[last] == ln.BULLET)
    alone = (layout.gap[last] > 0) & (layout.length[last] <= LONGEST_LIKELY_TITLE)
    return untitled & alone & (last > s.head + 1)


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


def swallowed(layout: Layout, s: Segments, unsure: Bools) -> Bools:
    """Which of the UNSURE stretches hold in their abstracts what may be a title and names, or a title alone."""
    if not unsure.any():
        return unsure
    first, end = s.names_end[unsure], np.maximum(s.end[unsure], s.names_end[unsure])
    at = ranges(first, end)
    open_ = layout.length[at] <= 2 * SHORT
    open_[open_] = ~matches(layout.text(at[open_]), _NO_TITLE)
    of = np.repeat(np.arange(len(first)), end - first)
    begins = np.flatnonzero(open_ & ~(np.append(False, open_[:-1] & (of[1:] == of[:-1]))[: len(at)]))
    closes = np.flatnonzero(open_ & ~(np.append(open_[1:] & (of[1:] == of[:-1]), False)[: len(at)]))
    top, bottom = at[begins], at[closes]
    below = bottom + 1
    inside = below < end[of[closes]]
    below = np.minimum(below, len(layout.nb) - 1)
    paragraph = inside & (layout.length[below] >= LONG)
    apart = layout.gap[below] > 0
    found = _several(layout, top, bottom, paragraph, apart)
    # One line that stands alone may be a title; the first of an abstract, or a question, is rather its own.
    alone = (bottom > first[of[closes]]) & (layout.gap[bottom] > 0) & (layout.kind[bottom] == ln.TEXT) & apart
    titled = alone & inside & _above_one_line(layout, below, end[of[closes]])
    alone &= paragraph
    alone[alone] = ~matches(layout.text(bottom[alone]), _QUESTION)
    return s.mark(bottom[found | alone | titled])


def _above_one_line(layout: Layout, below: Ints, end: Ints) -> Bools:
    """Where a short line alone stands BELOW, above a paragraph: names, though it ends as a sentence (`By Ada Ma.`)."""
    after = below + 1
    inside = after < end
    after = np.minimum(after, len(layout.nb) - 1)
    short = (layout.length[below] <= 2 * SHORT) & (layout.gap[after] > 0) & (layout.length[after] >= LONG)
    return inside & short


def _several(layout: Layout, top: Ints, bottom: Ints, paragraph: Bools, apart: Bools) -> Bools:
    """Which runs of short lines, from TOP to BOTTOM, are several parts of a listing.

    They stand above a PARAGRAPH, with a blank line between (APART) or too short to be one that is wrapped; or between
    blank lines, with another within.
    """
    texts = np.concatenate([[0], np.cumsum(layout.kind == ln.TEXT)])
    gaps = np.concatenate([[0], np.cumsum(layout.gap > 0)])
    parted = (layout.gap[top] > 0) & (gaps[bottom + 1] > gaps[top + 1])
    wrapped = np.maximum(layout.length[bottom], layout.length[np.maximum(bottom - 1, 0)]) > SHORT
    return (texts[bottom + 1] - texts[top] >= 2) & ((paragraph & (apart | ~wrapped)) | parted)
