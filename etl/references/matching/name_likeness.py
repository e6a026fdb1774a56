"""How alike two names are, on the folded names of `keys.name_key`."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_TRANSLITERATED = (("ae", "a"), ("oe", "o"), ("ue", "u"))


class Likeness(IntEnum):
    """What a pair of names says of two people who stand at the same place of two lists."""

    OTHER = 0
    WEAK = 1
    """One letter apart, a nickname, a lost part of the family name, or homonym ids that differ."""
    INITIALS = 2
    """The same as far as both are written: initials, or a given name left out."""
    SAME = 3


@dataclass(frozen=True)
class _Name:
    """A folded name: its words, and its homonym id or ""."""

    words: tuple[str, ...]
    homonym: str


@lru_cache(maxsize=1 << 18)
def _parsed(key: str) -> _Name:
    """Words and homonym id of the folded name KEY, the generation (`jr`, `iii`) off."""
    words = key.split()
    homonym = words.pop() if len(words) > 1 and len(words[-1]) == 4 and words[-1].isdigit() else ""
    while len(words) > 2 and words[-1] in _SUFFIXES:
        words.pop()
    return _Name(tuple(words), homonym)


@lru_cache(maxsize=1 << 18)
def likeness(one: str, other: str) -> Likeness:
    """How alike the folded names ONE and OTHER are.

    A homonym id says nothing where the other name has none; ids that differ make the best likeness WEAK,
    since DBLP itself moves papers between ids.
    """
    a, b = _parsed(one), _parsed(other)
    found = _words_likeness(a.words, b.words)
    differ = a.homonym and b.homonym and a.homonym != b.homonym
    return min(found, Likeness.WEAK) if differ else found


def _words_likeness(a: tuple[str, ...], b: tuple[str, ...]) -> Likeness:
    """Likeness of the words of two names."""
    if not a or not b:
        return Likeness.OTHER
    if a == b or _joined(a) == _joined(b) or (len(a) == len(b) and a in _rotations(b)):
        return Likeness.SAME
    if any(_given_agree(x, b) for x in _rotations(a)) or any(_given_agree(a, y) for y in _rotations(b)):
        return Likeness.INITIALS
    return Likeness.WEAK if _nearly(a, b) else Likeness.OTHER


def _joined(words: tuple[str, ...]) -> str:
    """Words without spaces, `ue` for `ü` and the like made one."""
    text = "".join(words)
    for long, short in _TRANSLITERATED:
        text = text.replace(long, short)
    return text


def _rotations(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """`First Last` and `Last First` readings of WORDS."""
    return words, words[1:] + words[:1], words[-1:] + words[:-1]


def _given_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the family names are equal and the given names agree as far as both are written."""
    if a[-1] != b[-1] or len(a[-1]) < 2 or min(len(a), len(b)) < 2:
        return False
    return _fits(a[:-1], b[:-1]) or _fits(b[:-1], a[:-1]) or _abridged(a[:-1], b[:-1]) or _abridged(b[:-1], a[:-1])


def _abridged(word: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether WORD is the initials of two NAMES or more: `sm` for `sham m`."""
    return len(word) == 1 < len(names) and word[0] == "".join(name[0] for name in names)


def _fits(fewer: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Whether FEWER given names are MORE with some left out after the first, initials counting as names."""
    if len(fewer) > len(more) or not _same_given(fewer[0], more[0]):
        return False
    remaining = iter(more[1:])
    return all(any(_same_given(name, candidate) for candidate in remaining) for name in fewer[1:])


def _same_given(a: str, b: str) -> bool:
    """Whether A and B are equal, or one is the initial of the other."""
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def _nearly(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names are a misspelling, a nickname or a shortened double family name apart."""
    whole_a, whole_b = _joined(a), _joined(b)
    limit = 2 if min(len(whole_a), len(whole_b)) >= 14 else 1
    if OSA.distance(whole_a, whole_b, score_cutoff=limit) <= limit:
        return True
    if min(len(a), len(b)) < 2:
        return False
    same_family = a[-1] == b[-1] or (len(a[-1]) > 5 and OSA.distance(a[-1], b[-1], score_cutoff=1) <= 1)
    prefix = a[: len(b)] == b[: len(a)]
    return prefix or (same_family and (a[0][0] == b[0][0] or a[0] in b or b[0] in a))
