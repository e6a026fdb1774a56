"""Could a name on a list be the owner of the page? A comparison that errs on the safe side.

A cut list is proven by a page whose owner is not on it, and a proof must never be wrong. So every name that
could be the owner under another spelling counts as the owner: a homonym id more or less, capitals, marks,
initials, a middle name, a short form ("Joe Kwon", "Joseph Kwon"), the order of the parts, a part alone, one wrong
letter or two that changed places, another script.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

import polars as pl
from rapidfuzz.distance import OSA, Levenshtein

from etl.folding import fold, folded
from etl.transform.names.compare import groups_of
from etl.transform.names.words import ALSO, EAST_ASIAN, NICKNAMES, PLACEHOLDER_LAST, TITLES

_UMLAUTS: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_DAMAGE: Final = "[?\ufffd¤]|[ãâåäÃÂÅÄ][\u0080-\u00bf\u2018-\u20ac]"  # lost letters, or UTF-8 read as Latin-1
_SUFFIX: Final = r"[\s,]+(?:jr|sr|ii|iii|iv)\.?$"
_LATIN: Final = "[a-z\u00c0-\u024f]"
_MIN_SLIP: Final = 6  # a word shorter than this that differs in one letter is another word (Zhang, Zheng)
_MIN_OTHER_SLIP: Final = 4  # of words that are not Chinese (Erik, Eric)
_MIN_STEM: Final = 3
_MOST_INITIALS: Final = 3
_GROUP: Final = rf"^the\s+|\s+(?:{PLACEHOLDER_LAST})\b.*"
_BESIDE: Final = rf"^(?:{TITLES})(?:\.\s*|\s+)|\s*\([^()]*\)|{_GROUP}"
# Chinese names of one to three syllables begin alike without being one name: "Shuai" is not "Shuaipeng".
PINYIN: Final = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:[iu]?ang|i?ong|[ei]ng|iao|uai|[iu]?an|[ae]i|[ae]o|en|er|ou|i[aenu]|u[aeino]|[aeiouv])){1,3}"
)
_DAMAGED_ALIKE: Final = 0.6


@cache
def _short_forms() -> dict[str, frozenset[int]]:
    """The groups of short and foreign forms in which a given name stands."""
    return groups_of((*NICKNAMES, *ALSO))


def _fold(name: str, letters: dict[str, str]) -> tuple[str, ...]:
    """Split a name into words of plain letters: no case, marks, digits, dots, hyphens, suffix."""
    text = unicodedata.normalize("NFC", name).lower()
    if "," in (bare := re.sub(_SUFFIX, "", text)):  # "Steinhardt, Jacob"
        family, _, given = bare.partition(",")
        bare = f"{given} {family}"
    text = folded("".join(letters.get(c, c) for c in bare))
    return tuple(re.sub(r"[\W\d_]+", " ", re.sub(r"['’`]", "", text)).split())


@lru_cache(maxsize=65536)
def _readings(name: str) -> frozenset[tuple[str, ...]]:
    """Give the ways to fold a name: with marks dropped, with umlauts written out, with initials at the end put first.

    The title, what stands in brackets, and that a group is one are left out.
    """
    bare = re.sub(_BESIDE, "", name, flags=re.IGNORECASE)
    ways = {_fold(bare, {}), _fold(bare, _UMLAUTS)}
    return frozenset(ways | {words[-1:] + words[:-1] for words in ways if words and len(words[-1]) <= _MOST_INITIALS})


def _slip(a: str, b: str, least: int = _MIN_SLIP) -> bool:
    return min(len(a), len(b)) >= least and OSA.distance(a, b, score_cutoff=1) <= 1


def _same_word(a: str, b: str, *, pinyin: bool) -> bool:
    """Tell whether two given names could be one: equal, an initial, a short form, one letter off.

    PINYIN: whether they may be Chinese.
    """
    stem, whole = sorted((a, b), key=len)
    if a == b or _slip(a, b, _MIN_SLIP if pinyin and PINYIN.fullmatch(whole) else _MIN_OTHER_SLIP):
        return True
    if len(stem) == 1:
        return a[0] == b[0]
    root = re.sub("(?:ie|i|y)$", "", stem)  # Berni, Charlie
    if len(root) >= _MIN_STEM and whole.startswith(root) and not (pinyin and PINYIN.fullmatch(whole)):
        return True
    return not _short_forms().get(a, frozenset()).isdisjoint(_short_forms().get(b, frozenset()))


def _same_words(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two folded names could be one person's."""
    if not a or not b or "".join(a) == "".join(b) or sorted(a) == sorted(b):
        return True
    few, many = sorted((a, b), key=len)
    if Counter(few) <= Counter(many) or _of_another_script(a, b) or _one_abbreviated(few, many):
        return True
    if a[-1] == b[-1]:
        return _same_given(a[:-1], b[:-1], pinyin=a[-1] in EAST_ASIAN)
    shared = not EAST_ASIAN.isdisjoint((a[-1], b[-1]))
    return a[:-1] == b[:-1] and _slip(a[-1], b[-1], _MIN_SLIP if shared else _MIN_OTHER_SLIP)


def _one_abbreviated(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two names of several words are the same but for an initial, in any order: Quoc V. Le."""
    one, other = ([*(Counter(x) - Counter(y)).elements()] for x, y in ((a, b), (b, a)))
    return len(a) > 1 and len(one) == len(other) == 1 and one[0][0] == other[0][0] and 1 in map(len, one + other)


def _of_another_script(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether just one of two folded names is in Latin letters."""
    return bool(re.match(_LATIN, a[0])) != bool(re.match(_LATIN, b[0]))


def _same_given(a: tuple[str, ...], b: tuple[str, ...], *, pinyin: bool) -> bool:
    """Tell whether the given names of two people of one family, which are not the same, could be one person's."""
    if "".join(a) == "".join(w[0] for w in b) or "".join(b) == "".join(w[0] for w in a):  # JP, Jean Pierre
        return True
    for one, other in ((a, b), (b, a)):  # Drew, J. Andrew
        if len(one[0]) == 1 and len(one) > 1 and _same_word(one[1], other[0], pinyin=pinyin):
            return True
    if not _same_word(a[0], b[0], pinyin=pinyin):
        return False
    middles = (a[1:], b[1:])
    return not all(middles) or any(_same_word(x, y, pinyin=pinyin) for x in middles[0] for y in middles[1])


def could_be_same(a: str, b: str) -> bool:
    """Tell whether two names could be one person's. Homonym ids do not count.

    True is cheap: it only keeps a list from being called cut. False must be sure.
    """
    if re.search(_DAMAGE, a + b):
        return Levenshtein.normalized_similarity(a.lower(), b.lower()) >= _DAMAGED_ALIKE
    return any(_same_words(x, y) for x in _readings(a) for y in _readings(b))


def plain_words() -> pl.Expr:
    """The words of a `base_key`, a space between them: no title, brackets, marks, digits, dots, hyphens, suffix.

    Nor is there an article or a word for a group: `The ATLAS Collaboration` is `atlas`.
    """
    bare = fold(pl.col("base_key").str.replace_all(f"(?i){_BESIDE}", ""))
    bare = bare.str.replace(_SUFFIX, "").str.replace_all(r"['’`]", "")
    return bare.str.replace_all(r"[^\p{L}]+", " ").str.strip_chars()


def _keys(names: pl.DataFrame) -> pl.DataFrame:
    """Give each name its plain first word, last word, letters and words in order, to find who may be alike."""
    words = pl.col("plain").str.split(" ")
    return names.select("name", "base_key", plain=plain_words()).select(
        "name",
        "base_key",
        first=words.list.first(),
        last=words.list.last(),
        letters=pl.col("plain").str.replace_all(" ", ""),
        words=words.list.sort().list.join(" "),
        starts=pl.when(words.list.len() > 2).then(words.list.eval(pl.element().str.head(1)).list.sort().list.join("")),
        odd=pl.col("base_key").str.contains(_DAMAGE)
        | pl.col("base_key").str.contains(r"[äöüåø]")
        | ~pl.col("base_key").str.contains(r"\p{Latin}"),
    )


def side_by_side(
    pairs: pl.DataFrame, names: pl.DataFrame, parts: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """PAIRS (`owner`, `name`) with what PARTS gives for NAMES (`name`): of the owner, and with `_2` of the name."""
    used = pl.concat([pairs["owner"], pairs["name"]]).unique()
    told = parts(names.filter(pl.col("name").is_in(used.implode())))
    return pairs.join(told.rename({"name": "owner"}), on="owner").join(told, on="name", suffix="_2")


def alike(pairs: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The PAIRS that could be one person, in no promised order.

    PAIRS: `owner`, `name` (UInt32 name codes), one row a distinct pair. NAMES: `name` (UInt32), `base_key` (String,
    lower case, no homonym id).
    """
    if pairs.is_empty():
        return pairs.select("owner", "name")
    near = side_by_side(pairs, names, _keys).filter(
        (pl.col("last") == pl.col("last_2"))
        | (pl.col("first") == pl.col("first_2"))
        | (pl.col("first") == pl.col("last_2"))
        | (pl.col("last") == pl.col("first_2"))
        | (pl.col("letters") == pl.col("letters_2"))
        | (pl.col("words") == pl.col("words_2"))
        | (pl.col("starts") == pl.col("starts_2"))
        | pl.col("odd")
        | pl.col("odd_2")
    )  # fmt: skip
    same = [could_be_same(a, b) for a, b in near.select("base_key", "base_key_2").iter_rows()]
    return near.select("owner", "name").filter(pl.Series(same, dtype=pl.Boolean))
