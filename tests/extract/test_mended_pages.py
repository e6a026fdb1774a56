"""A stretch that cannot be read is mended where the rest of its page tells what it was; else it stays unread."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.extract.damages import Page, Shown, encoded, given_back, read, shown_by

_OWNER, _OTHER = "Ada Lovelace", "Charles Babbage"
_VENUES = (
    "ICML Conference {} Conference Paper",
    "JMLR Journal {} Journal Article",
    "ICML Conference {} Conference Paper",
    "JMLR Journal {} Journal Article",
)
_TITLES = ("Engines and Their Notes", "Looms That Weave Numbers", "Bernoulli by Machine", "A Table of Cards")
_ABSTRACT = "We study how engines of numbers weave. It is shown that they do so as looms weave flowers and leaves. {}"
PAGE = Page(
    _OWNER,
    tuple(
        Shown(venue.format(2024 - n), title, (_OWNER, _OTHER, f"Mary So{'mer' * n}ville"), _ABSTRACT.format(title))
        for n, (venue, title) in enumerate(zip(_VENUES, _TITLES, strict=True))
    ),
    len(_TITLES),
)
_TEXT = encoded(PAGE.lines()).decode()
_HEADING, _TITLE = PAGE.listings[2].heading, PAGE.listings[2].title
_NAMES = f"  • {_OWNER}\n  • {_OTHER}\n"

Damage = Callable[[str], str]


def _of_third(old: str, new: str) -> Damage:
    """The third listing with NEW for OLD."""
    return lambda text: text[: (at := text.index(_HEADING) - 2)] + text[at:].replace(old, new, 1)


DAMAGES: dict[str, Damage] = {
    "heading in capitals": _of_third(_HEADING, _HEADING.upper()),
    "heading with other signs": _of_third(_HEADING, "ICML - Conference (2022) / Conference Paper"),
    "heading without its kind": _of_third(_HEADING, "ICML 2022 Conference Paper"),
    "heading without its type": _of_third(_HEADING, "ICML Conference 2022"),
    "slip in the kind": _of_third(_HEADING, "ICML Confernce 2022 Conference Paper"),
    "heading at the end of an abstract": _of_third(f"\n\n{_HEADING}", f" {_HEADING}"),
    "heading in one with an abstract": _of_third(f"\n\n{_HEADING}", _HEADING),
    "heading before the title": _of_third(f"{_HEADING}\n\n", f"{_HEADING} "),
    "title twice": _of_third(f"{_TITLE}\n", f"{_TITLE}\n{_TITLE}\n"),
    "title before a name": _of_third(f"{_TITLE}\n\n", _TITLE),
    "folded name": _of_third(f"• {_OTHER}", "• Charles\n    Babbage"),
    "folded last name": _of_third(f"• {_OTHER}\n  • Mary Somermerville", "• Mary Somermerville\n  • Charles\nBabbage"),
    "name without its bullet": _of_third(f"  • {_OTHER}", _OTHER),
    "other bullet": _of_third(f"  • {_OTHER}", f"  ? {_OTHER}"),
    "two bullets": _of_third(f"  • {_OTHER}", f"  • • {_OTHER}"),
    **{
        f"two names parted by {sign!r}": _of_third(f"{_OWNER}\n  • ", f"{_OWNER}{sign}")
        for sign in ("", " ", "; ", ", ", " and ", " • ", "  • ", " | ", "\t", "\x0b", "\u2028", "\x85")
    },
    "two lines of a list in one": _of_third(_NAMES, f"  • {_OWNER} • {_OTHER}\n"),
    "names on one line": _of_third("\n  • Mary", ", Mary"),
}


def _comparable(listing: Shown) -> tuple[str, str, tuple[str, ...], str | None]:
    names = listing.names if len(listing.names) < 4 else ()
    return listing.heading, listing.title, tuple(sorted(names)), listing.abstract


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_the_rest_of_the_page_tells_is_read(damage: str) -> None:
    text = DAMAGES[damage](_TEXT)
    assert text != _TEXT
    extracted = read(text.encode())
    assert list(map(_comparable, shown_by(extracted)["0.txt"])) == list(map(_comparable, PAGE.listings))
    assert given_back(extracted) == {"0.txt": text.encode()}
    assert extracted.quarantine.is_empty()


UNTOLD: dict[str, Damage] = {
    "heading without its year": _of_third(_HEADING, "ICML Conference Conference Paper"),
    "heading of a season": _of_third(_HEADING, "ICML Conference 2021-2022 Conference Paper"),
    "heading without its venue": _of_third(_HEADING, "Conference 2022 Conference Paper"),
    "name without its bullet that no other list has": _of_third("  • Mary Somermerville", "Mary Somermerville"),
    "name that is lost": _of_third(f"  • {_OTHER}", "  •"),
}


@pytest.mark.parametrize("damage", UNTOLD)
def test_what_nothing_tells_stays_unread(damage: str) -> None:
    text = UNTOLD[damage](_TEXT)
    extracted = read(text.encode())
    assert _TITLE not in [listing.title for listing in shown_by(extracted)["0.txt"]]
    assert given_back(extracted) == {"0.txt": text.encode()}


def test_what_is_mended_has_the_owner_and_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "etl.extract.rereading.second_reading._MUCH", 1
    )  # of four listings, one and its neighbour are a half
    text = DAMAGES["heading in capitals"](_TEXT)
    at = text.index(_HEADING.upper())
    stranger = text[:at] + text[at:].replace(_OWNER, "Emmy Noether", 1)
    fewer = text.replace("4 papers", "3 papers").replace("\n4\n", "\n3\n")
    for file in (stranger, fewer):
        assert file != text
        assert len(shown_by(read(file.encode()))["0.txt"]) < len(PAGE.listings)
