"""Where a file breaks off: a download that ended early, a disk that was full."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar.headers import Headers, next_sheets
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.owners import LEAST_CAP, with_owner
from etl.extract.grammar.segments import Segments, closing
from etl.extract.grammar.wording import FULL_STOP, SHORT
from etl.extract.headings.verdicts import MANY_MISSING
from etl.patterns import quick_regex

_STOP_WITHIN = quick_regex(r"(?i)(?:\b\p{L}|\d|\b(?:al|vs|cf|resp|figs?|eqs?|secs?|approx|etc|no|dr|prof|st))\.$")
_SOME_MISSING = 3  # papers
_TRAILER = (  # the last line of what programs write where a download breaks off
    r"(?i)</html>$|^(?:curl|wget|rsync|scp|ssh|ftp): |[\[(](?:truncated|cut off|more)[\])]$"
    r"|\b(?:connection|transfer) (?:reset|closed|timed out)\b"
)
_END = 40  # characters that show how a text ends
_GOES_ON = (  # a button for the rest of the text, or what says that it is missing
    r"(?i)(?:\.{3}|…)\s*\(?(?:(?:read|show|view|see) )?more\)?$"
    r"|[\[(](?:truncated|cut off|more|\+?\d+ (?:more )?char(?:acter)?s?)[\])]$"
)
_WITHIN = (  # how no text ends that is whole
    r"(?i)(?:\.{3}|…)[\[\](){}\s]*$|[,(\[–—-]$"
    r"|\b(?:an?|the|of|in|on|to|for|and|or|with|by|from|as|at|is|are|was|were|that|which|we|our|this|these|their|than|into)$"
)


def cut_off(layout: Layout, headers: Headers, s: Segments, declared: Ints) -> Bools:
    """Which stretches are the last of a file, or of a page that another follows, and stop in the middle of a part.

    Where it stops at the end of a line of names, the count that the page declares tells whether that is its end, and
    the owner, who stands on every list that is not cut; where it stops in an abstract without a full stop, whether many
    papers are missing.
    """
    page = layout.page[s.head]
    last = np.flatnonzero(closing(layout, s) & ~np.append(next_sheets(layout, headers)[1:], False)[page])
    if not len(last):
        return s.only(last)
    final = s.end[last] - 1
    file_end = layout.page_line[page[last] + 1] - 1  # the last line of the file, or of the page
    tail = layout.lines.text.gather(file_end)
    terminated = tail.str.ends_with("\n").to_numpy()
    ends_file = layout.nb[final] == file_end
    in_abstract = final >= s.names_end[last]
    # No file ends in a space, unless that fills a line below its last abstract.
    broken_off = ~terminated & matches(tail, r"\s$") & (ends_file | ~in_abstract)
    bare = s.end[last] - s.head[last] <= 2
    in_names = ~in_abstract & ~bare
    told = declared[page[last]]
    found = np.bincount(page, minlength=len(declared))[page[last]]
    whole = terminated & (found == told)
    ownerless = np.flatnonzero(in_names & whole & (s.sizes < LEAST_CAP)[last])
    whole[ownerless] = with_owner(layout, headers, s, last[ownerless])
    unfinished = in_names & (told - found >= MANY_MISSING)
    in_sentence = ends_file & ~terminated
    in_sentence[in_sentence] = ~_finished(layout.text(final[in_sentence]))
    open_ended = in_abstract & (told > found)
    if open_ended.any():
        open_ended[open_ended] = _open_ended(layout, final[open_ended], (told - found)[open_ended])
    short = np.flatnonzero(in_abstract & (layout.length[final] <= 2 * SHORT))
    open_ended[short] |= matches(layout.text(final[short]), _TRAILER)
    ended = np.where(in_abstract, in_sentence, ends_file & ~whole)
    return s.only(last[broken_off | bare | unfinished | open_ended | ended])


def _open_ended(layout: Layout, final: Ints, missing: Ints) -> Bools:
    """Which of the lines FINAL, on pages where so many papers are MISSING, stop where no text ends.

    The fewer are missing, the clearer it has to say so.
    """
    text = layout.text(final)
    end = text.str.tail(_END)
    within = matches(end, _WITHIN)
    open_: Bools = matches(end, _GOES_ON) | (within & (missing >= _SOME_MISSING))
    many = np.flatnonzero(missing >= MANY_MISSING)
    open_[many] |= ~matches(text.gather(many), rf"{FULL_STOP}|(?:://|www\.)\S+$")
    return open_


def _finished(text: pl.Series) -> Bools:
    """Does each text end as a sentence does, and not within one?"""
    if text.is_empty():
        return np.zeros(0, dtype=bool)
    ends = text.str.contains(FULL_STOP) & ~text.str.contains(_STOP_WITHIN)
    closed = text.str.count_matches(r"[(\[]") <= text.str.count_matches(r"[)\]]")
    return (ends & closed).to_numpy()
