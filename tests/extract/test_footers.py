"""What a site writes below the last listing of a page is no abstract, and no reason to leave the listing out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import as_it_is, assert_read, encoded, in_site_form, read, shown_by
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(12, seed=8)) if page.listings]
FOOTERS = ("Back to search", "© 2026 Arrow Research\n\nPrivacy · Terms", "Page 1 of 3", "Loading more…",
           "window.dataLayer = window.dataLayer || [];\nfunction gtag(){dataLayer.push(arguments);}")  # fmt: skip


def _texts(abstract: str | None) -> list[str]:
    """The texts of PAGES whose last listings have this ABSTRACT."""
    last = [replace(page.listings[-1], abstract=abstract) for page in PAGES]
    changed = [replace(page, listings=(*page.listings[:-1], s)) for page, s in zip(PAGES, last, strict=True)]
    return [encoded(page.lines()).decode().rstrip("\n") for page in changed]


def _abstracts(data: str) -> list[str | None]:
    return [shown.abstract for shown in shown_by(read(data.encode()))["0.txt"]]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize("abstract", [None, "We study nets.", "We study nets of pages. " * 10 + "It is open"])
def test_a_footer_is_part_of_no_listing(abstract: str | None, footer: str, gap: str) -> None:
    for text in _texts(abstract):
        extracted = read(f"{text}{gap}{footer}\n".encode())
        assert shown_by(extracted)["0.txt"][-1].abstract == (abstract and abstract.strip())
        assert extracted.quarantine.is_empty()
        assert extracted.pages["rewritten"].all()  # so it is told
        assert extracted.pages["separator_bytes"].item() > len(footer)


@pytest.mark.parametrize("text", ["Loading…", "Show abstract", "Error 503"])
def test_what_says_why_an_abstract_is_missing_is_no_footer(text: str) -> None:
    for page in _texts(None):
        assert read(f"{page}\n\n{text}\n".encode()).quarantine.height == 1
        site = f"{page}\n\n\n{text}\n"  # which leaves one more blank line where an abstract is missing
        assert read(site.encode()).quarantine.is_empty()
        assert _abstracts(site)[-1] is None


@pytest.mark.parametrize("abstract", ["In this paper, integral equation formulations for", "Angela J. Yu.", "Planning"])
def test_a_short_abstract_is_no_footer(abstract: str) -> None:
    last = [replace(page.listings[-1], abstract=abstract) for page in PAGES]
    short = [replace(page, listings=(*page.listings[:-1], s)) for page, s in zip(PAGES, last, strict=True)]
    extracted = assert_read(*map(as_it_is, short))
    assert not extracted.pages["rewritten"].any()


def test_a_short_line_that_may_be_of_the_site_is_not_taken_for_an_abstract_above_a_footer() -> None:
    for page in _texts(None):
        assert read(f"{page}\n\nContact us today\n\nBack to search\n".encode()).quarantine.height == 1


def test_a_number_in_place_of_an_abstract_may_be_the_abstract() -> None:
    for text in _texts("2"):
        assert read(f"{text}\n".encode()).quarantine["reason"].to_list() == ["foreign-line"]
