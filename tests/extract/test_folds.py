"""Pages whose lines a tool has folded, or put something round: read as they were, told by the lines that they have now."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract.page import Extracted
from etl.extract.source.decode import decode
from tests.extract.damages import given_back, read, shown_by, within_words
from tests.extract.made_authors import pages

REAL = (Path(__file__).parents[2] / "raw" / "jacob_steinhardt.txt").read_bytes()

PAGES = pages(4, seed=7)
Writer = Callable[[int, str], str]
WRITERS: list[Writer] = [
    lambda number, line: f"{number}: {line}",
    lambda number, line: f"{number} {line}",
    lambda number, line: f"10:{number // 60 % 60:02}:{number % 60:02} {line}",
    lambda number, line: f"é> {line}”",
    lambda number, line: f"{line}$",
    lambda number, line: json.dumps(line),
    lambda number, line: f"> {line}" if line else "",
]


def folded(width: int) -> bytes:
    lines = REAL.decode().split("\n")
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines
    ).encode()


@pytest.mark.parametrize("width", [66, 79, 100])
@pytest.mark.parametrize("before", ["", "> ", "page.txt:"])
def test_the_real_page_is_read_as_it_was(width: int, before: str) -> None:
    data = "".join(f"{before}{line}\n" for line in folded(width).decode().split("\n")[:-1]).encode()
    extracted = read(data)
    was, is_ = (shown_by(one)["0.txt"] for one in (read(REAL), extracted))
    assert sum(a != b for a, b in zip(was, is_, strict=True)) <= 1  # "x- y" stands in one abstract
    assert [(s.heading, s.title, s.names) for s in was] == [(s.heading, s.title, s.names) for s in is_]
    assert given_back(extracted)["0.txt"] == data
    assert_lines_are_those_of_the_file(extracted, data)
    assert_parts_stand_where_it_says(extracted, data)


@st.composite
def written(draw: st.DrawFn) -> bytes:
    """A page, folded, and with something put round its lines."""
    page, within = draw(st.sampled_from(PAGES)), draw(st.booleans())
    width, blank = draw(st.integers(1, 200)), draw(st.integers(0, 2))
    fold = within_words if within else textwrap.wrap
    lines = [piece for line in page.lines() for piece in fold(line.text, width) or [""]]
    lines += [""] * blank  # not by themselves: a number may stand there
    for write in draw(st.lists(st.sampled_from(WRITERS), max_size=3)):
        lines = [write(number, line) for number, line in enumerate(lines)]
    return "\n".join(lines).encode()


@given(st.lists(written(), min_size=1, max_size=9))
@settings(max_examples=25, deadline=None)
def test_whatever_is_put_round_lines_every_byte_has_its_line(files: list[bytes]) -> None:
    extracted = read(*files)
    assert given_back(extracted) == {f"{number}.txt": data for number, data in enumerate(files)}
    for number, data in enumerate(files):
        assert_lines_are_those_of_the_file(extracted, data, f"{number}.txt")


def assert_lines_are_those_of_the_file(extracted: Extracted, data: bytes, path: str = "0.txt") -> None:
    lines = data.splitlines(keepends=True)
    spans = extracted.listings.filter(path=path).select("first_line", "last_line", "first_byte", "end_byte")
    for first, last, begin, end in spans.iter_rows():
        assert b"".join(lines[first - 1 : last]) == data[begin:end]
    assert extracted.pages.filter(path=path)["lines"].sum() == len(lines)


def assert_parts_stand_where_it_says(extracted: Extracted, data: bytes) -> None:
    lines = data.splitlines(keepends=True)
    shown = extracted.listings.join(extracted.copies, on="copy")
    for first, title, title_line, abstract_line, abstract in shown.select(
        "first_line", "title_raw", "title_line", "abstract_line", "abstract_raw"
    ).iter_rows():
        assert title[:20].encode() in lines[first - 1 + title_line]
        assert abstract[:20].encode() in lines[first - 1 + abstract_line]


def test_abstracts_in_lines_of_their_own_stay_as_they_are() -> None:
    """The notice stands on one line: the page was not folded, its authors wrote so."""
    head, _, _ = REAL.partition(b"\nICML Conference")
    listing = b"\nICML Conference 2021 Conference Paper\n\nMade Nets\n\n  \xe2\x80\xa2 Jacob Steinhardt\n\n"
    abstract = "\n".join(textwrap.wrap("We knit nets of made words, and keep each of them as it was written. " * 6, 60))
    data = head.replace(b"61", b"1") + listing + abstract.encode() + b"\n"
    assert decode(data).twin is data
    assert shown_by(read(data))["0.txt"][0].abstract == abstract


def test_a_word_longer_than_the_width_stands_out() -> None:
    long = f"https://made.example.org/{'nets-' * 30}"
    data = folded(72).replace(b"\n\nICML Conference", f"\n\n{long}\n\nICML Conference".encode(), 1)
    assert len(decode(data).twin.split(b"\n")) < len(data.split(b"\n")) // 2


def test_what_is_no_text_within_its_margin_is_no_text() -> None:
    data = b"".join(b"> " + bytes([number]) * 9 + b"\xff\n" for number in range(1, 9))
    assert decode(data).rejected == "binary"
    assert given_back(read(data))["0.txt"] == data


def test_no_line_goes_on_in_the_number_of_a_sheet() -> None:
    lines = folded(72).split(b"\n")
    full = next(n for n, line in enumerate(lines) if n > 60 and len(line) > 69 and len(lines[n + 1]) > 69)
    data = b"\n".join([*lines[: full + 1], b"Page 1 of 3", *lines[full + 1 :]])
    extracted = read(data)
    assert b"Page 1 of 3" in b"".join(extracted.quarantine["raw"])
    assert not extracted.copies["abstract_raw"].str.contains("Page 1 of 3").any()
