"""Where a whole corpus was damaged in one way, no page of it is read, or looked through, more often than it tells."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

import polars as pl
import pytest

import etl.extract.page as extraction
from etl.extract.grammar.heading_grammar import may_be_headings
from etl.extract.page import extract
from etl.extract.readings import Reading
from etl.extract.rereading.paragraphs import with_own_paragraphs
from etl.extract.source import margins
from etl.extract.source.decode import decode
from etl.extract.source.files import Source
from tests.extract.damages import encoded, in_site_form
from tests.extract.made_authors import pages

TEXTS = [encoded(page.lines()).decode() for page in map(in_site_form, pages(8, seed=9)) if len(page.listings) > 2]
_LIST = re.compile(r"(?:  • .*\n)+")


def _on_one_line(text: str) -> str:
    return _LIST.sub(lambda names: ", ".join(line[4:] for line in names[0].splitlines()) + "\n", text)


@pytest.mark.parametrize(
    ("damage", "most"),
    [
        (lambda text: f"{text}\nBack to search\n", 1),
        (lambda text: "".join(f"> {line}\n" for line in text.splitlines()), 1),
        (json.dumps, 1),
        (str.upper, 3),  # as they stand, in capitals and not; those of the last are read again for what they give
        (_on_one_line, 3),
    ],
)
def test_pages_are_read_so_often(monkeypatch: pytest.MonkeyPatch, damage: Callable[[str], str], most: int) -> None:
    read, times = extraction._read, []

    def counted(sources: Sequence[Source]) -> Reading:
        times.append(len(sources))
        return read(sources)

    monkeypatch.setattr(extraction, "_read", counted)
    data = [damage(text).encode() for text in TEXTS]
    extract([Source(f"{n}.txt", one, decode(one)) for n, one in enumerate(data)])
    assert sum(times) <= most * len(TEXTS)


@pytest.mark.parametrize("own", ["", "\nSaved by Bo.\n"])
def test_lines_that_all_have_a_margin_are_looked_through_once(monkeypatch: pytest.MonkeyPatch, own: str) -> None:
    without_all, times = margins._without_all, []

    def counted(lines: list[bytes]) -> list[bytes] | None:
        times.append(len(lines))
        return without_all(lines)

    monkeypatch.setattr(margins, "_without_all", counted)
    text = "".join(f"> {line}\n" for line in TEXTS[0].splitlines()) + own
    assert margins.without_margins(text.encode().split(b"\n")) is not None
    assert (len(times) == 1) == (not own)


def test_paragraphs_that_stand_apart_are_not_parted_again() -> None:
    abstract = "We study nets of pages. " * 20
    listings = [f"ICML Conference {year} Conference Paper\n\nNets of {year}\n\nAda Ma, Bo Li\n\n{abstract}\n"
                for year in (2021, 2020)]  # fmt: skip
    apart = "\n".join(listings).split("\n")
    together = [line for line in apart if line]
    first, second = with_own_paragraphs([apart, together])
    assert first is None
    assert second is not None


def test_a_year_that_something_unseen_parts_is_a_year() -> None:
    text = [
        "ICML Conference 20\u200b21 Conference Paper",
        "ICML Conference Conference Paper",
        "ICML Conference 2021 " * 20,
    ]
    assert may_be_headings(pl.Series(text)).tolist() == [True, False, False]
