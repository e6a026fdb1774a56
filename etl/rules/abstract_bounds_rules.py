"""ABS1: what stands round the text of an abstract or between its words: its own record, quotes, counted lines."""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby, pairwise

import polars as pl

from etl.rules.abstract_content_rules import IS_WEB_PAGE
from etl.rules.examples import ABSTRACT, one
from etl.rules.text_expressions import around, gated, head, only, text_rule, where

_RAW = pl.col("abstract_raw")
_YEAR, _VENUE = pl.col("year").cast(pl.String), pl.col("venue_raw").cast(pl.String)
_FIRST = pl.col("names").list.first().cast(pl.String)
_START = _RAW.str.head(110)
_HAS_RECORD = _START.str.contains(_YEAR, literal=True) & _START.str.contains(_VENUE, literal=True)
_RECORD = where("abstract_raw", _HAS_RECORD).str.contains(r"^[^()\[\]]{0,100}?(?:18|19|20|21)\d\d(?:[.:;,)\s]|$)")
_NAMES = _FIRST.str.contains(" ") & _START.str.contains(_FIRST, literal=True) & ~IS_WEB_PAGE

_COUNTED = only("abstract_raw", _RAW.str.head(160).str.count_matches(r"[ \n][0-9]{1,4}[ \n]") >= 2)
_NUMBER = re.compile(r"(?<!\S)\d{1,4}(?!\S)")
_RISING = 5  # numbers in a row, each as much above the one before


def _rises(text: str) -> bool:
    """Do the bare numbers of TEXT, or some of them one after another, rise as those of lines do?"""
    numbers = [int(number) for number in _NUMBER.findall(text[:2_000])]
    steps = [after - before for before, after in pairwise(numbers)]
    return any(step > 0 and list(run)[_RISING - 2 :] for step, run in groupby(steps))


_ESCAPED = r"\\\$[^$\d][^$]*\\\$|[\w)]\\\*|\\[<>@]|\\\[\w[\w ,.;&]*\\\]|\w\\_\w+\\_\w"
_OF_ESCAPED = "\\$", "\\*", "\\<", "\\>", "\\@", "\\[", "\\_"

_rule = partial(text_rule, field="abstract", remedy="Cut it off downstream.")

RULES = (
    _rule(
        code="ABS121",
        slug="abstract-has-own-record",
        when=_RECORD | _NAMES,
        snippet=head("abstract_raw", 100),
        message="The abstract begins with the record of its own paper: “{snippet}”.",
        what="An abstract begins with the venue and year of its own heading, or with the name of its first author.",
        why="A citation, or the head of a printed page, was taken with the text.",
        flagged=one(abstract="Ada Lovelace and Alan Turing, 2021. " + ABSTRACT),
        passed=one(abstract="At the challenge of ICML (2021), many read pages. " + ABSTRACT),
    ),
    _rule(
        code="ABS122",
        slug="abstract-has-line-numbers",
        severity="warning",
        when=_COUNTED.map_elements(_rises, return_dtype=pl.Boolean),
        snippet=head("abstract_raw", 100),
        message="Numbers that count lines stand between the words: “{snippet}”.",
        what="Five bare numbers of an abstract rise at one distance (000, 001, 002), two among its first words.",
        why="The numbers of a manuscript's lines, or marks of time, were taken with the text.",
        remedy="Fetch the abstract again, from another source.",
        flagged=one(abstract=" ".join(f"{n:03} {word}" for n, word in enumerate(ABSTRACT.split()))),
        passed=one(abstract="On 3 of 10 days, 10 of 10 people read 20 pages. " + ABSTRACT),
    ),
    _rule(
        code="ABS123",
        slug="abstract-in-quotes",
        when=where("abstract_raw", _RAW.str.contains('^["“]')).str.contains('^"[^"]*"\\s*$|^“[^“”]*”\\s*$'),
        snippet=head("abstract_raw"),
        message="The whole abstract stands in quotation marks: “{snippet}”.",
        what="An abstract begins and ends with a quotation mark, and has no other.",
        why="A program that writes strings put them there: they are not part of the text.",
        flagged=one(abstract=f"“{ABSTRACT}”"),
        passed=one(abstract="“Reading” is hard. " + ABSTRACT + " They call it “writing.”"),
    ),
    _rule(
        code="ABS124",
        slug="abstract-has-backslashes",
        when=gated("abstract_raw", _ESCAPED, *_OF_ESCAPED),
        snippet=around("abstract_raw", _ESCAPED),
        message="A program put backslashes before signs: “{snippet}”.",
        what="Backslashes stand before dollar signs of mathematics, asterisks, brackets of words, or the like.",
        why="A program that writes Markdown put them there: mathematics is read as text.",
        remedy="Take the backslashes away downstream.",
        flagged=one(abstract=ABSTRACT + r" It takes \$n^2\$ steps of A\*."),
        passed=one(abstract=ABSTRACT + r" It costs \$5, not \$6, as \[ x^2 \] and $Y_{\*}$ and M\"obius' show."),
    ),
)
