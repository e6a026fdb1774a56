"""Undamaged pages whose authors write what templates write too: all of it is kept as it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import Page, Shown, as_it_is, assert_read, encoded, in_site_form, shown_each
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=9)) if len(page.listings) > 5]
LONG = "and whoever has the time to read it to its end will see that it ends as it begins, with what we have read."


def _page(page: Page, title: str, abstract: str, *, one_venue: bool, listings: int = 99) -> Page:
    """PAGE with these forms of TITLE and ABSTRACT ({0}: the title, {1}: a number) in its first LISTINGS."""
    shown = page.listings[:listings]
    years = range(2012 + len(shown), 2012, -1)
    return replace(
        page,
        declared=len(shown),
        listings=tuple(
            Shown(
                f"MADE Conference {year} Conference Paper" if one_venue else s.heading,
                title.format(s.title, number),
                s.names,
                abstract.format(s.title, number),
            )
            for number, (s, year) in enumerate(zip(shown, years, strict=True), 1)
        ),
    )


def _assert_kept(title: str, abstract: str, *, one_venue: bool, listings: int = 99) -> None:
    own = (_page(page, title, abstract, one_venue=one_venue, listings=listings) for page in PAGES)
    assert assert_read(*map(as_it_is, own)).quarantine.is_empty()


@pytest.mark.parametrize(
    "title",
    [
        "SemEval Task {1}: {0}", "Review of: {0}", "Erratum: {0}", "{0} (Extended Abstract)", "{0} [Retracted]", "{0} ({1})",
        "{0} - Extended Abstract", "{0}: A Survey of What We Know", "{0} for Readers of Long Pages", "¿{0}?", "<i>Pages</i> and {0}",
    ],
)  # fmt: skip
def test_what_all_titles_of_one_venue_have(title: str) -> None:
    _assert_kept(title, "We read {0}, " + LONG, one_venue=True)


@pytest.mark.parametrize("title", ['"{0}"', "“{0}”", "[{0}]", "{1}. {0}", "({1}) {0}", "#{0}", "{0} →"])
def test_signs_round_a_few_titles_of_one_venue(title: str) -> None:
    _assert_kept(title, "We read {0}, " + LONG, one_venue=True, listings=4)


SENTENCES = "Of pages that many people read, and of some that nobody does. 1. What they say of {0}"


@pytest.mark.parametrize(
    "title",
    [
        f"{SENTENCES} in all of the ways in which they were written down, with notes on reading (Vicia faba L.)",
        f"[{SENTENCES}. The end of them all (A new aspect of what we read, or another form of what we wrote down?)]",
    ],
)
def test_a_long_title_of_several_sentences_that_ends_in_a_bracket(title: str) -> None:
    _assert_kept(title, "We read {0}, " + LONG, one_venue=False, listings=1)


@pytest.mark.parametrize("title", ["{0} for Readers of Long Pages", "{0} - Extended Abstract", "{0}, 200{1}", "¿{0}?"])
def test_words_and_years_behind_a_few_titles(title: str) -> None:
    _assert_kept(title, "We read {0}, " + LONG, one_venue=False, listings=4)


def test_a_series_in_several_venues() -> None:
    _assert_kept("{0} for Readers of Long Pages", "We read {0}, " + LONG, one_venue=False)


@pytest.mark.parametrize("one_venue", [True, False])
@pytest.mark.parametrize("title", ["[{0}]", "Reading ({0}) [In Chinese]", "{0} (in Russian)"])
def test_languages_of_titles(title: str, *, one_venue: bool) -> None:
    _assert_kept(title, "We read {0}, " + LONG, one_venue=one_venue)


def test_an_owner_with_a_sharp_s_stands_on_lists_without_it() -> None:
    forms = "Ada Weiss", "Ada Weiß"
    own = (
        replace(
            page,
            owner=forms[0],
            listings=tuple(
                replace(s, names=(forms[min(n, 1)], *(name for name in s.names[:3] if name != page.owner)))
                for n, s in enumerate(page.listings)
            ),
        )
        for page in PAGES
    )
    assert assert_read(*map(as_it_is, own)).quarantine.is_empty()


@pytest.mark.parametrize(
    "venue",
    [
        "Comptes rendus hebdomadaires des seances de l'Academie des sciences. Serie D: Sciences naturelles",
        "Journal of chromatography. B, Analytical technologies in the biomedical and life sciences",
        "Research in experimental medicine. Zeitschrift fur die gesamte experimentelle Medizin",
        "Environmental pollution (Barking, Essex : 1987)",
        "The journal of allergy and clinical immunology. In practice",
        "Proceedings of the Foo 2003 Workshop on Bar: are methods, metrics and resources of reading really reusable?",
        "Proceedings of the Australasian Language Technology Association Workshop 2018",
        f"*SEM 2012: The First Conference on Semantics – Volume 2: Proceedings of the Workshop on {'Long ' * 30}Names (S 2012)",
    ],
)
@pytest.mark.parametrize("kind", ["Journal {} Journal Article", "Conference {} Conference Paper"])
def test_long_names_of_venues(venue: str, kind: str) -> None:
    own = (
        replace(page, listings=tuple(replace(s, heading=f"{venue} {kind.format(2020 - n)}")
                                     for n, s in enumerate(page.listings)))
        for page in PAGES
    )  # fmt: skip
    found = assert_read(*map(as_it_is, own))
    assert found.quarantine.is_empty()
    assert found.copies["venue_raw"].unique().to_list() == [venue]


@pytest.mark.parametrize("title", ["[60]Fullerene Pages", "[2]rotaxanes of Pages", "`pages`", "__init__"])
def test_a_title_that_begins_like_a_number_or_is_code(title: str) -> None:
    _assert_kept(title, "We read {0}, " + LONG, one_venue=True, listings=1)


@pytest.mark.parametrize(
    "abstract",
    [
        "Background: {0} is read, " + LONG + "\nMethods: We read.\nConclusions: {0} is read.",
        "Background\n\n{0} is read, " + LONG + "\n\nResults\n\n{0} is good.",
        "Problem definition: {0} is read, " + LONG + " Results: It is good.",
        "Objective: {0} is read, " + LONG + "\n\nConclusion: {0} is good.",
        "{0} is read, " + LONG + "\n\nOur finding: {0} is good.",
        "<jats:p>{0} is read, " + LONG + "</jats:p>",
        '"{0}" is what we read, ' + LONG[:-1] + ' as "pages"',
        "({1}) {0} is read, " + LONG[:-1] + " (all of it)",
        "{0} is read, " + LONG + "\n\nJoint work with Ada Ma.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("one_venue", [True, False])
def test_parts_quotes_and_notes_of_abstracts(abstract: str, *, one_venue: bool) -> None:
    _assert_kept("{0}", abstract, one_venue=one_venue, listings=99 if "Joint" not in abstract else 2)


@pytest.mark.parametrize(
    "abstract",
    [
        "Extended Abstract\n\n{0} is read, " + LONG,
        "Contributions of this paper:\n{0} is read, " + LONG,
        "{0} is read, " + LONG + "\n\nAll our code is free for all.",
        "{0} is read, " + LONG + "\n\nKeywords: pages, nets",
    ],
)
def test_lines_that_all_abstracts_of_one_venue_have(abstract: str) -> None:
    _assert_kept("{0}", abstract, one_venue=True)


@pytest.mark.parametrize("line", ["Submitted to MADE 2012", "MSC: 68T{1}", "Jane Doe", "Funding: NSF {1}"])
def test_a_line_that_some_abstracts_of_one_venue_have_is_not_left_out(line: str) -> None:
    own = [_page(x, "{0}", "{0} is read, " + LONG + "\n\n" + line, one_venue=True, listings=5) for x in PAGES]
    for page, shown in zip(own, shown_each(*(encoded(page.lines()) for page in own)), strict=True):
        assert set(shown) <= set(page.listings)  # the others are in quarantine


@pytest.mark.parametrize("cap", [3, 4])
def test_an_owner_on_the_first_list_alone_where_a_site_cuts_short(cap: int) -> None:
    """Who stands last elsewhere; that someone stands on two lists tells that no tool left out what it had seen."""
    page = PAGES[0]
    others = ["Ida Reyes", "Bo Carver", "Wilma Strand", "Jon Keel"]
    lists = [
        (page.owner, *others[1:]),
        *((f"Mia Lind{'a' * at}", *others) for at in range(len(page.listings) - 1)),
    ]
    made = [replace(s, names=names[:cap]) for s, names in zip(page.listings, lists, strict=True)]
    assert assert_read(as_it_is(replace(page, listings=tuple(made)))).quarantine.is_empty()
