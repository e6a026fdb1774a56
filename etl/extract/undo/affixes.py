"""What a scraper put before or behind every title, or every name, of a page: a label, a number, `opens in new tab`.

Titles of one author's papers, and names of people, do not begin or end alike by themselves. The fewer there are, the
more it takes to tell such an addition from their own words: a sign is better evidence than a word. One venue may have
`Task 3: ` or `(Student Abstract)` in all of its titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.bare_lists import several_names
from etl.extract.grammar.characters import SPACE
from etl.extract.grammar.heading_grammar import USUAL_TYPE, YEAR
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.repeated import by_pages, of_one_byte
from etl.extract.grammar.segments import ranges
from etl.extract.grammar.wording import name_texts
from etl.extract.source.shared_edges import any_number, common_prefix, common_suffix
from etl.extract.undo.beside_names import without_notes_on_names

_LEAST = 3  # titles or names with the same sign or number
_SURELY = 6  # with the same words before or behind them, or of one venue
_MARKED, _WORDED = 6, 12  # words behind them, all told: those apart by a sign say more
_LEAST_WORDS = 3  # behind them without any sign: `II`, or `Networks`, is a title's own
_CLOSERS = r"[.?!…'\"’”)\]}$0\s]*"  # what titles and names may end in; 0 stands for any number
_LINKING = r"\b(?:of|for|with|via|from|and)\b"  # in the words of titles, not of buttons
_SIGN = re.compile(r"[^\w\s]")
_LABEL_END = re.compile(r"[:>\])|*=]\s*$")
_OF_TITLES = re.compile(r"\W*(?:paper )?title\W*[:>\])|*=]\W*", re.IGNORECASE)  # says what it is, be there few of them
_SPOKEN = re.compile(r"(?:visited )?link,?\s+")  # by a screen reader
_NOTED = rf"^(?P<bare>.*\s{YEAR}\s+{USUAL_TYPE})(?P<note>\s+.*\w.*)$"
_BADGE = re.compile(r"\s+[(\[][^\W\d_][^()\[\]\d]{1,20}[)\]]$")  # `(Oral)`, `[Best Paper]`
_LANGUAGE = r"\s*[(\[][Ii]n [A-Z][a-z]+[)\]]"  # `[In Chinese]`
_OPENERS = r"[\s'\"‘“(\[{$¿¡]*"


def without_affixes(layout: Layout) -> Layout:
    """LAYOUT with titles and names as they were."""
    listing = layout.listings
    if len(listing) == 0:
        return layout
    title, first = listing + 1, listing + 2
    layout = _without_notes(layout, listing)
    names = ranges(first, layout.run_end(first))
    for at, bullet in ((title, ""), (names, ln.STANDARD_BULLET)):
        layout = _without(layout, at, bullet)
    return without_notes_on_names(layout, names)


def _without(layout: Layout, at: Ints, bullet: str) -> Layout:
    """LAYOUT without what all of the lines AT of a page have in common; BULLET: what they begin with."""
    at = at[_alike(layout, at)]
    if not len(at):
        return layout
    text = name_texts(layout, at) if bullet else layout.text(at)
    bare = text.to_list()
    # Where several people stand on one bullet, the last of all may be the page's owner.
    several = (several_names(text) | text.str.contains(r"[^\s•]\s*•")).to_numpy() & bool(bullet)
    venues = layout.text(at - 1).str.replace_all(r"\d+", "")  # of titles
    for each in by_pages(layout, at):
        if not several[each].any() and (bullet or not _translated(bare[each])):
            bare[each] = _bare(bare[each], one_venue=not bullet and venues[each].n_unique() == 1)
    changed = np.flatnonzero((pl.Series(bare, dtype=pl.String) != text).to_numpy())
    return layout.with_texts(at[changed], [f"{bullet}{bare[i]}\n" for i in changed.tolist()])


def _translated(titles: list[str]) -> bool:
    """Do brackets say of all TITLES that they are translations, as in medicine? They are the titles' own."""
    return all(title.startswith("[") and title.endswith("]") for title in titles)


def _without_notes(layout: Layout, heading: Ints) -> Layout:
    """LAYOUT without what all of several HEADINGs of a page have behind a usual type (`Conference Paper`)."""
    usual = layout.ends_with(heading, b"per", b"cle")
    count, other = layout.by_page(heading), layout.by_page(heading[~usual])
    at = heading[((count >= _LEAST) & (other == count))[layout.page[heading]]]
    if not len(at):
        return layout
    parts = layout.text(at).str.extract_groups(_NOTED).struct.unnest()
    noted = pl.DataFrame({"at": at, "page": layout.page[at]}).hstack(parts)
    same = pl.col("note").str.replace_all(r"\d+", "0").n_unique() == 1
    noted = noted.filter((same & pl.col("bare").is_not_null().all()).over("page"))
    return layout.with_texts(noted["at"].to_numpy(), (noted["bare"] + "\n").to_list())


def _alike(layout: Layout, at: Ints) -> Bools:
    """Which of the lines AT are on a page where all of several have the same first byte, or the same last one."""
    first = layout.start(at) + ln.BULLET_BYTES * (layout.kind[at] == ln.BULLET)
    last = layout.end(at) - 1
    alike = of_one_byte(layout, at, np.minimum(first, last))
    alike |= of_one_byte(layout, at, np.maximum(last - 1, layout.start(at)))
    return alike & (layout.by_page(at) >= _LEAST)[layout.page[at]]


def _bare(texts: list[str], *, one_venue: bool) -> list[str]:
    """TEXTS, all the titles or the names of a page, without what they have in common before or behind them."""
    one_venue = one_venue and not _OF_TITLES.match(common_prefix(texts))  # which no venue does
    # Numbers alone tell no titles apart; what colours a terminal is read elsewhere.
    distinct = len({re.sub(r"\d+", "0", text) for text in texts})
    if distinct < (_SURELY if one_venue else _LEAST) or "\x1b" in texts[0]:
        return texts
    for pattern in _patterns(texts, 0 if one_venue else distinct):
        bare = [pattern.sub("", text).strip(SPACE) for text in texts]
        texts = bare if all(bare) else texts
    return texts


def _patterns(texts: list[str], distinct: int) -> Iterator[re.Pattern[str]]:
    """What stands before, and what behind, all of TEXTS, so many DISTINCT ones that tell of words; 0: one venue's."""
    alike = [re.sub(r"\d+", "0", text) for text in texts]
    before = re.sub(r"[^\W\d_]+$", "", common_prefix(alike))
    behind = re.sub(r"^(?:[^\W\d_]+|[)\]}]+(?=\s))", "", common_suffix(alike))
    opens, closes = before.strip(), behind.strip()
    inner = "".join(text.strip()[len(opens) : len(text.strip()) - len(closes)] for text in alike)
    # A series of papers has the same words before its titles, and the years of a workshop `(Extended Abstract)` behind.
    label = not _words(before) or bool(_OF_TITLES.fullmatch(before) or _SPOKEN.fullmatch(before))
    label = label or (distinct >= _SURELY and _LABEL_END.search(before) is not None)
    pair = (
        label and bool(_SIGN.match(opens) and _SIGN.match(closes[-1:])) and opens not in inner and closes not in inner
    )
    pair = pair and not opens.startswith(("¿", "¡"))
    pair = pair and _told(behind, distinct)
    before = before if pair else re.sub(r"(?:[(\[{“‘«<]|<\w[^<>]*>)\s*$", "", before)  # what closes it stays
    counted = not _words(before) or not _of_one_number(before, common_prefix(texts))
    if label and counted and (pair or not re.fullmatch(_OPENERS, before)):
        yield re.compile("^" + any_number(before))
    if pair or (_told(behind, distinct) and _foreign(behind, common_suffix(texts))):
        yield re.compile(any_number(behind) + "$")
    elif distinct and _badged(texts):
        yield _BADGE


def _badged(texts: list[str]) -> bool:
    """Do all of TEXTS end in brackets, in which few things stand? One alone may be the name of a series."""
    badges = [found[0] for text in texts if (found := _BADGE.search(text))]
    return len(badges) == len(texts) >= _SURELY and 1 < len(set(badges)) <= len(texts) // 2


def _told(behind: str, distinct: int) -> bool:
    """Are so many DISTINCT titles, or names, too many to have the words, or numbers, BEHIND them in common?"""
    least = _MARKED if re.match(r"\s+[^\w\s(]|<|\[/", behind) else _WORDED
    return not re.search(r"\w", behind) or (distinct >= _SURELY and distinct * (_words(behind) or least) >= least)


def _foreign(behind: str, same: str) -> bool:
    """Can what stands BEHIND all of them be none of their own words, signs, or numbers? SAME: what is the same."""
    plain = _words(behind) > 0 and not _SIGN.search(behind)
    plain = plain and (_words(behind) < _LEAST_WORDS or re.search(_LINKING, behind) is not None)
    plain = plain or re.fullmatch(_LANGUAGE, behind) is not None
    numbered = _words(behind) < _LEAST_WORDS and _of_one_number(behind, same)
    return not plain and not re.fullmatch(_CLOSERS, behind) and not numbered


def _of_one_number(affix: str, same: str) -> bool:
    """Has AFFIX (0 stands for any number) a number that is the same everywhere (SAME: all that is), and counts nothing?

    What a list counts differs from title to title; `(2)` or `part 2` behind all of them is a part of each.
    """
    return "0" in affix and affix in re.sub(r"\d+", "0", same)


def _words(text: str) -> int:
    return len(re.findall(r"[^\W\d_]+", text))
