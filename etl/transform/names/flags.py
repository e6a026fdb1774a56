"""What is odd about a name, told and never corrected: one Boolean expression a flag."""

from __future__ import annotations

import polars as pl

from etl.folding import fold
from etl.transform.names import words

_NAME = pl.col("name")

# Letters, marks, digits and what stands between them in names; a nickname in balanced brackets or quotes.
_NICKNAME = r"\([^()]+\)|\"[^\"]+\"|“[^”]+”|‘[^’]+’"
_STRAY = (
    r"[^\p{L}\p{M}\d\s.\-‐‑–'’‘ʻʼ`´,·・]|^[\-.,·]|[\-–,‘]$| [\-–.,]|[\-–] |\.\.|,,|--"
    r"|[^bvgdzjklmnprstfhcq]'$|(?:^| )'.*'$"  # `Kassil'` has a soft sign
    r"|\p{Ll}{2}\.(?: |$)|\p{Lu}\p{Ll}\.$"  # behind a whole word; `Yu. Ma` is short for one
    r"| \p{Ll},"  # letters of footnotes
)
_SHORTENED = (
    r"\b(?:[JSD]r|St[ea]?|Mrs?|Ms|Wm|Chas|Geo|Thos|Jos|Jas|Chr|Alex|Abd|Mohd|Most|Mst|Muhd"
    r"|Prof|Rev|Hon|Esq|Inc|Ltd|Univ|Dept|Inst)\."
)


def all_caps() -> pl.Expr:
    """Two words or more, one at least of two letters, and no letter that is not a capital: `PO-AN WANG`."""
    return ~_NAME.str.contains(r"[\p{Ll}\p{Lo}]") & _NAME.str.contains(r"\p{Lu}{3}|\p{Lu}{2}.* .*\p{Lu}{2}")


def lower_case() -> pl.Expr:
    """A given or a family name (beside its particles) that starts small: `baoxin Li`, `Ben younes`.

    Georgian has small letters alone: names do not begin with its capitals.
    """
    small = r"[\p{Ll}--\p{Georgian}]"
    first = rf"^{small}{{2,}}[^\s'’]*(?: |$)"
    particle = rf"^(?:{words.STRONG_LOWER}|{words.WEAK_LOWER}|al-\S+) "
    last = rf" {small}[\p{{Ll}}\p{{M}}]+$"
    return (_NAME.str.contains(first) & ~_NAME.str.contains(particle)) | _NAME.str.contains(last)


def stray_punctuation() -> pl.Expr:
    """A character that no name has, a bracket or a quote that does not close, punctuation at an edge.

    And a full stop behind a word that is no short form (`Ada. Lovelace`).
    """
    bare = pl.when(_NAME.str.contains(r"[(\"“‘]")).then(_NAME.str.replace_all(_NICKNAME, "x")).otherwise(_NAME)
    bare = pl.when(bare.str.contains(r"\p{Ll}\.")).then(bare.str.replace_all(_SHORTENED, "x")).otherwise(bare)
    return bare.str.contains(_STRAY) & ~pl.col("et_al")


def has_title_or_affiliation() -> pl.Expr:
    """What splitting took off (`Dr. Amit Elazari`, `Barbara Klein MD`, `Yi Ma (MIT)`), and what it left.

    That is an organisation (`Huawei Research`, but not `Huawei Wang`), or a name that is a title or degree and a word.
    """
    left = rf"(?i)[ (,](?:{words.AFFILIATIONS})(?:[ ),]|$)|@|^(?:{words.TITLES}) |(?-i:[ ,](?:{words.CREDENTIALS})$)"
    is_given = fold(_NAME.str.extract(r"^\S+ (\S+)$", 1)).is_in(list(words.EAST_ASIAN)).fill_null(value=False)
    first = _NAME.str.contains(rf"^(?i:{words.AFFILIATIONS})(?:[ ,]|$)") & ~is_given
    return pl.col("beside") | _NAME.str.contains(left) | first


def single_letter_part() -> pl.Expr:
    """A family name of one letter (`Amit S`), or nothing but one letter, without a dot, for a given name."""
    letter = r"^\p{L}\.?$"
    return (
        pl.col("family").str.contains(letter) & pl.col("family").str.contains(r"[\p{Lu}\p{Ll}]")
        | pl.col("given").str.contains(r"^[\p{Lu}\p{Ll}]$")
    ).fill_null(value=False)


def mixed_scripts() -> pl.Expr:
    """Letters of two alphabets that look alike in one name, or any two scripts in one word."""
    foreign = _NAME.str.contains(r"[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Han}\p{Hangul}\p{Hebrew}\p{Arabic}]")
    latin = r"\p{Latin}"
    alike = _NAME.str.contains(
        r"\p{Latin}.*[\p{Cyrillic}\p{Greek}\p{Armenian}]|[\p{Cyrillic}\p{Greek}\p{Armenian}].*\p{Latin}"
    )
    other = r"[\p{Han}\p{Hangul}\p{Hebrew}\p{Arabic}]"
    return foreign & (
        alike
        | _NAME.str.contains(rf"{latin}{other}|{other}{latin}|\p{{Cyrillic}}.*\p{{Greek}}|\p{{Greek}}.*\p{{Cyrillic}}")
    )


_OTHERS = pl.col("et_al")
_FLAGS: dict[str, pl.Expr] = {
    "all_caps": all_caps(),
    "lower_case": lower_case() & ~_OTHERS,
    "has_digits": _NAME.str.strip_suffix(pl.col("suffix").fill_null("")).str.contains(r"\d") & ~_OTHERS,
    "stray_punctuation": stray_punctuation(),
    "has_title_or_affiliation": has_title_or_affiliation(),
    "single_letter_part": single_letter_part(),
    "mixed_scripts": mixed_scripts(),
    "not_nfc": pl.col("raw").str.normalize("NFC") != pl.col("raw"),
    "one_word": ~_NAME.str.contains(" ") & (_NAME != "") & pl.col("given").is_null() & ~_OTHERS,
}
FLAGS = (*_FLAGS, "swapped_parts", "et_al", "placeholder")
"""All that may be odd about a name; the last three are set where it is split."""


def name_flags() -> list[pl.Expr]:
    """The flags that splitting does not set, for a frame with `raw`, `name`, `given`, `family`, `et_al`."""
    return [flag.alias(name) for name, flag in _FLAGS.items()]
