"""What sites and programs write, and no author: buttons, notices, the edges of printed sheets."""

from __future__ import annotations

import polars as pl

from etl.extract.grammar.heading_grammar import MONTH
from etl.extract.grammar.layout import Bools
from etl.extract.grammar.lines import matches
from etl.extract.grammar.wording import SENTENCE_END
from etl.patterns import quick_regex

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
# What servers and programs write in place of a page, or of a part of one: `429 Too Many Requests`, a log, a notice.
MESSAGE = quick_regex(  # what no author writes
    r"(?i)^\W*(?:(?:(?:http|error|status|code)\W+)*[45]\d\d\W+(?:error\W+)?(?:bad (?:request|gateway)|forbidden"
    r"|gateway time|internal server|not found|payment required|request time|service (?:temporarily )?unavailable"
    r"|too many requests|unauthori[sz]ed|web server)"
    r"|(?:oops\W+)?something went wrong|access (?:denied|to this page)|are you (?:a )?(?:robot|human)"
    r"|checking (?:if|your)\b.*\b(?:browser|secure)|connection (?:closed|refused|reset|timed out)"
    r"|java ?script (?:is|must be) (?:dis|en|required)|just a moment\W*$|(?:page|file) not found|rate limit exceeded"
    r"|request timed out|service (?:temporarily )?unavailable|session (?:has )?(?:expired|timed out)|too many requests"
    r"|(?:we|this (?:web)?site) uses? cookies|(?:please )?(?:verify|confirm|prove) (?:that )?you(?:'re| are)\b"
    r"|(?:please|you (?:must|need to)) (?:(?:try|retry|log|sign)\b.*\b(?:again|later|in)|enable|reload|refresh|wait)\b"
    r"|you(?:'ve| have) (?:exceeded|reached|been blocked)\b|your (?:session|browser|ip address) (?:has|is|does|was)"
    r"|(?:undefined|null|nan|none)$|(?:curl|wget|ssh|scp|rsync|tar|git|npm): |traceback \(most recent|ray id: "
    r"|(?:fatal (?:error)?|warning|notice|\w*(?:error|exception)): .*(?:\w\(|/\w+/|\bline \d|'\w+'$)"
    r"|\d{4}-\d\d-\d\d[t ]\d\d:\d\d)|^(?:\{\s*\".*\}|\[\s*[\[{\"].*\]|<\?\w.*>)$"
)
SPEAKING = quick_regex(  # in a paragraph of its own: what speaks to its reader, of the site, or of a sheet of paper
    r"(?i)\byou(?:'re|'ve| are| can| have| may| must| need to| want| will)\b|\byour\b|\btimed out\b"
    r"|\bplease\s+(?:try|retry|log|sign|enable|reload|refresh|wait|verify|confirm|subscribe|register|accept|update|complete)\b"
    r"|^(?:oops|sorry|whoops)\b|^(?:take|complete) (?:our|the|this)\b|^(?:scanned|powered|sent) (?:by|with|from|via)\b"
    r"|^(?:translate|jump|scroll|go) (?:to|this)\b|^(?:draft|confidential|do not (?:cite|copy|distribute))\b|^image: "
    r"|^(?:sending|receiving|downloading|uploading|fetching)\b|^people also\b|^published (?:by|online)\b|^@[\w:-]+$"
    r"|^arrow (?:is|will|has|was|uses|research)\b|^claim this\b"
)
# All of a line that a site shows between parts of a listing, or a program at the edge of a sheet.
BETWEEN_PARTS = quick_regex(
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


def never_own(text: pl.Series) -> Bools:
    """Which of the lines TEXT no author wrote, but perhaps as a title."""
    return never_end(text) | never_title(text)


def never_end(text: pl.Series) -> Bools:
    """Which of the lines TEXT no author wrote below an abstract: buttons that end as no sentence does, and notices."""
    return (matches(text, NOT_OWN) & ~matches(text, SENTENCE_END)) | matches(text, NOTICE)


def never_title(text: pl.Series) -> Bools:
    """Which of the lines TEXT are nothing but a button, a notice on a paper, or the edge of a sheet."""
    return matches(text, PRINTED) | matches(text, BETWEEN_PARTS)


def never_name(text: pl.Series) -> Bools:
    """Which of the lines TEXT, none of them with a bullet, are an institution, or its address."""
    return matches(text, AFFILIATION) & ~matches(text, SENTENCE_END)
