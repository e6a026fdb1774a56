r"""Regular expressions that are compiled in less time.

Polars keeps the 32 regular expressions that a thread used last and compiles any other anew whenever it is used: Quiver
has hundreds, so that is nearly always. `quick_regex` makes the dear ones cheaper by what makes them dear: a class
of all Unicode (`\w`, `\W`, `\p{L}`) is 600 ranges of characters, 0.15 ms each time that it stands in an expression; and
under `(?i)` each `s` and `k` is a letter of several bytes too (ſ, the sign of Kelvin).
"""

from __future__ import annotations

import re

# Blocks of letters, each taken as a whole: the few signs in them (accents, vowel signs, stops of some scripts) are no
# gaps between words either, as far as pages of papers go.
_LETTERS = (
    "A-Za-zªµºÀ-ÖØ-öø-\u1fff\u2c00-\u2dff\u3005-\u3007\u3031-\u303c\u3041-\u30fa\u30fc-\u31ff\u3400-\u4dbf\u4e00-\ud7ff"
    "\uf900-\ufdff\ufe70-\ufefc\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc"
    "\U00010000-\U0001cfff\U0001d400-\U0001d7ff\U0001df00-\U0001efff\U00020000-\U0003ffff"
)
_DIGITS = "0-9\uff10-\uff19"
_BLOCKS = {r"\w": f"{_LETTERS}{_DIGITS}_", r"\p{L}": _LETTERS, r"\p{N}": _DIGITS}
_OPPOSITES = {r"\W": r"\w", r"\P{L}": r"\p{L}"}
_BOTH_CASES = {"s": "(?-i:[sS])", "k": "(?-i:[kK])"}
_PART = re.compile(r"\\[pPx]\{\w+\}|\\.|\(\?P?[^:)>]*[:)>]|\{[\d,]+\}|.", re.DOTALL)


def quick_regex(pattern: str) -> str:
    r"""PATTERN, written so that it is compiled faster and matches the same, but for what hardly stands in a text.

    `\w`, `\W`, `\p{L}`, `\P{L}`, `\p{N}` become blocks of Unicode (in brackets only where case counts: to find the
    other case of each letter of a range takes longer), and under `(?i)` an `s` or `k` is one of ASCII alone.
    """
    any_case = "(?i" in pattern
    written, in_class = [], False
    for part in _PART.findall(pattern):
        negated = part in _OPPOSITES
        block = _BLOCKS.get(_OPPOSITES.get(part, part))
        if in_class:
            written.append(block if block and not negated and not any_case else part)
        elif block:
            written.append(f"(?-i:[{'^' if negated else ''}{block}])")
        else:
            written.append(_BOTH_CASES.get(part, part) if pattern.startswith("(?i)") else part)
        in_class = part == "[" or (in_class and part != "]")
    return "".join(written)
