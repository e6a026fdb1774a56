"""The words that names are made of, read once from `schemas/names.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

GLUE = "\x1f"
"""Stands between two words of one part while a name is being split; it cannot stand in a tidied name."""


@dataclass(frozen=True)
class NameWords:
    """Alternations for regular expressions (already escaped) and sets of words."""

    strong: str
    strong_lower: str
    weak: str
    weak_lower: str
    connectors: str
    given_compounds: str
    generational: str
    portuguese: str
    credentials: str
    titles: str
    affiliations: str
    placeholders: frozenset[str]
    placeholder_last: str
    east_asian: frozenset[str]
    vietnamese: frozenset[str]
    hispanic: frozenset[str]
    hispanic_first: frozenset[str]
    persian: frozenset[str]
    bengali: str
    han: str
    nicknames: tuple[frozenset[str], ...]
    also: tuple[frozenset[str], ...]


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


@cache
def name_words() -> NameWords:
    """The word lists of `schemas/names.toml`, compiled; read once in a process."""
    with files("schemas").joinpath("names.toml").open("rb") as source:
        data = tomllib.load(source)
    families, particles, suffixes = data["families"], data["particles"], data["suffixes"]
    strong, weak, lower, weak_small = (_listed(particles[key]) for key in ("strong", "weak", "lower", "weak_lower"))
    han = families["han_double"] + sorted(set(families["han"]) - set("\n "))
    hispanic = frozenset(families["hispanic"].split())
    return NameWords(
        strong=_cased(strong, lower),
        strong_lower=any_of(strong),
        weak=_cased(weak, weak_small),
        weak_lower=any_of(weak),
        connectors=any_of(particles["connectors"]),
        given_compounds=any_of(particles["given_compounds"]),
        generational=any_of(suffixes["generational"]),
        portuguese=any_of(suffixes["portuguese"]),
        credentials=any_of(suffixes["credentials"]),
        titles=any_of(data["titles"]["before"]),
        affiliations=any_of(data["titles"]["affiliation"]),
        placeholders=frozenset(data["placeholders"]["whole"]),
        placeholder_last=any_of(data["placeholders"]["last_word"]),
        east_asian=frozenset(families["east_asian"].split()),
        vietnamese=frozenset(families["vietnamese"].split()),
        hispanic=hispanic,
        hispanic_first=hispanic - frozenset(families["hispanic_given"].split()),
        persian=frozenset(families["persian"].split()),
        bengali=_pairs(families["bengali"]),
        han=any_of(han),
        nicknames=_groups(data["nicknames"]["groups"]),
        also=_groups(data["nicknames"]["also"]),
    )
