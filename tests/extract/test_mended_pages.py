"""A stretch that cannot be read is mended where the rest of its page tells what it was; else it stays unread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.extract.damages import Page, Shown, encoded, given_back, read, shown_by

_OWNER, _OTHER = "Ada Lovelace", "Charles Babbage"
_VENUES = (
    "ICML Conference {} Conference Paper",
    "JMLR Journal {} Journal Article",
    "ICML Conference {} Conference Paper",
    "JMLR Journal {} Journal Article",
)
_TITLES = (
    "Engines and Their Notes",
    "Looms That Weave Numbers",
    "Bernoulli Numbers from the Machine",
    "A Table of Cards",
)
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
    "heading without its kind and its type": _of_third(_HEADING, "ICML 2022"),
    "heading as OCR reads it": _of_third(_HEADING, "lCML C0nference 2O22 Conferencc Paper"),
    "slip in the kind": _of_third(_HEADING, "ICML Confernce 2022 Conference Paper"),
    "heading at the end of an abstract": _of_third(f"\n\n{_HEADING}", f" {_HEADING}"),
    "heading in one with an abstract": _of_third(f"\n\n{_HEADING}", _HEADING),
    "heading before the title": _of_third(f"{_HEADING}\n\n", f"{_HEADING} "),
    "title twice": _of_third(f"{_TITLE}\n", f"{_TITLE}\n{_TITLE}\n"),
    "title before a name": _of_third(f"{_TITLE}\n\n", _TITLE),
    "last name before the abstract": lambda text: _of_third(f"\n  • {_OTHER}", "")(text).replace(
        (last := f"  • Mary So{'mer' * 2}ville\n") + "\n", f"{last}  • {_OTHER} "
    ),
    "folded name": _of_third(f"• {_OTHER}", "• Charles\n    Babbage"),
    "folded last name": _of_third(f"• {_OTHER}\n  • Mary Somermerville", "• Mary Somermerville\n  • Charles\nBabbage"),
    "last name that no other list has, folded": _of_third("• Mary Somermerville", "• Mary\nSomermerville"),
    "institutions below names": _of_third(
        _NAMES, f"  • {_OWNER}\n    Dept. of Engines, London\n  • {_OTHER}\n    University of Ulm, Germany\n"
    ),
    "institution below the last name": _of_third("Mary Somermerville", "Mary Somermerville\nHospital of Looms, Ulm"),
    "title in two paragraphs": _of_third(_TITLE, _TITLE.replace("the ", "the\n\n")),
    "title in two paragraphs, the second begins with a small word": _of_third(
        _TITLE, _TITLE.replace(" from", "\n\nfrom")
    ),
    "name without its bullet": _of_third(f"  • {_OTHER}", _OTHER),
    "other bullet": _of_third(f"  • {_OTHER}", f"  ? {_OTHER}"),
    "first name behind another bullet": _of_third("\n  • Ada", "\n  e Ada"),
    "two bullets": _of_third(f"  • {_OTHER}", f"  • • {_OTHER}"),
    **{
        f"two names parted by {sign!r}": _of_third(f"{_OWNER}\n  • ", f"{_OWNER}{sign}")
        for sign in ("", " ", "; ", ", ", " and ", " • ", "  • ", " | ", "\t", "\x0b", "\u2028", "\x85")
    },
    "two lines of a list in one": _of_third(_NAMES, f"  • {_OWNER} • {_OTHER}\n"),
    "names on one line": _of_third("\n  • Mary", ", Mary"),
    "names parted by bullets": _of_third(f"{_NAMES}  • Mary", f"By {_OWNER} • {_OTHER} • Mary"),
    "names without bullets": _of_third(f"{_NAMES}  • Mary Somermerville", f"{_OWNER}\n{_OTHER}\nMary Somermerville"),
    "number of a page above names": _of_third(f"\n{_NAMES}", f"\n12\n\n{_NAMES}"),
    "number of a page within names": _of_third(f"\n  • {_OTHER}", f"\n\n- 3 -\n\n  • {_OTHER}"),
    "button within names": _of_third(f"\n  • {_OTHER}", f"\nExport citation\n  • {_OTHER}"),
    "links of a site below the heading": _of_third(f"{_HEADING}\n", f"{_HEADING}\n\nHome | About | Contact\n"),
    "date below the title": _of_third(f"{_TITLE}\n", f"{_TITLE}\nPublished online 3 May 2019\n"),
    "two damages, one of which tells the other": lambda text: _of_third(f"{_OWNER}\n  • ", f"{_OWNER}, ")(
        text.replace(f"• {_OWNER}\n  • {_OTHER}\n", f"• {_OWNER}\nHome\n  • {_OTHER}\n", 1)
    ),
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
    "name that goes on before the abstract": lambda text: _of_third(f"\n  • {_OTHER}", "")(text).replace(
        (last := f"  • Mary So{'mer' * 2}ville\n") + "\n", f"{last}  • {_OTHER} Smith "
    ),
    "heading without its year": _of_third(_HEADING, "ICML Conference Conference Paper"),
    "heading of a season": _of_third(_HEADING, "ICML Conference 2021-2022 Conference Paper"),
    "heading without its venue": _of_third(_HEADING, "Conference 2022 Conference Paper"),
    "name without its bullet that no other list has": _of_third("  • Mary Somermerville", "Mary Somermerville"),
    "names without bullets that no other list has": _of_third(
        f"{_NAMES}  • Mary Somermerville", "Emmy Noether\nMary Somermerville"
    ),
    "venue and kind as OCR reads them": _of_third(_HEADING, "lnfocom C0nference 2022 Conference Paper"),
    "title in two paragraphs that may be two lines": _of_third(_TITLE, _TITLE.replace("the ", "the Cards\n\n")),
    "names in another script, the second without its bullet": _of_third(
        f"• {_OTHER}\n  • Mary Somermerville", "• 陳美玲\n李志明"
    ),
    "two words of a name that may be whole": _of_third("• Mary Somermerville", "• Mary Ann Somer\nVille"),
    "sign below a title": _of_third(f"{_TITLE}\n", f"{_TITLE}\n\ni\n"),
    "command above a title": _of_third(f"{_TITLE}\n", f"ls -la\n\n{_TITLE}\n"),
    "address below a title": _of_third(f"{_TITLE}\n", f"{_TITLE}\n\nhttps://arrow.example/author\n"),
    "count below a title": _of_third(f"{_TITLE}\n", f"{_TITLE}\n\nread 12 times\n"),
    "words below a name that is too little": _of_third("• Mary Somermerville", "• Mary\nwho wrote much"),
    "advertisement within an abstract": _of_third("\n\nJMLR", "\n\nAdvertisement\n\nRead this today!\n\nJMLR"),
    "name that is a number": _of_third(f"  • {_OTHER}", "  • 1"),
    "abstract that is a button": _of_third(PAGE.listings[2].abstract or "", "[PDF]"),
    "title that is a number of a page": _of_third(_TITLE, "12"),
    "name that is lost": _of_third(f"  • {_OTHER}", "  •"),
}


@pytest.mark.parametrize("damage", UNTOLD)
def test_what_nothing_tells_stays_unread(damage: str) -> None:
    text = UNTOLD[damage](_TEXT)
    extracted = read(text.encode())
    assert _TITLE not in [listing.title for listing in shown_by(extracted)["0.txt"]]
    assert given_back(extracted) == {"0.txt": text.encode()}


@pytest.mark.parametrize("parted", ["Bernoulli Num\n\nbers", "Bernoulli Numbers to\n\nward Machines", "Of\n\nOld"])
def test_a_title_that_may_be_broken_within_a_word_stays_unread(parted: str) -> None:
    extracted = read(_of_third(_TITLE, parted)(_TEXT).encode())
    assert len(shown_by(extracted)["0.txt"]) < len(PAGE.listings)


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


_BY_TITLE = sorted(PAGE.listings, key=lambda listing: listing.title.casefold())
_OF_ONE_YEAR = replace(
    PAGE, listings=tuple(replace(x, heading=_VENUES[n].format(2022)) for n, x in enumerate(_BY_TITLE))
)


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize(
    "left", ["UAI Conference 2022", "UAI 2022 Conference Paper", "UAI Conference Conference Paper"]
)
def test_what_the_other_headings_agree_on_is_known_of_another_venue(left: str, at: int) -> None:
    damaged = list(_OF_ONE_YEAR.listings)
    damaged[at] = replace(damaged[at], heading=left)
    extracted = read(encoded(replace(_OF_ONE_YEAR, listings=tuple(damaged)).lines()))
    damaged[at] = replace(damaged[at], heading="UAI Conference 2022 Conference Paper")
    shown = shown_by(extracted)["0.txt"]
    if "2022" in left:
        assert shown == damaged
    else:
        assert damaged[at].title not in [x.title for x in shown]


def test_a_page_of_one_listing_is_read_without_foreign_lines() -> None:
    alone = replace(PAGE, listings=PAGE.listings[2:3], declared=1)
    text = encoded(alone.lines()).decode().replace("  • ", "Cookie policy\n  • ", 2)
    extracted = read(text.encode())
    assert shown_by(extracted) == {"0.txt": list(alone.listings)}
    assert given_back(extracted) == {"0.txt": text.encode()}


def test_an_institution_below_an_abstract_is_not_left_out() -> None:
    text = _of_third("\n\nJMLR", "\n\nUniversity of Ulm\n\nPage 3 of 9\n\nJMLR")(_TEXT)
    assert shown_by(read(text.encode()))["0.txt"][2].abstract == f"{PAGE.listings[2].abstract}\n\nUniversity of Ulm"


def test_a_type_that_ocr_misread_is_none_of_others() -> None:
    text = _TEXT.replace("Conference Paper", "Conferencc Paper", 1).replace(
        _HEADING, "ICML C0nfcrence 2022 Confcrence Paper"
    )
    assert shown_by(read(text.encode())) == {"0.txt": list(PAGE.listings)}


@pytest.mark.parametrize("listings", [PAGE.listings[2:3], PAGE.listings])
def test_a_first_name_behind_each_title_is_a_name(listings: tuple[Shown, ...]) -> None:
    lines = replace(PAGE, listings=listings, declared=len(listings)).lines()
    text = encoded(lines).decode().replace("\n\n  • ", " • ")
    extracted = read(text.encode())
    assert shown_by(extracted) == {"0.txt": list(listings)}
    assert given_back(extracted) == {"0.txt": text.encode()}
