"""Decode the mark-up in a text: entities and tags of HTML and of publishers' XML, and what programs escape."""

from __future__ import annotations

import html
import re

from etl.transform.text import mathml

ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_SPACE = r"(?:jats|mml|xhtml|m|ce|o|ns\d+):"  # of names, as XML puts before them
TAG = (
    rf"</?(?:{_SPACE}[a-z-]+|p|i|b|u|em|strong|sub|sup|br|hr|italic|bold|tt|code|pre|span|div|font|img|"
    r"h[1-6]|ul|ol|li|small|sc|scp|a|inline-formula|tex-math|disp-formula|alternatives|title|sec|st|abstract|named-content|"
    r"ext-link|monospace|underline|tex|inf|formula|roman|emphasis|inline-graphic|inline-equation|f|su[bp]scrpt|"
    r"fixed-case|url)"
    r"(?:\s+(?:xmlns: )?[a-zA-Z:-]+\s*=[^<>]*)?\s*/?>"
)
"""Of HTML, of JATS and Elsevier, of Wiley (`<scp>`), of IEEE (`<tex xmlns:mml="...">`, `<inf>`), of ACM (`<f>`),
of the ACL Anthology (`<fixed-case>`, `<url>`)."""
_AS_A_WHOLE = r"^\"[^\"]+\"$|^“[^“”]+”$"
ESCAPE = rf"\\[\"']|\"\"|\\u[0-9A-Fa-f]{{4}}|{_AS_A_WHOLE}"
"""A quote as programs write it in a string or a table, a character as they spell it, a text that is all in quotes."""
GATE = rf"&#?[A-Za-z0-9]+;|</?[a-z]|{ESCAPE}"
"""What a text with an entity, a tag or an escape has somewhere (Rust regex)."""

_BLOCKS = frozenset({"p", "br", "hr", "div", "li", "ul", "ol", "title", "sec", "st", "abstract"})
_ENTITY, _TAG = re.compile(ENTITY), re.compile(TAG)
_SCRIPTS = rf"(?:{_SPACE})?(su[bp]|inf|su[bp]scrpt)"
_SCRIPT = re.compile(rf"<{_SCRIPTS}(?:\s[^<>]*)?>((?:(?!</?{_SCRIPTS}\b).)*)</(?:{_SPACE})?\1>", re.DOTALL)
_REFERENCE = re.compile(r"<(xref|uri|fn|styled-content)\s[^<>]*=[^<>]*>([^<>]*)</\1>")
"""What IEEE writes round references and addresses: with attributes, and no author does."""
_NO_ACCENT = re.compile(r"""[^\W\d_][.,;:?!)]?\\["'](?=[\s.,;:?!)\]]|$)|\w{3}\\'s\b|n\\'t\b""")
"""An escaped quote where LaTeX has no letter for an accent to stand on."""
_ESCAPED, _ALL_ESCAPED = re.compile(r"""\\(["'\\])"""), re.compile(r"""(?:[^\\]|\\["'\\])*""")
_IN_QUOTES = re.compile(_AS_A_WHOLE)
_AMPERSANDS = re.compile(r"&(?:amp;){2,}")  # each program on the way escapes once more: `&amp;amp;amp;amp;lt;`
_LONG = 100  # characters: a title may be what somebody said, and an abstract is not
_QUOTES, _SPELLED = re.compile('"+'), re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")
_TITLE = re.compile(rf"\s*<((?:{_SPACE})?title)>\s*Abstract\s*</\1>")
_TAG_NAME = re.compile(r"</?(?:\w+:)?([\w-]+)")
_MAY_BE_ALONE = re.compile(r"</?(?:\w+:|(?:p|br|hr|li)\b)|<[\w-]+\s")
"""Tags of XML, tags that need no end, and tags with attributes."""
_ISO_GREEK = "aα bβ gγ dδ eε zζ eeη thθ iι kκ lλ mμ nν xξ oο pπ rρ sσ tτ uυ phφ khχ psψ ohω"
_GREEK = {"&sfgr;": "ς"} | {
    f"&{name}gr;": letter
    for small, shown in re.findall(r"([a-z]+)(\S)", _ISO_GREEK)
    for name, letter in ((small, shown), (small.upper(), shown.upper()))
}
"""What ISO 8879 calls the Greek letters: HTML has other names for them, and ACM's abstracts up to the 1990s these."""


def decode(text: str) -> tuple[str, int]:
    """Decode HTML entities (also escaped twice) and escapes, drop the tags that texts of publishers carry."""
    count = formulas = dropped = 0
    text, escaped = _without_escapes(text)
    text = _AMPERSANDS.sub("&amp;", text)
    for _ in range(3 if "&" in text else 0):
        decoded = _ENTITY.sub(lambda m: _GREEK.get(m[0]) or html.unescape(m[0]), text)
        if decoded == text:
            break
        count, text = max(count, len(_ENTITY.findall(text))), decoded
    if "<" in text:
        titled = _TITLE.match(text)
        text, formulas = _formulas(text[titled.end() :] if titled else text)
        text, references = _REFERENCE.subn(r"\2", text)
        text, dropped = _without_tags(text)
        formulas += references + (2 if titled else 0)
    return (re.sub(r" {2,}", " ", text).strip(" ") if dropped else text), count + formulas + dropped + escaped


def _formulas(text: str) -> tuple[str, int]:
    """TEXT with its MathML on a line, and `x^2` for `x<sup>2</sup>`, the inner scripts first."""
    text, count = mathml.FORMULA.subn(mathml.written, text) if "math>" in text else (text, 0)
    for _ in range(3):
        text, scripts = _SCRIPT.subn(_script, text)
        count += scripts
        if not scripts:
            break
    return text, count


def _without_escapes(text: str) -> tuple[str, int]:
    """TEXT with quotes that have no backslash and are not doubled, where all of them are so, and characters as such."""
    count = 0
    if "\\" in text and _NO_ACCENT.search(text):
        quotes = _ESCAPED if _ALL_ESCAPED.fullmatch(text) else re.compile(r"""\\(["'])""")
        text, count = quotes.subn(r"\1", text)
    if '""' in text:
        cell = text[1:-1] if text[0] == text[-1] == '"' and text[1:2] != '"' else text
        runs = _QUOTES.findall(cell)
        if set(runs) == {'""'} and len(runs) % 2 == 0:
            text, count = cell.replace('""', '"'), count + len(runs)
    if len(text) >= _LONG and _IN_QUOTES.search(text):
        text, count = text[1:-1], count + 2
    shown, spelled = _SPELLED.subn(_as_characters, text) if "\\u" in text else (text, 0)
    return shown, count + (spelled if shown != text else 0)


def _as_characters(spelled: re.Match[str]) -> str:
    """The characters that SPELLED names, in UTF-16; as it is where they are none, or but letters of LaTeX."""
    shown = bytes.fromhex(spelled[0].replace("\\u", "")).decode("utf-16-be", "replace")
    return spelled[0] if "\ufffd" in shown or not shown.isprintable() else shown


def _script(match: re.Match[str]) -> str:
    inside = _TAG.sub("", match[2]).strip()
    if inside in ("st", "nd", "rd", "th") or not re.search(r"\w", inside):
        return inside
    return mathml.script("^" if match[1].startswith("sup") else "_", inside)


def _without_tags(text: str) -> tuple[str, int]:
    """TEXT without tags. One that nothing opens or closes may be what the text is about (`the token <code>`)."""
    tags = _TAG.findall(text)
    paired = {_name(tag) for tag in tags if tag[1] != "/"} & {_name(tag) for tag in tags if tag[1] == "/"}
    goes = {tag for tag in tags if _name(tag) in paired or _MAY_BE_ALONE.match(tag)}
    # A tag of a block parts words; a tag inside a line does not.
    mended = _TAG.sub(lambda m: m[0] if m[0] not in goes else " " if _name(m[0]) in _BLOCKS else "", text)
    return mended, sum(tag in goes for tag in tags)


def _name(tag: str) -> str:
    name = _TAG_NAME.match(tag)
    return name[1] if name else ""
