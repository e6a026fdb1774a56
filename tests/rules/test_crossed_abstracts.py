"""Abstracts that changed places are told by the words of their titles, wherever on a page they stand."""

from __future__ import annotations

import pytest

from etl.rules.examples import ABSTRACT, Listing, page
from tests.rules.pipeline_run import in_files, run_pages

TITLES = (
    "Counting Songbirds at Twilight",
    "Digging Ancient Harbours",
    "Pressing Flowers from Meadows",
    "Zebra Stripes",
)


def _told(*abstracts: str, titles: tuple[str, ...] = TITLES) -> list[str]:
    shown = (Listing(title, abstract=f"{words}. {ABSTRACT}") for title, words in zip(titles, abstracts, strict=True))
    findings = run_pages(in_files((page(*shown),)))[1]
    return sorted(findings.filter(rule="abstracts-swapped")["message"].str.extract("“(.*)”"))


def test_both_of_two_are_told_with_others_between() -> None:
    first, second, third, fourth = TITLES
    assert _told(third, "Nothing of it", first, fourth) == [first, third]
    assert not _told(first, second, third, fourth)
    assert not _told(third, second, third, fourth)  # one has it twice


@pytest.mark.parametrize("short", ["Counting Songbirds", "Zebra Stripes"])
def test_titles_of_few_long_words_tell_nothing(short: str) -> None:
    titles = (short, *TITLES[1:])
    assert not _told(TITLES[2], TITLES[1], short, TITLES[3], titles=titles)


def test_an_abstract_with_more_than_half_of_its_title_is_its_own() -> None:
    first, second, third, fourth = TITLES
    assert _told(f"{third}, songbirds", second, first, fourth)
    assert not _told(f"{third}, counting songbirds", second, first, fourth)
