"""Which part of a name of a reference comes first, as far as the papers of the run tell.

A reader turns `Bharathi B` to `B Bharathi` where a whole list is written so: it cannot know that B is the initial of
her father, and that she writes her name like that.
"""

import re
from collections.abc import Sequence

import polars as pl

from etl.frames import lists_of_texts
from etl.references.matching.keys import name_key

_FEWEST_TURNED = 2  # names of a list; one may stand so by chance
_INITIALS_FIRST = re.compile(r"((?:[A-Z](?:-[A-Z])* )+)(\S{2,}.*)")  # J-M van der Berg
_INITIALS_LAST = re.compile(r"(\S{2,}.*) ([A-Z.-]{1,4})")  # Bharathi B, van der Berg J.M.
_SHORT_NAME = r"^(?:[A-Z]\.?[ -]?){1,3} [^\s.]{2,}$|^[^\s.]{2,} (?:[A-Z]\.?[ -]?){1,3}$"  # B Bharathi, Bharathi B.


def as_listed(listed: Sequence[str], known: Sequence[str], authors: list[str]) -> list[str]:
    """AUTHORS of a reference; those behind the LISTED ones turned where most of these stand there the other way round.

    LISTED, KNOWN: both lists, folded.
    """
    pairs = [(one.split(), other.split()) for one, other in zip(listed, known, strict=False) if one and other]
    turned = sum(one != other and (one[-1] == other[0] or one[0] == other[-1]) for one, other in pairs)
    if turned < _FEWEST_TURNED or 2 * turned <= len(listed):
        return authors
    return authors[: len(listed)] + [_turned_round(name) for name in authors[len(listed) :]]


def _turned_round(name: str) -> str:
    """`Given Family` for `Family Given`, or the other way; initials are the whole given name (`van der Berg JM`)."""
    if initials := _INITIALS_FIRST.fullmatch(name):
        return f"{initials[2]} {initials[1].strip()}"
    if initials := _INITIALS_LAST.fullmatch(name):
        return f"{initials[2]} {initials[1]}"
    first, *rest = name.split()
    return " ".join([*rest, first])


def as_in_corpus(authors: pl.Series, names: pl.Series) -> pl.Series:
    """AUTHORS (List[String]) of references; a name with initials as NAMES (the same, of all papers) write it.

    That is where they have it with the initials behind alone.
    """
    short = _only(authors, rf"^{_INITIALS_FIRST.pattern}$")
    if short.is_empty():
        return authors
    written = dict(zip(_letters(found := _only(names, _SHORT_NAME)), found, strict=True))
    behind = pl.Series([_turned_round(name) for name in short], dtype=pl.String)
    as_written = {
        name: written[last]
        for name, first, last in zip(short, _letters(short), _letters(behind), strict=True)
        if last in written and first not in written
    }
    return lists_of_texts([[as_written.get(name, name) for name in some] for some in authors])


def _only(lists: pl.Series, pattern: str) -> pl.Series:
    """The distinct names in LISTS that have PATTERN, sorted."""
    names = lists.explode().unique().drop_nulls().sort()
    return names.filter(names.str.contains(pattern))


def _letters(names: pl.Series) -> pl.Series:
    """NAMES folded, without spaces: `K R` and `KR` are the same initials."""
    return names.to_frame("name").select(name_key(pl.col("name")).str.replace_all(" ", ""))["name"]
