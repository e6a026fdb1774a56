"""Headings of any kind: told by their place where their kind is no usual word, and taken apart where it is two."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl
import pytest

from etl.extract.grammar.heading_grammar import heading_fields, may_be_of_other_kinds
from tests.extract.damages import Line, Page, Shown, as_it_is, assert_read, encoded, in_site_form, read, shown_by
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(12, seed=8)) if len(page.listings) > 2]
ABSTRACT = "We read the pages of many people, and we say which of them can be read and which of them cannot be read."
HEADINGS = (
    "ACL Main 2023 Long Paper", "ICML Poster 2016 Poster", "NeurIPS Datasets and Benchmarks 2021 Conference Paper",
    "arXiv arXiv 2023 Preprint", "W3C Standards 2004 Recommendation", "Hugging Face Model 2025 Model Card",
    "Encyclopedia of Machine Learning Reference 2010 Reference Entry",
)  # fmt: skip


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_of_any_kind_is_told_by_its_place(heading: str, every: bool) -> None:
    years = heading_fields(pl.Series([heading, *(page.listings[1].heading for page in PAGES)]))["year"].to_list()
    headed = []
    for page, year in zip(PAGES, years[1:], strict=True):
        own = heading.replace(years[0], year)
        shown = tuple(replace(s, heading=own) if every or i == 1 else s for i, s in enumerate(page.listings))
        headed.append(replace(page, listings=shown))
    assert_read(*map(as_it_is, headed))


@pytest.mark.parametrize("day", ["March", "Dec.", "6 May", "June 3,"])
def test_a_month_before_the_year_is_no_kind(day: str) -> None:
    for page in PAGES:
        dated = [replace(s, heading=re.sub(r"(?=\b\d{4} )", f"{day} ", s.heading)) for s in page.listings]
        data = encoded(replace(page, listings=tuple(dated)).lines())
        assert shown_by(read(data))["0.txt"] == list(page.listings)
    told = may_be_of_other_kinds(pl.Series(["NeurIPS March 2021 Paper", "ACL Main 2021 Paper"]))
    assert told.tolist() == [False, True]


def _awarded(declared: int) -> bytes:
    """Three listings; the abstract of the first ends in a line that stands as a heading does, above a list."""
    listings = [
        Shown("ICML Conference 2020 Conference Paper", f"Nets {i}", ("Ada Ma", "Bo Li"), ABSTRACT) for i in "abc"
    ]
    lines = Page("Ada Ma", tuple(listings), declared).lines()
    at = next(i for i, x in enumerate(lines) if x.text == ABSTRACT) + 1
    text = ("", "Best Paper Award 2019 Winner", "", "Our parts", "", "  • Reading", "  • Writing", "", ABSTRACT)
    return encoded([*lines[:at], *(Line(x, "abstract", 0) for x in text), *lines[at:]])


def test_no_such_line_is_a_heading_on_a_page_that_declares_no_more_papers() -> None:
    extracted = read(_awarded(3))
    assert [shown.heading[:4] for shown in shown_by(extracted)["0.txt"]] == ["ICML"] * 3
    assert not extracted.quarantine.height


@pytest.mark.parametrize(
    ("heading", "venue", "kind"),
    [
        ("Stanford University PhD Thesis 2018 PhD Thesis", "Stanford University", "PhD Thesis"),
        ("MIT Tech Report 1979 Technical Report", "MIT", "Tech Report"),
        ("Handbook of Satisfiability Book Chapter 2009 Chapter", "Handbook of Satisfiability", "Book Chapter"),
        ("ACL System Demonstrations 2020 System Demonstrations", "ACL", "System Demonstrations"),
        ("Nature Research Article 1990 Research Article", "Nature", "Research Article"),
        ("PhD Thesis 2018 PhD Thesis", "PhD", "Thesis"),
        ("Neural Computation Journal 2020 Journal Article", "Neural Computation", "Journal"),
        ("Nature Medicine 2014 Journal Article", "Nature Medicine", "Journal"),
        ("Nature Jounal 2014 Journal Article", "Nature", "Jounal"),
        ("SIGGRAPH Asia 2014 Conference Paper", "SIGGRAPH", "Asia"),
        ("Journal of Law and Economics 2020 Journal Article", None, None),
    ],
)
def test_kinds_of_two_words(heading: str, venue: str | None, kind: str | None) -> None:
    assert heading_fields(pl.Series([heading])).select("venue", "kind").row(0) == (venue, kind)
