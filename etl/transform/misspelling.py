"""Could a name on a list be the owner of the page, with a letter or two wrong?

Short names of two people are often as near as that (`Zhe Wang`, `Zheng Wang`), so likeness alone does not decide: who
knows more of the people must judge.
"""

from __future__ import annotations

from typing import Final

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from etl.transform.owner_match import plain_words, side_by_side

_MOST: Final = 2  # letters wrong in a name of `_LONG` letters or more; one in a shorter one
_LONG: Final = 9
_SHORTEST: Final = 3  # beginning of a family name


def misspelt(pairs: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The PAIRS that could be one name with a letter or two wrong, in no promised order.

    Words may have run together or stand in another order, the end or a middle name may be missing, and given names
    may be initials; but one initial is not another.

    PAIRS: `owner`, `name` (UInt32 name codes), one row a distinct pair. NAMES: `name` (UInt32), `base_key` (String,
    lower case, no homonym id).
    """
    if pairs.is_empty():
        return pairs.select("owner", "name")
    both = side_by_side(pairs, names, _parts)
    lone, lone_2 = pl.col("lone"), pl.col("lone_2")
    both = both.filter((lone == lone_2) | (lone.str.len_bytes() != lone_2.str.len_bytes()))
    near = _few_wrong(both, "letters")
    near |= _few_wrong(both, "turned", "letters", 1) | _few_wrong(both, "letters", "turned", 1)
    near |= both.select(_cut_off()).to_series()
    near |= both.select(_middle_missing()).to_series() & _few_wrong(both, "ends")
    near |= both.select(_abridged()).to_series() & (_few_wrong(both, "last") | both.select(_last_cut_off()).to_series())
    return both.filter(near).select("owner", "name")


def _parts(names: pl.DataFrame) -> pl.DataFrame:
    """Give each name the parts that are compared.

    `letters`; the same with the last word first (`turned`); `first` and `last` word, and both as `ends`; the `initials`
    of all words but the last; words of one letter (`lone`); how many words there are (`count`).
    """
    words, letters = pl.col("plain").str.split(" "), pl.col("plain").str.replace_all(" ", "", literal=True)
    return names.select("name", plain=plain_words()).select(
        "name",
        letters=letters,
        turned=words.list.last() + letters.str.strip_suffix(words.list.last()),
        first=words.list.first(),
        last=words.list.last(),
        ends=words.list.first() + words.list.last(),
        initials=pl.col("plain").str.replace_all(r"(\p{L})\p{L}*\s?", "${1}").str.head(-1),
        lone=pl.col("plain").str.extract_all(r"\b\p{L}\b").list.join(""),
        count=words.list.len(),
    )


def _cut_off() -> pl.Expr:
    """Whether one is the beginning of the other: `Jacob Steinh`."""
    letters, other = pl.col("letters"), pl.col("letters_2")
    return letters.str.starts_with(other) | other.str.starts_with(letters)


def _last_cut_off() -> pl.Expr:
    """Whether one last word is the beginning of the other, of three letters at least: `B. Sch`."""
    last, other = pl.col("last"), pl.col("last_2")
    begins = last.str.starts_with(other) | other.str.starts_with(last)
    return begins & (pl.min_horizontal(pl.col("last", "last_2").str.len_chars()) >= _SHORTEST)


def _middle_missing() -> pl.Expr:
    """Whether just one is a given and a family name alone."""
    count = pl.col("count", "count_2")
    return (pl.min_horizontal(count) == 2) & (pl.max_horizontal(count) > 2)


def _abridged() -> pl.Expr:
    """Whether the given names of one are the initials of the other's: `J` or `JM` for `Joris M.`."""
    first, other = pl.col("first"), pl.col("first_2")
    initial = (first.str.head(1) == other.str.head(1)) & (
        pl.min_horizontal(pl.col("first", "first_2").str.len_chars()) == 1
    )
    return initial | (first == pl.col("initials_2")) | (other == pl.col("initials"))


def _few_wrong(both: pl.DataFrame, part: str, counterpart: str | None = None, most: int = _MOST) -> pl.Series:
    """Tell whether PART and its COUNTERPART differ by so many letters that are wrong, missing, more or swapped."""
    against = f"{counterpart or part}_2"
    wrong = process.cpdist(both[part].to_list(), both[against].to_list(), scorer=OSA.distance, score_cutoff=most)
    long = both.select(pl.min_horizontal(pl.col(part, against).str.len_chars()) >= _LONG).to_series()
    return pl.Series(wrong) <= long.cast(pl.Int32) * (most - 1) + 1
