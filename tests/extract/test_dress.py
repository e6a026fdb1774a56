"""What other tools write round the parts of a listing is none of them: dividers, notes, signs, buttons."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.extract.damages import BULLET, Line, Page, encoded, given_back, in_site_form, read, shown_by
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 4]
_PARTS = re.compile(r"^(?P<venue>.*) (?P<kind>\S+) (?P<year>\d{4}) (?P<type>.*)$")


def _page_written(page: Page, role: str, write: Callable[[str], str]) -> bytes:
    return encoded(replace(x, text=write(x.text)) if x.role == role else x for x in page.lines())


def _read_whole(page: Page, data: bytes) -> None:
    extracted = read(data)
    assert shown_by(extracted)["0.txt"] == list(page.listings)
    assert given_back(extracted) == {"0.txt": data}


@pytest.mark.parametrize(
    "form",
    [
        "{venue} | {kind} | {year} | {type}", "{venue} · {kind} · {year} · {type}", "{venue} - {kind} - {year} - {type}",
        "{venue}, {kind}, {year}, {type}", "{venue} {kind} ({year}) {type}", "[{venue}] [{kind}] [{year}] [{type}]", "**{venue}** {kind} *{year}* `{type}`",
        "{venue} {kind} {year}-12-06 {type}", "{venue} {kind} {year}年 {type}",
        "{venue} {kind} {year} {type} · 12 citations", "{venue} {kind} {year} {type}, pp. 12-34",
        "{venue} {kind} {year} {type} ›", "Published in {venue} {kind} {year} {type}",
    ],
)  # fmt: skip
def test_headings_with_dividers_and_notes(form: str) -> None:
    for page in PAGES:
        _read_whole(
            page,
            _page_written(page, "heading", lambda text: _PARTS.sub(form.replace("{", r"\g<").replace("}", ">"), text)),
        )


@pytest.mark.parametrize(
    "form", ["{venue} {kind} {year} ({type})", "{venue} {kind} {year} [{type}]", "{year} {venue} {kind} {type}",
             "{venue} {year} {kind} {type}", "{venue} {kind} {type} {year}",
             "{type} {venue} {kind} {year}"],
)  # fmt: skip
def test_headings_of_usual_types_in_other_orders(form: str) -> None:
    for page in PAGES:
        usual = [replace(s, heading="ICML Conference 2020 Conference Paper") for s in page.listings]
        plain = replace(page, listings=tuple(usual))
        _read_whole(
            plain,
            _page_written(plain, "heading", lambda text: _PARTS.sub(form.replace("{", r"\g<").replace("}", ">"), text)),
        )


@pytest.mark.parametrize("kind", ["Konferenz", "Conférence", "会议", "학회", "Конференция"])
def test_headings_with_a_kind_in_other_words(kind: str) -> None:
    for page in PAGES:
        listings = [replace(s, heading=f"Foo {kind} 2020 {kind} x") for s in page.listings]
        _read_whole(replace(page, listings=tuple(listings)), encoded(replace(page, listings=tuple(listings)).lines()))


@pytest.mark.parametrize("heading", ["Foo | Bar Journal 2020 Journal Article", "Foo Conference 2020 Paper | Oral"])
def test_a_bar_in_a_heading_is_its_own(heading: str) -> None:
    for page in PAGES:
        other = replace(page, listings=(replace(page.listings[0], heading=heading), *page.listings[1:]))
        _read_whole(other, encoded(other.lines()))


def test_a_season_is_no_year() -> None:
    for page in PAGES:
        data = _page_written(page, "heading", lambda text: re.sub(r"(\d{4}) ", r"\1/22 ", text))
        assert shown_by(read(data)) == {}


@pytest.mark.parametrize("note", ["1", "*", "†", "¹", "^1", "$^{1}$", " 1,2", "[1]", " (MIT)", " [she/her]"])
@pytest.mark.parametrize("everywhere", [False, True])
def test_what_stands_behind_the_owner_is_of_no_name(note: str, everywhere: bool) -> None:
    for page in PAGES:
        of = next((i for i, s in enumerate(page.listings) if page.owner in s.names), None)
        if of is None:
            continue
        data = encoded(
            replace(x, text=x.text + note) if x.role == "name" and (everywhere or x.of == of) else x
            for x in page.lines()
        )
        _read_whole(page, data)


def test_homonyms_and_others_beside_the_owner_keep_their_names() -> None:
    for page in PAGES:
        names = (
            page.owner,
            f"{page.owner} 0002",
            f"{page.owner}-Smith",
            f"{page.owner} Smith",
            "Bo Li (李波)",
            "Cy Ng 0001",
        )
        other = replace(page, listings=tuple(replace(s, names=names) for s in page.listings))
        _read_whole(other, encoded(other.lines()))


@pytest.mark.parametrize("note", [" (you)", " (equal contribution)", " (corresponding author)"])
def test_a_role_behind_a_name_is_none_of_it(note: str) -> None:
    for page in PAGES:
        _read_whole(page, _once(page, "name", lambda text: text + note))


def _once(page: Page, role: str, write: Callable[[str], str]) -> bytes:
    lines = page.lines()
    at = next(i for i, x in enumerate(lines) if x.role == role)
    return encoded([*lines[:at], replace(lines[at], text=write(lines[at].text)), *lines[at + 1 :]])


@pytest.mark.parametrize("form", ["**{}**", "#### {}", "★ {}", "__{}__"])
def test_signs_round_one_title(form: str) -> None:
    for page in PAGES:
        _read_whole(page, _once(page, "title", form.format))


@pytest.mark.parametrize("form", ["> {}", "_{}_", "*{}*", "{} Show less"])
def test_signs_round_an_abstract(form: str) -> None:
    for page in PAGES:
        text = (
            "We read pages, all of them, line by line, and lose nothing that stands on them, as we show on made ones."
        )
        plain = replace(page, listings=tuple(replace(s, abstract=text) for s in page.listings))
        _read_whole(plain, _once(plain, "abstract", form.format))


def test_an_abstract_quoted_line_by_line() -> None:
    for page in PAGES:
        text = "{}: we read pages, all of them, line by line,\nand lose nothing that stands on {}, as we show."
        listings = tuple(replace(s, abstract=text.format(s.title, s.title)) for s in page.listings)
        plain = replace(page, listings=listings)
        _read_whole(plain, _page_written(plain, "abstract", "> {}".format))


def test_an_abstract_that_only_begins_as_a_quotation() -> None:
    for page in PAGES:
        text = "> {}: we read pages, all of them, line by line,\nand lose nothing that stands on {}, as we show."
        listings = tuple(replace(s, abstract=text.format(s.title, s.title)) for s in page.listings)
        plain = replace(page, listings=listings)
        assert {s.abstract for s in shown_by(read(encoded(plain.lines()))).get("0.txt", [])} <= {
            s.abstract for s in listings
        }


@pytest.mark.parametrize(
    "text",
    [
        "_Nets_ and _pages_",
        "*a* and *b*",
        "• One.\n• Two.",
        "• One. • Two.",
        "• One.",
        "* One.",
        "> 90% of it.",
        "We need less",
    ],
)
def test_signs_of_an_abstract_itself_stay(text: str) -> None:
    for page in PAGES:
        plain = replace(page, listings=tuple(replace(s, abstract=text) for s in page.listings))
        assert {s.abstract for s in shown_by(read(encoded(plain.lines()))).get("0.txt", [])} <= {text}


@pytest.mark.parametrize(
    "line", ["[PDF]", "#nets #pages", "1,204 views · 35 downloads", "Subjects: Machine Learning (cs.LG)", "Copied to clipboard!",
             "Proceedings of the 38th Conference on Pages, pages 12-20, 2021", "ICML Conference 2020 Conference Paper " + "x" * 90],
)  # fmt: skip
def test_a_line_of_others_below_an_abstract_is_in_doubt(line: str) -> None:
    for page in PAGES:
        text = "We read pages. " * 10
        listings = tuple(replace(s, abstract=text.strip()) for s in page.listings)
        foreign = replace(listings[1], abstract=f"{text.strip()}\n\n{line}")
        data = encoded(replace(page, listings=(listings[0], foreign, *listings[2:])).lines())
        extracted = read(data)
        assert shown_by(extracted)["0.txt"] == [listings[0], *listings[2:]]
        assert given_back(extracted) == {"0.txt": data}


def test_a_bullet_alone_is_no_name() -> None:
    for page in PAGES:
        lines = [Line("•", "name", x.of) if x.role == "name" else x for x in page.lines()]
        extracted = read(encoded(lines))
        assert "" not in {name for s in shown_by(extracted).get("0.txt", []) for name in s.names}


@pytest.mark.parametrize(
    "write", [lambda t: t.ljust(80), lambda t: t + "  ", lambda t: " " + t.removeprefix(BULLET[:1])]
)
def test_lines_that_are_filled_with_spaces_to_the_end_of_the_file(write: Callable[[str], str]) -> None:
    for page in PAGES:
        if not (page.listings[-1].abstract or "").endswith("."):
            continue
        text = "\n".join([x.text for x in page.lines()] + [""])
        data = "\n".join(map(write, text.split("\n"))).encode()
        assert len(shown_by(read(data))["0.txt"]) == len(page.listings)


@pytest.mark.parametrize("behind", [" doi:10.1000/182.12", " https://doi.org/10.1000/182", ", pp. 12-24"])
def test_a_title_with_an_identifier_behind_it_is_not_read(behind: str) -> None:
    for page in PAGES:
        with_it = replace(page.listings[0], title=page.listings[0].title + behind)
        data = encoded(replace(page, listings=(with_it, *page.listings[1:])).lines())
        assert shown_by(read(data))["0.txt"] == list(page.listings[1:])
        assert given_back(read(data)) == {"0.txt": data}


@pytest.mark.parametrize("behind", [" 2020", ", 12-24", " of 10.1000 Pages in 1999"])
def test_a_title_may_end_in_numbers(behind: str) -> None:
    for page in PAGES:
        own = replace(page, listings=tuple(replace(s, title=s.title + behind) for s in page.listings[:1]), declared=1)
        assert shown_by(read(encoded(own.lines())))["0.txt"] == list(own.listings)
