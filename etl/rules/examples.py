"""Raw pages for the examples of rules, in the site's form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etl.rules.base import Example

NOTICE = (
    "Possible papers associated with this exact author name in Arrow. This page groups case-insensitive exact "
    "name matches and is not a full identity disambiguation profile."
)
ABSTRACT = (
    "We study a problem that many people have met before. We solve it, and we show by experiments that it is solved."
)


@dataclass(frozen=True, slots=True)
class Listing:
    """One paper as a page shows it."""

    title: str = "Learning to Read Pages"
    authors: tuple[str, ...] = ("Ada Lovelace", "Alan Turing")
    abstract: str = ABSTRACT
    heading: str = "ICML Conference 2021 Conference Paper"

    def text(self) -> str:
        """The listing as raw text."""
        names = "".join(f"  • {name}\n" for name in self.authors)
        abstract = f"{self.abstract}\n" if self.abstract else ""
        return f"\n{self.heading}\n\n{self.title}\n\n{names}\n{abstract}"


def page(*listings: Listing, owner: str = "Ada Lovelace", declared: int | None = None, rows: int = 1) -> str:
    """A raw page of OWNER that shows LISTINGS and declares DECLARED papers (as many as it shows, unless given)."""
    count = len(listings) if declared is None else declared
    plural, rows_plural = "" if count == 1 else "s", "" if rows == 1 else "s"
    return (
        f"Arrow Research search\n\nAuthor name cluster\n\n{owner}\n\n{NOTICE}\n\n{count} paper{plural}\n"
        f"{rows} author row{rows_plural}\n\nPossible papers\n\n{count}\n"
    ) + "".join(listing.text() for listing in listings)


def one(**changes: object) -> Example:
    """An example of one page with one listing, a sound one but for CHANGES (fields of `Listing`)."""
    return Example((page(Listing(**changes)),))  # type: ignore[arg-type]


def pages(*texts: str) -> Example:
    """An example of several pages."""
    return Example(tuple(texts))


def names(*authors: str, owner: str | None = None) -> Example:
    """An example of one page with one listing by AUTHORS."""
    return Example((page(Listing(authors=tuple(authors)), owner=owner or authors[0]),))


def listings(*many: Listing, owner: str = "Ada Lovelace", declared: int | None = None) -> Example:
    """An example of one page with several listings."""
    return Example((page(*many, owner=owner, declared=declared),))


def eight(owner_in: bool = True) -> Sequence[str]:
    """Eight authors, with or without Ada Lovelace."""
    people = (
        "Alan Turing", "Grace Hopper", "Emmy Noether", "Kurt Gödel", "Alonzo Church", "Haskell Curry", "Rózsa Péter",
    )  # fmt: skip
    return (*people, "Ada Lovelace" if owner_in else "John von Neumann")


def capped() -> Sequence[Listing]:
    """Lists that pile up at eight names, each of other people."""
    short = (Listing(title=f"Page {i:02}", authors=(*eight()[: i % 7], "Ada Lovelace")) for i in range(40))
    people = ((*eight()[:6], f"Quentin {chr(65 + i)}. Reader", "Ada Lovelace") for i in range(15))
    return *short, *(Listing(title=f"Reading {i:02}", authors=some) for i, some in enumerate(people))
