"""The words that names are made of, from `schemas/names.toml`: sets, and alternations for regular expressions."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

GLUE = "\x1f"
"""Stands between two words of one part while a name is being split; it cannot stand in a tidied name."""


def _pairs(words: list[list[str]]) -> str:
    """A regular expression for two words in a row: one of a list of WORDS, then one of the list behind it."""
    return "|".join(
        f"(?:{any_of(first)}) (?:{any_of(last)})" for first, last in zip(words[::2], words[1::2], strict=True)
    )


def _listed(words: str) -> list[str]:
    """The words of a list, `_` for a space inside one."""
    return [word.replace("_", " ") for word in words.split()]


def any_of(words: list[str]) -> str:
    """A regular expression that matches one of WORDS, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _cased(words: list[str], lower: list[str]) -> str:
    """A regular expression for one of WORDS: those of LOWER as they are, the others in any case."""
    return f"{any_of([w for w in words if w in lower])}|(?i:{any_of([w for w in words if w not in lower])})"


def _groups(text: str) -> tuple[frozenset[str], ...]:
    """The groups of words in TEXT, with `;` between."""
    return tuple(frozenset(group.split()) for group in text.split(";"))


_DATA = tomllib.loads(files("schemas").joinpath("names.toml").read_text("utf-8"))
_FAMILIES, _SUFFIXES, _NICKNAMES = _DATA["families"], _DATA["suffixes"], _DATA["nicknames"]
_PARTICLES = _DATA["particles"]
_STRONG, _WEAK = _listed(_PARTICLES["strong"]), _listed(_PARTICLES["weak"])

STRONG = _cased(_STRONG, _listed(_PARTICLES["lower"]))
STRONG_LOWER = any_of(_STRONG)
WEAK = _cased(_WEAK, _listed(_PARTICLES["weak_lower"]))
WEAK_LOWER = any_of(_WEAK)
CONNECTORS = any_of(_PARTICLES["connectors"])
GIVEN_COMPOUNDS = any_of(_PARTICLES["given_compounds"])
GENERATIONAL = any_of(_SUFFIXES["generational"])
PORTUGUESE = any_of(_SUFFIXES["portuguese"])
CREDENTIALS = any_of(_SUFFIXES["credentials"])
TITLES = any_of(_DATA["titles"]["before"])
AFFILIATIONS = any_of(_DATA["titles"]["affiliation"])
PLACEHOLDERS = frozenset(_DATA["placeholders"]["whole"])
PLACEHOLDER_LAST = any_of(_DATA["placeholders"]["last_word"])
EAST_ASIAN = frozenset(_FAMILIES["east_asian"].split())
VIETNAMESE = frozenset(_FAMILIES["vietnamese"].split())
HISPANIC = frozenset(_FAMILIES["hispanic"].split())
HISPANIC_FIRST = HISPANIC - frozenset(_FAMILIES["hispanic_given"].split())
PERSIAN = frozenset(_FAMILIES["persian"].split())
BENGALI = _pairs(_FAMILIES["bengali"])
HAN = any_of(_FAMILIES["han_double"] + sorted(set(_FAMILIES["han"]) - set("\n ")))
NICKNAMES = _groups(_NICKNAMES["groups"])
ALSO = _groups(_NICKNAMES["also"])
