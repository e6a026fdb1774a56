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
_ESCAPED = frozenset("{}%&#$_|")
_THIN = frozenset(",;:!> /")
_RELATIONS = frozenset("≤≥≠≡≈∼≃≅∝≪≫≲≳≍≜∈∉⊂⊆⊃⊇∪∩→←↔⇒⇐⇔⟹⟺⟶↦×±∧∨⊥∖∥")


class NotSimpleError(ValueError):
    """The mathematics have a macro or a shape that plain text cannot show."""


@lru_cache(maxsize=65536)
def decode_math(source: str) -> str | None:
    """What SOURCE (the inside of `$...$`) shows, or None if it is not simple."""
    try:
        tokens = iter(_TOKEN.findall(source))
        shown = "".join(_pieces(tokens, until=None))
    except NotSimpleError:
        return None
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", shown).strip())


def _pieces(tokens: Iterator[str], until: str | None) -> Iterator[str]:
    """What TOKENS show one by one, up to the token UNTIL (the end of the input if None)."""
    for token in tokens:
        if token == until:
            return
        if token in "^_":
            yield token + _script(_argument(tokens))
        else:
            yield _shown(token, tokens)
    if until is not None:
        raise NotSimpleError(until)


def _shown(token: str, tokens: Iterator[str]) -> str:
    """What one token shows, with the arguments that it takes from TOKENS."""
    if token == "{":
        return "".join(_pieces(tokens, until="}"))
    if token.isspace() or token == "~":
        return " "
    if token in "}&":
        raise NotSimpleError(token)
    return _macro(token[1:].rstrip("*"), tokens) if token[0] == "\\" else token


def _macro(name: str, tokens: Iterator[str]) -> str:
    if name in _ESCAPED:
        return "‖" if name == "|" else name
    if name in _THIN:
        return "" if name == "!" else " "
    if name in SYMBOLS:
        sign = SYMBOLS[name]
        return f" {sign} " if sign in _RELATIONS else sign
    if name in OPERATORS:
        return f" {name} " if name in ("mod", "bmod") else f"{name} "
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
    """The next token or group, shown."""
    for token in tokens:
        if not token.isspace():
            return _shown(token, tokens).strip()
    raise NotSimpleError("no argument")


def _script(shown: str) -> str:
    """What follows `^` or `_`: longer than a word, it is put in braces, so that its end is seen."""
    return shown if re.fullmatch(r"-?\w*|.", shown) else f"{{{shown}}}"


def _grouped(shown: str) -> str:
    """The parts of a fraction or a root, in parentheses if they are more than a word."""
    return shown if re.fullmatch(r"\w*|.", shown) else f"({shown})"
