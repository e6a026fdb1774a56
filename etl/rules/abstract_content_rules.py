"""ABS1: what stands in an abstract, or in its place, and is none: notes, notices, keywords, headings."""

from __future__ import annotations

from functools import partial

import polars as pl

from etl.patterns import quick_regex
from etl.rules.examples import ABSTRACT, Listing, listings, one
from etl.rules.text_expressions import around, gated, head, only, tail, text_rule, where

_RAW = pl.col("abstract_raw")
_LENGTH = _RAW.str.len_bytes()
_PLACEHOLDER = quick_regex(
    r"(?i)^\W*(?:(?:no )?abstract (?:(?:is|was) )?(?:not |un)?(?:available|found|given|included|missing|provided)"
    r"|not available|(?:no |missing )?abstract|see (?:the )?(?:article|full text|paper|pdf)(?: for (?:the )?abstract)?"
    r"|to appear|n/?a|none|first page of the article|summary form only given(?:, as follows\W.*)?"
    r"|presents the [\w ]+ (?:from|of) the (?:conference )?proceedings\b.*|start of the above-titled section\b.*"
    r"|conference proceedings front matter may\b.*|provides a listing of\b.*|advertisement(?:, ieee)?"
    r"|null|nan|tb[ad]|undefined|unknown|to be (?:added|announced|determined)|coming soon"
    r"|peer[ -]reviewed|international audience|(?:S|pp?)\. ?\d+ ?[-–]+ ?\d+|\d?\.? ?introduction"
    r"|lorem ipsum.*|\W*)\W*$"
)
_NAME = quick_regex(r"^(?:\p{Lu}[\p{L}\p{M}'’¨-]*\.? ){1,4}\p{Lu}[\p{L}\p{M}'’¨-]+$")  # Ada M. Lovelace
_SHORT = only("abstract_raw", _LENGTH < 250).str.strip_chars()
IS_PLACEHOLDER = (_SHORT.str.contains(_PLACEHOLDER) | _SHORT.str.contains(_NAME)).fill_null(value=False)
"""Whether a note or a name stands in place of the abstract; false where there is none."""

_BOILERPLATE = quick_regex(
    r"© ?(?:(?:19|20)\d\d|[Cc]opyright|[A-Z][a-z])|\([cC]\) ?(?:19|20)\d\d"
    r"|[Cc]opyright (?:©|\([cC]\)|(?:19|20)\d\d|(?:is )?held|by|remains)"
    r"|[Aa]ll rights reserved"
    r"|[Ll]icen[sc]ed under (?:a |the )*(?:Creative|CC)|Creative Commons Attribution"
    r"|Permission to make digital|Export Citation|eReader ?PDF|Publisher Site"
    r"|Published by [A-Z]\w+ (?:B\.V|Ltd|Inc)"
    r"|; originally announced [A-Z]|[△▽▼▲] (?:Less|More)"  # a Unicode \\b would make the search many times slower
)
_OF_BOILERPLATE = (
    "©", "(c) ", "(C) ", "opyright", "ights reserved", "Creative", "CC BY", "Permission to", "Published by",
    "Export Citation", "Publisher Site", "eReader", "originally announced", "△ ", "▽ ", "▼ ", "▲ ",
)  # fmt: skip
_VOLUME = r"[.!?] (?:[A-Z]+ )?Proceedings of the [^.!?]*$"  # . Proceedings of the 37th Conference on X
_NAMES_VOLUME = _RAW.str.tail(150).str.contains(_VOLUME)
_KEYWORDS = (
    r"(?:^|[.!?)] |\n)(?:Key ?[Ww]ords(?: and phrases)?|Key-words|KEY ?WORDS|Index [Tt]erms"
    r"|INDEX TERMS|CCS [Cc]oncepts|Keywords/phrases)\s?[:.—–-]"
)
_OF_KEYWORDS = "eywords", "ey words", "ey-words", "ey Words", "EYWORDS", "EY WORDS", "ndex ", "INDEX", "CCS"
_NEXT_HEADING = r"(?:^|[.!?)\]\"”] )(?:[1I]\.? ?)?(?:Introduction|INTRODUCTION)(?:[:. ]*$|:? [A-Z])"  # . 1 Introduction
_NEXT_AT_END = r"[^\d\s][.!?)\]]\s+1\.?\s*$|[.!?)\]] (?:1\.? )?(?:Introduction|INTRODUCTION|Overview)\W*$"  # no "0. 1"
_IN_NEXT = gated("abstract_raw", _NEXT_HEADING, "Introduction", "INTRODUCTION").fill_null(value=False)
_LABEL = r"(?:^|[.!?)] )[A-Z][A-Za-z &]{3,30}: "  # Methods:
_IN_NEXT &= where("abstract_raw", _IN_NEXT).str.count_matches(_LABEL) < 2  # as in medicine
_CAPTION = r"\n\s*(?:(?:Figure|Fig\.|Table|Listing) \d+[.:]|(?:Plain[ -][Ll]anguage|Lay) [Ss]ummary\W)"
# the heading, title and first name of another
_LISTING = r"\n([^\n]* (?:Conference|Journal|Workshop) (?:18|19|20|21)[0-9]{2} [^\n]*)\n+[^\n•]+\n+  • "
_RUNS_ON = _IN_NEXT | _RAW.str.tail(20).str.contains(_NEXT_AT_END) | _RAW.str.contains(_CAPTION)


def ends_in_other_text(rows: pl.Expr) -> pl.Expr:
    """Whether the last lines of an abstract, of ROWS alone, are no text of it: a notice, keywords, a heading."""
    others = f"{_BOILERPLATE}|{_VOLUME}|{_KEYWORDS}|{_NEXT_AT_END}"
    return where("abstract_raw", rows).str.tail(400).str.contains(others)


_WITHDRAWN = (
    r"(?i)^.{0,40}\b(?:this|the) (?:paper|article|submission|manuscript) (?:has been|was"
    r"|is) (?:withdrawn|retracted)"
    r"|^\W*(?:withdrawn|retracted|retraction)\b[ :.\]]"
)
_SAYS_ABSTRACT = (
    r"^[\s*_#<>a-z/]*(?:(?:ABSTRACT|Abstract|abstract|SUMMARY|Summary)(?: |\*|_)*[:.—–\-\n]"
    r"|ABSTRACT [A-Z][a-z ]|Abstract (?:We|In|The|This|A|An|Our|Many|Recent|Most|It|To|For|While"
    r"|Although|Recently) |Abstract [A-Z][a-z]+ [a-z(]|(?:html|text)abstract)"
)
_SAYS_ABSTRACT_IN_OTHER_WORDS = (
    r"^\s*(?i:tl;?dr|résumé|zusammenfassung|kurzfassung|resumen|resumo|riassunto|samenvatting|sammanfattning|streszczenie"
    r"|özet|аннотация|реферат|περίληψη|摘要|要旨|概要|초록|요약|ملخص|تقدیم)\s*[:.—–：\n]"
)
_ABSTRACT_THING = r"^\s*Abstract (?:Argument|Dialectic|Interpretation|Reasoning|Visual|State|Data|Syntax|Model|Concept)"
_SPOKEN = (  # by an assistant that did not write the text out, a page that sells it, who shortened it or noted on it
    r"(?i)\bI(?:['’]m| am) (?:sorry|unable)\b|\bas an? (?:AI|large language) (?:language )?model, I\b"
    r"|\bI can(?:not|['’]t) (?:help|assist|continue|reproduce|provide|complete|share)\b"
    r"|\blet me know if\b|\bwould you like me to\b"
    r"|\bsubscription content\b"
    r"|\b(?:access|buy|purchase|rent|unlock) (?:this|the full|the) (?:article|paper|chapter|text)\b"
    r"|\b(?:sign|log) ?in (?:to|via|for) (?:read|see|view|access|your|an?|continue)\b"
    r"|\bsubscribe to (?:read|continue|access|view)\b|\bcreate an? (?:free )?account\b|\bfree articles?\b"
    r"|\byour (?:institution|subscription)\b|\bthrough (?:an|your) institution\b|\bget (?:full )?access\b"
    r"|[.!?…\n]\s*continue reading\b|\b(?:view|read|see) (?:the )?full (?:text|article|abstract)\b"
    r"|[\[(][^\[\]()]*\b(?:truncated|omitted|continue[sd]?|unchanged|shortened|abridged|cut off)\b[^\[\]()]*[\])]\W*$"
    r"|\n\[[a-z]\]\p{Lu}[^\n]*$"
).replace(r"\b", r"(?-u:\b)")  # of ASCII: found three times as fast
_SPOKEN_ABOVE = (
    r"(?i)^\W*(?:(?:sure|certainly|of course)(?:!|[,.] (?:here|I|below)\b)"
    r"|here(?: is|['’]s) (?:the|an?|your)\b|I(?:['’]m| am) sorry\b)"
)
_LAST_WORDS = _RAW.str.tail(160)
IS_WEB_PAGE = _LAST_WORDS.str.contains("Export Citation|Publisher Site").fill_null(value=False)
"""Whether the furniture of a publisher's page ends the abstract."""
_SPOKEN_BELOW = _LAST_WORDS.str.contains(_SPOKEN) & ~IS_WEB_PAGE
_rule = partial(text_rule, field="abstract", remedy="Cut it off downstream.")

RULES = (
    _rule(
        code="ABS107",
        slug="abstract-placeholder",
        severity="warning",
        when=IS_PLACEHOLDER,
        snippet=_RAW.str.strip_chars(),
        message="In place of an abstract there is “{snippet}”.",
        what="A note such as “Abstract unavailable”, “N/A” or “Summary form only given” (IEEE), or a person's name, "
        "stands where the abstract should.",
        why="It counts as a text, and many papers seem to have the same one.",
        remedy="Treat the abstract as missing; fetch it from the publisher.",
        flagged=one(abstract="Abstract Unavailable"),
        passed=one(
            abstract="Abstract interpretation is not available to all; we show how it can be made so, in a day's work."
        ),
    ),
    _rule(
        code="ABS108",
        slug="abstract-boilerplate",
        when=gated("abstract_raw", _BOILERPLATE, *_OF_BOILERPLATE).fill_null(value=False) | _NAMES_VOLUME,
        snippet=pl.coalesce(around("abstract_raw", pattern) for pattern in (_BOILERPLATE, _VOLUME)),
        message="The abstract has a line of the publisher: “{snippet}”.",
        what="A copyright line, a licence, a notice of the publisher or the volume's name stands in an abstract.",
        why="It is not the authors' text, and makes unrelated papers look alike.",
        flagged=one(abstract=ABSTRACT + " © 2020 Example Press. All rights reserved."),
        passed=one(abstract=ABSTRACT + " We audit models for copyright infringement."),
    ),
    _rule(
        code="ABS109",
        slug="abstract-has-keywords",
        when=gated("abstract_raw", _KEYWORDS, *_OF_KEYWORDS),
        snippet=around(
            "abstract_raw", r"Key ?[Ww]ords|Key-words|KEY ?WORDS|Index [Tt]erms|INDEX TERMS|CCS [Cc]oncepts"
        ),
        message="The abstract has a list of keywords: “{snippet}”.",
        what="The authors' keywords stand in the abstract.",
        why="The text runs on into a list.",
        remedy="Cut it off downstream, or use it as keywords.",
        flagged=one(abstract=ABSTRACT + " Keywords: reading, pages"),
        passed=one(abstract=ABSTRACT + " We use keywords: short ones."),
    ),
    _rule(
        code="ABS110",
        slug="abstract-withdrawn",
        severity="warning",
        when=where("abstract_raw", _RAW.str.head(120).str.contains("ithdrawn|WITHDRAWN|etract|RETRACT")).str.contains(
            _WITHDRAWN
        ),
        snippet=head("abstract_raw"),
        message="The abstract says that the paper was withdrawn: “{snippet}”.",
        what="In place of an abstract, or at its beginning, a note says that the paper was withdrawn or retracted.",
        why="The paper should not count.",
        remedy="Leave the paper out downstream.",
        flagged=one(abstract="This paper has been withdrawn by the authors because of an error in its main theorem."),
        passed=one(abstract=ABSTRACT + " A bid that was withdrawn does not count."),
    ),
    _rule(
        code="ABS111",
        slug="abstract-says-abstract",
        when=where(
            "abstract_raw", (_LENGTH >= 30) & _RAW.str.head(20).str.contains(r"(?i)abstract|summary")
        ).str.contains(_SAYS_ABSTRACT)
        & ~_RAW.str.head(40).str.contains(_ABSTRACT_THING)
        | _RAW.str.head(20).str.contains(_SAYS_ABSTRACT_IN_OTHER_WORDS),
        snippet=head("abstract_raw"),
        message="The abstract begins with its own heading: “{snippet}”.",
        what="The word “Abstract”, or another language's, stands as a heading in front of the text.",
        why="It is not part of the text.",
        flagged=one(abstract="Abstract. " + ABSTRACT),
        passed=one(abstract="Abstract argumentation frameworks are many. " + ABSTRACT),
    ),
    _rule(
        code="ABS118",
        slug="abstract-runs-on",
        when=_RUNS_ON & ~IS_PLACEHOLDER,
        snippet=pl.coalesce(around("abstract_raw", _NEXT_HEADING), tail("abstract_raw")),
        message="The abstract runs on into the text of the paper: “{snippet}”.",
        what="The number or the heading of the introduction, the caption of a figure, or a summary for laymen, "
        "stands in an abstract or at its end.",
        why="What follows is not the abstract; a number at the end looks like a text that was cut.",
        flagged=one(abstract=ABSTRACT + " 1 Introduction"),
        passed=one(abstract="INTRODUCTION: We read. METHODS: With care. RESULTS: The error falls from 1. 0 to 0. 1."),
    ),
    _rule(
        code="ABS119",
        slug="abstract-has-note",
        severity="warning",
        when=_SPOKEN_BELOW | _RAW.str.head(40).str.contains(_SPOKEN_ABOVE),
        snippet=pl.when(_SPOKEN_BELOW).then(tail("abstract_raw", 100)).otherwise(head("abstract_raw")),
        message="The abstract speaks to its reader: “{snippet}”.",
        what="An abstract begins or ends in what an assistant, a page that sells the text, or whoever shortened it "
        "says to the reader.",
        why="It is not the authors' text, and the rest of that is likely missing.",
        remedy="Fetch the whole abstract from the publisher.",
        flagged=one(abstract=ABSTRACT + " I'm sorry, but I can't reproduce the rest of this abstract."),
        passed=one(abstract="Certainly, not all is read. Models that are sorry, and that continue reading, do worse."),
    ),
    _rule(
        code="ABS120",
        slug="abstract-holds-listing",
        severity="warning",
        when=gated("abstract_raw", _LISTING, "\n  • ").fill_null(value=False),
        snippet=_RAW.str.extract(_LISTING),
        message="Within the abstract stands what looks like another listing: “{snippet}”.",
        what="An abstract has lines that stand as a heading, a title and names do, and are no listing of its page.",
        why="They may be a listing of another page that got in here; else the authors cite one.",
        remedy="Look at the raw page.",
        flagged=listings(
            Listing(
                abstract=f"{ABSTRACT}\n\nUAI Conference 1999 Conference Paper\n\nOld\n\n  • Emmy Noether\n\n{ABSTRACT}"
            ),
            Listing(title="Reading On"),
        ),
        passed=one(abstract=f"{ABSTRACT}\n\nWe report at the ICML Conference 2020 on:\n\n  • pages\n  • readers"),
    ),
)
