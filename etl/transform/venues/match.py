"""Which venue the words of one heading name: whole names first, then titles made of several parts.

A title is accepted only where every part of it is accounted for: it names the venue, belongs to the venue's
name, or is a place, a date or a publisher. One part that says something else leaves the heading unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from etl.transform.venues.index import Book
from etl.transform.venues.kinds import MEETINGS
from etl.transform.venues.registry_names import Name

_MOST_PARTS = 16  # longer titles do not occur; the search over runs of parts stays bounded
_LONGEST_RUN = 6  # parts that make up one name


@dataclass(frozen=True, slots=True)
class Match:
    """What a heading resolves to: a venue id or None, how (a word of `resolve_venues`), and candidates."""

    venue_id: str | None
    how: str
    candidates: tuple[str, ...] = ()


UNKNOWN = Match(None, "unknown")


def match(book: Book, clean: str, parts: str, title: bool, kind: str | None) -> Match:
    """Resolve one heading.

    `clean` and `parts` are its forms of `words.word_frame`, `title` says whether it calls itself a volume of
    proceedings, `kind` is the heading's kind, as one of the registry's.
    """
    split = [part for marked in parts.split("|") for part in _sentences(book, marked.split())]
    if not split or len(split) > _MOST_PARTS:
        return UNKNOWN
    words = [word for part in split for word in part]
    whole = book.find(words)
    if whole:
        return _decide(book, whole, clean, kind, title and len(words) > 1)
    found = _composite(book, split, clean, kind)
    return _at_host(book, split, clean) if found is UNKNOWN else found


def _sentences(book: Book, words: list[str]) -> list[list[str]]:
    """Part `words` after a full stop that ends a whole word ("Paris. PMLR"), not one cut short ("Int.")."""
    ends = [at for at, word in enumerate(words, 1) if word[-1] == "." and book.is_whole(word[:-1])]
    bounds = [0, *ends, len(words)]
    return [words[start:end] for start, end in pairwise(bounds) if start < end]


def _decide(book: Book, names: list[Name], clean: str, kind: str | None, title: bool) -> Match:
    """One of the venues that bear the name, or none: by the name alone, or by the kind of the heading."""
    firm = _by_id(name for name in names if name.firm(clean) and not _contradicts(book, name, kind))
    pool = firm or _by_id(names)
    if len(firm) != 1:
        agreeing = {i: name for i, name in pool.items() if kind in book.entries[i].kinds}
        if len(agreeing) != 1:
            return Match(None, "ambiguous", tuple(sorted(pool)))
        pool = agreeing
    (venue_id, name), *_ = pool.items()
    how = "proceedings title" if title and name.how != "former name" else name.how
    found = Match(venue_id, how)
    # A former name may be that of the workshop which the venue was then.
    return found if "workshop" in name.text.lower() else _held_with(book, found, kind)


def _contradicts(book: Book, name: Name, kind: str | None) -> bool:
    """A name that is also a word ("Patterns") is not this venue's under a heading of another kind."""
    return name.exact is not None and kind is not None and kind not in book.entries[name.venue_id].kinds


def _by_id(names: Iterable[Name]) -> dict[str, Name]:
    """The first name of each venue."""
    found: dict[str, Name] = {}
    for name in names:
        found.setdefault(name.venue_id, name)
    return found


def _held_with(book: Book, found: Match, kind: str | None) -> Match:
    """A heading of kind workshop or findings that names a conference means what is held or published with it."""
    entry = book.entries[found.venue_id or ""]
    beside = {"workshop": f"{found.venue_id}-workshops", "findings": f"findings-{found.venue_id}"}.get(kind or "")
    if beside is None or entry.kind != "conference" or kind in entry.kinds:
        return found
    return Match(beside, found.how) if beside in book.entries else UNKNOWN


def _at_host(book: Book, split: list[list[str]], clean: str) -> Match:
    """A workshop that says at which conference it was held: "ICML Workshop on X", "Workshop on X at ICML"."""
    apart, ahead = [], []
    for part in split:
        bare = [word.rstrip(".") for word in part]
        if "workshop" in bare:
            ahead.append(part[: bare.index("workshop")])
        else:
            apart.append(part)
    # What stands behind the word is its subject ("Workshop on Challenges in X, ICML").
    said = book.satellites.intersection(word.rstrip(".") for part in (*apart, *ahead) for word in part)
    if said or not ahead:
        return UNKNOWN
    # "AutoML Workshop at ICML": what stands apart is the host, what stands before the word can be the subject.
    ids = {f"{i}-workshops" for i in _hosts(book, apart, clean) or _subjects(book, ahead, clean)}
    known = sorted(ids & book.entries.keys())
    return Match(known[0], "proceedings title") if len(ids) == 1 and known else UNKNOWN


def _hosts(book: Book, apart: list[list[str]], clean: str) -> list[str]:
    named, rest = _cover(book, apart)
    firm = _by_id(n for ns in named or [book.find(part[:1]) for _, part in rest] for n in ns if n.firm(clean))
    return [venue_id for venue_id in firm if book.entries[venue_id].kind != "series"]


def _subjects(book: Book, ahead: list[list[str]], clean: str) -> list[str]:
    """The venues that the words before "Workshop" name, or the first of them ("ICML Safety Workshop")."""
    found = [book.find(words) or book.find(words[:1]) for words in ahead if words]
    return list(_by_id(name for names in found for name in names if name.firm(clean)))


def _composite(book: Book, split: list[list[str]], clean: str, kind: str | None) -> Match:
    """A title of several parts, such as "Proceedings of the 37th Conference on X, XYZ 2020, Lyon, France"."""
    named, rest = _cover(book, split)
    found = _by_id(name for names in named for name in names if name.firm(clean))
    main = _principal(book, found)
    if not found:
        return UNKNOWN
    # "Algorithms - ESA 2012 - 20th Annual European Symposium" says that it is no journal.
    meets = MEETINGS.intersection(word for _, part in rest for word in part)
    told = kind or ("conference" if meets else None)
    agreeing = [venue_id for venue_id in main if told in book.entries[venue_id].kinds]
    main = agreeing if len(agreeing) == 1 else main
    if len(main) > 1:
        return Match(None, "ambiguous", tuple(sorted(main)))
    venue_id = main[0]
    twice = sum(any(name.venue_id == venue_id for name in names) for names in named) > 1
    if not _accounted(book, venue_id, rest, twice):
        return UNKNOWN
    how = "former name" if found[venue_id].how == "former name" else "proceedings title"
    return _held_with(book, Match(venue_id, how), kind)


def _cover(book: Book, split: list[list[str]]) -> tuple[list[list[Name]], list[tuple[int, list[str]]]]:
    """Longest runs of parts that are names, left to right, and the parts in between with their places."""
    named: list[list[Name]] = []
    rest: list[tuple[int, list[str]]] = []
    at = 0
    while at < len(split):
        for end in range(min(len(split), at + _LONGEST_RUN), at, -1):
            names = _named(book, split[at:end])
            if names and not (end - at == 1 and _is_place(book, split[at])):
                named.append(names)
                at = end
                break
        else:
            rest.append((at, split[at]))
            at += 1
    return named, rest


def _named(book: Book, parts: list[list[str]]) -> list[Name]:
    """The names that PARTS spell in a row; an acronym that is a part by itself names the venue once more."""
    run = [word for part in parts for word in part]
    found = book.find(run) or (book.before_acronym(run) if len(parts[-1]) > 1 else [])
    return found or (book.behind_acronym(run) if len(parts[0]) > 1 else [])


def _principal(book: Book, found: dict[str, Name]) -> list[str]:
    """The venues named, without a series, a workshop's host, and one that appears within another."""
    ids = [i for i in found if book.entries[i].within not in found]
    ids = [i for i in ids if book.entries[i].kind != "series"] or ids
    return [i for i in ids if {"workshop", "findings"}.intersection(book.entries[i].kinds)] or ids


def _is_place(book: Book, part: list[str]) -> bool:
    if part[-1] == "press":
        return len(part) <= 3
    if part == ["society"]:  # of IEEE it is the Computer Society; else a subject (`Information, Medium, and Society`)
        return False
    return all(word.rstrip(".") in book.harmless for word in part)


def _accounted(book: Book, venue_id: str, rest: list[tuple[int, list[str]]], twice: bool) -> bool:
    """Whether each other part is a place or a publisher, or within the venue's own names, or a city.

    Where the venue is named TWICE, by name and acronym, all that stands before a place and is no word of any name
    is an address ("Hotel Porta, Playa Blanca, Lanzarote, Spain").
    """
    own = {word for key in book.own[venue_id] for word in key.split()}
    names = [f" {key} " for key in book.own[venue_id] if key.count(" ") > 1]
    places = {at for at, part in rest if _is_place(book, part)}
    for at, part in rest:
        bare = [word.rstrip(".") for word in part]
        if book.satellites.intersection(bare):
            return False
        if at in places or own.issuperset(bare) or any(name in f" {' '.join(bare)} " for name in names):
            continue
        if book.vocabulary.intersection(bare):
            return False
        if not (any(place > at for place in places) if twice else len(bare) <= 3 and at + 1 in places):
            return False
    return True
