"""Decode simple mathematics: `\\mathcal{O}(n \\log n)` to `O(n log n)`; give up on what is not simple."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from etl.transform.latex_symbols import (
    DOUBLE_STRUCK,
    IGNORED,
    MATH_ACCENTS,
    OPERATORS,
    SPACES,
    SYMBOLS,
    WRAPPERS,
)

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|[^\\]", re.DOTALL)
_GAP = "\x00"
"""Stands at both sides of an operator: a space if words would touch (`n log n`), nothing else (`log(n)`)."""

_BETWEEN_WORDS = re.compile(rf"(?<=[\w)\]}}]){_GAP}+(?=[^\W_]|[√|‖])")
_IN_BRACKETS = re.compile(r"(?<=[⟨⌊⌈]) +| +(?=[⟩⌋⌉])")
_MAX_GROUPS = 60  # nested, each costs a few frames of the stack
_ESCAPED = frozenset("{}%&#$_|")
_THIN = frozenset(",;:!> /")
_RELATIONS = frozenset("≤≥≠≡≈∼≃≅∝≪≫≲≳≍≜∈∉⊂⊆⊃⊇∪∩→←↔⇒⇐⇔⟹⟺⟶↦×±∧∨⊥∖∥")


class NotSimpleError(ValueError):
    """The mathematics have a macro or a shape that plain text cannot show."""


@lru_cache(maxsize=65536)
def decode_math(source: str) -> str | None:
    """What SOURCE (the inside of `$...$`) shows, or None if it is not simple."""
    if source.count("{") > _MAX_GROUPS:
        return None
    try:
        tokens = iter(_TOKEN.findall(source))
        shown = "".join(_pieces(tokens, until=None))
    except NotSimpleError:
        return None
    spaced = _BETWEEN_WORDS.sub(" ", shown).replace(_GAP, "")
    return unicodedata.normalize("NFC", _IN_BRACKETS.sub("", re.sub(r"\s+", " ", spaced).strip()))


def _pieces(tokens: Iterator[str], until: str | None) -> Iterator[str]:
    """What TOKENS show one by one, up to the piece UNTIL (the end of the input if None)."""
    for piece in tokens:
        if piece == until:
            return
        if piece in "^_":
            yield _script(piece, _argument(tokens))
        else:
            yield _shown(piece, tokens)
    if until is not None:
        raise NotSimpleError(until)


def _shown(piece: str, tokens: Iterator[str]) -> str:
    """What one piece shows, with the arguments that it takes from TOKENS."""
    if piece == "{":
        return "".join(_pieces(tokens, until="}"))
    if piece.isspace() or piece == "~":
        return " "
    if piece in "}&":
        raise NotSimpleError(piece)
    return _macro(piece[1:].rstrip("*"), tokens) if piece[0] == "\\" else piece


def _macro(name: str, tokens: Iterator[str]) -> str:
    if name in _ESCAPED:
        return "‖" if name == "|" else name
    if name in _THIN:
        return "" if name == "!" else " "
    if name in SYMBOLS:
        sign = SYMBOLS[name]
        return f" {sign} " if sign in _RELATIONS else sign
    if name in OPERATORS:
        return f"{_GAP}{name}{_GAP}"
    if name in IGNORED:
        return ""
    return SPACES[name] if name in SPACES else _with_argument(name, tokens)


def _with_argument(name: str, tokens: Iterator[str]) -> str:
    if name in WRAPPERS:
        return _argument(tokens)
    if name == "mathbb":
        letters = _argument(tokens)
        return "".join(DOUBLE_STRUCK.get(letter, letter) for letter in letters)
    if name in MATH_ACCENTS:
        base = _argument(tokens)
        return unicodedata.normalize("NFC", base[:1] + MATH_ACCENTS[name] + base[1:])
    if name in ("frac", "tfrac", "dfrac", "nicefrac", "sfrac"):
        above = _grouped(_argument(tokens))
        return f"{above}/{_grouped(_argument(tokens))}"
    if name == "sqrt":
        return f"√{_grouped(_argument(tokens))}"
    if name == "not":
        return unicodedata.normalize("NFC", _argument(tokens).strip() + "\u0338")
    raise NotSimpleError(name)


def _argument(tokens: Iterator[str]) -> str:
    """The next piece or group, shown."""
    for piece in tokens:
        if not piece.isspace():
            return _shown(piece, tokens).strip()
    raise NotSimpleError("no argument")


def _script(sign: str, shown: str) -> str:
    """`^` or `_` and what follows: longer than a word, it is put in braces, so that its end is seen."""
    if (sign, shown) == ("^", "∘"):  # how TeX writes degrees
        return "°"
    return sign + (shown if re.fullmatch(r"-?\w*|.", shown) else f"{{{shown}}}")


def _grouped(shown: str) -> str:
    """The parts of a fraction or a root, in parentheses if they are more than a word."""
    return shown if re.fullmatch(r"\w*|.", shown) else f"({shown})"
