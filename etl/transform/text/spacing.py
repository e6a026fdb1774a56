"""Take back the spaces that the site puts after inner punctuation marks.

What the damage is: in texts of some publishers the site writes one space after every `.,:;?!` that
stood before a character other than white space, `.`, `)`, `]` and `'`. So a damaged text shows no
un-spaced inner mark at all, and has at least one space that no author writes (`e. g.`, `0. 9`,
`https: //`). Both must hold before anything is touched: a text without damage stays as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

import polars as pl

from etl.patterns import quick_regex
from etl.transform.text import formulas
from etl.transform.text.joins import joins
from etl.transform.text.place import Place, Weight

SAMPLE = 60
_REACH = 400
"""How much of the words round a place the rules see: without an end, a text of one word costs its square."""

UNSPACED = r"[.,:;?!][^\s.)\]']"
"""An inner mark that the site would have spaced (Rust regex, where there is no look-ahead)."""

_SUSPECT = (
    r"[.,:;?!] [,:;?!”’}»\"/=~]",
    r"[.,:;?!] \$(?:[\s,;:.)\]-]|$)|\. \$[A-Z][a-z]",
    r"\d[.,:] -?\d",
    r"[\s=<>≤≥(\[{:/@$~±≈+–-]\. \d",
    r"\\(?:sim|approx)\. \d",
    r"\.[^\W\d_]?\. ",
    r"[^\w][A-Za-z]\. [A-Za-z]",
    r"\. [a-z]",
    r"[A-Z ]\. [12EN]",
    r"Ph\. D",
    r"//[\w-]+\. ",
    r"\. \w+\}",
    r"[_^]\{\w+: |[_^]\{-?\d+, |\([A-Z]; [A-Z]",
    r"\\cite\w*\{[^{}]*: |\(cid: |&amp; |TL; |al\. \\|vs\. -|&(?:apos|rsquo|#39|#8217); s",
)
SUSPECT = quick_regex("|".join(_SUSPECT))
"""What a damaged text must have somewhere: a quick look before the slow one (Rust regex; no `\\b`, it is slow)."""

_MARKED = r"[.,:;?!] (?=[^\s.)\]'])"
_PROSE = (
    r"(?<=[a-z)$], )[a-z]|(?<=[a-z]\. , )\w|(?<=[a-z)]\. )[A-Z] "
    r"|(?<=[A-Za-z\d)$%\]]\. )(?!(?<=\W[BM]\. )(?:Ed|Eng|Phil|Sc|Tech)\b)[A-Z][a-z]"
    r"|(?<=\. )\(|(?<=[ ]al\. )[a-z]|(?<=\. [a-z]\. )[a-z][a-z]"
)
_PLAIN_PROSE = r"|(?<=[^.… ], )[A-Za-z](?!\)|'?-|[\w./-]*=)|(?<=[a-z][a-z][a-z][:;] )[A-Za-z][A-Za-z]"
_SPACE = re.compile(f"{_MARKED}(?!{_PROSE})")
"""A mark and a space, without those that no rule takes: "word, word", "word. Word" and the like."""

_PLAIN_SPACE = re.compile(f"{_MARKED}(?!{_PROSE}{_PLAIN_PROSE})")
"""The same in a text without formulas and mark-up, where fewer rules can hold."""

_RICH = re.compile(r"[$\\&<]")
_MATH = re.compile(
    r"\$(?<!\\\$)(?:\$[^$]{1,500}\$\$|(?!\d[^$\\^_={}]*\$\d)[^$]{1,2000}\$)|\\(?:\(.{1,400}?\\\)|\[.{1,500}?\\\])",
    re.DOTALL,
)


class Mended(NamedTuple):
    """A text without its spurious spaces, how many went, and what stood round the first (or None)."""

    text: str
    removed: int
    sample: str | None


def spacing(raw: pl.Series) -> pl.DataFrame:
    """Mend a String column: `text`, `spaces_removed` (UInt32), `respaced` and `respaced_sample`."""
    rows = raw.str.contains(SUSPECT).fill_null(value=False).arg_true()
    rows = rows.filter(~raw.gather(rows).str.contains(UNSPACED)) if len(rows) else rows
    mended = [mend(value) for value in raw.gather(rows).to_list()]
    removed = pl.Series([m.removed for m in mended], dtype=pl.UInt32)
    sample = pl.Series([m.sample for m in mended], dtype=pl.String)
    counts = pl.zeros(raw.len(), pl.UInt32, eager=True).scatter(rows, removed)
    return pl.DataFrame(
        {
            "text": raw.clone().scatter(rows, pl.Series([m.text for m in mended], dtype=pl.String)),
            "spaces_removed": counts,
            "respaced": counts > 0,
            "respaced_sample": pl.repeat(None, raw.len(), dtype=pl.String, eager=True).scatter(rows, sample),
        }
    )


def mend(text: str) -> Mended:
    """Mend one text that has no un-spaced inner mark; unchanged if nothing proves the damage."""
    found = spurious(text)
    if Weight.PROOF not in found.values():
        return Mended(text, 0, None)
    places = list(found)
    starts = [0, *(at + 1 for at in places)]
    pieces = [text[start:end] for start, end in zip(starts, [*places, len(text)], strict=True)]
    begin = max(0, places[0] - SAMPLE // 2)
    return Mended("".join(pieces), len(places), text[begin : begin + SAMPLE])


def spurious(text: str) -> dict[int, Weight]:
    """Where TEXT has spaces that the damage put in, ascending, and how sure each one makes us of the damage."""
    found, spans = _weighed(text)
    if Weight.HABIT not in found.values():
        return found
    commas = [at for at, weight in found.items() if weight is Weight.HABIT]
    known = Weight.PROOF in found.values()
    mended = set(formulas.dense(text, spans, commas)) if known else set()
    return {
        at: Weight.HINT if weight is Weight.HABIT else weight
        for at, weight in found.items()
        if weight is not Weight.HABIT or at in mended
    }


def _weighed(text: str) -> tuple[dict[int, Weight], list[tuple[int, int]]]:
    """Each place and its weight, ascending, and where the formulas of TEXT are."""
    found: dict[int, Weight] = {}
    rich = _RICH.search(text)
    spans = [span.span() for span in _MATH.finditer(text)] if rich else []
    word, last = "", 0
    for match in (_SPACE if rich else _PLAIN_SPACE).finditer(text):
        at = match.end() - 1
        space = text.rfind(" ", last, at)
        left = text[space + 1 : at] if space >= 0 else word + text[last:at]
        end = text.find(" ", at + 1)
        right = text[at + 1 : end if end >= 0 else None]
        if len(left) > _REACH or len(right) > _REACH:
            left, right = left[-_REACH:], right[:_REACH]
        weight = joins(Place(text, at, left, right, _around(at, spans) if spans else None))
        if weight is not Weight.NONE:
            found[at] = weight
            word, last = left, at + 1
    return found, spans


def _around(at: int, spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    before = bisect_left(spans, (at, 0)) - 1
    return spans[before] if before >= 0 and at < spans[before][1] else None
