"""Lists of names that are not written as the site does: without bullets, several on one line, others below names."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches, with_own_bullet
from etl.extract.grammar.segments import Segments, ranges
from etl.extract.grammar.wording import LONG, SENTENCE_END, SHORT, like_names

_LONGEST_LIST = 600  # bytes of a line
_PART = r"(?:[a-z]{1,3}\s+){0,2}[^a-z\d\s,;•·|&][^\s,;•·|]*"  # of a name; plain classes make small patterns
_NAME = rf"{_PART}(?:\s+{_PART}){{0,4}}(?:\s+\d{{4}})?"
_WORD = r"\b\p{Ll}{4,}\b"  # of what an author lists
SUFFIX = r",\s*(?:Jr|Sr|I{2,3}|IV|Ph\.?\s?D|M\.?D|MSc|BSc|Dr|Esq)\b\.?"
_PERSON = r"^\p{Lu}[\p{L}'’.-]*(?:\s+[\p{L}'’.-]+){0,3}\s+\p{Lu}[\p{Ll}\p{Lu}'’.-]*\p{Ll}\.?(?:\s+\d{4})?$"
_NO_PERSON = (
    r"(?i)\b(?:universi\w*|institut\w*|college|school|academy|laborator\w*|labs?|research|technolog\w*|cent(?:er|re)"
    r"|department|faculty|hospital|polytechni\w*|inc|corp\w*|ltd|gmbh|group|team|author|contribut\w*|editor|equal\w*)\b"
)
_FEW = 0.2  # of the names of a page
_BETWEEN = r"\s*[,;•·|&]\s*|\s+[–—/-]\s+|\s{2,}|\t|,?\s+and\s+|,\s*&\s*"
_LIST = rf"^(?i:by\s+|authors?:?\s+)?{_NAME}(?:(?:{_BETWEEN}){_NAME})+\.?$"
# `Family, Given` is one name.
_SEVERAL = rf"^{_NAME}(?:(?:(?:\s*[;•|]\s*|\s+/\s+){_NAME})+|(?:\s*,\s*{_NAME}){{2,}}(?:,?\s+(?:and|&)\s+{_NAME})?)$"


def several_names(names: pl.Series) -> pl.Series:
    """Which of NAMES are those of several people."""
    if names.is_empty():
        return pl.Series(dtype=pl.Boolean)
    parted = names.str.contains("[,;|/]")
    at = parted.arg_true()
    if not len(at):
        return parted
    return parted.scatter(at, names.gather(at).str.replace_all(SUFFIX, "").str.contains(_SEVERAL))


def bare_lists(layout: Layout, head: Ints) -> Bools:
    """Which of the headings HEAD (nb), with no bullet below their titles, have names without bullets there.

    That is one line of several names, or a block of short lines above a paragraph.
    """
    if not len(head):
        return np.zeros(0, dtype=bool)
    last = len(layout.nb) - 1
    first, page_end = np.minimum(head + 2, last), layout.page_nb[1:][layout.page[head]]
    gaps = np.append(np.flatnonzero(layout.gap > 0), last + 1)
    end = np.minimum(gaps[np.searchsorted(gaps, first + 1)], page_end)
    apart = (head + 2 < page_end) & (layout.gap[first] > 0)
    below = np.minimum(end, last)
    paragraph = (end < page_end) & (layout.length[below] >= LONG) & (layout.kind[below] == ln.TEXT)
    several = apart & paragraph & (end - first >= 2) & (head + 2 < page_end)
    at = np.flatnonzero(several)
    inside = ranges(first[at], end[at])
    long = (layout.length[inside] > SHORT) | (layout.kind[inside] != ln.TEXT)
    long[~long] = matches(layout.text(inside[~long]), SENTENCE_END)
    several[at] = np.bincount(np.repeat(np.arange(len(at)), end[at] - first[at])[long], minlength=len(at)) == 0
    at = np.flatnonzero(apart & (end - first == 1) & (layout.length[first] <= _LONGEST_LIST))
    several[at] = matches(layout.text(first[at]), _LIST)
    return several


def nested_lists(layout: Layout, s: Segments) -> Bools:
    """Which stretches have bullets below those of the names, further in: institutions, or roles.

    Bullets at two places, with one further out below one further in, tell it; then so are the other lists of the page.
    But not where all are people's names, and few stand further in, or one of them elsewhere does not: space was added.
    """
    names = s.name_lines
    buffer, glyph = layout.lines.byte_values, layout.start(names) + ln.STANDARD_BULLET.index("•")
    further = np.flatnonzero(buffer[np.minimum(glyph, len(buffer) - 1)] == ord(" "))
    if not len(further):  # nearly always
        return s.only(further)
    page = layout.page[s.head[s.of_names]]
    on_page = np.flatnonzero(np.isin(page, page[further]))
    text = layout.lines.text.gather(layout.nb[names[on_page]])
    place = text.str.len_bytes() - text.str.strip_chars_start(" ").str.len_bytes()
    frame = pl.DataFrame(
        {"of": s.of_names[on_page], "page": page[on_page], "name": s.names.gather(on_page), "place": place}
    )
    inner, name = pl.col("place") > ln.STANDARD_BULLET.index("•"), pl.col("name").str.replace_all(r"\s+", " ")
    person = name.str.contains(_PERSON) & ~name.str.contains(_NO_PERSON)
    at_both = (inner.any() & ~inner.all()).over("page", name)
    spaced = (person | ~inner).all().over("page") & ((inner.mean() < _FEW) | at_both.any()).over("page")
    lists = frame.filter(~spaced).group_by("of", "page").agg(
        two=(pl.col("place").n_unique() == 2) & (pl.col("place").first() == pl.col("place").min()),
        back=(pl.col("place").cast(pl.Int64).diff() < 0).any(),
    )  # fmt: skip
    told = lists.filter(pl.col("two") & (pl.col("two") & pl.col("back")).any().over("page"))
    return s.only(told["of"].to_numpy())


def lists_below(layout: Layout, s: Segments) -> Bools:
    """Which stretches end in names as the site writes them, below other text that does not say what they are.

    They are of other people (`People also viewed`), or of a list that stands below its abstract.
    """
    final = s.end - 1
    at = np.flatnonzero((layout.kind[final] == ln.BULLET) & (final > s.names_end))
    if not len(at):  # nearly always
        return s.only(at)
    first, end = layout.run_begin(final[at]), s.end[at]
    lines = ranges(first, end)
    other = ~with_own_bullet(layout.lines.text.gather(layout.nb[lines]))
    other |= ~like_names(layout, lines) | matches(layout.text(lines), _WORD)
    others = np.bincount(np.repeat(np.arange(len(at)), end - first)[other], minlength=len(at))
    apart = (first > s.names_end[at]) & (layout.gap[first] > 0) & ~matches(layout.text(first - 1), ":$")
    return s.only(at[apart & (others == 0)])
