"""What is taken off a name before it is split ("et al.", titles, suffixes), and which part comes first.

All functions take and return a frame with the columns `name` (String, tidied) and `core` (String, what is
still to be split, words that belong together joined by `GLUE`).
"""

from __future__ import annotations

import polars as pl

from etl.open_list import GOES_ON
from etl.patterns import quick_regex
from etl.transform.names import words
from etl.transform.names.words import GLUE, any_of

_CORE = pl.col("core")
# Marks of footnotes, affiliation numbers, signs and emoji behind a name (`Ada Bell*`, `Ada Bell¹`, `Ada Bell 🤗`), and
# what forms that ask for a family name get from people who have none (`Ada .`).
_MARKS = r"(?: [.\-–—_])+$| \p{Ll}(?:, ?[\p{Ll}\d])+$|[\s*∗＊†‡§¶‖#^,;\d\p{No}\p{So}\p{Sk}\x{FE0F}\x{200D}]+$"
# An address, or the number that ORCID gives a researcher.
_CONTACT = r"[\s,;<(\[]+(?i:orcid:? ?)?\S*(?:\w@\w|://|\d{4}-\d{4}-\d{4}-\d{3})\S*$"
_GENERATIONAL = rf"(?:{words.GENERATIONAL})"
_NICKNAME_LAST = r"^(.*\S) (\([^()]*\)|\"[^\"]*\"|“[^”]*”|‘[^’]*’)$"
_EAST = r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}ー々]"

# Two words of these scripts, or one, are the family name and then the given; so is a name with a patronymic.
_FAMILY_FIRST = (
    rf"^({_EAST}+) ({_EAST}+)$",
    r"^(\p{Cyrillic}{2}\S*) (\p{Lu}\.(?: ?\p{Lu}\.)+)$",
    rf"^({words.HAN})(\p{{Han}}{{1,2}})$",
    r"^(남궁|황보|제갈|선우|독고|\p{Hangul})(\p{Hangul}{1,2})$",
    r"^(\p{Cyrillic}\S*) (\p{Cyrillic}\S* \p{Cyrillic}+(?:вич|вна|ична|овна|евна))$",
    r"^(\p{Lu}\p{Ll}{2,}(?:[oe]v|sk[iy][iy]?|enko|[oe]va|skaya)) (\p{Lu}\S+ \p{Lu}\p{Ll}+(?:[oe]vich|[oe]vna))$",
)
# "Chen Yueh-Han": a Chinese or Korean family name, then a given name of two syllables.
_ROMANISED = quick_regex(rf"^((?i:{any_of(sorted(words.EAST_ASIAN))})) (\p{{Lu}}\p{{L}}{{1,6}}[-‐–]\p{{L}}{{1,6}})$")
_NOT_GIVEN = rf"(?i) (?:{words.WEAK_LOWER}|{any_of(sorted(words.VIETNAMESE))})[-‐–]"
_ORGANISATION = rf".*\b(?:{words.AFFILIATIONS})\b"
_INSIDE = r"[^()\[\]]"
_BESIDE = (
    rf"(?i)(?:, ?| [-–—/|] ){_ORGANISATION}.*$| @ .*$"
    # In brackets, and no nickname: (MIT), (TU Wien), (Zürich, Switzerland), (she/her), (*), but (JP), (Mary Ann).
    rf"| [(\[](?:{_ORGANISATION}{_INSIDE}*|{_INSIDE}*(?:[,:;/\d]|\bauthor){_INSIDE}*|[^\p{{L}}()\[\]]+"
    rf"|(?-i:\p{{Lu}}{{3,}}|\p{{Lu}}{{2,}} {_INSIDE}+|{_INSIDE}+ \p{{Lu}}{{2,}}|\p{{Ll}}{_INSIDE}*))[)\]]$"
)
# Capitals behind a name that is not in capitals, and no initials (`Bell, JA`; `Ada Bell, JA Doe, Alan Turing`); or two
# single words (`Ada Bell, Zürich, Switzerland`).
_ACRONYM = (
    r"^(\p{Lu}[^\s,]* [^,]*\p{Ll}[^,]*?)(?: ?, ?| [-–—/|] )"
    r"(?:(?:.*, ?)?[\p{Lu}\d]{2,}|\p{Lu}{3,}[ ,].*|(?:KU|TU|UC) .*|[^\s,]+(?:, ?[^\s,]+)+)$"
)


def _turned(core: pl.Expr, pattern: str) -> pl.Expr:
    """CORE with the two groups of PATTERN, family and given name, turned round."""
    return core.str.replace(pattern, "${2} ${1}")


def split_off_others(frame: pl.DataFrame) -> pl.DataFrame:
    """Take off marks, "et al." and its like (column `et_al`; `whole`: the name before it, null where there is none).

    A placeholder is one unit (column `placeholder`).
    """
    name = pl.col("name")
    lower = name.str.to_lowercase()
    last = lower.str.contains(rf"^.+ (?:{words.PLACEHOLDER_LAST})$")
    return frame.with_columns(
        name.str.contains(GOES_ON).alias("et_al"),
        (lower.is_in(list(words.PLACEHOLDERS)) | (last & ~name.str.contains(GOES_ON))).alias("placeholder"),
        name.str.replace(GOES_ON, "").str.replace(_CONTACT, "").str.replace(_MARKS, "").alias("core"),
    ).with_columns(
        pl.when("et_al", _CORE != "").then("core").alias("whole"),
        pl.when("placeholder").then(_CORE.str.replace_all(" ", GLUE)).otherwise("core").alias("core"),
    )


def split_off_titles(frame: pl.DataFrame) -> pl.DataFrame:
    """Take off titles before the name, degrees, places and addresses behind it (column `beside`: is there any?)."""
    core = _CORE.str.replace(rf"^(?:(?i:{words.TITLES}) )+(\S)", "${1}")
    core = core.str.replace(r"^(?i:dr|prof)\.(\p{Lu}\S* )", "${1}")
    bare = core.str.replace(_BESIDE, "").str.replace(_ACRONYM, "${1}")
    core = pl.when(_CORE.str.contains(rf", ?{_GENERATIONAL}$")).then(core).otherwise(bare)
    core = core.str.replace(rf"^(\S+ \S.*?)(?:,? (?:{words.CREDENTIALS}))+$", "${1}")
    beside = (core != _CORE) | pl.col("name").str.contains(_CONTACT)
    return frame.with_columns(core.alias("core"), beside.alias("beside"))


def split_off_suffix(frame: pl.DataFrame) -> pl.DataFrame:
    """Take off a generational suffix (column `suffix`), also as in `Smith, Jr., John`."""
    patterns = (
        rf"^(\S+ .*?\S),? \(?({_GENERATIONAL})\)?$",
        rf"^(.*?\S), ({_GENERATIONAL})$",
        r"^(\S+) ([JS]r\.)$",
        rf"^([^,]+),? ({_GENERATIONAL})(, ?[^,]+)$",
    )
    suffix = pl.coalesce(*[_CORE.str.extract(pattern, 2) for pattern in patterns])
    core = _CORE
    for pattern in patterns:
        core = core.str.replace(pattern, "${1}${3}" if pattern is patterns[-1] else "${1}")
    return frame.with_columns(suffix.alias("suffix"), core.alias("core"))


def split_off_nickname(frame: pl.DataFrame) -> pl.DataFrame:
    """Take off a nickname that stands last (column `nickname`): it belongs to the given name."""
    return frame.with_columns(
        _CORE.str.extract(_NICKNAME_LAST, 2).alias("nickname"), _CORE.str.replace(_NICKNAME_LAST, "${1}").alias("core")
    )


def turn_round(frame: pl.DataFrame) -> pl.DataFrame:
    """Put the family name last where it is first: `Bengio, Yoshua` (column `swapped_parts`), 王小明."""
    swapped = _CORE.str.contains(r"^[^,]+, ?[^,]*\p{L}[^,]*$")
    family = _CORE.str.extract(r"^([^,]+),", 1).str.replace_all(" ", GLUE)
    core = pl.when(swapped).then(_CORE.str.extract(r", ?(.*)$", 1) + " " + family).otherwise(_CORE)
    for pattern in _FAMILY_FIRST:
        core = _turned(core, pattern)
    romanised = core.str.contains(_ROMANISED) & ~core.str.contains(_NOT_GIVEN)
    core = pl.when(romanised).then(_turned(core, _ROMANISED)).otherwise(core)
    return frame.with_columns(swapped.alias("swapped_parts"), core.alias("core"))
