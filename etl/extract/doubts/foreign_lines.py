"""Lines below an abstract that do not belong to it: a footer, a button, what a program wrote at the end of a file.

A listing is in doubt only because of what sites and programs write. A short line that an author may have written stays
with its abstract. So do copyright notices other than the site's own, since abstracts of publishers have them (ABS108).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.doubts.messages import with_messages
from etl.extract.grammar import lines as ln
from etl.extract.grammar.foreign_words import NOT_OWN, NOTICE, PRINTED
from etl.extract.grammar.headers import Headers
from etl.extract.grammar.heading_grammar import KINDS, YEAR
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.repeated import said_again
from etl.extract.grammar.segments import Segments, closing, ranges
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
_PARAGRAPH = 2 * LONG  # bytes of a line that is not wrapped


def foreign_lines(layout: Layout, headers: Headers, s: Segments) -> Bools:
    """Which stretches end in short lines that no author wrote, or have such lines, or the edge of a sheet, within."""
    return (
        _printed_within(layout, s)
        | _above_abstracts(layout, s)
        | _within_sentences(layout, s)
        | with_messages(layout, s)
        | _below_all(layout, headers, s)
        | _footers(layout, s)
    )


def _footers(layout: Layout, s: Segments) -> Bools:
    """Which stretches end in a footer: short lines, apart from the abstract above, of which one at least is foreign."""
    foreign = np.zeros(len(s.head), dtype=bool)
    at, top, told, wordless = _last_lines(layout, s)
    if not len(at):
        return foreign
    final = s.end[at] - 1
    apart = _apart(layout, s.names_end[at], top)
    alone = top == final  # an abstract may be wrapped, and have such words in one of its lines
    first = top == s.names_end[at]
    apart |= first & (alone | (layout.gap[final] > 0))
    foreign[at] = (told & apart) | (apart & ~first & (wordless | _said_twice(layout, final)))
    # A line alone above another page's header may be its title, its address, or the day on which it was saved.
    page = np.append(layout.page[s.head], -1)
    next_ = np.where(page[1:] != page[:-1], page[1:], -1)[at]
    within = (next_ >= 0) & (layout.page_file[next_] == layout.page_file[page[at]])
    foreign[at] |= within & (layout.gap[top] > 0)
    return foreign


def _last_lines(layout: Layout, s: Segments) -> tuple[Ints, Ints, Bools, Bools]:
    """The stretches whose last lines may be a footer, and the topmost of these lines.

    And whether any of them is foreign for sure, and the last one without words.
    """
    final = s.end - 1
    at = np.flatnonzero((final >= s.names_end) & (layout.length[final] <= _LONGEST))
    read = _read(layout, final[at])
    goes = read["goes"]
    at, told, wordless = at[goes], read["told"][goes], read["wordless"][goes]
    top, rising = final[at], np.ones(len(at), dtype=bool)
    for _ in range(_MOST_LINES):
        above = np.maximum(top - 1, 0)
        rising &= (above >= s.names_end[at]) & (layout.length[above] <= _LONGEST)
        rows = np.flatnonzero(rising)
        if not len(rows):
            break
        read = _read(layout, above[rows])
        rising[rows] = read["goes"]
        told[rows] |= read["told"]
        top[rows] -= rising[rows]
    return at, top, told, wordless


def _said_twice(layout: Layout, lines: Ints) -> Bools:
    """Which of LINES say what another of their page says, but for numbers.

    One venue may have the same label in several of its abstracts (`Contact: `, `Level of evidence: `).
    """
    if not len(lines):
        return np.zeros(0, dtype=bool)
    text = pl.col("text")
    own = text.str.contains(OWN_END) | (text.str.contains(_LABELLED) & (pl.col("venues") == 1))
    return said_again(layout, lines).select((pl.col("times") > 1) & ~own).to_series().to_numpy()


def _above_abstracts(layout: Layout, s: Segments) -> Bools:
    """Which stretches have such a line alone, between their names and a paragraph."""
    foreign = np.zeros(len(s.head), dtype=bool)
    first, below = s.names_end, np.minimum(s.names_end + 1, len(layout.nb) - 1)
    at = np.flatnonzero((s.end - first > 1) & (layout.gap[below] > 0))
    at = at[(layout.length[first[at]] <= SHORT) & (layout.length[below[at]] >= LONG)]
    if len(at):
        foreign[at] = _read(layout, first[at])["told"]
    return foreign


def _printed_within(layout: Layout, s: Segments) -> Bools:
    """Which stretches have the edge of a sheet of paper in their abstracts, or another listing, all on one line."""
    several = np.flatnonzero(s.end - s.names_end > 1)
    lines = ranges(s.names_end[several], s.end[several])
    size, inner = layout.length[lines], (layout.gap[lines] > 0) & (layout.kind[lines - 1] != ln.BULLET)
    short, long = lines[size <= _LONGEST], lines[(size > LONG) & inner]
    text = layout.text(short)
    printed = matches(text, PRINTED) | ((layout.gap[short] > 0) & matches(text, _RULE))
    return s.mark(np.concatenate([short[printed], long[matches(layout.text(long), _LISTING)]]))


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


def _read(layout: Layout, lines: Ints) -> dict[str, Bools]:
    """Which of LINES may be foreign, which of them have no words, and which no abstract has (told)."""
    text = pl.col("text")
    open_ = ~text.str.contains(SENTENCE_END)
    frame = (
        layout.text(lines)
        .alias("text")
        .to_frame()
        .select(
            open=open_,
            told=(open_ & text.str.contains(NOT_OWN)) | text.str.contains(NOTICE),
            wordless=text.str.contains(_NO_WORDS),
        )
    )
    read = {name: frame[name].to_numpy().copy() for name in frame.columns}
    read["goes"] = read.pop("open") | read["told"] | read["wordless"]
    return read


def _apart(layout: Layout, first: Ints, top: Ints) -> Bools:
    """Which lines TOP are no line of a paragraph that is wrapped. FIRST: where their abstracts begin."""
    above = np.maximum(top - 1, 0)
    long = layout.length[above] >= np.where(layout.gap[above] > 0, LONG, _PARAGRAPH)
    return (top > first) & ((layout.gap[top] > 0) | long)
