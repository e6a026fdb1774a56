"""Decode the LaTeX of a text to what a reader sees, span by span.

Nothing is parsed as a whole: a bare `%`, `$5 and $6`, `{a, b}` or an unknown macro stay as they were.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import polars as pl

from etl.transform.text.latex_bare import accented, formula, unbraced, undoubled, without_lone
from etl.transform.text.latex_math import decode_math, raised
from etl.transform.text.latex_symbols import (
    ACCENTS,
    LETTERS,
    MATH_ACCENTS,
    OPERATORS,
    PHRASES,
    RAISED,
    SPACES,
    SYMBOLS,
    WRAPPERS,
)

GATE = r"[\\$~]|``|--"
"""What a text with LaTeX has somewhere (Rust regex)."""

RESIDUE = r"(\\(?:[A-Za-z]{2,}|[\[\](){}])[^\s$]{0,57}|\$[^$\s][^$]{0,42}[\\^_{}][^$]{0,15}\$)"
"""A macro, a delimiter of mathematics or a formula in dollar signs (Rust regex)."""


# Pandoc's rule for what is mathematics and what is money: no white space inside the signs, no digit after. One
# macro, relation or sign is no price, whatever follows: `$\sim$10`, `$p<$0.05`, `$-$1`.
_MATH = re.compile(
    r"\$(?P<sign>[A-Za-z]? ?(?:\\{1,2}[A-Za-z]+|[<>=]) ?|[+-])\$|"
    r"\$\$(?P<display>[^$]{1,500})\$\$|\$(?P<inline>[^$\s](?:[^$]{0,400}[^$\s])?)\$(?!\d)"
    r"|\$(?P<loose>[^$]{0,300}[\\^_=][^$]{0,300})\$(?!\d)|\\\((?P<round>.{1,400}?)\\\)|\\\[(?P<square>.{1,500}?)\\\]"
)
_MONEY = re.compile(r"\d[^\\^_={}]*\b[A-Za-z]{2,}")
_INNERMOST = re.compile(
    r"\\(?P<name>[A-Za-z]+)\*?\s*(?P<option>(?:\[[^\]{}]{0,200}\]){1,2})?\s*\{(?P<body>[^{}]*)\}(?:\s*\{(?P<second>[^{}]*)\})?"
)
_SWITCH = re.compile(r"\{\s*\\(?:em|it|bf|tt|sc|sf|sl|rm|itshape|bfseries|ttfamily|scshape|sffamily)\b\s*([^{}]*)\}")
_SYMBOL = re.compile(r"\{\s*\\([A-Za-z]+)\s*\}|\\([A-Za-z]+)(?:\{\}|\\ |\s+(?=[A-Za-z])|(?![A-Za-z]))")
_ACCENT = re.compile(
    r"\{?\\([`'^\"~=.])\s*(?:\{\s*(\\?[A-Za-z])\s*\}|(\\?[A-Za-z]))\}?|\{?\\([uvHckdbr])(?:\{([A-Za-z])\}|\s+([A-Za-z])\b|(?<=H)\s+([ouOU]))\}?"
)
_MAYBE_ACCENT = re.compile(r"\\(?:[`'^\"~=.]|[uvHckdbr][\s{])")
_ESCAPE = re.compile(r"\\([&%#_{}$ ])")
_THIN = re.compile(r"\\[,;:] ?")
_SPACE_FACTOR = re.compile(r"(?<=\.)\\@|\\@(?=\.)")  # `i.e.\@ so`, `NASA\@.`
_TIE = re.compile(r"(?<=[\w.,)])~(?=[\w(\[$\\])")
_QUOTED = re.compile(r"``(.{0,1000}?)''")
_DASH = re.compile(r"(?<=[^\s-])---?(?=[^-])|(?<= )---?(?= )")
_WITHIN = r"(?:[^\\]|\\(?!documentclass|(?:begin|end)\{document\})){0,2000}"
_DOCUMENT = re.compile(
    rf"(\S)?\\documentclass\[[^\]]{{0,40}}\]\{{minimal\}}{_WITHIN}\\begin\{{document\}}({_WITHIN})\\end\{{document\}}"
)
"""A formula as a LaTeX document of its own, as Springer has it, mostly right behind the same one in plain text."""

_LIST = re.compile(r"\\(?:begin|end)\{(?:itemize|enumerate|description)\}(?:\[[^\]]{0,40}\])?\s*")
_ITEM = re.compile(r"\\item(?![A-Za-z])(?:\s*\[([^\]]{0,40})\])?\s*")
_DEEPEST = 20  # macros inside of each other
_TWO_ARGUMENTS = {"href": "{1} ({0})", "textcolor": "{1}"}
_SWITCHES = frozenset({"em", "it", "bf", "tt", "sc", "sf", "sl", "rm", "cal"})
_MATH_IN_TEXT = frozenset(MATH_ACCENTS) | {"sqrt", "frac", "mathbb"}
_CITES = frozenset({
    "cite", "citep", "citet", "citealp", "citealt", "citeauthor", "citeyear", "citeyearpar", "parencite", "textcite",
    "ref", "eqref", "label",
})  # fmt: skip


def decode(text: str) -> str:
    """Return TEXT with its text macros and its simple mathematics decoded; the rest stays."""
    if "\\documentclass" in text:
        text = _DOCUMENT.sub(lambda m: m[1] or m[2].strip(), text)
    shown, last = [], 0
    tied = "~" in text or "--" in text
    for span in _formulas(text):
        words, plain = text[last : span.start()], decode_math(formula(span[span.lastindex or 0]))
        shown.append(_text_macros(words) if tied or "\\" in words else words)
        shown.append(span[0] if plain is None else plain)
        last = span.end()
    plain = "".join([*shown, _text_macros(text[last:])])
    if text.startswith("\\"):  # the space of a footnote with which the text begins
        plain = plain.lstrip()
    return _QUOTED.sub("“\\1”", plain) if "``" in plain else plain


def _formulas(text: str) -> Iterator[re.Match[str]]:
    """The formulas of TEXT; the dollar of a price begins none, and one behind it may."""
    at = 0
    while span := _MATH.search(text, at):
        money = _MONEY.match(span[span.lastindex or 0])
        at = span.start() + 1 if money else span.end()
        if not money:
            yield span


def _text_macros(text: str) -> str:
    if "\\" in text:
        text = undoubled(text) if "\\\\" in text else text
        if _MAYBE_ACCENT.search(text):
            text = _ACCENT.sub(_accented, text)
        text = without_lone(_without_lists(_SWITCH.sub(r"\1", text)))
        for _ in range(_DEEPEST):
            before, text = text, _SYMBOL.sub(_symbol, text)
            text = _INNERMOST.sub(_unwrapped, text)
            text = _SWITCH.sub(r"\1", text)
            if text == before:
                break
        text = accented(text)
        text = _ESCAPE.sub(r"\1", _THIN.sub(" ", _SPACE_FACTOR.sub("", text))).replace("\\!", "")
    if "~" in text:
        text = _TIE.sub(" ", text)
    if "--" in text:
        text = _DASH.sub(lambda m: "—" if "---" in m[0] else "–", text)
    return text


def _without_lists(text: str) -> str:
    if "\\item" not in text:
        return text
    return _ITEM.sub(lambda item: f"{item[1] or '•'} ", _LIST.sub("", text))


def _accented(match: re.Match[str]) -> str:
    accent = match[1] or match[4]
    letter = (match[2] or match[3] or match[5] or match[6] or match[7]).lstrip("\\")
    return unicodedata.normalize("NFC", letter + ACCENTS[accent])


def _symbol(match: re.Match[str]) -> str:
    name = match[1] or match[2]
    if name in SYMBOLS:
        return SYMBOLS[name] + (" " if _parts_words(name, match[0]) else "")
    if name in OPERATORS or name in PHRASES:
        gap = " " if match[0].endswith((" ", "\t")) else ""
        return PHRASES.get(name, name) + gap
    if name in SPACES:
        return SPACES[name] if match[1] is None else match[0]
    shown = unbraced(name) if match.string[match.end() : match.end() + 1] not in ("{", "[") else None
    return match[0] if shown is None else shown + (" " if match[0][-1].isspace() else "")


def _parts_words(name: str, macro: str) -> bool:
    r"""Is the space behind MACRO one of the text? A formula that lost its dollars has it (`the \alpha fraction`)."""
    return macro.endswith("\\ ") or (macro[-1].isspace() and name not in LETTERS and not name.startswith("text"))


def _unwrapped(match: re.Match[str]) -> str:
    """A macro with its argument; a second group that the macro does not take stays behind it."""
    name, body, second = match["name"], match["body"], match["second"]
    if name in _TWO_ARGUMENTS and second is not None:
        return _TWO_ARGUMENTS[name].format(body, second)
    if name in _MATH_IN_TEXT:
        return decode_math(match[0]) or match[0]
    shown = _one_argument(name, body) if match["option"] is None or name in _CITES else None
    if shown is None:
        return match[0]
    if shown[:1] == " " and match.string[max(0, match.start() - 1)].isspace():
        shown = shown[1:]
    return shown if second is None else f"{shown}{{{second}}}"


def _one_argument(name: str, body: str) -> str | None:
    if name == "underline" and not body.strip():
        return "____"
    if name in RAISED:
        return raised(RAISED[name], body)
    if name in WRAPPERS or name in _SWITCHES:
        return body
    if name in _CITES:
        return f"[{body}]"
    return f" ({body})" if name == "footnote" else None


def residue(texts: pl.Series) -> pl.Series:
    """The first LaTeX that is still in each text (at most 60 characters), null where there is none."""
    rows = texts.str.contains(r"[\\$]").fill_null(value=False).arg_true()
    nothing = pl.repeat(None, texts.len(), dtype=pl.String, eager=True)
    if rows.is_empty():
        return nothing
    return nothing.scatter(rows, texts.gather(rows).str.extract(RESIDUE, 1).str.head(60))
