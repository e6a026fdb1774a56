"""Lines between the listings of a page that belong to none of them: a rule, a number, the text of a button."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.foreign_lines import NOT_OWN
from etl.extract.heading_grammar import YEAR, heading_fields
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints, matches
from etl.extract.page_begins import separators
from etl.extract.wording import COPYRIGHT, FULL_STOP, KEYWORDS, OF_PART, OWN_END, without_numbers

_MOST_LINES = 6  # between two listings
_LONGEST = 80  # bytes
_LONGEST_RULE = 16  # bytes of one that begins like a bullet
_LONGEST_LABELLED = 400  # bytes
_LEAST_LABELLED = 4
_LABEL = r"^(\W{0,2}[\p{L}\p{N}][\p{L}\p{N}.&;-]*(?: [\p{L}\p{N}.&-]+){0,2}\s?[:{—])"
_LEAST = 3  # lines of words; two rules are enough
_SURELY = 6  # of one venue
_NEARLY_ALL = 0.8
_GROUP = (  # what stands above the listings of a year, or of a venue
    rf"^[^\p{{L}}\p{{N}}]*(?:(?:\p{{L}}+[^\p{{L}}\p{{N}}]+){{0,2}}(?P<of_year>{YEAR})"
    r"|(?P<of_venue>[\p{L}\p{N}].*?))(?:[^\p{L}\p{N}]+\d+)?(?:[^\p{L}\p{N}]+\p{L}+)?[^\p{L}\p{N}]*$"
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
    own, other = (heading_fields(layout.text(at)).select("venue", "year") for at in (below, above))
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
    ends = layout.page_nb[1:][np.unique(layout.page[at])] - 1
    lines = np.union1d(at, ends)
    frame = pl.DataFrame(
        {
            "at": lines,
            "page": layout.page[lines],
            "text": without_numbers(layout.text(lines)),
            "venue": _venues(layout, lines),
            "rule": separators(layout.lines, layout.nb[lines]),
            "between": np.isin(lines, at),
            "below": layout.kind[lines - 1] == ln.TEXT,
            "bullet": _like_names(layout, lines),
            "enough": enough[layout.page[lines]],
        }
    )
    same = frame.filter("between").group_by("page", "text").agg(
        pl.len(), pl.col("rule", "bullet", "enough").first(), pl.col("venue").n_unique(), below=pl.col("below").mean()
    )  # fmt: skip
    # What is all of an abstract is not furniture: a page may have many without one, and say so.
    # Nor is a sentence that one venue has.
    told = (pl.col("venue") > 1) | pl.col("text").str.contains(NOT_OWN)
    told |= (pl.col("len") >= _SURELY) & ~pl.col("text").str.contains(OWN_END)
    words = (pl.col("len") >= _LEAST) & ~pl.col("bullet") & (pl.col("below") > 0.5) & told
    same = same.filter(pl.col("len") >= pl.col("enough"), pl.col("rule") | words)
    return frame.join(same, on=["page", "text"], how="semi")["at"].sort().to_numpy()


def _repeated(layout: Layout) -> Ints:
    """Lines alone below the abstracts above some listings, or at the end of the page, that say the same.

    A button, or a count, that only some listings have; where a site has shown more of them.
    """
    at = _lowest(layout)
    at = at[np.append(layout.gap, 1)[at + 1] > 0]
    at = at[(layout.gap[at] > 0) & (layout.length[at] <= _LONGEST) & (layout.kind[np.maximum(at - 1, 0)] == ln.TEXT)]
    at = at[np.isin(layout.kind[at], (ln.TEXT, ln.NUMBER))]
    if len(at) < _LEAST:
        return at[:0]
    text = layout.text(at)
    said = pl.DataFrame({"at": at, "page": layout.page[at], "text": without_numbers(text)})
    said = said.filter(~text.str.contains(rf"{OWN_END}|://")).filter(pl.len().over("page", "text") >= _LEAST)
    said = said.with_columns(venue=_venues(layout, said["at"].to_numpy()))
    told = (pl.col("venue").n_unique().over("page", "text") > 1) | pl.col("text").str.contains(NOT_OWN)
    return said.filter(told)["at"].to_numpy()


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
    said = pl.DataFrame({"at": at, "page": layout.page[at], "label": label, "enough": enough[layout.page[at]]})
    said = said.with_columns(venue=_venues(layout, at)).drop_nulls()
    nearly_all = pl.len().over("page", "label") >= pl.col("enough")
    return said.filter(nearly_all & (pl.col("venue").n_unique().over("page", "label") > 1))["at"].to_numpy()


def _venues(layout: Layout, lines: Ints) -> pl.Series:
    """The headings, without years, of the listings that LINES are in."""
    heading = layout.listings[np.maximum(np.searchsorted(layout.listings, lines) - 1, 0)]
    return layout.text(heading).str.replace_all(r"\d+", "")


def _like_names(layout: Layout, lines: Ints) -> Bools:
    """Which of LINES are bullets with the sign that stands before the names below."""
    sign, name = (layout.text(x).str.head(1) for x in (lines, np.minimum(lines + 3, len(layout.nb) - 1)))
    return (layout.kind[lines] == ln.BULLET) & (sign == name).to_numpy()


def _may_be(layout: Layout, at: Ints) -> Bools:
    kind, length = layout.kind[at], layout.length[at]
    short = np.where(kind == ln.BULLET, length <= _LONGEST_RULE, length <= _LONGEST)
    return short & np.isin(kind, (ln.TEXT, ln.NUMBER, ln.BULLET))
