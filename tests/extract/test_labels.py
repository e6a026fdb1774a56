"""What stands between the parts of all listings is none of them, also where a listing has no abstract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.extract.damages import Line, Page, encoded, given_back, in_site_form, read, shown_by
from tests.extract.made_authors import pages
from tests.extract.one_shard import read_apart

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 5]
MONTHS = ("January", "March", "May", "October", "December")


def _read_whole(pages: list[Page], write: Callable[[Page], list[Line]]) -> None:
    files = [encoded(write(page)) for page in pages]
    extracted = read(*files)
    assert shown_by(extracted) == {f"{number}.txt": list(page.listings) for number, page in enumerate(pages)}
    assert given_back(extracted) == {f"{number}.txt": data for number, data in enumerate(files)}


@pytest.mark.parametrize("form", ["{month} {year}", "{day} {month} {year}", "Published: {day} {month} {year}"])
@pytest.mark.parametrize("below", ["title", "name"])
def test_dates_between_parts(below: str, form: str) -> None:
    def write(page: Page) -> list[Line]:
        lines: list[Line] = []
        for x, after in zip(page.lines(), [*page.lines()[1:], Line("", "end")], strict=True):
            text = form.format(month=MONTHS[x.of % len(MONTHS)], day=x.of % 28 + 1, year=2020 - x.of)
            foreign = [Line("", "blank"), Line(text, "foreign")] if x.role == below != after.role else []
            lines += [x, *foreign]
        return lines

    _read_whole(PAGES, write)


@pytest.mark.parametrize("label", ["Abstract", "Cited by 12", "Machine Learning · Optimization"])
def test_a_label_where_some_listings_have_no_abstract(label: str) -> None:
    some = [
        replace(x, listings=tuple(replace(s, abstract=None) if i % 3 == 1 else s for i, s in enumerate(x.listings)))
        for x in PAGES
    ]

    def write(page: Page) -> list[Line]:
        lines: list[Line] = []
        for x, after in zip(page.lines(), [*page.lines()[1:], Line("", "end")], strict=True):
            foreign = [Line("", "blank"), Line(label, "foreign")] if x.role == "name" != after.role else []
            lines += [x, *foreign]
        return lines

    _read_whole(some, write)


@pytest.mark.parametrize("label", ["Oral", "Poster", "Oral Presentation", "[PDF]", "Open Access", "Page 3"])
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("one_venue", [True, False])
def test_what_a_site_alone_writes_is_no_abstract_s_where_few_listings_have_it(
    label: str, times: int, *, one_venue: bool
) -> None:
    heading = PAGES[0].listings[0].heading
    of_one = [replace(x, listings=tuple(replace(s, heading=heading) for s in x.listings)) for x in PAGES]

    def write(page: Page) -> list[Line]:
        lines: list[Line] = []
        for x, after in zip(page.lines(), [*page.lines()[1:], Line("", "end")], strict=True):
            here = x.role == "name" != after.role and x.of < times
            lines += [x, *([Line("", "blank"), Line(label, "foreign")] if here else [])]
        return lines

    _read_whole(of_one if one_venue else PAGES, write)


@pytest.mark.parametrize("owner", ["Print", "Doi", "Video"])
def test_an_owner_whose_name_is_a_button_stays_on_the_lists(owner: str) -> None:
    own = [
        replace(page, owner=owner, listings=tuple(replace(s, names=("Ada Ma", owner)) for s in page.listings))
        for page in PAGES
    ]
    _read_whole(own, Page.lines)


def test_what_a_page_shows_does_not_depend_on_the_files_beside_it() -> None:
    files = []
    for page in PAGES:  # titles and names above headings, and a button below
        shown = "\n".join(
            f"{s.title}\n\n{', '.join(s.names)}\n\n{s.heading}\n\nShow abstract\n\n{s.abstract}\n"
            for s in page.listings[:4]
        )
        files.append(encoded(replace(page, declared=4, listings=()).lines()) + b"\n" + shown.encode())
    alone = [shown_by(read_apart(file)).get("0.txt") for file in files]
    together, last = shown_by(read_apart(*files)), len(files) - 1
    assert alone == [together.get(f"{number}.txt") for number in range(len(files))]
    turned = shown_by(read_apart(*files[::-1]))
    assert alone == [turned.get(f"{last - number}.txt") for number in range(len(files))]
