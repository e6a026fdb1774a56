"""Rejoin the words that a line break of the printed page parted (`pro- vides`)."""

from __future__ import annotations

import re

GATE = r"[a-z]-[ \n][a-z]|\(cid:173\)"
"""What a text with a broken word has somewhere (Rust regex)."""

_SOFT = re.compile(r"(?:\xad|\(cid:173\)) ?")
_SUSPENDED = (  # behind a hyphen that waits for its word, or behind a dash; none ends a word
    "and|or|to|nor|vs|versus|as|but|than|rather|through|via|in|of|the|a|is|we|for|that|which|was|has|are|were|with|from|by|on|at|"
    "while|where|when|if|this|they|because|since|yet|thereby|toward|towards|into|minus|plus|both|respectively|und|oder|et|y"
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

_READ = 10_000
"""How much of a text is looked through for other uses of a word: without an end, a long text costs its square."""


def rejoin(text: str) -> tuple[str, int]:
    """Return TEXT with its broken words whole, and how many there were.

    What stands in the text elsewhere decides whether a word has a hyphen; else its parts do. A hyphen that
    waits for its word (`pre- and post-training`) stays.
    """
    text, soft = _SOFT.subn("", text) if "\xad" in text or "(cid:" in text else (text, 0)
    pieces, last, count = [], 0, soft
    for match in _BROKEN.finditer(text):
        left = _LEFT.search(text, text.rfind(" ", 0, match.start()) + 1, match.start())
        if left:
            pieces += [text[last : left.start()], _whole(left[0], match[1], text[:_READ])]
            last, count = match.end(), count + 1
    return "".join([*pieces, text[last:]]), count


def _whole(left: str, right: str, text: str) -> str:
    if f"{left}-{right}" in text:
        return f"{left}-{right}"
    if f"{left}{right}" in text:
        return f"{left}{right}"
    last = right in _LAST_PARTS and left.lower() != "un"
    compound = "-" in left or left.lower() in _FIRST_PARTS or last or left.isupper()
    return f"{left}-{right}" if compound else f"{left}{right}"
