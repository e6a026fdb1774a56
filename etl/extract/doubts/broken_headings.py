"""Headings that may lack their first half, which then stands in the line above; and titles that cannot be one.

These are a paragraph, a list that lost its title, what a program has not filled in.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import SPACE
from etl.extract.grammar.headers import Headers
from etl.extract.grammar.heading_grammar import YEAR
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.segments import Segments, above
from etl.extract.grammar.wording import CLASSIFIED, COPYRIGHT, KEYWORDS, LONGEST_TITLE, SENTENCE_END, SHORT
from etl.extract.headings.verdicts import Verdict
from etl.patterns import quick_regex

_ABBREVIATED = r"\b\p{Lu}\p{L}{0,6}\.$"
_WORDED = r"\b\p{Ll}{4,}\b"  # a sentence: names of venues have few such words
_HALF_VENUE = quick_regex(  # how the name of a venue begins, or stops where it cannot end
    r"^(?:[\p{Lu}\d]{2,}|Journal|Transactions|Proceedings|Conference|Symposium|Workshop|International|Annual|European)\b"
    r"|(?:\b(?:of|on|in|and|for|the)|&|\b\p{Lu}\p{L}{0,6}\.)$"
)
_NO_HALF = r"://|www\.|@|^(?:<{7}|={7}|>{7})"  # an address, a sign of a conflict
_BELOW_ABSTRACTS = (  # an identifier, a number, a label, a button
    rf"{CLASSIFIED}|(?:{COPYRIGHT})|"
    rf"{KEYWORDS}|^(?:FUNDING|SIGNIFICANCE|INTRODUCTION|RELEVANCE)\b|\b\p{{Lu}}{{2,}}-?\d{{4,}}|\b\d\d\p{{Lu}}\d\d\b|"
    r"(?:^|[\s(])(?:\d{1,3}|\d{5,}|\d[\d.,/:–-]*[.,/:–-][\d.,/:A-Za-z–-]*)(?:[\s,;)]|$)|:\s"
    r"|^(?:PDF|HTML|URL|DOI|PMID|PMCID|ISBN|ISSN|CODE|BIBTEX|CCS)\b|^ACM Reference Format"
)
_YEAR = rf"\b({YEAR})\b"
_PLACEHOLDER = 40  # bytes of a title that a program has not filled in
_PARAGRAPH = 200  # bytes: one of several sentences is no title
# No sentence ends within a bracket: `Protein quality. 1. Beans (Vicia faba L.)`, `[Congenital cysts. A syndrome?]`.
_SENTENCES = r"[.?!]\s+\p{Lu}.*(?:[.!?…。:;][\"'”’»}$*]*$|\$$)"
_IDENTIFIER = r"\s\(?(?:doi:?\s*|https?://\S*/)10\.\d{4}\S*$|[,.]?\s+pp?\.\s?\d+\W+\d+$"  # of the paper
_LEAST = 8  # bytes of what stands twice
_NAME = r"\p{Lu}[\p{L}.'’-]*(?: (?:[\p{Lu}]|d[aeiu] |v[ao]n )[\p{L}.'’-]*){1,3}(?: \d{4})?"
_NAME_BEHIND = quick_regex(rf"\s\s•|•\s*{_NAME}\s*$")
_UNFILLED = (
    r"(?i)^(?:undefined|null|nan|\[object object\]|\{\{.*\}\}|\$\{.*\}|loading\b.{0,20}(?:\.{3}|…))$"  # a program's
)


def broken_headings(layout: Layout, headers: Headers, s: Segments) -> Bools:
    """A short line without an end right above a heading may be the first half of it: neither stretch can be used.

    Nor a heading that may begin with the header's last count.
    """
    page = layout.page[s.head]
    over = np.maximum(s.head - 1, 0)
    alone = layout.gap[over] > 0
    same_page = layout.page[over] == layout.page[s.head]
    inside = np.append(False, (s.head[1:] == s.end[:-1]) & (over[1:] > s.names_end[:-1]))[: len(s.head)]
    close, stray = layout.gap[s.head] == 0, s.of(over) < 0
    near = close | (alone & (inside | (stray & headers.frame["found"].to_numpy()[page])))
    piece = near & same_page & (layout.length[over] <= SHORT) & (layout.kind[over] != ln.BULLET)
    piece &= (s.head > 0) & (s.verdict != Verdict.LOST)
    at = np.flatnonzero(piece & ~np.isin(layout.kind[over], ln.HEADER_CLASSES))
    half = _half_headings(layout.text(over[at]), layout.text(s.head[at]), close[at]) if len(at) else close[at]
    piece = s.only(at[half])
    broken = piece | (above(layout, s, piece) & np.append(inside[1:], False)[: len(s.head)])
    uncounted = headers.frame["heading_papers"].is_null() & headers.frame["found"]
    after_count = np.flatnonzero(uncounted.to_numpy()[page] & (s.head == headers.body[page]))
    if len(after_count):
        count = headers.frame["declared_papers"].cast(pl.String).gather(page[after_count])
        numbered = layout.text(s.head[after_count]).str.extract(r"^(\d+)")
        broken[after_count] |= numbered.str.starts_with(count).fill_null(value=False).to_numpy()  # type: ignore[arg-type]
    return broken


def _half_headings(above: pl.Series, heading: pl.Series, close: Bools) -> Bools:
    """Which of the lines ABOVE may be the first half of the HEADING below; CLOSE: no blank line stands between."""
    ends = above.str.contains(SENTENCE_END) & (~above.str.contains(_ABBREVIATED) | above.str.contains(_WORDED))
    half = above.str.contains(_HALF_VENUE) | heading.str.contains(r"^\p{Ll}{3}")
    open_: Bools = (~ends & ~above.str.contains(_NO_HALF)).to_numpy()
    # A year in the name of a venue is that of the heading.
    other = (above.str.extract(_YEAR) != heading.str.extract(rf"{_YEAR}\D*$")).fill_null(value=False)
    return (close | (half & ~other & ~above.str.contains(_BELOW_ABSTRACTS)).to_numpy()) & open_


def broken_titles(layout: Layout, s: Segments) -> Bools:
    """Which stretches have a title that is too long, a paragraph, not filled in, or holds the bullet of a name.

    One that stands alone above names may hold it, but not before what is like a name at its end.
    """
    title = np.minimum(s.head + 1, len(layout.nb) - 1)
    broken = layout.length[title] > LONGEST_TITLE
    text = layout.lines.text.gather(layout.nb[title])
    at = np.flatnonzero(layout.length[title] > _PARAGRAPH)
    broken[at] |= matches(layout.text(title[at]), _SENTENCES)
    last_byte = layout.lines.byte_values[layout.end(title) - 2]
    at = np.flatnonzero((last_byte >= ord("0")) & (last_byte <= ord("9")))
    broken[at] |= matches(text.gather(at).str.strip_chars_end(SPACE), _IDENTIFIER)
    short = np.flatnonzero(layout.length[title] <= _PLACEHOLDER)
    broken[short] |= matches(layout.text(title[short]), _UNFILLED)
    glyph = matches(text, "•", literal=True)
    if glyph.any():
        name = np.minimum(title + 1, len(layout.nb) - 1)
        alone = (layout.gap[title] > 0) & (layout.gap[name] > 0) & (s.names_end > title + 1)
        glyph &= ~alone | matches(text, _NAME_BEHIND)
    return broken | glyph | (layout.kind[title] == ln.BULLET) | _twice_on_a_line(layout, s.head, title)


def _twice_on_a_line(layout: Layout, head: Ints, title: Ints) -> Bools:
    """Which headings HEAD, or titles below, stand twice on their line, or end in the other.

    A few bytes tell of nearly all that they do not.
    """
    twice = np.zeros(len(head), dtype=bool)
    for lines in (head, title):
        at = np.flatnonzero(_same_bytes(layout, lines, lines, (layout.length[lines] + 1) // 2))
        words = layout.text(lines[at]).str.split(" ").to_list()
        twice[at] |= np.array([w[: len(w) // 2] == w[len(w) // 2 :] for w in words], dtype=bool)
    at = np.flatnonzero(_same_bytes(layout, head, title))
    both = zip(layout.text(head[at]).to_list(), layout.text(title[at]).to_list(), strict=True)
    twice[at] |= np.array([a.endswith(b) or b.endswith(a) for a, b in both], dtype=bool)
    return twice


def _same_bytes(layout: Layout, lines: Ints, others: Ints, half: Ints | None = None) -> Bools:
    """Which of LINES end as OTHERS do; or begin as what stands HALF of the line further on."""
    buffer = layout.lines.byte_values
    ends = (layout.end(x) - _LEAST - 1 for x in (lines, others))
    first, second = ends if half is None else (layout.start(lines), layout.start(lines) + half)
    long = np.minimum(layout.length[lines], layout.length[others]) > _LEAST * (1 if half is None else 2)
    at = np.flatnonzero(long)
    at = at[buffer[first[at]] == buffer[second[at]]]
    long[:] = False
    each = np.arange(_LEAST)
    long[at] = (buffer[first[at][:, None] + each] == buffer[second[at][:, None] + each]).all(axis=1)
    return long
