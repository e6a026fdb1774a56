"""Pages that were changed as a whole are read as they were, if they say so themselves; else they stay as they stand."""

from __future__ import annotations

import json
import random
import re
import textwrap
from collections.abc import Callable
from dataclasses import replace

import pytest

from etl.extract.page import extract
from etl.extract.source.decode import decode
from etl.extract.source.files import Source
from tests.extract.damages import Page, Shown, encoded, given_back, read, shown_by
from tests.extract.made_authors import name, sentence

Rewrite = Callable[[Page], str]
_HEADINGS = (
    "ICML Conference {} Conference Paper",
    "JMLR Journal {} Journal Article",
    "CVPR Workshop {} Workshop Paper",
)


def _listing(owner: str, year: int, rng: random.Random) -> Shown:
    names = [name(rng) for _ in range(rng.randrange(1, 5))]
    names.insert(rng.randrange(len(names) + 1), owner)
    title = sentence(rng).rstrip(".")
    abstract = " ".join(sentence(rng) for _ in range(4))
    return Shown(rng.choice(_HEADINGS).format(year), title, tuple(dict.fromkeys(names)), abstract)


def _page(seed: int, listings: int = 5) -> Page:
    rng = random.Random(seed)
    owner = "Ada Lovelace"
    return Page(owner, tuple(_listing(owner, 2024 - n, rng) for n in range(listings)), listings)


def _text(page: Page) -> str:
    return encoded(page.lines()).decode()


def _header(page: Page) -> str:
    return _text(page).partition(page.listings[0].heading)[0]


def _lines(write: Callable[[int, str], str]) -> Rewrite:
    def rewrite(page: Page) -> str:
        return "".join(write(n, line) + "\n" for n, line in enumerate(_text(page).splitlines(), 1))

    return rewrite


def _headings(write: Callable[[str, str, str, str], str]) -> Rewrite:
    def rewrite(page: Page) -> str:
        text = _text(page)
        for listing in page.listings:
            venue, kind, year, paper_type = listing.heading.split(" ", 3)
            text = text.replace(f"\n{listing.heading}\n", f"\n{write(venue, kind, year, paper_type)}\n")
        return text

    return rewrite


def _lists(write: Callable[[tuple[str, ...]], str]) -> Rewrite:
    def rewrite(page: Page) -> str:
        text = _text(page)
        for listing in page.listings:
            text = text.replace("".join(f"  • {x}\n" for x in listing.names), write(listing.names))
        return text

    return rewrite


def _order(form: str) -> Rewrite:
    def rewrite(page: Page) -> str:
        parts = [
            {"H": x.heading, "T": x.title, "B": "\n".join(f"  • {y}" for y in x.names), "A": x.abstract}
            for x in page.listings
        ]
        return _header(page) + "\n".join("".join(f"{part[sign]}\n\n" for sign in form).rstrip(" ") for part in parts)

    return rewrite


def _plain(form: str) -> Rewrite:
    """What a program gives as the text of a page: no bullets, and blank lines where FORM has them."""

    def rewrite(page: Page) -> str:
        parts = [
            form.format(heading=x.heading, title=x.title, names="\n".join(x.names), abstract=x.abstract)
            for x in page.listings
        ]
        return _header(page).replace("\n\n", "\n") + "".join(parts)

    return rewrite


def _in_form(form: str) -> Rewrite:
    """Each listing in FORM, with its names on one line."""
    return lambda p: _header(p) + "".join(form.format(x, ", ".join(x.names)) for x in p.listings)


def _folded(text: str, width: int) -> str:
    lines = (textwrap.wrap(line, width) or [""] for line in text.split("\n"))
    return "\n".join(piece for pieces in lines for piece in pieces) + "\n"


TEXT_ALONE = _plain("{heading}\n{title}\n{names}\n{abstract}\n")
WHOLE: dict[str, Rewrite] = {
    "text alone": TEXT_ALONE,
    "title, heading, names": _in_form("## {0.title}\n\n*{0.heading}*\n\n{1}\n\n> {0.abstract}\n\n"),
    "title, names, heading, button": _in_form("{0.title}\n\n{1}\n\n{0.heading}\n\nShow abstract\n\n{0.abstract}\n\n"),
    "text of a browser": _plain("{heading}\n\n{title}\n{names}\n\n{abstract}\n\n"),
    "text of a list of definitions": _plain("{heading}\n    {title}\n    {names}\n{abstract}\n"),
    "text with labels": _plain("{heading}\n{title}\nAuthors:\n{names}\nAbstract\n{abstract}\n"),
    "text in paragraphs": lambda p: re.sub(r"\n+", "\n\n", TEXT_ALONE(p)),
    "text with numbers": lambda p: _lists(lambda x: "".join(f"{n}.\t{y}\n" for n, y in enumerate(x, 1)))(p).replace(
        "\n\n", "\n"
    ),
    "text below a title": lambda p: f"{p.owner} - Arrow\n{TEXT_ALONE(p)}",
    "text of boxes": lambda p: re.sub(r"(?m)^(\w+) (\w+) (\d{4}) (?=\w+ \w+$)", r"\1\n\2\n\3\n", TEXT_ALONE(p)),
    "doubled": _lines(lambda _, x: f"{x}\n{x}"),
    "csv": _lines(lambda n, x: f'{n},"{x}"'),
    "syslog": _lines(lambda n, x: f"Nov 30 00:58:{n % 60:02} host scraper[4242]: {x}"),
    "log as JSON": _lines(lambda n, x: json.dumps({"log": f"{x}\n", "time": f"2026-11-30T00:58:{n % 60:02}Z"})),
    "XML": lambda p: f"<?xml?>\n<page>\n{_lines(lambda _, x: f'<line>{x}</line>')(p)}</page>\n",
    "heading in capitals": _headings(lambda *parts: " ".join(parts).upper()),
    "heading in small letters": _headings(lambda *parts: " ".join(parts).lower()),
    "year as a float": _headings(lambda v, k, y, t: f"{v} {k} {y}.0 {t}"),
    "year in thousands": _headings(lambda v, k, y, t: f"{v} {k} {y[0]},{y[1:]} {t}"),
    "short year": _headings(lambda v, k, y, t: f"{v} {k} '{y[2:]} {t}"),
    "no kind": _headings(lambda v, _, y, t: f"{v} {y} {t}"),
    "glued": _headings(lambda v, k, y, t: f"{v}{k}{y}{t}"),
    "in brackets": _headings(lambda v, k, y, t: f"{t} ({v} {k}, {y})"),
    "full width": _lines(lambda _, x: "".join(chr(ord(c) + 0xFEE0) if 33 <= ord(c) < 127 else c for c in x)),
    "own line": _lists(lambda names: "".join(f"  •\n\n{x}\n" for x in names)),
    "one line": _lists(lambda names: " • ".join(names) + "\n"),
    "emoji names": _lists(lambda names: "".join(f":small_blue_diamond: {x}\n" for x in names)),
    "word": _lists(lambda names: "".join(f"bullet {x}\n" for x in names)),
    "by chance": _lists(lambda names: "".join(f"{'¢«e©*'[len(x) % 5]} {x}\n" for x in names)),
    **{f"order {form}": _order(form) for form in ("THBA", "TBHA", "TBAH", "HTAB", "HBTA", "BTHA", "THAB")},
    "capitals, other order": lambda p: re.sub(r"(?m)^\w+ \w+ \d{4} .*$", lambda x: x[0].upper(), _order("TBAH")(p)),
}


def _comparable(listing: Shown) -> tuple[str, str, tuple[str, ...], str | None]:
    return listing.heading.casefold(), listing.title, listing.names, listing.abstract


@pytest.mark.parametrize("change", WHOLE)
def test_a_page_that_was_changed_as_a_whole_is_read_as_it_was(change: str) -> None:
    pages = [_page(seed, listings) for seed, listings in enumerate((3, 5, 9))]
    files = [WHOLE[change](page).encode() for page in pages]
    extracted = read(*files)
    shown = shown_by(extracted)
    for number, page in enumerate(pages):
        assert list(map(_comparable, shown[f"{number}.txt"])) == list(map(_comparable, page.listings))
    assert given_back(extracted) == {f"{number}.txt": data for number, data in enumerate(files)}


@pytest.mark.parametrize("change", ["order TBAH", "heading in capitals", "word"])
def test_what_is_no_page_by_what_it_says_itself_stays_as_it_stands(change: str) -> None:
    page = _page(1)
    text = WHOLE[change](page)
    stranger = text.replace("Ada Lovelace", "Emmy Noether", 1)  # on none of the lists
    fewer = re.sub(r"(?m)\b5( papers\"?|\"?)$", r"3\1", text)  # than stand there
    for file in (stranger, fewer):
        assert file != text
        assert len(shown_by(read(file.encode())).get("0.txt", [])) < len(page.listings)


@pytest.mark.parametrize("written", ["A. Lovelace", "Ada K. Lovelace", "LOVELACE, ADA"])
def test_the_owner_may_be_written_otherwise_on_the_lists(written: str) -> None:
    page = _page(2)
    names = [tuple(written if x == page.owner else x for x in listing.names) for listing in page.listings]
    listings = tuple(replace(x, names=y) for x, y in zip(page.listings, names, strict=True))
    file = WHOLE["order TBAH"](replace(page, listings=listings)).encode()
    assert list(map(_comparable, shown_by(read(file))["0.txt"])) == list(map(_comparable, listings))


def test_text_whose_parts_are_in_doubt_stays_as_it_stands() -> None:
    page = _page(1)
    first = page.listings[0]
    cut = replace(page, listings=(replace(first, abstract="Of nets\n" + (first.abstract or "")), *page.listings[1:]))
    badge = re.sub(r"(?m)(?<=Paper|ticle)$", "\nOpen access", TEXT_ALONE(page))
    for text in (TEXT_ALONE(cut), badge, *(_folded(TEXT_ALONE(page), width) for width in (40, 60, 80))):
        assert not shown_by(read(text.encode())).get("0.txt")


def test_a_button_that_all_listings_have_is_no_title() -> None:
    page = _page(1)
    bare = replace(page, listings=(*page.listings[:3], *(replace(x, abstract="") for x in page.listings[3:])))
    text = WHOLE["title, names, heading, button"](bare)
    assert "Show abstract" not in {shown.title for shown in shown_by(read(text.encode())).get("0.txt", [])}


@pytest.mark.parametrize("before", ["heading level 3 link", "{}."])
def test_what_a_tool_has_before_titles_is_not_theirs(before: str) -> None:
    page = _page(1, 3)
    same = page.listings[0].heading
    spoken = tuple(replace(s, heading=same, title=f"{before.format(n)} {s.title}") for n, s in enumerate(page.listings))
    text = WHOLE["word"](replace(page, listings=spoken))
    assert not shown_by(read(text.encode())).get("0.txt")


@pytest.mark.parametrize("between", ["", "2\n\n", "Oral\n\n"])
def test_the_rest_of_a_title_is_no_abstract_that_stands_above_names(between: str) -> None:
    page = _page(1, 1)
    title = "Tables of Nets and Pages May Well Detect and Learn the Latent Structure of Names"
    text = _text(replace(page, listings=(replace(page.listings[0], title=title, abstract=""),)))
    parted = text.replace("May Well", f"\n\n{between}May Well")
    assert [x.title for x in shown_by(read(parted.encode())).get("0.txt", [])] in ([], [title])


def test_a_last_listing_in_doubt_leaves_the_others() -> None:
    page = _page(2)
    text = TEXT_ALONE(page) + "\n" + "_" * 40 + "\nKept as it was on that day."
    assert shown_by(read(text.encode()))["0.txt"] == list(page.listings[:-1])


def test_a_last_line_that_can_be_mended_is_no_listing_in_doubt() -> None:
    page = _page(3)
    last = page.listings[-1]
    long = replace(last, abstract=" ".join([last.abstract or ""] * 20))
    page = replace(page, listings=(*page.listings[:-1], long))
    text = _text(page).replace(f"{last.heading}\n\n{last.title}", f"{last.heading}: {last.title}")
    assert shown_by(read(text.encode()))["0.txt"] == list(page.listings)


def test_names_behind_what_is_a_code_are_not_taken_for_plain_text() -> None:
    text = _lists(lambda names: "".join(f"\\N{{BULLET}} {x.replace('é', '')}\n" for x in names))(_page(2))
    assert not shown_by(read(text.encode())).get("0.txt")


def test_a_kind_that_is_misspelt_is_no_part_of_the_venue() -> None:
    page = _page(3)
    text = _text(page).replace("ICML Conference", "ICML Confrence").replace("CVPR Workshop", "CVPR Worshop")
    venues = read(text.encode()).copies["venue_raw"]
    assert not venues.str.contains("Confrence|Worshop").any()
    assert len(venues) == len(page.listings)


def test_a_hasty_reading_puts_off_what_it_would_read_again_where_that_is_little() -> None:
    sources = [
        Source(f"{n}.txt", data, decode(data)) for n, data in enumerate(_text(_page(n)).encode() for n in range(9))
    ]
    shouted = encoded(_page(9).lines()).upper()
    sources.append(Source("9.txt", shouted, decode(shouted)))
    hasty, whole = extract(sources, hasty=True), extract(sources)
    assert hasty.put_off == {"9.txt"}
    for table in ("pages", "listings", "quarantine"):
        frame = getattr(whole, table)
        assert getattr(hasty, table).equals(frame.filter(frame["path"] != "9.txt"))
    assert extract(sources[-3:], hasty=True).put_off == set()
