"""Words of a name that belong together, joined into one unit, so that the last unit is the family name.

All functions take and return a frame with the column `core` (String): words and units with one space between.
"""

from __future__ import annotations

import polars as pl

from etl.folding import fold
from etl.transform.names import words
from etl.transform.names.words import GLUE

_CORE = pl.col("core")
_HYPHEN = r"[-‐‑–]"


def _glue_group(pattern: str) -> pl.Expr:
    """CORE with the second group of PATTERN as one unit; null where PATTERN does not match."""
    return _CORE.str.extract(pattern, 1) + " " + _CORE.str.extract(pattern, 2).str.replace_all(" ", GLUE)


def _guarded() -> pl.Expr:
    """Does a capitalised particle prove nothing, as in `Xue Bin Peng` and `Nguyen Van Hien`?"""
    last, first = fold(_CORE.str.extract(r"(\S+)$", 1)), fold(_CORE.str.extract(r"^(\S+)", 1))
    east_asian = last.is_in(list(words.EAST_ASIAN)) & ~_CORE.str.contains(r"(?i) (?:de|du|la|le) \S+$")
    vietnamese = last.is_in(list(words.VIETNAMESE)) & _CORE.str.contains(r"(?i) (?:le|van|do|ha|ta) \S+$")
    return east_asian | vietnamese | (first.is_in(list(words.VIETNAMESE)) & _CORE.str.contains(" Van "))


def glue_given_names(frame: pl.DataFrame) -> pl.DataFrame:
    """`María del Carmen` and `Abd El Rahman` hold a particle and are one name."""
    core = _CORE.str.replace(rf"(?i) (del|de) ({words.GIVEN_COMPOUNDS}) ", f" ${{1}}{GLUE}${{2}} ")
    core = core.str.replace(r"(?i)\b(abd|abed|abdul|عبد) (el|al|ul|ur|ar|as) (\S+)", f"${{1}}{GLUE}${{2}}{GLUE}${{3}}")
    return frame.with_columns(core.alias("core"))


def glue_particles(frame: pl.DataFrame) -> pl.DataFrame:
    """A family name starts with its first particle: `Tijl | De Bie`, `Rob | de Ruyter van Steveninck`."""
    alone = rf"^(?:(?:{words.STRONG_LOWER}) )+\S+$"
    strong, lower = (rf"^(\S.*?) ((?:(?:{words}) |d['’]).*\S)$" for words in (words.STRONG, words.STRONG_LOWER))
    weak, weak_lower = (rf"^(\S.*?) ((?:(?:{w}) )+\S+)$" for w in (words.WEAK, words.WEAK_LOWER))
    free = pl.coalesce(_glue_group(strong), _glue_group(weak), _CORE)
    guarded = pl.coalesce(_glue_group(lower), _glue_group(weak_lower), _CORE)
    whole = _CORE.str.replace_all(" ", GLUE)
    glued = pl.when(_CORE.str.contains(alone)).then(whole).when(_guarded()).then(guarded).otherwise(free)
    return frame.with_columns(glued.alias("core"))


def glue_connectors(frame: pl.DataFrame) -> pl.DataFrame:
    """`Blaise | Agüera y Arcas`, a hyphen that waits, and the Portuguese agnomen: `Amauri H. | Souza Júnior`."""
    core = _CORE.str.replace(rf" (\S+) ({words.CONNECTORS}) (\S+)$", f" ${{1}}{GLUE}${{2}}{GLUE}${{3}}")
    waits = rf"\S*{_HYPHEN}(?i:saint|st\.?|de|la|le|du|i|y|e)?"
    core = core.str.replace(rf" ({waits}) (\S+)$| (\S+) ({_HYPHEN}\S+)$", f" ${{1}}${{3}}{GLUE}${{2}}${{4}}")
    core = core.str.replace(rf"(?i) ([^\s.]+) ({words.PORTUGUESE})$", f" ${{1}}{GLUE}${{2}}")
    return frame.with_columns(core.alias("core"))


def glue_after_initial(frame: pl.DataFrame) -> pl.DataFrame:
    """Two full words behind a given name and an initial are the family name: `Rodrigo A | Toro Icarte`.

    So are initials behind a given name alone, as in the south of India: `Anitha | K. R.`
    """
    pattern = r"^(\p{Lu}\p{Ll}\S* (?:\p{Lu}\.? ?)+) (\p{Lu}[^\s.]*\p{Ll} \p{Lu}[^\s.]*\p{Ll})$"
    east_asian = fold(_CORE.str.extract(r"(\S+)$", 1)).is_in(list(words.EAST_ASIAN))
    glued = pl.when(~east_asian).then(_glue_group(pattern))
    initials = _glue_group(r"^(\p{Lu}\p{L}[\p{L}\p{M}'’\-]+) (\p{Lu}\.?(?: \p{Lu}\.?)+)$")
    return frame.with_columns(pl.coalesce(glued, initials, _CORE).alias("core"))


def glue_double(frame: pl.DataFrame) -> pl.DataFrame:
    """Two family names in a row: `Maria Victoria | Lopez Gonzalez`, `Jishnu | Ray Chowdhury`.

    Hispanic and Persian ones only behind two given names or an initial: behind one given name, most sources take the
    first of the two for a middle name (docs/how-names-are-split.md has the count).
    """
    pattern = r"^(?:\S+ [^ ]+|\p{Lu}\.?)(?: \S+)* (\S+) (\S+)$"
    first, last = (fold(_CORE.str.extract(pattern, group)) for group in (1, 2))
    hispanic = first.is_in(list(words.HISPANIC_FIRST)) & last.is_in(list(words.HISPANIC))
    persian = first.is_in(list(words.PERSIAN)) & last.str.contains(r"^\p{L}{3}")
    double = hispanic | persian | _CORE.str.contains(rf"(?i) (?:{words.BENGALI})$")
    glued = _CORE.str.replace(r" (\S+)$", f"{GLUE}${{1}}")
    return frame.with_columns(pl.when(double.fill_null(value=False)).then(glued).otherwise(_CORE).alias("core"))


def _twin_key(initial: pl.Expr, family: pl.Expr) -> pl.Expr:
    return fold(initial + "|" + family.str.replace_all(rf"{_HYPHEN}| ", "-"))


def glue_hyphen_twins(frame: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """Glue the last two words of `core` where NAMES (tidied) have them with a hyphen, and the same initial.

    `Marco Avella Medina` has two family names because there is a `Marco Avella-Medina`.
    """
    pattern = rf"^(\S).* (\p{{L}}[^\s\-]+{_HYPHEN}\p{{L}}[^\s\-]+)$"
    column = pl.col(names.name)
    hyphenated = names.to_frame().filter(column.str.contains(rf"{_HYPHEN}\S+$"))
    keys = hyphenated.select(_twin_key(column.str.extract(pattern, 1), column.str.extract(pattern, 2))).to_series()
    own = _twin_key(_CORE.str.extract(r"^(\S)", 1), _CORE.str.extract(r"\S (\S+ \S+)$", 1))
    twin = own.is_in(keys.drop_nulls().unique(maintain_order=True).to_list())
    glued = _CORE.str.replace(r" (\S+)$", f"{GLUE}${{1}}")
    return frame.with_columns(pl.when(twin).then(glued).otherwise(_CORE).alias("core"))
