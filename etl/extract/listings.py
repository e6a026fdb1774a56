"""Where listings begin and end, and why a stretch of a page cannot be used: each doubt is one function over all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from etl.extract.doubts.broken_headings import broken_headings, broken_titles
from etl.extract.doubts.broken_lists import broken_lists, broken_names
from etl.extract.doubts.conflicts import in_conflict
from etl.extract.doubts.cut_lines import cut_lines, cut_with_dots, without_repeated_names
from etl.extract.doubts.cut_off import cut_off
from etl.extract.doubts.displaced import cut_columns, headers_inside, headings_below
from etl.extract.doubts.foreign_lines import foreign_lines
from etl.extract.doubts.merged_names import all_twice, merged_names
from etl.extract.grammar import lines as ln
from etl.extract.grammar.bare_lists import bare_lists, lists_below, nested_lists
from etl.extract.grammar.headers import Headers
from etl.extract.grammar.layout import END, Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.segments import Segments, above, ranges
from etl.extract.grammar.wording import LONGEST_LIKELY_TITLE, LONGEST_NAME, LONGEST_TITLE, name_texts
from etl.extract.headings.evidence import weigh
from etl.extract.headings.lost import lost_headings, lost_titles, titles_above
from etl.extract.headings.verdicts import UNKNOWN, Verdict, judge

_NOT_A_NAME = r"(?:[;:?!]|[\p{Ll}\d]{3}\.)$"
_MOST_NAMES = 20_000  # the longest list known, of the COVIDSurg collaboration, has 15,025


def find_listings(layout: Layout, headers: Headers, suspect: Bools) -> Segments:
    """Find the listings of each page. SUSPECT: which files hold invalid or NUL bytes."""
    head, strong = _candidates(layout, headers)
    declared = declared_papers(headers, layout, head[strong])
    verdict = _verdicts(layout, headers, head, strong, declared)
    begins = verdict != Verdict.TEXT
    segments = _segments(layout, head[begins], verdict[begins])
    lost = lost_titles(layout, headers, segments, declared)
    if len(lost):
        every = np.concatenate([segments.head, lost])
        verdict = np.concatenate([segments.verdict, np.full(len(lost), Verdict.LOST.value)])
        order = np.argsort(every)
        segments = _segments(layout, every[order], verdict[order])
    return reasons(layout, headers, segments, suspect, declared)


def _segments(layout: Layout, head: Ints, verdict: Ints) -> Segments:
    """The stretches that begin at each of HEAD."""
    end = layout.until_next(head)
    names_end = layout.names_end(head, end)
    names = name_texts(layout, ranges(head + 2, names_end))
    return Segments(head, end, names_end, names, verdict, pl.repeat(None, len(head), dtype=pl.String, eager=True))


def _candidates(layout: Layout, headers: Headers) -> tuple[Ints, Bools]:
    """Lines of the body that look like headings, and which of them a title and a list follow, even a damaged one."""
    in_body = np.arange(len(layout.nb)) >= headers.body[layout.page]
    head = np.flatnonzero(in_body & (layout.kind == ln.HEADING))
    strong = _followed_by_names(layout, head)
    # What has names below its title is a heading, and no title of the line above.
    joined = (head[1:] == head[:-1] + 1) & (layout.page[head[1:]] == layout.page[head[:-1]])
    untitled = np.append(joined & strong[1:], False)[: len(head)]
    strong |= _with_empty_list(layout, head) & ~untitled
    standing = np.flatnonzero(~strong & (layout.gap[head] > 0) & ~untitled)
    strong[standing] = bare_lists(layout, head[standing])
    as_title = np.zeros(len(head), dtype=bool)  # a title may look like a heading
    as_title[1:] = strong[:-1] & joined
    return head[~as_title], strong[~as_title]


def _followed_by_names(layout: Layout, head: Ints) -> Bools:
    title = layout.after(1)[head]
    strong: Bools = (title != END) & (title != ln.BULLET) & (layout.after(2)[head] == ln.BULLET)
    at = head[strong]
    first_name = layout.text(at + 2)
    named = ~layout.longer(at + 2, LONGEST_NAME) & (layout.length[at + 1] <= LONGEST_TITLE)
    strong[strong] = named & ~matches(first_name, _NOT_A_NAME)
    return strong


def _with_empty_list(layout: Layout, head: Ints) -> Bools:
    """Which of HEAD begin a listing without authors in the site's form: one more blank line where names would stand."""
    title, below = np.minimum(head + 1, len(layout.nb) - 1), np.minimum(head + 2, len(layout.nb) - 1)
    empty = (layout.gap[head] > 0) & (layout.gap[title] > 0) & (layout.gap[below] > layout.gap[title])
    at = np.flatnonzero(empty)
    titled = np.isin(layout.kind[title[at]], (ln.TEXT, ln.HEADING)) & (layout.kind[below[at]] == ln.TEXT)
    titled &= layout.page[below[at]] == layout.page[head[at]]
    empty[at] = titled & (layout.length[title[at]] <= LONGEST_LIKELY_TITLE)
    return empty


def declared_papers(headers: Headers, layout: Layout, strong: Ints) -> Ints:
    """How many papers each page declares; UNKNOWN where its header does not tell, or tells two things.

    Of two numbers, the one that agrees with the page's STRONG candidates is believed.
    """
    found = layout.by_page(strong)
    told = headers.frame.select(pl.col("declared_papers", "heading_papers").fill_null(UNKNOWN)).to_numpy()
    above, below = told[:, 0].astype(np.int64), told[:, 1].astype(np.int64)
    declared = np.where(above == UNKNOWN, below, above)
    differ = (above != below) & (above != UNKNOWN) & (below != UNKNOWN)
    declared = np.where(differ, np.where((found == above) | (found == below), found, UNKNOWN), declared)
    return np.where((declared == 0) & (found > 0), UNKNOWN, declared)


def _verdicts(layout: Layout, headers: Headers, head: Ints, strong: Bools, declared: Ints) -> Ints:
    """Settle pages whose counts agree at once; weigh the candidates of the others."""
    verdict = np.where(strong, Verdict.LISTING.value, Verdict.TEXT.value)
    pages = len(layout.page_file)
    page = layout.page[head]
    found = np.bincount(page[strong], minlength=pages)
    standing = ~strong & (layout.gap[head] > 0)
    settled = (found == declared) & (np.bincount(page[standing], minlength=pages) == 0)
    open_ = np.flatnonzero(~settled[page])
    if len(open_):
        evidence = weigh(layout, headers, head[open_], strong[open_])
        verdict[open_] = judge(evidence, declared[np.unique(page[open_])])
    return verdict


def reasons(layout: Layout, headers: Headers, s: Segments, suspect: Bools, declared: Ints) -> Segments:
    """Say of each stretch that cannot be used why; the first reason that holds is given."""
    if not len(s.head):
        return s
    ambiguous = s.verdict == Verdict.AMBIGUOUS
    unsure = _unsure(layout, s, declared)
    found = {
        "merge-conflict": in_conflict(layout, s),
        "ambiguous-heading": ambiguous | above(layout, s, ambiguous) | headings_below(layout, headers, s),
        "no-title": (s.verdict == Verdict.BROKEN) | (s.end - s.head < 2),
        "lost-heading": (s.verdict == Verdict.LOST)
        | lost_headings(layout, headers, s, unsure)
        | titles_above(layout, s),
        "invalid-utf-8": _holding(layout, s, suspect, "\x1a"),
        "nul-bytes": _holding(layout, s, suspect, "\0"),
        "too-many-authors": s.sizes > _MOST_NAMES,
        "broken-title": broken_titles(layout, s),
        "broken-author-list": broken_lists(layout, s)
        | broken_names(layout, s)
        | without_repeated_names(layout, headers, s)
        | merged_names(layout, headers, s)
        | nested_lists(layout, s)
        | lists_below(layout, s)
        | all_twice(s),
        "header-inside": headers_inside(layout, headers, s, declared),
        "broken-heading": broken_headings(layout, headers, s),
        "cut-off": cut_off(layout, headers, s, declared)
        | cut_lines(layout, s)
        | cut_with_dots(layout, s)
        | cut_columns(layout, s),
        "foreign-line": foreign_lines(layout, headers, s),
    }
    frame = pl.DataFrame(found)
    reason = pl.coalesce(*(pl.when(pl.col(name)).then(pl.lit(name)) for name in found))
    return replace(s, reason=frame.select(reason.alias("reason")).to_series())


def _unsure(layout: Layout, s: Segments, declared: Ints) -> Bools:
    """Is each on a page whose stretches are not as many as it declares?"""
    page = layout.page[s.head]
    certain = np.bincount(page[s.verdict != Verdict.AMBIGUOUS], minlength=len(declared)) == declared
    return ~certain[page]


def _holding(layout: Layout, s: Segments, suspect: Bools, character: str) -> Bools:
    """The stretches that hold CHARACTER; only SUSPECT files can."""
    lines = np.flatnonzero(suspect[layout.lines.file[layout.nb]])
    damaged = matches(layout.lines.text.gather(layout.nb[lines]), character, literal=True)
    return s.mark(lines[damaged])
