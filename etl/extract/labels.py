"""Lines that stand the same in nearly each listing of a page, between its parts, and are none: a label, a button.

A page that was scraped with all that it shows has `Abstract` or `PDF` there, or a count of citations, which differs by
numbers alone. What is all of an abstract is one.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.furniture import without_lines
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints, matches
from etl.extract.wording import LABEL, OF_PART, SENTENCE_END, SHORT

_MOST_LINES = 8  # in a listing
_LEAST = 3  # listings
_NEARLY_ALL = 0.8
_BUTTONS = (
    "follow", "following", "share", "save", "cite", "citation", "export", "pdf", "html", "code", "bibtex", "doi",
    "poster", "slides", "video", "bookmark", "copy", "download", "print", "abstract", "collapse", "close", "show less",
    "see less", "view less", "show fewer", "authors", "corresponding author", "corresponding authors",
    "equal contribution",
)  # fmt: skip
_COUNT = r"^(?:cited by [0-9]|[0-9]+ (?:citation|author|view)s?$)"
_SIGNS = f"{ln.SPACE}{ln.INVISIBLE}•*·-–—()[]:…+▾▼↓↗"
_ENDS = np.array([256 * ord(word[0]) + ord(word[-1]) for word in _BUTTONS])
_LIKELY = 0.6  # of the neighbours begin alike where nearly all lines are the same


def without_labels(layout: Layout) -> Layout:
    """LAYOUT without what nearly all listings of a page have between their parts: it counts as blank.

    Nor what stands above or below names as if it were one, and names nobody.
    """
    for _ in range(_MOST_LINES):
        nobody = _nobody(layout)
        if not len(nobody):
            break
        layout = without_lines(layout, nobody)
    for _ in range(_MOST_LINES):
        labels = _labels(layout)
        if not len(labels):
            break
        layout = without_lines(layout, labels)
    return layout


def _nobody(layout: Layout) -> Ints:
    """The last bullets of lists of several that name nobody, and the first that say `Authors`.

    The first letter and the last one tell of most that they do; signs and numbers at an end do not.
    """
    first = np.flatnonzero((layout.kind == ln.HEADING) & (layout.after(2) == ln.BULLET)) + 2
    last = layout.run_end(first) - 1
    first, last = first[last > first], last[last > first]
    label = first[layout.length[first] == len(f"{ln.STANDARD_BULLET}Authors\n".encode())]
    at = np.union1d(label, last)
    buffer, start = np.frombuffer(layout.lines.buffer, dtype=np.uint8), layout.lines.start
    begin, end = start[layout.nb[at]] + len(ln.STANDARD_BULLET.encode()), start[layout.nb[at] + 1] - 2
    opens, closes = (buffer[np.minimum(x, len(buffer) - 1)].astype(np.int64) | 0x20 for x in (begin, end))
    letters = np.all([(x >= ord("a")) & (x <= ord("z")) | (x >= 0x80) for x in (opens, closes)], axis=0)
    at = at[~letters | np.isin(256 * opens + closes, _ENDS)]
    if not len(at):
        return at
    return at[_buttons(layout.lines.text.gather(layout.nb[at])).to_numpy()]


def _buttons(texts: pl.Series) -> pl.Series:
    words = texts.str.strip_chars(_SIGNS).str.to_lowercase()
    return words.is_in(_BUTTONS) | words.str.contains(_COUNT)


def _labels(layout: Layout) -> Ints:
    """The first such lines below headings, below titles, and below names."""
    head = np.flatnonzero((layout.kind == ln.HEADING) & (layout.gap > 0))
    headings = np.bincount(layout.page[head], minlength=len(layout.page_file))
    if not len(head) or headings.max() < _LEAST:
        return head[:0]
    end = np.minimum(np.append(head[1:], len(layout.nb)), layout.page_nb[1:][layout.page[head]])
    last = len(layout.nb) - 1
    bullets = np.append(np.flatnonzero(layout.kind == ln.BULLET), last)
    first_name = np.minimum(bullets[np.searchsorted(bullets, head)], end)
    below_names = np.where(layout.kind[np.minimum(first_name, last)] == ln.BULLET, layout.run_end(first_name), end)
    above_title = (head + 1)[first_name > head + 2]
    above_names = (first_name - 1)[(first_name > head + 2) & (first_name <= head + _MOST_LINES) & (first_name < end)]
    found = [
        at[(layout.length[at] <= SHORT) & np.isin(layout.kind[at], (ln.TEXT, ln.NUMBER))]
        # The last line of a listing is all of its abstract.
        for at in (above_title, above_names, below_names[(below_names + 1 < end) & (first_name < end)])
    ]
    found[2] = found[2][np.isin(layout.kind[found[2] + 1], (ln.TEXT, ln.NUMBER))]
    above = [at[_alike(layout, at, headings)] for at in found[:2]]  # nearly no abstract begins with a short line
    return np.union1d(_same(layout, np.unique(np.concatenate(above)), headings), _same(layout, found[2], headings))


def _same(layout: Layout, at: Ints, headings: Ints) -> Ints:
    """Which of the lines AT say the same as those of nearly all HEADINGS of their page.

    Or, where no author writes it above an abstract, as those of some. One venue may have `Extended Abstract` above its
    abstracts, and authors have `Background` there.
    """
    if not len(at):  # nearly always
        return at
    text = layout.text(at)
    below_names = layout.kind[at - 1] == ln.BULLET
    heading = np.flatnonzero(layout.kind == ln.HEADING)
    venue = layout.text(heading[np.maximum(np.searchsorted(heading, at) - 1, 0)]).str.replace_all(r"\d+", "")
    frame = pl.DataFrame({"at": at, "page": layout.page[at], "text": text.str.replace_all(r"\d+", "0"), "venue": venue})
    alone = (layout.gap[at] > 0) & (layout.gap[at + 1] > 0) & below_names
    own = matches(text, rf"{LABEL}|{SENTENCE_END}") | ~alone
    most = np.maximum(_NEARLY_ALL * headings[layout.page[at]], _LEAST)
    enough = pl.Series(np.where(own, most, _LEAST))
    told = (pl.len().over("page", "text") >= enough) & ~text.str.contains(OF_PART)
    one_venue = (pl.col("venue").n_unique().over("page", "text") == 1) & pl.Series(below_names)
    return frame.filter(told & (~one_venue | _buttons(text)))["at"].to_numpy()


def _alike(layout: Layout, at: Ints, headings: Ints) -> Bools:
    """Which of the lines AT are on pages where nearly all headings have one, and most begin as their neighbours do."""
    page = layout.page[at]
    first = np.frombuffer(layout.lines.buffer, dtype=np.uint8)[layout.lines.start[layout.nb[at]]]
    first = np.where((first >= ord("0")) & (first <= ord("9")), ord("0"), first)
    same = np.append(False, (first[1:] == first[:-1]) & (page[1:] == page[:-1]))[: len(at)]
    count = np.bincount(page, minlength=len(headings))
    alike = np.bincount(page[same], minlength=len(headings)) >= _LIKELY * (count - 1)
    likely: Bools = (alike & (headings >= _LEAST) & (count >= _NEARLY_ALL * headings))[page]
    return likely
