"""What stands below names, or between them, on all lists of a page parts none of these."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import Line, Page, encoded, given_back, in_site_form, read, shown_by
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if sum(len(s.names) > 1 for s in page.listings) > 3]
TEXT = "Nets are made in pages of many words, each of which is read by whoever has the time to read them all."


def _below_each_name(page: Page, *texts: str) -> list[Line]:
    return [
        line
        for x in page.lines()
        for line in ([x, *(Line(text, "foreign") for text in texts)] if x.role == "name" else [x])
    ]


def _read_whole(page: Page, lines: list[Line]) -> None:
    data = encoded(lines)
    extracted = read(data)
    assert shown_by(extracted)["0.txt"] == list(page.listings)
    assert given_back(extracted) == {"0.txt": data}


@pytest.mark.parametrize(
    "texts",
    [
        ("      University of Made",), ("    https://orcid.org/0000-0002-1825-0097",), ("\tMade Institute, Madetown", "\tmade@example.org"),
        ("",),
    ],
)  # fmt: skip
def test_lines_below_names(texts: tuple[str, ...]) -> None:
    for page in PAGES:
        _read_whole(page, _below_each_name(page, *texts))


def test_a_line_below_one_name_is_not_left_out() -> None:
    for page in PAGES:
        lines = page.lines()
        at = next(n for n, x in enumerate(lines) if x.role == "name" and lines[n + 1].role == "name")
        lines.insert(at + 1, Line("      University of Made", "foreign"))
        others = [s for i, s in enumerate(page.listings) if i != lines[at].of]
        assert shown_by(read(encoded(lines)))["0.txt"] == others


@pytest.mark.parametrize(
    "below", ["People also viewed\n\n  • Grace Hopper\n  • Alan Turing", "  • Grace Hopper\n  • Alan Turing"]
)
@pytest.mark.parametrize("of", [1, -1])
def test_names_below_an_abstract_are_no_part_of_it(of: int, below: str) -> None:
    for page in PAGES:
        at = of % len(page.listings)
        texts = [f"{TEXT}\n\n{below}" if i == at else s.abstract for i, s in enumerate(page.listings)]
        changed = tuple(replace(s, abstract=text) for s, text in zip(page.listings, texts, strict=True))
        others = [s for i, s in enumerate(page.listings) if i != at]
        assert shown_by(read(encoded(replace(page, listings=changed).lines())))["0.txt"] == others


@pytest.mark.parametrize(
    "below",
    [
        "What is compared:\n\n  • Gradient Descent\n  • Newton Method",
        "  • We are fast.\n  • We are good.",
        "- Gradient Descent\n- Newton Method",
    ],
)
def test_what_an_abstract_lists_is_its_own(below: str) -> None:
    for page in PAGES:
        changed = (replace(page.listings[0], abstract=f"{TEXT}\n\n{below}"), *page.listings[1:])
        assert shown_by(read(encoded(replace(page, listings=changed).lines())))["0.txt"] == list(changed)


@pytest.mark.parametrize("sign", [" – ", " / ", " - "])
def test_names_on_a_line_are_no_abstract(sign: str) -> None:
    for page in PAGES:
        names = ("Ada Made", "Yi Ng", "Emmy van der Made", page.owner, *(f"Bo Made{c}" for c in "abcdef"))
        own = replace(page, listings=tuple(replace(s, names=names) for s in page.listings))
        lines = [x for x in own.lines() if x.role != "name" or x.text.endswith(names[0])]
        lines = [replace(x, text=sign.join(names)) if x.role == "name" else x for x in lines]
        assert set(shown_by(read(encoded(lines))).get("0.txt", [])) <= set(own.listings)


def test_names_that_are_folded_on_all_lists_are_whole() -> None:
    for page in PAGES:
        names = {x.text: x.text[:4] + x.text[4:].replace(" ", "\n    ", 1) for x in page.lines() if x.role == "name"}
        _read_whole(page, [replace(x, text=names.get(x.text, x.text)) for x in page.lines()])
