"""Where listings begin and end, which of them are whole, and what their parts are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.headings import Candidate, Verdict, judge
from etl.extract.layout import END, Bools, Headers, Layout
from etl.extract.lines import Ints

_LONGEST_NAME = 150  # bytes of an author line
_LONGEST_TITLE = 1000  # bytes of a title line
_SHORT = 80  # bytes: a line that may be a name without its bullet
_NOT_A_NAME = r"(?:[;:?!]|[\p{Ll}\d]{3}\.)$"
_SENTENCE_END = r"[.!?…。:;][\"'”’»)\]}$*]*$|\$$"


@dataclass(frozen=True)
class Segments:
    """Stretches of a page that begin with a heading; indices count lines that are not blank."""

    head: Ints
    end: Ints
    names_end: Ints
    """End of the run of bullets below the title; equals `head + 2` where there are none."""
    names: pl.Series
    """The names of all stretches, one after the other."""
    reason: pl.Series
    """Why the stretch goes to quarantine (slug); null where it is a listing."""


def find_listings(layout: Layout, headers: Headers, has_sub: Bools) -> Segments:
    """Find the listings of each page. HAS_SUB: which files hold bytes that are not valid UTF-8."""
    head, strong = _candidates(layout, headers)
    verdict = _verdicts(layout, headers, head, strong)
    begins = verdict != Verdict.TEXT.value
    head, verdict = head[begins], verdict[begins]
    page = layout.page[head]
    next_head = np.append(head[1:], len(layout.nb))
    end = np.minimum(next_head, layout.page_nb[1:][page])
    first_name = np.minimum(head + 2, end)
    is_name = (first_name < end) & (layout.kind[np.minimum(first_name, len(layout.kind) - 1)] == ln.BULLET)
    names_end = np.where(is_name, np.minimum(layout.run_end(first_name), end), head + 2)
    names = name_texts(layout, ranges(head + 2, names_end))
    segments = Segments(head, end, names_end, names, pl.Series([None], dtype=pl.String).new_from_index(0, len(head)))
    return _with_reasons(layout, headers, segments, verdict, has_sub)


def _candidates(layout: Layout, headers: Headers) -> tuple[Ints, Bools]:
    """Lines of the body that look like headings, and which of them a title and names follow."""
    in_body = np.arange(len(layout.nb)) >= headers.body[layout.page]
    head = np.flatnonzero(in_body & (layout.kind == ln.HEADING))
    strong = _followed_by_names(layout, head)
    as_title = np.zeros(len(head), dtype=bool)  # a title may look like a heading
    as_title[1:] = strong[:-1] & (head[1:] == head[:-1] + 1)
    return head[~as_title], strong[~as_title]


def _followed_by_names(layout: Layout, head: Ints) -> Bools:
    title = layout.after(1)[head]
    strong: Bools = (title != END) & (title != ln.BULLET) & (layout.after(2)[head] == ln.BULLET)
    at = head[strong]
    first_name = layout.text(at + 2)
    named = (layout.length[at + 2] <= _LONGEST_NAME) & (layout.length[at + 1] <= _LONGEST_TITLE)
    strong[strong] = named & ~first_name.str.contains(_NOT_A_NAME).to_numpy()
    return strong


def _verdicts(layout: Layout, headers: Headers, head: Ints, strong: Bools) -> Ints:
    """Settle pages whose counts agree at once; weigh the candidates of the others one by one."""
    verdict = np.where(strong, Verdict.LISTING.value, Verdict.TEXT.value)
    pages = len(layout.page_file)
    page = layout.page[head]
    found = np.bincount(page[strong], minlength=pages)
    declared = headers.frame.select(
        pl.col("declared_papers").fill_null(-1), pl.col("heading_papers").fill_null(-1)
    ).to_numpy()
    settled = (found == declared[:, 0]) | (found == declared[:, 1])
    open_ = np.flatnonzero(~settled[page])
    if len(open_):
        first = np.flatnonzero(np.diff(page[open_], prepend=-1))
        judged = _Judged(layout, headers, head[open_], strong[open_])
        for group in np.split(np.arange(len(open_)), first[1:]):
            verdict[open_[group]] = judged.verdicts(group, declared[page[open_[group[0]]]])
    return verdict


class _Judged:
    """The candidates of the pages that are not settled, with what speaks for and against each."""

    def __init__(self, layout: Layout, headers: Headers, head: Ints, strong: Bools) -> None:
        self.strong, self.head = strong, head
        fields = layout.text(head).str.extract_groups(ln.HEADING_PATTERN)
        self.year = fields.struct.field("year").cast(pl.Int32).to_list()
        below = np.minimum(head + 1, len(layout.nb) - 1)
        kinds = layout.after(1)[head]
        next_is_head = np.isin(head + 1, head[strong])
        self.has_title = (kinds != END) & (kinds != ln.BULLET) & ~next_is_head
        text = layout.text(below)
        self.title = text.str.to_lowercase().to_list()
        short = layout.length[below] <= 300
        self.title_like = self.has_title & short & ~text.str.contains(r"[.:;]$|\w\w\. \p{Lu}").to_numpy()
        self.after_blank = layout.gap[head] > 0
        self.owner_listed = self._owners(layout, headers)

    def _owners(self, layout: Layout, headers: Headers) -> list[bool | None]:
        """For each candidate: is the page's owner on its list?"""
        owners = headers.frame["owner"].str.to_lowercase()
        first = np.minimum(self.head + 2, len(layout.nb) - 1)
        ends = layout.run_end(first)
        sizes = np.where(self.strong, ends - first, 0)
        longest = np.zeros(len(layout.page_file), dtype=np.int64)
        np.maximum.at(longest, layout.page[self.head], sizes)
        page = layout.page[self.head]
        names = name_texts(layout, ranges(first, first + sizes)).str.to_lowercase().to_list()
        told: list[bool | None] = []
        at = 0
        for size, owner, cap in zip(sizes, owners.gather(page), longest[page], strict=True):
            listed = owner in names[at : at + size] if owner is not None else None
            told.append(None if listed is False and size >= cap else listed)
            at += size
        return told

    def verdicts(self, group: Ints, declared: Ints) -> list[int]:
        candidates = [
            Candidate(
                self.year[i],
                self.title[i] if self.has_title[i] else "",
                bool(self.strong[i]),
                bool(self.title_like[i]),
                bool(self.has_title[i]),
                bool(self.after_blank[i]),
                self.owner_listed[i],
            )
            for i in group
        ]
        return [v.value for v in judge(candidates, [int(d) for d in declared if d >= 0])]


def name_texts(layout: Layout, nb: Ints) -> pl.Series:
    """The names on author lines as written, without their bullets."""
    text = layout.lines.text.gather(layout.nb[nb])
    bare = text.str.strip_prefix(ln.STANDARD_BULLET).str.strip_chars(ln.SPACE)
    odd = np.flatnonzero(~text.str.starts_with(ln.STANDARD_BULLET).to_numpy())
    return bare.scatter(odd, _odd_names(text.gather(odd))) if len(odd) else bare


def _odd_names(text: pl.Series) -> pl.Series:
    """Names behind other bullets, or with invisible characters before them."""
    visible = text.str.replace(rf"^\s*[{ln.INVISIBLE}][\s{ln.INVISIBLE}]*", "  ")
    return visible.str.replace(ln.BULLET_PATTERN, "").str.strip_chars(ln.SPACE)


def ranges(first: Ints, end: Ints) -> Ints:
    """All numbers of the ranges FIRST[i]..END[i], one range after the other."""
    sizes = end - first
    offsets = np.repeat(first - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    return np.arange(int(sizes.sum()), dtype=np.int64) + offsets


def _with_reasons(layout: Layout, headers: Headers, s: Segments, verdict: Ints, has_sub: Bools) -> Segments:
    """Say of each stretch that cannot be used why; the first reason that holds is given."""
    page = layout.page[s.head]
    ambiguous = verdict == Verdict.AMBIGUOUS.value
    ambiguous[:-1] |= ambiguous[1:] & (page[:-1] == page[1:]) if len(page) > 1 else False
    reasons = {
        "ambiguous-heading": ambiguous,
        "no-title": (verdict == Verdict.BROKEN.value) | (s.end - s.head < 2),
        "invalid-utf-8": _holds_sub(layout, s, has_sub),
        "broken-title": _broken_titles(layout, s),
        "broken-author-list": _broken_names(layout, s),
        "header-inside": _any_inside(layout, s, np.isin(layout.kind, (ln.NOTICE, ln.KIND, ln.POSSIBLE))),
        "lost-heading": _lost_headings(layout, headers, s),
        "cut-off": _cut_off(layout, s),
    }
    frame = pl.DataFrame(reasons)
    reason = pl.coalesce(*(pl.when(pl.col(name)).then(pl.lit(name)) for name in reasons))
    return replace(s, reason=frame.select(reason.alias("reason")).to_series())


def _any_inside(layout: Layout, s: Segments, marked: Bools) -> Bools:
    """Does any of the MARKED lines stand in the abstract of each stretch?"""
    count = np.concatenate([[0], np.cumsum(marked)])
    return count[s.end] > count[np.minimum(s.names_end, s.end)]


def _holds_sub(layout: Layout, s: Segments, has_sub: Bools) -> Bools:
    damaged = np.zeros(len(layout.nb), dtype=bool)
    suspects = np.flatnonzero(has_sub[layout.lines.file[layout.nb]])
    damaged[suspects] = layout.lines.text.gather(layout.nb[suspects]).str.contains("\x1a", literal=True)
    count = np.concatenate([[0], np.cumsum(damaged)])
    return count[s.end] > count[s.head]


def _broken_titles(layout: Layout, s: Segments) -> Bools:
    title = np.minimum(s.head + 1, len(layout.nb) - 1)
    too_long = layout.length[title] > _LONGEST_TITLE
    glyph = layout.lines.text.gather(layout.nb[title]).str.contains("•", literal=True).to_numpy()
    return too_long | glyph | (layout.kind[title] == ln.BULLET)


def _broken_names(layout: Layout, s: Segments) -> Bools:
    """A list whose bullets stop and go on, a name without its bullet, a bullet that is no name."""
    last = len(layout.nb) - 1
    below, after = np.minimum(s.names_end, last), np.minimum(s.names_end + 1, last)
    named, has_below, has_after = s.names_end > s.head + 2, s.names_end < s.end, s.names_end + 1 < s.end
    attached = has_below & (layout.gap[below] == 0)
    bullet_after = has_after & (layout.kind[after] == ln.BULLET)
    resumes = attached & bullet_after & (layout.gap[after] == 0)
    short_below = layout.length[below] <= _SHORT
    stray = named & attached & short_below & (~has_after | (layout.gap[after] > 0))
    ends = layout.text(below).str.contains(_SENTENCE_END).to_numpy()
    headless = ~named & has_below & bullet_after & (layout.length[below] <= 2 * _SHORT) & ~ends
    names = ranges(s.head + 2, s.names_end)
    bad = np.flatnonzero(layout.length[names] > _LONGEST_NAME)
    odd = (s.names == "") | s.names.str.contains("•", literal=True)
    bad = np.union1d(bad, np.flatnonzero(odd))
    of_name = np.searchsorted(s.head, names[bad], side="right") - 1
    broken = resumes | stray | headless
    broken[of_name] = True
    return broken


def _lost_headings(layout: Layout, headers: Headers, s: Segments) -> Bools:
    """An abstract with bullets that are names of this page holds a listing that lost its heading."""
    lost = np.zeros(len(s.head), dtype=bool)
    in_list = np.zeros(len(layout.nb) + 1, dtype=np.int64)
    np.add.at(in_list, s.head + 2, 1)
    np.add.at(in_list, s.names_end, -1)
    listed = np.cumsum(in_list)[:-1] > 0
    stray = np.flatnonzero((layout.kind == ln.BULLET) & ~listed)
    of_stray = np.searchsorted(s.head, stray, side="right") - 1
    inside = (of_stray >= 0) & (stray < s.end[of_stray]) if len(s.head) else np.zeros(len(stray), dtype=bool)
    stray, of_stray = stray[inside], of_stray[inside]
    if not len(stray):
        return lost
    pages = np.unique(layout.page[stray])
    known_at = np.flatnonzero(listed & np.isin(layout.page, pages))
    known = pl.concat(
        [
            pl.DataFrame({"page": layout.page[known_at], "name": name_texts(layout, known_at)}),
            headers.frame.select("page", name="owner").drop_nulls().filter(pl.col("page").is_in(pages)),
        ]
    ).unique()
    strays = pl.DataFrame({"page": layout.page[stray], "name": name_texts(layout, stray), "of": of_stray})
    lost[strays.join(known, on=["page", "name"], how="semi")["of"].to_numpy()] = True
    return lost


def _cut_off(layout: Layout, s: Segments) -> Bools:
    """The last listing of a file that stops in the middle of a part."""
    cut = np.zeros(len(s.head), dtype=bool)
    page = layout.page[s.head]
    closes_page = np.append(page[1:] != page[:-1], True) if len(page) else np.zeros(0, dtype=bool)
    closes_file = closes_page & np.append(layout.page_file[1:] != layout.page_file[:-1], True)[page]
    last = np.flatnonzero(closes_file)
    if not len(last):
        return cut
    final = s.end[last] - 1
    file_end = layout.page_line[page[last] + 1] - 1  # the last line of the file
    ends_file = layout.nb[final] == file_end
    text = layout.lines.text.gather(layout.nb[final])
    unterminated = ends_file & ~text.str.ends_with("\n").to_numpy()
    in_abstract = final >= s.names_end[last]
    finished = layout.text(final).str.contains(_SENTENCE_END).to_numpy()
    in_names = (final >= s.head[last] + 2) & ~in_abstract
    whole = np.zeros(len(last), dtype=bool)
    stops_in_names = np.flatnonzero(in_names & ends_file)
    whole[stops_in_names] = _name_known(layout, final[stops_in_names])
    cut[last] = np.where(in_abstract & (final > s.head[last] + 1), unterminated & ~finished, ends_file & ~whole)
    return cut


def _name_known(layout: Layout, final: Ints) -> Bools:
    """Does the name on each of the lines FINAL stand on another list of its page too?"""
    if not len(final):
        return np.zeros(0, dtype=bool)
    names = pl.DataFrame({"page": layout.page[final], "name": name_texts(layout, final), "at": final})
    bullets = np.flatnonzero((layout.kind == ln.BULLET) & np.isin(layout.page, layout.page[final]))
    others = pl.DataFrame({"page": layout.page[bullets], "name": name_texts(layout, bullets), "other": bullets})
    known = names.join(others, on=["page", "name"], how="inner").filter(pl.col("at") != pl.col("other"))
    return np.isin(final, known["at"].to_numpy())
