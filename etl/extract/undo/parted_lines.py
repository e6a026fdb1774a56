"""Headings and titles on several lines, or twice, or above a rule, as narrow columns and templates leave them.

In the site's form each stands between blank lines, with names below the title. The lines are joined if they are a
heading together. The lines of a title are joined if the first one cannot be its end, or if all titles of the page are
folded at one width.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.heading_grammar import KINDS, NO_HEADING, YEAR, heading_fields
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.segments import ranges

_MOST = 4  # lines of a heading, or a title, or between a heading and its names
_LONGEST = 120  # bytes
_LEAST_FOLDED = 3  # titles that tell at what width they are folded
_LEAST_WIDTH = 25  # characters
# A usual type may be parted between its words; another is on one line.
_HEADING = re.compile(rf"^[^\W_][^<>]*\s(?:{KINDS})\s{YEAR}\s(?:[^\W_][^\n]*|(?:{KINDS})\s(?:Paper|Article))$")
_KIND = rf"(?:^|\s)(?:{KINDS})(?:$|\s{YEAR}(?:\s|$))"
_RULE = r"^([-=~_*#^\"'.+─━═])(?:[-=~_*#^\"'.+─━═]{2,})$"
_OPEN_END = (  # how no title ends that is whole
    r"(?:[,:–—-]|\b(?:an?|the|of|in|on|to|for|and|or|with|by|from|as|at|via|using|towards?|into))$"
)
_NO_PIECE = r"://|www\.|@|\d{4}|\w[/\\]|^\W|[.;]$"  # of a title: an address, an identifier


def with_whole_lines(layout: Layout) -> Layout:
    """LAYOUT with each heading and each title on one line."""
    opens = (layout.kind[1:] == ln.BULLET) & (layout.kind[:-1] != ln.BULLET) & (layout.page[1:] == layout.page[:-1])
    first = np.flatnonzero(opens) + 1
    first = first[first > 1]
    above = layout.kind[first - 1], layout.kind[first - 2], layout.kind[first - 3]
    first = first[(above[1] != ln.HEADING) | (above[0] == ln.HEADING) | (above[2] == ln.HEADING)]
    first = first[layout.gap[first] > 0]  # a heading right above a title is told elsewhere
    if not len(first):  # nearly always
        return layout
    pages = np.unique(layout.page[first])
    return _with_titles(_without_repeats(_with_headings(layout, first), pages), pages)


def _with_headings(layout: Layout, first: Ints) -> Layout:
    """LAYOUT with headings put together that stand above a title and the FIRST of its names."""
    title = first - 1
    at = title[
        (layout.gap[title] > 0) & (layout.kind[title - 1] != ln.HEADING) & (layout.length[title - 1] <= _LONGEST)
    ]
    at = at[_below_kinds(layout, at)]
    found = [pieces for end in at.tolist() if len(pieces := _heading_above(layout, end))]
    texts = [" ".join(layout.text(pieces)) + "\n" for pieces in found]
    begins = np.array([pieces[0] for pieces in found], dtype=np.int64)
    return _joined(layout, begins, texts, np.concatenate([at[:0], *(pieces[1:] for pieces in found)]), ln.HEADING)


def _below_kinds(layout: Layout, title: Ints) -> Bools:
    """Which of the lines TITLE have one near above that ends in a kind, or has a year behind it."""
    near, which = np.unique(np.maximum(title[:, None] - np.arange(1, _MOST + 1), 0), return_inverse=True)
    told = layout.length[near] <= _LONGEST
    told[told] = matches(layout.text(near[told]), _KIND)
    below: Bools = told[which].reshape(len(title), _MOST).any(axis=1)
    return below


def _heading_above(layout: Layout, title: int) -> Ints:
    """The lines of the heading above TITLE; none where they are no heading."""
    for begin in range(title - 2, max(title - _MOST, int(layout.page_nb[layout.page[title]])) - 1, -1):
        if layout.length[begin] > _LONGEST or layout.kind[begin] in (ln.HEADING, ln.BULLET):
            break
        if layout.gap[begin + 1] > 0 and _HEADING.search("\n".join(layout.text(np.arange(begin + 1, title)))):
            break  # whole as it is, and another paragraph above it
        pieces = np.arange(begin, title)
        if layout.gap[begin] > 0 and _HEADING.search("\n".join(layout.text(pieces))):
            whole = pl.Series([" ".join(layout.text(pieces))])
            told = heading_fields(whole)["venue"][0] is not None and not matches(whole, NO_HEADING)[0]
            return pieces if told else pieces[:0]  # a heading without its venue has an abstract above it
    return np.zeros(0, dtype=np.int64)


def _joined(layout: Layout, begins: Ints, texts: list[str], gone: Ints, kind: int) -> Layout:
    """LAYOUT with the lines BEGINS as TEXTS, of KIND, and without those that are GONE into them."""
    if not len(begins):
        return layout
    layout = layout.with_texts(begins, texts)
    kinds = layout.lines.kind.copy()
    kinds[layout.nb[begins]] = kind
    return replace(layout, lines=replace(layout.lines, kind=kinds)).without(gone)


def _between(layout: Layout, pages: Ints) -> tuple[Ints, Ints]:
    """Headings of PAGES with several lines between them and their names, and where those begin."""
    head = np.flatnonzero((layout.kind == ln.HEADING) & (layout.gap > 0) & np.isin(layout.page, pages))
    first = layout.next_bullet(head)
    inside = first < layout.page_nb[1:][layout.page[head]]
    several = inside & (first - head > 2) & (first - head <= _MOST + 1)
    head, first = head[several], first[several]
    apart = layout.gap[first] > 0
    return head[apart], first[apart]


def _without_repeats(layout: Layout, pages: Ints) -> Layout:
    """LAYOUT without lines below a heading or a title that say the same, or are its rule, where one line is left."""
    head, first = _between(layout, pages)
    if not len(head):
        return layout
    at = ranges(head + 1, first)
    text, above = layout.text(at), layout.text(at - 1)
    alone = (layout.kind[at] == ln.HEADING) & (layout.gap[at] > 0)  # may be an abstract or a title like a heading
    same = (text == above).to_numpy() & ~alone
    again = same | (matches(text, _RULE) & (layout.gap[at] == 0))
    of = np.repeat(np.arange(len(head)), first - head - 1)
    left = np.bincount(of[~again], minlength=len(head))
    return layout.without(at[again & (left == 1)[of]]) if again.any() else layout


def _with_titles(layout: Layout, pages: Ints) -> Layout:
    """LAYOUT with the titles of PAGES put together."""
    head, first = _between(layout, pages)
    lines = ranges(head + 2, first)
    of = np.repeat(np.arange(len(head)), first - head - 2)
    odd = (layout.gap[lines] > 0) | (layout.kind[lines] != ln.TEXT) | (layout.length[lines] > _LONGEST)
    odd |= matches(layout.text(lines), _NO_PIECE)
    whole = (np.bincount(of[odd], minlength=len(head)) == 0) & (layout.gap[head + 1] > 0)
    whole &= layout.kind[head + 1] == ln.TEXT
    whole[whole] = _folded(layout, head[whole], first[whole])
    head, first = head[whole], first[whole]
    pieces = [layout.text(np.arange(a + 1, b)).to_list() for a, b in zip(head, first, strict=True)]
    return _joined(layout, head + 1, [f"{' '.join(x)}\n" for x in pieces], ranges(head + 2, first), ln.TEXT)


def _folded(layout: Layout, head: Ints, first: Ints) -> Bools:
    """Which titles between HEAD and their FIRST names go on in each of their lines.

    The lines of a page's titles are as long as its longest allows; or each ends where no title does.
    """
    above = ranges(head + 1, first - 1)
    of = np.repeat(np.arange(len(head)), first - head - 2)
    text = layout.text(above)
    next_word = layout.text(above + 1).str.extract(r"^(\S+)").str.len_chars()
    frame = pl.DataFrame({"of": of, "page": layout.page[above], "size": text.str.len_chars(), "word": next_word})
    frame = frame.with_columns(open=text.str.contains(_OPEN_END), width=_widths(layout, frame["page"]))
    full = (pl.col("size") + 1 + pl.col("word") > pl.col("width")).all().over("page")
    told = full & (pl.col("of").n_unique().over("page") >= _LEAST_FOLDED) & (pl.col("width") >= _LEAST_WIDTH)
    each = frame.select("of", told=told | pl.col("open")).group_by("of").agg(pl.col("told").all()).sort("of")
    return each["told"].to_numpy()


def _widths(layout: Layout, pages: pl.Series) -> pl.Series:
    """How many characters the longest line of the titles of each of PAGES has."""
    head = np.flatnonzero((layout.kind == ln.HEADING) & np.isin(layout.page, pages.to_numpy()))
    first = layout.next_bullet(head)
    near = first - head <= _MOST + 1
    at = ranges(head[near] + 1, first[near])
    sizes = pl.DataFrame({"page": layout.page[at], "size": layout.text(at).str.len_chars()})
    widths = sizes.group_by("page").agg(pl.col("size").max())
    return pages.to_frame("page").join(widths, on="page", how="left", maintain_order="left")["size"]
