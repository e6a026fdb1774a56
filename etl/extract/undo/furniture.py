"""Lines between the listings of a page that belong to none of them: a rule, a number, the text of a button."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.foreign_words import NOT_OWN
from etl.extract.grammar.heading_grammar import YEAR, heading_fields
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.page_begins import separators
from etl.extract.grammar.wording import COPYRIGHT, FULL_STOP, KEYWORDS, OF_PART, OWN_END, said_again, without_numbers
from etl.patterns import quick_regex

_MOST_LINES = 6  # between two listings
_LONGEST = 80  # bytes
_LONGEST_RULE = 16  # bytes of one that begins like a bullet
_LONGEST_LABELLED = 400  # bytes
_LEAST_LABELLED = 4
_LABEL = r"^(\W{0,2}[\p{L}\p{N}][\p{L}\p{N}.&;-]*(?: [\p{L}\p{N}.&-]+){0,2}\s?[:{—])"
_LEAST = 3  # lines of words; two rules are enough
_SURELY = 6  # of one venue
_NEARLY_ALL = 0.8
_COUNT, _WORD = r"(?:[^\p{L}\p{N}]+\d+)", r"(?:[^\p{L}\p{N}]+\p{L}+)"
_GROUP = quick_regex(  # what stands above the listings of a year, or of a venue
    rf"^[^\p{{L}}\p{{N}}]*(?:(?:\p{{L}}+[^\p{{L}}\p{{N}}]+){{0,2}}(?P<of_year>{YEAR}){_COUNT}?{_WORD}?"
    rf"|(?P<of_venue>[\p{{L}}\p{{N}}].*?)(?:{_COUNT}{_WORD}?)?)[^\p{{L}}\p{{N}}]*$"
)


def without_furniture(layout: Layout) -> Layout:
    """LAYOUT without the lines that stand the same above nearly each listing of their page: they count as blank."""
    for _ in range(_MOST_LINES):
        furniture = np.unique(np.concatenate([find(layout) for find in (_dividers, _furniture, _repeated, _labelled)]))
        if not len(furniture):
            break
        layout = layout.without(furniture)
    return layout


def _lowest(layout: Layout) -> Ints:
    """The line above each listing, and the last of each page."""
    return np.union1d(layout.listings[layout.listings > 0] - 1, layout.page_ends)


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
    told = text.str.extract_groups(_GROUP).struct.unnest()
    frame = pl.concat([own, other.select(pl.all().name.suffix("_above")), told], how="horizontal")
    heads = frame.select(
        ((pl.col("of_year") == pl.col("year")) & (pl.col("year") != pl.col("year_above")))
        | ((pl.col("of_venue") == pl.col("venue")) & (pl.col("venue") != pl.col("venue_above")))
    )
    return below[(heads.to_series().fill_null(value=False) & ~text.str.contains(COPYRIGHT)).to_numpy()] - 1


def _furniture(layout: Layout) -> Ints:
    """The lowest line above each listing, and at the end of the page, that is the same above nearly all of them."""
    listing = layout.listings
    inner = listing[1:][layout.page[listing[1:]] == layout.page[listing[:-1]]]  # above the first stands the header
    at = inner - 1
    enough = np.maximum(_NEARLY_ALL * layout.by_page(inner), 2)
    at = at[_may_be(layout, at)]
    at = at[(np.bincount(layout.page[at], minlength=len(enough)) >= enough)[layout.page[at]]]
    if not len(at):
        return at
    said = said_again(layout, at, without_numbers(layout.text(at)), layout.listings).with_columns(
        enough=enough[layout.page[at]],
        rule=separators(layout.lines, layout.nb[at]),
        below=layout.kind[at - 1] == ln.TEXT,
        bullet=_like_names(layout, at),
    )
    # What is all of an abstract is not furniture: a page may have many without one, and say so.
    # Nor is a sentence that one venue has.
    text, times, same = pl.col("text"), pl.col("times"), ["page", "text"]
    told = (pl.col("venues") > 1) | text.str.contains(NOT_OWN) | ((times >= _SURELY) & ~text.str.contains(OWN_END))
    words = (times >= _LEAST) & ~pl.col("bullet").first().over(same) & (pl.col("below").mean().over(same) > 0.5) & told
    found = said.filter(times >= pl.col("enough"), pl.col("rule").first().over(same) | words)
    ends = layout.page_nb[1:][np.unique(layout.page[at])] - 1
    last = pl.DataFrame({"at": ends, "page": layout.page[ends], "text": without_numbers(layout.text(ends))})
    return np.union1d(found["at"].to_numpy(), last.join(found, on=same, how="semi")["at"].to_numpy())


def _repeated(layout: Layout) -> Ints:
    """Lines alone below the abstracts above some listings, or at the end of the page, that say the same.

    A button, or a count, that only some listings have; where a site has shown more of them.
    """
    at = _lowest(layout)
    at = at[np.append(layout.gap, 1)[at + 1] > 0]
    at = at[(layout.gap[at] > 0) & (layout.length[at] <= _LONGEST) & (layout.kind[np.maximum(at - 1, 0)] == ln.TEXT)]
    at = at[np.isin(layout.kind[at], (ln.TEXT, ln.NUMBER))]
    if len(at) < _LEAST or not len(layout.listings):
        return at[:0]
    text = layout.text(at)
    said = said_again(layout, at, without_numbers(text), layout.listings)
    told = (pl.col("venues") > 1) | pl.col("text").str.contains(NOT_OWN)
    return said.filter(pl.col("times") >= _LEAST, told, ~text.str.contains(rf"{OWN_END}|://"))["at"].to_numpy()


def _labelled(layout: Layout) -> Ints:
    """Last lines of nearly all listings of a page that have one label before them: `Keywords:`, `https:`.

    One venue may have such a line in all of its abstracts; several have none in common.
    """
    count = layout.by_page(layout.listings)
    at = _lowest(layout)
    at = at[(layout.kind[at] == ln.TEXT) & (layout.kind[np.maximum(at - 1, 0)] == ln.TEXT)]
    at = at[layout.length[at] <= _LONGEST_LABELLED]
    enough = np.maximum(_NEARLY_ALL * count, _LEAST_LABELLED)
    at = at[(np.bincount(layout.page[at], minlength=len(count)) >= enough)[layout.page[at]]]
    if not len(at):  # nearly always
        return at
    text = layout.text(at)
    own = text.str.contains(OF_PART) | (text.str.contains(FULL_STOP) & ~text.str.contains(KEYWORDS))
    label = text.set(own, None).str.extract(_LABEL)
    said = said_again(layout, at, label, layout.listings).filter(pl.Series(enough[layout.page[at]]) <= pl.col("times"))
    return said.drop_nulls().filter(pl.col("venues") > 1)["at"].to_numpy()


def _like_names(layout: Layout, lines: Ints) -> Bools:
    """Which of LINES are bullets with the sign that stands before the names below."""
    sign, name = (layout.text(x).str.head(1) for x in (lines, np.minimum(lines + 3, len(layout.nb) - 1)))
    return (layout.kind[lines] == ln.BULLET) & (sign == name).to_numpy()


def _may_be(layout: Layout, at: Ints) -> Bools:
    kind, length = layout.kind[at], layout.length[at]
    short = np.where(kind == ln.BULLET, length <= _LONGEST_RULE, length <= _LONGEST)
    return short & np.isin(kind, (ln.TEXT, ln.NUMBER, ln.BULLET))
