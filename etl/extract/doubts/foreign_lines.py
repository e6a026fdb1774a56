"""Lines below an abstract that do not belong to it: a footer, a button, what a program wrote at the end of a file.

A listing is in doubt only because of what sites and programs write. A short line that an author may have written stays
with its abstract. So do copyright notices other than the site's own, since abstracts of publishers have them (ABS108).
"""

from __future__ import annotations

from functools import partial

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.foreign_words import MESSAGE, PRINTED, SPEAKING, never_end
from etl.extract.grammar.headers import Headers
from etl.extract.grammar.heading_grammar import KINDS, YEAR
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.repeated import said_again
from etl.extract.grammar.segments import Segments, below_paragraphs, closing, ranges, topmost
from etl.extract.grammar.wording import LONG, OWN_END, SENTENCE_END, SHORT

_NO_WORDS = r"^(?:[^\p{L}\p{N}$\\{}()\[\]]+|\[?(?:\.{3}|…)\]?|(?:\d+\W*)+)$"
_RULE = r"^(?:_{10,}|-{10,}|={10,}|\*{10,}|~{10,}|[—–─━═]{10,})$"  # across a page
_LISTING = rf"\b(?:{KINDS})\s+{YEAR}\s+(?:{KINDS})\s+(?:Paper|Article)\b"
_FORMULA = r"[$\\\\=^{}]|^[(•*-]"  # what authors set on a line of its own within a sentence
_WORD = 20  # bytes: a line that is wrapped has no room for one
_LEAST = 50  # bytes of a line that is wrapped
_LABELLED = r"^\p{Lu}[\p{L} /-]{2,40}: \S"
_MOST_LINES = 8  # of a footer
_LONGEST = 2 * SHORT  # bytes of a line
_LONGEST_MESSAGE = 200


def foreign_lines(layout: Layout, headers: Headers, s: Segments) -> Bools:
    """Which stretches end in short lines that no author wrote, or have such lines, or the edge of a sheet, within."""
    return _within(layout, s) | _within_sentences(layout, s) | _below_all(layout, headers, s) | _footers(layout, s)


def _footers(layout: Layout, s: Segments) -> Bools:
    """Which stretches end in a footer: short lines, apart from the abstract above, of which one at least is foreign."""
    every = topmost(s.end, s.names_end, partial(_may_end, layout), _MOST_LINES)
    at = np.flatnonzero(every < s.end)
    top, final = every[at], s.end[at] - 1
    below = ranges(top, s.end[at])
    told = s.mark(below[never_end(layout.text(below))])[at]
    whole = top == s.names_end[at]
    apart = ~whole & ((layout.gap[top] > 0) | below_paragraphs(layout, top))
    # An abstract may be wrapped, and have such words in one of its lines.
    foreign = told & (apart | (whole & ((top == final) | (layout.gap[final] > 0))))
    foreign |= apart & (matches(layout.text(final), _NO_WORDS) | _said_twice(layout, final))
    # A line alone above another page's header may be its title, its address, or the day on which it was saved.
    file = layout.page_file[layout.page[s.head]]
    more = closing(layout, s) & np.append(file[1:] == file[:-1], False)
    foreign |= more[at] & (layout.gap[top] > 0)
    return s.only(at[foreign])


def _may_end(layout: Layout, at: Ints) -> Bools:
    """Which of the lines AT are short, and no sentence, or one that no author wrote."""
    may_be: Bools = layout.length[at] <= _LONGEST
    text = layout.text(at[may_be])
    may_be[may_be] = ~matches(text, SENTENCE_END) | never_end(text) | matches(text, _NO_WORDS)
    return may_be


def _said_twice(layout: Layout, lines: Ints) -> Bools:
    """Which of LINES say what another of their page says, but for numbers.

    One venue may have the same label in several of its abstracts (`Contact: `, `Level of evidence: `).
    """
    if not len(lines):
        return np.zeros(0, dtype=bool)
    text = pl.col("text")
    own = text.str.contains(OWN_END) | (text.str.contains(_LABELLED) & (pl.col("venues") == 1))
    return said_again(layout, lines).select((pl.col("times") > 1) & ~own).to_series().to_numpy()


def _within(layout: Layout, s: Segments) -> Bools:
    """Which stretches have a line in their abstracts, or in place of one, that its words tell where it stands there."""
    first, end = s.names_end, np.maximum(s.end, s.names_end)
    lines, of = ranges(first, end), np.repeat(np.arange(len(first)), end - first)
    size, kind, below = layout.length[lines], layout.kind[lines], np.minimum(lines + 1, len(layout.nb) - 1)
    opens, closes, parted = lines == first[of], lines + 1 == end[of], layout.gap[lines] > 0
    inner, parted_below = ~(opens & closes), layout.gap[below] > 0
    alone = inner & parted & (closes | parted_below) & (kind != ln.BULLET)
    above = inner & opens & parted_below & (size <= SHORT) & (layout.length[below] >= LONG)
    tellers = (
        (MESSAGE, (size <= _LONGEST_MESSAGE) & (kind != ln.BULLET)),
        (SPEAKING, (size <= _LONGEST_MESSAGE) & alone),
        (PRINTED, (size <= _LONGEST) & inner),
        (_RULE, (size <= _LONGEST) & inner & parted),
        (_LISTING, (size > LONG) & ~opens & parted),
    )
    told = [lines[place][matches(layout.text(lines[place]), words)] for words, place in tellers]
    told += [lines[alone & (kind == ln.NUMBER)], lines[above][never_end(layout.text(lines[above]))]]
    return s.mark(np.concatenate(told))


def _within_sentences(layout: Layout, s: Segments) -> Bools:
    """Which stretches have a short line within a sentence of their abstracts: what stands below goes on with it."""
    several = np.flatnonzero(s.end - s.names_end > 2)
    at = ranges(s.names_end[several] + 1, s.end[several] - 1)
    size, above = layout.length[at], layout.length[at - 1]
    at = at[(size <= SHORT) & (size + _WORD <= above) & (above >= _LEAST) & (layout.kind[at] != ln.BULLET)]
    if not len(at):
        return np.zeros(len(s.head), dtype=bool)
    text = layout.text(at)
    apart = pl.Series((layout.gap[at] > 0) & (layout.gap[at + 1] > 0)) & ~text.str.contains(SENTENCE_END)
    own = text.str.contains(rf"^\p{{Ll}}|{_FORMULA}") & ~text.str.contains(r"://|\S@\S")
    goes_on = layout.text(at + 1).str.contains(r"^\p{Ll}")
    open_ = ~layout.text(at - 1).str.contains(SENTENCE_END) & ~own
    return s.mark(at[(open_ & (apart | goes_on)).to_numpy()])


def _below_all(layout: Layout, headers: Headers, s: Segments) -> Bools:
    """Which stretches end in a line that may be of what wrote one above the header of their page (`Here it is:`)."""
    found, file = headers.frame["found"].to_numpy(), layout.page_file
    framed = np.append(False, found[1:] & ~found[:-1] & (file[1:] == file[:-1]))  # what stands above is no page
    page, final = layout.page[s.head], s.end - 1
    below: Bools = framed[page] & closing(layout, s) & (final > s.names_end) & (layout.gap[final] > 0)
    return below & (layout.length[final] <= _LONGEST)
