"""What all titles or names of a page have before or behind them is a tool's; what a few have is their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.damages import (
    BULLET,
    Line,
    Page,
    as_it_is,
    assert_read,
    encoded,
    given_back,
    in_site_form,
    read,
    shown_by,
    shown_each,
)  # fmt: skip
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 5]
AFFIXES = [
    ("", " (opens in new tab)"), ("", " opens in a new window"), ("", " ↗"), ("", " #"), ("", " [PDF]"), ("<b>", "</b>"),
    ("{}. ", ""), ("1. ", ""), ("• ", ""), ("[", "](https://example.org/1)"), ("[{}]", ""), ("Label: ", ""), ('"', '"'), ("**", "**"), ("[", "](https://example.org/{})"), ("[", '](/a/{} "Open the page")'), ("", " (cited by {})"), ("", ", link, heading level 3"),
]  # fmt: skip


def _written(page: Page, role: str, before: str, behind: str) -> bytes:
    def write(number: int, x: Line) -> str:
        bullet = BULLET if x.role == "name" else ""
        return bullet + before.format(number) + x.text.removeprefix(bullet) + behind.format(number)

    return encoded(replace(x, text=write(n, x)) if x.role == role else x for n, x in enumerate(page.lines()))


@pytest.mark.parametrize("role", ["title", "name"])
@pytest.mark.parametrize(("before", "behind"), AFFIXES)
def test_what_all_have_is_of_none(role: str, before: str, behind: str) -> None:
    assert_read(*((_written(page, role, before, behind), page.listings) for page in PAGES))


def test_what_says_that_a_title_is_one_is_none_be_there_few() -> None:
    few = [page for page in map(in_site_form, pages(30, seed=3)) if 3 <= len(page.listings) <= 5]
    assert few
    for page in few:
        for label in ("Title: ", "**Title:** ", "[TITLE] ", "link "):
            assert shown_by(read(_written(page, "title", label, "")))["0.txt"] == list(page.listings)


def test_badges_behind_all_titles_are_of_none() -> None:
    badges = ["(Oral)", "(Best Paper)", "(Poster)"]
    marked = [_titled(page, [f"{s.title} {badges[n % 3]}" for n, s in enumerate(page.listings)]) for page in PAGES]
    assert_read(*((encoded(x.lines()), page.listings) for x, page in zip(marked, PAGES, strict=True)))
    but_one = [(x, (page.listings[0], *x.listings[1:])) for x, page in zip(marked, PAGES, strict=True)]
    assert_read(*(as_it_is(replace(page, listings=listings)) for page, listings in but_one))


def _titled(page: Page, titles: list[str]) -> Page:
    return replace(
        page,
        listings=tuple(replace(s, title=t) for s, t in zip(page.listings, titles, strict=False)),
        declared=len(titles),
    )


@pytest.mark.parametrize(
    "titles",
    [
        ["Position: We Read", "Position: We Write", "Position: Pages", "Position: Data"],
        ["Pages in Nets I: Reading", "Pages in Nets II: Writing", "Pages in Nets III: Data"],
        ["Nets (Student Abstract)", "Pages (Student Abstract)", "Data (Student Abstract)"],
        ["Deep Reinforcement Learning", "Fair Reinforcement Learning", "Safe Reinforcement Learning"],
        ["Why?", "How?", "When?"], ["“Nets”", "“Pages” and “Data”", "“Data” or “Nets”"], ["Nets in 2019", "Pages in 2020", "Data in 2021"],
    ],
)  # fmt: skip
def test_what_a_few_titles_have_is_their_own(titles: list[str]) -> None:
    page = _titled(PAGES[0], titles)
    assert shown_by(read(encoded(page.lines())))["0.txt"] == list(page.listings)


@pytest.mark.parametrize(
    "title", ["{} (2)", "{}, Part 2", "{} v2", "{} #2", "{} [2]", "Copy 2: {}", "{} 2", "{} II", "{} Again"]
)
def test_one_number_or_word_is_each_titles_own(title: str) -> None:
    assert_read(*(as_it_is(_titled(page, [title.format(s.title) for s in page.listings])) for page in PAGES))


def test_a_family_and_homonyms_keep_their_names() -> None:
    for names in (("Ada Ma", "Bo Ma", "Cy Ma", "Di Ma"), ("Ada Ma 0001", "Bo Li 0001", "Cy Ng 0001", "Di Xu 0002")):
        page = replace(PAGES[0], listings=tuple(replace(s, names=names) for s in PAGES[0].listings))
        assert shown_by(read(encoded(page.lines())))["0.txt"] == list(page.listings)


@pytest.mark.parametrize("between", [" • ", "; ", " | ", " / ", "\x0b  • "])
def test_an_owner_last_on_each_bullet_of_several_is_no_affix(between: str) -> None:
    lists = [[(*(n for n in s.names if n != x.owner), "Ada Ma", x.owner) for s in x.listings] for x in PAGES]
    files = []
    for page, names in zip(PAGES, lists, strict=True):
        lines: list[Line] = []
        for x in page.lines():
            if x.role != "name" or lines[-1].role != "name":
                lines.append(replace(x, text=BULLET + between.join(names[x.of])) if x.role == "name" else x)
        files.append(encoded(lines))
    for shown, names in zip(shown_each(*files), lists, strict=True):
        assert {x.names for x in shown} <= set(names)


@given(st.sampled_from(PAGES), st.sampled_from(["title", "name"]), st.text(" abAB#[]()<>1:.*\\-", max_size=9))
@settings(max_examples=40, deadline=None)
def test_whatever_all_have_behind_them_is_given_back(page: Page, role: str, behind: str) -> None:
    data = _written(page, role, "", " " + behind.replace("{", ""))
    extracted = read(data)
    assert given_back(extracted) == {"0.txt": data}
    assert all(s.title and all(s.names) for s in shown_by(extracted).get("0.txt", []))


@pytest.mark.parametrize(("title", "abstract"), [("{} ↗", "{}"), ("{}", "Preprint\n\n{}")])
def test_the_same_bytes_are_another_copy_where_their_page_tells_what_is_none(title: str, abstract: str) -> None:
    page = PAGES[0]
    dressed = [replace(s, title=title.format(s.title), abstract=abstract.format(s.abstract)) for s in page.listings]
    whole, alone = (replace(page, listings=tuple(x), declared=len(x)) for x in (dressed, dressed[:1]))
    shown = shown_by(read(*(encoded(one.lines()) for one in (whole, alone))))
    assert shown == {"0.txt": list(page.listings), "1.txt": dressed[:1]}
