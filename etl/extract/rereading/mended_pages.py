"""Pages of which some stretches cannot be read, with single lines mended as the rest of the page tells.

What comes out counts only where more is read of a file, all of it of the page's owner, and there are no more listings,
good or bad, than the pages declare. Else the file stays as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import compress

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.heading_grammar import heading_fields
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.owners import LEAST_CAP
from etl.extract.readings import Reading, declared, good, left, owned
from etl.extract.rereading.mended_lines import Known, mended_lines
from etl.extract.source.files import Source, rewritten


def mended_pages(
    waiting: Mapping[int, Source], pages: Reading, read: Callable[[Sequence[Source]], Reading]
) -> dict[int, Source]:
    """Those of the sources WAITING of which more is read once lines are mended. PAGES: what READ made of all."""
    if not waiting:
        return {}
    known, unread = _known(pages, np.array(list(waiting))), _unread_lines(pages)
    new = {at: _mended(source, unread[at], known[at]) for at, source in waiting.items() if at in known}
    tried = {at: source for at, source in new.items() if source is not None}
    if not tried:
        return {}
    before, after = _counts(pages)[:, list(tried)], _counts(read(list(tried.values())))
    more = (after[0] > before[0]) & (after[1:3] <= before[1:3]).all(axis=0) & (after[3] <= after[4])
    return dict(compress(tried.items(), more.tolist()))


def _known(pages: Reading, files: Ints) -> dict[int, Known]:
    """What is known of each of FILES that has a listing."""
    layout, s = pages.layout, pages.segments
    file = layout.page_file[layout.page[s.head]]
    listed = good(pages) & np.isin(file, files)
    fields = heading_fields(layout.text(s.head[listed])).select("venue", "kind", "type")
    headings = fields.with_columns(file=file[listed]).unique()
    names = pl.DataFrame({"file": file[s.of_names], "name": s.names}).filter(pl.Series(listed[s.of_names]))
    owners = pages.headers.frame.select(file=pl.Series(layout.page_file), name="owner").drop_nulls()
    names = pl.concat([names, owners]).filter(pl.col("name") != "").unique()
    of_file = {int(at): some["name"] for (at,), some in names.partition_by("file", as_dict=True).items()}
    return {
        int(at): Known(frozenset(of_file.get(int(at), ())), frozenset(some.drop("file").rows()))
        for (at,), some in headings.partition_by("file", as_dict=True).items()
    }


def _unread_lines(pages: Reading) -> dict[int, list[int]]:
    """The numbers (from 0) of the lines of each file that are in no listing and no header."""
    layout = pages.layout
    lines = layout.nb[left(pages)]
    file = layout.lines.file[lines]
    number = lines - np.searchsorted(layout.lines.file, file)
    files, first = np.unique(file, return_index=True)
    return dict(zip(files.tolist(), (x.tolist() for x in np.split(number, first[1:])), strict=True))


def _mended(source: Source, unread: list[int], known: Known) -> Source | None:
    """SOURCE with those of its UNREAD lines mended that are told by what is KNOWN; None where none is."""
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
    file, files = layout.page_file[layout.page[s.head]], int(layout.lines.file[-1]) + 1
    others = listed & ~owned(pages) & (s.sizes < LEAST_CAP)
    idle = np.setdiff1d(np.flatnonzero(layout.kind == ln.HEADING), s.head)
    stretches = (file[listed], file[others], layout.lines.file[layout.nb[idle]], file)
    counted = [np.bincount(which, minlength=files) for which in stretches]
    papers = np.bincount(layout.page_file, weights=declared(pages), minlength=files).astype(np.int64)
    return np.stack([*counted, papers])
