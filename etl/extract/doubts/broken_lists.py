"""Author lists that are damaged: bullets stop and go on again, or stand before something that is no name."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.bare_lists import bare_lists, several_names
from etl.extract.grammar.heading_grammar import YEAR
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.segments import Segments
from etl.extract.grammar.wording import LABEL, LONGEST_NAME, SENTENCE_END, SHORT, ends_in, like_names, name_texts

_LONGEST_GROUP = 250  # characters of one among names, which may be a group of people
_NO_NAME = rf"[\p{{Ll}}\d)]{{3}}[.!?;:]|[;:!?]$|(?:\S+\s+){{12}}|\b{YEAR}\b"
_SENTENCE = (  # what stands in no name, be it a group's, a title's or an institution's
    r"[\p{Ll}\d)]{3}[.!?][\"'”’)]*$|[;:!?]$|\p{Ll}{3}[.!?;:]\s+\p{Lu}\p{L}*\s+\p{Ll}{2}"
    r"|\b(?:we|our|this|that|which|it|is|are|was|were|has|have|can)\b"
)
_COUNTED = r"^(?:(?:\d{1,3}[.)]|\[.?\])\s|\d+ (?:more|others)$)"
_SHORTEST_NAMED = ln.BULLET_BYTES + 1  # bytes: a line no longer may be a bullet alone
_GOES_ON = r"^(?:\.{3}|…|\+ ?\d+)$"  # what says that names are missing is told of names later
_WIDE = r"\S(?: {3,}|\s*\t)\s*\S"  # between columns
_LEAST_COLUMNS = 30  # bytes of a line
_SECTION = r"(?i)^(?:abstract|summary|background|introduction|motivation|objectives?|purpose|context|keywords|tl;?dr)\b"
_NO_PIECE = (  # of a name: a number, words in lower case, what talks and papers are called
    r"\p{L}\s+\d{1,3}\b|\p{Ll}\s+(?:\S+\s+)*\p{Ll}{4,}(?:\s|$)|^\p{Ll}{4,}\s"
    r"|(?i:^(?:(?:(?:short|long|key)\s+)?(?:invited|keynote|plenary|extended|oral|poster|talk|abstract|preprint|tutorial"
    r"|paper|survey|foreword|preface|editorial|prologue|erratum|corrigendum|note|remark|editors?|the|original|research"
    r"|review|article|case|report|draft|author|managerial|executive|summary|points|question|panel(?:ists?)?|speakers?"
    r"|chairs?|moderators?|presenters?|part [a-z\d]+)\b\W*)+(?:$|:)|^\(with\b|^dedicated to\b|^a b s t r a c t$)"
)


def broken_lists(layout: Layout, s: Segments) -> Bools:
    """A list whose bullets stop and go on, or a name without its bullet."""
    last = len(layout.nb) - 1
    below, after = np.minimum(s.names_end, last), np.minimum(s.names_end + 1, last)
    named, has_below, has_after = s.names_end > s.head + 2, s.names_end < s.end, s.names_end + 1 < s.end
    attached = layout.gap[below] == 0
    bullet_below = layout.kind[below] == ln.BULLET
    bullet_after = has_after & (layout.kind[after] == ln.BULLET)
    length = layout.length[below]
    doubt = has_below & (bullet_below | (length <= 2 * SHORT))
    doubtful = np.flatnonzero(doubt)
    text = layout.text(below[doubtful])
    ends, name_like = np.ones(len(below), dtype=bool), np.zeros(len(below), dtype=bool)
    ends[doubtful] = ends_in(text, SENTENCE_END)
    name_like[doubtful] = like_names(layout, below[doubtful])
    resumes = named & bullet_after & (attached | (~ends & (length <= SHORT)))
    # Between blank lines a foreign line, if names follow; bullets of another kind are an abstract's, or its highlights.
    parted = np.flatnonzero(resumes & ((layout.gap[after] > 0) | (~attached & ~bullet_below)))
    if len(parted):
        name, bullet = (layout.lines.byte_values[layout.start(x[parted])] for x in (s.names_end - 1, after))
        parted = parted[(layout.gap[after[parted]] > 0) | (name != bullet)]
        resumes[parted] = like_names(layout, after[parted]) & ~matches(layout.text(below[parted]), LABEL)
    listed = np.flatnonzero(resumes & bullet_below & ~attached)  # bullets that no names are begin an abstract
    if len(listed):
        words = np.all([matches(name_texts(layout, x[listed]), _NO_PIECE) for x in (below, after)], axis=0)
        resumes[listed] = ~(words & like_names(layout, below[listed] - 1))
    several = named & attached & name_like & ~ends & has_after
    several[several] = like_names(layout, after[several])
    stray = named & attached & ~ends & (length <= SHORT) & (~has_after | (layout.gap[after] > 0) | several)
    piece = named & ~attached & ~bullet_below & ~ends & (length <= SHORT // 2) & has_after
    piece[piece] = ~_paragraphs(layout, s.names_end[piece], s.end[piece])
    if piece.any():
        piece[piece] = ~matches(layout.text(below[piece]), rf"{_NO_PIECE}|{_SECTION}|{LABEL}")
    bare = ~named & ~ends & (length <= SHORT)
    bare[~named] |= bare_lists(layout, s.head[~named])
    headless = ~named & bullet_after & ~ends
    spaced = named & bullet_below & name_like
    return (doubt & (resumes | stray | piece | headless | spaced)) | (has_below & bare)


def _paragraphs(layout: Layout, first: Ints, end: Ints) -> Bools:
    """Does a paragraph of three lines or more begin at each of FIRST, above END?"""
    whole = first + 2 < end
    for step in (1, 2):
        line = np.minimum(first + step, len(layout.nb) - 1)
        whole &= (layout.kind[line] != ln.BULLET) & (layout.gap[line] == 0)
    return whole


def broken_names(layout: Layout, s: Segments) -> Bools:
    """Lists with a bullet that is no name: without a letter, as long as text is, or two in columns."""
    names = s.name_lines
    long = layout.length[names] > SHORT // 2
    bad = matches(s.names, "•", literal=True) | _without_letters(layout, s.names, names)
    at = np.flatnonzero(layout.length[names] > _LEAST_COLUMNS)
    bad[at] |= matches(s.names.gather(at), _WIDE)
    at = np.flatnonzero(long)
    text = s.names.gather(at)
    unlike = layout.longer(names[at], LONGEST_NAME) | matches(text, _NO_NAME)
    if unlike.any():
        at, text = at[unlike], text.filter(unlike)
        bad[at] = ~_among_names(layout, s, names[at]) | matches(text, _SENTENCE)
        bad[at] |= layout.longer(names[at], _LONGEST_GROUP)
    at = np.flatnonzero(long | (s.sizes == 1)[s.of_names])  # several on one line leave few lines
    bad[at] |= several_names(s.names.gather(at)).to_numpy()
    return s.mark(names[bad])


def _without_letters(layout: Layout, texts: pl.Series, names: Ints) -> Bools:
    """Which of the NAMES (nb) have no letter (rules, numbers of pages, ratings), or a number or a box before them.

    The first byte tells of most that they have neither.
    """
    buffer, start = layout.lines.byte_values, layout.start(names)
    first = np.minimum(start + ln.BULLET_BYTES, len(buffer) - 1)
    glyph = np.minimum(start + ln.STANDARD_BULLET.index("•"), len(buffer) - 1)
    without = (buffer[glyph] < 0x80) | ((buffer[first] | 0x20) - ord("a") > ord("z") - ord("a"))
    without |= layout.length[names] <= _SHORTEST_NAMED
    at = np.flatnonzero(without)
    text = texts.gather(at)
    without[at] = ~matches(text, rf"\p{{L}}|{_GOES_ON}") | matches(text, _COUNTED)
    return without


def _among_names(layout: Layout, s: Segments, unlike: Ints) -> Bools:
    """Which of the lines UNLIKE names stand in a list in the site's form, half of which are like names at least.

    What says so much of itself may be a group of people, or have a title or an institution.
    """
    of = s.of(unlike)
    first, end = s.head[of] + 2, s.names_end[of]
    last = np.minimum(end, len(layout.nb) - 1)
    apart = (layout.gap[first - 1] > 0) & (layout.gap[first] > 0) & ((end == s.end[of]) | (layout.gap[last] > 0))
    few = 2 * np.bincount(of, minlength=len(s.head))[of] <= end - first
    return apart & few
