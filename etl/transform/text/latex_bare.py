r"""Macros that lost the braces of their argument: `\mathcalO(\sqrtT)`, `\emphweighted cuts`, `the \em mean`.

Some sources drop braces. Where the argument ended is lost with them, so only those macros are read that show the
same wherever it ended.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from etl.transform.text.latex_symbols import DOUBLE_STRUCK, IGNORED, MATH_ACCENTS, SYMBOLS, WRAPPERS

_WRAPPERS = sorted(
    {"emph", "boldsymbol", "operatorname", "ensuremath"} | {w for w in WRAPPERS if w.startswith(("text", "math"))}
)
"""Macros whose argument shows as itself, and whose names begin no other macro, as `bm` does `bmod`."""

_ACCENTS = ("tilde", "widetilde", "hat", "widehat", "bar", "vec")
_GLUED = re.compile(rf"({'|'.join(sorted((*_WRAPPERS, *_ACCENTS, 'mathbb', 'sqrt'), key=len, reverse=True))})(.+)")
_ALONE = re.compile(
    rf"\\(?<!\{{\\)(?:(?:{'|'.join(sorted(IGNORED))})(?![A-Za-z])(?!\s*\{{)"
    rf"|(?:{'|'.join(reversed(_WRAPPERS))})(?![A-Za-z])(?!\s*[{{\[]))[ \t]?"
)
_DOUBLED = re.compile(r"(?<!\\)\\\\(?=[A-Za-z]{2,}\{|[%&#_$])")
_DOUBLED_IN_FORMULA = re.compile(r"\\\\(?=[A-Za-z{}])")
_LINE_END = re.compile(r"(?<![ \t])[ \t]*+(?<!\\)(?:\\\\(?![\\a-z])[ \t]*+)+")
_ACCENTED = re.compile(rf"\\({'|'.join(_ACCENTS)}) ?([^\W\d_A-Za-z])")


def undoubled(text: str) -> str:
    r"""TEXT with `\\textbf{a}` and `10\\%` as they were before a program escaped them, and a space for line ends."""
    return _LINE_END.sub(_between_lines, _DOUBLED.sub(r"\\", text))


def _between_lines(match: re.Match[str]) -> str:
    """A space for line ends that stand behind a mark or a space, or before one; others may be no line ends."""
    before = match.string[match.start() - 1 : match.start()] + match[0][0]
    apart = before[-1] in " \t" or (len(before) > 1 and before[0] in "\n.,;:!?)}")
    return " " if apart or match.string[match.start() + 2 : match.start() + 3].isspace() else match[0]


def formula(source: str) -> str:
    r"""SOURCE, a formula, with `\\mathcal{O}` as it was before a program escaped it: no line ends in a formula."""
    return _DOUBLED_IN_FORMULA.sub(r"\\", source) if "\\\\" in source else source


def accented(text: str) -> str:
    r"""TEXT with the accents of mathematics on letters beyond ASCII: `\tildeΘ`."""
    return _ACCENTED.sub(lambda m: unicodedata.normalize("NFC", m[2] + MATH_ACCENTS[m[1]]), text)


def without_lone(text: str) -> str:
    """TEXT without the macros that stand alone and show nothing: switches, and wrappers that lost all of theirs."""
    return _ALONE.sub("", text)


@cache
def unbraced(name: str) -> str | None:
    """What the macro NAME shows if it is a known one and its argument in one word, else None."""
    glued = _GLUED.fullmatch(name)
    if not glued:
        return None
    macro, rest = glued[1], glued[2]
    if macro in _ACCENTS:
        return unicodedata.normalize("NFC", rest + MATH_ACCENTS[macro]) if len(rest) == 1 else None
    if macro == "mathbb":
        return DOUBLE_STRUCK.get(rest[0], rest[0]) + rest[1:]
    if macro == "sqrt":
        return f"√{rest}"
    return SYMBOLS.get(rest, rest) if macro == "text" else rest
