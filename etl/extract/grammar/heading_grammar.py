"""What the words of a heading tell: venue, kind, year, type, in the site's form or as other pages write it."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.extract.grammar.characters import GLYPHS, SPACE, UNSEEN
from etl.patterns import quick_regex

KINDS = (
    "Conference|Journal|Workshop|Symposium|Preprint|Book|Thesis|Report|Proceedings|Repository|Magazine|Series|"
    "Collection|Archive|Challenge|Track|Competition|Meeting|Forum|School|Tutorial|Dataset|Volume|Other|"
    "Colloquium|Seminar|Congress|Monograph|Patent|Software|Findings|Dissertation"
)
YEARS = (1800, 2199)
"""The first and the last year that a table takes."""
YEAR = r"(?:18|19|20|21)\d\d"
_MAY_BE_DATED = rf"{YEAR}|[^\x00-\x7f]|\x1b"  # what cannot be seen may part its digits
_LIKE_KIND = 0.7
USUAL_TYPE = rf"(?:{KINDS}) (?:Paper|Article)"
_ANY = r"[^\x00-\x08\x0e-\x1f\x7f\x{fffd}]"
_PLAIN = r"[^<>\x00-\x08\x0e-\x1f\x7f\x{fffd}]"
_MARK = r"(?:\*\*|__|#{1,6}\s|\d{1,3}[.)]\s|\(\d{1,3}\)\s)\s*"  # what a list or Markdown puts before a heading
HEADING_PATTERN = quick_regex(
    rf"^(?:{_MARK})*(?P<venue>[*(]?[\p{{L}}\p{{N}}]{_PLAIN}*?)\s+(?P<kind>{KINDS})\s+(?P<year>{YEAR})"
    rf"\s+(?P<type>[\p{{Lu}}\p{{Lo}}\d]{_PLAIN}*?|\p{{Ll}}{{3,}}(?:[ -]\p{{L}}+){{0,2}})(?:[.:;,]|\*\*|__)*$"
)
LONGEST_HEADING = 250  # bytes
HEADING_WITHOUT_YEAR = rf"^\S.*\s(?:{KINDS})\s+{USUAL_TYPE}$"
_BEGINS_ANEW = rf"^(?P<kind>{KINDS})\s+(?P<year>{YEAR})\s+(?P<type>{USUAL_TYPE})$"
# Names of venues have few words in lower case; a star that closes what no star opens is not the type's.
_WORD, _MOST_WORDS = r"\b\p{Ll}{4,}\b", 3
_PROSE = r"\p{Ll}{2}[.!?]\p{Lu}(?:\P{Lu}|$)|[^*]\*\s*$"
# Those of journals may have many, but neither verbs nor pronouns, before a kind that the type says again.
_LONG_NAME = rf"^[*(]?\p{{Lu}}.*\s(?:Conference {YEAR} Conference Paper|Journal {YEAR} Journal Article)\s*$"
_SPEAKS = (
    r"\p{Ll}{2}[.!?]\p{Lu}|\b(?:[Ww]e|[Oo]ur|is|are|was|were|be|been|has|have|had|can|will|may|[Tt]h(?:is|ese|ey)|that|"
    r"which|[Ii]ts?)\b"
)
# Any venue and any type, with what a page may put round all of its headings.
_DRESS = rf"{_MARK}|\[\d{{1,3}}\]\s*|(?:[{GLYPHS}>|+~o–—-]|={{2,6}}|[\p{{So}}§]\x{{fe0f}}?)\s+|<h[1-6]>\s*"
_UNDRESS = r"\*\*|__|\s+(?:={2,6}|#{1,6})|</h[1-6]>"
DRESS = rf"^\s*((?:{_DRESS})+)"
# What a site or a scraper shows between the parts of a heading, and what a page is called in that was translated.
_DIVIDER = r"[*_`\])]*(?:\s+(?:[|·•∙,;:/>»–—-]\s+)?|\s*[,;|_]\s*)"
_TRANSLATED = (
    "Konferenz|Zeitschrift|Conférence|Revue|Atelier|Conferencia|Congreso|Revista|Taller|Conferenza|Rivista|Conferência|"
    "Conferentie|Tijdschrift|Konferencja|Czasopismo|Konferans|Dergi|Конференция|Журнал|会议|會議|期刊|研讨会|会議|"
    "ジャーナル|ワークショップ|학회|학술대회|컨퍼런스|저널|학술지|워크숍|Conf\\.?"
)
_IN_YEAR = r"(?:-\d\d(?:-\d\d)?|年|년)?"  # a day, or what a translation adds
MONTH = (
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = rf"(?:(?:\d{{1,2}}\.?\s+)?{MONTH}\s+(?:\d{{1,2}},?\s+)?)?"  # stands before a year
HEADING_IN_PLACE = (
    rf"^(?:{_DRESS})*[*_`]*(?P<venue>[^\s\x00-\x1f\x7f\x{{fffd}}*()\]{{}},.;:?&/\\=+|`-]{_ANY}*?)"
    rf"{_DIVIDER}[*_`]*(?P<kind>{KINDS}|{_TRANSLATED}){_DIVIDER}[*_`(\[]*{_DAY}(?P<year>{YEAR}){_IN_YEAR}"
    rf"{_DIVIDER}[*_`]*(?P<type>{_ANY}*?[^\s\x00-\x1f\x7f\x{{fffd}}.!?;:,])(?:{_UNDRESS}|`)*$"
)
_OF_TWO_WORDS = (
    r"\s((?:(?:PhD|Doctoral|Master'?s) (?:Thesis|Dissertation)|Tech(?:nical)? Report|Book (?:Chapter|Series)"
    r"|Reference (?:Work|Entry)|(?:Summer|Winter) School|Doctoral Consortium|Shared Task|(?:Blog|Journal) Track))$"
)
# Any kind that is written as one: a word, or two that `and` joins, behind a venue whose last word has a capital.
_OTHER_KIND = r"(?:\p{Lu}[\p{L}-]*\p{L}|\p{Ll}+\p{Lu}\p{L}*)"
HEADING_OF_OTHER_KIND = quick_regex(
    rf"^(?P<venue>(?:[\p{{L}}\p{{N}}]{_PLAIN}*?\s+)?[^\s<>.,:;]*\p{{Lu}}[^\s<>.,:;]*)"
    rf"\s+(?P<kind>{_OTHER_KIND}(?:\s+(?:and|&)\s+{_OTHER_KIND})?)"
    rf"\s+(?P<year>{YEAR})\s+(?P<type>\p{{Lu}}{_PLAIN}*\p{{L}})$"
)
# Other orders of the parts, told by a usual type, and each part in brackets.
_ORDERS = (
    (rf"^({YEAR})\s+(\p{{L}}.*\s(?:{KINDS}))\s+({USUAL_TYPE})$", "$2 $1 $3"),
    (rf"^(\p{{L}}.*)\s+({YEAR})\s+({KINDS})\s+({USUAL_TYPE})$", "$1 $3 $2 $4"),
    (rf"^(\p{{L}}.*\s(?:{KINDS}))\s+({USUAL_TYPE})\s+({YEAR})$", "$1 $3 $2"),
    (rf"^({USUAL_TYPE})\s+(\p{{L}}.*\s(?:{KINDS})\s+{YEAR})$", "$2 $1"),
    (rf"^\[([^\[\]]+)\]\s+\[({KINDS})\]\s+\[({YEAR})\]\s+\[([^\[\]]+)\]$", "$1 $2 $3 $4"),
)
# What stands round a heading that is no part of it, and of no venue's name: its number in a list, a label, quotes.
_PUBLISHED = r"(?i:(?:published|accepted|presented)(?: in| at| by)?|(?:appear(?:s|ed)|to appear) (?:in|at))\b"
_LISTED = (
    r"(?:#?\d{1,4}[.:)]|\d{4}-\d\d-\d\d|\d{1,2}:\d\d|\d{5,}|#\d+ of \d+|[^·|\d]*\S\s·|#\d{1,4}"
    r"|\d{1,2}(?:\.\d{1,2})+\.?|\(?(?:[a-z]|[ivx]{2,4})[.)]|\[[ xX]?\]|§|\p{So}\x{fe0f}?"
    r"|(?i:venue|heading|source|published(?: in)?|accepted|in|paper|entry|item|record)(?:\s+\d{1,4})?\s*:"
    rf"|{_PUBLISHED}|(?i:heading level \d),?)\s+"
)
_TRAILING = (  # a sign, a note, what a dot parts from the heading, pages, a volume, a button, a count, an address
    r",?\s+(?:[-–—¶|:#↗⧉›»…·•\p{So}]+|\[\d{1,3}\]|·\s\D*"
    r"|pp?\.\s*\d+(?:\s*[-–]\s*\d+)?|(?:(?i:vol\.?)\s)?\d+(?:\(\d+\)|\s?:\s?\d+[-–]\d+|\(\d+\):\s?\d+[-–]\d+)"
    r"|(?i:\[?(?:pdf|html|bibtex|doi|cite|save|share|code|download)\]?"
    r"|cited by \d+|[\d,]+ (?:citations?|views|versions?)|open access|doi:\S+|https?://\S+))"
)
_PAIRS = [(x, y) for x, y in zip("[({【“\"'_`|*", "])}】”\"'_`|*", strict=True)]
# What a sentence is, or a tag: neither is a heading wherever it stands.
NO_HEADING = quick_regex(
    r"(?i:^(?:we|our|this|these|it|they|here|i)\b)|\b\p{Ll}[\p{L}\p{N}-]*[.!?]|\p{L}{9}[.!?]|[\p{N})\]$”\"][.!?]"
    r"|</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>"
)


def heading_fields(heading: pl.Series) -> pl.DataFrame:
    """Venue, kind, year and type of each HEADING, whether its words tell it or its place."""
    visible = heading.str.replace_all(UNSEEN, "").str.strip_chars(SPACE)
    fields = _or_else(_or_else(_fields(_undressed(visible)), visible, _fields), visible, _of_other_kinds)
    bare = (
        pl.col("type")
        .str.replace(r"^[-–—:|·]\s+", "")
        .str.replace(rf"^(?:\[({USUAL_TYPE})\]|\(({USUAL_TYPE})\))$", "$1$2")
        .str.replace(r"^\(\p{Lu}[^()]*, \p{Lu}[^()]*\)\s+(\p{Lu})", "$1")  # a place
    )
    return _with_whole_kinds(fields.with_columns(bare))


def _or_else(fields: pl.DataFrame, heading: pl.Series, read: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """FIELDS of each HEADING; where none was told, those that READ gives."""
    at = fields["venue"].is_null().arg_true()
    if not len(at):  # nearly always
        return fields
    told = read(heading.gather(at))
    return fields.with_columns(fields[name].scatter(at, told[name]) for name in fields.columns)


def _of_other_kinds(heading: pl.Series) -> pl.DataFrame:
    """The fields of each HEADING of another kind, with the venue whole where no kind stands behind it.

    Those of a journal are of no other kind (`Nature Medicine 2014 Journal Article`); what is nearly one was misspelt.
    """
    fields = heading.str.extract_groups(HEADING_OF_OTHER_KIND).struct.unnest()
    kinds = fields.filter(pl.col("type") == "Journal Article")["kind"].unique().to_list()
    of_venue = [kind for kind in kinds if not nearly_kind(kind)]
    lacks = (pl.col("type") == "Journal Article") & pl.col("kind").is_in(of_venue)
    return fields.with_columns(
        venue=pl.when(lacks).then(pl.concat_str("venue", "kind", separator=" ")).otherwise("venue"),
        kind=pl.when(lacks).then(pl.lit("Journal")).otherwise("kind"),
    )


def nearly_kind(word: str) -> bool:
    """Is WORD a usual kind, or one with slips?"""
    return bool(get_close_matches(word.title(), KINDS.split("|"), n=1, cutoff=_LIKE_KIND))


def _with_whole_kinds(fields: pl.DataFrame) -> pl.DataFrame:
    """FIELDS of headings, with kinds of two words whole: those that are usual, or that the type says again."""
    parts = pl.concat_str("venue", pl.lit(" "), "kind")
    again = pl.col("type").str.extract(r"^(\S+\s\S+)")
    said = pl.when(parts.str.ends_with(pl.concat_str(pl.lit(" "), again))).then(again)
    whole = pl.coalesce(parts.str.extract(_OF_TWO_WORDS), said)
    venue = parts.str.strip_suffix(whole).str.strip_chars_end()
    both = whole.is_not_null() & (venue != "")
    return fields.with_columns(
        venue=pl.when(both).then(venue).otherwise("venue"), kind=pl.when(both).then(whole).otherwise("kind")
    )


def _undressed(heading: pl.Series) -> pl.Series:
    """HEADING without numbers, labels and signs round it; a sign that is closed within is its own."""
    plain = heading.str.contains(r"^\p{Lu}[^:·|]*(?:Paper|Article)$") & ~heading.str.contains(rf"^{_PUBLISHED}")
    odd = (~plain).arg_true()
    return heading.clone().scatter(odd, _without_dress(heading.gather(odd))) if len(odd) else heading


def _without_dress(heading: pl.Series) -> pl.Series:
    bare = heading.str.replace(rf"^(?:{_LISTED})+", "").str.replace(rf"(?:{_TRAILING})+$", "")
    for opens, closes in _PAIRS:
        first, last = (rf"\x{{{ord(sign):x}}}" for sign in (opens, closes))
        bare = bare.str.replace(rf"^{first}\s*([^{first}{last}]*[^{first}{last}\s])\s*{last}$", "$1")
    return bare


def _fields(heading: pl.Series) -> pl.DataFrame:
    fields = _with_whole_venues(heading.str.extract_groups(HEADING_PATTERN).struct.unnest())
    return _or_else(fields, heading, lambda x: _in_order(x).str.extract_groups(HEADING_IN_PLACE).struct.unnest())


def _with_whole_venues(fields: pl.DataFrame) -> pl.DataFrame:
    """FIELDS of headings, with the venue whole where it ends like one itself: `Foo Workshop 2018 Conference 2018 …`."""
    at = fields["type"].str.contains(_BEGINS_ANEW).fill_null(value=False).arg_true()
    if not len(at):  # nearly always
        return fields
    venue = fields.select(venue=pl.concat_str("venue", "kind", "year", separator=" ").gather(at))
    whole = venue.hstack(fields["type"].gather(at).str.extract_groups(_BEGINS_ANEW).struct.unnest())
    return fields.with_columns(fields[name].scatter(at, whole[name]) for name in whole.columns)


def _in_order(heading: pl.Series) -> pl.Series:
    """HEADING with its parts in the site's order."""
    for other, own in _ORDERS:
        heading = heading.str.replace(other, own)
    return heading


def is_prose(line: pl.Series) -> pl.Series:
    """Which of LINE, all with the parts of a heading, are too long or too wordy for one: a sentence stands before them.

    The whole name of a journal, or the title of proceedings, may be both.
    """
    prose = _wordy(line) | (line.str.len_bytes() > LONGEST_HEADING)
    if not prose.any():
        return prose
    speaks = line.str.contains(_SPEAKS) & ~line.str.starts_with("Proceedings of ")
    return prose & (speaks | ~line.str.contains(_LONG_NAME))


def may_be_headings(text: pl.Series) -> npt.NDArray[np.bool_]:
    """Which of the lines TEXT have all that a heading has: they are headings where they stand as one.

    Nearly all lines are too long, or have no year, which is told long before the other parts are looked for.
    """
    may = text.str.contains(_MAY_BE_DATED)
    at = may.arg_true()
    line = text.gather(at).str.replace_all(UNSEEN, "").str.strip_chars(SPACE)
    short = (line.str.len_bytes() <= LONGEST_HEADING) & line.str.contains(YEAR)
    line = line.filter(short)
    bare = line.str.replace(rf"^(?:{_DRESS})*", "").str.replace(rf"(?:{_UNDRESS})*$", "")
    told = _in_order(line).str.contains(HEADING_IN_PLACE) & bare.str.contains(r"^\S*[\p{L}\p{N}]")
    found = np.zeros(len(text), dtype=bool)
    found[at.filter(short).filter(told & ~bare.str.contains(NO_HEADING)).to_numpy()] = True
    return found


def may_be_of_other_kinds(text: pl.Series) -> npt.NDArray[np.bool_]:
    """Which of the lines TEXT have all that a heading has, but that their kind is no usual word."""
    line = text.str.replace_all(UNSEEN, "").str.strip_chars(SPACE)
    may = (line.str.len_bytes() <= LONGEST_HEADING) & line.str.contains(HEADING_OF_OTHER_KIND)
    usual = line.str.contains(rf"\s(?:(?i:{KINDS})|{MONTH})\s+{YEAR}\s")  # in other letters; no kind
    return (may & ~usual & ~_wordy(line) & ~line.str.contains(NO_HEADING)).to_numpy()


def _wordy(line: pl.Series) -> pl.Series:
    return (line.str.count_matches(_WORD) > _MOST_WORDS) | line.str.contains(_PROSE)
