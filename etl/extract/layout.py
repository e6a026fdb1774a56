"""From classed lines to the parts of each page: its header, its listings, and what is neither.

All arrays here count *words lines* ("nb": the lines that are not blank), for the parts of a page are told by the
order of those alone; how many blank lines stand between them is kept as `gap`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.extract import lines as ln
from etl.extract.lines import Ints, Lines
from etl.extract.page_begins import MOST_SEPARATORS, header_again, separators, with_separators

Bools = npt.NDArray[np.bool_]
END = -1
_MANY = 99
_LEAST_LISTS = 3  # of two names and more
_HEADER_LINES = 14  # a header has eight lines that are not blank; leave room for strays


@dataclass(frozen=True)
class Layout:
    """The lines that are not blank, with the pages that they stand on."""

    lines: Lines
    nb: Ints
    """Line number of each line that is not blank."""
    page: Ints
    """Page of each of them."""
    page_line: Ints
    """First line of each page; one more entry for the end of the last."""
    page_file: Ints
    """File of each page."""
    altered: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Lines (of all, in order) that are read otherwise than they stand, for what other listings of their page have."""

    @cached_property
    def kind(self) -> npt.NDArray[np.int8]:
        """Class of each line, by its own words."""
        return self.lines.kind[self.nb]

    @cached_property
    def page_nb(self) -> Ints:
        """First entry of each page in `nb`; one more for the end."""
        return np.searchsorted(self.nb, self.page_line)

    @cached_property
    def gap(self) -> Ints:
        """Blank lines before each line; many before the first of a page."""
        gap = np.diff(self.nb, prepend=-1) - 1
        starts = self.page_nb[:-1]
        gap[starts[starts < len(gap)]] = _MANY
        return self._names_together(gap - self._least_gap(gap)[self.page])

    def _names_together(self, gap: Ints) -> Ints:
        """GAP without the blank lines between names, on pages where they stand between all of them."""
        listed = self.kind == ln.BULLET
        name = np.flatnonzero(listed[1:] & listed[:-1] & (self.page[1:] == self.page[:-1])) + 1
        apart = gap[name] > 0
        if not apart.any():  # nearly always
            return gap
        second = name[(name > 2) & (self.kind[name - 3] == ln.HEADING)]
        lists, close = self.by_page(second), self.by_page(name[~apart])
        gap[name[((lists >= _LEAST_LISTS) & (close == 0))[self.page[name]]]] = 0
        return gap

    def _least_gap(self, gap: Ints) -> Ints:
        """Blank lines that stand between all lines of a page, or of its listings alone, which then divide nothing."""
        least = np.zeros(len(self.page_file), dtype=np.int64)
        close = gap == 0
        in_header = close & (self.kind == ln.AUTHOR_ROWS)
        spaced = (np.bincount(self.page[close & ~in_header], minlength=len(least)) == 0)[self.page]
        if spaced.any():
            least[self.page[spaced]] = _MANY
            spaced &= ~in_header
            np.minimum.at(least, self.page[spaced], gap[spaced])
            least[least == _MANY] = 0
            # Where the header is not spaced, what divides the listings has to be more than that.
            heading = np.flatnonzero(self.kind == ln.HEADING)
            undivided = self.page[heading[gap[heading] <= least[self.page[heading]]]]
            least[np.intersect1d(undivided, self.page[in_header])] = 0
        return least

    def after(self, steps: int) -> npt.NDArray[np.int8]:
        """Class of the line that stands STEPS lines further down the page, or END."""
        shifted = np.full(len(self.nb), END, dtype=np.int8)
        shifted[:-steps] = np.where(self.page[steps:] == self.page[:-steps], self.kind[steps:], END)
        return shifted

    @cached_property
    def length(self) -> Ints:
        """Bytes of each line, terminator included."""
        return np.diff(self.lines.start)[self.nb]

    def start(self, nb: Ints) -> Ints:
        """The first byte of each of the lines NB."""
        return self.lines.start[self.nb[nb]]

    def end(self, nb: Ints) -> Ints:
        """The byte behind each of the lines NB and its terminator."""
        return self.lines.start[self.nb[nb] + 1]

    def ends_with(self, nb: Ints, *endings: bytes) -> Bools:
        """Which of the lines NB have one of ENDINGS, all of one size, right before a terminator of one byte."""
        places = self.end(nb)[:, None] - np.arange(len(endings[0]) + 1, 1, -1)
        last = self.lines.byte_values[np.maximum(places, 0)]
        ends: Bools = np.any([(last == np.frombuffer(ending, np.uint8)).all(axis=1) for ending in endings], axis=0)
        return ends

    def until_next(self, head: Ints) -> Ints:
        """Where what begins at each of the lines HEAD ends: at the next of them, or with its page."""
        return np.minimum(np.append(head[1:], len(self.nb)), self.page_nb[1:][self.page[head]])

    def by_page(self, nb: Ints) -> Ints:
        """How many of the lines NB each page has."""
        return np.bincount(self.page[nb], minlength=len(self.page_file))

    def longer(self, nb: Ints, characters: int) -> Bools:
        """Which of the lines NB have more CHARACTERS: some scripts take three bytes for each."""
        longer: Bools = self.length[nb] > characters
        at = np.flatnonzero(longer)
        longer[at] = (self.text(nb[at]).str.len_chars() > characters).to_numpy()
        return longer

    def text(self, nb: Ints) -> pl.Series:
        """The text of each line as written, without space at its ends."""
        if not len(nb):
            return pl.Series(dtype=pl.String)
        return self.lines.text[self.nb[nb]].str.strip_chars(ln.SPACE)

    @cached_property
    def run_breaks(self) -> Ints:
        """Where a run of bullets cannot go on."""
        return np.append(np.flatnonzero((self.kind != ln.BULLET) | (self.gap > 0)), len(self.nb))

    def run_begin(self, last: Ints) -> Ints:
        """Begin of the run of bullets that ends at each of LAST."""
        breaks = np.append(0, self.run_breaks)
        begin = breaks[np.searchsorted(breaks, last, side="right") - 1]
        return np.where(self.kind[begin] == ln.BULLET, begin, begin + 1)

    def run_end(self, first: Ints) -> Ints:
        """End of the run of bullets that begins at each of FIRST."""
        return self.run_breaks[np.searchsorted(self.run_breaks, np.minimum(first + 1, len(self.nb)))]


def lay_out(lines: Lines) -> Layout:
    """Split the files into pages: a page begins with its file, or where a whole header begins again."""
    nb = np.flatnonzero(lines.kind != ln.BLANK)
    file = lines.file[nb]
    begins = with_separators(lines, nb, header_again(lines, nb))
    begins = begins[(begins > 0) & (file[begins] == file[begins - 1])]
    layout = _split(lines, nb, begins)
    return _without_headers_in_abstracts(layout, begins) if len(begins) else layout


def _split(lines: Lines, nb: Ints, begins: Ints) -> Layout:
    file_line = np.searchsorted(lines.file, np.arange(lines.file[-1] + 2))
    page_line = np.union1d(file_line, nb[begins])
    page = np.searchsorted(page_line, nb, side="right") - 1
    return Layout(lines, nb, page, page_line, lines.file[page_line[:-1]])


def _without_headers_in_abstracts(layout: Layout, begins: Ints) -> Layout:
    """A header stands in an abstract where the page has as many listings as it declares only with those below it."""
    headers = read_headers(layout)
    listing = (layout.kind == ln.HEADING) & (layout.after(2) == ln.BULLET)
    found = layout.by_page(np.flatnonzero(listing))
    declared = headers.frame.select(pl.coalesce("heading_papers", "declared_papers", pl.lit(-1))).to_series().to_numpy()
    again = next_sheets(layout, headers)
    own = np.zeros(len(begins), dtype=bool)
    page, file, total = -1, -1, 0
    for i, begin in enumerate(begins):
        below = layout.page[begin]
        if i == 0 or not own[i - 1] or layout.page_file[below] != file:
            page, file, total = below - 1, layout.page_file[below], found[below - 1]
        own[i] = (
            total < declared[page] and total + found[below] <= declared[page] + 1 and found[below] != declared[below]
        ) and not again[below]
        total += found[below]
    return _split(layout.lines, layout.nb, begins[~own])


@dataclass(frozen=True)
class Headers:
    """What the headers say, one row a page, and which lines they take up."""

    frame: pl.DataFrame
    """page, kind, owner, declared_papers, declared_author_rows, heading_papers, found (any header line at all)."""
    body: Ints
    """First line (nb) of each page's body."""
    part: Bools
    """Which lines (nb) are recognised parts of a header."""


def read_headers(layout: Layout) -> Headers:
    """Read each page's header as far as it goes: down to the count under `Possible papers`."""
    kind, page = layout.kind, layout.page
    place = np.arange(len(kind)) - layout.page_nb[:-1][page] if len(kind) else np.zeros(0, dtype=np.int64)
    early = np.isin(kind, ln.HEADER_CLASSES) & (place < _HEADER_LINES)
    # A heading with names below it ends the header, whatever comes later.
    listing = (kind == ln.HEADING) & (layout.after(2) == ln.BULLET)
    first_listing = _first_by_page(np.flatnonzero(listing), layout, default=len(kind))
    early &= np.arange(len(kind)) < first_listing[page]
    frame = pl.DataFrame({"page": page[early], "at": np.flatnonzero(early), "kind": kind[early]})
    firsts = frame.group_by("page").agg(
        *(
            pl.col("at").filter(pl.col("kind") == code).first().alias(name)
            for name, code in {
                "banner": ln.BANNER, "cluster": ln.KIND, "notice": ln.NOTICE, "papers": ln.PAPERS,
                "rows": ln.AUTHOR_ROWS, "possible": ln.POSSIBLE,
            }.items()
        ),
        last=pl.col("at").max(),
    )  # fmt: skip
    pages = pl.DataFrame({"page": np.arange(len(layout.page_file))}).join(
        firsts, on="page", how="left", maintain_order="left"
    )
    at = {name: pages[name].fill_null(END).to_numpy() for name in firsts.columns if name != "page"}
    number = np.where(at["possible"] >= 0, at["possible"] + 1, END)
    number = np.where(_is(layout, number, ln.NUMBER), number, END)
    last = np.where(at["possible"] >= 0, np.maximum(at["possible"], number), at["last"])
    owner = _owner(layout, at, last)
    part = np.zeros(len(kind), dtype=bool)
    for name in ("banner", "cluster", "notice", "papers", "rows", "possible"):
        found = at[name]
        part[found[(found >= 0) & (found <= last)]] = True
    part[number[number >= 0]] = True
    part[owner[owner >= 0]] = True
    part[_dividing(layout, np.where(at["banner"] >= 0, at["banner"], at["cluster"]))] = True
    fields = pl.DataFrame(
        {
            "page": pages["page"],
            "kind": _text_at(layout, at["cluster"]).str.replace_all(r"\s+", " "),
            "owner": _text_at(layout, owner),
            "declared_papers": _count(_text_at(layout, at["papers"])),
            "declared_author_rows": _count(_text_at(layout, at["rows"])),
            "heading_papers": _count(_text_at(layout, number)),
            "found": (at["banner"] >= 0) | (at["cluster"] >= 0) | (at["notice"] >= 0) | (at["possible"] >= 0),
        }
    )
    return Headers(fields, np.maximum(last + 1, layout.page_nb[:-1]), part)


def next_sheets(layout: Layout, headers: Headers) -> Bools:
    """Which pages go on with the one above in their file: a site that shows a few papers at once repeats the header."""
    same = pl.col("owner", "declared_papers", "heading_papers")
    known = pl.col("owner", "heading_papers").is_not_null()
    again = headers.frame.select(pl.all_horizontal(same.eq_missing(same.shift(1)), known)).to_series().to_numpy()
    sheets: Bools = again & (np.diff(layout.page_file, prepend=-1) == 0)
    return sheets


def _dividing(layout: Layout, header: Ints) -> Ints:
    """The lines that divide a page from the one above: those above its HEADER (END: it has none)."""
    first = layout.page_nb[:-1]
    lines = [first[at] + step for step in range(MOST_SEPARATORS) if len(at := np.flatnonzero(first + step < header))]
    above = np.concatenate(lines) if lines else first[:0]
    return above[separators(layout.lines, layout.nb[above])] if len(above) else above


def _owner(layout: Layout, at: dict[str, Ints], last: Ints) -> Ints:
    """The owner stands below the kind; without a kind, above the notice or below the banner."""
    below = np.where(at["cluster"] >= 0, at["cluster"] + 1, END)
    above = np.where((at["cluster"] < 0) & (at["notice"] > 0), at["notice"] - 1, END)
    above = np.where(above >= layout.page_nb[:-1], above, END)
    under = np.where((at["cluster"] < 0) & (at["notice"] < 0) & (at["banner"] >= 0), at["banner"] + 1, END)
    owner = np.maximum(np.maximum(below, above), under)
    owner = np.where(owner < last, owner, END)
    header = np.isin(layout.kind[np.maximum(owner, 0)], ln.HEADER_CLASSES) if len(layout.kind) else owner < 0
    return np.where((owner >= 0) & ~header, owner, END)


def _first_by_page(nb: Ints, layout: Layout, default: int) -> Ints:
    first = np.full(len(layout.page_file), default, dtype=np.int64)
    pages, at = np.unique(layout.page[nb], return_index=True)
    first[pages] = nb[at]
    return first


def _is(layout: Layout, nb: Ints, kind: int) -> Bools:
    inside = (nb >= 0) & (nb < layout.page_nb[1:])
    return inside & (layout.kind[np.where(inside, nb, 0)] == kind) if len(layout.kind) else inside


def _text_at(layout: Layout, nb: Ints) -> pl.Series:
    known = np.flatnonzero(nb >= 0)
    text = pl.Series([None], dtype=pl.String).new_from_index(0, len(nb))
    return text.scatter(known, layout.text(nb[known])) if len(known) else text


def _count(text: pl.Series) -> pl.Series:
    """The number that TEXT begins with; null where it is too large to be one."""
    return text.str.extract(r"^([\d,]+)").str.replace_all(",", "").cast(pl.Int32, strict=False)
