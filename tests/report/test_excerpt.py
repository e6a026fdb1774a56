"""Which raw lines are shown for a finding, and what is marked in them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.report.excerpt import excerpt
from etl.report.html import _parts
from etl.report.raw_lines import RawText, _decoded
from schemas.report import ContextLine

NAMES = [f"  • Ada{n} Lovelace" for n in range(30)]


def listing(*body: str) -> RawText:
    return RawText(10, ["ICML Conference 2020 Conference Paper", "", "A Title", "", *body], listing=True)


def finding(first: int, last: int | None, field: str | None = None) -> dict[str, Any]:
    return {"first_line": first, "last_line": last, "field": field}


def marked(text: RawText, place: dict[str, Any], evidence: Any) -> list[str]:
    return [line.text[a:b] for line in excerpt(text, place, evidence) for a, b in line.marks]


def test_a_place_without_quotes_is_marked_as_a_whole() -> None:
    assert marked(listing("", "An abstract."), finding(12, 12, "title"), {}) == ["A Title"]


def test_a_whole_listing_is_not_marked() -> None:
    assert marked(listing(*NAMES[:4], "", "An abstract."), finding(10, 19), {"n": 3}) == []


def test_the_field_tells_which_lines_are_meant() -> None:
    text = listing("  • Title Lovelace", "", "The title is A Title again.")
    assert marked(text, finding(10, 16, "abstract"), {"snippet": "A Title"}) == ["A Title"]
    assert marked(text, finding(10, 16, "title"), {"snippet": "Title"}) == ["Title"]


def test_short_quotes_are_whole_words_and_long_ones_any_stretch() -> None:
    text = listing("", "We use the theory of adaptive wing flutter suppression, and the rest.")
    assert marked(text, finding(15, 15, "abstract"), {"word": "the"}) == ["the", "the"]
    assert marked(text, finding(15, 15, "abstract"), {"snippet": "eory of adaptive wing flut"}) == [
        "eory of adaptive wing flut"
    ]


def test_six_places_of_a_line_are_marked_at_the_most() -> None:
    text = listing("", "pages of " * 20)
    assert marked(text, finding(15, 15, "abstract"), {"words": ["pages", "of"]}) == ["pages", "of"] * 3


def test_a_list_of_names_in_one_text_is_found_name_by_name() -> None:
    text = listing(*NAMES[:5])
    place = finding(10, 18, "author_id")
    assert marked(text, place, {"twice": "Ada1 Lovelace / Ada3 Lovelace"}) == ["Ada1 Lovelace", "Ada3 Lovelace"]


def test_a_name_is_shown_between_its_neighbours() -> None:
    shown = excerpt(listing(*NAMES), finding(10, 43, "author_id"), {"name": "Ada15 Lovelace"})
    assert {*NAMES[14:17]} <= {line.text for line in shown}
    assert NAMES[17] not in {line.text for line in shown}


def test_long_lists_are_bounded() -> None:
    shown = excerpt(listing(*NAMES), finding(10, 43, "author_id"), {"name": "Ada29 Lovelace"})
    assert len(shown) == 14
    assert "Ada29 Lovelace" in shown[-1].text


def test_long_lines_are_cut_at_words() -> None:
    text = listing("", "word " * 200 + "here it is " + "word " * 200)
    (line,) = [line for line in excerpt(text, finding(15, 15, "abstract"), {"s": "here it is"}) if line.line == 15]
    assert line.text.startswith(" … word ")
    assert line.text.endswith(" word … ")
    assert [line.text[a:b] for a, b in line.marks] == ["here it is"]
    assert len(line.text) < 180


@pytest.mark.parametrize("text", ["here it is" + " word" * 200, "word " * 200 + "here it is"])
def test_a_gap_is_shown_only_where_something_is_left_out(text: str) -> None:
    raw = listing("", text)
    (line,) = [line for line in excerpt(raw, finding(15, 15, "abstract"), {"s": "here it is"}) if line.line == 15]
    assert line.text.count(" … ") == 1
    assert (line.text[0], line.text[-1]) == ((" ", "s") if text.endswith("is") else ("h", " "))


def test_nothing_is_shown_of_no_text() -> None:
    assert excerpt(None, finding(1, 2), {}) == []
    assert excerpt(RawText(1, ["", " "], listing=True), finding(1, 2), {"a": "b"}) == []


LINES = st.lists(st.text(alphabet="ab •.é\u2028", max_size=400), max_size=12)


@given(LINES, st.integers(1, 20), st.integers(0, 9), st.lists(st.text(alphabet="ab •.é", max_size=5)), st.booleans())
def test_marks_are_quotes_and_lines_keep_their_numbers(
    lines: list[str], first: int, more: int, quotes: list[str], is_listing: bool
) -> None:
    text = RawText(3, lines, listing=is_listing)
    shown = excerpt(text, finding(first, first + more, "abstract"), {"quotes": quotes})
    numbers = [line.line for line in shown]
    assert numbers == sorted(set(numbers))
    for line in shown:
        raw = lines[line.line - 3].rstrip()
        assert all(part in raw for part in line.text.split(" … "))
        ends = [edge for mark in line.marks for edge in mark]
        assert ends == sorted(ends)
        assert all(0 <= edge <= len(line.text) for edge in ends)


def test_a_listing_in_utf_8_is_shown_as_it_is_in_a_file_that_has_others_in_windows_1252() -> None:
    assert [_decoded("• Jörg".encode(encoding), "cp1252") for encoding in ("utf-8", "cp1252")] == [["• Jörg"]] * 2


@given(st.text(), st.lists(st.integers(0, 20), max_size=6, unique=True))
def test_a_line_is_shown_whole_with_what_is_marked(text: str, ends: list[int]) -> None:
    edges = sorted(end for end in ends if end <= len(text))
    marks = list(zip(edges[::2], edges[1::2], strict=False))
    parts = _parts(ContextLine(line=1, text=text, marks=marks))
    assert "".join(part for part, _ in parts) == text
    assert [part for part, is_marked in parts if is_marked] == [text[first:end] for first, end in marks]
