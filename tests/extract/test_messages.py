"""What a server, a program or a site wrote into a page puts the listing in doubt; what an author wrote does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import Page, as_it_is, assert_read, encoded, in_site_form
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=5)) if len(page.listings) > 3]
TEXT = "Nets are made in pages of many words, each of which is read by whoever has the time to read them all."
MESSAGES = (
    "429 Too Many Requests\n\nYou have exceeded the rate limit. Please try again in 60 seconds.", "504 Gateway Time-out\nnginx/1.18.0",
    '{"error": "rate_limited", "retry_after": 30}', '<?xml version="1.0"?>', "null", "curl: (56) Recv failure: Connection reset by peer",
    "Warning: connect(): Connection refused in /var/www/db.php on line 12", "2026-01-02 10:11:12 ERROR 503: Service Unavailable.",
)  # fmt: skip
NOTICES = (
    "You are offline. Showing a saved copy.", "Please enable JavaScript to go on.", "Oops! We could not load this section.",
    "The request timed out.", "Arrow is free. A donation keeps it running.", "Scanned by CamScanner",
    "Translate this page", "Draft - do not distribute", "2024 2023 2022 2021", "@turing1950",
)  # fmt: skip


def _with_abstract(page: Page, abstract: str, of: int = 1) -> Page:
    listings = [replace(s, abstract=abstract) if i == of else s for i, s in enumerate(page.listings)]
    return replace(page, listings=tuple(listings))


def _assert_all_but(of: int, abstract: str) -> None:
    """All listings are read but that number OF of each page, which has the ABSTRACT."""
    written = []
    for page in PAGES:
        at = of % len(page.listings)
        others = [s for i, s in enumerate(page.listings) if i != at]
        written.append((encoded(_with_abstract(page, abstract, at).lines()), others))
    assert_read(*written)


@pytest.mark.parametrize("text", MESSAGES)
@pytest.mark.parametrize("form", ["{}", TEXT + "\n\n{}", TEXT[:60] + "\n\n{}\n\n" + TEXT[60:]])
def test_a_message_is_no_abstract_nor_a_part_of_one(form: str, text: str) -> None:
    _assert_all_but(1, form.format(text))


@pytest.mark.parametrize("text", NOTICES)
@pytest.mark.parametrize("of", [1, -1])
def test_a_notice_below_an_abstract_is_no_part_of_it(of: int, text: str) -> None:
    _assert_all_but(of, f"{TEXT}\n\n{text}")


def test_the_number_of_a_sheet_within_an_abstract() -> None:
    _assert_all_but(1, f"{TEXT} $x$\n\n12\n\n{TEXT}")


def test_a_rule_parts_an_abstract_from_what_is_none() -> None:
    _assert_all_but(1, f"{TEXT}\n\n{'_' * 60}\nKept as it was on that day.")


def test_a_footer_of_several_lines_in_place_of_an_abstract() -> None:
    _assert_all_but(-1, "© 2024 Arrow Research. All rights reserved.\n\nTerms · Privacy")


@pytest.mark.parametrize("form", ["{}\nCited by 12", "Show more\n\n{}"])
def test_a_line_that_its_words_and_its_place_tell_is_left_out(form: str) -> None:
    of_text = [_with_abstract(page, TEXT) for page in PAGES]
    damaged = [encoded(_with_abstract(page, form.format(TEXT)).lines()) for page in PAGES]
    assert_read(*((data, page.listings) for data, page in zip(damaged, of_text, strict=True)))


def test_another_listing_on_one_line_is_no_paragraph() -> None:
    _assert_all_but(1, f"{TEXT}\n\nICML Conference 2020 Conference Paper {TEXT}")


@pytest.mark.parametrize(
    "abstract",
    [
        f"We read pages such as `ICML Conference 2020 Conference Paper`. {TEXT}\n\n{TEXT}",
        f"{TEXT}\n\nShow more nets.",
        "Errors: not found in any page.", "Your nets, and how you read them.", "500 Pages of Nets", TEXT + "\nPlease read it all.",
        TEXT + "\n\nPlease see our page for videos and code.",
        TEXT + "\n\nAll we need is here.", "Undefined behaviour is read.", TEXT + "\n\n[1] A page of nets", TEXT + "\n\n404 pages are read.",
    ],
)  # fmt: skip
def test_what_an_author_writes_is_no_message(abstract: str) -> None:
    assert_read(*(as_it_is(_with_abstract(page, abstract)) for page in PAGES))
