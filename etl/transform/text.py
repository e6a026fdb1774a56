"""Clean abstracts and titles: mend what the site and its sources did to them, decode their LaTeX.

Every value is mended by itself, from what it shows and from static lists, so that a result depends on
nothing but the raw text and can be cached by it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import polars as pl

from etl.transform import damage, hyphenation, latex, spacing

_ENCODING: tuple[tuple[str, str, damage.Mender], ...] = (
    ("mojibake", damage.MOJIBAKE, damage.mojibake),
    ("html", f"{damage.ENTITY}|{damage.TAG}", damage.markup),
    ("controls", damage.CONTROL, damage.controls),
)
_PRINT: tuple[tuple[str, str, damage.Mender], ...] = (
    ("ligatures", damage.LIGATURE, damage.ligatures),
    ("hyphenation", hyphenation.GATE, hyphenation.rejoin),
)


def clean_abstracts(raw: pl.Series) -> pl.DataFrame:
    """Clean a String column of abstracts.

    Out, in the same order: `text` and `plain` (String, null where RAW is null or white space alone), the
    places mended (UInt32: `spaces_removed`, `mojibake`, `html`, `controls`, `ligatures`, `hyphenation`),
    `respaced` (Boolean, the site's damage was recognised), `respaced_sample` (String, at most 60 characters
    of RAW round the first space removed) and `latex_residue` (String, the LaTeX that `plain` still has).
    `text` has spaces, encodings, HTML and controls mended; ligatures, broken words and LaTeX in `plain` alone.
    """
    mended = _mend(raw)
    printed, counts = _apply(mended["text"], _PRINT)
    plain = _decode(printed)
    return mended.with_columns(plain.alias("plain"), *counts, latex.residue(plain).alias("latex_residue"))


def clean_titles(raw: pl.Series) -> pl.DataFrame:
    """Clean a String column of titles: as abstracts, but `text` is what `plain` is there."""
    cleaned = clean_abstracts(raw)
    return cleaned.drop("text").rename({"plain": "text"}).select("text", pl.exclude("text"))


def _mend(raw: pl.Series) -> pl.DataFrame:
    blank = ~raw.str.contains(r"\S")
    mended = spacing.spacing(raw.zip_with(~blank, pl.Series([None], dtype=pl.String)))
    text, counts = _apply(mended["text"], _ENCODING)
    return mended.with_columns(_composed(text).alias("text"), *counts)


def _apply(
    texts: pl.Series, menders: tuple[tuple[str, str, damage.Mender], ...]
) -> tuple[pl.Series, list[pl.Series]]:
    counts = []
    for name, gate, mender in menders:
        texts, count = damage.mend_rows(texts, gate, mender)
        counts.append(count.alias(name))
    return texts, counts


def _composed(texts: pl.Series) -> pl.Series:
    """NFC; only texts that have a character beyond ASCII can need it."""
    return _rewrite(texts, r"[^\x00-\x7f]", lambda text: unicodedata.normalize("NFC", text))


def _decode(texts: pl.Series) -> pl.Series:
    return _rewrite(texts, latex.GATE, latex.decode)


def _rewrite(texts: pl.Series, gate: str, function: Callable[[str], str]) -> pl.Series:
    return damage.mend_rows(texts, gate, lambda text: (function(text), 1))[0]


def steps(value: str, kind: str = "abstract") -> list[tuple[str, str]]:
    """The steps that change VALUE (an `abstract` or a `title`), each with the text after it."""
    table: list[tuple[str, Callable[[str], str]]] = [
        ("spacing", lambda text: spacing.spacing(pl.Series([text])).item(0, "text")),
        *((name, lambda text, mender=mender: mender(text)[0]) for name, _, mender in (*_ENCODING, *_PRINT)),
        ("nfc", lambda text: unicodedata.normalize("NFC", text)),
        ("latex", latex.decode),
    ]
    changed: list[tuple[str, str]] = []
    for name, function in table:
        after = function(value)
        if after != value:
            changed.append((name, after))
        value = after
    return changed
