"""What stands below names, or between them, on all lists of a page parts none of these."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import Line, Page, as_it_is, assert_read, encoded, in_site_form, shown_each
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if sum(len(s.names) > 1 for s in page.listings) > 3]
TEXT = "Nets are made in pages of many words, each of which is read by whoever has the time to read them all."


def _below_each_name(page: Page, *texts: str) -> list[Line]:
    return [
        line
        for x in page.lines()
        for line in ([x, *(Line(text, "foreign") for text in texts)] if x.role == "name" else [x])
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("      University of Made",), ("    https://orcid.org/0000-0002-1825-0097",), ("\tMade Institute, Madetown", "\tmade@example.org"),
        ("",),
    ],
)  # fmt: skip
def test_lines_below_names(texts: tuple[str, ...]) -> None:
    assert_read(*((encoded(_below_each_name(page, *texts)), page.listings) for page in PAGES))


@pytest.mark.parametrize(("text", "told"), [("University of Made", True), ("Of Those Who Made It", False)])
def test_a_line_below_one_name_is_left_out_if_it_is_an_institution(text: str, told: bool) -> None:
    written = []
    for page in PAGES:
        lines = page.lines()
        at = next(n for n, x in enumerate(lines) if x.role == "name" and lines[n + 1].role == "name")
        lines.insert(at + 1, Line(f"      {text}", "foreign"))
        written.append((encoded(lines), [s for i, s in enumerate(page.listings) if told or i != lines[at].of]))
    assert_read(*written)


def test_a_button_between_the_names_and_the_abstract_of_one_listing_is_left_out() -> None:
    written = []
    for page in PAGES:
        first, *others = (replace(page.listings[0], abstract=TEXT), *page.listings[1:])
        noted = replace(first, abstract=f"Cited by 12\n\n{TEXT}")
        written.append((encoded(replace(page, listings=(noted, *others)).lines()), [first, *others]))
    assert_read(*written)


@pytest.mark.parametrize(
    "below", ["People also viewed\n\n  • Grace Hopper\n  • Alan Turing", "  • Grace Hopper\n  • Alan Turing"]
)
@pytest.mark.parametrize("of", [1, -1])
def test_names_below_an_abstract_are_no_part_of_it(of: int, below: str) -> None:
    written = []
    for page in PAGES:
        changed, others = list(page.listings), list(page.listings)
        changed[of] = replace(changed[of], abstract=f"{TEXT}\n\n{below}")
        del others[of]
        written.append((encoded(replace(page, listings=tuple(changed)).lines()), others))
    assert_read(*written)


@pytest.mark.parametrize(
    "below",
    [
        "What is compared:\n\n  • Gradient Descent\n  • Newton Method",
        "  • We are fast.\n  • We are good.",
        "- Gradient Descent\n- Newton Method",
    ],
)
def test_what_an_abstract_lists_is_its_own(below: str) -> None:
    changed = [(replace(page.listings[0], abstract=f"{TEXT}\n\n{below}"), *page.listings[1:]) for page in PAGES]
    assert_read(*(as_it_is(replace(page, listings=listings)) for page, listings in zip(PAGES, changed, strict=True)))


@pytest.mark.parametrize("sign", [" – ", " / ", " - "])
def test_names_on_a_line_are_no_abstract(sign: str) -> None:
    own, files = [], []
    for page in PAGES:
        names = ("Ada Made", "Yi Ng", "Emmy van der Made", page.owner, *(f"Bo Made{c}" for c in "abcdef"))
        own.append(replace(page, listings=tuple(replace(s, names=names) for s in page.listings)))
        lines = [x for x in own[-1].lines() if x.role != "name" or x.text.endswith(names[0])]
        files.append(encoded(replace(x, text=sign.join(names)) if x.role == "name" else x for x in lines))
    for page, shown in zip(own, shown_each(*files), strict=True):
        assert set(shown) <= set(page.listings)


def test_names_that_are_folded_on_all_lists_are_whole() -> None:
    def folded(x: Line) -> Line:
        return replace(x, text=x.text[:4] + x.text[4:].replace(" ", "\n    ", 1)) if x.role == "name" else x

    assert_read(*((encoded(map(folded, page.lines())), page.listings) for page in PAGES))
