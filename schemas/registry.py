"""The venue registry: models of `venues.toml` and its validated load.

The registry is data; this module says what it must look like. It knows nothing of how a written heading is
matched against it (that is `etl.transform.venues.resolve`).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

Kind = Literal["conference", "journal", "workshop", "findings", "preprint", "series"]
VenueId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]

HORIZON = 10  # years after `as_of` that the registry still has no opinion on

_SPAN = re.compile(r"(\d{4})(-(?:(\d{4})?(?:/([1-9]))?|\*))?")  # 1999, 1999-, 1999-2005, 1990-/2, 1999-*


class Span(NamedTuple):
    """Years in which a venue was held: `first`, `first + every`, ... up to `last` (None: it still is).

    `every` 0 says that the venue existed in these years, and not in which of them it was held.
    """

    first: int
    last: int | None
    every: int = 1

    def covers(self, year: int) -> bool:
        """Whether `year` lies between the first and the last year."""
        return year >= self.first and (self.last is None or year <= self.last)

    def holds(self, year: int) -> bool:
        """Whether the venue is known to have been held in `year`."""
        return self.every > 0 and self.covers(year) and (year - self.first) % self.every == 0


def parse_held(text: object) -> object:
    """Read the registry's notation for years: `"1985-2009/2, 2010-"` is every second year, then every year.

    `1999` is one year, `1999-` every year since, `1990-/2` every second year since, and `1999-*` some years
    since. Anything but a string is passed on for pydantic to judge. Raises ValueError for a part that reads
    otherwise.
    """
    return tuple(_parse_span(part.strip()) for part in text.split(",")) if isinstance(text, str) else text


def _parse_span(part: str) -> Span:
    found = _SPAN.fullmatch(part)
    if not found:
        raise ValueError(f"years {part!r}: write 1999, 1999-, 1999-2005, 1990-/2 or 1999-*")
    first, rest, last, every = found.groups()
    if rest == "-*":
        return Span(int(first), None, 0)
    end = int(first) if not rest else int(last) if last else None
    if end is not None and end < int(first):
        raise ValueError(f"years {part!r} end before they begin")
    return Span(int(first), end, int(every or 1))


class VenueEntry(BaseModel):
    """One venue of the registry.

    `aliases` resolve in any case of letters; `cased` only as spelled (LoG is a conference, "log" a word), and
    else like `shared`, which other venues bear too: those need a heading whose kind agrees. `former` maps a
    former name to the last year that bore it. `held` is the years, empty where not known. `workshops` adds
    an entry for the workshops held with it; `within` names the venue whose joint proceedings this one appears
    in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    full_name: Name
    kind: Kind
    also_kind: Kind | None = None
    aliases: tuple[Name, ...] = ()
    cased: tuple[Name, ...] = ()
    shared: tuple[Name, ...] = ()
    former: dict[Name, int] = {}
    held: Annotated[tuple[Span, ...], BeforeValidator(parse_held)] = ()
    workshops: bool = False
    within: VenueId | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that a heading may give this venue."""
        return (self.kind, self.also_kind) if self.also_kind else (self.kind,)

    def implausible(self, year: int, as_of: int) -> str | None:
        """Why the venue cannot be dated `year`: "" where it can, None where the registry does not know."""
        if not self.held or as_of < year <= as_of + HORIZON:
            return None
        if year > as_of + HORIZON:
            return f"{year} is in the future: the registry was made in {as_of}"
        ahead = 0 if self.kind == "conference" else 1  # a volume may be dated before it is complete
        behind = 1 if self._over(year) else 0  # the last proceedings may come out a year late
        near = range(year - behind, year + ahead + 1)
        if any(self._held_in(held) for held in near):
            return ""
        return None if any(not s.every and s.covers(year) for s in self.held) else self._reason(year)

    def _over(self, year: int) -> bool:
        """Whether the venue was last held before `year`."""
        return all(span.last is not None and span.last < year for span in self.held)

    def _reason(self, year: int) -> str:
        if year < (first := min(span.first for span in self.held)):
            return f"{self.name} began in {first}"
        if self._over(year):
            return f"{self.name} was last held in {max(span.last or 0 for span in self.held)}"
        before = next(y for y in range(year, first - 1, -1) if self._held_in(y))
        after = next((y for y in range(year, year + HORIZON) if self._held_in(y)), None)
        return f"{self.name} was held in {before}" + (f" and {after}" if after else "")

    def _held_in(self, year: int) -> bool:
        return any(span.holds(year) for span in self.held)


class Words(BaseModel):
    """The words around a name that say nothing about which venue it is (all lower case, apart by spaces)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stop: frozenset[str]
    organisers: frozenset[str]
    publishers: frozenset[str]
    places: frozenset[str]
    satellites: frozenset[str]
    contractions: dict[str, str]

    @model_validator(mode="before")
    @classmethod
    def _split(cls, data: dict[str, object]) -> dict[str, object]:
        return {k: frozenset(v.split()) if isinstance(v, str) else v for k, v in data.items()}


class Registry(BaseModel):
    """All of `venues.toml`: the venues by id, the words around their names, the year it was last reviewed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: int
    words: Words
    venue: dict[VenueId, VenueEntry]

    @model_validator(mode="after")
    def _whole(self) -> Registry:
        for venue_id, entry in self.venue.items():
            if entry.within is not None and entry.within not in self.venue:
                raise ValueError(f"venue {venue_id!r} is within {entry.within!r}, which is not in the registry")
            if entry.workshops and f"{venue_id}-workshops" in self.venue:
                raise ValueError(f"venue {venue_id!r} has workshops twice: as a flag and as an entry")
        return self

    def entries(self) -> dict[str, VenueEntry]:
        """Every venue by id, the workshops of a venue (`icml-workshops`) after it."""
        found: dict[str, VenueEntry] = {}
        for venue_id, entry in self.venue.items():
            found[venue_id] = entry
            if entry.workshops:
                found[f"{venue_id}-workshops"] = _workshops(entry)
        return found


def _workshops(host: VenueEntry) -> VenueEntry:
    """The entry for the workshops held with `host`, in the years of `host`."""
    return VenueEntry.model_construct(
        name=f"{host.name} Workshops",
        full_name=f"{host.full_name} Workshops",
        kind="workshop",
        aliases=(f"{host.name}W", f"Workshops of {host.name}"),
        held=host.held,
    )


@cache
def load_registry() -> Registry:
    """Read and validate `venues.toml`, once a process. Raises ValidationError where the file is wrong."""
    text = files("schemas").joinpath("venues.toml").read_text(encoding="utf-8")
    return Registry.model_validate(tomllib.loads(text))
