"""What holds for any input: nothing is lost, no paper is wrong, and each page comes back byte for byte."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl.pipeline.run import run
from etl.render import all_pages
from etl.rules.examples import NOTICE
from etl.snapshot_reader import open_snapshot
from schemas.settings import Settings
from tests.extract.damages import Damaged, Page, Shown, encoded, given_back, read, shown_by, wrong
from tests.extract.made_authors import order, pages

HEADINGS = (
    "ICML Conference 2021 Conference Paper", "ACM MM Conference 2019 Conference Paper", "arXiv Preprint 2020 Preprint",
    "Journal of Foo & Bar Journal 2020 Journal Article", "UAI Conference 2021 Demo",
)  # fmt: skip
PEOPLE = ("Ada Lovelace", "Alan Turing", "Yi Ma 0001", "Eve Adams", "Kurt Gödel", "de Wang")
LINES = (
    *HEADINGS, "", "", "  • Eve Adams", "  • Ada Lovelace", "  • we do this;", "• one", "- two", "A Title", "Of Pages", "3 papers",
    "1 author row", "Possible papers", "2", NOTICE, "Arrow Research search", "Author name cluster", "Ada Lovelace",
    "We study pages at length, and we show by experiments with many of them that they can be read.", "It works.", "x", "\t", "\u200b",
)  # fmt: skip
FAKES = (
    "\n\nICML Conference 2021 Conference Paper\n\nA Fake Paper\n\n  • Kurt Gödel\n  • Eve Adams\n\nIt was never written.",
    "\n\nUAI Conference 2020 Demo\n\nOf Pages\n\n  • Eve Adams\n\n",
    "\nICML Conference 2021 Conference Paper\nA Fake Paper\n  • Kurt Gödel\n",
)  # fmt: skip
PIECES = [
    b"\r", b"\n", b"\r\n", b"\x00", b"\xff", b"\xe2\x80", b"\xef\xbb\xbf", "\u2028".encode(), b"\x0c", b"\x1a",
    b"  \xe2\x80\xa2 ",
]  # fmt: skip
SETTINGS = Settings.model_validate({"gate": {"fail_on": "never", "max_quarantine": 1.0}})

line = st.one_of(st.sampled_from(LINES), st.text(max_size=20).map(lambda text: " ".join(text.split())))
abstracts = st.one_of(
    st.lists(line, max_size=8).map("\n".join),
    st.builds("{}{}{}".format, st.sampled_from(LINES), st.sampled_from(FAKES), st.sampled_from(LINES)),
)
titles = line.filter(lambda text: text.strip(" \t\u200b•-") != "" and not text.startswith(("  • ", "• ", "- ")))


def listings(least_names: int, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Shown]:
    return st.builds(
        lambda heading, title, names, abstract: Shown(heading, title, tuple(names), abstract.strip() or None),
        st.sampled_from(HEADINGS), titles, st.lists(st.sampled_from(PEOPLE), min_size=least_names, max_size=4, unique=True), texts,
    )  # fmt: skip


plain = st.lists(line, max_size=6).map(lambda lines: " ".join(lines).lstrip(" \t\u200b•-*"))
# Papers without authors, or papers that quote whole listings (by others than the owner): a quoted listing of the
# owner, or both at once, cannot be told from a listing.
hostile = st.one_of(
    st.lists(
        listings(1, abstracts).map(lambda s: replace(s, names=tuple({"Ada Lovelace": 0} | dict.fromkeys(s.names)))),
        max_size=5,
    ),
    st.lists(listings(0, plain), max_size=5),
)


@st.composite
def damaged_pages(draw: st.DrawFn) -> bytes:
    """A page with pieces cut out, put in, or moved."""
    data = encoded(draw(st.sampled_from(pages(4))).lines())
    for _ in range(draw(st.integers(0, 6))):
        at, size = draw(st.integers(0, len(data))), draw(st.integers(0, 80))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.just(data[at : at + size]), st.binary(max_size=8)))
        to = draw(st.integers(0, len(data)))
        data = data[:to] + piece + data[to + draw(st.integers(0, 40)) :]
    return data


any_bytes = st.one_of(
    st.binary(max_size=400), st.lists(line, max_size=30).map(lambda x: "\n".join(x).encode("utf-8", "surrogatepass")), damaged_pages()
)  # fmt: skip


@given(st.lists(any_bytes, min_size=1, max_size=9))
@example([b""])
@example([b"\n \n"])
@example([b"\xff\xfe\n\x00a"])
@example([b"\r\r\n\r", b"\x00"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_bytes_are_accounted_for_and_given_back(files: list[bytes]) -> None:
    assert given_back(read(*files)) == {f"{i}.txt": data for i, data in enumerate(files)}


_LIKE_HEADINGS = [
    Shown("ICML Conference 2021 Conference Paper", "Bounds", ("Ada Lovelace",), "UAI Conference 2019 Conference Paper"),
    Shown("ICML Conference 2021 Conference Paper", "ICML Conference 2021 Conference Paper", ("Ada Lovelace",), None),
]


@given(st.lists(st.tuples(hostile, st.booleans()), min_size=1, max_size=9))
@example([(_LIKE_HEADINGS, False)])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_hostile_papers_are_read_right_or_not_at_all(each: list[tuple[list[Shown], bool]]) -> None:
    listed = [tuple(sorted(papers, key=order) if ordered else papers) for papers, ordered in each]
    files = [encoded(Page("Ada Lovelace", shown, len(shown)).lines()) for shown in listed]
    extracted = read(*files)
    assert given_back(extracted) == {f"{number}.txt": data for number, data in enumerate(files)}
    found = shown_by(extracted)
    for number, (data, shown) in enumerate(zip(files, listed, strict=True)):
        assert wrong(Damaged(data, shown, ()), found.get(f"{number}.txt", [])) == []


@given(st.lists(any_bytes, min_size=1, max_size=6))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_run_gives_every_page_back(files: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        raw, out = Path(folder, "raw"), Path(folder, "out")
        raw.mkdir()
        for i, data in enumerate(files):
            (raw / f"{i}.txt").write_bytes(data)
        run([raw], out, SETTINGS)
        snapshot = open_snapshot(out)
        where = snapshot.pages.select("page_id", "path", "first_byte").collect().sort("path", "first_byte")
        rendered = dict(all_pages(snapshot))
        given = where.group_by("path", maintain_order=True).agg("page_id")
    assert {path: b"".join(rendered[i] for i in ids) for path, ids in given.iter_rows()} == {
        f"{i}.txt": data for i, data in enumerate(files)
    }
