"""Clean abstracts and titles: mend what the site and its sources did to them, decode their LaTeX.

Every value is mended by itself, from what it shows and from static lists, so that a result depends on
nothing but the raw text and can be cached by it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

import polars as pl

from etl.patterns import quick_regex
from etl.transform.text import damage, hyphenation, latex, markup, spacing
from etl.transform.text.damage import Gate

# Braces that BibTeX needs; before them, what keeps its own: a macro with its arguments, a formula.
_BIBTEX_BRACES = quick_regex(
    r"(\\[A-Za-z]+\*?(?:\[[^\]]*\])?(?:\{[^{}]*\})+|\$[^$\s](?:[^$]*[^$\s])?\$|[\^_]\{[^{}]*[^\w{}][^{}]*\})"
    r"|\{(\(?\d?[A-Za-z][\w+./-]*(?: [A-Za-z][\w+./-]*)*[:)?!]{0,2}|['’`\"“”–—&%#$_~:;.?!-]{1,3})\}"
)

_BRACED = r"^\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}$"
"""A title that is in braces as a whole."""

Step = tuple[str, Gate, damage.Mender]
"""What `steps` calls it, which texts may need it, and what mends one."""

_LOOK = Gate(
    f"{markup.GATE}|{damage.CONTROL}|{hyphenation.GATE}",
    f"{damage.MOJIBAKE}|{damage.INVISIBLE}|{damage.LIGATURE}|{damage.UNCOMPOSED}|\xad",
)
"""All that the steps look for, in one look: most texts have none of it."""

_NFC = "nfc"
_ENCODING: tuple[Step, ...] = (
    ("mojibake", Gate(beyond_ascii=damage.MOJIBAKE), damage.mojibake),
    ("html", Gate(markup.GATE), markup.decode),
    ("controls", Gate(damage.CONTROL, damage.INVISIBLE), damage.controls),
    (_NFC, Gate(beyond_ascii=damage.UNCOMPOSED), lambda text: (unicodedata.normalize("NFC", text), 0)),
)
_PRINT: tuple[Step, ...] = (
    ("ligatures", Gate(beyond_ascii=damage.LIGATURE), damage.ligatures),
    ("hyphenation", Gate(hyphenation.GATE, "\xad"), hyphenation.rejoin),
)
_LATEX: Step = ("latex", Gate(latex.GATE), lambda text: (latex.decode(text), 0))


def clean_abstracts(raw: pl.Series) -> pl.DataFrame:
    """Clean a String column of abstracts.

    Out, in the same order: `text` and `plain` (String, null where RAW is null or white space alone), the
    places mended (UInt32: `spaces_removed`, `mojibake`, `html`, `controls`, `ligatures`, `hyphenation`),
    `respaced` (Boolean, the site's damage was recognised), `respaced_sample` (String, at most 60 characters
    of RAW round the first space removed) and `latex_residue` (String, the LaTeX that `plain` still has).
    `text` has spaces, encodings, HTML and controls mended; `plain` also ligatures, broken words and LaTeX.
    """
    spaced = spacing.spacing(_without_blank(raw))
    mended = _mend(spaced["text"])
    plain, _ = damage.mend_rows(mended["plain"], *_LATEX[1:])
    return spaced.with_columns(mended).with_columns(plain, latex.residue(plain).alias("latex_residue"))


def clean_titles(raw: pl.Series) -> pl.DataFrame:
    """Clean a String column of titles: as abstracts, but `text` is decoded, and there is no `plain`.

    The braces that BibTeX needs to keep a capital (`{B}ayes`) go as well; those of LaTeX that stays do not. `text` is
    null, too, where nothing is left: a title of mere markup (`<b></b>`, `&nbsp;`).
    """
    cleaned = clean_abstracts(raw)
    text = _without_blank(_without_braces(cleaned["plain"]))
    return cleaned.select(text.alias("text"), pl.exclude("text", "plain"))


def _without_braces(titles: pl.Series) -> pl.Series:
    whole = titles.str.replace(_BRACED, "$1").str.replace(_BRACED, "$1")
    return whole.str.replace_all(_BIBTEX_BRACES, "$1$2")


def _without_blank(raw: pl.Series) -> pl.Series:
    written = raw.str.contains(r"\S")
    return raw if written.all() else raw.zip_with(written, pl.Series([None], dtype=pl.String))


def _mend(texts: pl.Series) -> pl.DataFrame:
    """`text`, `plain` before its LaTeX is decoded, and the counts of the steps, from the rows that need them."""
    rows = _LOOK.rows(texts)
    text, counts = _apply(texts.gather(rows), _ENCODING)
    plain, more = _apply(text, _PRINT)
    zeros = pl.zeros(texts.len(), pl.UInt32, eager=True)
    return pl.DataFrame(
        [texts.clone().scatter(rows, text).alias("text"), texts.clone().scatter(rows, plain).alias("plain")]
        + [zeros.clone().scatter(rows, count).alias(count.name) for count in (*counts, *more) if count.name != _NFC]
    )


def _apply(texts: pl.Series, steps_of: tuple[Step, ...]) -> tuple[pl.Series, list[pl.Series]]:
    """TEXTS after the steps, and how many places each of these has mended in each text."""
    counts = []
    for name, gate, mender in steps_of:
        texts, count = damage.mend_rows(texts, gate, mender)
        counts.append(count.alias(name))
    return texts, counts


def steps(value: str, kind: str = "abstract") -> list[tuple[str, str]]:
    """The steps that change VALUE (an `abstract` or a `title`), in order, each with the text after it."""
    changed: list[tuple[str, str]] = []
    for name, function in _functions(kind):
        after = function(value)
        if after != value:
            changed.append((name, after))
            value = after
    return changed


def _functions(kind: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    yield "spacing", lambda text: str(spacing.spacing(pl.Series([text])).item(0, "text"))
    for name, _, mender in (*_ENCODING, *_PRINT, _LATEX):
        yield name, partial(_text_of, mender)
    if kind == "title":
        yield "braces", lambda text: str(_without_braces(pl.Series([text]))[0])


def _text_of(mender: damage.Mender, text: str) -> str:
    return mender(text)[0]
