"""What a scraper wrote behind names: footnote marks, notes in brackets. The name of the page's owner shows it."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.layout import END, Layout
from etl.extract.lines import Ints
from etl.extract.wording import name_texts

# What stands behind a name and is none of it: marks of footnotes, something in brackets.
_BEHIND = (
    r"(?:[\s,^{}$\\\[\]()]*[\p{No}\d*†‡§¶∗#✉][})\]$]*)+",
    r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>)",
)
_HOMONYM = r"\s\d{4}$"


def without_notes_on_names(layout: Layout, names: Ints) -> Layout:
    """LAYOUT with bare NAMES on pages where what stands behind the owner's is told, be it on one list."""
    at, owners = _beside_owners(layout, names)
    if not len(at):  # nearly always
        return layout
    text = name_texts(layout, at)
    frame = pl.DataFrame({"at": at, "page": layout.page[at], "owner": layout.text(owners), "text": text, "bare": text})
    for pattern in _BEHIND:
        bare = pl.col("bare").str.replace(rf"^(.*?\S(?:\s\d{{4}})?){pattern}$", "$1")
        own = ~pl.col("bare").str.contains(_HOMONYM) & (bare != "")
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
