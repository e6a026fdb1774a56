"""Lines that nearly every listing of a page has between its parts, and that belong to none: a label, a button.

A page that was scraped with everything that it shows has `Abstract` or `PDF` there, or a count of citations, whose
number differs. A line that is all there is of an abstract is taken for the abstract.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import INVISIBLE, SPACE
from etl.extract.grammar.foreign_words import never_title
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.wording import LABEL, OF_PART, SENTENCE_END, SHORT, name_texts, said_again, without_numbers

_MOST_LINES = 8  # in a listing
_LEAST = 3  # listings
_OWNER = 2  # lines of a page stand above its owner, whatever that is
_NEARLY_ALL = 0.8
_BUTTONS = (
    "follow", "following", "share", "save", "cite", "citation", "export", "pdf", "html", "code", "bibtex", "doi",
    "poster", "slides", "video", "bookmark", "copy", "download", "print", "abstract", "collapse", "close", "show less",
    "see less", "view less", "show fewer", "authors", "corresponding author", "corresponding authors",
    "equal contribution",
)  # fmt: skip
_COUNT = r"^(?:cited by [0-9]|[0-9]+ (?:citation|author|view)s?$)"
_SIGNS = f"{SPACE}{INVISIBLE}•*·-–—()[]:…+▾▼↓↗"
_ENDS = np.array([256 * ord(word[0]) + ord(word[-1]) for word in _BUTTONS])
_MONTHS = np.frombuffer(b"JFMASOND", dtype=np.uint8)  # what they begin with counts as a number, as they do
_LIKELY = 0.6  # of the neighbours begin alike where nearly all lines are the same


def without_labels(layout: Layout) -> Layout:
    """LAYOUT without what nearly all listings of a page have between their parts: it counts as blank.

    Nor what stands above or below names as if it were one, and names nobody.
    """
    for _ in range(_MOST_LINES):
        nobody = _nobody(layout)
        if not len(nobody):
            break
        layout = layout.without(nobody)
    for _ in range(_MOST_LINES):
        labels = _labels(layout)
        if not len(labels):
            break
        layout = layout.without(labels)
    return layout


def _nobody(layout: Layout) -> Ints:
    """The last bullets of lists of several that name nobody, and the first that say `Authors`.

    The first letter and the last one tell of most that they do; signs and numbers at an end do not. The page's owner
    is somebody, whatever the name.
    """
    first = layout.listings + 2
    last = layout.run_end(first) - 1
    first, last = first[last > first], last[last > first]
    label = first[layout.length[first] == len(f"{ln.STANDARD_BULLET}Authors\n".encode())]
    at = np.union1d(label, last)
    buffer, begin, end = layout.lines.byte_values, layout.start(at) + ln.BULLET_BYTES, layout.end(at) - 2
    opens, closes = (buffer[np.minimum(x, len(buffer) - 1)].astype(np.int64) | 0x20 for x in (begin, end))
    letters = np.all([(x >= ord("a")) & (x <= ord("z")) | (x >= 0x80) for x in (opens, closes)], axis=0)
    at = at[~letters | np.isin(256 * opens + closes, _ENDS)]
    if not len(at):
        return at
    at = at[_buttons(layout.lines.text.gather(layout.nb[at])).to_numpy()]
    owner = np.minimum(layout.page_nb[layout.page[at]] + _OWNER, len(layout.nb) - 1)
    return at[(name_texts(layout, at) != layout.text(owner)).to_numpy()]


def _buttons(texts: pl.Series) -> pl.Series:
    words = texts.str.strip_chars(_SIGNS).str.to_lowercase()
    return words.is_in(_BUTTONS) | words.str.contains(_COUNT)


def _labels(layout: Layout) -> Ints:
    """The first such lines below headings, below titles, and below names."""
    head = np.flatnonzero((layout.kind == ln.HEADING) & (layout.gap > 0))
    headings = layout.by_page(head)
    if not len(head):
        return head[:0]
    end = layout.until_next(head)
    last = len(layout.nb) - 1
    bullets = np.append(np.flatnonzero(layout.kind == ln.BULLET), len(layout.nb))
    first_name = np.minimum(bullets[np.searchsorted(bullets, head)], end)
    below_names = np.where(layout.kind[np.minimum(first_name, last)] == ln.BULLET, layout.run_end(first_name), end)
    above_title = (head + 1)[first_name > head + 2]
    above_names = (first_name - 1)[(first_name > head + 2) & (first_name <= head + _MOST_LINES) & (first_name < end)]
    found = [
        at[(layout.length[at] <= SHORT) & np.isin(layout.kind[at], (ln.TEXT, ln.NUMBER))]
        for at in (above_title, above_names, below_names[(below_names < end) & (first_name < end)])
    ]
    ends = np.zeros(len(layout.nb) + 1, dtype=bool)
    ends[end] = True
    parts = found[2][~ends[found[2] + 1] & np.isin(layout.kind[np.minimum(found[2] + 1, last)], (ln.TEXT, ln.NUMBER))]
    enough = np.bincount(layout.page[parts], minlength=len(headings)) >= _LEAST
    wholes = found[2][ends[found[2] + 1] & enough[layout.page[found[2]]]]
    above = [at[_alike(layout, at, headings)] for at in found[:2]]  # nearly no abstract begins with a short line
    above_names = np.unique(np.concatenate(above))
    below_names = np.concatenate([parts, wholes])
    whole = np.arange(len(below_names)) >= len(parts)
    return np.union1d(
        _same(layout, above_names, headings, above_names < 0), _same(layout, below_names, headings, whole)
    )


def _same(layout: Layout, at: Ints, headings: Ints, whole: Bools) -> Ints:
    """Which of the lines AT say the same as those of nearly all HEADINGS of their page.

    Or, where no author writes it above an abstract, as those of some. One venue may have `Extended Abstract` above its
    abstracts, and authors have `Background` there. What only a site writes counts also once, alone above an abstract.
    Those that are the WHOLE abstract are counted with none.
    """
    if not len(at):  # nearly always
        return at
    text = layout.text(at)
    below_names = layout.kind[at - 1] == ln.BULLET
    said = said_again(layout, at, without_numbers(text), np.flatnonzero(layout.kind == ln.HEADING))
    alone = (layout.gap[at] > 0) & (np.append(layout.gap, 1)[at + 1] > 0) & below_names
    own = matches(text, rf"{LABEL}|{SENTENCE_END}") | ~alone
    said = said.with_columns(whole=pl.Series(whole), own=pl.Series(own), headings=headings[layout.page[at]])
    wholes = pl.col("whole").sum().over("page", "text")
    most = _NEARLY_ALL * (pl.col("headings") - wholes)
    site = pl.Series(~own & ~whole) & never_title(text)
    enough = pl.when("own").then(most.clip(_LEAST)).when(site).then(1).otherwise(_LEAST)
    told = (pl.col("times") - wholes >= enough) & ~text.str.contains(OF_PART)
    one_venue = (pl.col("venues") == 1) & pl.Series(below_names)
    return said.filter(told & (~one_venue | _buttons(text) | site))["at"].to_numpy()


def _alike(layout: Layout, at: Ints, headings: Ints) -> Bools:
    """Which of the lines AT are on pages where nearly all headings have one, and most begin as their neighbours do."""
    page = layout.page[at]
    first = layout.lines.byte_values[layout.start(at)]
    number = (first >= ord("0")) & (first <= ord("9"))
    first = np.where(number | np.isin(first, _MONTHS), ord("0"), first)
    same = np.append(False, (first[1:] == first[:-1]) & (page[1:] == page[:-1]))[: len(at)]
    count = np.bincount(page, minlength=len(headings))
    alike = np.bincount(page[same], minlength=len(headings)) >= _LIKELY * (count - 1)
    return (alike & (headings >= _LEAST) & (count >= _NEARLY_ALL * headings))[page]
