"""What rules about titles and abstracts share: cheap tests on long texts, and the words round what they find."""

from __future__ import annotations

import re
from functools import partial

import polars as pl

from etl.rules.base import Rule
from etl.rules.examples import one
from etl.transform.text import damage

text_rule = partial(Rule, subject="copy", table="papers", passed=one())
"""A rule that looks at each text once, whatever pages show it."""

title_rule = partial(text_rule, field="title", remedy="Compare with the publisher's title.")

UNSEEN = f"{damage.CONTROL}|{damage.INVISIBLE}"
"""A character that cannot be seen (Rust regex)."""

HYPHENATED = r"[A-Za-z][a-z]-[ \n][a-z]|[^\p{L}][a-z]-[ \n][a-z]{2}|\x{AD}|\(cid: ?173\)"
"""A word that a line break of the printed page parted (Rust regex); (cid:173) is a soft hyphen."""

LOST_LIGATURE = (  # few words: these few are searched with SIMD, six times as fast as three times as many
    r"(?-u:\b)(?:[Cc]lassi ?cation|[Ss]igni ?can(?:ce|t|tly)|[Ss]peci ?c(?:ally|ation|ity)?"
    r"|(?:[Ee]|[Ss]u|[Cc]oe) ?cien(?:t|ts|tly|cy)|[Dd]i ?eren(?:ce|ces|t|tial|tly)"
    r"|[Ee] ?ect(?:s|ive|ively|iveness)?)(?-u:\b)"
)
"""A frequent word without its `fi`, `ff` or `ffi`, or with a space for it: no other word of English is so."""

LOST_LIGATURES = (  # words of English among these would need a text without any `fi`, `fl` or `ff`
    r"(?:^|[^\d-]\s|[“‘\"])(?:rst|nd|elds?|nally|nding|xed|gures?|ows?|exib(?:le|ility)|lter(?:s|ing)?|nite|ne-tun\w+"
    r"|ne-grained|o ?ine|work ?ows?|tra ?c|arti ?cial|scienti ?c|bu ?er|di ?cult(?:y|ies)?|di ?usion|e ?orts?"
    r"|o ?er(?:s|ed)?|su ?ers?|a ?ect(?:s|ed)?|re ?ects?|bene ?ts?|pro ?les?|de ?n(?:e[ds]?|ing|itions?)"
    r"|re ?ne(?:d|ment)?|in ?(?:uence|nite)\w*|con ?(?:rm|guration|dence|ict)\w*|trade-o"
    r"|(?:classi|modi|identi|simpli|quanti|veri|certi|justi|uni|satis) ?(?:ed|es|ers?|able|cation))(?:[\s.,;:)]|$)"
)
"""A word without its `fi`, `fl`, `ff` or `ffi`, to be looked for in texts that have none of these (Rust regex)."""


def has(column: str, *literals: str) -> pl.Expr:
    """Whether the texts of COLUMN hold one of LITERALS (case minded)."""
    # A regex of a few literals is searched with SIMD, several times as fast as `contains_any`; not so one of dozens.
    return pl.col(column).str.contains("|".join(map(re.escape, literals)))


def only(column: str, gate: pl.Expr) -> pl.Expr:
    """The texts of COLUMN where GATE holds; null elsewhere."""
    return pl.when(gate).then(pl.col(column))


def where(column: str, gate: pl.Expr) -> pl.Expr:
    """The texts of COLUMN where GATE holds; empty ones elsewhere.

    For patterns that match no empty text: Polars 2.1 looks for a pattern also in what stands behind a null.
    """
    return pl.when(gate).then(pl.col(column)).otherwise(pl.lit(""))


def gated(column: str, pattern: str, *literals: str) -> pl.Expr:
    """Whether PATTERN (a Rust regex) is in the texts of COLUMN, all of which hold one of LITERALS."""
    return where(column, has(column, *literals)).str.contains(pattern)


def around(column: str, pattern: str, words: int = 3) -> pl.Expr:
    """What PATTERN (without groups) finds first in COLUMN, with the rest of its words and WORDS more on each side.

    It stands in the text as it is, so that a reader of the raw line finds it.
    """
    side = rf"{{0,{words}}}"
    return pl.col(column).str.extract(rf"((?:\S+[ \t]+){side}\S*?(?:{pattern})\S*(?:[ \t]+\S+){side})", 1).str.head(200)


def head(column: str, chars: int = 60) -> pl.Expr:
    """The first whole words of COLUMN, CHARS characters at the most."""
    return pl.col(column).str.extract(rf"^\s*(\S.{{0,{chars}}})(?:\s|$)", 1).fill_null(pl.col(column).str.head(chars))


def tail(column: str, chars: int = 60) -> pl.Expr:
    """The last whole words of COLUMN, CHARS characters at the most."""
    return pl.col(column).str.extract(rf"(?:^|\s)(.{{0,{chars}}}\S)\s*$", 1).fill_null(pl.col(column).str.tail(chars))
