"""The DBLP dump: what an attacker could put into an XML file is refused, and memory stays bounded."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.errors import InputError
from etl.references import base
from etl.references.sources.dblp import RECORD_LIMIT, read_dblp

LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
RECORD = "<article><author>Ada Ames</author><title>On Kernels {}.</title><year>2001</year></article>\n"


def read(tmp_path: Path, content: str | bytes) -> list[str | None]:
    path = tmp_path / "dblp.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [title for frame in read_dblp(path) for title in frame["title"]]


@pytest.mark.parametrize(
    "declarations",
    [
        f'<!ENTITY l0 "ha">{LAUGHS}',
        '<!ENTITY secret SYSTEM "file:///etc/hostname">',
        '<!ENTITY % outside SYSTEM "http://127.0.0.1:9/x.dtd"> %outside;',
        f'<!ENTITY long "{"x" * 100_000}">',
        '<!ENTITY eacute "forged">',
    ],
    ids=["billion laughs", "external entity", "parameter entity", "quadratic blow-up", "redefinition"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_definitions_are_refused(tmp_path: Path, declarations: str, encoding: str) -> None:
    body = "<dblp><article><title>&l9;&secret;&long;&eacute;</title></article></dblp>"
    document = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE dblp [{declarations}]>{body}'
    with pytest.raises(InputError, match="defines an XML entity"):
        read(tmp_path, document.encode(encoding))


def _endless(kind: str) -> Iterator[str]:
    yield {"text": "<article><title>", "comment": "<!--", "attribute": '<article key="'}[kind]
    for _ in range(RECORD_LIMIT // 1000 + 200):
        yield "x" * 1200


@pytest.mark.parametrize("kind", ["text", "comment", "attribute"])
def test_a_record_without_an_end_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError, match="a record longer than"):
        read(tmp_path, "<dblp>" + "".join(_endless(kind)))


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nests elements deeper"):
        read(tmp_path, "<dblp>" + "<a>" * 5000)


def test_a_prolog_without_an_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not begin as"):
        read(tmp_path, "<!--" + "x" * (RECORD_LIMIT + 100_000))


def test_records_are_streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "BATCH", 500)
    path = tmp_path / "dblp.xml"
    path.write_text("<dblp>" + "".join(RECORD.format(i) for i in range(60_000)) + "</dblp>")
    assert path.stat().st_size > RECORD_LIMIT
    frames = read_dblp(path)
    tracemalloc.start()
    heights = [frame.height for frame in frames]
    assert sum(heights) == 60_000
    assert max(heights) < 2_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < path.stat().st_size / 4


def test_markup_and_named_entities_are_read_and_the_row_counts_all_records(tmp_path: Path) -> None:
    path = tmp_path / "dblp.xml"
    path.write_text(
        '<!DOCTYPE dblp SYSTEM "dblp.dtd"><dblp>\n<www><title>Home Page</title></www>\n'
        "<article><author>J&uuml;rgen K&ouml;hler 0002</author><title>L<sup>2</sup>-Norms &amp; &Eacute;tale "
        "H<sub>2</sub>O?</title><year>2001</year><journal>J. ACM</journal></article></dblp>"
    )
    (frame,) = read_dblp(path)
    assert frame.rows() == [(2, "L2-Norms & Étale H2O?", 2001, "J. ACM", ["Jürgen Köhler 0002"])]


def test_a_persons_file_is_read(tmp_path: Path) -> None:
    wrapped = f"<r>{RECORD.format(1)}</r><r>{RECORD.format(2)}</r>"
    person = '<person key="homepages/1"><author>Ada Ames</author></person>'
    document = f'<dblpperson name="Ada Ames">{person}{wrapped}<coauthors><co/></coauthors></dblpperson>'
    assert [title for title in read(tmp_path, document) if title] == ["On Kernels 1", "On Kernels 2"]
