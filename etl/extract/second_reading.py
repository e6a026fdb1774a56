"""Pages of which much cannot be read, read again as other hands may have changed them.

Each of `REWRITINGS` undoes one kind of change wherever it may have been made, and none is sure by itself. What comes
out is read by the grammar as any page is, and counts only where it is a page by all that it says of itself: hardly
anything is left over, there are no more listings than it declares, and its owner stands on most of their lists. Else
the page stays as it stood.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.extract.canonical_headings import with_own_headings
from etl.extract.decode import placed
from etl.extract.files import Source
from etl.extract.headers import Headers
from etl.extract.layout import Bools, Layout
from etl.extract.marked_lists import with_own_bullets
from etl.extract.part_order import in_own_order
from etl.extract.segments import Segments

Rewriting = Callable[[Sequence[str]], list[tuple[str, int]] | None]
"""Lines in; the same as the site writes them out, each with the number (from 0) of the line where it began.

No number is below the one before.
"""
REWRITINGS: tuple[Rewriting, ...] = (with_own_headings, with_own_bullets, in_own_order)
_MUCH = 0.5  # of what is no header: more is not read where the whole page has changed, and not one listing of it
_HARDLY_ANY = 0.02
_MOST_MISSING = 2  # papers that a page declares and does not list, or a fifth of them
_LARGEST = 1 << 21  # bytes
_LABELS = ("possible papers", "author name cluster", "author row")


class _Read(Protocol):
    """What has been read of some sources."""

    @property
    def layout(self) -> Layout: ...
    @property
    def headers(self) -> Headers: ...
    @property
    def segments(self) -> Segments: ...


_R = TypeVar("_R", bound=_Read)


def better_read(sources: Sequence[Source], read: Callable[[Sequence[Source]], _R]) -> _R:
    """What READ makes of SOURCES, each as it stands or, where much of it cannot be read, as it was."""
    pages = read(sources)
    sizes = np.array([len(source.decoded.twin) for source in sources])
    open_ = np.flatnonzero((_unread(pages) > _MUCH) & (sizes <= _LARGEST)).tolist()  # nearly always none
    found = dict(_rewritten({at: sources[at] for at in open_ if _has_labels(sources[at].decoded.twin)}, read))
    return read([found.get(number, source) for number, source in enumerate(sources)]) if found else pages


def _has_labels(text: bytes) -> bool:
    """Does TEXT have words of a page's header, in whatever letters? Else it says nothing of itself to go by."""
    usual = unicodedata.normalize("NFKC", text.decode("utf-8", "replace")).casefold()
    return any(label in usual for label in _LABELS)


def _rewritten(waiting: dict[int, Source], read: Callable[[Sequence[Source]], _R]) -> list[tuple[int, Source]]:
    """Which of the sources WAITING are pages once they are rewritten, one way or several, and what they are then."""
    found: list[tuple[int, Source]] = []
    waiting, undone = dict(waiting), dict(waiting)
    for rewriting in REWRITINGS:
        for start in (undone, waiting):  # after all others, and alone
            tried = {number: new for number, old in start.items() if (new := _by(rewriting, old)) is not None}
            if not tried:
                continue
            whole = _whole(read(list(tried.values())))
            told = [number for number, is_whole in zip(tried, whole.tolist(), strict=True) if is_whole]
            found += [(number, tried[number]) for number in told]
            if start is undone:
                undone = {number: tried.get(number, old) for number, old in undone.items()}
            for number in told:
                del waiting[number], undone[number]
    return found


def _by(rewriting: Rewriting, source: Source) -> Source | None:
    """SOURCE with its text REWRITING; None where that changes nothing."""
    lines = source.decoded.twin.decode("utf-8", "replace").split("\n")
    new = rewriting(lines)
    if new is None or [line for line, _ in new] == lines:
        return None
    text = "\n".join(line for line, _ in new).encode()
    if not text.strip():
        return None
    last = source.decoded.twin.rstrip(b"\n").count(b"\n")
    first = [0, *(min(number, last) for _, number in new[1:])]
    return replace(source, decoded=placed(replace(source.decoded, twin=text), first, source.decoded))


def _unread(pages: _Read) -> npt.NDArray[np.float64]:
    """What share of each file's lines with words, those of headers aside, is in no listing."""
    layout, s = pages.layout, pages.segments
    good = s.reason.is_null().to_numpy()
    used = np.zeros(len(layout.nb) + 1, dtype=np.int64)
    used[s.head[good]] += 1
    np.subtract.at(used, s.end[good], 1)
    file, files = layout.lines.file[layout.nb], int(layout.lines.file[-1]) + 1
    in_body = ~pages.headers.part
    left, body = (
        np.bincount(file[which], weights=layout.length[which], minlength=files)
        for which in (in_body & (np.cumsum(used)[:-1] == 0), in_body)
    )
    return left / np.maximum(body, 1)


def _whole(pages: _Read) -> Bools:
    """Which files hold nothing but pages that are whole by all that they say of themselves."""
    unread = _unread(pages)
    odd = np.bincount(pages.layout.page_file, weights=~_whole_pages(pages), minlength=len(unread))
    whole: Bools = (unread <= _HARDLY_ANY) & (odd == 0)
    return whole


def _whole_pages(pages: _Read) -> Bools:
    """Which pages have as many listings as they declare, or nearly, and their owner on most of the lists."""
    layout, s = pages.layout, pages.segments
    good = s.reason.is_null().to_numpy()
    listed = layout.by_page(s.head[good])
    told = pages.headers.frame.select(pl.max_horizontal("declared_papers", "heading_papers").fill_null(0))
    declared = told.to_series().to_numpy()
    owner = pages.headers.frame["owner"].fill_null("").str.to_lowercase()
    of = np.repeat(np.arange(len(s.head)), s.names_end - s.head - 2)
    names = pl.DataFrame({"of": of, "name": s.names.str.to_lowercase(), "owner": owner.gather(layout.page[s.head[of]])})
    owned = np.zeros(len(s.head), dtype=bool)
    owned[names.filter(pl.col("name") == pl.col("owner"))["of"].unique().to_numpy()] = True
    by_owner = layout.by_page(s.head[owned & good])
    whole: Bools = (
        (2 * listed >= declared)
        & (listed > 0)
        & (listed <= declared)
        & (declared - listed <= np.maximum(_MOST_MISSING, 0.2 * declared))
        & (2 * by_owner >= listed)
    )
    return whole
