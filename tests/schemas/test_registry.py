"""The registry as data: sound entries, no name claimed twice, years that read as the notation says."""

from __future__ import annotations

from collections import defaultdict

import pytest
from pydantic import ValidationError

from schemas.registry import Registry, Span, VenueEntry, load_registry, parse_held

AS_OF = 2020


def entry(held: str, kind: str = "conference") -> VenueEntry:
    return VenueEntry.model_validate({"name": "X", "full_name": "Conference on X", "kind": kind, "held": held})


def registry(**venues: dict[str, object]) -> Registry:
    words: dict[str, object] = dict.fromkeys(("stop", "organisers", "publishers", "places", "satellites"), "a")
    words["contractions"] = {}
    return Registry.model_validate({"as_of": AS_OF, "words": words, "venue": venues})


def test_it_knows_at_least_200_venues_of_each_main_kind_some() -> None:
    kinds = [venue.kind for venue in load_registry().venue.values()]
    assert len(kinds) >= 200
    assert min(kinds.count("conference"), kinds.count("journal")) >= 100
    assert kinds.count("workshop") >= 15


def test_no_two_venues_claim_one_free_name() -> None:
    claims = defaultdict(set)
    for venue_id, venue in load_registry().entries().items():
        bound = {text.casefold() for text in (*venue.cased, *venue.shared)}
        for text in {venue.name, venue.full_name, *venue.aliases, *venue.former}:
            if text.casefold() not in bound:
                claims[text.casefold()].add(venue_id)
    assert {text: ids for text, ids in claims.items() if len(ids) > 1} == {}


def test_former_names_ended_before_the_review() -> None:
    known = load_registry()
    years = [until for venue in known.venue.values() for until in venue.former.values()]
    assert years
    assert all(1900 < until <= known.as_of for until in years)


def test_years_are_in_order_and_none_is_in_the_future() -> None:
    known = load_registry()
    for venue in known.venue.values():
        firsts = [span.first for span in venue.held]
        assert firsts == sorted(firsts), venue.name
        assert all(first <= known.as_of for first in firsts), venue.name


def test_workshops_are_entries_of_their_own() -> None:
    found = load_registry().entries()
    assert found["icml-workshops"].kind == "workshop"
    assert found["icml-workshops"].held == found["icml"].held


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("1999", (Span(1999, 1999),)),
        ("1999-", (Span(1999, None),)),
        ("1985-2009/2, 2010-", (Span(1985, 2009, 2), Span(2010, None))),
        ("1990-/2", (Span(1990, None, 2),)),
        ("1992-*", (Span(1992, None, 0),)),
    ],
)
def test_notation_for_years(text: str, spans: tuple[Span, ...]) -> None:
    assert parse_held(text) == spans


@pytest.mark.parametrize("text", ["", "99", "1999-1998", "1999 -", "2000/2", "1990-/0", "always"])
def test_years_written_otherwise_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        entry(text)


@pytest.mark.parametrize(
    ("held", "kind", "year", "reason"),
    [
        ("1990-/2", "conference", 1992, ""),
        ("1990-/2", "conference", 1993, "X was held in 1992 and 1994"),
        ("1990-/2", "conference", 1989, "X began in 1990"),
        ("1990-1995", "conference", 1996, ""),
        ("1990-1995", "conference", 1997, "X was last held in 1995"),
        ("1990-", "journal", 1989, ""),
        ("1990-", "journal", 1988, "X began in 1990"),
        ("1990-*", "conference", 2001, None),
        ("1990-*", "conference", 1980, "X began in 1990"),
        ("1990-", "conference", AS_OF + 1, None),
        ("1990-", "conference", AS_OF + 11, f"{AS_OF + 11} is in the future: the registry was made in {AS_OF}"),
    ],
)
def test_implausible_years(held: str, kind: str, year: int, reason: str | None) -> None:
    assert entry(held, kind).implausible(year, AS_OF) == reason


def test_without_years_nothing_is_implausible() -> None:
    venue = VenueEntry(name="X", full_name="Conference on X", kind="conference")
    assert venue.implausible(1, AS_OF) is None


@pytest.mark.parametrize(
    "venues",
    [
        {"x": {"name": "X", "full_name": "X", "kind": "party"}},
        {"x": {"name": "", "full_name": "X", "kind": "journal"}},
        {"x": {"name": "X", "full_name": "X", "kind": "journal", "colour": "red"}},
        {"x:y": {"name": "X", "full_name": "X", "kind": "journal"}},
        {"X": {"name": "X", "full_name": "X", "kind": "journal"}},
        {"x": {"name": "X", "full_name": "X", "kind": "journal", "within": "y"}},
    ],
)
def test_an_unsound_registry_is_refused(venues: dict[str, dict[str, object]]) -> None:
    with pytest.raises(ValidationError):
        registry(**venues)


def test_workshops_cannot_be_given_twice() -> None:
    host: dict[str, object] = {"name": "X", "full_name": "X", "kind": "conference", "workshops": True}
    twin: dict[str, object] = {"name": "X W", "full_name": "X W", "kind": "workshop"}
    with pytest.raises(ValidationError, match="workshops twice"):
        registry(**{"x": host, "x-workshops": twin})
