"""Input that is made to do harm: it is read, or told, and never blocks, explodes or crashes."""

from __future__ import annotations

import gzip
import os
import re
import socket
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from etl.errors import InputError
from etl.render import render
from etl.report.terminal import summary
from etl.rules.examples import Listing, page
from etl.snapshot_reader import open_snapshot
from etl.verify import verify
from schemas.settings import Gate
from tests.commands import fails, python
from tests.pipeline.made_pages import quiver, write

SOUND = page(Listing()).encode()


def read(out: Path, table: str) -> pl.DataFrame:
    return pl.read_parquet(out / f"{table}.parquet")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    write(tmp_path / "raw/sound.txt", SOUND)
    return tmp_path / "raw"


@pytest.mark.parametrize("end", ["gz", "zst"])
def test_a_bomb(tmp_path: Path, raw: Path, end: str) -> None:
    """A gigabyte of zeros, and files that make 120 MB more, in a process that never has that much."""
    with pa.CompressedOutputStream(str(raw / f"bomb.txt.{end}"), "gzip" if end == "gz" else "zstd") as stream:
        for _ in range(1000):
            stream.write(bytes(1_000_000))
    for number in range(30):
        write(raw / f"{number}.txt.gz", gzip.compress(bytes(3_900_000) + bytes([number])))
    command = f"import sys; from pathlib import Path; from tests.pipeline.made_pages import quiver; {RUN}; {PEAK}"
    told = python("-c", command, raw, tmp_path / "out")
    assert told.returncode == 0, told.stderr
    assert int(told.stdout.split()[-2]) < 700_000  # kB
    reasons = dict(read(tmp_path / "out", "quarantine").select("path", "reason").iter_rows())
    assert reasons[f"bomb.txt.{end}"] == "too-large"
    assert len(reasons) == 31
    assert verify(tmp_path / "out") == []


PEAK = "print(*[line for line in open('/proc/self/status') if line.startswith('VmHWM')])"
RUN = "quiver(Path(sys.argv[1]), Path(sys.argv[2]), max_page_mb=4, workers=2)"


@pytest.mark.parametrize("title", ["<b></b>", "&nbsp;", r"\emph{}"])
def test_a_title_of_mere_markup_stays_as_written(tmp_path: Path, raw: Path, title: str) -> None:
    write(raw / "bare.txt", page(Listing(title=title), owner="Alan Turing").encode())
    quiver(raw, tmp_path / "out")
    assert title in read(tmp_path / "out", "papers").filter(title=pl.col("title_raw"))["title"]


ODD = (
    "<b></b>", "&nbsp;", r"\emph{}", r"{\bf }", "&#0;", "&#xD800;", "<!-- -->", "\u200b", "\ufeff", "\u0301", "\u202e", "\uffff", "\U0010ffff",
    "\ue000", "\x1b[31m", "\x01", "\x7f", "\x85", "\xa0", "\u3000", "0", "0000", "0001 0002", "9" * 30, "-1", "²", "٣", "et al.", "and others",
    ",", "Jr.", "Dr. PhD", "()", "{}", "{x}", "{{}}", "$", "$$", "\\", r"\'", r"\LaTeX", "%s", "null", "NaN", "•", "—", "…", '"', "“”", "http://",
    "@", "#", "**", "|", "<", "&amp;amp;", "👩‍👩‍👧", "ﷺ", "İ", "ﬁ", "中文", "ابن", "नमस्ते", "A\u030a", "𝔄", "x" * 5000, "x " * 2500, "a\tb", "a\u2028b",
    "a\x0bb", "a\x0cb", "a\x1cb", "a\rb", "=1+1", "ICML Conference 2020 Conference Paper", "Possible papers", "1 paper", "Ã©", "\ufffd", "van der",
    "O'", "A.", "a", "...et al.", "+ 3 more", "N/A", "Wei Wang 00012",
)  # fmt: skip


def test_no_value_of_a_field_ends_a_run(tmp_path: Path, raw: Path) -> None:
    for number, odd in enumerate(ODD):
        listings = {
            "title": Listing(title=odd),
            "venue": Listing(heading=f"{odd} Conference 2020 Conference Paper"),
            "kind": Listing(heading=f"ICML {odd} 2020 Conference Paper"),
            "year": Listing(heading=f"ICML Conference {odd} Conference Paper"),
            "type": Listing(heading=f"ICML Conference 2020 {odd}"),
            "name": Listing(authors=("Alan Turing", odd, "Ada Lovelace")),
            "names": Listing(authors=(odd,)),
            "abstract": Listing(abstract=odd),
        }
        pages = {field: page(listing, Listing(title="Another Page")) for field, listing in listings.items()}
        pages["owner"] = page(Listing(authors=(odd, "Alan Turing")), owner=odd)
        pages["counts"] = re.sub(r"\b\d+ (?=papers?\b|author rows?\b)", lambda _, odd=odd: f"{odd} ", page(Listing()))
        for field, text in pages.items():
            write(raw / f"{number}/{field}.txt", text.encode())
    quiver(raw, tmp_path / "out", gate=Gate(fail_on="never", max_quarantine=1))
    assert verify(tmp_path / "out") == []
    assert read(tmp_path / "out", "papers")["title"].str.contains(r"\S").all()


@pytest.mark.parametrize("written", ["ICML Conference {} Conference Paper", "Gut | Journal | {} | Journal Article"])
def test_a_year_that_no_table_takes_is_none_of_a_heading(tmp_path: Path, raw: Path, written: str) -> None:
    years = [1066, 1499, 1665, 1799, 1800, 1899, 2199, 2200, 2999, 10_000]
    listings = [Listing(title=f"The Page of {year}", heading=written.format(year)) for year in years]
    for number, listing in enumerate(listings):
        write(raw / f"alone/{number}.txt", page(listing).encode())
    write(raw / "together.txt", page(*listings).encode())
    quiver(raw, tmp_path / "out", gate=Gate(fail_on="never", max_quarantine=1))
    papers = read(tmp_path / "out", "papers").filter(pl.col("title").str.starts_with("The Page of"))
    assert set(papers["year"]) == {1800, 1899, 2199}
    assert verify(tmp_path / "out") == []


def test_files_are_named_in_capitals_too(tmp_path: Path, raw: Path) -> None:
    write(raw / "A.TXT", page(Listing(title="A Page in Capitals")).encode())
    write(raw / "B.TXT.GZ", gzip.compress(page(Listing(title="A Packed Page in Capitals")).encode()))
    quiver(raw, tmp_path / "out")
    assert read(tmp_path / "out", "pages")["path"].sort().to_list() == ["A.TXT", "B.TXT.GZ", "sound.txt"]


def test_a_line_without_end(tmp_path: Path, raw: Path) -> None:
    write(raw / "long.txt", b"word " * 900_000)
    write(raw / "in.txt", SOUND + b"word " * 150_000)
    quiver(raw, tmp_path / "out", max_page_mb=1)
    pages = read(tmp_path / "out", "pages")
    assert pages.filter(path="long.txt")["bytes"].sum() == 4_500_000 or "page-twice" in _rules(tmp_path / "out")
    whole = pages.filter(path="in.txt")["page_id"].item()
    assert render(open_snapshot(tmp_path / "out"), whole) == (raw / "in.txt").read_bytes()
    assert verify(tmp_path / "out") == []


def test_an_abstract_that_repeats_itself(tmp_path: Path, raw: Path) -> None:
    """Work grows with the length of a text: a square would take some ten minutes here."""
    for number, some in enumerate(
        ("word ", "1, 2, ", "A. B. ", "1. 2. ", '" a, ', "e. g. , ", r"$x, y$ ", "pro- vides ")
    ):
        text = "We show that it works (e. g. , here). " + some * (200_000 // len(some))
        write(raw / f"{number}.txt", page(Listing(title=f"A Study of Kind {number}", abstract=text)).encode())
    command = f"import sys; from pathlib import Path; from tests.pipeline.made_pages import quiver; {RUN}"
    assert python("-c", command, raw, tmp_path / "out", timeout=120).returncode == 0
    assert read(tmp_path / "out", "papers")["abstract_raw"].str.len_chars().gt(190_000).sum() == 8


def _rules(out: Path) -> set[str]:
    return set(read(out, "findings")["rule"])


@pytest.mark.parametrize("name", ["Person Of{}", "P{} Made"])
def test_many_authors(tmp_path: Path, raw: Path, name: str) -> None:
    names = tuple(name.format(number) for number in range(20_000))
    write(raw / "many.txt", page(Listing(title="A Crowd", authors=names)).encode())
    write(raw / "more.txt", page(Listing(title="A City", authors=(*names, "One More"))).encode())
    quiver(raw, tmp_path / "out")
    assert read(tmp_path / "out", "authorships").height > 20_000
    assert read(tmp_path / "out", "quarantine").select("path", "reason").rows() == [("more.txt", "too-many-authors")]
    assert "unparsed-text" in _rules(tmp_path / "out")


def test_many_empty_files(tmp_path: Path, raw: Path) -> None:
    for number in range(5_000):
        (raw / f"{number}.txt").touch()
    quiver(raw, tmp_path / "out")
    assert quiver(raw, tmp_path / "out").unchanged
    assert read(tmp_path / "out", "papers").height == 1


def test_nothing_but_empty_files(tmp_path: Path) -> None:
    write(tmp_path / "raw/a.txt", b"")
    write(tmp_path / "raw/b.txt", b"\n")
    quiver(tmp_path / "raw", tmp_path / "out")
    assert verify(tmp_path / "out") == []


@pytest.mark.parametrize(
    "blank", [b"", b"\n \n\n", b"\xef\xbb\xbf", "\xa0\n\u200b\n".encode(), "\n\n".encode("utf-16")]
)
def test_pages_without_text_replace_no_snapshot(tmp_path: Path, raw: Path, blank: bytes) -> None:
    quiver(raw, tmp_path / "out", gate=Gate())
    for name in ("sound.txt", "also.txt"):
        (raw / name).write_bytes(blank)
    outcome = quiver(raw, tmp_path / "out", gate=Gate())
    assert not outcome.passed
    assert outcome.report is not None
    assert outcome.report.why.endswith(": share of pages without text 1 (limit 0.01).")
    assert {rule.slug for rule in outcome.report.findings} >= {"empty-page"}
    assert "lines-rewritten" not in {rule.slug for rule in outcome.report.findings}
    assert read(tmp_path / "out", "papers").height == 1


def test_one_page_without_text_of_a_hundred_is_told_alone(tmp_path: Path) -> None:
    for number in range(99):
        write(tmp_path / f"raw/{number}.txt", page(Listing(title=f"A Paper of Number {number}")).encode())
    write(tmp_path / "raw/blank.txt", b"")
    assert quiver(tmp_path / "raw", tmp_path / "out", gate=Gate()).passed
    (tmp_path / "raw/also.txt").touch()
    assert not quiver(tmp_path / "raw", tmp_path / "out", gate=Gate()).passed


def test_what_is_no_page_is_not_counted_as_one(tmp_path: Path, raw: Path) -> None:
    for name, data in (
        ("html", b"<!doctype html><html><body>Wait</body></html>"),
        ("binary", b"\0\1\2"),
        ("blank", b""),
    ):
        write(raw / f"{name}.txt", data)
    report = quiver(raw, tmp_path / "out").report
    assert report is not None
    assert (report.input.pages, report.input.unread_pages, report.input.author_pages) == (4, 3, 1)
    assert ": 1 page, 1 listing; 3 are no pages" in summary(report, colour=False, out="")
    assert "on 1 page;" in (tmp_path / "out/report.md").read_text("utf-8")
    assert "1 author page of" in (tmp_path / "out/report.html").read_text("utf-8")


def test_what_is_no_file_is_passed_over(tmp_path: Path, raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(raw / "pipe.txt")
    (raw / "loop.txt").symlink_to("loop.txt")
    (raw / "lost.txt").symlink_to("nowhere")
    (raw / "zero.txt").symlink_to("/dev/zero")
    (raw / "self").symlink_to(".")
    (raw / "one").symlink_to("two")
    (raw / "two").symlink_to("one")
    monkeypatch.chdir(raw)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
    quiver(raw, tmp_path / "out")
    findings = read(tmp_path / "out", "findings").filter(rule="file-passed-over")
    assert findings["path"].sort().to_list() == ["loop.txt", "lost.txt", "pipe.txt", "socket.txt", "zero.txt"]
    assert read(tmp_path / "out", "pages")["path"].to_list() == ["sound.txt"]
    assert quiver(raw, tmp_path / "out").unchanged
    (raw / "pipe.txt").unlink()
    assert not quiver(raw, tmp_path / "out").unchanged
    assert verify(tmp_path / "out") == []


NAMES = ["new\nline.txt", "\x1b[31m<script>alert(1)</script>.txt", " sp ace.txt", "ünï/çødé 日本.txt", "\\xff.txt"]


def test_names_that_do_harm(tmp_path: Path, raw: Path) -> None:
    for number, name in enumerate(NAMES):
        if "/" in name or "script" not in name:
            write(raw / name, page(Listing(title=f"Title {number}")).encode())
    write(raw / "\x1b[31m<b>.txt", b"no page\n")
    os.mkfifo(raw / "\x1b[2J<b>.txt")
    write(Path(os.fsdecode(os.fsencode(raw) + b"/\xff.txt")), page(Listing(title="Bytes")).encode())
    (tmp_path / "quiver.toml").write_text('[gate]\nfail_on = "never"\nmax_quarantine = 1.0\n')
    command = ["run", raw, "--out", tmp_path / "o u\nt", "--config", tmp_path / "quiver.toml", "--log-format", "text"]
    answer = python("-m", "etl", *command)
    assert answer.returncode == 0, answer.stderr
    assert "\x1b" not in answer.stdout + answer.stderr
    out = tmp_path / "o u\nt"
    paths = read(out, "pages")["path"].to_list()
    assert sorted(path for path in paths if "xff" in path) == ["\\xff.txt", "~1/\\xff.txt"]
    for report in ("report.html", "report.md"):
        text = (out / report).read_text()
        assert "\x1b" not in text
        assert "<b>.txt" not in text
    assert verify(out) == []


def test_errors_name_such_paths_in_one_line(tmp_path: Path) -> None:
    answer = python("-m", "etl", "run", tmp_path / "no\nsuch\x1b[31m folder")
    fails(answer, 3, "no such‹U\\+001B›")
    assert "\x1b" not in answer.stderr


def test_a_folder_without_pages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no pages"):
        quiver(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()
