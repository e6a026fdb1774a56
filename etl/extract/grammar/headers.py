"""What the header of each page says, and which lines it takes up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import SPACE
from etl.extract.grammar.layout import END, Bools, Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.page_begins import MOST_SEPARATORS, separators
from etl.extract.grammar.wording import LINK

_HEADER_LINES = 14  # a header has eight lines that are not blank; leave room for strays
_ROUND = r"\*{1,2}|_{1,2}|</?[a-z][^<>]*>"
_MARKS = rf"#{{1,6}}\s+|={{1,6}}\s*|h[1-6]\.\s+|\.S[HS]\s+|{_ROUND}"
_PARTS = {
    "banner": ln.BANNER, "cluster": ln.KIND, "notice": ln.NOTICE, "papers": ln.PAPERS,
    "rows": ln.AUTHOR_ROWS, "possible": ln.POSSIBLE,
}  # fmt: skip
"""Part of a header -> the class of its line."""


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
    at = _places(layout)
    number = np.where(at["possible"] >= 0, at["possible"] + 1, END)
    number = np.where(_is(layout, number, ln.NUMBER), number, END)
    last = np.where(at["possible"] >= 0, np.maximum(at["possible"], number), at["last"])
    owner = _owner(layout, at, last)
    fields = pl.DataFrame(
        {
            "page": np.arange(len(layout.page_file)),
            "kind": _without_marks(_text_at(layout, at["cluster"])).str.replace_all(r"\s+", " "),
            "owner": _without_marks(_text_at(layout, owner)),
            "declared_papers": _count(_text_at(layout, at["papers"])),
            "declared_author_rows": _count(_text_at(layout, at["rows"])),
            "heading_papers": _count(_text_at(layout, number)),
            "found": (at["banner"] >= 0) | (at["cluster"] >= 0) | (at["notice"] >= 0) | (at["possible"] >= 0),
        }
    )
    part = np.zeros(len(layout.kind), dtype=bool)
    for found in (*(np.where(at[name] <= last, at[name], END) for name in _PARTS), number, owner):
        part[found[found >= 0]] = True
    part[_dividing(layout, np.where(at["banner"] >= 0, at["banner"], at["cluster"]))] = True
    return Headers(fields, np.maximum(last + 1, layout.page_nb[:-1]), part)


def _places(layout: Layout) -> dict[str, Ints]:
    """Where each page has the first line of each of `_PARTS`, and the `last` of all of them; END where it has none."""
    kind, page = layout.kind, layout.page
    place = np.arange(len(kind)) - layout.page_nb[:-1][page] if len(kind) else np.zeros(0, dtype=np.int64)
    early = np.isin(kind, ln.HEADER_CLASSES) & (place < _HEADER_LINES)
    # A heading with names below it ends the header, whatever comes later.
    early &= np.arange(len(kind)) < _first_by_page(layout.listings, layout, default=len(kind))[page]
    frame = pl.DataFrame({"page": page[early], "at": np.flatnonzero(early), "kind": kind[early]})
    firsts = frame.group_by("page").agg(
        *(pl.col("at").filter(pl.col("kind") == code).first().alias(name) for name, code in _PARTS.items()),
        last=pl.col("at").max(),
    )
    pages = pl.DataFrame({"page": np.arange(len(layout.page_file))})
    pages = pages.join(firsts, on="page", how="left", maintain_order="left")
    return {name: pages[name].fill_null(END).to_numpy() for name in (*_PARTS, "last")}


def next_sheets(layout: Layout, headers: Headers) -> Bools:
    """Which pages go on with the one above in their file: a site that shows a few papers at once repeats the header."""
    same = pl.col("owner", "declared_papers", "heading_papers")
    known = pl.col("owner", "heading_papers").is_not_null()
    again = headers.frame.select(pl.all_horizontal(same.eq_missing(same.shift(1)), known)).to_series().to_numpy()
    return again & (np.diff(layout.page_file, prepend=-1) == 0)


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


def _without_marks(text: pl.Series) -> pl.Series:
    """TEXT without what Markdown, a wiki, HTML or a manual page puts round a heading."""
    linked = text.str.replace(rf"^(?:{_MARKS})+", "").str.replace(rf"(?:\s*(?:={{1,6}}|#{{1,6}}|{_ROUND}))+$", "")
    bare = linked.str.strip_chars(SPACE).str.replace(LINK, "$1")
    return text.zip_with((bare == "").fill_null(value=True), bare)


def _count(text: pl.Series) -> pl.Series:
    """The first number of TEXT; null where it is too large to be one."""
    return text.str.extract(r"(\d[\d,]*)").str.replace_all(",", "").cast(pl.Int32, strict=False)
