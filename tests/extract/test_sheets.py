"""Lines that were wrapped to the width of a sheet are whole again, and what a sheet has at its edges is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from etl.extract.rereading.sheets import with_whole_lines
from tests.extract.damages import Page, Shown, encoded, given_back, read, shown_by

OWNER = "Ada Lovelace"
ABSTRACT = (
    "We describe a machine that weaves algebraic patterns just as a loom weaves flowers and leaves into silk, which was "
    "shown to all of London. The machine adds, and its wheels carry (e.g., from tens to hundreds), so that numbers of "
    "any length are added in the same time; the variables stand on cards, and a card may be read again and again. "
)
TITLES = (
    "On a Machine That Weaves Algebraic Patterns: Cards and Wheels for Numbers of Any Length",
    "Adding Numbers of Any Length in the Same Time with a Machine of Many Wheels and Variables",
    "Cards",
)
NAMES = ((OWNER, "Charles Babbage"), ("Mary Somerville", OWNER, "Augustus de Morgan"), ("Joan M. Clarke", OWNER))
PAGE = Page(
    OWNER,
    tuple(
        Shown(f"ICML Conference {2024 - n} Conference Paper", title, names, ABSTRACT * (n + 1) + "It works.")
        for n, (title, names) in enumerate(zip(TITLES, NAMES, strict=True))
    ),
    3,
)


def _wrapped(line: str, room: float) -> Iterator[str]:
    """LINE in several, none of them wider than there is ROOM for; letters are as wide as in print."""
    line_, used = "", 0.0
    for word in line.split(" "):
        width = sum(0.5 if letter in "fijlrt.,;:I()" else 1.4 if letter in "mwMW" else 1 for letter in word)
        if line_ and used + 0.5 + width > room:
            yield line_
            line_, used = word, width
        else:
            line_, used = f"{line_} {word}".strip(), used + 0.5 + width
    yield line_


def _printed(page: Page, *, blank: bool, bullet: str = "", room: float = 76, sheet: int = 0) -> str:
    """PAGE as a reader of PDF gives its text, with BLANK lines between the parts or none, on sheets of so many lines."""
    lines = encoded(page.lines()).decode().replace("  • ", bullet).split("\n")
    titles = {listing.title for listing in page.listings}
    out = [x for line in lines for x in _wrapped(line, room / 1.3 if line in titles else room) if blank or x]
    if sheet:
        sheets = ["\n".join(out[at : at + sheet]) for at in range(0, len(out), sheet)]
        top, foot = f"12/1/26, 3:59 AM\n{OWNER} - Arrow Research search\n", f"about:blank\n{{}}/{len(sheets)}\n"
        return "".join(f"{top}{one}\n{foot.format(n)}" for n, one in enumerate(sheets, 1))
    return "\n".join(out) + "\n"


def _on_one_line(shown: Shown) -> Shown:
    return replace(shown, abstract=" ".join((shown.abstract or "").split()))


@pytest.mark.parametrize(("blank", "bullet"), [(True, ""), (False, ""), (False, "• ")])
@pytest.mark.parametrize("room", [76, 60])
@pytest.mark.parametrize("sheet", [0, 17, 20, 23, 24])
def test_each_part_of_a_listing_is_whole(blank: bool, bullet: str, room: float, sheet: int) -> None:
    data = _printed(PAGE, blank=blank, bullet=bullet, room=room, sheet=sheet).encode()
    extracted = read(data)
    assert [_on_one_line(shown) for shown in shown_by(extracted)["0.txt"]] == list(PAGE.listings)
    assert given_back(extracted)["0.txt"] == data


@pytest.mark.parametrize("sheet", [0, 20])
def test_only_the_notice_may_be_whole(sheet: int) -> None:
    page = Page(OWNER, PAGE.listings, 3)
    text = _printed(page, blank=False, sheet=sheet)
    notice = next(line.text for line in page.lines() if line.role == "notice")
    text = text.replace("\n".join(_wrapped(notice, 76)), notice)
    assert shown_by(read(text.encode()))["0.txt"] == list(PAGE.listings)


@pytest.mark.parametrize("last", ["Numerical Evaluation", "Weaving Looms Alike", "Somerville"])
def test_a_title_that_may_end_in_a_name_is_not_cut(last: str) -> None:
    first, *others = PAGE.listings
    title = f"On a Machine That Weaves Algebraic Patterns, Cards and Wheels {last}"
    page = replace(PAGE, listings=(replace(first, title=title), *others))
    shown = shown_by(read(_printed(page, blank=False).encode())).get("0.txt", [])
    assert [listing.title for listing in shown] in ([], [listing.title for listing in page.listings])


@pytest.mark.parametrize("line", ["1/2", "Advertisement", "Sent from my telephone"])
def test_a_line_within_an_abstract_that_may_be_none_of_it_leaves_it_in_doubt(line: str) -> None:
    lines = _printed(PAGE, blank=False).split("\n")
    at = next(n for n, text in enumerate(lines) if text.startswith("We describe")) + 2
    text = "\n".join([*lines[:at], line, *lines[at:]])
    assert all(line not in (listing.abstract or "") for listing in shown_by(read(text.encode())).get("0.txt", []))


@pytest.mark.parametrize("part", ["notice", "abstract", "edges"])
def test_many_lines_are_put_together_in_linear_time(part: str) -> None:
    """What is read so far is not looked through again for each line: that took minutes from some thousands on."""
    lines = _printed(PAGE, blank=False).split("\n")
    begins = "Possible papers associated" if part == "notice" else "We describe"
    at = next(n for n, text in enumerate(lines) if text.startswith(begins)) + 1
    many = [next(line for line in lines if line.startswith("We describe")).lower()] * 40_000
    if part == "edges":
        many = [*(["1/2"] * 20_000), *map(str, range(9))] * 3
    (found,) = with_whole_lines([[*lines[:at], *many, *lines[at:]]])
    assert (found is None) == (part == "edges")
