"""One folding of words, for all that compare what people wrote: names, and titles with references."""

from __future__ import annotations

import unicodedata

import polars as pl

# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
    "ŋ": "n", "ə": "e",
}  # fmt: skip


def fold(text: pl.Expr) -> pl.Expr:
    """TEXT without case, accents and compatibility forms (`ﬁ`, `²`): `Müller` and `MULLER` are both `muller`."""
    bare = text.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"\p{M}+", "")
    return bare.str.replace_many(_PLAIN)


def folded(text: str) -> str:
    """The same of one TEXT."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text).lower()
    return "".join(_PLAIN.get(c, c) for c in bare if unicodedata.category(c)[0] != "M")
