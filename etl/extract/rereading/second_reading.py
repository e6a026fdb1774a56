"""Pages of which much cannot be read, read again as other hands may have changed them.

Each of `REWRITINGS` undoes one kind of change wherever it may have been made, and none is sure by itself. What comes
out is read by the grammar as any page is, and counts only where it is a page by all that it says of itself: hardly
anything is left over, there are no more listings than it declares, and its owner stands on most of their lists. Else
the page stays as it stood.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress

import numpy as np
import polars as pl

from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.segments import closing
from etl.extract.readings import Reading, by_file, declared, good, owned, unread
from etl.extract.rereading.canonical_headings import with_own_headings
from etl.extract.rereading.marked_lists import with_own_bullets
from etl.extract.rereading.mended_pages import mended_pages
from etl.extract.rereading.paragraphs import in_own_order, with_own_paragraphs
from etl.extract.rereading.sheets import with_whole_lines
from etl.extract.source.files import Source, rewritten

Rewriting = Callable[[Sequence[Sequence[str]]], list[list[tuple[str, int]] | None]]
"""The lines of files in; the same as the site writes them out, each with the number (from 0) of where it began.

No number is below the one before. None for a file that is not changed so.
"""
REWRITINGS: tuple[Rewriting, ...] = (
    with_own_headings,
    with_whole_lines,
    with_own_paragraphs,
    with_own_bullets,
    in_own_order,
)
_MUCH = 0.5  # of what is no header: more is not read where the whole page has changed, and not one listing of it
_HARDLY_ANY = 0.02
_MOST_MISSING = 2  # papers that a page declares and does not list, or a fifth of them
_LARGEST = 1 << 21  # bytes
_FEW_BYTES = 2_000_000  # are read all ways at once: each reading takes a while, however little it reads
_LABELS = ("possible papers", "author name cluster", "author row")


def in_doubt(sources: Sequence[Source], pages: Reading) -> list[int]:
    """Which of SOURCES `better_read` would look at. PAGES: what was read of them."""
    sizes = np.array([len(source.decoded.twin) for source in sources])
    doubtful: list[int] = np.flatnonzero((unread(pages) > 0) & (sizes <= _LARGEST)).tolist()
    return doubtful


def better_read(
    doubtful: Mapping[int, Source], pages: Reading, read: Callable[[Sequence[Source]], Reading]
) -> dict[int, Source]:
    """Those of the sources DOUBTFUL of which more can be read as they were than as they stand.

    PAGES: what READ made of all sources, of which `in_doubt` told the doubtful ones.
    """
    much = (unread(pages) > _MUCH).tolist()
    waiting = {at: source for at, source in doubtful.items() if much[at] and _has_labels(source.decoded.twin)}
    found = _rewritten(waiting, _listed(pages), read) if waiting else {}
    return found | mended_pages({at: x for at, x in doubtful.items() if at not in found}, pages, read)


def _has_labels(text: bytes) -> bool:
    """Does TEXT have words of a page's header, in whatever letters? Else it says nothing of itself to go by."""
    usual = unicodedata.normalize("NFKC", text.decode("utf-8", "replace")).casefold()
    return any(label in usual for label in _LABELS)


def _rewritten(
    waiting: dict[int, Source], before: Ints, read: Callable[[Sequence[Source]], Reading]
) -> dict[int, Source]:
    """Which of the sources WAITING are pages once they are rewritten, one way or several, and what they are then.

    BEFORE: how many listings each source has as it stands.
    """
    found: dict[int, Source] = {}
    rounds: Iterable[list[tuple[int, Source]]] = _variants(waiting, found)
    if sum(len(source.decoded.twin) for source in waiting.values()) <= _FEW_BYTES:
        rounds = [list(chain.from_iterable(rounds))]
    for tried in rounds:
        if not tried:
            continue
        pages = read([source for _, source in tried])
        whole = _whole(pages) & (_listed(pages) > before[[number for number, _ in tried]])
        for number, source in compress(tried, whole.tolist()):
            found.setdefault(number, source)
    return found


def _variants(waiting: Mapping[int, Source], found: Container[int]) -> Iterator[list[tuple[int, Source]]]:
    """The sources WAITING after each of `REWRITINGS`, alone and after those before it; without any FOUND meanwhile."""
    undone = dict(waiting)
    for rewriting in REWRITINGS:
        open_ = {n: source for n, source in undone.items() if n not in found}
        alone = {n: waiting[n] for n, source in open_.items() if source is not waiting[n]}
        after = _by(rewriting, open_)
        yield [*after.items(), *_by(rewriting, alone).items()]
        undone |= after


def _by(rewriting: Rewriting, sources: dict[int, Source]) -> dict[int, Source]:
    """SOURCES with their texts REWRITING; without those in which that changes nothing."""
    if rewriting is with_own_paragraphs:
        sources = {at: source for at, source in sources.items() if not _folded(source)}
    if not sources:
        return {}
    files = [source.decoded.twin.decode("utf-8", "replace").split("\n") for source in sources.values()]
    new = zip(sources.items(), rewriting(files), strict=True)
    tried = {at: rewritten(source, lines) for (at, source), lines in new if lines is not None}
    return {at: source for at, source in tried.items() if source is not None}


def _listed(pages: Reading) -> Ints:
    """How many listings each file has."""
    return by_file(pages.layout, pages.segments.head[good(pages)])


def _folded(source: Source) -> bool:
    """Were lines of SOURCE put together? A title may then have the name below it at its end."""
    longest, was = (max(map(len, text.split(b"\n"))) for text in (source.decoded.twin, source.data))
    return longest > was


def _whole(pages: Reading) -> Bools:
    """Which files hold nothing but pages that are whole by all that they say of themselves.

    The last listing of a page may be in doubt, for what stands below it.
    """
    left_over = unread(pages, good(pages) | closing(pages.layout, pages.segments))
    stray = ~pages.headers.frame["found"].to_numpy() & (pages.layout.by_page(pages.segments.head) == 0)
    odd = np.bincount(pages.layout.page_file, weights=~_whole_pages(pages) & ~stray, minlength=len(left_over))
    whole: Bools = (left_over <= _HARDLY_ANY) & (odd == 0)
    return whole


def _whole_pages(pages: Reading) -> Bools:
    """Which pages have as many listings as they declare, or nearly, and their owner on most of the lists."""
    layout, s, is_good, papers = pages.layout, pages.segments, good(pages), declared(pages)
    listed = layout.by_page(s.head[is_good])
    by_owner = layout.by_page(s.head[owned(pages) & is_good])
    whole: Bools = (
        (2 * listed >= papers)
        & (listed > 0)
        & (listed <= papers)
        & (papers - listed <= np.maximum(_MOST_MISSING, 0.2 * papers))
        & (2 * by_owner >= listed)
        & ~_titled_alike(layout, s.head[is_good])
    )
    return whole


def _titled_alike(layout: Layout, head: Ints) -> Bools:
    """Which pages have the same two words, or a number, before the titles of all listings (HEAD): a tool's."""
    title = layout.text(head + 1).str.to_lowercase().str.replace(r"^\W*\d+[\W_]*\s.*", "0 0")
    first = title.str.extract(r"^(\S+\s+\S+)")
    titles = pl.DataFrame({"page": layout.page[head], "first": first})
    alike = titles.group_by("page").agg(pl.len() > 1, n=pl.col("first").n_unique() == 1).filter("len", "n")
    return np.isin(np.arange(len(layout.page_file)), alike["page"].to_numpy())
