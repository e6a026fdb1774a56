"""What speaks for and against each line that looks like a heading, on pages in doubt; and the order that pages keep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import SPACE
from etl.extract.grammar.headers import Headers
from etl.extract.grammar.heading_grammar import heading_fields
from etl.extract.grammar.layout import END, Bools, Layout
from etl.extract.grammar.lines import Ints, matches, slices
from etl.extract.grammar.owners import strangers
from etl.extract.grammar.wording import LONGEST_LIKELY_TITLE

_NO_TITLE = r"[.:;,]$|\w\w\. \p{Lu}"
_LEAST_ABSTRACT = 100  # bytes of a line
_PARTS = 4  # heading, title, names, abstract


@dataclass(frozen=True)
class Evidence:
    """The candidates of some pages, in page order. All arrays but the last have an entry for each."""

    page: Ints
    """Number of its page, from 0, without gaps."""
    strong: Bools
    """A title stands below it, and then names, the blank lines round an empty list of them, or one without bullets."""
    unnamed: Bools
    """Strong by an empty list, or one without bullets."""
    misplaced: Bools
    """Strong, and the order by year and title that holds without it does not hold with it."""
    year_misplaced: Bools
    """The same by year alone."""
    stranger: Bools
    """Strong, and the page's owner is not on its list, though the site did not cut it."""
    like_listing: Bools
    """Weak, but in place and as a listing without authors would stand."""
    may_lack_names: Bools
    """Weak, but could be a listing without authors: like one, or with a heading for a title."""
    opening: Bools
    """Weak, but the first of its page: it stands in no abstract."""
    in_order: Bools
    has_title: Bools
    """The next line is text."""
    after_blank: Bools
    near_names: Bools
    """Bullets stand one to three lines below."""
    repeated: Bools
    """The next line says the same."""
    third: Bools
    """Strong, but a heading for a title, and one right above: which of the three begins the listing?"""
    twin: Bools
    """Strong, and shown in the same bytes further up the page."""
    formed: Bools
    """Strong, in the site's form down to the abstract: all parts apart."""
    sure: Bools
    """Strong, in the site's form to the last line, in order, and with the owner, or below another of that form."""
    breaks_off: Bools
    """Below a blank line, and the file ends before an abstract begins."""
    informed: Bools
    """For each page: its owner is on so many of its lists that a list without the owner tells something."""


def weigh(layout: Layout, headers: Headers, head: Ints, strong: Bools) -> Evidence:
    """The evidence on the candidates HEAD (lines, nb), all those of some pages."""
    page = np.unique(layout.page[head], return_inverse=True)[1]
    below = np.minimum(head + 1, len(layout.nb) - 1)
    kinds = layout.after(1)[head]
    has_title = (kinds != END) & (kinds != ln.BULLET) & ~np.isin(head + 1, head[strong])
    text, title = layout.text(head), layout.text(below)
    named = strong & (layout.after(2)[head] == ln.BULLET)
    stranger, informed, other = strangers(layout, headers, head, named, page)
    years = heading_fields(text)["year"].cast(pl.Int64).fill_null(0).to_numpy()
    order = Order(page, strong & ~stranger, years, title.str.to_lowercase())
    first = np.diff(page, prepend=-1) != 0  # the first listing of a page is in no abstract
    likely = has_title & (layout.length[below] <= LONGEST_LIKELY_TITLE) & ~matches(title, _NO_TITLE)
    likely &= ~(first & np.isin(kinds, ln.HEADER_CLASSES))  # which stands between the parts of a header
    after_blank, blank_after = layout.gap[head] > 0, layout.gap[below] > 0
    near_names = np.any([layout.after(step)[head] == ln.BULLET for step in (1, 2, 3)], axis=0)
    in_order = order.keeps(by_title=has_title)
    below_heading = np.append(False, (head[1:] == head[:-1] + 1) & ~strong[:-1])[: len(head)] & ~first
    misplaced = strong & order.misplaced() & ~first
    formed, paragraph, lines = _form(layout, head, named)
    formed &= strong
    whole = formed & paragraph
    empty = strong & (lines == 0)
    below_whole = np.append(False, whole[:-1])[: len(head)]
    below_empty = np.append(False, empty[:-1])[: len(head)] & ~first  # it may begin that one's abstract
    backed = first | below_whole | (informed[page] & (~below_empty | (lines == 1)))
    return Evidence(
        page=page,
        strong=strong,
        unnamed=strong & ~named,
        misplaced=misplaced,
        year_misplaced=strong & order.misplaced(by_year=True) & ~first,
        stranger=stranger & ~first,
        like_listing=~strong & in_order & likely & (kinds != ln.HEADING) & ~below_heading & (after_blank | blank_after),
        may_lack_names=~strong & after_blank & ~first & (likely | (has_title & (kinds == ln.HEADING))),
        opening=first & ~strong & after_blank,
        in_order=in_order,
        has_title=has_title,
        after_blank=after_blank,
        near_names=near_names,
        repeated=(kinds == ln.HEADING) & (text == title).to_numpy(),
        third=strong & (kinds == ln.HEADING) & below_heading,
        twin=_twins(layout, head, strong, page),
        formed=formed,
        sure=whole & backed & ~misplaced & ~other,
        breaks_off=after_blank & _ends_file(layout, head),
        informed=informed,
    )


def _ends_file(layout: Layout, head: Ints) -> Bools:
    """Below which of HEAD there are a title and names at the most, to the end of the file."""
    page = layout.page[head]
    closes = np.append(layout.page_file[1:] != layout.page_file[:-1], True)[page]
    at = np.flatnonzero(closes)
    end = layout.page_nb[page[at] + 1]
    closes[at] = layout.names_end(head[at], end) >= end
    return closes


def _twins(layout: Layout, head: Ints, strong: Bools, page: Ints) -> Bools:
    """Which candidates stand on their page twice, to the byte, down to the next strong one."""
    at = np.flatnonzero(strong)
    end = layout.until_next(head[at])
    blocks = slices(layout.lines.buffer, layout.start(head[at]), layout.end(end - 1))
    shown = pl.DataFrame({"page": page[at], "block": blocks.str.strip_chars_end(SPACE).hash(0)})
    twin = np.zeros(len(head), dtype=bool)
    told = layout.length[end - 1] >= _LEAST_ABSTRACT  # two without abstracts may be one that is cut
    twin[at] = ~shown.select(pl.struct("page", "block").is_first_distinct()).to_series().to_numpy() & told
    return twin


def _form(layout: Layout, head: Ints, named: Bools) -> tuple[Bools, Bools, Ints]:
    """Which candidates have all parts apart, which end in one paragraph, and how many lines stand below their names.

    NAMED: which have names; the others are taken to have an empty list. Each reaches down to the next candidate.
    """
    end = layout.until_next(head)
    parted = np.concatenate([[0], np.cumsum(np.append(layout.gap, 1) > 0)])  # the end of a page parts, too
    names_end = np.where(named, layout.run_end(np.minimum(head + 2, len(layout.nb) - 1)), head + 2)
    names_end = np.minimum(names_end, end)
    size = layout.end(end - 1) - layout.start(np.minimum(names_end, end - 1))
    one_paragraph = (names_end < end) & (parted[end] - parted[names_end] == 1) & (size >= _LEAST_ABSTRACT)
    apart = parted[names_end + 1] - parted[head] == _PARTS - ~named
    return apart, one_paragraph, end - names_end


class Order:
    """The order of a page: by year, newest first, then by title. Each candidate is held against the sure ones."""

    def __init__(self, page: Ints, sure: Bools, year: Ints, title: pl.Series) -> None:
        """The candidates in order, with the number of their PAGE, which of them are SURE, their YEAR and TITLE."""
        self.year, self.title = year, title
        number = np.arange(len(page))
        last = np.maximum.accumulate(np.concatenate([[-1], np.where(sure, number, -1)]))[:-1]
        following = np.where(sure, number, len(page))[::-1]
        next_ = np.minimum.accumulate(np.concatenate([[len(page)], following]))[:-1][::-1]
        self.here = number
        self.before = np.where((last >= 0) & (page[last] == page), last, -1)
        inside = np.minimum(next_, len(page) - 1)
        self.after = np.where((next_ < len(page)) & (page[inside] == page), next_, -1)

    def _follows(self, a: Ints, b: Ints, by_year: bool, by_title: Bools | None = None) -> Bools:
        """May B stand below A? Yes where either is missing (-1)."""
        newer = self.year[a] > self.year[b]
        same = self.year[a] == self.year[b]
        if not by_year:
            sorted_ = (self.title.gather(np.maximum(a, 0)) <= self.title.gather(np.maximum(b, 0))).to_numpy()
            same = same & (sorted_ if by_title is None else sorted_ | ~by_title)
        return (a < 0) | (b < 0) | newer | same

    def keeps(self, by_title: Bools) -> Bools:
        """Which candidates stand in order between the sure ones round them."""
        fits = self._follows(self.before, self.here, False, by_title)
        return fits & self._follows(self.here, self.after, False, by_title)

    def misplaced(self, *, by_year: bool = False) -> Bools:
        """Which candidates break an order that holds without them."""
        fits = self._follows(self.before, self.here, by_year) & self._follows(self.here, self.after, by_year)
        return ~fits & self._follows(self.before, self.after, by_year)
