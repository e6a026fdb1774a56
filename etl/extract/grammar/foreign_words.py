"""What sites and programs write, and no author: buttons, notices, the edges of printed sheets."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

from etl.extract.grammar.heading_grammar import MONTH
from etl.extract.grammar.wording import SENTENCE_END
from etl.patterns import quick_regex

Texts = TypeVar("Texts", pl.Series, pl.Expr)

_BUTTON = r"(?:save|share|cite|export|pdf|html|code|bibtex|doi|poster|slides|video|data|details|supplementary)"
NOT_OWN = quick_regex(  # what ends as no sentence does
    r"(?i)^\W*(?:(?:back|skip) to\b|page \d+|show(?:ing)?\b|load(?:ing)?\b|(?:\d+\W+)*next(?: page)?\W*$"
    r"|(?:expand|collapse|hide|view|see|read) (?:all|more|less|abstracts?|full)\b|advertisement|(?:sign|log) ?in\b"
    rf"|(?:save|share|cite)\W*$|{_BUTTON}(?:\W+{_BUTTON})+\W*$|cited by\b|privacy\b|terms (?:of|and|&)|EOF$"
    r"|sponsored\b|(?:subscribe|sign up) (?:to|for)\b|related (?:papers|articles)\b|sort(?:ed)? by\b|print this\b"
    r"|sent from (?:my|outlook|mail)\b|in: .*\d"
    r"|follow(?: us)?\W*$|download (?:pdf|paper)\b|(?:give )?feedback\W*$|cookie (?:settings|policy)|\[image\b"
    r"|(?:(?:home|about|contact|help|menu)\W+)+(?:home|about|contact|help)\W*$"
    r"|mehr anzeigen|voir plus|anzeige\W*$|publicité\W*$|publicidad\W*$|广告|続きを読む"
    r"|error(?::| \d{3}\b)|(?:HTTP|WARC)/\d|Content-[A-Z]\w+: "
    rf"|\[{_BUTTON}\]$|(?:#\w+\s*){{2,}}$|[\d,]+ (?:views|downloads|likes|reads|comments|citations)\b|subjects?: "
    r"|(?:\p{So}\s*\d+\s*)+$|pages? \d+\W+\d+$|pp?\. ?\d+"
    r"|(?:https?://(?:dx\.)?doi\.org/|doi: ?10\.|arxiv: ?\d{4}\.)\S+$|proceedings of .*\b(?:pages?|pp?\.) ?\d)"
    r"|\b(?:retrieved|downloaded|printed|saved|done|exported) (?:from|on|at)\b.*\d|\bcookies?\b.*\baccept"
    r"|\b\d{1,2}:\d\d\b|\b\d+ of \d+\W*$|^</?\w+[^<>]*>$|^<!--|^@@\s|^(?:_{4,}|--)$"
)
NOTICE = quick_regex(
    r"(?i)^\W*(?:loading(?: more| all)?\W+$|file archived on\b|(?:\S+@\S+)?[$#%>]$|was this page helpful\b"
    r"|unsubscribe\b|copied to\b|\d{1,4}[.)]?$)"
    r"|^(?:(?:window|document)\.\w+|function gtag\b|gtag\(|googletag\b|\(function\s*\(|</?script\b)"
    r"|^(?:©|\(c\)|copyright)\W*(?:\d{4}\W+)?arrow\b"
)
# What a browser prints at the top and the bottom of a sheet, a pager shows, and a chat puts round a text.
PRINTED = quick_regex(
    r"(?i)\b\d{1,2}:\d\d(?::\d\d)?\s*[ap]\.?m\b|://\S+\s+(?:page )?\d+(?:/| of )\d+$|^(?:page )?\d+(?: of |/)\d+$"
    r"|^\W*(?:advertisement|anzeige|publicité|publicidad)\W*$"
    r"|^(?:page \d+|- \d+ -|--more--.*|\(END\)|lines \d+-\d+.*|```|@[a-z]+\{[^\s{}]*[,}])$"
)
AFFILIATION = (  # what a person's institution is called, where it stands by itself on a line
    r"(?i)\b(?:universit(?:y|ies|é|à|ät|eit|et)|universi(?:dad|dade|tas)|institut[eo]?|department|dept\.|faculty|college"
    r"|schools? of|laborator(?:y|ies)|academy of|hospital|research (?:center|centre|lab|labs|group)|inc\.|gmbh)(?:\W|$)"
)
# All of a line that a site shows between parts of a listing, or a program at the edge of a sheet.
_BETWEEN_PARTS = quick_regex(
    rf"(?i)^\W*(?:\d{{1,4}}|page \d+|{_BUTTON}|home(?: ?page)?|about(?: us)?|contact(?: us)?|help|menu|search|browse"
    r"|top|log ?(?:in|out)|sign (?:in|up|out)|register|(?:view|read|open) (?:paper|article|record|document)|full text"
    r"|(?:export|copy|get|download) (?:citation|reference|bibtex|link)|prev(?:ious)?(?: page)?|more|less|close|copy"
    r"|print|abstract|(?:privacy|cookies?|terms)(?: (?:policy|settings|notice|of (?:use|service)))?|follow us|feedback"
    r"|(?:back|skip) to (?:top|(?:main )?content)|(?:load(?:ing)?|show|view|see|read) (?:more|all|less)|advertisement"
    r"|open access|(?:best|outstanding|distinguished) (?:student )?paper(?: award)?"
    r"|(?:orals?|posters?|spotlights?)(?: (?:presentation|paper|session)s?)?"
    r"|(?:first )?(?:published|posted|accepted|received|submitted|updated)(?: online)?(?: on)?:? (?:\d{1,2}\.? )?"
    rf"{MONTH}(?: \d{{1,2}},?)? \d{{4}}"
    r"|vol(?:ume)?\.? ?\d+\b[^:a-oq-z]*)(?:\W+(?:home|about|search|help|contact|login|pdf|html|code|bibtex))*\W*$"
)


def never_own(text: pl.Series) -> pl.Series:
    """Which of the lines TEXT no author wrote, but perhaps as a title."""
    told = text.str.contains(NOT_OWN) & ~text.str.contains(SENTENCE_END)
    return told | text.str.contains(NOTICE) | never_title(text)


def never_title(text: Texts) -> Texts:
    """Which of the lines TEXT are nothing but a button, a notice on a paper, or the edge of a sheet."""
    return text.str.contains(PRINTED) | text.str.contains(_BETWEEN_PARTS)


def never_name(text: pl.Series) -> pl.Series:
    """Which of the lines TEXT, none of them with a bullet, are an institution, or its address."""
    return text.str.contains(AFFILIATION) & ~text.str.contains(SENTENCE_END)
