"""Names of people: how the site groups them, and what is given, family and suffix.

Everything works on whole columns of distinct names. Most names are two plain words. In the others, words
that belong together are glued, one rule after the other (`parts.py`, `glue.py`), and the last unit
of what comes out is the family name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

from etl.open_list import BUTTON
from etl.transform.names import glue as name_glue
from etl.transform.names import parts as name_parts
from etl.transform.names import words
from etl.transform.names.flags import FLAGS, name_flags
from etl.transform.names.words import GLUE
from etl.transform.text import damage, latex
from etl.transform.text.damage import Gate

_BRACES = re.compile(r"(\\[A-Za-z]+\*?(?:\{[^{}]*\})+)|\{([^{}\\]*)\}")  # that BibTeX needs; not of a macro that stays
_APOSTROPHE = re.compile(r"\b([ODL])\\'(?=[A-Z])")  # `O\'Brien` as programs quote it, and no accent
_COLOUR = r"\x1b\[[\d;]*m"  # what a terminal turns into a colour
_INVISIBLE = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
_HOMONYM = r"^(.*\S) (\d{4})$"
# Two words that nothing can be said about: the second is the family name.
_PLAIN = r"^[\p{Lu}\p{Lt}][\p{L}\p{M}.'’\-]* [\p{L}\p{M}'’]+$"
_PARTS = ("core", "suffix", "nickname", "swapped_parts", "et_al", "placeholder", "beside", "whole")

SPLITTERS: tuple[tuple[str, Callable[[pl.DataFrame], pl.DataFrame]], ...] = (
    ("others", name_parts.split_off_others),
    ("titles", name_parts.split_off_titles),
    ("suffix", name_parts.split_off_suffix),
    ("nickname", name_parts.split_off_nickname),
    ("order", name_parts.turn_round),
    ("compound given names", name_glue.glue_given_names),
    ("particles", name_glue.glue_particles),
    ("connectors", name_glue.glue_connectors),
    ("initial", name_glue.glue_after_initial),
    ("double family name", name_glue.glue_double),
)
"""What happens to a name that is not two plain words, in order: what `steps` calls it, and the function."""


def decoded(names: pl.Series) -> pl.Series:
    """NAMES with mojibake, HTML, ligatures and the LaTeX of accents decoded, as titles are; most have none of it."""
    return damage.decoded(names, _DECODERS)


def _without_latex(name: str) -> tuple[str, int]:
    before, name = None, latex.decode(_APOSTROPHE.sub(r"\1'", name))
    while before != name:
        before, name = name, _BRACES.sub(r"\1\2", name)
    return name, 1


_DECODERS: tuple[tuple[Gate, damage.Mender], ...] = (
    *damage.ENCODINGS,
    (Gate(beyond_ascii=damage.LIGATURE), damage.ligatures),
    (Gate(r"[\\~{]"), _without_latex),
)


def tidy(names: pl.Expr) -> pl.Expr:
    """NAMES in NFC, without invisible characters, each run of white space one space, trimmed; `J. -P. Foo` joined."""
    visible = names.str.normalize("NFC").str.replace_all(rf"{_COLOUR}|{_INVISIBLE}", "")
    spaced = visible.str.replace_all(r"[\s\u0085]+", " ").str.strip_chars(" ")
    return spaced.str.replace_all(r"(\p{Lu}\.) -(\p{Lu})", "${1}-$2")


def author_key(names: pl.Expr) -> pl.Expr:
    """The name as the site groups it: tidied and in lower case, a homonym id kept."""
    return tidy(names).str.to_lowercase()


def split_homonym(names: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Each name without its four digits, tidied; and those digits (`0001`), or null."""
    name = tidy(names)
    return name.str.replace(_HOMONYM, "${1}"), name.str.extract(_HOMONYM, 2)


def parse_names(names: pl.Series) -> pl.DataFrame:
    """Split NAMES (String, distinct, as written, with a homonym id or without) into their parts.

    The same height and order comes back, with the columns `name` (decoded, tidied, without the homonym id and an "et
    al." behind it), `given`, `family`, `suffix`, `homonym_id` (String, null where there is none), `author_key`,
    `base_key` (the key without the homonym id) and one Boolean column for each of `FLAGS`. A name of one word is a
    family name. A name that does not decide for itself is decided by the others of the same call, whatever their order.
    """
    frame = _tidied(names)
    plain = pl.col("name").str.contains(_PLAIN) & ~pl.col("name").str.contains(_special())
    frame = frame.with_row_index("row").with_columns(plain.alias("plain"))
    rest = frame.filter(~pl.col("plain")).select("row", "name")
    for _, split in SPLITTERS:
        rest = split(rest)
    rest = name_glue.glue_hyphen_twins(rest, frame["name"])
    frame = frame.join(rest.select("row", *_PARTS), on="row", how="left", maintain_order="left")
    return frame.with_columns(*_split_last()).with_columns(name_flags()).select(*_columns())


def steps(name: str) -> list[tuple[str, str]]:
    """What each step makes of NAME: (step, what it is now), `_` between words that belong together."""
    frame = _tidied(pl.Series("name", [name])).select("name", pl.col("name").alias("core"))
    shown = decoded(pl.Series([name]))[0]
    seen = [("decoded", shown)] if shown != name else []
    seen.append(("tidied", frame["name"][0]))
    for label, split in SPLITTERS:
        frame = split(frame)
        if frame["core"][0] != seen[-1][1]:
            seen.append((label, frame["core"][0]))
    parsed = parse_names(pl.Series([name])).row(0, named=True)
    told = [(part, parsed[part]) for part in ("given", "family", "suffix", "homonym_id") if parsed[part]]
    flags = [("flag", flag) for flag in FLAGS if parsed[flag]]
    return [(label, text.replace(GLUE, "_")) for label, text in seen] + told + flags


def _tidied(names: pl.Series) -> pl.DataFrame:
    raw = names.cast(pl.String)
    frame = pl.DataFrame({"raw": raw, "tidied": decoded(raw)}).with_columns(tidy(pl.col("tidied")))
    tidied = pl.col("tidied")
    if (frame["tidied"] == "").any():  # a name of mere markup (`<b></b>`, `&nbsp;`) stays as written
        frame = frame.with_columns(pl.when(tidied == "").then(tidy(pl.col("raw"))).otherwise(tidied).alias("tidied"))
    numbered = tidied.str.contains(r" \d{4}$")
    name = pl.when(numbered).then(tidied.str.replace(_HOMONYM, "${1}")).otherwise(tidied)
    return frame.with_columns(name.alias("name"), tidied.str.extract(_HOMONYM, 2).alias("homonym_id"))


def _special() -> str:
    """Two words of which the first is a title, or the second no family name."""
    last = rf"{words.GENERATIONAL}|{words.CREDENTIALS}|al|others|(?i:{words.PLACEHOLDER_LAST})"
    first = rf"{BUTTON}$|{words.TITLES}\.? "
    return rf"^(?i:{first})|^(?i:dr|prof)\.| (?:{last})$|^(?i:unknown|anonymous|no|various) "


def _split_last() -> list[pl.Expr]:
    """`given` and `family` from `name` (where plain) or `core`, and the flags that splitting has set."""
    unit = pl.when("plain").then("name").otherwise("core")
    given = unit.str.extract(r"^(.*) [^ ]+$", 1).str.replace_all(GLUE, " ", literal=True)
    given = pl.when(pl.col("nickname").is_null()).then(given).otherwise(given + " " + pl.col("nickname"))
    family = unit.str.extract(r"([^ ]+)$", 1).str.replace_all(GLUE, " ", literal=True)
    flags = [pl.col(flag).fill_null(value=False) for flag in ("swapped_parts", "et_al", "placeholder", "beside")]
    return [given.alias("given"), family.alias("family"), *flags]


def _columns() -> list[pl.Expr]:
    name = pl.coalesce("whole", "name")
    parts = [pl.col(column) for column in ("given", "family", "suffix", "homonym_id")]
    keys = [
        pl.coalesce("whole", "tidied").str.to_lowercase().alias("author_key"),
        name.str.to_lowercase().alias("base_key"),
    ]
    return [name.alias("name"), *parts, *keys, *(pl.col(flag) for flag in FLAGS)]
