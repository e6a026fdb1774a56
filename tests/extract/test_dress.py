"""What other tools write round the parts of a listing is none of them: dividers, notes, signs, buttons."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.extract.damages import (
    BULLET,
    Line,
    Page,
    as_it_is,
    assert_read,
    encoded,
    in_site_form,
    read,
    shown_by,
    shown_each,
)  # fmt: skip
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 4]
_PARTS = re.compile(r"^(?P<venue>.*) (?P<kind>\S+) (?P<year>\d{4}) (?P<type>.*)$")


def _page_written(page: Page, role: str, write: Callable[[str], str]) -> bytes:
    return encoded(replace(x, text=write(x.text)) if x.role == role else x for x in page.lines())


@pytest.mark.parametrize(
    "form",
    [
        "{venue} | {kind} | {year} | {type}", "{venue} · {kind} · {year} · {type}", "{venue} - {kind} - {year} - {type}",
        "{venue}, {kind}, {year}, {type}", "{venue} {kind} ({year}) {type}", "[{venue}] [{kind}] [{year}] [{type}]", "**{venue}** {kind} *{year}* `{type}`",
        "{venue} {kind} {year}-12-06 {type}", "{venue} {kind} {year}年 {type}",
        "{venue} {kind} {year} {type} · 12 citations", "{venue} {kind} {year} {type}, pp. 12-34",
        "{venue} {kind} {year} {type} 21(3):1–30", "{venue} {kind} {year} {type} vol. 4: 12-19", "heading level 3 {venue} {kind} {year} {type}",
        "{venue} {kind} {year} (Vienna, Austria) {type}",
        "{venue} {kind} {year} {type} ›", "Published in {venue} {kind} {year} {type}",
    ],
)  # fmt: skip
def test_headings_with_dividers_and_notes(form: str) -> None:
    assert_read(*((_page_written(page, "heading", _in(form)), page.listings) for page in PAGES))


def _in(form: str) -> Callable[[str], str]:
    """A heading with its parts in FORM."""
    return lambda text: _PARTS.sub(form.replace("{", r"\g<").replace("}", ">"), text)


@pytest.mark.parametrize(
    "form", ["{venue} {kind} {year} ({type})", "{venue} {kind} {year} [{type}]", "{year} {venue} {kind} {type}",
             "{venue} {year} {kind} {type}", "{venue} {kind} {type} {year}",
             "{type} {venue} {kind} {year}"],
)  # fmt: skip
def test_headings_of_usual_types_in_other_orders(form: str) -> None:
    plain = [_with(page, heading="ICML Conference 2020 Conference Paper") for page in PAGES]
    assert_read(*((_page_written(page, "heading", _in(form)), page.listings) for page in plain))


def _with(page: Page, **parts: object) -> Page:
    """PAGE with these PARTS in all of its listings."""
    return replace(page, listings=tuple(replace(s, **parts) for s in page.listings))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["Konferenz", "Conférence", "会议", "학회", "Конференция"])
def test_headings_with_a_kind_in_other_words(kind: str) -> None:
    assert_read(*(as_it_is(_with(page, heading=f"Foo {kind} 2020 {kind} x")) for page in PAGES))


@pytest.mark.parametrize("heading", ["Foo | Bar Journal 2020 Journal Article", "Foo Conference 2020 Paper | Oral"])
def test_a_bar_in_a_heading_is_its_own(heading: str) -> None:
    first = [(replace(page.listings[0], heading=heading), *page.listings[1:]) for page in PAGES]
    assert_read(*(as_it_is(replace(page, listings=listings)) for page, listings in zip(PAGES, first, strict=True)))


@pytest.mark.parametrize("form", ["Zoo Conference ’{short} Conference Paper", "Zoo Journal {long} Journal Article"])
def test_a_single_heading_with_a_year_in_another_form(form: str) -> None:
    """No other heading of the page has its venue."""
    written = []
    for page in (page for page in PAGES if len(page.listings) > 7):
        year = _PARTS.sub(r"\g<year>", page.listings[3].heading)
        heading = form.format(short=year[2:], long=f"{year[0]},{year[1:]}")
        read_as = replace(page.listings[3], heading=form.format(short=year, long=year).replace("’", ""))
        changed = replace(page.listings[3], heading=heading)
        listings = [(*page.listings[:3], x, *page.listings[4:]) for x in (changed, read_as)]
        written.append((encoded(replace(page, listings=listings[0]).lines()), listings[1]))
    assert written
    assert_read(*written)


@pytest.mark.parametrize(
    "heading", ["Zoo Journal of Law ’20 - Journal Article", "Zoo of Proceedings ’20 Journal Article"]
)
def test_a_word_of_a_venue_is_no_kind_of_a_single_heading(heading: str) -> None:
    pages = [
        replace(x, listings=(*x.listings[:3], replace(x.listings[3], heading=heading), *x.listings[4:])) for x in PAGES
    ]
    for shown in shown_each(*(encoded(page.lines()) for page in pages)):
        assert not any(listing.heading.startswith("Zoo of") for listing in shown)
        assert shown


def test_a_season_is_no_year() -> None:
    assert_read(*((_page_written(x, "heading", lambda t: re.sub(r"(\d{4}) ", r"\1/22 ", t)), ()) for x in PAGES))


@pytest.mark.parametrize("note", ["1", "*", "†", "¹", "^1", "$^{1}$", " 1,2", "[1]", " (MIT)", " [she/her]"])
@pytest.mark.parametrize("everywhere", [False, True])
def test_what_stands_behind_the_owner_is_of_no_name(note: str, everywhere: bool) -> None:
    owned = [(page, [i for i, s in enumerate(page.listings) if page.owner in s.names]) for page in PAGES]
    noted = [
        (page, [x.role == "name" and (everywhere or x.of == of[0]) for x in page.lines()]) for page, of in owned if of
    ]
    assert_read(
        *(
            (
                encoded(replace(x, text=x.text + note * is_) for x, is_ in zip(page.lines(), here, strict=True)),
                page.listings,
            )
            for page, here in noted
        )
    )


@pytest.mark.parametrize("everywhere", [False, True])
def test_institutions_behind_names_are_told_by_the_owner(everywhere: bool) -> None:
    """Most have no word that says what they are; one of each list has."""
    places = ("University of Ulm", "MIT", "ETH Zürich", "Institute of Looms, Ulm")
    written = []
    for page in PAGES:
        first, *others = page.listings
        listings = (replace(first, names=(page.owner, "Bo Li 0002", "Cy Ng")), *others)
        noted = [
            replace(x, names=tuple(f"{name}, {place}" for name, place in zip(x.names, 2 * places, strict=False)))
            for x in listings
            if len(x.names) <= 2 * len(places)
        ]
        shown = listings if everywhere else listings[:1]
        written.append((as_it_is(replace(page, listings=(*noted[: len(shown)], *listings[len(shown) :])))[0], listings))
    assert_read(*written)


def test_another_name_or_a_suffix_behind_the_owner_is_no_institution() -> None:
    page = _with(PAGES[0], names=(PAGES[0].owner + ", Jr.", "Bo Li, University of Ulm", "Cy Ng, MIT"))
    shown = shown_each(encoded(page.lines()), encoded(_with(page, names=(f"{page.owner}, Bo Li", "Cy Ng")).lines()))
    assert all(f"{page.owner}, Jr." in listing.names for listing in shown[0])
    assert not any(page.owner in listing.names and "Bo Li" not in listing.names for listing in shown[1])


def test_homonyms_and_others_beside_the_owner_keep_their_names() -> None:
    forms = ("{}", "{} 0002", "{}-Smith", "{} Smith", "Bo Li (李波)", "Cy Ng 0001")
    assert_read(*(as_it_is(_with(page, names=tuple(form.format(page.owner) for form in forms))) for page in PAGES))


@pytest.mark.parametrize("note", [" (you)", " (equal contribution)", " (corresponding author)"])
def test_a_role_behind_a_name_is_none_of_it(note: str) -> None:
    assert_read(*((_once(page, "name", lambda text: text + note), page.listings) for page in PAGES))


def _once(page: Page, role: str, write: Callable[[str], str]) -> bytes:
    lines = page.lines()
    at = next(i for i, x in enumerate(lines) if x.role == role)
    return encoded([*lines[:at], replace(lines[at], text=write(lines[at].text)), *lines[at + 1 :]])


@pytest.mark.parametrize("form", ["**{}**", "#### {}", "★ {}", "__{}__", "📝 {}", "- [x] {}", "'''{}'''"])
def test_signs_round_one_title(form: str) -> None:
    assert_read(*((_once(page, "title", form.format), page.listings) for page in PAGES))


@pytest.mark.parametrize("form", ["> {}", "_{}_", "*{}*", "{} Show less", "💡 {}"])
def test_signs_round_an_abstract(form: str) -> None:
    text = "We read pages, all of them, line by line, and lose nothing that stands on them, as we show on made ones."
    plain = [_with(page, abstract=text) for page in PAGES]
    assert_read(*((_once(page, "abstract", form.format), page.listings) for page in plain))


def _in_two_lines(page: Page, begin: str = "") -> Page:
    text = (
        f"{begin}{{0}}: we read pages, all of them, line by line,\nand lose nothing that stands on {{0}}, as we show."
    )
    return replace(page, listings=tuple(replace(s, abstract=text.format(s.title)) for s in page.listings))


def test_a_page_that_a_mail_quotes_is_read_above_its_signature() -> None:
    above = ["From: Ada", *[f"X-Trace-{n}: {n}" for n in range(9)], "", "Hello, see below.", "", "Ada wrote:", ""]
    below = ["", "-- ", "Grace Hopper", "Library", "12 Main Street", "New York", "555 0100"]
    for page in PAGES:
        quoted = [f"> {line}".rstrip() for line in encoded(page.lines()).decode().rstrip("\n").split("\n")]
        data = "\n".join([*above, *quoted, *below]).encode()
        assert len(shown_by(read(data))["0.txt"]) == len(page.listings)


def test_an_abstract_quoted_line_by_line() -> None:
    plain = list(map(_in_two_lines, PAGES))
    assert_read(*((_page_written(page, "abstract", "> {}".format), page.listings) for page in plain))


def test_an_abstract_that_only_begins_as_a_quotation() -> None:
    plain = [_in_two_lines(page, "> ") for page in PAGES]
    for page, shown in zip(plain, shown_each(*(encoded(page.lines()) for page in plain)), strict=True):
        assert {s.abstract for s in shown} <= {s.abstract for s in page.listings}


@pytest.mark.parametrize(
    "text",
    ["_Nets_ and _pages_", "*a* and *b*", "• One.\n• Two.", "• One. • Two.", "• One.", "* One.", "> 90% of it.",
     "We need less"],
)  # fmt: skip
def test_signs_of_an_abstract_itself_stay(text: str) -> None:
    for shown in shown_each(*(encoded(_with(page, abstract=text).lines()) for page in PAGES)):
        assert {s.abstract for s in shown} <= {text}


@pytest.mark.parametrize(
    ("line", "told"),
    [("[PDF]", True), ("#nets #pages", True), ("1,204 views · 35 downloads", True), ("Copied to clipboard!", True), ("Sent from my iPhone", True),
     ("Subjects: Machine Learning (cs.LG)", True), ("Proceedings of the 38th Conference on Pages, pages 12-20, 2021", True),
     ("[PDF]\nAda Made", False), ("[PDF]\n\nAda Made", False), ("ICML Conference 2020 Conference Paper " + "x" * 90, False)],
)  # fmt: skip
def test_a_line_of_others_alone_below_an_abstract_is_left_out(line: str, *, told: bool) -> None:
    text = ("We read pages. " * 10).strip()
    written = []
    for page in (_with(page, abstract=text) for page in PAGES):
        first, second, *others = page.listings
        foreign = replace(second, abstract=f"{text}\n\n{line}")
        whole = [second] if told else []
        written.append((encoded(replace(page, listings=(first, foreign, *others)).lines()), [first, *whole, *others]))
    assert_read(*written)


def test_a_bullet_alone_is_no_name() -> None:
    bare = ([Line("•", "name", x.of) if x.role == "name" else x for x in page.lines()] for page in PAGES)
    for shown in shown_each(*map(encoded, bare)):
        assert "" not in {name for s in shown for name in s.names}


@pytest.mark.parametrize(
    "write", [lambda t: t.ljust(80), lambda t: t + "  ", lambda t: " " + t.removeprefix(BULLET[:1])]
)
def test_lines_that_are_filled_with_spaces_to_the_end_of_the_file(write: Callable[[str], str]) -> None:
    ended = [page for page in PAGES if (page.listings[-1].abstract or "").endswith(".")]
    files = ["\n".join(map(write, [*(x.text for x in page.lines()), ""])).encode() for page in ended]
    assert list(map(len, shown_each(*files))) == [len(page.listings) for page in ended]


@pytest.mark.parametrize("behind", [" doi:10.1000/182.12", " https://doi.org/10.1000/182", ", pp. 12-24"])
def test_a_title_with_an_identifier_behind_it_is_not_read(behind: str) -> None:
    written = []
    for page in PAGES:
        with_it = replace(page.listings[0], title=page.listings[0].title + behind)
        written.append((encoded(replace(page, listings=(with_it, *page.listings[1:])).lines()), page.listings[1:]))
    assert_read(*written)


@pytest.mark.parametrize("behind", [" 2020", ", 12-24", " of 10.1000 Pages in 1999"])
def test_a_title_may_end_in_numbers(behind: str) -> None:
    titled = [(page, replace(page.listings[0], title=page.listings[0].title + behind)) for page in PAGES]
    assert_read(*(as_it_is(replace(page, listings=(first,), declared=1)) for page, first in titled))
