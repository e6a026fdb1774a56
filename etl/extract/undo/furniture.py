"""Lines between the listings of a page that belong to none of them: a rule, a number, the text of a button."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.foreign_words import NOT_OWN
from etl.extract.grammar.heading_grammar import YEAR, heading_fields
from etl.extract.grammar.layout import Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.page_begins import separators
from etl.extract.grammar.repeated import NEARLY_ALL, told
from etl.extract.grammar.wording import COPYRIGHT, FULL_STOP, KEYWORDS, OF_PART, OWN_END
from etl.patterns import quick_regex

_MOST_LINES = 6  # between two listings
_LONGEST = 80  # bytes
_LONGEST_RULE = 16  # bytes of one that begins like a bullet
_LONGEST_LABELLED = 400  # bytes
_LEAST_LABELLED = 4
_LABEL = r"^(\W{0,2}[\p{L}\p{N}][\p{L}\p{N}.&;-]*(?: [\p{L}\p{N}.&-]+){0,2}\s?[:{—])"
_LEAST = 3
_SURELY = 6  # of one venue
_RAW, _TEXT, _SEVERAL_VENUES = pl.col("raw"), pl.col("text"), pl.col("venues") > 1
_NO_AUTHORS = _SEVERAL_VENUES | _TEXT.str.contains(NOT_OWN)
_BUTTON = _NO_AUTHORS & ~_RAW.str.contains(rf"{OWN_END}|://")
# What is all of an abstract is not furniture: a page may have many without one, and say so.
# Nor is a sentence that one venue has.
_FURNITURE = (_NO_AUTHORS | ((pl.col("times") >= _SURELY) & ~_TEXT.str.contains(OWN_END))) & (
    (pl.col("above") == ln.TEXT).mean().over("page", "text") > 0.5
)
_LABELLED = _SEVERAL_VENUES & _TEXT.is_not_null()  # one venue may have such a line in all of its abstracts
_COUNT, _WORD = r"(?:[^\p{L}\p{N}]+\d+)", r"(?:[^\p{L}\p{N}]+\p{L}+)"
_GROUP = quick_regex(  # what stands above the listings of a year, or of a venue
    rf"^[^\p{{L}}\p{{N}}]*(?:(?:\p{{L}}+[^\p{{L}}\p{{N}}]+){{0,2}}(?P<of_year>{YEAR}){_COUNT}?{_WORD}?"
    rf"|(?P<of_venue>[\p{{L}}\p{{N}}].*?)(?:{_COUNT}{_WORD}?)?)[^\p{{L}}\p{{N}}]*$"
)


def without_furniture(layout: Layout) -> Layout:
    """LAYOUT without the lines that stand the same above nearly each listing of their page: they count as blank."""
    return layout.without_all(lambda x: np.union1d(_dividers(x), _repeated(x)), _MOST_LINES)


def _dividers(layout: Layout) -> Ints:
    """Rules that stand above a listing or at the end of a page, and what tells the year or the venue of those below."""
    below = layout.listings[layout.listings > 0]
    below = below[np.isin(layout.kind[below - 1], (ln.TEXT, ln.NUMBER, ln.BULLET))]
    short = layout.length[below - 1] <= np.where(layout.kind[below - 1] == ln.BULLET, _LONGEST_RULE, _LONGEST)
    below = below[short]
    ends = layout.page_ends
    ends = ends[layout.length[ends] <= _LONGEST]
    rules = np.union1d(below - 1, ends)
    rules = rules[~matches(layout.text(rules), r"^(?:[\p{L}\p{N}]|•\s)")]  # names, and most words
    return np.union1d(rules[separators(layout.lines, layout.nb[rules])], _group_heads(layout, below))


def _group_heads(layout: Layout, below: Ints) -> Ints:
    """Lines above the headings BELOW that name the year or the venue of the listings from there on, or count them."""
    listing = layout.listings
    at = np.searchsorted(listing, below)
    above = listing[np.maximum(at - 1, 0)]
    inner = (at > 0) & (layout.page[above] == layout.page[below]) & (layout.gap[below] > 0)
    below, above = below[inner], above[inner]
    if not len(below):  # nearly always
        return below
    named = pl.col("venue").str.replace(r"[^\p{L}\p{N}]+$", ""), pl.col("year")
    own, other = (heading_fields(layout.text(at)).select(named) for at in (below, above))
    text = layout.text(below - 1)
    group = text.str.extract_groups(_GROUP).struct.unnest()
    frame = pl.concat([own, other.select(pl.all().name.suffix("_above")), group], how="horizontal")
    heads = frame.select(
        ((pl.col("of_year") == pl.col("year")) & (pl.col("year") != pl.col("year_above")))
        | ((pl.col("of_venue") == pl.col("venue")) & (pl.col("venue") != pl.col("venue_above")))
    )
    return below[(heads.to_series().fill_null(value=False) & ~text.str.contains(COPYRIGHT)).to_numpy()] - 1


def _repeated(layout: Layout) -> Ints:
    """The lowest lines above listings, but for the first, and at the ends of pages, that say the same.

    Nearly all do; or only some, a button or a count, alone below abstracts, where a site has shown more of them; or
    nearly all have one label before them (`Keywords:`, `https:`).
    """
    listing = layout.listings
    inner = listing[1:][layout.page[listing[1:]] == layout.page[listing[:-1]]]  # above the first stands the header
    if not len(inner):
        return inner
    most = NEARLY_ALL * layout.by_page(inner)
    at = np.union1d(inner - 1, layout.page_ends)
    words, below = np.isin(layout.kind[at], (ln.TEXT, ln.NUMBER)), layout.kind[np.maximum(at - 1, 0)] == ln.TEXT
    short = words & (layout.length[at] <= _LONGEST)
    short[_with_other_signs(layout, at)] = True
    long = (layout.kind[at] == ln.TEXT) & (layout.length[at] <= _LONGEST_LABELLED)
    found = (
        told(layout, at[short], np.maximum(most, _LEAST), _FURNITURE),
        told(layout, at[short & below & layout.alone(at)], np.full_like(most, _LEAST), _BUTTON),
        told(layout, at[long & below], np.maximum(most, _LEAST_LABELLED), _LABELLED, _labels),
    )
    return np.unique(np.concatenate(found))


def _labels(texts: pl.Series) -> pl.Series:
    """What stands before a colon in TEXTS that are no part, and no sentence, of an abstract."""
    own = texts.str.contains(OF_PART) | (texts.str.contains(FULL_STOP) & ~texts.str.contains(KEYWORDS))
    return texts.set(own, None).str.extract(_LABEL)


def _with_other_signs(layout: Layout, at: Ints) -> Ints:
    """Where AT has short lines that are taken for bullets, but have another sign than the names above."""
    rows = np.flatnonzero((layout.kind[at] == ln.BULLET) & (layout.length[at] <= _LONGEST_RULE))
    name = layout.listings[np.searchsorted(layout.listings, at[rows]) - 1] + 2
    sign, of_names = (layout.text(x).str.head(1) for x in (at[rows], name))
    return rows[(sign != of_names).to_numpy()]
