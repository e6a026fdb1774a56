"""Take back the spaces that the site puts after inner punctuation marks.

What the damage is: in texts of some publishers the site writes one space after every `.,:;?!` that
stood before a character other than white space, `.`, `)`, `]` and `'`. So a damaged text shows no
un-spaced inner mark at all, and has at least one space that no author writes (`e. g.`, `0. 9`,
`https: //`). Both must hold before anything is touched: a text without damage stays as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

import polars as pl

from etl.transform.joins import joins
from etl.transform.place import Place, Weight

SAMPLE = 60
_REACH = 400
"""How much of the words round a place the rules see: without an end, a text of one word costs its square."""

UNSPACED = r"[.,:;?!][^\s.)\]']"
"""An inner mark that the site would have spaced (Rust regex, where there is no look-ahead)."""

SUSPECT = (
    r"[.,:;?!] [.,:;?!”’}»\"$/=~\\_-]|\d[.,:] \d|[. ]\d*[.] \d|\.[^\W\d_]?\. |[^\w][A-Za-z]\. [A-Za-z]"
    r"|\. [a-z]|\(cid: |&amp; |TL; |[<>=]\. \d|\\[,;:!] |[.,] …|…, |[Aa]l\. "
)
"""What a damaged text must have somewhere: a quick look before the slow one (Rust regex)."""

# A space behind a mark, without those that no rule takes: "word, word" and "word. Word".
_SPACE = re.compile(r" (?<=[.,:;?!] )(?=[^\s.)\]'])(?!(?<=[a-z)][,] )[a-z])(?!(?<=[a-z)][.] )[A-Z][a-z ])")
_MATH = re.compile(r"\$\$[^$]{1,500}\$\$|\$[^$]+\$|\\\(.{1,400}?\\\)|\\\[.{1,500}?\\\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mended:
    """A text without its spurious spaces, how many went, and what stood round the first (or None)."""

    text: str
    removed: int
    sample: str | None


def spacing(raw: pl.Series) -> pl.DataFrame:
    """Mend a String column: `text`, `spaces_removed` (UInt32), `respaced` and `respaced_sample`."""
    suspects = raw.str.contains(SUSPECT) & ~raw.str.contains(UNSPACED)
    rows = suspects.fill_null(value=False).arg_true()
    mended = [mend(value) for value in raw.gather(rows)]
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
    if not any(weight is Weight.PROOF for _, weight in found):
        return Mended(text, 0, None)
    places = [at for at, _ in found]
    pieces = [
        text[start:end] for start, end in zip([0, *(at + 1 for at in places)], [*places, len(text)], strict=False)
    ]
    begin = max(0, places[0] - SAMPLE // 2)
    return Mended("".join(pieces), len(places), text[begin : begin + SAMPLE])


def spurious(text: str) -> list[tuple[int, Weight]]:
    """Where TEXT has spaces that the damage put in, and how sure each one makes us of the damage."""
    found: list[tuple[int, Weight]] = []
    spans = [span.span() for span in _MATH.finditer(text)] if "$" in text or "\\" in text else []
    word, last = "", 0
    for match in _SPACE.finditer(text):
        at = match.start()
        space = text.rfind(" ", last, at)
        left = (text[space + 1 : at] if space >= 0 else word + text[last:at])[-_REACH:]
        end = text.find(" ", at + 1)
        right = text[at + 1 : min(end if end >= 0 else len(text), at + _REACH)]
        before = bisect_left(spans, (at, 0)) - 1
        math = spans[before] if before >= 0 and at < spans[before][1] else None
        weight = joins(Place(text, at, left, right, math))
        if weight is not Weight.NONE:
            found.append((at, weight))
            word, last = left, at + 1
    return found
