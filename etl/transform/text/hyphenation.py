"""Rejoin the words that a line break of the printed page parted (`pro- vides`)."""

from __future__ import annotations

import re
from functools import lru_cache

GATE = r"[a-z]-[ \n][a-z]|\(cid:173\)"
"""What a text with a broken word has somewhere (Rust regex)."""

_SOFT = re.compile(r"(?:\xad|\(cid:173\)) ?")
_SUSPENDED = (  # behind a hyphen that waits for its word, or behind a dash; none ends a word
    "and|or|to|nor|vs|versus|as|but|than|rather|through|via|in|of|the|a|is|we|for|that|which|was|has|are|were|with|from|by|on|at|"
    "while|where|when|if|this|they|because|since|yet|thereby|toward|towards|into|minus|plus|both|respectively|compared|"
    "relative|und|oder|et|y"
)
_BROKEN = re.compile(rf"(?s)-[ \n](?<=[a-z]-.)(?!(?:{_SUSPENDED})\b)([a-z]+)(?![\w-])")
_LEFT = re.compile(r"(?<![\w-])[A-Za-z]+(?:-[a-z]+)*$")
_FIRST_PARTS = frozenset({
    "all", "best", "black", "cross", "data", "deep", "ever", "few", "fine", "first", "four", "free", "full", "graph",
    "half", "hard", "high", "higher", "ill", "intra", "large", "left", "long", "low", "lower", "many", "mean", "mid",
    "model", "much", "multi", "near", "neuro", "non", "off", "one", "open", "point", "policy", "post", "problem",
    "pseudo", "quasi", "rank", "rate", "real", "right", "second", "self", "semi", "short", "single", "small", "soft",
    "state", "task", "third", "three", "time", "top", "tree", "two", "ultra", "value", "well", "white", "word", "worst",
    "zero",
})  # fmt: skip
_LAST_PARTS = frozenset({
    "agnostic", "assisted", "associated", "aware", "based", "bounded", "called", "case", "centered", "centric",
    "constrained", "controlled", "dependent", "derived", "dimensional", "driven", "enhanced", "fold", "free", "guided",
    "independent", "induced", "informed", "invariant", "known", "learning", "level", "like", "linear", "mediated",
    "negative", "only", "optimal", "order", "oriented", "parametric", "positive", "regulated", "related", "resistant",
    "scale", "sensitive", "specific", "structured", "style", "supervised", "term", "time", "treated", "type", "valued",
    "varying", "weighted", "wide", "world",
})  # fmt: skip

_VOWEL = re.compile(r"(?i)[aeiouyà-öø-ÿ]")
_NO_PARTS = frozenset({  # of compounds with a hyphen: `with- out`, `some- times`, `frame- work`, `useful- ness`
    "any", "every", "more", "other", "over", "some", "there", "under", "what", "when", "where", "with",
    "back", "base", "bases", "ever", "line", "lines", "points", "ward", "wards", "wise", "work", "works",
    "able", "ably", "ally", "ized", "izes", "izing", "ization", "less", "ment", "ments", "ness", "ship",
})  # fmt: skip
_WORD = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")
_LONG = 4  # letters of what is more than a syllable

_READ = 10_000
"""How much of a text is looked through for other uses of a word: without an end, a long text costs its square."""


def rejoin(text: str) -> tuple[str, int]:
    """Return TEXT with its broken words whole, and how many there were.

    What stands in the text elsewhere decides whether a word has a hyphen; else its parts do. A hyphen that
    waits for its word (`pre- and post-training`) stays, and so does a sign behind what is no syllable (`Cl- influx`).
    """
    text, soft = _SOFT.subn("", text) if "\xad" in text or "(cid:" in text else (text, 0)
    pieces, last, count, near = [], 0, soft, text[:_READ]
    for match in _BROKEN.finditer(text):
        left = _LEFT.search(text, text.rfind(" ", 0, match.start()) + 1, match.start())
        if left and _is_syllable(left[0]):
            pieces += [text[last : left.start()], _whole(left[0], match[1], near)]
            last, count = match.end(), count + 1
    return "".join([*pieces, text[last:]]), count


def _whole(left: str, right: str, text: str) -> str:
    if f"{left}-{right}" in text:
        return f"{left}-{right}"
    if f"{left}{right}" in text:
        return f"{left}{right}"
    last = not _LAST_PARTS.isdisjoint((left, right)) and left.lower() != "un"
    compound = "-" in left or left.lower() in _FIRST_PARTS or last or left.isupper() or len(left) == 1
    compound = compound or _may_join(left, right, text)
    return f"{left}-{right}" if compound else f"{left}{right}"


def _is_syllable(left: str) -> bool:
    """Can a word be parted behind LEFT? One letter is a symbol of a compound (`k- means`), a vowel makes a syllable."""
    return len(left) == 1 or _VOWEL.search(left) is not None


def _may_join(left: str, right: str, text: str) -> bool:
    """Are LEFT and RIGHT more than syllables, and LEFT a word that stands in TEXT by itself?"""
    long = min(len(left), len(right)) >= _LONG and _NO_PARTS.isdisjoint((left.lower(), right))
    return long and left.lower() in _words(text)


@lru_cache(maxsize=1)
def _words(text: str) -> frozenset[str]:
    """The words of TEXT that stand by themselves, in small letters."""
    return frozenset(_WORD.findall(text.lower()))
