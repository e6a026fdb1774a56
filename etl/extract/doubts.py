"""Why a stretch of a page cannot be used: each doubt is one function over all stretches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.bare_lists import bare_lists, lists_below, nested_lists, several_names
from etl.extract.broken_titles import broken_titles
from etl.extract.conflicts import in_conflict
from etl.extract.cut_lines import cut_lines, cut_with_dots, without_repeated_names
from etl.extract.cut_off import cut_off, with_owner
from etl.extract.displaced import cut_columns, headings_below
from etl.extract.foreign_lines import foreign_lines
from etl.extract.headers import Headers, next_sheets
from etl.extract.headings import Verdict
from etl.extract.layout import Bools, Layout
from etl.extract.lines import Ints, matches
from etl.extract.lost_headings import lost_headings, titles_above
from etl.extract.merged_names import all_twice, merged_names
from etl.extract.segments import Segments, ranges
from etl.extract.wording import LABEL, LONGEST_NAME, SENTENCE_END, SHORT, ends_in, like_names, name_texts

_LONGEST_GROUP = 250  # characters of one among names, which may be a group of people
_MOST_NAMES = 20_000  # the longest list known, of the COVIDSurg collaboration, has 15,025
_NO_NAME = r"[\p{Ll}\d)]{3}[.!?;:]|[;:!?]$|(?:\S+\s+){12}|\b(?:18|19|20)\d\d\b"
_SENTENCE = (  # what stands in no name, be it a group's, a title's or an institution's
    r"[\p{Ll}\d)]{3}[.!?][\"'”’)]*$|[;:!?]$|\p{Ll}{3}[.!?;:]\s+\p{Lu}\p{L}*\s+\p{Ll}{2}"
    r"|\b(?:we|our|this|that|which|it|is|are|was|were|has|have|can)\b"
)
_COUNTED = r"^(?:(?:\d{1,3}[.)]|\[.?\])\s|\d+ (?:more|others)$)"
_SHORTEST_NAMED = ln.BULLET_BYTES + 1  # bytes: a line no longer may be a bullet alone
_GOES_ON = r"^(?:\.{3}|…|\+ ?\d+)$"  # what says that names are missing is told of names later
_WIDE = r"\S(?: {3,}|\s*\t)\s*\S"  # between columns
_LEAST_COLUMNS = 30  # bytes of a line
_SECTION = r"(?i)^(?:abstract|summary|background|introduction|motivation|objectives?|purpose|context|keywords|tl;?dr)\b"
_NO_PIECE = (  # of a name: a number, words in lower case, what talks and papers are called
    r"\p{L}\s+\d{1,3}\b|\p{Ll}\s+(?:\S+\s+)*\p{Ll}{4,}(?:\s|$)|^\p{Ll}{4,}\s"
    r"|(?i:^(?:(?:invited|keynote|plenary|extended|short|long|oral|poster|talk|abstract|preprint|tutorial|paper|survey"
    r"|foreword|preface|editorial|prologue|erratum|corrigendum|note|remark|editors?|the)\b\W*)+(?:$|:))"
)
_ABBREVIATED = r"\b\p{Lu}\p{L}{0,6}\.$"
_WORDED = r"\b\p{Ll}{4,}\b"  # a sentence: names of venues have few such words
_HALF_VENUE = (  # how the name of a venue begins, or stops where it cannot end
    r"^(?:[\p{Lu}\d]{2,}|Journal|Transactions|Proceedings|Conference|Symposium|Workshop|International|Annual|European)\b"
    r"|(?:\b(?:of|on|in|and|for|the)|&|\b\p{Lu}\p{L}{0,6}\.)$"
)
_LINK = r"://|www\.|@"
_BELOW_ABSTRACTS = (  # an identifier, a number, a label, a button
    r"(?:^|[\s(])(?:\d{1,3}|\d{5,}|\d[\d.,/:–-]*[.,/:–-][\d.,/:A-Za-z–-]*)(?:[\s,;)]|$)|:\s"
    r"|^(?:PDF|HTML|URL|DOI|PMID|PMCID|ISBN|ISSN|CODE|BIBTEX|CCS|MSC|JEL|PACS)\b|^ACM Reference Format"
)
_YEAR = r"\b((?:18|19|20)\d\d)\b"


def reasons(layout: Layout, headers: Headers, s: Segments, suspect: Bools, declared: Ints) -> Segments:
    """Say of each stretch that cannot be used why; the first reason that holds is given."""
    if not len(s.head):
        return s
    ambiguous = s.verdict == Verdict.AMBIGUOUS
    unsure = _unsure(layout, s, declared)
    found = {
        "merge-conflict": in_conflict(layout, s),
        "ambiguous-heading": ambiguous | _above(layout, s, ambiguous) | headings_below(layout, headers, s),
        "no-title": (s.verdict == Verdict.BROKEN) | (s.end - s.head < 2),
        "lost-heading": (s.verdict == Verdict.LOST)
        | lost_headings(layout, headers, s, unsure)
        | titles_above(layout, s),
        "invalid-utf-8": _holding(layout, s, suspect, "\x1a"),
        "nul-bytes": _holding(layout, s, suspect, "\0"),
        "too-many-authors": s.names_end - s.head - 2 > _MOST_NAMES,
        "broken-title": broken_titles(layout, s),
        "broken-author-list": _broken_lists(layout, s)
        | _broken_names(layout, s)
        | without_repeated_names(layout, headers, s)
        | merged_names(layout, headers, s)
        | nested_lists(layout, s)
        | lists_below(layout, s)
        | all_twice(s),
        "header-inside": _headers_inside(layout, headers, s, declared),
        "broken-heading": _broken_headings(layout, headers, s),
        "cut-off": cut_off(layout, headers, s, declared)
        | cut_lines(layout, s)
        | cut_with_dots(layout, s)
        | cut_columns(layout, s),
        "foreign-line": foreign_lines(layout, headers, s),
    }
    frame = pl.DataFrame(found)
    reason = pl.coalesce(*(pl.when(pl.col(name)).then(pl.lit(name)) for name in found))
    return replace(s, reason=frame.select(reason.alias("reason")).to_series())


def _above(layout: Layout, s: Segments, marked: Bools) -> Bools:
    """The stretches above those MARKED, on the same page."""
    page = layout.page[s.head]
    above = np.zeros(len(marked), dtype=bool)
    above[:-1] = marked[1:] & (page[:-1] == page[1:])
    return above


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


def _broken_lists(layout: Layout, s: Segments) -> Bools:
    """A list whose bullets stop and go on, or a name without its bullet."""
    last = len(layout.nb) - 1
    below, after = np.minimum(s.names_end, last), np.minimum(s.names_end + 1, last)
    named, has_below, has_after = s.names_end > s.head + 2, s.names_end < s.end, s.names_end + 1 < s.end
    attached = layout.gap[below] == 0
    bullet_below = layout.kind[below] == ln.BULLET
    bullet_after = has_after & (layout.kind[after] == ln.BULLET)
    length = layout.length[below]
    doubt = has_below & (bullet_below | (length <= 2 * SHORT))
    doubtful = np.flatnonzero(doubt)
    text = layout.text(below[doubtful])
    ends, name_like = np.ones(len(below), dtype=bool), np.zeros(len(below), dtype=bool)
    ends[doubtful] = ends_in(text, SENTENCE_END)
    name_like[doubtful] = like_names(layout, below[doubtful])
    resumes = named & bullet_after & (attached | (~ends & (length <= SHORT)))
    parted = np.flatnonzero(resumes & (layout.gap[after] > 0))  # between blank lines: a foreign line, if names follow
    if len(parted):
        resumes[parted] = like_names(layout, after[parted])
    listed = np.flatnonzero(resumes & bullet_below & ~attached)  # bullets that no names are begin an abstract
    if len(listed):
        words = np.all([matches(name_texts(layout, x[listed]), _NO_PIECE) for x in (below, after)], axis=0)
        resumes[listed] = ~(words & like_names(layout, below[listed] - 1))
    several = named & attached & name_like & ~ends & has_after
    several[several] = like_names(layout, after[several])
    stray = named & attached & ~ends & (length <= SHORT) & (~has_after | (layout.gap[after] > 0) | several)
    piece = named & ~attached & ~bullet_below & ~ends & (length <= SHORT // 2) & has_after
    piece[piece] = ~_paragraphs(layout, s.names_end[piece], s.end[piece])
    if piece.any():
        piece[piece] = ~matches(layout.text(below[piece]), rf"{_NO_PIECE}|{_SECTION}|{LABEL}")
    bare = ~named & ~ends & (length <= SHORT)
    bare[~named] |= bare_lists(layout, s.head[~named])
    headless = ~named & bullet_after & ~ends
    spaced = named & bullet_below & name_like
    return (doubt & (resumes | stray | piece | headless | spaced)) | (has_below & bare)


def _paragraphs(layout: Layout, first: Ints, end: Ints) -> Bools:
    """Does a paragraph of three lines or more begin at each of FIRST, above END?"""
    whole = first + 2 < end
    for step in (1, 2):
        line = np.minimum(first + step, len(layout.nb) - 1)
        whole &= (layout.kind[line] != ln.BULLET) & (layout.gap[line] == 0)
    return whole


def _broken_names(layout: Layout, s: Segments) -> Bools:
    """Lists with a bullet that is no name: without a letter, as long as text is, or two in columns."""
    names = ranges(s.head + 2, s.names_end)
    long = layout.length[names] > SHORT // 2
    bad = matches(s.names, "•", literal=True) | _without_letters(layout, s.names, names)
    at = np.flatnonzero(layout.length[names] > _LEAST_COLUMNS)
    bad[at] |= matches(s.names.gather(at), _WIDE)
    at = np.flatnonzero(long)
    text = s.names.gather(at)
    unlike = layout.longer(names[at], LONGEST_NAME) | matches(text, _NO_NAME)
    if unlike.any():
        at, text = at[unlike], text.filter(unlike)
        bad[at] = ~_among_names(layout, s, names[at]) | matches(text, _SENTENCE)
        bad[at] |= layout.longer(names[at], _LONGEST_GROUP)
    sizes = s.names_end - s.head - 2
    at = np.flatnonzero(long | np.repeat(sizes == 1, sizes))  # several on one line leave few lines
    bad[at] |= several_names(s.names.gather(at)).to_numpy()
    return s.mark(names[bad])


def _without_letters(layout: Layout, texts: pl.Series, names: Ints) -> Bools:
    """Which of the NAMES (nb) have no letter (rules, numbers of pages, ratings), or a number or a box before them.

    The first byte tells of most that they have neither.
    """
    buffer, start = layout.lines.byte_values, layout.start(names)
    first = np.minimum(start + ln.BULLET_BYTES, len(buffer) - 1)
    glyph = np.minimum(start + ln.STANDARD_BULLET.index("•"), len(buffer) - 1)
    without = (buffer[glyph] < 0x80) | ((buffer[first] | 0x20) - ord("a") > ord("z") - ord("a"))
    without |= layout.length[names] <= _SHORTEST_NAMED
    at = np.flatnonzero(without)
    text = texts.gather(at)
    without[at] = ~matches(text, rf"\p{{L}}|{_GOES_ON}") | matches(text, _COUNTED)
    return without


def _among_names(layout: Layout, s: Segments, unlike: Ints) -> Bools:
    """Which of the lines UNLIKE names stand in a list in the site's form, half of which are like names at least.

    What says so much of itself may be a group of people, or have a title or an institution.
    """
    of = s.of(unlike)
    first, end = s.head[of] + 2, s.names_end[of]
    last = np.minimum(end, len(layout.nb) - 1)
    apart = (layout.gap[first - 1] > 0) & (layout.gap[first] > 0) & ((end == s.end[of]) | (layout.gap[last] > 0))
    few = 2 * np.bincount(of, minlength=len(s.head))[of] <= end - first
    return apart & few


def _headers_inside(layout: Layout, headers: Headers, s: Segments, declared: Ints) -> Bools:
    """Abstracts with lines of a header; and the last before a header in a file that may be an abstract's own."""
    marked = np.flatnonzero(np.isin(layout.kind, (ln.NOTICE, ln.KIND, ln.POSSIBLE, ln.BANNER, ln.AUTHOR_ROWS)))
    of = s.of(marked)
    inside = np.zeros(len(s.head), dtype=bool)
    inside[of[(of >= 0) & (marked >= s.names_end[of])]] = True
    return inside | _before_doubtful_header(layout, headers, s, declared)


def _before_doubtful_header(layout: Layout, headers: Headers, s: Segments, declared: Ints) -> Bools:
    """The last stretch of a page that ends inside its file, where the next page is not as its header says."""
    page = layout.page[s.head]
    if len(layout.page_file) == layout.lines.file[-1] + 1:  # a page a file
        return np.zeros(len(s.head), dtype=bool)
    ambiguous = s.verdict == Verdict.AMBIGUOUS
    found = np.bincount(page[~ambiguous], minlength=len(declared))
    continues = np.append(layout.page_file[1:] == layout.page_file[:-1], False)
    first = np.append(s.head, len(layout.nb))[np.searchsorted(page, np.arange(len(declared)))]
    strays = first > headers.body
    unclear = np.bincount(page[ambiguous], minlength=len(declared)) > 0
    doubtful = continues & np.append(((found != declared) | unclear | strays)[1:], False)
    last = np.append(page[1:] != page[:-1], True)
    ends = layout.text(s.end - 1).str.to_lowercase().str.ends_with("arrow research search").to_numpy()
    # Or the two together are as many as the first alone declares.
    both = found + np.append(found[1:], 0)
    shared = continues & (found < declared) & (both >= declared) & (both <= declared + 1)
    more = np.append((next_sheets(layout, headers) | _of_another(layout, headers, s, first, strays))[1:], False)
    doubtful, shared = doubtful & ~more, shared & ~more
    first_of_next = np.append(False, page[1:] != page[:-1]) & np.append(False, shared[:-1])[page]
    return (last & (doubtful[page] | shared[page] | (continues[page] & ends))) | first_of_next


def _of_another(layout: Layout, headers: Headers, s: Segments, first: Ints, strays: Bools) -> Bools:
    """Which pages are surely no part of the one above: another's, who is on the FIRST list, right below the header."""
    owner = headers.frame["owner"]
    other = (owner != owner.shift(1)).fill_null(value=False).to_numpy() & ~strays
    at = np.flatnonzero(other & np.isin(first, s.head))
    other[:] = False
    other[at] = with_owner(layout, headers, s, np.searchsorted(s.head, first[at]))
    return other


def _broken_headings(layout: Layout, headers: Headers, s: Segments) -> Bools:
    """A short line without an end right above a heading may be the first half of it: neither stretch can be used.

    Nor a heading that may begin with the header's last count.
    """
    page = layout.page[s.head]
    above = np.maximum(s.head - 1, 0)
    alone = layout.gap[above] > 0
    same_page = layout.page[above] == layout.page[s.head]
    inside = np.append(False, (s.head[1:] == s.end[:-1]) & (above[1:] > s.names_end[:-1]))[: len(s.head)]
    close, stray = layout.gap[s.head] == 0, s.of(above) < 0
    near = close | (alone & (inside | (stray & headers.frame["found"].to_numpy()[page])))
    piece = near & same_page & (layout.length[above] <= SHORT) & (layout.kind[above] != ln.BULLET)
    piece &= (s.head > 0) & (s.verdict != Verdict.LOST)
    at = np.flatnonzero(piece & ~np.isin(layout.kind[above], ln.HEADER_CLASSES))
    piece = np.zeros(len(s.head), dtype=bool)
    if len(at):
        piece[at] = _half_headings(layout.text(above[at]), layout.text(s.head[at]), close[at])
    broken = piece | (_above(layout, s, piece) & np.append(inside[1:], False)[: len(s.head)])
    uncounted = headers.frame["heading_papers"].is_null() & headers.frame["found"]
    after_count = np.flatnonzero(uncounted.to_numpy()[page] & (s.head == headers.body[page]))
    if len(after_count):
        count = headers.frame["declared_papers"].cast(pl.String).gather(page[after_count])
        numbered = layout.text(s.head[after_count]).str.extract(r"^(\d+)")
        broken[after_count] |= numbered.str.starts_with(count).fill_null(value=False).to_numpy()  # type: ignore[arg-type]
    return broken


def _half_headings(above: pl.Series, heading: pl.Series, close: Bools) -> Bools:
    """Which of the lines ABOVE may be the first half of the HEADING below; CLOSE: no blank line stands between."""
    ends = above.str.contains(SENTENCE_END) & (~above.str.contains(_ABBREVIATED) | above.str.contains(_WORDED))
    half = above.str.contains(_HALF_VENUE) | heading.str.contains(r"^\p{Ll}{3}")
    open_: Bools = (~ends & ~above.str.contains(_LINK)).to_numpy()
    # A year in the name of a venue is that of the heading.
    other = (above.str.extract(_YEAR) != heading.str.extract(rf"{_YEAR}\D*$")).fill_null(value=False)
    return (close | (half & ~other & ~above.str.contains(_BELOW_ABSTRACTS)).to_numpy()) & open_
