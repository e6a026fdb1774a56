"""Lines that nearly every listing of a page has between its parts, and that belong to none: a label, a button.

A page that was scraped with everything that it shows has `Abstract` or `PDF` there, or a count of citations, whose
number differs. A line that is all there is of an abstract is taken for the abstract.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import INVISIBLE, SPACE
from etl.extract.grammar.foreign_words import BETWEEN_PARTS, PRINTED
from etl.extract.grammar.layout import Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.repeated import NEARLY_ALL, told
from etl.extract.grammar.wording import LABEL, OF_PART, SENTENCE_END, SHORT, name_texts

_MOST_LINES = 8  # in a listing
_LEAST = 3  # listings
_OWNER = 2  # lines of a page stand above its owner, whatever that is
_BUTTONS = (
    "follow", "following", "share", "save", "cite", "citation", "export", "pdf", "html", "code", "bibtex", "doi",
    "poster", "slides", "video", "bookmark", "copy", "download", "print", "abstract", "collapse", "close", "show less",
    "see less", "view less", "show fewer", "authors", "corresponding author", "corresponding authors",
    "equal contribution",
)  # fmt: skip
_COUNT = r"^(?:cited by [0-9]|[0-9]+ (?:citation|author|view)s?$)"
_SIGNS = f"{SPACE}{INVISIBLE}•*·-–—()[]:…+▾▼↓↗"
_ENDS = np.array([256 * ord(word[0]) + ord(word[-1]) for word in _BUTTONS])


def without_labels(layout: Layout) -> Layout:
    """LAYOUT without what nearly all listings of a page have between their parts: it counts as blank.

    Nor what stands above or below names as if it were one, and names nobody.
    """
    return layout.without_all(_nobody, _MOST_LINES).without_all(_labels, _MOST_LINES)


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
    at = at[layout.text(at).to_frame("raw").select(_is_button(pl.col("raw"))).to_series().to_numpy()]
    owner = np.minimum(layout.page_nb[layout.page[at]] + _OWNER, len(layout.nb) - 1)
    return at[(name_texts(layout, at) != layout.text(owner)).to_numpy()]


def _is_button(text: pl.Expr) -> pl.Expr:
    words = text.str.strip_chars(_SIGNS).str.to_lowercase()
    return words.is_in(_BUTTONS) | words.str.contains(_COUNT)


def _labels(layout: Layout) -> Ints:
    """The first such lines below headings, below titles, and below names."""
    head = np.flatnonzero((layout.kind == ln.HEADING) & (layout.gap > 0))
    headings = layout.by_page(head)
    if not len(head):
        return head[:0]
    end = layout.until_next(head)
    name = np.minimum(layout.next_bullet(head), end)
    named, more = name < end, name > head + 2
    above = np.union1d(head[more] + 1, name[more & named & (name <= head + _MOST_LINES)] - 1)
    most = np.maximum(NEARLY_ALL * headings, _LEAST)
    below, end = layout.run_end(name[named]), end[named]
    below = _short(layout, below[below < end])
    whole = np.isin(below + 1, end)
    goes_on = ~whole & np.isin(layout.kind[np.minimum(below + 1, len(layout.nb) - 1)], (ln.TEXT, ln.NUMBER))
    below = below[goes_on | (whole & (layout.by_page(below[goes_on]) >= _LEAST)[layout.page[below]])]
    return np.union1d(
        told(layout, _short(layout, above), most, ~pl.col("raw").str.contains(OF_PART)),
        told(layout, below, np.ones_like(headings), _below_names(end)),
    )


def _short(layout: Layout, at: Ints) -> Ints:
    return at[(layout.length[at] <= SHORT) & np.isin(layout.kind[at], (ln.TEXT, ln.NUMBER))]


def _below_names(ends: Ints) -> pl.Expr:
    """What tells a label below names from an author's: nearly all listings have it, or some where no author writes it.

    One venue may have `Extended Abstract` above its abstracts, and authors have `Background` there. What only a site
    writes counts also once, alone above an abstract. Those that are the whole abstract, above the ENDS of listings, are
    counted with none.
    """
    raw, whole = pl.col("raw"), pl.col("at").is_in(pl.Series(ends - 1).implode())
    wholes = whole.sum().over("page", "text")
    own = raw.str.contains(rf"{LABEL}|{SENTENCE_END}") | ~pl.col("alone")
    site = ~own & ~whole & (raw.str.contains(PRINTED) | raw.str.contains(BETWEEN_PARTS))
    most = (NEARLY_ALL * (pl.col("headings") - wholes)).clip(_LEAST)
    enough = pl.when(own).then(most).when(site).then(1).otherwise(_LEAST)
    one_venue = (pl.col("venues") == 1) & ~_is_button(raw) & ~site
    return (pl.col("times") - wholes >= enough) & ~raw.str.contains(OF_PART) & ~one_venue
