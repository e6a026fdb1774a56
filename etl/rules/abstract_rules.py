"""ABS1: what is wrong with what an abstract says: missing, cut off, too short, not an abstract at all."""

from __future__ import annotations

from functools import partial

import polars as pl

from etl.rules.base import Rule
from etl.rules.examples import ABSTRACT, one
from etl.rules.text_tests import around, gated, has, head, only, tail

_RAW = pl.col("abstract_raw")
_LENGTH = _RAW.str.len_bytes()
_END = r"[.!?…。।؟][\"'”’»)\]}$*_]*$|[$}]$|\bet al$|(?:https?:|www\.|//)\S*$"  # a web address needs no stop behind it
_PLACEHOLDER = (
    r"(?i)^\W*(?:(?:no )?abstract (?:is )?(?:not |un)?available|not available|abstract|no abstract|missing abstract|to appear|n/?a|none"
    r"|null|nan|tb[ad]|undefined|unknown|to be (?:added|announced|determined)|coming soon|lorem ipsum.*|\W*)\W*$"
)
_BOILERPLATE = (
    r"©|\([cC]\) ?(?:19|20)\d\d|[Cc]opyright (?:©|\([cC]\)|(?:19|20)\d\d|(?:is )?held|by|remains)|[Aa]ll rights reserved"
    r"|[Ll]icen[sc]ed under (?:a |the )*(?:Creative|CC)|Creative Commons (?:Attribution|[Ll]icen)|Permission to make digital|Export Citation|eReader ?PDF|Publisher Site|Published by [A-Z]\w+ (?:B\.V|Ltd|Inc)"
)
_KEYWORDS = r"(?:^|[.!?)] |\n)(?:Key ?[Ww]ords(?: and phrases)?|Key-words|KEY ?WORDS|Index [Tt]erms|INDEX TERMS|CCS [Cc]oncepts|Keywords/phrases)\s?[:.—–-]"
_WITHDRAWN = (
    r"(?i)^.{0,40}\b(?:this|the) (?:paper|article|submission|manuscript) (?:has been|was|is) (?:withdrawn|retracted)"
    r"|^\W*(?:withdrawn|retracted|retraction)\b[ :.\]]"
)
_SAYS_ABSTRACT = (
    r"^[\s*_#<>a-z/]*(?:(?:ABSTRACT|Abstract|abstract|SUMMARY|Summary)(?: |\*|_)*[:.—–\-\n]"
    r"|ABSTRACT [A-Z][a-z ]|Abstract (?:We|In|The|This|A|An|Our|Many|Recent|Most|It|To|For|While|Although|Recently) )"
)
_FOREIGN = (  # function words of French, German, Spanish, Portuguese, Italian that are no English words
    r" (?:les|des|une|dans|est|pour|nous|avec|cette) ",
    r" (?:der|das|ist|nicht|wir|eine|mit|für|werden|wird|und) ",
    r" (?:los|las|una|para|este|esta|por|del|que|se) ",
    r" (?:uma|para|dos|das|não|são|por|que|os|um) ",
    r" (?:di|che|della|sono|nel|per|una|gli|questo|dei) ",
)
_OTHER_SCRIPT = (
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Cyrillic}\p{Arabic}\p{Greek}\p{Hebrew}\p{Thai}\p{Devanagari}]"
)
_GERMAN = (
    "Wir untersuchen ein Problem, das viele schon kennen, und zeigen, dass es mit einem neuen Verfahren gelöst werden "
    "kann. Die Methode ist einfach, und das Ergebnis wird von Experimenten auf echten Daten gestützt. Der Aufwand ist klein."
)
_NOT_ENGLISH = only("abstract_raw", (_LENGTH >= 150) & ~has("abstract_raw", " the ", " and ", " of ", "The ", " we "))

_rule = partial(Rule, subject="copy", table="papers", field="abstract")

RULES = (
    _rule(
        code="ABS101",
        slug="abstract-missing",
        severity="info",
        when=_RAW.is_null(),
        message="“{title}” has no abstract.",
        evidence=("title_raw",),
        what="A listing has no abstract.",
        why="Text search and classification miss the paper.",
        remedy="Fetch the abstract from the publisher.",
        flagged=one(abstract=""),
        passed=one(),
    ),
    _rule(
        code="ABS102",
        slug="abstract-cut-off",
        severity="warning",
        when=~pl.col("abstract").str.tail(60).str.strip_chars_end().str.contains(_END)
        & ~only("abstract_raw", _LENGTH < 100).str.contains(_PLACEHOLDER).fill_null(value=False),
        snippet=tail("abstract_raw"),
        message="The abstract stops without a full stop: “{snippet}”.",
        evidence=("snippet",),
        what="An abstract does not end like a sentence.",
        why="The rest of the text is missing, or the last full stop is.",
        remedy="Compare with the publisher's abstract.",
        flagged=one(abstract=ABSTRACT.removesuffix(".")),
        passed=one(),
    ),
    _rule(
        code="ABS105",
        slug="abstract-too-short",
        severity="info",
        when=(_LENGTH < 100) & ~_RAW.str.contains(_PLACEHOLDER),
        snippet=_RAW.str.strip_chars(),
        message="The abstract has fewer than 100 characters: “{snippet}”.",
        evidence=("snippet",),
        what="An abstract has fewer than 100 characters.",
        why="One sentence is seldom the whole abstract: a part was lost, or something else was taken for it.",
        remedy="Compare with the publisher's abstract.",
        flagged=one(abstract="We solve a problem."),
        passed=one(),
    ),
    _rule(
        code="ABS106",
        slug="abstract-too-long",
        severity="info",
        when=_LENGTH > 4000,
        snippet=tail("abstract_raw"),
        message="The abstract has more than 4,000 characters; it ends in “{snippet}”.",
        evidence=("snippet",),
        what="An abstract has more than 4,000 characters.",
        why="The introduction, or the text of another paper, was taken with it.",
        remedy="Compare with the publisher's abstract.",
        flagged=one(abstract=" ".join([ABSTRACT] * 40)),
        passed=one(),
    ),
    _rule(
        code="ABS107",
        slug="abstract-placeholder",
        severity="warning",
        when=only("abstract_raw", _LENGTH < 100).str.contains(_PLACEHOLDER),
        snippet=_RAW.str.strip_chars(),
        message="In place of an abstract there is “{snippet}”.",
        evidence=("snippet",),
        what="A note such as “Abstract unavailable” or “N/A” stands where the abstract should.",
        why="It counts as a text, and many papers seem to have the same one.",
        remedy="Treat the abstract as missing; fetch it from the publisher.",
        flagged=one(abstract="Abstract Unavailable"),
        passed=one(abstract="Abstract interpretation is not available to all; we show how it can be made so, in a day's work."),
    ),
    _rule(
        code="ABS108",
        slug="abstract-boilerplate",
        severity="info",
        when=gated("abstract_raw", _BOILERPLATE, "©", "(c) ", "(C) ", "opyright", "ights reserved", "Creative", "CC BY", "Permission to", "Published by", "Export Citation", "Publisher Site", "eReader"),
        snippet=around("abstract_raw", _BOILERPLATE),
        message="The abstract has a line of the publisher: “{snippet}”.",
        evidence=("snippet",),
        what="A copyright line, a licence or a notice of the publisher stands in an abstract.",
        why="It is not the authors' text, and makes unrelated papers look alike.",
        remedy="Cut it off downstream.",
        flagged=one(abstract=ABSTRACT + " © 2020 Example Press. All rights reserved."),
        passed=one(abstract=ABSTRACT + " We audit models for copyright infringement."),
    ),
    _rule(
        code="ABS109",
        slug="abstract-has-keywords",
        severity="info",
        when=gated("abstract_raw", _KEYWORDS, "eywords", "ey words", "ey-words", "ey Words", "EYWORDS", "EY WORDS", "ndex ", "INDEX", "CCS"),
        snippet=around("abstract_raw", r"Key ?[Ww]ords|Key-words|KEY ?WORDS|Index [Tt]erms|INDEX TERMS|CCS [Cc]oncepts"),
        message="The abstract has a list of keywords: “{snippet}”.",
        evidence=("snippet",),
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
        when=only("abstract_raw", _RAW.str.head(120).str.contains("ithdrawn|WITHDRAWN|etract|RETRACT")).str.contains(_WITHDRAWN),
        snippet=head("abstract_raw"),
        message="The abstract says that the paper was withdrawn: “{snippet}”.",
        evidence=("snippet",),
        what="In place of an abstract, or at its beginning, a note says that the paper was withdrawn or retracted.",
        why="The paper should not count.",
        remedy="Leave the paper out downstream.",
        flagged=one(abstract="This paper has been withdrawn by the authors because of an error in its main theorem."),
        passed=one(abstract=ABSTRACT + " A bid that was withdrawn does not count."),
    ),
    _rule(
        code="ABS111",
        slug="abstract-says-abstract",
        severity="info",
        when=only("abstract_raw", (_LENGTH >= 30) & _RAW.str.head(20).str.contains(r"(?i)abstract|summary")).str.contains(_SAYS_ABSTRACT),
        snippet=head("abstract_raw"),
        message="The abstract begins with its own heading: “{snippet}”.",
        evidence=("snippet",),
        what="The word “Abstract” stands as a heading in front of the text.",
        why="It is not part of the text.",
        remedy="Cut it off downstream.",
        flagged=one(abstract="Abstract. " + ABSTRACT),
        passed=one(abstract="Abstract argumentation frameworks are many. " + ABSTRACT),
    ),
    _rule(
        code="ABS112",
        slug="abstract-is-title",
        severity="warning",
        when=only("abstract_raw", pl.col("title_raw").str.len_bytes() + 10 >= _LENGTH).str.to_lowercase().str.strip_chars(" .\n")
        == pl.col("title_raw").str.to_lowercase().str.strip_chars(" ."),
        snippet=_RAW.str.strip_chars(),
        message="The abstract is the title again: “{snippet}”.",
        evidence=("snippet",),
        what="An abstract has nothing but the paper's title.",
        why="The abstract is missing, though the column is filled.",
        remedy="Treat the abstract as missing; fetch it from the publisher.",
        flagged=one(abstract="Learning to Read Pages."),
        passed=one(),
    ),
    _rule(
        code="ABS113",
        slug="abstract-begins-with-title",
        severity="info",
        when=(pl.col("title_raw").str.len_bytes() + 40 < _LENGTH)
        & (pl.col("title_raw").str.len_bytes() >= 20)
        & _RAW.str.starts_with(pl.col("title_raw"))
        & _RAW.str.slice(pl.col("title_raw").str.len_chars(), 3).str.contains(r"^(?:[.:]?\s+[A-Z0-9]|\s*[-–—\n])"),
        snippet=pl.col("title_raw"),
        message="The abstract begins with the title: “{snippet}”.",
        evidence=("snippet",),
        what="An abstract repeats the title in front of its text.",
        why="It is not part of the text.",
        remedy="Cut it off downstream.",
        flagged=one(abstract="Learning to Read Pages. " + ABSTRACT),
        passed=one(abstract="Learning to Read Pages is hard. " + ABSTRACT),
    ),
    _rule(
        code="ABS114",
        slug="abstract-other-language",
        severity="info",
        when=pl.max_horizontal(*(_NOT_ENGLISH.str.count_matches(words) for words in _FOREIGN)).ge(4)
        | _NOT_ENGLISH.str.count_matches(_OTHER_SCRIPT).ge(30),
        snippet=head("abstract_raw"),
        message="The abstract is not in English: “{snippet}”.",
        evidence=("snippet",),
        what="An abstract has the function words, or the script, of another language and none of the common English ones.",
        why="Search, classification and language models that expect English misread it.",
        remedy="Use the English abstract, or mark the language downstream. Ignore the rule for a source in another language.",
        flagged=one(abstract=_GERMAN),
        passed=one(),
    ),
    _rule(
        code="ABS115",
        slug="abstract-starts-inside",
        severity="info",
        when=_RAW.str.head(40).str.contains(r"^\s*(?:\p{Ll}{2,} |[,;.)\]] ?)\S*") & ~_RAW.str.head(20).str.contains(r"^\s*(?:abstract|arXiv|e[A-Z]|[a-z]*[A-Z\d$\\{*_-])"),
        snippet=head("abstract_raw"),
        message="The abstract does not begin like a sentence: “{snippet}”.",
        evidence=("snippet",),
        what="An abstract begins with a small letter or a comma.",
        why="The beginning of the text is missing.",
        remedy="Compare with the publisher's abstract.",
        flagged=one(abstract="of the problem, which we solve. " + ABSTRACT),
        passed=one(abstract="k-means is fast. " + ABSTRACT),
    ),
    _rule(
        code="ABS116",
        slug="abstract-ends-in-ellipsis",
        severity="warning",
        when=_RAW.str.tail(12).str.contains(r"(?:\.\.\.|…|\[\.\.\.\]|\[…\])\s*$"),
        snippet=tail("abstract_raw"),
        message="The abstract ends in an ellipsis: “{snippet}”.",
        evidence=("snippet",),
        what="An abstract ends in “...” or “…”.",
        why="The source shows the beginning of the text only.",
        remedy="Fetch the whole abstract from the publisher.",
        flagged=one(abstract=ABSTRACT + " We also consider..."),
        passed=one(),
    ),
    _rule(
        code="ABS117",
        slug="abstract-stands-twice",
        severity="info",
        when=only("abstract_raw", _LENGTH >= 300).str.slice(60).str.contains(_RAW.str.head(60), literal=True),
        snippet=_RAW.str.head(60).str.strip_chars(),
        message="The abstract has its own beginning again further down: “{snippet}”.",
        evidence=("snippet",),
        what="The first 60 characters of an abstract stand in it a second time.",
        why="The text was pasted twice, or a long and a short version stand one after the other.",
        remedy="Keep one of them downstream.",
        flagged=one(abstract=" ".join([ABSTRACT] * 3)),
        passed=one(),
    ),
)  # fmt: skip
