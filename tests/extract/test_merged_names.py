"""Two names on one bullet, and names that stand there twice, are told by what else the page lists."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from tests.extract.damages import (
    BULLET,
    Damaged,
    Line,
    Page,
    Shown,
    encoded,
    given_back,
    in_site_form,
    read,
    shown_by,
    shown_each,
    wrong,
)  # fmt: skip
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 4]


def _merged(page: Page, between: str, rng: random.Random) -> tuple[list[Line], set[int]]:
    """PAGE with its owner on the bullet of the name above or below, on each list of several."""
    lines, merged = [], set()
    for x in page.lines():
        names = page.listings[x.of].names
        at = names.index(page.owner) if x.role == "name" and len(names) > 1 and page.owner in names else -1
        if at < 0:
            lines.append(x)
            continue
        merged.add(x.of)
        other = names[at - 1 if at else 1]
        if x.text == BULLET + other:
            pair = (other, page.owner) if rng.random() < 0.5 else (page.owner, other)
            lines.append(replace(x, text=BULLET + between.join(pair)))
        elif x.text != BULLET + page.owner:
            lines.append(x)
    return lines, merged


def _any_order(listing: Shown) -> Shown:
    return replace(listing, names=tuple(sorted(listing.names)))


@pytest.mark.parametrize("between", [" ", "  ", " and ", " & ", ", ", " / "])
def test_two_names_on_one_bullet_are_in_doubt_or_parted(between: str) -> None:
    made = [_merged(page, between, random.Random(between)) for page in PAGES]
    files = [encoded(lines) for lines, _ in made]
    extracted = read(*files)
    assert given_back(extracted) == {f"{number}.txt": data for number, data in enumerate(files)}
    shown = shown_by(extracted)
    for number, (page, (_, merged)) in enumerate(zip(PAGES, made, strict=True)):
        truth, found = (tuple(map(_any_order, x)) for x in (page.listings, shown.get(f"{number}.txt", [])))
        assert len(merged) < 2 or wrong(Damaged(b"", truth, truth), found) == []


@pytest.mark.parametrize("line", ["{}, Bo Li", "Bo Li & {}", "Cy Ng; {}"])
def test_a_sign_between_two_names_is_proof_without_another_such_line(line: str) -> None:
    page = PAGES[0]
    merged = replace(page.listings[0], names=(line.format(page.owner),))
    two = replace(merged, names=tuple(re.split(r" & |[;,] ", merged.names[0])))
    extracted = read(encoded(replace(page, listings=(merged, *page.listings[1:])).lines()))
    assert shown_by(extracted)["0.txt"] == [two, *page.listings[1:]]


def test_what_a_comma_parts_from_one_name_is_no_other() -> None:
    page = PAGES[0]
    names = [f"{page.owner}, Jr.", f"{page.owner}, PhD", f"Ma, {page.owner}"]
    listings = [replace(s, names=("Bo Li", name)) for s, name in zip(page.listings, names, strict=False)]
    page = replace(page, listings=(*listings, *page.listings[len(names) :]))
    assert shown_by(read(encoded(page.lines())))["0.txt"] == list(page.listings)


@pytest.mark.parametrize("long", ["Michel Made RC Nets", "Anna Made Lopez Garcia", "Ada Bo Cy Ma"])
def test_the_long_name_of_one_person_is_one(long: str) -> None:
    short = " ".join(long.split()[:2])
    page = replace(PAGES[0], owner=short)
    lists = [(short, "Bo Li"), (long, "Cy Ng"), (long, "Di Xu", "Bo Li")]
    listings = [replace(s, names=lists[i % 3]) for i, s in enumerate(page.listings)]
    page = replace(page, listings=tuple(listings))
    assert shown_by(read(encoded(page.lines())))["0.txt"] == listings


def test_names_that_stand_twice_are_in_doubt() -> None:
    double = (
        encoded(replace(x, text=f"{x.text} {x.text[4:]}") if x.role == "name" else x for x in page.lines())
        for page in PAGES
    )
    below = (encoded(y for x in page.lines() for y in ([x, x] if x.role == "name" else [x])) for page in PAGES)
    for files in (double, below):
        for page, shown in zip(PAGES, shown_each(*files), strict=True):
            assert not {s.title for s in page.listings if len(s.names) > 1} & {s.title for s in shown}


@pytest.mark.parametrize("short", ["M. G.", "M G", "M.-G."])
def test_initials_before_a_known_name_are_no_other_name(short: str) -> None:
    page = PAGES[0]
    lists = [
        ("Abbas Made", page.owner),
        (f"{short} Abbas Made", page.owner),
        ("Muhammad Ghulam Abbas Made", page.owner),
    ]
    listings = [replace(s, names=lists[i % 3]) for i, s in enumerate(page.listings)]
    assert shown_by(read(encoded(replace(page, listings=tuple(listings)).lines())))["0.txt"] == listings
