"""Pages in other notations are read as they were, told by the lines of the file; what is more than text is no page."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract.source.decode import decode
from etl.extract.source.notations import in_plain_text
from tests.extract.damages import encoded, given_back, in_site_form, read, shown_by
from tests.extract.made_authors import pages
from tests.extract.notations import NOTATIONS

REAL = (Path(__file__).parents[2] / "raw" / "jacob_steinhardt.txt").read_bytes()
PAGES = pages(4, seed=7)
TEXT = encoded(in_site_form(PAGES[0]).lines()).decode()
IN_LINES = sorted(name for name in NOTATIONS if not name.startswith(("ends-", "utf-32")))


@pytest.mark.parametrize("name", NOTATIONS)
def test_the_real_page_is_read_as_it_was(name: str) -> None:
    data = NOTATIONS[name](REAL.decode())
    extracted = read(data)
    assert shown_by(extracted)["0.txt"] == shown_by(read(REAL))["0.txt"]
    assert given_back(extracted)["0.txt"] == data


@pytest.mark.parametrize("name", IN_LINES)
def test_listings_stand_on_the_lines_of_the_file(name: str) -> None:
    data = NOTATIONS[name](TEXT)
    lines = data.split(b"\n")
    edge = [0, *(len(b"\n".join(lines[: i + 1])) + 1 for i in range(len(lines)))]
    columns = ("first_line", "last_line", "first_byte", "end_byte")
    spans = read(data).listings.select(columns).rows()
    assert spans
    for first, last, begin, end in spans:
        assert edge[first - 1] <= begin < edge[first]
        assert edge[last - 1] < end <= edge[last]


@st.composite
def written(draw: st.DrawFn) -> bytes:
    """A page in some notations, with a few bytes in place of others."""
    data = encoded(draw(st.sampled_from(PAGES)).lines())
    for name in draw(st.lists(st.sampled_from(sorted(NOTATIONS)), max_size=2)):
        data = NOTATIONS[name](data.decode("utf-8", "replace"))
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.binary(max_size=3)) + data[at + draw(st.integers(0, 3)) :]


@given(st.lists(written(), min_size=1, max_size=9))
@settings(max_examples=25, deadline=None)
def test_whatever_a_page_is_written_in_every_byte_is_kept(files: list[bytes]) -> None:
    assert given_back(read(*files)) == {f"{number}.txt": data for number, data in enumerate(files)}


def test_a_page_with_another_notice_is_read_too() -> None:
    data = TEXT.replace("Possible papers", "Mögliche Beiträge").encode()
    written = NOTATIONS["html-pre"](data.decode())
    assert shown_by(read(written))["0.txt"] == shown_by(read(data))["0.txt"]


@pytest.mark.parametrize(
    "tag", ["<button>Cite</button>", "<table><tr><td>1</td></tr></table>", "<img src='a.png'>", "<nav>Home</nav>"]
)
def test_a_document_that_is_more_than_text_is_no_page(tag: str) -> None:
    data = NOTATIONS["html-marked-up"](TEXT).replace(b"</ul>", b"</ul>" + tag.encode(), 1)
    assert decode(data).rejected == "html"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.replace("\n", "\\n").replace("We read", "\\name{it}").encode(),
        TEXT.replace("\n", "\\n").replace("We read", "said \\\\").encode(),
        base64.b64encode(b"Possible papers are not here.\n" * 9),
        json.dumps(TEXT).encode() + b', "more": ' + b"7" * 300,
        json.dumps(TEXT).encode()[:-1],
        b'"' + TEXT.encode() + b"\\",
        b"100%25 of 5%0A" + TEXT.encode(),
        TEXT.encode() + b"a = b\n",
    ],
)
def test_what_may_not_be_a_notation_stays_as_it_is(data: bytes) -> None:
    assert in_plain_text(data) is None


def test_a_string_keeps_what_is_escaped() -> None:
    text = TEXT.replace("learning", '"\\nu" \t é \U0001f600 \\\\')
    found = in_plain_text(json.dumps(text).encode())
    assert found is not None
    assert found.text.decode() == text


@pytest.mark.parametrize("between", ['"}\n{"id": 8, "text": "', '"},\n  {"text": "', '", "'])
def test_several_strings_are_several_pages(between: str) -> None:
    """What stands above the first one, and is no part of its line, is told."""
    strings = [json.dumps(encoded(in_site_form(page).lines()).decode())[1:-1] for page in PAGES]
    data = f'saved today\n{{"id": 7, "text": "{between.join(strings)}"}}\n'.encode()
    extracted = read(data)
    assert given_back(extracted)["0.txt"] == data
    assert extracted.listings.height == sum(len(page.listings) for page in PAGES)
    assert extracted.pages["owner"].drop_nulls().to_list() == [page.owner for page in PAGES]
    assert [raw.splitlines()[0] for raw in extracted.quarantine["raw"]] == [b"saved today"]


def test_a_cell_keeps_what_only_programs_escape() -> None:
    text = TEXT.replace("We read", 'We read "\\\\nu" and \\alpha of O\'Brien,')
    found = in_plain_text(('owner,page\nAda,"' + text.replace('"', '""') + '"\n').encode())
    assert found is not None
    assert found.text.decode() == "owner,page\n" + text


def test_listings_in_another_encoding_are_read_beside_those_in_utf_8() -> None:
    """Where bytes are of neither, and where no bullet tells, they are left in doubt."""
    page = in_site_form(PAGES[1])
    shown = [replace(listing, names=(page.owner, "Jörg Müller"), abstract="“Naïve” – so.") for listing in page.listings]
    page = replace(page, listings=tuple(shown), owner=page.owner)
    lines = [(x, encoded([x])) for x in page.lines()]
    data = b"".join(raw.decode().encode("cp1252") if x.of % 2 else raw for x, raw in lines)
    extracted = read(data, data.replace(b"\x95 ", b"\xe2\x80\xa2 "), data.replace(b"\x93Na", b"\x81Na"))
    assert given_back(extracted)["0.txt"] == data
    assert shown_by(extracted)["0.txt"] == shown
    assert shown_by(extracted)["1.txt"] == shown_by(extracted)["2.txt"] == shown[::2]


@pytest.mark.parametrize("number", ["7", "0", "99999"])
def test_numbers_that_count_no_addresses_stay(number: str) -> None:
    text = NOTATIONS["links-listed"](TEXT).decode()
    assert in_plain_text(text.encode()) is not None
    cites = text.replace("We read", "We read [1] and [2]", 1).encode()
    found = in_plain_text(cites)
    assert found is not None
    assert b"We read [1] and [2]" in found.text
    assert in_plain_text(text.replace("   1. https", f"   {number}. https").encode()) is None


def test_many_marks_that_nothing_closes_are_read_in_linear_time() -> None:
    for many in (b"<!--", b"<p a='", b"<script>", b"&lt", b"=\n", b"\\u00", b"<a "):
        assert in_plain_text(b"<pre>" + many * 50_000) is None


def test_strings_that_stand_in_one_another_are_told_at_once() -> None:
    banner = b"arrow research search "
    data = b'"' + banner + (b'""' + banner) * 80_000 + b'"'
    assert in_plain_text(data) is None  # to look for the end of each would take minutes


def test_what_is_larger_than_any_page_is_not_taken_apart() -> None:
    """Each sign may be a piece of its own, of some 200 bytes."""
    page = '"' + "\\n• Possible papers associated" * 10
    assert in_plain_text((page + '"').encode()) is not None
    assert in_plain_text((page + "\\n" * (1 << 21) + '"').encode()) is None


@pytest.mark.parametrize("number", range(4))
def test_quotes_near_the_end_of_a_string_do_not_end_it(number: int) -> None:
    page = in_site_form(PAGES[number])
    last = replace(page.listings[-1], abstract='We study "nets" of pages, which others call "books of nets".')
    quoted = replace(page, listings=(*page.listings[:-1], last))
    text = encoded(quoted.lines()).decode()
    for data in (json.dumps(text), json.dumps({"text": text}), '"text"\r\n"' + text.replace('"', '""') + '"\r\n'):
        assert shown_by(read(data.encode()))["0.txt"] == list(quoted.listings)
