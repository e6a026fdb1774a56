"""What lines that stand at one place of the listings of a page say again: what nearly all have, no author wrote."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, starmap

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.heading_grammar import MONTH
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints

NEARLY_ALL = 0.8
_DATE = rf"(?i)\d(?:st|nd|rd|th)?[\s,.-]+{MONTH}(?:[\s,.-]+\d)?|{MONTH}[\s,.-]+\d"


def of_one_byte(layout: Layout, at: Ints, places: Ints) -> Bools:
    """Which of the lines AT are on pages where all have the same byte at their PLACES in the buffer, any digit as one.

    What all lines of a page have in common begins, or ends, in one: that tells of nearly all pages that nothing is.
    """
    begins, byte = np.flatnonzero(np.diff(layout.page[at], prepend=-1)), layout.lines.byte_values[places]
    byte = np.where((byte >= ord("0")) & (byte <= ord("9")), ord("0"), byte)
    least, most = (of_all.reduceat(byte, begins) for of_all in (np.minimum, np.maximum))
    return np.repeat(least == most, np.diff(begins, append=len(at)))


def by_pages(layout: Layout, at: Ints) -> list[slice]:
    """Where those of the lines AT stand, in their order, that are of one page."""
    edges = [*np.flatnonzero(np.diff(layout.page[at], prepend=-1)).tolist(), len(at)]
    return list(starmap(slice, pairwise(edges)))


def without_numbers(texts: pl.Series) -> pl.Series:
    """TEXTS with 0 for each number, and for each month of a date."""
    return texts.str.replace_all(_DATE, "0").str.replace_all(r"\d+", "0")


def said_again(layout: Layout, at: Ints, said: Callable[[pl.Series], pl.Series] = without_numbers) -> pl.DataFrame:
    """The lines AT, one at least, as tellers ask of them, and how often others say the same.

    Columns: `at`, `page`, `raw` (the line), `text` (what it says: SAID of that), `times` (that its page has the text),
    `venues` (in listings of how many), `headings` (apart, of the page), `above` (class of the line above), `alone`.
    """
    raw, head = layout.text(at), np.flatnonzero(layout.kind == ln.HEADING)
    venue = layout.text(head[np.maximum(np.searchsorted(head, at) - 1, 0)]).str.replace_all(r"\d+", "")
    frame = {
        "at": at, "page": layout.page[at], "raw": raw, "text": said(raw), "venue": venue,
        "headings": layout.by_page(head[layout.gap[head] > 0])[layout.page[at]],
        "above": layout.kind[at - 1], "alone": layout.alone(at),
    }  # fmt: skip
    same = "page", "text"
    return pl.DataFrame(frame).with_columns(times=pl.len().over(same), venues=pl.col("venue").n_unique().over(same))


def told(
    layout: Layout,
    at: Ints,
    enough: Ints,
    words: pl.Expr,
    said: Callable[[pl.Series], pl.Series] = without_numbers,
) -> Ints:
    """Which of the lines AT WORDS (true of rows of `said_again`) tell, where a page has ENOUGH that say the same."""
    at = at[(layout.by_page(at) >= enough)[layout.page[at]]]
    if not len(at):  # nearly always
        return at
    again = said_again(layout, at, said).filter(pl.Series(enough[layout.page[at]]) <= pl.col("times"), words)
    return again["at"].to_numpy()
