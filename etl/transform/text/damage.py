"""Mend what encodings and type-setters do to a text: mojibake, control characters, ligatures.

Every step looks first, with one literal or a short regex over the column, and works on the rows that show
its kind of damage alone: clean text costs one look. Counts are places mended, per text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from etl.transform.text import markup

Mender = Callable[[str], tuple[str, int]]

MOJIBAKE = "[\x80-\x9f]|[ÂÃÄÅÆÇÐÑÎÏâãäåæçïð][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
"""A byte of UTF-8 read as Latin-1 or Windows-1252 with its continuation, or a C1 control."""

CONTROL = r"[\x00-\x08\x0B-\x1F\x7F]"
_UNSEEN = (
    r"\x80-\x9F\u00A0\u1680\u2000-\u200B\u200E\u200F\u2028-\u202F\u205F-\u2064\u2066-\u206F"
    r"\u3000\uFEFF\uFFF9-\uFFFC\uE000-\uF8FF"
)
_LATIN, _JOINERS = r"[\x00-\u02FF\u2010-\u205E]", r"[\u200C\u200D]"
INVISIBLE = f"[{_UNSEEN}]|{_LATIN}{_JOINERS}"
"""Zero-width, private-use and stand-in characters, odd spaces, controls beyond ASCII, joiners behind Latin letters."""

LIGATURE = "[\ufb00-\ufb06]|[A-Za-z][\xa8\xb4\u02c7\u02dd][A-Za-z\u0131]"
"""A ligature, or an accent that a printed page has beside its letter."""

UNCOMPOSED = (
    r"[\u0300-\u036F\u0374\u037E\u0387\u0483-\u0487\u0591-\u1DFF\u1F00-\u2001\u20D0-\u20F0\u2126-\u212B\u2329\u232A"
    r"\u2ADC\u2CEF-\u2CF1\u2D7F\u2DE0-\u2DFF\u302A-\u302F\u3099\u309A\uA66F-\uABFF\uF900-\uFB4E\uFE20-\uFE2F"
    r"\x{10000}-\x{10FFFF}]"
)
"""What every text that is not in NFC has somewhere, and few others (Rust regex)."""

_MOJIBAKE, _BLANKS = re.compile(MOJIBAKE), re.compile("([ \n\t]+)")
_MOJIBAKE_PLACE = re.compile(f"(?:{MOJIBAKE})+")  # one sign can be three bytes, and two matches
_VOWELS = frozenset("aeiouyAEIOUY")
_BEARERS = _VOWELS | frozenset("cnszCNSZ")
"""What an accent that stands before it is for."""

_LIGATURE = re.compile(rf"(?!\w´(?:s|m|ll|re)\b|[a-z]´[A-Z]|\b[A-Z]´[A-Z][a-z]|(?i:([aeiou])´\1))(?:{LIGATURE})")
"""Without the accents that stand for apostrophes (`the model´s`, `D´Angelo`, `dell´Orto`, `Ba´ath`)."""

_CONTROL = re.compile(f"{CONTROL}|[{_UNSEEN}]|(?<={_LATIN}){_JOINERS}")
_ODD_SPACE = re.compile("[\x0b\x0c\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_CARON = "\u030c"
_ACCENTS = {"\xa8": "\u0308", "\xb4": "\u0301", "\u02c7": _CARON, "\u02dd": "\u030b"}
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


@dataclass(frozen=True, slots=True)
class Gate:
    """A quick look for one kind of damage: a Rust regex over all texts, or over those beyond ASCII alone.

    Comparing the lengths in bytes and in characters costs a tenth of a regex over such characters.
    """

    everywhere: str | None = None
    beyond_ascii: str | None = None

    def rows(self, texts: pl.Series) -> pl.Series:
        """The numbers of the rows that show the damage, ascending."""
        found = pl.repeat(False, texts.len(), dtype=pl.Boolean, eager=True)
        if self.everywhere is not None and len(texts):
            found = texts.str.contains(self.everywhere).fill_null(value=False)
        if self.beyond_ascii is not None and len(texts):
            wide = (texts.str.len_bytes() != texts.str.len_chars()).fill_null(value=False).arg_true()
            if len(wide):
                found = found.scatter(wide.filter(texts.gather(wide).str.contains(self.beyond_ascii)), True)
        return found.arg_true()


def mend_rows(texts: pl.Series, gate: Gate, mender: Mender) -> tuple[pl.Series, pl.Series]:
    """Run MENDER on the rows of a String column that GATE finds; the texts and the counts (UInt32)."""
    rows = gate.rows(texts)
    counts = pl.zeros(texts.len(), pl.UInt32, eager=True)
    if rows.is_empty():
        return texts, counts
    mended = [mender(text) for text in texts.gather(rows).to_list()]
    new_texts = pl.Series([text for text, _ in mended], dtype=pl.String)
    new_counts = pl.Series([count for _, count in mended], dtype=pl.UInt32)
    return texts.clone().scatter(rows, new_texts), counts.scatter(rows, new_counts)


def decoded(texts: pl.Series, menders: Iterable[tuple[Gate, Mender]]) -> pl.Series:
    """A String column after each of MENDERS in turn, on the rows that its gate finds."""
    for gate, mender in menders:
        texts, _ = mend_rows(texts, gate, mender)
    return texts


def mojibake(text: str) -> tuple[str, int]:
    """Decode again what was decoded wrongly, word by word (ftfy, with everything but encodings switched off)."""
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    words = _BLANKS.split(text)
    fixed = "".join(ftfy.fix_text(word, config) if _MOJIBAKE.search(word) else word for word in words)
    return fixed, 0 if fixed == text else max(1, len(_MOJIBAKE_PLACE.findall(text)))


def controls(text: str) -> tuple[str, int]:
    """Drop control, zero-width and private-use characters; odd spaces become plain ones.

    Joiners stay between characters beyond Latin, where scripts and emoji need them.
    """
    count = len(_CONTROL.findall(text))
    if not count:
        return text, 0
    cleaned = _CONTROL.sub("", _ODD_SPACE.sub(" ", text))
    return re.sub(r" {2,}", " ", cleaned).strip(" "), count


def ligatures(text: str) -> tuple[str, int]:
    """Write the Latin ligatures of type-setters as letters, `R´enyi` and `Kru¨ger` with the accent on its letter."""
    return _LIGATURE.subn(_as_letters, text)


def _as_letters(match: re.Match[str]) -> str:
    if match[0] in _LIGATURES:
        return _LIGATURES[match[0]]
    before, accent, behind = match[0][0], _ACCENTS[match[0][1]], match[0][2].replace("ı", "i")
    on_vowel = accent != _CARON and before in _VOWELS and behind not in _BEARERS
    letters = f"{before}{accent}{behind}" if on_vowel else f"{before}{behind}{accent}"
    shown = unicodedata.normalize("NFC", letters)
    return shown if len(shown) == 2 else match[0]


ENCODINGS: tuple[tuple[Gate, Mender], ...] = (
    (Gate(beyond_ascii=MOJIBAKE), mojibake),
    (Gate(markup.GATE), markup.decode),
)
"""What names of people and of venues may show as well as texts do."""
