"""Reference files of every kind, the cache, and what is refused."""

import gzip
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.errors import InputError
from etl.references import load
from etl.references.load import load_references
from etl.references.sources import bibtex
from etl.references.store import REFERENCES
from tests.references.all_of import all_of

RECORDS: list[dict[str, Any]] = [
    {"title": "On Kernels", "year": 2019, "authors": ["Ada Ames", "José Núñez"], "venue": "ICML"},
    {"title": "No Year Here", "year": None, "authors": ["Wei Wang 0001"], "venue": None},
]
EXPECTED = [
    (1, "On Kernels", 2019, "ICML", ["Ada Ames", "José Núñez"], "onkernels"),
    (2, "No Year Here", None, None, ["Wei Wang 0001"], "noyearhere"),
]
BIBTEX = r"""
@string{icml = "ICML"}
@comment{not a record}
@inproceedings{a, title = {On {K}ernels}, year = 2019, booktitle = icml,
  author = {Ames, Ada and N{\'u}{\~n}ez, Jos\'{e}}}
@misc{b, title = "No Year Here", author = "Wei Wang 0001"}
"""
DBLP = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE dblp SYSTEM "dblp.dtd">
<dblp>
<inproceedings key="c/1"><author orcid="0">Ada Ames</author><author>Jos&eacute; N&uacute;&#241;ez</author>
<title>On <i>Kernels</i>.</title><year>2019</year><booktitle>ICML</booktitle></inproceedings>
<article key="j/2"><author>Wei Wang 0001</author><title>No Year Here.</title></article>
<www key="w/3"><author>Wei Wang 0001</author><title>Home Page</title></www>
</dblp>
"""


def write(path: Path, content: str | bytes) -> Path:
    raw = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def loaded(path: Path, cache: Path | None = None) -> list[tuple[Any, ...]]:
    return all_of(load_references([path], cache or path.parent / "cache")).drop("source").rows()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.jsonl", lines(RECORDS)),
        ("r.ndjson.gz", lines(RECORDS)),
        ("r.json", "\ufeff" + json.dumps(RECORDS)),
        ("r.json.gz", json.dumps(RECORDS)),
        ("r.bib", BIBTEX),
        ("r.bib.gz", BIBTEX),
        ("r.xml", DBLP),
        ("dblp.XML.GZ", DBLP),
        ("dblp.xml", DBLP.replace('<!DOCTYPE dblp SYSTEM "dblp.dtd">\n', "")),
    ],
)
def test_every_kind_gives_the_same_references(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    raw = content.encode()
    path.write_bytes(gzip.compress(raw) if name.casefold().endswith(".gz") else raw)
    assert loaded(path) == EXPECTED


@pytest.mark.parametrize(("name", "gzipped"), [("r.jsonl", True), ("r.jsonl.gz", False)])
def test_a_reference_is_unpacked_by_what_it_is(tmp_path: Path, name: str, gzipped: bool) -> None:
    path, raw = tmp_path / name, lines(RECORDS).encode()
    path.write_bytes(gzip.compress(raw) if gzipped else raw)
    assert loaded(path) == EXPECTED


def test_parquet_gives_the_same_references_and_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    pl.DataFrame(RECORDS).write_parquet(path)
    assert loaded(path) == EXPECTED
    assert all_of(load_references([path], tmp_path / "cache")).schema == pl.Schema(REFERENCES)
    assert all_of(load_references([], tmp_path / "cache")).is_empty()


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Ada Ames and Bob Byrd; Cy Cole", ["Ada Ames", "Bob Byrd", "Cy Cole"]),
        ("Ames, Ada and Byrd, Bob", ["Ada Ames", "Bob Byrd"]),
        ("Ames, Ada; Byrd, Bob", ["Ada Ames", "Bob Byrd"]),
        ("Ada Ames, Bob Byrd, and Cy Cole", ["Ada Ames", "Bob Byrd", "Cy Cole"]),
        ("Ames, Ada", ["Ada Ames"]),
        ("Ada Ames and others", ["Ada Ames", "et al."]),
        ("Ames, Ada and Anitha U. A.", ["Ada Ames", "Anitha U. A."]),
        ("Ada Ames u.a.", ["Ada Ames", "et al."]),
        ("Ada Ames, Bob Byrd, et al.", ["Ada Ames", "Bob Byrd", "et al."]),
        (
            ["Ames, Ada", "Byrd, Jr., Bob", "Alexander Andrews"],
            ["Ada Ames", "Bob Byrd Jr.", "Alexander Andrews"],
        ),
        (["Ada Ames", " ", "et al."], ["Ada Ames", "et al."]),
        ([{"name": "Ada Ames"}, {"name": "Bob Byrd"}], ["Ada Ames", "Bob Byrd"]),
        ([{"given": "Ada", "family": "Ames"}], ["Ada Ames"]),
        ([{"author": {"display_name": "Ada Ames"}}], ["Ada Ames"]),
        ("Ada Ames|Bob Byrd", ["Ada Ames", "Bob Byrd"]),
        ("Ames, A., Byrd, B.-C., & Cole, C.", ["A. Ames", "B.-C. Byrd", "C. Cole"]),
        ("['Ada Ames', \"Bob O'Byrd\"]", ["Ada Ames", "Bob O'Byrd"]),
        ("Ada Ames (1), Bob Byrd (2) and Cy Cole (1 and 2) ((1) MIT, (2) CMU)", ["Ada Ames", "Bob Byrd", "Cy Cole"]),
        ("Ada Ames, Bob Byrd, ..., Cy Cole", ["Ada Ames", "Bob Byrd", "et al."]),
        ("Ada Ames, Bob Byrd, + 12 more", ["Ada Ames", "Bob Byrd", "et al."]),
        (["Ada Ames", "Bob Byrd et al."], ["Ada Ames", "Bob Byrd", "et al."]),
        (["Ada Ames", "14 others"], ["Ada Ames", "et al."]),
        (
            ["Ada Ames*", "Bob Byrd 1,2", "Yi Ma 0001", "Cy Cole (0000-0001-2345-6789)"],
            ["Ada Ames", "Bob Byrd", "Yi Ma 0001", "Cy Cole"],
        ),
        (
            ["Ada Ames", "ada@ames.org", "1", "Unknown", "(eds.)", "nan", "Nan Ding", "李伟"],
            ["Ada Ames", "Nan Ding", "李伟"],
        ),
        (["Ames AQ", "van der Byrd K 3rd", "Cole J-P"], ["A Q Ames", "K van der Byrd 3rd", "J-P Cole"]),
        ("Ames AQ, O'Byrd K, et al.", ["A Q Ames", "K O'Byrd", "et al."]),
        (["Ames FL"], ["F L Ames"]),
        (["Wei LI", "Yang LIU", "Bo HE"], ["Wei LI", "Yang LIU", "Bo HE"]),
        (["Ames FL", "Bob Byrd"], ["Ames FL", "Bob Byrd"]),
        (["Junaida M K", "Ajees A P"], ["Junaida M K", "Ajees A P"]),
        (["Ada Ames", "2 more authors"], ["Ada Ames", "et al."]),
        (["Ada Ames", "…", "Cy Cole"], ["Ada Ames", "et al."]),
        ([["Ames", "Ada Q.", ""], ["Byrd", "Bob", "Jr"]], ["Ada Q. Ames", "Bob Byrd Jr"]),
        (
            [{"given": "Jan", "family": "Berg", "non-dropping-particle": "van der", "suffix": "Jr."}],
            ["Jan van der Berg Jr."],
        ),
        ([{"first": "Ada", "middle": ["Q."], "last": "Ames"}], ["Ada Q. Ames"]),
        ({"author": [{"text": "Yi Ma 0001"}, {"text": "Ada Ames"}]}, ["Yi Ma 0001", "Ada Ames"]),
        ({"value": ["Ada Ames", "Bob Byrd"]}, ["Ada Ames", "Bob Byrd"]),
        ({"name": ["Ada Ames", "Bob Byrd"], "id": [1, 2]}, ["Ada Ames", "Bob Byrd"]),
        ({"given": ["Ada", "Q."], "family": "Ames"}, ["Ada Q. Ames"]),
        ([{"given_names": "Ada", "surname": "Ames"}, {"authorName": "Bob Byrd"}], ["Ada Ames", "Bob Byrd"]),
        ("Ada Ames\n  Bob Byrd\n", ["Ada Ames", "Bob Byrd"]),
        ("Ada\nAmes", ["Ada Ames"]),
        ("['Ada Ames' \"Bob O'Byrd\"\n 'Cy Cole']", ["Ada Ames", "Bob O'Byrd", "Cy Cole"]),
        ('[{"name": "Ada Ames", "of": "MIT, US"}, {"name": "Bob Byrd", "of": null}]', ["Ada Ames", "Bob Byrd"]),
        ("[{'name': 'Ada Ames', 'of': None}]", ["Ada Ames"]),
        ("[Ada Ames; Bob Byrd", ["[Ada Ames", "Bob Byrd"]),
        ("Ada Ames · Bob Byrd / Gal·la Cole", ["Ada Ames", "Bob Byrd", "Gal·la Cole"]),
        (["Ada Ames <ada@ames.org>", "Bob Byrd"], ["Ada Ames", "Bob Byrd"]),
        (["Ada Ames¹", "Ma, Yi 0001", "O&#39;Byrd, Se&aacute;n"], ["Ada Ames", "Yi Ma 0001", "Seán O'Byrd"]),
    ],
)
def test_author_fields_of_tables(tmp_path: Path, authors: object, expected: list[str]) -> None:
    record = {"Title": "On Kernels", "YEAR": "2019-07-01", "Author": authors, "journal": "JMLR"}
    pl.DataFrame([record, record]).write_parquet(tmp_path / "r.parquet")
    for path in (write(tmp_path / "r.jsonl", lines([record])), tmp_path / "r.parquet"):
        row, title, year, venue, names, _ = loaded(path)[0]
        assert (row, title, year, venue, names) == (1, "On Kernels", 2019, "JMLR", expected)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (r"Erd{\H o}s, Paul and {\O}ystein {\L}uk", ["Paul Erdős", "Øystein Łuk"]),
        (r"van der Berg, Jan and King, Jr., Martin L.", ["Jan van der Berg", "Martin L. King Jr."]),
        (r"{Ames and Byrd Labs} and Cole, Cy and others", ["Ames and Byrd Labs", "Cy Cole", "et al."]),
        (r"Ames, Ada and \'{E}va Tardos and \O{}ystein \L{}uk", ["Ada Ames", "Éva Tardos", "Øystein Łuk"]),
        (r"Ames, Ada and {14 others}", ["Ada Ames", "et al."]),
        (r"{Ames}, A. and 9 colleagues", ["A. Ames", "et al."]),
        (r"Ames, Ada and \ldots{} and Cole, Cy", ["Ada Ames", "et al."]),
        (r"Ames, Ada and ... and Cole, Cy", ["Ada Ames", "et al."]),
        (r"Ada Ames et al.", ["Ada Ames", "et al."]),
        (r"Ames AQ and van der Byrd K and others", ["A Q Ames", "K van der Byrd", "et al."]),
        (r"Ames, Ada and Byrd, Bob and", ["Ada Ames", "Bob Byrd"]),
        (r"Ames, A. & Byrd, B.; Cole, C. \and {R \& D Lab}", ["A. Ames", "B. Byrd", "C. Cole", "R & D Lab"]),
        (r"King, Martin Luther, III and King, Jr., Martin", ["Martin Luther King III", "Martin King Jr."]),
        (
            r"family=Berg, given=Jan, prefix=van der, useprefix=true and given=Ada, family=Ames, suffix=Jr.",
            ["Jan van der Berg", "Ada Ames Jr."],
        ),
        (r"Ada Ames, Bob Byrd, Cy Cole, et al.", ["Ada Ames", "Bob Byrd", "Cy Cole", "et al."]),
        (r"Ada Ames, Bob Byrd, and Cy Cole", ["Ada Ames", "Bob Byrd", "Cy Cole"]),
        (r"de la Cruz, Ana Maria, and Cole, Cy", ["Ana Maria de la Cruz", "Cy Cole"]),
        (r"{Labs of X, Department of Y, University of Ames}", ["Labs of X, Department of Y, University of Ames"]),
    ],
)
def test_bibtex_names(tmp_path: Path, field: str, expected: list[str]) -> None:
    path = write(tmp_path / "r.bib", f"@article{{k, title={{T 100% sure}}, author={{{field}}}, year={{2001}}}}")
    assert loaded(path)[0][4] == expected


@pytest.fixture(params=[1, bibtex._PIECE])
def piece(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file read block by block, and at once."""
    monkeypatch.setattr(bibtex, "_PIECE", request.param)


@pytest.mark.usefixtures("piece")
def test_bibtex_survives_broken_entries_repeated_keys_and_crossrefs(tmp_path: Path) -> None:
    text = (
        "@inproceedings{a, title={First}, author={Ada Ames}, crossref={p}}\n"
        "@article{broken, title={Never closed, author={X Y}\n"
        "@inproceedings{a, title={Second}, author={Bob Byrd}, year={2003}, year={2004}}\n"
        "@proceedings{p, title={The Meeting}, year={2002}}\n"
    )
    found = all_of(load_references([write(tmp_path / "r.bib", text)], tmp_path / "cache"))
    assert found.select("title", "year", "venue").rows() == [
        ("First", 2002, "The Meeting"),
        ("Second", 2003, None),
    ]


@pytest.mark.usefixtures("piece")
def test_bibtex_joins_texts_and_follows_xdata_and_tells_a_preprint(tmp_path: Path) -> None:
    text = (
        '@string{conf = "Conference on "}@STRING(icml = conf # {Machine Learning})\n'
        '@inproceedings(a, TITLE = "On " # "Kernels", author = "Ada Ames" # " and " # "Bob # Byrd", booktitle = "Proc. " #\n'
        " icml, year = 2001)\n"
        "@article{b, title={Main}, subtitle={The Rest of It}, author={Ada Ames}, xdata={none, x}}\n"
        "@xdata{x, date={2004-05}, journaltitle={JMLR}}\n"
        "@misc{, title={Third}, author={Ada Ames}, archivePrefix={arXiv}}\n"
    )
    found = all_of(load_references([write(tmp_path / "r.bib", text)], tmp_path / "cache"))
    assert found.select("title", "year", "venue", "authors").rows() == [
        ("On Kernels", 2001, "Proc. Conference on Machine Learning", ["Ada Ames", "Bob # Byrd"]),
        ("Main: The Rest of It", 2004, "JMLR", ["Ada Ames"]),
        ("Third", None, "arXiv", ["Ada Ames"]),
    ]


@pytest.mark.usefixtures("piece")
def test_bibtex_fields_that_no_comma_parts_and_comments_between_them(tmp_path: Path) -> None:
    text = (
        "@article{a,\n title = {On {K}ernels}\n author = {Ames, Ada and Byrd, Bob}\n year = 2019\n journal = {JMLR},\n}\n"
        "@article{b,\n title = {Sums},\n % author = {No One},\n author = {Cole, Cy},\n"
        " abstract = {Let\n year = {1}\n x},\n}\n"
    )
    found = all_of(load_references([write(tmp_path / "r.bib", text)], tmp_path / "cache"))
    assert found.select("title", "year", "venue", "authors").rows() == [
        ("On Kernels", 2019, "JMLR", ["Ada Ames", "Bob Byrd"]),
        ("Sums", None, None, ["Cy Cole"]),
    ]


@pytest.mark.usefixtures("piece")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_bibtex_of_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = "@article{a, title = {On “Kernels”}, author = {Šimek, Zoë}}\r\n"
    assert loaded(write(tmp_path / "r.bib", text.encode(encoding)))[0][4] == ["Zoë Šimek"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": ["On Kernels"], "subtitle": ["A Study"]}, ("On Kernels: A Study", None, None)),
        ({"title": "On Kernels: A Study", "subtitle": "A Study"}, ("On Kernels: A Study", None, None)),
        ({"title": {"value": "On\n  Kernels"}, "venue": {"value": "ICML"}}, ("On Kernels", None, "ICML")),
        ({"issued": {"date-parts": [[2019, 7]]}, "container-title": ["JMLR"]}, ("On Kernels", 2019, "JMLR")),
        ({"venue": "", "journal": {"name": "JMLR"}}, ("On Kernels", None, "JMLR")),
        ({"primary_location": {"source": {"display_name": "JMLR"}}}, ("On Kernels", None, "JMLR")),
        ({"publisher": "arXiv"}, ("On Kernels", None, "arXiv")),
        ({"publisher": "Elsevier"}, ("On Kernels", None, None)),
        ({"title": None, "Article Title": "On Kernels", "Publication Year": 2019}, ("On Kernels", 2019, None)),
        ({"proceedings": "ICML", "pub_year": 2019.0}, ("On Kernels", 2019, "ICML")),
        ({"publicationDate": "2019-07-01", "Source title": "JMLR"}, ("On Kernels", 2019, "JMLR")),
        ({"title": "On Kernels &lt;i&gt;P&amp;Q&lt;/i&gt; &amp;copy;"}, ("On Kernels <i>P&Q</i> ©", None, None)),
    ],
)
def test_fields_as_other_sources_shape_them(tmp_path: Path, fields: dict[str, Any], expected: tuple[Any, ...]) -> None:
    record = {"title": "On Kernels", "authors": ["Ada Ames"]} | fields
    assert loaded(write(tmp_path / "r.jsonl", lines([record])))[0][1:4] == expected
    pl.DataFrame([record]).write_parquet(tmp_path / "r.parquet")
    if not {"subtitle", "publisher", "journal", "Article Title"} & set(fields):
        assert loaded(tmp_path / "r.parquet")[0][1:4] == expected


NESTED: list[tuple[str, object]] = [
    ("crossref", {"status": "ok", "message": {"items": RECORDS}}),
    ("search", {"result": {"hits": {"hit": [{"@id": 1, "info": record} for record in RECORDS]}}}),
    ("by key", {"a": RECORDS[0], "b": RECORDS[1]}),
    ("named", {"name": "My papers", "papers": RECORDS}),
    ("lists", [[RECORDS[0]], {"attributes": RECORDS[1]}]),
]


@pytest.mark.parametrize("document", [value for _, value in NESTED], ids=[name for name, _ in NESTED])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_publications_within_a_document(tmp_path: Path, document: object, indent: int | None, encoding: str) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    assert loaded(write(tmp_path / "r.json", text.encode(encoding))) == EXPECTED


@pytest.mark.parametrize("between", ["\n", ",\n", "", "  "])
def test_documents_one_behind_the_other(tmp_path: Path, between: str) -> None:
    text = between.join(json.dumps(record, indent=1) for record in RECORDS)
    assert loaded(write(tmp_path / "r.json", text + between)) == EXPECTED
    wrapped = lines([{"score": 1, "info": record} for record in RECORDS])
    assert loaded(write(tmp_path / "r.jsonl", "\n" + wrapped))[1][0] == 3, "the line"


def test_what_a_publication_cites_is_no_record(tmp_path: Path) -> None:
    citing = [{"title": "An Editorial", "references": RECORDS}, *RECORDS]
    assert [row[1] for row in loaded(write(tmp_path / "r.json", json.dumps(citing)))] == ["On Kernels", "No Year Here"]


def test_sources_of_one_name_and_a_file_given_twice(tmp_path: Path) -> None:
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        record = {"title": f"Title {folder}", "authors": ["Ada Ames"]}
        paths.append(write(tmp_path / folder / "r.jsonl", lines([record])))
    copy = write(tmp_path / "copy.jsonl", paths[0].read_bytes())
    found = all_of(load_references([*paths, paths[0], copy], tmp_path / "cache"))
    assert found.select("source", "title").rows() == [("a/r.jsonl", "Title a"), ("b/r.jsonl", "Title b")]
    assert all_of(load_references([tmp_path / "a/r.jsonl"], tmp_path / "cache"))["source"].to_list() == ["r.jsonl"]


def test_the_second_run_reads_the_cache_and_a_broken_one_is_redone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, cache = write(tmp_path / "r.jsonl", lines(RECORDS)), tmp_path / "cache"
    reads = []
    reader = load.READERS[".jsonl"]

    def counting(path: Path) -> Any:
        reads.append(path)
        return reader(path)

    monkeypatch.setitem(load.READERS, ".jsonl", counting)
    assert loaded(path, cache) == loaded(path, cache) == EXPECTED
    assert len(reads) == 1
    (cached,) = cache.iterdir()
    for damage in (b"", b"garbage", cached.read_bytes()[:-40], _flipped(cached.read_bytes())):
        cached.write_bytes(damage)
        assert loaded(path, cache) == EXPECTED
        assert [file.name for file in cache.iterdir()] == [cached.name]
    assert len(reads) == 5
    write(path, lines(RECORDS[:1]))
    assert loaded(path, cache) == EXPECTED[:1]
    assert len(list(cache.iterdir())) == 1, "what was read of other files goes"


def _flipped(raw: bytes) -> bytes:
    middle = len(raw) // 2
    return raw[:middle] + bytes([raw[middle] ^ 255]) + raw[middle + 1 :]


def test_a_cache_that_cannot_be_written_is_for_the_caller_to_tell(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", lines(RECORDS))
    with pytest.raises(OSError, match="exists"):
        load_references([path], path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("r.txt", b"x", "no reference file that Quiver knows"),
        ("r.parquet.gz", b"x", "no reference file that Quiver knows"),
        ("r.parquet", b"PAR1 not really PAR1", "not a Parquet table"),
        ("r.jsonl", b'{"title": "T"}\n{oops\n', "not JSON in line 2"),
        ("r.jsonl", b'{"title": "T"}\n', "no record with a `title` and an author"),
        ("r.jsonl", b"", "is empty"),
        ("r.json", b"[1, 2", "not JSON"),
        ("r.json", b'{"title": "T", "authors": ["A"]}\n{"title": oops', "not JSON in line 2"),
        ("r.json", b'{\n"title": "T", "authors": ["A"]}\n{"title": oops', "not JSON from line 3 on"),
        ("r.json", '["é"]'.encode("latin-1"), "not JSON, which is UTF-8"),
        ("r.json", b'{"title": ["T", "U"], "authors": [["A"], ["B"]]}', "a list of all titles"),
        ("r.json", b'{"title": {"0": "T"}, "authors": {"0": ["A"]}}', "a list of all titles"),
        ("r.jsonl", b"[" * 100_000, "not JSON"),
        ("r.bib", b"just words", "no BibTeX entry"),
        ("r.xml", b"<dblp><article>", "not well-formed XML"),
        ("r.xml", b"", "is empty"),
        ("r.xml", b"<dblp>&nosuch;</dblp>", "not well-formed XML"),
        ("r.xml", b'<?xml version="1.0" encoding="x-none"?><dblp/>', "(?:well-formed|encoding)"),
        ("r.xml", b"<dblp/>", "no publication with a title and authors"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        load_references([path], tmp_path / "cache")
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)
    assert re.match(r"(the reference )?/.*[^.]$", str(caught.value)), "as all errors: behind `quiver: `, no full stop"
    assert "docs/" not in str(caught.value)
    assert not list(tmp_path.glob("cache/*"))


@pytest.mark.parametrize("name", ["r.jsonl.gz", "r.xml.gz", "r.bib.gz"])
@pytest.mark.parametrize("damage", [lambda _: b"plain text", lambda raw: raw[:-12], lambda raw: raw[:20] + b"\0\0"])
def test_a_broken_gzip_is_refused(tmp_path: Path, name: str, damage: Callable[[bytes], bytes]) -> None:
    content = {"r.jsonl.gz": lines(RECORDS), "r.xml.gz": DBLP, "r.bib.gz": BIBTEX}[name]
    path = tmp_path / name
    path.write_bytes(damage(gzip.compress(content.encode())))
    with pytest.raises(InputError):
        load_references([path], tmp_path / "cache")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.bib").mkdir()
    for name, message in (("none.bib", "does not exist"), ("folder.bib", "cannot be read")):
        with pytest.raises(InputError, match=message):
            load_references([tmp_path / name], tmp_path / "cache")


def test_a_pipe_is_refused_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.bib")
    with pytest.raises(InputError, match="cannot be read: it is no regular file"):
        load_references([tmp_path / "pipe.bib"], tmp_path / "cache")


@pytest.mark.parametrize(("venue", "expected"), [(["ICML", "PMLR"], "ICML"), ([], None), ({"id": 1}, None), (7, None)])
def test_a_venue_that_is_no_text_does_not_lose_the_table(tmp_path: Path, venue: object, expected: str | None) -> None:
    path = tmp_path / "r.parquet"
    schema = {"venue": pl.List(pl.String)} if isinstance(venue, list) else None
    pl.DataFrame(
        [{"title": "On Kernels", "authors": ["Ada Ames"], "venue": venue}], schema_overrides=schema
    ).write_parquet(path)
    assert loaded(path)[0][3] == expected


def test_a_venue_of_few_values_is_read(tmp_path: Path) -> None:
    table = pl.DataFrame(RECORDS).with_columns(pl.col("venue").cast(pl.Categorical))
    table.write_parquet(tmp_path / "r.parquet")
    assert loaded(tmp_path / "r.parquet") == EXPECTED


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "r.parquet")
    with pytest.raises(InputError, match="no columns `title` and `authors`"):
        load_references([tmp_path / "r.parquet"], tmp_path / "cache")


def test_a_table_that_has_a_column_twice_is_refused(tmp_path: Path) -> None:
    columns = {"title": pa.array(["On Kernels"]), "authors": pa.array([["Ada Ames"]]), "note": pa.array(["x"])}
    for twice, is_wanted in (("title", True), ("authors", True), ("note", False)):
        table = pa.table([*columns.values(), columns[twice]], names=[*columns, twice])
        pq.write_table(table, tmp_path / "r.parquet")
        if not is_wanted:
            assert loaded(tmp_path / "r.parquet")[0][1] == "On Kernels"
            continue
        with pytest.raises(InputError, match=f"has the column `{twice}` more than once; mend it"):
            load_references([tmp_path / "r.parquet"], tmp_path / "cache")


def test_a_lone_surrogate_in_json_is_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", '{"title": "On \\ud800 Kernels", "authors": ["Ada \\udfff"]}\n')
    assert loaded(path)[0][1] == "On ? Kernels"


SIGNS = [
    " ", "\t", "(", "A (", "1 , ", "1 ", " *", ",", ".", "@", "['", "','", "A. ", "A., ", " and ", "{", "\n", "et al",
    "…",
]  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_runs_of_signs_take_no_longer_than_they_are(tmp_path: Path, sign: str) -> None:
    """Minutes for each, where each sign of a run is a beginning to be tried."""
    text = f"A{sign * (100_000 // len(sign))}x"
    records = [{"title": "T", "authors": text}, {"title": "T", "authors": [text, "Ada Ames"]}, *RECORDS]
    read = all_of(load_references([write(tmp_path / "a.jsonl", lines(records))], tmp_path / "cache"))
    assert read["title"].to_list()[-2:] == ["On Kernels", "No Year Here"]
    entry = f"@misc{{b, title = {{T}}, author = {{{text.replace('{', '(')}}}}}"
    assert all_of(load_references([write(tmp_path / "a.bib", BIBTEX + entry)], tmp_path / "cache")).height >= 2


def test_strings_that_double_each_other(tmp_path: Path) -> None:
    """Terabytes, if each were as long as it says."""
    strings = "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 60))
    bomb = "@string{s0 = {laughs }}\n" + strings + "@misc{b, title = s59, author = {Ada Ames}}"
    read = all_of(load_references([write(tmp_path / "a.bib", BIBTEX + bomb)], tmp_path / "cache"))
    assert read.height == 3
