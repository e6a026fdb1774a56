"""Pages of which some stretches cannot be read, with single lines mended as the rest of the page tells.

What comes out counts only where more is read of a file, all of it of the page's owner, and there are no more listings,
good or bad, than the pages declare. Else the file stays as it stands. What was read so may tell more of what was not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import compress
from typing import Any

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.foreign_words import never_name, never_own, never_title
from etl.extract.grammar.heading_grammar import USUAL_TYPE, heading_fields
from etl.extract.grammar.layout import END, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.owners import LEAST_CAP
from etl.extract.grammar.wording import LONG, SHORT
from etl.extract.readings import Reading, by_file, declared, good, left, owned
from etl.extract.rereading.known import Known, is_misread_type
from etl.extract.rereading.mended_lines import mended_lines
from etl.extract.source.files import Source, rewritten

_ROUNDS = 3


def mended_pages(
    waiting: Mapping[int, Source], pages: Reading, read: Callable[[Sequence[Source]], Reading], rounds: int = _ROUNDS
) -> dict[int, Source]:
    """Those of the sources WAITING of which more is read once lines are mended. PAGES: what READ made of all."""
    if not waiting:
        return {}
    headings = _headings(pages, np.array(list(waiting)))
    known, unread = _known(pages, headings), _open_lines(pages, headings)
    new = {at: _mended(source, unread[at], known[at]) for at, source in waiting.items() if at in known and at in unread}
    tried = {at: source for at, source in new.items() if source is not None}
    if not tried:
        return {}
    again = read(list(tried.values()))
    before, after = _counts(pages)[:, list(tried)], _counts(again)
    more = (after[0] > before[0]) & (after[1:3] <= before[1:3]).all(axis=0) & (after[3] <= after[4])
    places = list(compress(tried, more.tolist()))
    found = {at: tried[at] for at in places}
    if rounds > 1:
        better = dict(zip(np.flatnonzero(more).tolist(), found.values(), strict=True))
        once_more = mended_pages(better, again, read, rounds - 1)
        found |= {list(tried)[number]: source for number, source in once_more.items()}
    return found


def _known(pages: Reading, headings: pl.DataFrame) -> dict[int, Known]:
    """What is known of each file that has an owner or one of HEADINGS."""
    layout, s = pages.layout, pages.segments
    listed = good(pages)[s.of_names]
    file = layout.page_file[layout.page[s.head[s.of_names[listed]]]]
    names = pl.DataFrame({"file": file, "name": s.names.filter(pl.Series(listed))})
    owners = pages.headers.frame.select(file=pl.Series(layout.page_file), name="owner").drop_nulls()
    names = pl.concat([names, owners]).filter(pl.col("name") != "").unique()
    forms = headings.filter("good", "sure").select("file", "venue", "kind", "type").unique()
    named, formed = _by_file(names), _by_file(forms)
    return {
        at: Known(frozenset(name for (name,) in named.get(at, [])), frozenset(formed.get(at, [])))
        for at in named.keys() | formed.keys()
    }


def _by_file(frame: pl.DataFrame) -> dict[int, list[tuple[Any, ...]]]:
    """The rows of FRAME by its first column, `file`."""
    parts = frame.partition_by("file", as_dict=True, include_key=False).items()
    return {int(at): some.rows() for (at,), some in parts}


def _headings(pages: Reading, files: Ints) -> pl.DataFrame:
    """The headings of FILES: `file`, `at` (nb), their fields, and are their listings read (`good`)?

    And whether their type is one that OCR made of a usual one (`misread`); else, if it is `sure`: usual, or not alone.
    """
    layout, head = pages.layout, pages.segments.head
    of_files = np.isin(layout.page_file[layout.page[head]], files)
    head, is_good = head[of_files], good(pages)[of_files]
    places = pl.DataFrame({"file": layout.page_file[layout.page[head]], "at": head, "good": is_good})
    frame = pl.concat([places, heading_fields(layout.text(head))], how="horizontal")
    usual = pl.col("type").str.contains(f"^{USUAL_TYPE}$")
    odd = frame.filter(~usual)["type"].unique().to_list()
    misread = pl.col("type").is_in(list(filter(is_misread_type, odd))) & pl.col("good")
    return frame.with_columns(misread=misread, sure=usual | (~misread & (pl.len().over("file", "type") > 1)))


def _number(layout: Layout, nb: Ints) -> Ints:
    """The number (from 0) of each of the lines NB in its file."""
    lines = layout.nb[nb]
    return lines - np.searchsorted(layout.lines.file, layout.lines.file[lines])


def _open_lines(pages: Reading, headings: pl.DataFrame) -> dict[int, dict[int, bool]]:
    """The numbers (from 0) of the lines of each file that are in no listing and no header, and which no author wrote.

    Also of those HEADINGS that may have been misread.
    """
    layout = pages.layout
    at = np.union1d(left(pages), headings.filter("misread")["at"].to_numpy())
    foreign = np.isin(at, _foreign(layout, at))
    frame = pl.DataFrame({"file": layout.lines.file[layout.nb[at]], "number": _number(layout, at), "foreign": foreign})
    return {file: dict(rows) for file, rows in _by_file(frame).items()}


def _foreign(layout: Layout, lines: Ints) -> Ints:
    """Those of LINES (nb) that no author wrote, and that the lines above and below tell to stand alone.

    They stand below a heading, above or among names, between names and an abstract, or that and the next heading. What
    stands below such a line elsewhere may belong to it, and one between names and a heading may be the whole abstract.
    The institution of a person stands below a name, and above another one or an abstract.
    """
    at = lines[layout.length[lines] <= SHORT]
    text = layout.text(at)
    place = never_name(text)
    told = (never_own(text) | place) & ~matches(text, "^•")
    at, of_place = at[told], place[told]
    own = np.delete(np.arange(len(layout.nb)), at)
    if not len(own):
        return own
    between = np.searchsorted(own, at)
    near = own[np.maximum(between - 1, 0)], own[np.minimum(between, len(own) - 1)]
    sides = (near[0] < at, near[1] > at)
    within = [side & (layout.page[x] == layout.page[at]) for side, x in zip(sides, near, strict=True)]
    kinds = [np.where(on_page, layout.kind[x], END) for on_page, x in zip(within, near, strict=True)]
    over, under = (on_page & (layout.length[x] >= LONG) for on_page, x in zip(within, near, strict=True))
    listed, closes = kinds[0] == ln.BULLET, np.isin(kinds[1], (ln.HEADING, END))
    apart = (listed & (under | (kinds[1] == ln.BULLET))) | (closes & over)
    apart &= ~of_place | listed
    titled = ~apart & ~of_place & ((kinds[0] == ln.HEADING) | (kinds[1] == ln.BULLET))
    apart[titled] = never_title(layout.text(at[titled]))
    return at[apart]


def _mended(source: Source, unread: Mapping[int, bool], known: Known) -> Source | None:
    """SOURCE with those of its UNREAD lines mended that their words or what is KNOWN tell; None where none is."""
    new = mended_lines(source.decoded.twin.decode("utf-8", "replace").split("\n"), unread, known)
    mended = rewritten(source, [(line, number) for line, number, _ in new])
    if mended is None or source.decoded.line_bytes is not None or mended.decoded.line_bytes is None:
        return mended
    begins = mended.decoded.line_bytes
    inside = np.array([byte for *_, byte in new[: len(begins)]], dtype=np.int64)
    return replace(mended, decoded=replace(mended.decoded, line_bytes=begins + inside))


def _counts(pages: Reading) -> Ints:
    """Of each file: listings, those that lack its owner, idle headings, all its stretches, the papers it declares."""
    layout, s, listed = pages.layout, pages.segments, good(pages)
    others = listed & ~owned(pages) & (s.sizes < LEAST_CAP)
    idle = np.setdiff1d(np.flatnonzero(layout.kind == ln.HEADING), s.head)
    counted = [by_file(layout, lines) for lines in (s.head[listed], s.head[others], idle, s.head)]
    papers = np.bincount(layout.page_file, weights=declared(pages), minlength=len(counted[0])).astype(np.int64)
    return np.stack([*counted, papers])
