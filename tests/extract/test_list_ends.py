"""What stands among names and names nobody; names and titles that are links; what stands twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.extract.damages import BULLET, Line, Shown, encoded, in_site_form, read, shown_by
from tests.extract.test_damages import PAGES

PAGE = in_site_form(next(page for page in PAGES if len(page.listings) == 3))


def shown(lines: list[Line]) -> list[Shown]:
    return shown_by(read(encoded(lines))).get("0.txt", [])


def with_names(write: Callable[[tuple[str, ...]], list[str]], of: set[int]) -> list[Line]:
    """The lists of the listings OF as WRITE puts them."""
    lines: list[Line] = []
    for x in PAGE.lines():
        if x.role == "name" and x.of in of:
            first = lines[-1].role != "name"
            lines += [Line(text, "name", x.of) for text in write(PAGE.listings[x.of].names)] if first else []
        else:
            lines.append(x)
    return lines


def bullets(names: tuple[str, ...]) -> list[str]:
    return [BULLET + name for name in names]


@pytest.mark.parametrize("end", ["+3", "…", "...", "3 more authors", "Show all 11 authors"])
def test_what_says_that_names_are_missing_is_kept(end: str) -> None:
    was = PAGE.listings[1]
    assert shown(with_names(lambda names: bullets((*names, end)), {1}))[1] == replace(was, names=(*was.names, end))


@pytest.mark.parametrize("of", [{1}, {0, 1, 2}])
@pytest.mark.parametrize(
    "ends",
    [("Follow",), ("Save", "Cite", "Share"), ("PDF",), ("Show less",), ("Cited by 12",), ("31 citations",),
     ("* Equal contribution",), ("Corresponding author",)],
)  # fmt: skip
def test_a_button_below_names_is_nobody(ends: tuple[str, ...], of: set[int]) -> None:
    assert shown(with_names(lambda names: bullets((*names, *ends)), of)) == list(PAGE.listings)


def test_a_label_above_names_is_nobody() -> None:
    assert shown(with_names(lambda names: bullets(("Authors", *names)), {1})) == list(PAGE.listings)


@pytest.mark.parametrize("of", [{1}, {0, 1, 2}])
def test_a_link_shows_what_it_is_named(of: set[int]) -> None:
    linked = {(i, "title") for i in of}
    lines = [
        replace(x, text=f"[{x.text}](https://made.example.org/{x.of})") if (x.of, x.role) in linked else x
        for x in PAGE.lines()
    ]
    assert shown(lines) == list(PAGE.listings)


def test_links_of_headings_are_no_beginning_of_titles() -> None:
    marks = {"heading": "##### {}", "title": "### [{}](/paper)"}
    lines = [replace(x, text=marks.get(x.role, "{}").format(x.text)) for x in PAGE.lines()]
    assert shown(lines) == list(PAGE.listings)


@pytest.mark.parametrize(
    "note", [" (Oral)", " · Open access", " [v2]", " | PDF", " - Poster", " Vol. 3", " 12 citations"]
)
def test_what_all_headings_have_behind_their_types_is_none_of_them(note: str) -> None:
    types = ("Conference Paper", "Journal Article", "Conference Paper")
    listings = tuple(
        replace(s, heading=f"MADE {kind.split()[0]} {2020 - i} {kind}")
        for i, (s, kind) in enumerate(zip(PAGE.listings, types, strict=True))
    )
    page = replace(PAGE, listings=listings)
    lines = [replace(x, text=x.text + note) if x.role == "heading" else x for x in page.lines()]
    assert shown(lines) == list(listings)


@pytest.mark.parametrize(
    "write", ["2026-11-24 {}", "10:02 {}", "1234567 {}", "#2 of 31 {}", "Best Paper · {}", "{} PDF", "{} Cited by 12", "{} · Open access", "{} doi:10.1000/182"]
)  # fmt: skip
def test_a_note_round_one_heading_is_no_part_of_it(write: str) -> None:
    heading = "MADE Conference 2019 Conference Paper"
    listings = (PAGE.listings[0], replace(PAGE.listings[1], heading=heading), PAGE.listings[2])
    lines = replace(PAGE, listings=listings).lines()
    lines = [replace(x, text=write.format(x.text)) if (x.of, x.role) == (1, "heading") else x for x in lines]
    assert shown(lines)[1] == listings[1]


@pytest.mark.parametrize("role", ["title", "heading"])
@pytest.mark.parametrize("other", ["title", "heading"])
def test_a_line_that_stands_twice_is_neither_title_nor_heading(role: str, other: str) -> None:
    text = f"{getattr(PAGE.listings[1], role)} {getattr(PAGE.listings[1], other)}"
    lines = [replace(x, text=text) if (x.of, x.role) == (1, role) else x for x in PAGE.lines()]
    assert shown(lines) == [PAGE.listings[0], PAGE.listings[2]]


def test_names_that_stand_twice_are_no_list() -> None:
    lines = with_names(lambda names: bullets((*names, "Eve Adams") * 2), {1})
    assert shown(lines) == [PAGE.listings[0], PAGE.listings[2]]


@pytest.mark.parametrize("glue", ["   ", "\t"])
def test_names_apart_by_space_alone_are_no_abstract(glue: str) -> None:
    lines = with_names(lambda names: [glue.join((*names, "Eve Adams", "Bo Li"))], {1})
    assert PAGE.listings[2] in (read_ := shown(lines))
    assert all(
        replace(one, names=one.names[: len(of.names)]) == of
        for one in read_
        for of in PAGE.listings
        if of.title == one.title
    )


def test_titles_that_a_site_has_cut_are_no_titles() -> None:
    lines = [replace(x, text=f"{x.text:x<40}"[:30] + "...") if x.role == "title" else x for x in PAGE.lines()]
    assert shown(lines) == []


@pytest.mark.parametrize("of", [{1}, {0, 1, 2}])
@pytest.mark.parametrize(
    "write",
    [
        "{} (12)",
        "{} <made@example.org>",
        "{} (made@example.org)",
        "{}, made@example.ac.uk",
        "{} 0000-0001-2345-678X",
        "{} iD",
    ],
)
def test_what_stands_behind_a_name_is_none_of_it(write: str, of: set[int]) -> None:
    assert shown(with_names(lambda names: bullets(tuple(map(write.format, names))), of)) == list(PAGE.listings)


@pytest.mark.parametrize("button", ["[PDF]", "[pdf] [code]"])
def test_a_button_behind_a_title_is_none_of_it(button: str) -> None:
    lines = [replace(x, text=f"{x.text} {button}") if (x.of, x.role) == (1, "title") else x for x in PAGE.lines()]
    assert shown(lines) == list(PAGE.listings)


@pytest.mark.parametrize("end", ["... more", "… Read more", "...show more"])
def test_an_abstract_that_a_button_goes_on_with_is_cut(end: str) -> None:
    lines = [replace(x, text=x.text[:-9] + end) if (x.of, x.role) == (1, "abstract") else x for x in PAGE.lines()]
    assert shown(lines) == [PAGE.listings[0], PAGE.listings[2]]


def test_two_names_without_a_space_between_are_no_name() -> None:
    more = ("Eve AdamsBertha Made", "Eve AdamsZoë Madeira", "Eve Adams")
    listings = tuple(replace(s, names=(*s.names, name)) for s, name in zip(PAGE.listings, more, strict=True))
    read_ = shown(replace(PAGE, listings=listings).lines())
    parted = [tuple(re.sub("(?<=s)(?=[BZ])", "|", name).split("|")) for name in more]
    assert [s.names for s in read_] == [s.names + two for s, two in zip(PAGE.listings, parted, strict=True)]


@pytest.mark.parametrize("below", ["    • {}", "      ◦ {}"])
def test_what_stands_below_each_name_further_in_is_no_name(below: str) -> None:
    def write(names: tuple[str, ...]) -> list[str]:
        return [line for name in names for line in (BULLET + name, below.format("Made Works"))]

    lines = with_names(write, {1})
    assert shown(lines) == [PAGE.listings[0], PAGE.listings[2]]


def test_bullets_may_stand_at_two_places() -> None:
    lines = with_names(lambda names: [f"• {names[0]}", *(f"    • {name}" for name in names[1:])], {0, 1, 2})
    assert shown(lines) == list(PAGE.listings)


@pytest.mark.parametrize("names", [("Søren Ng",), ("Alan Hopper", "Søren Ng", PAGE.owner)])
def test_names_further_in_are_names_where_space_was_put_before_some_lines(names: tuple[str, ...]) -> None:
    lines = [replace(x, text="   " + x.text) if x.of < 2 and x.text.endswith(names) else x for x in PAGE.lines()]
    assert shown(lines) == list(PAGE.listings)
