"""What a scraper wrote below or behind names: an institution, an address, a footnote's mark, a note in brackets."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.foreign_words import AFFILIATION
from etl.extract.grammar.layout import END, Bools, Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.repeated import NEARLY_ALL
from etl.extract.grammar.segments import ranges
from etl.extract.grammar.wording import name_texts

_LEAST = 3  # lists
_TAB = 8 * " "
_LONGEST = 120  # bytes
# What stands behind a name and is none of it: marks of footnotes, something in brackets, where somebody works.
_PLACE = r",\s+[^,].*"
_BEHIND = (
    r"(?:[\s,^{}$\\\[\]()]*[\p{No}\d*†‡§¶∗#✉][})\]$]*)+",
    r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>)",
    _PLACE,
)
_SUFFIX = r",\s+(?:[JS]r\.?|I{2,3}|IV)"
_HOMONYM = r"\s\d{4}$"


def without_lines_below_names(layout: Layout) -> Layout:
    """LAYOUT without such lines where nearly all lists of a page have one below their first name."""
    first = layout.listings + 2
    below = np.minimum(first + 1, len(layout.nb) - 1)
    told = first[(layout.kind[below] == ln.TEXT) & (layout.gap[below] == 0)]
    if not len(told):  # nearly always
        return layout
    told = told[_further_in(layout, told, told + 1)]
    enough = layout.by_page(told) >= np.maximum(NEARLY_ALL * layout.by_page(first), _LEAST)
    told = told[enough[layout.page[told]]]
    blocks = np.append(np.flatnonzero(layout.gap > 0), len(layout.nb))
    end = blocks[np.searchsorted(blocks, told + 1)]
    lines, of = ranges(told, end), np.repeat(told, end - told)
    other = (layout.kind[lines] == ln.TEXT) & (layout.length[lines] <= _LONGEST)
    lines, of = lines[other], of[other]
    lines = lines[_further_in(layout, of, lines)] if len(lines) else lines
    return _with_whole_names(layout, lines).without(lines) if len(lines) else layout


def _with_whole_names(layout: Layout, lines: Ints) -> Layout:
    """LAYOUT with what stands on LINES joined to the names above, on pages whose owner's name is folded so."""
    above = np.flatnonzero(layout.kind == ln.BULLET)
    name = above[np.searchsorted(above, lines) - 1]
    owner = np.flatnonzero(layout.kind[:-1] == ln.KIND) + 1
    owners = dict(zip(layout.page[owner].tolist(), layout.text(owner), strict=True))
    whole = dict(zip(name.tolist(), name_texts(layout, name), strict=True))
    for at, text in zip(name.tolist(), layout.text(lines), strict=True):
        whole[at] = f"{whole[at]} {text}"
    folded = {int(layout.page[at]) for at, text in whole.items() if text == owners.get(int(layout.page[at]))}
    told = [at for at in whole if int(layout.page[at]) in folded]
    return layout.with_texts(np.array(told, dtype=np.int64), [f"{ln.STANDARD_BULLET}{whole[at]}\n" for at in told])


def _further_in(layout: Layout, names: Ints, lines: Ints) -> Bools:
    """Which of LINES begin further in than the bullet of each of the NAMES."""
    name, line = (layout.lines.text.gather(layout.nb[at]) for at in (names, lines))
    place, other = (text.str.extract(r"^([ \t]*)").str.replace_all("\t", _TAB).str.len_bytes() for text in (name, line))
    return (other > place).to_numpy()


def without_notes_on_names(layout: Layout, names: Ints) -> Layout:
    """LAYOUT with bare NAMES on pages where what stands behind the owner's is told, be it on one list."""
    at, owners = _beside_owners(layout, names)
    if not len(at):  # nearly always
        return layout
    text = name_texts(layout, at)
    frame = pl.DataFrame({"at": at, "page": layout.page[at], "owner": layout.text(owners), "text": text, "bare": text})
    frame = frame.with_columns(list=np.searchsorted(layout.listings, at))
    for pattern in _BEHIND:
        bare = pl.col("bare").str.replace(rf"^(.*?\S(?:\s\d{{4}})?(?:{_SUFFIX})?){pattern}$", "$1")
        own = ~pl.col("bare").str.contains(rf"{_HOMONYM}|{_SUFFIX}$") & (bare != "")
        if pattern == _PLACE:  # another name may stand behind one alone
            own &= (pl.col("bare").str.contains(AFFILIATION).any() & (bare != pl.col("bare")).all()).over("list")
        noted = (own & (bare == pl.col("owner")) & (pl.col("bare") != pl.col("owner"))).any().over("page")
        frame = frame.with_columns(pl.when(noted & own).then(bare).otherwise("bare"))
    changed = frame.filter(pl.col("bare") != pl.col("text"))
    lines = (ln.STANDARD_BULLET + changed["bare"] + "\n").to_list()
    return layout.with_texts(changed["at"].to_numpy(), lines)


def _beside_owners(layout: Layout, names: Ints) -> tuple[Ints, Ints]:
    """Which of the lines NAMES are on pages where one goes on behind the owner's name, and the lines with that name.

    Three bytes tell of most lines that they do not.
    """
    at = np.flatnonzero(layout.kind[:-1] == ln.KIND)
    page, first = np.unique(layout.page[at], return_index=True)
    buffer = layout.lines.byte_values
    owner, opens = np.full(len(layout.page_file), END, dtype=np.int64), np.zeros(len(layout.page_file), dtype=np.uint8)
    owner[page] = at[first] + 1
    opens[page] = buffer[layout.start(owner[page])]
    of = layout.page[names]
    here = layout.start(names) + ln.BULLET_BYTES
    more = np.flatnonzero(buffer[np.minimum(here, len(buffer) - 1)] == opens[of])
    of = owner[of]
    more = more[layout.length[names[more]] > layout.length[of[more]] + ln.BULLET_BYTES]
    here, there, size = here[more], layout.start(of[more]), layout.length[of[more]] - 1
    same = buffer[here + size - 1] == buffer[there + size - 1]
    letter = (buffer[here + size] | 0x20) - ord("a") <= ord("z") - ord("a")
    more = more[same & ~letter]
    if not len(more):
        return more, more
    text = layout.text(names[more])
    told = text.str.contains(f"(?:{'|'.join(_BEHIND)})$") & ~text.str.contains(_HOMONYM)
    beside = np.isin(layout.page[names], layout.page[names[more[told.to_numpy()]]])
    return names[beside], of[beside]
