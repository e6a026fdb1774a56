"""Which lists have their page's owner on them, perhaps written in another way, and what it tells where they have not.

This only helps to find where listings begin: two people who agree in what is compared here stay two authors.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.bare_lists import several_names
from etl.extract.grammar.headers import Headers
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.segments import Segments, ranges
from etl.extract.grammar.wording import name_texts
from etl.folding import fold

LEAST_CAP = 5  # a list shorter than this was not cut by the site, unless the page's lists pile up there
_LEAST_PILE_UP, _MANY = 3, 8  # names; lists of a page that tell a pile-up from chance


def same_person(names: pl.Series, owners: pl.Series) -> pl.Series:
    """Which of NAMES may be the one of OWNERS beside it; false where there is none.

    Compared are the first word (or its initial) and the last, without case, accents, punctuation and homonym id.
    """
    if names.is_empty():
        return pl.Series(dtype=pl.Boolean)
    name, owner = (f"{x}_" for x in ("name", "owner"))
    frame = pl.DataFrame({"name": names, "owner": owners}).select(
        *_ends("name", name), *_ends("owner", owner), known=pl.col("owner").is_not_null()
    )
    initials = (pl.col(f"{name}first").str.len_chars() == 1) | (pl.col(f"{owner}first").str.len_chars() == 1)
    alike = (pl.col(f"{name}first") == pl.col(f"{owner}first")) | (
        initials & (pl.col(f"{name}first").str.head(1) == pl.col(f"{owner}first").str.head(1))
    )
    same = alike & (pl.col(f"{name}last") == pl.col(f"{owner}last")) & (pl.col(f"{owner}last") != "")
    return frame.select((same & pl.col("known")).fill_null(value=False)).to_series()


def _ends(column: str, prefix: str) -> tuple[pl.Expr, pl.Expr]:
    """The first and the last word of the names in COLUMN; `Family, Given` is turned round."""
    turned = pl.col(column).str.replace(r"^([^,]+),\s*([^,]+)$", "$2 $1")
    plain = fold(turned.str.replace_all(r"\p{Cf}", ""))
    words = plain.str.replace_all(r"[^\p{L}]+", " ").str.strip_chars()
    return words.str.extract(r"^(\S*)").alias(f"{prefix}first"), words.str.extract(r"(\S*)$").alias(f"{prefix}last")


def with_owner(layout: Layout, headers: Headers, s: Segments, which: Ints) -> Bools:
    """Which of the stretches WHICH list their page's owner, or are on a page that has none."""
    sizes = s.names_end[which] - s.head[which] - 2
    of = np.repeat(np.arange(len(which)), sizes)
    owners = headers.frame["owner"].gather(layout.page[s.head[which]])
    names = name_texts(layout, ranges(s.head[which] + 2, s.names_end[which]))
    owner = owners.gather(of)
    with_owner = owners.is_null().to_numpy().copy()
    with_owner[of[(names == owner).fill_null(value=False).to_numpy()]] = True
    others = np.flatnonzero(~with_owner[of])  # rarely any
    if len(others):
        with_owner[of[others][same_person(names.gather(others), owner.gather(others)).to_numpy()]] = True
    return with_owner


def strangers(layout: Layout, headers: Headers, head: Ints, named: Bools, page: Ints) -> tuple[Bools, Bools, Bools]:
    """Which candidates lack the page's owner, on which pages that tells anything, and which may be another person's.

    Only those with names (NAMED) can lack one.
    """
    first = np.minimum(head + 2, len(layout.nb) - 1)
    sizes = np.where(named, layout.run_end(first) - first, 0)
    of = np.repeat(np.arange(len(head)), sizes)
    names = name_texts(layout, ranges(first, first + sizes))
    owner = headers.frame["owner"].gather(layout.page[head[of]])
    listed = np.bincount(of[(names == owner).fill_null(value=False).to_numpy()], minlength=len(head)) > 0
    twice = (names == names.shift(1)).fill_null(value=False).to_numpy() & (of == np.append(-1, of[:-1])[: len(of)])
    caps = _caps(sizes - np.bincount(of[twice], minlength=len(head)), page)
    may_be_cut = sizes >= caps[page]
    others = np.flatnonzero(~(listed | may_be_cut)[of])
    hits = others[same_person(names.gather(others), owner.gather(others)).to_numpy()]
    listed |= np.bincount(of[hits], minlength=len(head)) > 0
    lacks = named & ~listed & ~may_be_cut
    lacks &= ~_damaged(layout, first, of[others], names.gather(others))
    informed = 2 * np.bincount(page, weights=listed) >= np.bincount(page, weights=listed | lacks)
    shown = np.bincount(page, weights=listed) > 0
    informed &= shown
    other = named & ~listed & shown[page] & ~(may_be_cut & informed[page])
    return lacks & informed[page], informed, other


def _damaged(layout: Layout, first: Ints, of: Ints, names: pl.Series) -> Bools:
    """Which lists, from the lines FIRST on, may have names that are not read: below, or several on one bullet.

    NAMES: those of the lists in question (OF).
    """
    end, page_end = layout.run_end(first), layout.page_nb[1:][layout.page[first]]
    below = [(end + step, end + step < page_end) for step in (0, 1)]
    goes_on = np.any([inside & (layout.kind[np.where(inside, at, 0)] == ln.BULLET) for at, inside in below], axis=0)
    several = np.bincount(of[several_names(names).to_numpy()], minlength=len(first)) > 0
    return goes_on | several


def _caps(sizes: Ints, page: Ints) -> Ints:
    """Where the site may have cut the lists of each page: at the most names (SIZES) that two of them have.

    One list alone may be longer by a foreign line. Where no two are as long, the longest tells. Below `LEAST_CAP` it
    takes a pile-up: a third of the lists of a page that has many.
    """
    lists = pl.DataFrame({"page": page, "size": sizes}).group_by("page", "size").len()
    size, papers = pl.col("size"), pl.col("len")
    shared = size.filter(papers > 1)
    caps = lists.group_by("page").agg(
        most=pl.coalesce(shared.filter(shared >= LEAST_CAP).max(), size.max()),
        shared=shared.max(),
        piled_up=(papers.sum() >= _MANY) & (3 * papers.filter(size == shared.max()).sum() >= papers.sum()),
    )
    small = pl.col("piled_up") & pl.col("shared").is_between(_LEAST_PILE_UP, LEAST_CAP, closed="left")
    cap = pl.when(small).then("shared").otherwise(pl.max_horizontal("most", LEAST_CAP))
    return caps.sort("page").select(cap).to_series().to_numpy()
