"""Could a name on a list be the owner of the page, with a letter or two wrong?

Short names of two people are often as near as that (`Zhe Wang`, `Zheng Wang`), so likeness alone does not decide: who
knows more of the people must judge.
"""

from __future__ import annotations

from typing import Final

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from etl.frames import streamed
from etl.transform.names.owner_match import PINYIN, plain_words, side_by_side

_LONG: Final = 9  # letters of a long name
_SHORTEST: Final = 3  # beginning of a family name
# What is written otherwise from one alphabet to the next, and by the same person: Alexey, Aleksei.
_SOUNDS: Final = {
    "x": "ks", "iy": "i", "yi": "i", "ii": "i", "ij": "i", "y": "i", "j": "i", "ye": "e", "ie": "e", "ou": "u",
    "oe": "u", "w": "v", "ff": "v", "kh": "h", "tch": "ch",
}  # fmt: skip


def misspelt(pairs: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The PAIRS that could be one name with a letter or two wrong, in no promised order.

    Words may have run together or stand in another order, the end or a middle name may be missing, and given names
    may be initials; but one initial is not another, save between equal words. Two letters may be wrong in a long name,
    and in a short one if it has a word that no other of NAMES has and that is not Chinese (`Yunac Gao`).

    PAIRS: `owner`, `name` (UInt32 name codes), one row a distinct pair. NAMES: `name` (UInt32), `base_key` (String,
    lower case, no homonym id).
    """
    if pairs.is_empty():
        return pairs.select("owner", "name")
    both = side_by_side(pairs, names, _parts).filter(_initials_agree())
    near = _few_wrong(both, "letters") | _turned(both, 1) | both.select(_cut_off()).to_series()
    near |= _few_wrong(both, "sound", short=0, long=1)
    near |= both.select(_middle_missing()).to_series() & _few_wrong(both, "ends")
    near |= both.select(_abridged()).to_series() & (_few_wrong(both, "last") | both.select(_last_cut_off()).to_series())
    rest = both.filter(~near)
    two = rest.filter(_few_wrong(rest, "letters", short=2) | _turned(rest, 2))
    odd = two.filter(pl.col("name").is_in(_with_a_word_of_their_own(two["name"], names).implode()))
    return pl.concat([both.filter(near), odd]).select("owner", "name")


def _with_a_word_of_their_own(some: pl.Series, names: pl.DataFrame) -> pl.Series:
    """Those of SOME names that have a word which no other of NAMES has, and which is no Chinese name."""
    if some.is_empty():
        return some
    words = pl.col("base_key").str.extract_all(r"\p{L}{2,}")
    theirs = names.filter(pl.col("name").is_in(some.implode())).select("name", word=words).explode("word")
    theirs = theirs.filter(~pl.col("word").str.contains(f"^{PINYIN.pattern}$"))
    every = names.lazy().select("base_key", word=words.list.unique()).explode("word")
    bearers = streamed(every.join(theirs.lazy(), on="word", how="semi")).unique()
    own = bearers.group_by("word").len().filter(pl.col("len") == 1)
    return theirs.join(own, on="word", how="semi")["name"].unique()


def _parts(names: pl.DataFrame) -> pl.DataFrame:
    """Give each name the parts that are compared.

    `letters`; the same with the last word first (`turned`), and as they `sound`; `first` and `last` word, and both as
    `ends`; the `initials` of all words but the last; words of one letter (`lone`); how many words there are (`count`).
    """
    words, letters = pl.col("plain").str.split(" "), pl.col("plain").str.replace_all(" ", "", literal=True)
    return names.select("name", plain=plain_words()).select(
        "name",
        letters=letters,
        turned=words.list.last() + letters.str.strip_suffix(words.list.last()),
        sound=letters.str.replace_many(_SOUNDS, leftmost=True),
        first=words.list.first(),
        last=words.list.last(),
        ends=words.list.first() + words.list.last(),
        initials=pl.col("plain").str.replace_all(r"(\p{L})\p{L}*\s?", "${1}").str.head(-1),
        lone=pl.col("plain").str.extract_all(r"\b\p{L}\b").list.join(""),
        count=words.list.len(),
    )


def _initials_agree() -> pl.Expr:
    """Whether words of one letter are the same, or only one has some, or they stand between two words that are."""
    lone, lone_2 = pl.col("lone"), pl.col("lone_2")
    same_ends = (pl.col("ends") == pl.col("ends_2")) & (pl.col("first").str.len_chars() > 1)
    return (lone == lone_2) | (lone.str.len_bytes() != lone_2.str.len_bytes()) | same_ends


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


def _turned(both: pl.DataFrame, most: int) -> pl.Series:
    """Tell whether the names differ by MOST letters at most once the last word of one stands first."""
    one, other = (_few_wrong(both, *parts, most, most) for parts in (("turned", "letters"), ("letters", "turned")))
    return one | other


def _few_wrong(
    both: pl.DataFrame, part: str, counterpart: str | None = None, short: int = 1, long: int = 2
) -> pl.Series:
    """Tell whether PART and its COUNTERPART differ by few letters that are wrong, missing, more or swapped.

    SHORT is how many these may be in short names, LONG in long ones.
    """
    against = f"{counterpart or part}_2"
    wrong = process.cpdist(both[part].to_list(), both[against].to_list(), scorer=OSA.distance, score_cutoff=long)
    is_long = both.select(pl.min_horizontal(pl.col(part, against).str.len_chars()) >= _LONG).to_series()
    return pl.Series(wrong) <= is_long.cast(pl.Int32) * (long - short) + short
