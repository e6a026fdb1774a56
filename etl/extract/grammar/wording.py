"""What the words and the length of a line show: whether it ends a sentence, is a label, or could be a name."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import INVISIBLE, SPACE, UNSEEN
from etl.extract.grammar.layout import Bools, Layout
from etl.extract.grammar.lines import Ints, matches, with_own_bullet

SHORT = 80  # bytes: a line that may be a name without its bullet, or a piece of a heading
LONG = 100  # bytes: a line that is a paragraph
LONGEST_NAME = 150  # characters of an author line that is no group of people
LONGEST_LIKELY_TITLE = 300  # bytes: the title of a listing that only its place tells, or whose heading is in doubt
LONGEST_TITLE = 1000  # bytes of a title line
SENTENCE_END = r"[.!?…。:;][\"'”’»)\]}$*]*$|\$$"
COPYRIGHT = r"(?i)^(?:©|\(c\)|copyright)\W"
KEYWORDS = r"^(?i:key ?words?|index terms)\b"
CLASSIFIED = (  # but for numbers, all papers of one author may have the same
    r"^(?i:(?:\d+ )?(?:(?:AMS |ACM |mathematics )*(?:subject )?classification|MSC|PACS|JEL|CR categories|CCS concepts"
    r"|categories and subject descriptors|general terms|trial registration)s?\b|(?:NCT|ISRCTN|CRD)\d)"
)
OWN_END = rf"{SENTENCE_END}|^\W*$|{KEYWORDS}|{COPYRIGHT}|{CLASSIFIED}"
"""What several abstracts of one page may have for a last line: a sentence, a notice, a sign of a formula, keywords."""
FULL_STOP = r"[.!?…。][\"'”’»)\]}$*]*$|\$$"
_PARTS = (
    "background|introduction|motivation|objectives?|goals?|aims?|purpose|context|importance|design|setting|"
    "participants|methods?|methodology|materials|approach|data|results?|findings|discussion|conclusions?|relevance|"
    "limitations?|significance|interpretation|contributions?|availability|implications"
)
_LABELS = (
    rf"abstract|summary|{_PARTS}|keywords|key words|index terms|tl;?dr|highlights|"
    "résumé|zusammenfassung|resumen|resumo|riassunto|samenvatting|аннотация|摘要|要旨|초록"
)
LABEL = rf"(?i)^(?:\d+\.? )?(?:(?:our|main|{_LABELS})(?:,? and |, | & | |:|$))+$"
"""What stands above a part of an abstract."""
OF_PART = rf"(?i)^\W*(?:{_PARTS})(?:\W+(?:and\W+)?(?:{_PARTS}))*\W*(?:[:—–.|]|$)"
"""What an author who parts an abstract begins a part with; a template has `Abstract` there."""
LINK = r"^\[([^\[\]]+)\]\([^()]*\)$"
"""What is a link in Markdown, and nothing else."""
_BEHIND_NAMES = (  # the icon of an ORCID, a count, an address, an ORCID, a role
    r",?\s+(?:iD|\([\d,]+(?: papers?)?\)|[<(\[]?[^\s@<(\[]+@[^\s@]+\.[^\s@]+?[>)\]]?|\(?\d{4}-\d{4}-\d{4}-\d{3}[\dX]\)?"
    r"|\((?i:you|equal(?:ly)? contribut\w+|(?:(?:co-?)?(?:first|last|senior|lead|corresponding|contact)) author)\))$"
)
_IDENTIFIER_PART = 6  # bytes: the last four digits of one, the hyphen before, the end of the line
_NAME_LIKE = r"^[\p{Lu}\p{Lo}](?:\S*\s){0,6}\S*(?:[^.,;:!?\s]|\b\p{L}{1,2}\.)$"
_WORD = r"[\p{L}\p{N}$]"


def name_texts(layout: Layout, nb: Ints) -> pl.Series:
    """The names on author lines (nb) as written, without their bullets."""
    if not len(nb):
        return pl.Series(dtype=pl.String)
    text = layout.lines.text[layout.nb[nb]]
    bare = text.str.strip_prefix(ln.STANDARD_BULLET).str.strip_chars(SPACE)
    odd = np.flatnonzero(~with_own_bullet(text))
    bare = bare.scatter(odd, _odd_names(text.gather(odd))) if len(odd) else bare
    edged = np.flatnonzero(_with_other_ends(layout, nb))
    return bare.scatter(edged, _plain(bare.gather(edged))) if len(edged) else bare


def _plain(names: pl.Series) -> pl.Series:
    """NAMES without invisible characters at their ends, the address of a link, and what stands behind no name."""
    return names.str.strip_chars(SPACE + INVISIBLE).str.replace(LINK, "$1").str.replace(_BEHIND_NAMES, "")


def _with_other_ends(layout: Layout, nb: Ints) -> Bools:
    """Which author lines (nb) have no ASCII before or behind the name, as where invisible characters stand there.

    Or what no name has there: a bracket, the hyphen of an identifier, the last dot of an address.

    Told by single bytes, for a list of all characters takes long to look through.
    """
    buffer, start, end = layout.lines.byte_values, layout.start(nb), layout.end(nb)
    first = np.minimum(start + ln.BULLET_BYTES, end - 1)
    last = buffer[np.maximum(end - 2, start)]
    other: Bools = (buffer[first] >= 0x80) | (last >= 0x80) | (buffer[end - 1] >= 0x80)
    other |= (last == ord(")")) | (last == ord(">"))
    other |= buffer[np.maximum(end - _IDENTIFIER_PART, start)] == ord("-")
    other |= (last == ord("D")) & (buffer[np.maximum(end - 3, start)] == ord("i"))
    for letters in (2, 3, 4):  # of the domain of an address
        other |= buffer[np.maximum(end - letters - 2, start)] == ord(".")
    return other


def _odd_names(text: pl.Series) -> pl.Series:
    """Names behind other bullets, or with invisible characters before them."""
    visible = text.str.replace(rf"^\s*{UNSEEN}(?:\s|{UNSEEN})*", "  ")
    return visible.str.replace(f"{ln.BULLET_PATTERN}|{ln.OTHER_BULLET}", "").str.strip_chars(SPACE)


def ends_in(texts: pl.Series, end: str) -> Bools:
    """Which of TEXTS have words and END."""
    return matches(texts, end) & matches(texts, _WORD)


def like_names(layout: Layout, nb: Ints) -> Bools:
    """Which of the lines NB, without a bullet, could be a name."""
    return matches(name_texts(layout, nb), _NAME_LIKE) & (layout.length[nb] <= SHORT)
