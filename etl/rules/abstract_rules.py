"""ABS1: what is wrong with an abstract as a whole: missing, cut off, too short, not the paper's own text."""

from __future__ import annotations

from functools import partial

import polars as pl

from etl.patterns import quick_regex
from etl.rules.abstract_content_rules import IS_PLACEHOLDER, IS_WEB_PAGE, ends_in_other_text
from etl.rules.examples import ABSTRACT, one
from etl.rules.repeats import may_repeat, repeated_passage
from etl.rules.text_expressions import has, head, only, tail, text_rule, where

_RAW = pl.col("abstract_raw")
_LENGTH = _RAW.str.len_bytes()  # takes no look at the text; a character has four bytes at the most
# Neither a web address nor the number of a trial (NCT01234567) needs a stop behind it; Thai has none.
_END = quick_regex(
    r"[.!?…。।؟∎□■◻]\s?(?:[\"'”’»)\]}$*_>]*|[(\[]\d{1,3}[)\]])$|[$}]$|\p{Greek};$|[\p{Thai}\p{Lao}]$|\\end\w*$|\bet al$"
    r"|(?:https?:|www\.|//)(?:\S|[.?_=&-] )*$|\b[\w-]+\.[a-z]{2,}/\S*$|\w\. ?(?:com|org|io|net|edu)$|\b[A-Z]{3,}\d{5,}$"
)
_NO_STOP = ~pl.col("abstract").str.ends_with(".")  # a look at one byte settles most
_ENDS_WELL = where("abstract", _NO_STOP).str.tail(120).str.strip_chars_end().str.contains(_END)
_OPEN = _NO_STOP & ~_ENDS_WELL & ~IS_PLACEHOLDER
_GREEK = r"(?:alpha|beta|gamma|delta|epsilon|kappa|lambda|mu|nu|phi|chi|psi|omega|sigma|tau|theta|eta|zeta)\b"
_FOREIGN = (  # function words of French, German, Spanish, Portuguese, Italian that are no English words; another script
    r" (?:les|des|une|dans|est|pour|nous|avec|cette|der|das|ist|nicht|wir|eine|mit|für|werden|wird|und|los|las|una|para"
    r"|este|esta|por|del|que|se|uma|dos|são|não|os|um|di|che|della|sono|nel|per|gli|questo|dei) "
    r"|(?:[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Cyrillic}\p{Arabic}\p{Greek}\p{Hebrew}\p{Thai}\p{Devanagari}]"
    r"\P{L}{0,3}){8}"
)
_GERMAN = (
    "Wir untersuchen ein Problem, das viele schon kennen, und zeigen, dass es mit einem neuen Verfahren gelöst werden "
    "kann. Die Methode ist einfach, und das Ergebnis wird von Experimenten auf echten Daten gestützt. "
    "Der Aufwand ist klein."
)
_PART = (
    r"(?i)^\W*(?:abstract|summary|background|introduction|motivation|objectives?|goals?|aims?|purpose|context|importance"
    r"|design|setting|participants|methods?|materials|approach|data|results?|findings|discussion|conclusions?|relevance"
    r"|significance|question|problem|hypothesis|rationale|scope|highlights)\b"
)
_ENGLISH = " the ", " and ", " of ", "The ", " we "
_COMMON = *_ENGLISH, " to ", " in ", " a ", " is ", " for ", " with "
_IS_NOT_ENGLISH = (_LENGTH >= 150) & ~has("abstract_raw", *_ENGLISH)
_NO_WORDS = ~where("abstract_raw", _IS_NOT_ENGLISH & (_LENGTH >= 400)).str.contains("|".join(_COMMON) + "|^[^a-z]*$")
_LAST_THE = _RAW.cast(pl.Binary).bin.tail(300).bin.contains(pl.lit(b" the "))
_LAST = where("abstract_raw", (_LENGTH >= 600) & ~_LAST_THE).str.tail(300)
_PART_NOT_ENGLISH = (
    pl.when(_IS_NOT_ENGLISH).then(_RAW).when(~_LAST.str.contains("|".join(_COMMON))).then(_LAST).otherwise(pl.lit(""))
)
_NO_LONGER = pl.col("title_raw").str.len_bytes() + 10 >= _LENGTH
_ABOVE = r"[^.!?…:;,。？！\s]\s*\n){1,4}\s*[^\n]"
_SHORT_LINE = (  # above a paragraph, also a wrapped one; authors have the name of a part there
    where("abstract_raw", _RAW.str.head(80).str.contains("\n", literal=True)).str.head(300)
    .str.contains(rf"^(?:(?:\s*[^\n]{{0,70}}{_ABOVE}{{100}}|(?:\s*[^\n]{{0,29}}{_ABOVE}{{55}})")
    & ~_RAW.str.head(40).str.contains(_PART)
)  # fmt: skip
_MAY_REPEAT = only("abstract_raw", (_LENGTH >= 300) & may_repeat("abstract_raw") & ~IS_WEB_PAGE)

_rule = partial(text_rule, field="abstract", remedy="Compare with the publisher's abstract.")

RULES = (
    _rule(
        code="ABS101",
        slug="abstract-missing",
        when=_RAW.is_null(),
        message="“{title}” has no abstract.",
        evidence=("title_raw",),
        what="A listing has no abstract.",
        why="Text search and classification miss the paper.",
        remedy="Fetch the abstract from the publisher.",
        flagged=one(abstract=""),
    ),
    _rule(
        code="ABS102",
        slug="abstract-cut-off",
        severity="warning",
        when=_OPEN & ~ends_in_other_text(_OPEN),
        snippet=tail("abstract_raw"),
        message="The abstract stops without a full stop: “{snippet}”.",
        what="An abstract does not end like a sentence.",
        why="The rest of the text is missing, or the last full stop is.",
        flagged=one(abstract=ABSTRACT.removesuffix(".")),
    ),
    _rule(
        code="ABS105",
        slug="abstract-too-short",
        when=(only("abstract_raw", _LENGTH < 4 * 100).str.len_chars() < 100) & ~IS_PLACEHOLDER,
        snippet=_RAW.str.strip_chars(),
        message="The abstract has fewer than 100 characters: “{snippet}”.",
        what="An abstract has fewer than 100 characters.",
        why="One sentence is seldom the whole abstract: a part was lost, or something else was taken for it.",
        flagged=one(abstract="We solve a problem."),
    ),
    _rule(
        code="ABS106",
        slug="abstract-too-long",
        when=only("abstract_raw", _LENGTH > 4000).str.len_chars() > 4000,
        snippet=tail("abstract_raw"),
        message="The abstract has more than 4,000 characters; it ends in “{snippet}”.",
        what="An abstract has more than 4,000 characters.",
        why="The introduction, or the text of another paper, was taken with it.",
        flagged=one(abstract=" ".join([ABSTRACT] * 40)),
    ),
    _rule(
        code="ABS112",
        slug="abstract-is-title",
        severity="warning",
        when=_NO_LONGER
        & (
            where("abstract_raw", _NO_LONGER).str.to_lowercase().str.strip_chars(" .\n")
            == where("title_raw", _NO_LONGER).str.to_lowercase().str.strip_chars(" .")
        ),
        snippet=_RAW.str.strip_chars(),
        message="The abstract is the title again: “{snippet}”.",
        what="An abstract has nothing but the paper's title.",
        why="The abstract is missing, though the column is filled.",
        remedy="Treat the abstract as missing; fetch it from the publisher.",
        flagged=one(abstract="Learning to Read Pages."),
    ),
    _rule(
        code="ABS113",
        slug="abstract-begins-with-title",
        when=(pl.col("title_raw").str.len_bytes() + 40 < _LENGTH)
        & (pl.col("title_raw").str.len_bytes() >= 20)
        & _RAW.str.starts_with(pl.col("title_raw"))
        & _RAW.str.slice(pl.col("title_raw").str.len_chars(), 3).str.contains(r"^(?:[.:]?\s+[A-Z0-9]|\s*[-–—\n])"),
        snippet=pl.col("title_raw"),
        message="The abstract begins with the title: “{snippet}”.",
        what="An abstract repeats the title in front of its text.",
        why="It is not part of the text.",
        remedy="Cut it off downstream.",
        flagged=one(abstract="Learning to Read Pages. " + ABSTRACT),
        passed=one(abstract="Learning to Read Pages is hard. " + ABSTRACT),
    ),
    _rule(
        code="ABS114",
        slug="abstract-other-language",
        when=(_PART_NOT_ENGLISH.str.count_matches(_FOREIGN) >= 4) | _NO_WORDS,
        snippet=pl.when(~_IS_NOT_ENGLISH).then(tail("abstract_raw")).otherwise(head("abstract_raw")),
        message="The abstract, or its end, is not in English: “{snippet}”.",
        what="An abstract, or its last 300 characters, has the function words, or the script, of another language and "
        "none of the common English ones; or a long one has no common word at all.",
        why="Search, classification and language models that expect English misread it.",
        remedy="Use the English abstract, or mark the language downstream. Ignore the rule for a source in another "
        "language.",
        flagged=one(abstract=_GERMAN),
    ),
    _rule(
        code="ABS115",
        slug="abstract-starts-inside",
        when=_RAW.str.head(40).str.contains(r"^\s*(?:(?:\p{Ll}{2,}|[an]) |[,;.)\]] ?|[•·‣◦▪●○■□] )\S*")
        & ~_RAW.str.head(20).str.contains(r"^\s*(?:abstract|arXiv|e[A-Z]|[a-z]*[A-Z\d$\\{*_-]|" + _GREEK + ")")
        & ~pl.col("title_raw").str.starts_with(_RAW.str.extract(r"^\s*(\p{Ll}+)", 1)).fill_null(value=False)
        | _SHORT_LINE,
        snippet=head("abstract_raw"),
        message="The abstract does not begin like a sentence: “{snippet}”.",
        what="An abstract begins with a small letter, a comma, a bullet, or a short line above a paragraph.",
        why="The beginning of the text is missing, it was made a line of a list, or what stands above is not its.",
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
        what="An abstract ends in “...” or “…”.",
        why="The source shows the beginning of the text only.",
        remedy="Fetch the whole abstract from the publisher.",
        flagged=one(abstract=ABSTRACT + " We also consider..."),
    ),
    _rule(
        code="ABS117",
        slug="abstract-stands-twice",
        when=repeated_passage(_MAY_REPEAT).is_not_null(),
        snippet=repeated_passage(_RAW).str.head(60).str.strip_chars(),
        message="A passage of the abstract stands in it again further down: “{snippet}”.",
        what="The first 60 characters of an abstract stand in it a second time, or some 300 of its characters do.",
        why="The text was pasted twice, a download was resumed too early, or a long and a short version stand one "
        "after the other.",
        remedy="Keep one of them downstream.",
        flagged=one(abstract=" ".join([ABSTRACT] * 3)),
    ),
)
