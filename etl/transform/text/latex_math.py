"""Decode simple mathematics: `\\mathcal{O}(n \\log n)` to `O(n log n)`; give up on what is not simple."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from etl.transform.text.latex_bare import unbraced
from etl.transform.text.latex_symbols import (
    DOUBLE_STRUCK,
    IGNORED,
    MATH_ACCENTS,
    OPERATORS,
    RAISED,
    SPACES,
    SYMBOLS,
    WRAPPERS,
)

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|[^\\]", re.DOTALL)
_GAP = "\x00"
"""Stands at both sides of an operator: a space if words would touch (`n log n`), nothing else (`log(n)`)."""

_OVER, _CHOOSE = _PARTS = "\x01", "\x02"
"""Stand for the macros between the parts of a fraction and of a binomial coefficient (`{n \\choose k}`)."""

_BETWEEN_WORDS = re.compile(rf"(?<=[\w)\]}}]){_GAP}+(?=[^\W_]|[√|‖])")
_IN_BRACKETS = re.compile(r"(?<=[⟨⌊⌈⟦]) +| +(?=[⟩⌋⌉⟧])")
_ALONE = re.compile(r"(?:^|(?<=[({\[]) |(?<=[=<>≤≥∈,] ))([×±]) +(?=[\w.√(])|(?<=\w) +([×±])$")
"""A sign that has nothing to bind on one side (`±0.1`, `{±1}`, `2.5×`), as TeX sets it: close to the number."""
_MAX_GROUPS = 60  # nested, each costs a few frames of the stack
_PLAIN = {**SPACES, **dict.fromkeys(IGNORED, ""), "over": _OVER, "choose": _CHOOSE}
"""Macros without arguments that show a space, nothing, or that what stands before and behind them are parts."""

_WORD = r"\w*|."
_ONE = r"√?(?:\d+|\w[\u0300-\u036f\u20d7]*(?:_\w+)?|[A-Za-z][a-z]{2,}|.)"
"""One letter, also with an accent and an index, one number, or one word; and a root of it."""

_ESCAPED = frozenset("{}%&#$_|")
_THIN = frozenset(",;:!> /")
_RELATIONS = frozenset("≤≥≠≡≈∼≃≅∝≪≫≲≳≍≜∈∉⊂⊆⊃⊇∪∩⊔⊓⊎⊏⊐⊑⊒⊊⊋⊈⊉≰≱⊸→←↔⇒⇐⇔⟹⟺⟶⟷↪↠↦⟼×±∧∨⊥∖∥")


class NotSimpleError(ValueError):
    """The mathematics have a macro or a shape that plain text cannot show."""


@lru_cache(maxsize=65536)
def decode_math(source: str) -> str | None:
    """What SOURCE (the inside of `$...$`) shows, or None if it is not simple."""
    if source.count("{") > _MAX_GROUPS:
        return None
    try:
        tokens = iter(_TOKEN.findall(source))
        shown = _joined(tokens, until=None)
    except NotSimpleError:
        return None
    spaced = _BETWEEN_WORDS.sub(" ", shown).replace(_GAP, "")
    plain = _IN_BRACKETS.sub("", re.sub(r"\s+", " ", spaced).strip())
    return unicodedata.normalize("NFC", _ALONE.sub(r"\1\2", plain))


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


def _joined(tokens: Iterator[str], until: str | None) -> str:
    """What TOKENS show up to UNTIL, as a fraction or a binomial coefficient where it is one."""
    shown = "".join(_pieces(tokens, until))
    for mark in _PARTS if _OVER in shown or _CHOOSE in shown else ():
        above, found, below = (part.strip() for part in shown.partition(mark))
        if mark in below:
            raise NotSimpleError("two parts below")
        if found:
            shown = _fraction(above, below) if mark == _OVER else f"({above} choose {below})"
    return shown


def _shown(piece: str, tokens: Iterator[str]) -> str:
    """What one piece shows, with the arguments that it takes from TOKENS."""
    if piece == "{":
        return _joined(tokens, until="}")
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
        return f" {sign} " if sign in _RELATIONS or name == "mid" else sign
    if name in OPERATORS:
        return f"{_GAP}{name}{_GAP}"
    return _PLAIN[name] if name in _PLAIN else _with_argument(name, tokens)


def _with_argument(name: str, tokens: Iterator[str]) -> str:
    if name in _ARGUMENTS:
        return _ARGUMENTS[name](tokens)
    shown = unbraced(name)
    if shown is None:
        raise NotSimpleError(name)
    return shown


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


def raised(sign: str, shown: str) -> str:
    """A superscript (SIGN `^`) or subscript of text: `10^3`, but `1st` and `K*`."""
    if shown in ("st", "nd", "rd", "th") or not re.search(r"\w", shown):
        return shown
    return _script(sign, shown)


def _fraction(above: str, below: str) -> str:
    return f"{above if re.fullmatch(_WORD, above) else f'({above})'}/{_factor(below)}"


def _factor(shown: str) -> str:
    """What stands under a root or a line: in parentheses if it could be read to end before its end."""
    return shown if not shown or re.fullmatch(_ONE, shown) else f"({shown})"


def _raised_argument(sign: str, tokens: Iterator[str]) -> str:
    return raised(sign, _argument(tokens))


def _accented(mark: str, tokens: Iterator[str]) -> str:
    base = _argument(tokens)
    return unicodedata.normalize("NFC", base[:1] + mark + base[1:])


def _character(tokens: Iterator[str]) -> str:
    """`\\unicode{x2013}`, as MathJax reads it."""
    code = re.fullmatch(r"x([0-9A-Fa-f]{1,5})|(\d{1,6})", _argument(tokens))
    shown = chr(int(code[1], 16) if code[1] else int(code[2])) if code else ""
    if not shown.isprintable() or not shown:
        raise NotSimpleError("no character")
    return shown


def _underset(tokens: Iterator[str]) -> str:
    below = _argument(tokens)
    return _argument(tokens) + _script("_", below)


_FRACTIONS, _BINOMIALS = ("frac", "tfrac", "dfrac", "nicefrac", "sfrac"), ("binom", "tbinom", "dbinom")
_ARGUMENTS: dict[str, Callable[[Iterator[str]], str]] = {
    **dict.fromkeys(WRAPPERS, _argument),
    **{name: partial(_raised_argument, sign) for name, sign in RAISED.items()},
    **{name: partial(_accented, mark) for name, mark in MATH_ACCENTS.items()},
    **{name: lambda tokens: _fraction(_argument(tokens), _argument(tokens)) for name in _FRACTIONS},
    **{name: lambda tokens: f"({_argument(tokens)} choose {_argument(tokens)})" for name in _BINOMIALS},
    "bmod": lambda _: " mod ",
    "bra": lambda tokens: f"⟨{_argument(tokens)}|",
    "braket": lambda tokens: f"⟨{_argument(tokens)}⟩",
    "ket": lambda tokens: f"|{_argument(tokens)}⟩",
    "mathbb": lambda tokens: "".join(DOUBLE_STRUCK.get(letter, letter) for letter in _argument(tokens)),
    "not": lambda tokens: unicodedata.normalize("NFC", _argument(tokens).strip() + "\u0338"),
    "pmod": lambda tokens: f" (mod {_argument(tokens)})",
    "sqrt": lambda tokens: f"√{_factor(_argument(tokens))}",
    "underset": _underset,
    "unicode": _character,
}
"""Macros with arguments, and what reads these."""
