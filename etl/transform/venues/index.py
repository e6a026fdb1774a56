"""The registry's names as an index: which venues a run of words may name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import polars as pl

from etl.compiled import compiled
from etl.transform.venues.kinds import MEETINGS
from etl.transform.venues.registry_names import Name, names_of
from etl.transform.venues.words import cleaned, word_frame
from schemas.registry import Registry, VenueEntry, load_registry

# "Proceedings of the ACM on Human-Computer Interaction" is no "Human-Computer Interaction", which is a journal, and the
# "Journal of Scientific Computing" is not that of SIAM.
_OWN_ORGANISER = re.compile("Proceedings of the |SIAM Journal ")


@dataclass(frozen=True)
class Book:
    """The index: `exact` by key, `loose` by key without organisers, `reachless` also without "international",
    `abbreviated` by the words' initials.

    `own` has every key of a venue; the sets have single words, in the form that they have in a key.
    """

    registry: Registry
    entries: dict[str, VenueEntry]
    exact: dict[str, list[Name]]
    loose: dict[str, list[tuple[frozenset[str], Name]]]
    reachless: dict[str, list[tuple[frozenset[str], Name]]]
    abbreviated: dict[str, list[tuple[tuple[str, ...], Name]]]
    vocabulary: frozenset[str]
    organisers: frozenset[str]
    harmless: frozenset[str]
    satellites: frozenset[str]
    own: dict[str, list[str]]
    contractions: dict[str, str]

    def find(self, words: list[str]) -> list[Name]:
        """The names that `words` (of `words.segments`) spell, in the strictest way that finds one."""
        plain = [word.rstrip(".") for word in words]
        return self.exact.get(" ".join(plain)) or self._without_organisers(plain) or self._unabridged(words)

    def is_whole(self, word: str) -> bool:
        """Whether `word` is one of a name or of a place, and not the beginning of one."""
        return (len(word) >= 3 and word in self.vocabulary) or (len(word) >= 4 and word in self.harmless)

    def _without_organisers(self, plain: list[str]) -> list[Name]:
        """An "ACM SIGKDD Conference on X" is "Conference on X", unless the registry has it as an IEEE one."""
        rest = [word for word in plain if word not in self.organisers]
        kind = None
        if len(rest) == 2 and rest[1] in ("conference", "symposium", "journal"):  # the UMAP Journal is no conference
            rest, kind = rest[:1], "journal" if rest[1] == "journal" else "conference"
        short = [name for name in self.exact.get(" ".join(rest), []) if name.how in ("acronym", "former name")]
        short = [name for name in short if kind is None or kind in self.entries[name.venue_id].kinds]
        if len(rest) == 1 or (short and rest != plain):  # "ACM TOG", "IEEE RA-L"
            return short
        by = self.organisers.intersection(plain)
        found = [name for theirs, name in self.loose.get(" ".join(rest), []) if _may_hold(by, theirs)]
        return found or self._of_any_reach(_without_reach(rest), by)

    def _of_any_reach(self, rest: tuple[str, ...], by: frozenset[str]) -> list[Name]:
        """A "Conference on Extending Database Technology" is the international one, and the other way round.

        Only where the subject has three words, or two and an organiser in common: many hold a "Conference on Data
        Mining", and it is the IEEE that has an "International Conference on Robotics and Automation".
        """
        named = self.reachless.get(" ".join(rest), [])
        return [name for theirs, name in named if by & theirs or (len(rest) > 3 and _may_hold(by, theirs))]

    def behind_acronym(self, words: list[str]) -> list[Name]:
        """The names that `words` spell behind the venue's own acronym: "CoRL Conference on Robot Learning"."""
        plain = [word.rstrip(".") for word in words]
        return self._with_acronym(plain[1:], plain[0])

    def before_acronym(self, words: list[str]) -> list[Name]:
        """The names that `words` spell with the venue's own acronym behind, as "Conference on Robot Learning CoRL"."""
        plain = [word.rstrip(".") for word in words]
        return self._with_acronym(plain[:-1], plain[-1])

    def _with_acronym(self, rest: list[str], acronym: str) -> list[Name]:
        known = {name.venue_id for name in self.exact.get(acronym, []) if name.how == "acronym"}
        if not known or len(rest) < 2:
            return []
        named = self.exact.get(" ".join(rest)) or self._without_organisers(rest)
        return [name for name in named if name.venue_id in known]

    def _unabridged(self, words: list[str]) -> list[Name]:
        """Names whose words begin as `words` do: "J. Mach. Learn. Res.", "Int Conf Mach Learn".

        Only a journal's name is cut short alone, so "Mach. Learn." is firm where "Machine Learning" is not. Two words
        of which three letters each are left may be those of another name ("Dig. Dis."): the registry has to list them.
        """
        if len(words) < 2:
            return []
        full = [self.contractions.get(word.rstrip("."), word) for word in words]
        alike = self.abbreviated.get("".join([word[0] for word in full]), [])
        named = [name for spelled, name in alike if all(map(_abridges, full, spelled)) and _tells(full, spelled)]
        cut = [(n, None if self.entries[n.venue_id].kind == "journal" else n.exact) for n in named]
        return [Name(n.venue_id, n.text, "abbreviation", exact and "") for n, exact in cut]


def _may_hold(by: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether a name with the organisers THEIRS may be meant by one that says BY."""
    return not by or not theirs or bool(by & theirs)


def _without_reach(words: Iterable[str]) -> tuple[str, ...]:
    """The WORDS of a meeting's name without "international"; of a journal's name, or a short one, none."""
    rest = tuple(word for word in words if word != "international")
    return rest if len(rest) > 2 and MEETINGS.intersection(rest) else ()


def _abridges(word: str, full: str) -> bool:
    """Whether `word` is `full` or a short form of it: with a full stop two letters are enough, else three."""
    bare = word.rstrip(".")
    if bare == full:
        return True
    return full.startswith(bare) and (len(bare) >= 3 or bare == "j" or (len(bare) == 2 and bare != word))


def _tells(words: list[str], full: tuple[str, ...]) -> bool:
    """Whether enough of a name is left in WORDS to tell it from others with words that begin so.

    Of "Journal of ..." one word is all there is: "J. Chem." may be of Chemistry, and not of Cheminformatics.
    """
    least = 5 if full[0] in ("journal", "j") else 4
    told = [(word.rstrip("."), whole) for word, whole in zip(words, full, strict=True) if whole not in ("journal", "j")]
    return len(words) > 2 or any(len(word) >= least or word == whole for word, whole in told)


@cache
def load_book() -> Book:
    """The index over the whole registry, loaded once a process."""
    return compiled("venues", _book)


def _book() -> Book:
    registry = load_registry()
    entries = registry.entries()
    names = [name for venue_id, entry in entries.items() for name in names_of(venue_id, entry)]
    words_of = registry.words
    around = words_of.places | words_of.publishers | words_of.organisers
    key_of = _keys([*{name.text for name in names} | around | words_of.satellites], words_of.stop)
    keys = [key_of[name.text] for name in names]
    exact, loose, reachless, short, own = (defaultdict(list) for _ in range(5))
    organisers = words_of.organisers
    for name, key in zip(names, keys, strict=True):
        words = tuple(key.split())
        rest = words if _OWN_ORGANISER.match(name.text) else tuple(word for word in words if word not in organisers)
        exact[key].append(name)
        own[name.venue_id].append(key)
        forms = {words}
        if len(rest) > 2 or (len(rest) == 2 and rest[0] == "transaction"):
            loose[" ".join(rest)].append((organisers.intersection(words), name))
            forms.add(rest)
        if meeting := _without_reach(rest):
            reachless[" ".join(meeting)].append((organisers.intersection(words), name))
        forms.update(form for form in (_without_reach(words), meeting) if len(form) > 3)
        for form in forms:
            if len(form) > 1:
                short["".join(word[0] for word in form)].append((form, name))
    return Book(
        registry=registry,
        entries=entries,
        exact=dict(exact),
        loose=dict(loose),
        reachless=dict(reachless),
        abbreviated=dict(short),
        vocabulary=frozenset(
            word for n, key in zip(names, keys, strict=True) if n.how != "abbreviation" for word in key.split()
        ),
        organisers=organisers,
        harmless=frozenset(key_of[text] for text in around),
        satellites=frozenset(key_of[text] for text in words_of.satellites),
        own=dict(own),
        contractions=words_of.contractions,
    )


def _keys(texts: list[str], stop: frozenset[str]) -> dict[str, str]:
    """Text -> its key: all at once, for the patterns are compiled each time."""
    clean = pl.Series("clean", texts).to_frame().select(cleaned(pl.col("clean")))["clean"]
    return dict(zip(texts, word_frame(clean, stop)["key"], strict=True))
