"""What servers and programs write in place of a page, or of a part of one: `429 Too Many Requests`, a log, a notice."""

from __future__ import annotations

import numpy as np

from etl.extract.grammar import lines as ln
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches
from etl.extract.grammar.segments import Segments, ranges
from etl.patterns import quick_regex

_LONGEST = 200  # bytes
_MESSAGE = quick_regex(  # what no author writes
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
_NOTICE = quick_regex(  # in a paragraph of its own: what speaks to its reader, of the site, or of a sheet of paper
    r"(?i)\byou(?:'re|'ve| are| can| have| may| must| need to| want| will)\b|\byour\b|\btimed out\b"
    r"|\bplease\s+(?:try|retry|log|sign|enable|reload|refresh|wait|verify|confirm|subscribe|register|accept|update|complete)\b"
    r"|^(?:oops|sorry|whoops)\b|^(?:take|complete) (?:our|the|this)\b|^(?:scanned|powered|sent) (?:by|with|from|via)\b"
    r"|^(?:translate|jump|scroll|go) (?:to|this)\b|^(?:draft|confidential|do not (?:cite|copy|distribute))\b|^image: "
    r"|^(?:sending|receiving|downloading|uploading|fetching)\b|^people also\b|^published (?:by|online)\b|^@[\w:-]+$"
    r"|^arrow (?:is|will|has|was|uses|research)\b|^claim this\b"
)


def with_messages(layout: Layout, s: Segments) -> Bools:
    """Which stretches have such a line in their abstract, or in place of it; or the number of a sheet within."""
    at = ranges(s.names_end, np.maximum(s.end, s.names_end))
    at = at[(layout.length[at] <= _LONGEST) & (layout.kind[at] != ln.BULLET)]
    text = layout.text(at)
    notice = at[matches(text, _NOTICE) | (layout.kind[at] == ln.NUMBER)]
    return s.mark(np.concatenate([at[matches(text, _MESSAGE)], notice[_apart(layout, s, notice)]]))


def _apart(layout: Layout, s: Segments, lines: Ints) -> Bools:
    """Which of LINES stand alone between blank lines, and are not all of an abstract."""
    of = s.of(lines)
    last = lines + 1 == s.end[of]
    alone = (layout.gap[lines] > 0) & (last | (layout.gap[np.minimum(lines + 1, len(layout.nb) - 1)] > 0))
    return alone & ~(last & (lines == s.names_end[of]))
