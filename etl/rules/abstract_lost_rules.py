"""ABS2: what an abstract of its length would have, and does not: a letter, hyphens, words of its title."""

from __future__ import annotations

from functools import partial

import polars as pl

from etl.rules.examples import ABSTRACT, one
from etl.rules.text_expressions import around, head, text_rule, where

_RAW = pl.col("abstract_raw")
_LENGTH = _RAW.str.len_bytes()
_LONG = 600  # bytes: hardly any text of English is so long without one of these letters
_LETTERS = "etaoinsrhldcumfp"
_LACKS_ONE = ~pl.all_horizontal(_RAW.cast(pl.Binary).bin.contains(pl.lit(letter.encode())) for letter in _LETTERS)
_LATIN_WORDS = "(?: [a-z]+){6} "  # a text in another script has a few

_COMPOUND = (  # no English word is so, but for a slip; what must not stand before a part tells it from “unknown”
    r"(?i-u)\b(?:stateof ?(?:the ?)?art|outof[dst][a-z]{3}|offthe|socalled|nphard|npcomplete|inputoutput|illposed"
    r"|(?:real|open)world|(?:large|small|fine)scale|(?:worst|average)case|(?:long|short)(?:term|range)|(?:few|zero)shot"
    r"|(?:end|image|text|signal|sequence)to[a-z]{3}|(?:primal|actor|encoder|sum|max)(?:dual|critic|decoder|product|margin)"
    r"|low[a-df-km-oq-z][a-z]{3}|high[a-df-km-vx-z][a-z]{3}|(?:first|second|third|higher|top)(?:order|down)|finite[a-km-z][a-z]{3}"
    r"|(?:fully|nearly)[a-z]{4}|(?:two|three|fixed|user)[a-eg-z][a-z]{3}|single[a-su-z][a-z]{3}|one(?:st|sid|cla|dim|way)"
    r"|well[ac-mo-z][a-z]{4}|self[a-hj-km-rt-z][a-z]{3}|self(?:sup|stab)|cross(?:mod|dom|ent|lin)[a-z]|large[a-qt-z][a-z]{4}"
    r"|(?:discrete|continuous|polynomial|linear|finite)time|(?:model|parameter|noise|training|distribution)free"
    r"|(?:off|on)policy|decisionmaking|zerosum|meanfield|closedform|opensource|stateaction|leaveone|frankwolfe|incontext)"
    r"|[a-z]{3}(?:based|driven|agnostic|theoretic|preserving|generating|critical)\b"
    r"|[a-z]{2}(?:[a-mo-z](?:known|tailed|valued|varying|specific|aware|sensitive)|[a-bd-mp-z]efficient|[ac-z]optimal)\b"
    r"|[a-z]{2}(?:[a-mo-qs-z]dependent|[a-hj-z]dimensional|[a-z]{2}convex)\b"
)
_HYPHENS = r"[-‐‑–]"
_WITHOUT_HYPHENS = where("abstract_raw", ~_RAW.str.contains(_HYPHENS))
_OTHER = " ".join([ABSTRACT] * 4)

_rule = partial(text_rule, field="abstract", remedy="Fetch the abstract again, from another source.")

RULES = (
    _rule(
        code="ABS213",
        slug="abstract-lacks-letter",
        severity="warning",
        when=(_LENGTH >= _LONG) & _LACKS_ONE & _RAW.str.contains(_LATIN_WORDS),
        snippet=head("abstract_raw"),
        message="The abstract has a frequent letter nowhere: “{snippet}”.",
        what="A text of Latin words, of 600 bytes or more, lacks one of the letters e, t, a, o, i, n, s, r, h, l, d, "
        "c, u, m, f and p.",
        why="A broken font lost the letter, or a program put another sign in its place: words cannot be found.",
        flagged=one(abstract=(ABSTRACT + " " + ABSTRACT).replace("l", "1") * 3),
        passed=one(abstract=(ABSTRACT + " A figure is cited.") * 6),
    ),
    _rule(
        code="ABS214",
        slug="abstract-lost-hyphens",
        when=_WITHOUT_HYPHENS.str.contains(_COMPOUND),
        snippet=around("abstract_raw", _COMPOUND),
        message="A compound without its hyphen: “{snippet}”.",
        what="An abstract that has no hyphen writes a compound in one word (“stateoftheart”, “highdimensional”).",
        why="A program took the hyphens away: words cannot be found, and ranges and signs of numbers are wrong.",
        flagged=one(abstract=ABSTRACT + " It is stateoftheart for highdimensional data."),
        passed=one(abstract=ABSTRACT + " A multidimensional, unsupervised and nonlinear coefficient is unknown."),
    ),
    _rule(
        code="ABS215",
        slug="abstract-lacks-title",
        when=pl.col("abstract_lacks").is_not_null(),
        snippet=head("abstract_raw"),
        message="None of the words of the title is in the abstract, which begins “{snippet}”.",
        evidence=("title_raw", "snippet", "abstract_lacks"),
        what="A title has four words or more that are long, and of an abstract of 400 bytes or more none of them.",
        why="It may be the abstract of another paper: nearly every abstract has most of them.",
        remedy="Compare with the publisher's abstract.",
        flagged=one(title="Kernels for Graphs of Molecular Structures: Bounds, Counting Sequences", abstract=_OTHER),
        passed=one(title="Experiments on Graphs of Molecular Structures: Bounds, Counting Sequences", abstract=_OTHER),
    ),
)
