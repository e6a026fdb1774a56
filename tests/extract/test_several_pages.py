"""Several pages in one file: what divides them, and what their headers say against what they list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from etl import open_snapshot, run
from tests.extract.damages import Line, Page, encoded, given_back, in_site_form, read, shown_by
from tests.extract.made_authors import pages

FIRST, SECOND = (in_site_form(page) for page in pages(2, seed=9))
LONG = next(page for page in map(in_site_form, pages(9, seed=5)) if len(page.listings) > 3)
SEPARATORS = (
    "----------", "====", "* * *", "#####", "──────────", "==> b.txt <==", "==> Ada Ma.txt <==", "--- Page 2 ---", "b.txt", "File: b.txt", "### b.txt",
    ":::::::::\nb.txt\n:::::::::",
)  # fmt: skip


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("blank", ["", "\n"])
def test_a_separator_belongs_to_the_header_below(separator: str, blank: str) -> None:
    line = f"{blank}{separator}\n{blank}".encode()
    data = line + encoded(FIRST.lines()) + line + encoded(SECOND.lines())
    extracted = read(data)
    assert given_back(extracted) == {"0.txt": data}
    assert extracted.quarantine.is_empty()
    assert extracted.pages["owner"].to_list() == [FIRST.owner, SECOND.owner]
    assert shown_by(extracted)["0.txt"] == [*FIRST.listings, *SECOND.listings]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize(("end", "read_whole"), [("We end here.", True), ("We end", False)])
def test_a_file_without_its_last_newline_stands_before_another(end: str, newline: bytes, *, read_whole: bool) -> None:
    last = replace(FIRST.listings[-1], abstract=f"We read pages.\n{end}")
    first = replace(FIRST, listings=(*FIRST.listings[:-1], last))
    data = (encoded(first.lines()).removesuffix(b"\n") + encoded(SECOND.lines())).replace(b"\n", newline)
    extracted = read(data)
    assert given_back(extracted) == {"0.txt": data}
    kept = first.listings if read_whole else first.listings[:-1]  # what ends so may have been cut
    assert shown_by(extracted)["0.txt"] == [*kept, *SECOND.listings]
    assert extracted.pages["rewritten"].to_list()[0] is read_whole  # so it is told


@pytest.mark.parametrize("line", ["We end here.", "Winner of the award", "**Keywords**"])
def test_a_line_of_words_above_a_header_stays_with_its_abstract(line: str) -> None:
    extracted = read(encoded([*FIRST.lines(), Line(line, "abstract"), *SECOND.lines()]))
    last = shown_by(extracted)["0.txt"][len(FIRST.listings) - 1]
    assert (last.abstract or "").endswith(f"\n{line}")


@pytest.mark.parametrize("line", ["...", "\x04"])
def test_a_line_without_words_above_a_header_is_in_doubt(line: str) -> None:
    data = encoded([*FIRST.lines(), Line(line, "foreign"), *SECOND.lines()])
    extracted = read(data)
    assert given_back(extracted) == {"0.txt": data}
    assert shown_by(extracted)["0.txt"] == [*FIRST.listings[:-1], *SECOND.listings]
    assert extracted.quarantine["reason"].to_list() == ["foreign-line"]


@pytest.mark.parametrize("line", ["https://example.org/b", "2026-11-24", "Ada Ma | Made search"])
@pytest.mark.parametrize("abstract", [True, False])
def test_words_alone_above_a_header_are_in_doubt(line: str, abstract: bool) -> None:
    """They may be the title or the address of the page below."""
    last = FIRST.listings[-1] if abstract else replace(FIRST.listings[-1], abstract=None)
    first = replace(FIRST, listings=(*FIRST.listings[:-1], last))
    extracted = read(encoded([*first.lines(), Line("", "blank"), Line(line, "foreign"), *SECOND.lines()]))
    assert shown_by(extracted)["0.txt"] == [*FIRST.listings[:-1], *SECOND.listings]
    assert extracted.quarantine["reason"].to_list() == ["foreign-line"]


@pytest.mark.parametrize(
    "lines", ["HTTP/1.1 200 OK\nContent-Type: text/plain\n\n", "--b123\nContent-Type: text/plain\n\n"]
)
def test_what_a_program_wrote_above_a_page_is_of_no_abstract(lines: str) -> None:
    extracted = read(encoded(FIRST.lines()) + lines.encode() + encoded(SECOND.lines()))
    last = FIRST.listings[-1:] if lines.startswith("HTTP") else ()  # the other's first line may be an abstract's
    assert shown_by(extracted)["0.txt"] == [*FIRST.listings[:-1], *last, *SECOND.listings]


@pytest.mark.parametrize(("above", "below"), [(0, 2), (0, 9), (len(SECOND.listings), 0)])
def test_a_page_of_another_owner_costs_none_of_the_page_above(above: int, below: int) -> None:
    """Though papers are missing, on either of the two."""
    both = (replace(FIRST, declared=FIRST.declared + above), replace(SECOND, declared=SECOND.declared + below))
    extracted = read(encoded(line for page in both for line in page.lines()))
    assert extracted.quarantine.is_empty()
    assert extracted.pages["owner"].to_list() == [FIRST.owner, SECOND.owner]
    assert shown_by(extracted)["0.txt"] == [*FIRST.listings, *SECOND.listings]


@pytest.mark.parametrize(("role", "missing"), [("title", 0), ("name", 1)])
def test_a_page_that_breaks_off_above_another_is_told(role: str, missing: int) -> None:
    lines = replace(LONG, declared=LONG.declared + missing).lines()
    end = next(i for i, line in enumerate(lines) if line.of == len(LONG.listings) - 1 and line.role == role)
    shown = shown_by(read(encoded([*lines[: end + 1], *FIRST.lines()])))["0.txt"]
    assert shown == [*LONG.listings[:-1], *FIRST.listings]


def test_a_separator_that_no_header_follows_is_of_no_abstract() -> None:
    listing = FIRST.listings[0]
    lines = [*Page(FIRST.owner, (listing,), 1).lines(), Line("", "blank"), Line("-----", "abstract")]
    extracted = read(encoded(lines))
    assert shown_by(extracted)["0.txt"] == [listing]
    assert given_back(extracted) == {"0.txt": encoded(lines)}


def test_sheets_of_one_page_repeat_its_header() -> None:
    sheets = [replace(LONG, listings=LONG.listings[i : i + 2]) for i in range(0, len(LONG.listings), 2)]
    data = b"\n".join(encoded(sheet.lines()) for sheet in sheets)
    extracted = read(data)
    assert extracted.quarantine.is_empty()
    assert extracted.pages["owner"].to_list() == [LONG.owner] * len(sheets)
    assert shown_by(extracted)["0.txt"] == list(LONG.listings)
    assert given_back(extracted) == {"0.txt": data}


@pytest.mark.parametrize("gone", ["banner", "kind"])
def test_a_page_whose_header_lacks_a_line_begins_there(gone: str) -> None:
    second = encoded(line for line in SECOND.lines() if line.role != gone)
    extracted = read(encoded(FIRST.lines()) + second)
    assert extracted.pages["owner"].to_list() == [FIRST.owner, SECOND.owner]
    assert extracted.pages["kind"].is_null().to_list() == [False, gone == "kind"]
    assert extracted.quarantine.is_empty()


@pytest.mark.parametrize("blanks", [True, False])
def test_a_page_whose_header_lacks_banner_and_notice_begins_there(blanks: bool) -> None:
    gone = ("banner", "notice")
    lost = {*gone, *(f"blank {role}" for role in gone if not blanks)}
    second = encoded(line for line in SECOND.lines() if line.role not in lost)
    data = encoded(FIRST.lines()) + b"\n" + second
    extracted = read(data)
    assert given_back(extracted) == {"0.txt": data}
    assert extracted.pages["owner"].to_list() == [FIRST.owner, SECOND.owner]
    assert extracted.quarantine.is_empty()
    assert shown_by(extracted)["0.txt"] == [*FIRST.listings, *SECOND.listings]


def test_a_title_that_says_what_a_banner_says_begins_no_page() -> None:
    titles = ("Arrow Research search", "Possible papers")
    listings = tuple(replace(s, title=title) for s, title in zip(LONG.listings, titles, strict=False))
    listings = (replace(listings[0], heading=listings[1].heading), listings[1])
    page = Page(LONG.owner, listings, 2)
    extracted = read(encoded(page.lines()))
    assert extracted.pages.height == 1
    assert shown_by(extracted)["0.txt"] == list(listings)


def test_a_line_within_a_header_begins_no_page_of_its_own() -> None:
    second = encoded(SECOND.lines()).replace(b"\n\nAuthor name cluster", b"\n\nLog in\n\nAuthor name cluster")
    extracted = read(encoded(FIRST.lines()) + second)
    assert extracted.pages["owner"].to_list() == [FIRST.owner, SECOND.owner]
    assert shown_by(extracted)["0.txt"] == [*FIRST.listings, *SECOND.listings]


def test_the_count_of_a_page_quarantines_no_whole_listing() -> None:
    extracted = read(encoded(Page(LONG.owner, LONG.listings, 1).lines()))
    assert extracted.quarantine.is_empty()
    assert extracted.pages.select("declared_papers", "listed_papers").row(0) == (1, len(LONG.listings))


def test_a_stranger_on_a_page_of_too_many_is_in_doubt() -> None:
    """A listing that lacks the page's owner may stand in the abstract above: neither of the two is read."""
    listings = tuple(replace(s, names=("Eve Adams",)) if i == 1 else s for i, s in enumerate(LONG.listings[:4]))
    extracted = read(encoded(Page(LONG.owner, listings, 2).lines()))
    assert shown_by(extracted)["0.txt"] == list(listings[2:])
    assert extracted.quarantine["reason"].to_list() == ["ambiguous-heading"] * 2


@pytest.mark.parametrize(("cap", "others", "shown"), [(3, 8, 13), (4, 8, 13), (3, 0, 9), (2, 8, 9)])
def test_lists_may_be_cut_below_five_names_where_many_of_the_page_end_there(cap: int, others: int, shown: int) -> None:
    """Two lists lack the owner, on a page that lists fewer than it declares: in doubt, they cost the listings above."""
    page = next(page for page in map(in_site_form, pages(40, seed=5)) if len(page.listings) == 13)
    names = ("Eve Adams", "Mallory Brown", "Trent Cole", "Oscar Dunn")
    lists = [(page.owner, *names)[:cap] if i < others else (page.owner,) for i in range(13)]
    lists[4] = lists[9] = names[:cap]
    listings = tuple(replace(s, names=own) for s, own in zip(page.listings, lists, strict=True))
    assert len(shown_by(read(encoded(Page(page.owner, listings, 15).lines())))["0.txt"]) == shown


def test_a_line_like_a_heading_above_a_heading_takes_it_for_no_title() -> None:
    """Below it stands a title that could be two names."""
    first, second, *rest = LONG.listings
    first = replace(first, abstract=f"{first.abstract}\n\nAccepted at FooConf Conference 1990 Main Track")
    listings = (first, replace(second, title="Learning, Planning and Control"), *rest)
    assert shown_by(read(encoded(Page(LONG.owner, listings, len(listings)).lines())))["0.txt"][1:] == list(listings[1:])


@pytest.mark.parametrize("names", [(), ("Eve Adams", "Mallory Brown")])
def test_a_count_of_one_less_makes_no_text_of_a_listing_in_site_form(names: tuple[str, ...]) -> None:
    """Without authors it is read; with others' names it is in doubt, as is the listing above."""
    page = next(page for page in map(in_site_form, pages(40, seed=5)) if len(page.listings) == 13)
    listings = tuple(replace(s, names=names) if i == 4 else s for i, s in enumerate(page.listings))
    shown = shown_by(read(encoded(Page(page.owner, listings, 12).lines())))["0.txt"]
    assert shown == list(listings if not names else listings[:3] + listings[5:])


def test_a_title_like_a_heading_above_an_empty_list_is_a_title() -> None:
    titled = replace(LONG.listings[1], title="The Reading Challenge 2018 Results", names=())
    listings = (LONG.listings[0], titled, *LONG.listings[2:])
    for declared in (len(listings), len(listings) + 2):
        extracted = read(encoded(Page(LONG.owner, listings, declared).lines()))
        assert shown_by(extracted)["0.txt"] == list(listings)


@pytest.mark.parametrize(("above", "below"), [(FIRST, LONG), (LONG, FIRST)])
def test_without_a_header_nobody_gets_the_papers_of_the_next_page(above: Page, below: Page) -> None:
    headless = (line for line in below.lines() if line.of >= 0)
    shown = shown_by(read(encoded([*above.lines(), *headless])))["0.txt"]
    assert shown
    assert all(above.owner in listing.names for listing in shown)


def test_a_file_cut_below_the_last_list_is_told(tmp_path: Path) -> None:
    """Where the count agrees the list may be whole: it is read, and the finding says that the abstract is missing."""
    lines = FIRST.lines()
    last = max(i for i, line in enumerate(lines) if line.role == "name")
    page = tmp_path / "page.txt"
    page.write_bytes(encoded(lines[: last + 1]))
    run(page, tmp_path / "out", gate={"fail_on": "never"})
    snapshot = open_snapshot(tmp_path / "out")
    assert snapshot.quarantine.collect().is_empty()
    told = snapshot.findings.filter(code="ABS101").collect()
    heading = max(i for i, line in enumerate(lines) if line.role == "heading")
    assert told["first_line"].to_list() == [heading + 1]
