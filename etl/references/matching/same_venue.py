"""Whether two writings of a venue are the same one: by the registry, else by their words."""

import re
from enum import IntEnum
from functools import cache, lru_cache

from etl.folding import folded
from etl.references.base import PREPRINT
from schemas.registry import load_registry

_SERIES = re.compile(  # PMLR, JMLR W&CP 28, Lecture Notes in Computer Science
    r"(?:proceedings of machine learning research|pmlr|jmlr w(?:orkshop)? ?(?:&|and) ?c(?:onference)? ?p.*"
    r"|lecture notes in .*|lncs|ceur.*|acm|ieee|springer|openreview\.net)[\s,.:\d()-]*",
    re.IGNORECASE,
)
_SMALL = frozenset(["a", "an", "and", "at", "de", "for", "in", "of", "on", "proc", "proceedings", "the", "to", "with"])
_BESIDE = frozenset([
    "companion", "consortium", "demo", "demonstration", "demonstrations", "demos", "poster", "posters", "tutorial",
    "tutorials", "workshop", "workshops",
])  # fmt: skip
"""Words for what is held beside a conference: of a paper there may be a short version with other authors."""
_GENERIC = frozenset({
    "acm", "annual", "conf", "conference", "ieee", "international", "joint", "meeting", "symposium",
})  # fmt: skip


_UNKNOWN = "x:"  # so begin the ids of venues that the registry does not have


class Venues(IntEnum):
    """What the venue of a reference says about a paper's."""

    OTHER = 0
    """Another venue of the registry."""
    PREPRINT = 1
    UNSAID = 2
    SAME = 3
    UNKNOWN = 4
    """A name that the registry does not have, or that is not to be compared with one that it does not have."""


@lru_cache(maxsize=1 << 16)
def compare_venues(
    paper: str | None, venue_id: str | None, reference: str | None, ids: str | None, kind: str | None
) -> Venues:
    """Compare a paper's venue (as written, and its id) with what the REFERENCE says.

    IDS: what the registry takes the reference's venue for, several with a space between, null where it does not
    have it; KIND: of which kind it is there.
    """
    if reference is None or not _words(reference) or kind == "series" or _SERIES.fullmatch(reference.strip()):
        return Venues.UNSAID
    known = venue_id if venue_id and not venue_id.startswith(_UNKNOWN) else None
    found = ids.split() if ids else []
    if known and len(found) == 1:
        same = Venues.SAME if known == found[0] else Venues.OTHER
        return Venues.PREPRINT if same == Venues.OTHER and kind == "preprint" else same
    if paper and _agree(paper, reference):
        return Venues.SAME
    if kind == "preprint" or PREPRINT.search(reference):
        return Venues.PREPRINT
    if not known and not (paper and _words(paper)):
        return Venues.UNSAID
    return Venues.OTHER if known and found and known not in found else Venues.UNKNOWN


def _words(name: str) -> list[str]:
    """Folded words of a venue's NAME; years, ordinals and volume numbers off, a former name made the new."""
    renamed = _renamed()
    return [renamed.get(word, word) for word in _folded(name) if word not in _SMALL]


def _folded(name: str) -> list[str]:
    plain = folded(name).replace("'", " ")
    return re.findall(r"[^\W\d_]+", re.sub(r"\d+(?:st|nd|rd|th)\b", " ", plain))


@cache
def _renamed() -> dict[str, str]:
    """The registry's former names of one word, such as nips, with the one word that the venue is called by today."""
    entries = load_registry().venue.values()
    names = [(_folded(former), _folded(entry.name)) for entry in entries for former in entry.former]
    return {former[0]: name[0] for former, name in names if len(former) == len(name) == 1}


def _agree(one: str, other: str) -> bool:
    """Whether two names are equal but for abbreviation, or one is an acronym that the other has or spells."""
    words, others = _words(one), _words(other)
    if _BESIDE.isdisjoint(words) != _BESIDE.isdisjoint(others):
        return False
    if len(words) == len(others) and all(
        a.startswith(b) or b.startswith(a) for a, b in zip(words, others, strict=True)
    ):
        return True
    return any(
        _is_acronym(short) and (acronym[0] in spelled or _spells(acronym[0], spelled, begun=False))
        for short, acronym, spelled in ((one, words, others), (other, others, words))
    )


def _is_acronym(name: str) -> bool:
    """Whether NAME is one word with two capitals (ICML, NeurIPS), the year aside."""
    return len(_words(name)) == 1 and sum(letter.isupper() for letter in name) > 1


def _spells(acronym: str, words: list[str], *, begun: bool) -> bool:
    """Whether WORDS, each from its first letter, give ACRONYM (`Neural Information …` gives NeurIPS).

    Words before the first that counts are passed over, and after it those that most venues have.
    """
    if not acronym:
        return True
    if not words:
        return False
    word, rest = words[0], words[1:]
    used = any(_spells(acronym[taken:], rest, begun=True) for taken in range(_taken(acronym, word), 0, -1))
    return used or ((not begun or word in _GENERIC) and _spells(acronym, rest, begun=begun))


def _taken(acronym: str, word: str) -> int:
    """How many letters at the start of ACRONYM come in this order in WORD, the first one first."""
    if acronym[0] != word[0]:
        return 0
    letters = iter(word)
    return next((taken for taken, letter in enumerate(acronym) if letter not in letters), len(acronym))
