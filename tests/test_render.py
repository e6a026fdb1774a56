"""A page comes back from the snapshot byte for byte, found by its id or the beginning of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import mode

import polars as pl
import pyarrow.parquet as pq
import pytest

from etl.errors import InputError, UsageError
from etl.identity import page_id as hash_of
from etl.load.manifest import describe_file, write_manifest
from etl.pipeline.run import run
from etl.render import _texts_of as texts_of
from etl.render import all_pages, render
from etl.rules.examples import Listing, page
from etl.snapshot_reader import Snapshot, open_snapshot
from etl.verify import verify
from schemas.arrow import arrow_schema
from schemas.manifest import TableFile
from schemas.settings import Settings

SOUND = page(Listing(), Listing(title="Writing Pages", abstract="First.\n\nSecond.\n• third"))
FILES = {
    "sound.txt": SOUND.encode(),
    "crlf.txt": SOUND.replace("\n", "\r\n").encode("utf-8-sig"),
    "utf-16.txt": SOUND.encode("utf-16"),
    "invalid.txt": SOUND.encode().replace(b"problem", b"prob\xffem", 1),
    "broken.txt": page(Listing(title="• No Title"), Listing()).encode() + b"\n\nICML Conference 2020",
    "two.txt": (
        page(Listing()) + "\n" + page(Listing(heading="UAI Conference 2020 Demo"), owner="Alan Turing")
    ).encode(),
    "binary.txt": b"\x89PNG\r\n" + bytes(range(256)),
    "blank.txt": b"\n \n",
    "empty.txt": b"",
    **{f"{lines}.txt": b"\n" * lines for lines in range(2, 10)},  # more pages than an id has digits to begin with
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("render")
    (folder / "raw").mkdir()
    for name, data in FILES.items():
        (folder / "raw" / name).write_bytes(data)
    settings = Settings.model_validate({"gate": {"fail_on": "never", "max_quarantine": 1.0}})
    run([folder / "raw"], folder / "out", settings)
    return open_snapshot(folder / "out")


@pytest.mark.parametrize("name", FILES)
def test_each_file_comes_back(snapshot: Snapshot, name: str) -> None:
    pages = snapshot.pages.collect().sort("first_byte").filter(path=name)
    assert b"".join(render(snapshot, page_id) for page_id in pages["page_id"]) == FILES[name]


def test_what_is_no_longer_the_page_is_told_and_not_given(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verify(snapshot.path, rendering=True) == []
    other = shutil.copytree(snapshot.path, tmp_path / "other")
    title, papers = pl.col("title_raw"), snapshot.papers.collect()
    changed = papers.with_columns(title.str.replace("Learning to Read Pages", "Learning to Read Paper"))
    pq.write_table(changed.to_arrow().cast(arrow_schema("papers")), other / "papers.parquet")
    file = TableFile(rows=papers.height, **describe_file(other / "papers.parquet").model_dump())
    write_manifest(other, snapshot.manifest.model_copy(update={"tables": {**snapshot.manifest.tables, "papers": file}}))
    sound = snapshot.pages.collect().filter(path="sound.txt")["page_id"][0]
    with pytest.raises(InputError, match=f"the tables do not give page {sound} back"):
        render(open_snapshot(other), sound)
    monkeypatch.setattr("etl.render._BYTES_AT_ONCE", 1000)  # so that there are several parts
    (problem,) = verify(other, rendering=True)
    assert str(problem).startswith("pages: 3 pages cannot be given back byte for byte, such as ")
    assert verify(other) == []


def test_papers_are_read_once_however_many_parts_the_pages_make(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr("etl.render._texts_of", lambda *of: asked.append(of) or texts_of(*of))
    monkeypatch.setattr("etl.render._PAPERS_AT_ONCE", 2)
    pages = dict(all_pages(snapshot))
    assert len(asked) == 1
    monkeypatch.setattr("etl.render._BYTES_AT_ONCE", 100)
    assert list(all_pages(snapshot)) == list(pages.items())
    assert len(asked) == 1 + -(-snapshot.papers.collect().height // 2) < len(pages) // 2
    assert all(hash_of(page) == page_id for page_id, page in pages.items())


def test_beginning_of_an_id_is_enough(snapshot: Snapshot) -> None:
    page_id = snapshot.pages.collect().filter(path="sound.txt")["page_id"][0]
    assert render(snapshot, page_id[:12].upper()) == FILES["sound.txt"]


def test_id_of_no_page_or_of_many(snapshot: Snapshot) -> None:
    begins = [page_id[0] for page_id in snapshot.pages.collect()["page_id"]]
    for page_id, said in (("zz", "no page has"), (mode(begins), "pages have ids that begin with")):
        with pytest.raises(InputError, match=rf"{said} .*pages\.parquet"):
            render(snapshot, page_id)
    with pytest.raises(UsageError, match="not empty"):
        render(snapshot, "")
