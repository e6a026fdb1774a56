"""Author lines that hold two names without a sign between them, or one name twice.

Two names look like one long name, but the page shows the difference: its owner is on nearly all of its lists, and other
people are on several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.bare_lists import SUFFIX
from etl.extract.grammar.headers import Headers
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.segments import Segments

_LEAST = 16  # bytes of two names
_LEAST_WORDS, _MOST_WORDS = 4, 9  # of two names
_BETWEEN = " ,;&/|·•、+"
_SIGN = r"[,;&/|·•、+\t\x0b-\r\x1c-\x1e\x85\x{2028}\x{2029}]| {2,}| (?:and|-|–) "
_JOINT = r"([a-zà-ÿ]{2})([A-ZÀ-Þ][a-zà-ÿ])"  # of two names without a space
_BEHIND = re.compile(r"(?:[\s,]+(?:[JS]r\b\.?|I{2,3}\b|IV\b|\d+))+$")
_OF_OTHERS = {"of", "for", "the", "in", "at"}


def merged_names(layout: Layout, headers: Headers, s: Segments) -> Bools:
    """Which stretches have an author line with a name that their page knows, and another of two words or more.

    So have two different lines of the page at least, or a sign parts the two, or both are known; or one has the same
    name twice.
    """
    at, text = _of_several_words(layout, s)
    if not len(at):  # nearly always
        return np.zeros(len(s.head), dtype=bool)
    lines = pl.DataFrame({"at": at, "page": layout.page[s.name_lines[at]], "name": text})
    told = _with_known_parts(layout, headers, s, lines)
    # One person may have a short name and a long one; what writes two on a line does so more than once, or has a sign.
    signed = pl.col("name").str.replace_all(SUFFIX, "").str.contains(_SIGN)
    several = (pl.col("name").n_unique().over("page") > 1) | signed | told["both"]
    found = lines[told["i"]].filter(several)
    parted = map(str.split, text.to_list())
    doubled = [len(words) <= _MOST_WORDS and 2 * words[: len(words) // 2] == words for words in parted]
    return s.mark(s.name_lines[np.concatenate([found["at"].to_numpy(), at[doubled]])])


def _of_several_words(layout: Layout, s: Segments) -> tuple[Ints, pl.Series]:
    """Which of the names of all stretches have words enough for two, and these names."""
    at = np.flatnonzero(layout.length[s.name_lines] >= ln.BULLET_BYTES + _LEAST)
    text = s.names.gather(at)
    words = text.str.count_matches(" ", literal=True) + 1
    long = (words >= _LEAST_WORDS).to_numpy()
    glued = np.flatnonzero((words == _LEAST_WORDS - 1).to_numpy())
    long[glued] = matches(text.gather(glued), f"{_JOINT}|{_SIGN}")
    return at[long], text.filter(pl.Series(long))


def _with_known_parts(layout: Layout, headers: Headers, s: Segments, lines: pl.DataFrame) -> pl.DataFrame:
    """Which LINES (`i`: their row) have a part that is a name which their page knows, and which have two (`both`)."""
    owner = headers.frame["owner"].gather(lines["page"])
    named = enumerate(zip(lines["name"], owner, strict=True))
    parts = [(i, part) for i, (name, whose) in named for part in _parts(name, whose)]
    split = pl.DataFrame(parts, schema={"i": pl.Int64, "part": pl.String}, orient="row")
    split = split.with_columns(page=lines["page"].gather(split["i"]))
    page = layout.page[s.name_lines]
    here = np.isin(page, lines["page"].to_numpy())
    known = pl.DataFrame({"page": page[here], "part": s.names.filter(pl.Series(here))})
    owners = headers.frame.select(page=pl.col("page").cast(pl.Int64), part="owner").drop_nulls()
    told = split.join(pl.concat([known, owners]), on=["page", "part"], how="semi")
    return told.group_by("i").agg(both=pl.col("part").n_unique() > 1).sort("i")


def all_twice(s: Segments) -> Bools:
    """Which stretches have each of several names twice: one below the other, or all of them once more."""
    first, half = np.cumsum(s.sizes) - s.sizes, s.sizes // 2
    twice = (s.sizes > 2) & (s.sizes % 2 == 0)
    at = np.flatnonzero(twice)
    name = s.names.gather(first[at])
    again = [(name == s.names.gather(first[at] + step)).to_numpy() for step in (1, half[at])]
    twice[at] = again[0] | again[1]  # nearly none
    for i in np.flatnonzero(twice):
        names = s.names[first[i] : first[i] + s.sizes[i]].to_list()
        twice[i] = names[::2] == names[1::2] or names[: half[i]] == names[half[i] :]
    return twice


def _parts(name: str, owner: str | None) -> Iterator[str]:
    """What may be one of two names on the line of NAME; the OWNER of its page where that one is known to be.

    Of each two, both have two words or more.
    """
    words = re.sub(_JOINT, r"\1 \2", name).split()
    for size in range(2, len(words) - 1):
        first, second = (
            " ".join(part).strip(_BETWEEN + "-–").removeprefix("and ").removesuffix(" and")
            for part in (words[:size], words[size:])
        )
        yield from (one for one, other in ((first, second), (second, first)) if " " in one and _may_be_name(other))
    rest = name.replace(owner, "", 1).strip(_BETWEEN) if owner and " " in owner and owner != name else name
    if owner and rest != name and _may_be_name(rest):
        yield owner


def _may_be_name(text: str) -> bool:
    """Has TEXT two words of a name, beside what stands behind one (`Jr.`, `0001`), and none of an institution's?

    Initials alone (`M. G.`) are no name, but the first part of a longer form of the other.
    """
    words = _BEHIND.sub("", text).split()
    written = max((len(word.rstrip(".")) for word in words), default=0) > 1
    capitals = len(words) > 1 and words[0][:1].isupper() and words[-1][:1].isupper()
    return written and capitals and not _OF_OTHERS & set(words)
