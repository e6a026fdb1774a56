"""The real page held against references made of its own papers: what is safe is matched, what is not is none."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import etl
from tests.commands import RAW

MORE = ["Zoë Quux", "Jürgen Made-Up", "Noel O'Nobody"]
Record = dict[str, Any]


def statuses(out: Path) -> dict[str, str]:
    return dict(pl.read_parquet(out / "papers.parquet").select("paper_id", "author_list_status").iter_rows())


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("plain") / "curated"
    etl.run(RAW, out=out)
    return out


@pytest.fixture(scope="module")
def papers(plain: Path) -> list[Record]:
    listed = pl.read_parquet(plain / "authorships.parquet").filter(pl.col("role") == "listed")
    names = listed.sort("paper_id", "position").group_by("paper_id", maintain_order=True).agg(names="name_raw")
    return pl.read_parquet(plain / "papers.parquet").join(names, on="paper_id", maintain_order="left").to_dicts()


def reference(paper: Record, names: list[str], **other: Any) -> Record:
    return {"title": paper["title"], "year": paper["year"], "venue": paper["venue_raw"], "authors": names} | other


def held(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    etl.run(RAW, out=folder / "curated", references=[str(folder / name)])
    return folder / "curated"


def as_lines(records: list[Record]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def as_bibtex(records: list[Record]) -> str:
    return "\n".join(
        f"@inproceedings{{k{n}, title = {{{record['title']}}}, year = {record['year']}, booktitle = {{{record['venue']}}},"
        f" author = {{{' and '.join(map(_inverted, record['authors']))}}}}}"
        for n, record in enumerate(records)
    )


def _inverted(name: str) -> str:
    given, _, family = "".join(map(_tex, name)).rpartition(" ")
    return f"{family}, {given}" if not family.isdigit() else name


def _tex(letter: str) -> str:
    bare, *marks = unicodedata.normalize("NFD", letter)
    accents = {"\u0301": "'", "\u0308": '"', "\u0300": "`", "\u0303": "~", "\u030c": "v "}
    return f"{{\\{accents[marks[0]]}{bare}}}" if marks and marks[0] in accents else letter


@pytest.mark.parametrize(("name", "written"), [("r.bib", as_bibtex), ("r.jsonl", as_lines)])
def test_longer_lists_prove_a_cut_and_equal_ones_confirm(
    tmp_path: Path, plain: Path, papers: list[Record], name: str, written: Callable[[list[Record]], str]
) -> None:
    longer = [paper for paper in papers if len(paper["names"]) == 8]
    same = [paper for paper in papers if len(paper["names"]) < 8][::2]
    records = [reference(p, p["names"] + MORE) for p in longer] + [reference(p, p["names"]) for p in same]
    out = held(tmp_path, name, written(records))
    expected = (
        statuses(plain) | {p["paper_id"]: "truncated" for p in longer} | {p["paper_id"]: "complete" for p in same}
    )
    assert statuses(out) == expected
    added = pl.read_parquet(out / "authorships.parquet").filter(pl.col("role") == "reference")
    for (_,), people in added.sort("paper_id", "position").group_by("paper_id"):
        assert people.select("position", "name_raw").rows() == list(enumerate(MORE, 9))
    assert added["paper_id"].n_unique() == len(longer)


@pytest.mark.parametrize(
    ("further", "people"),
    [
        (["Zoë Quux", "J. Steinhardt"], [("Zoë Quux", 9, "reference"), ("Jacob Steinhardt", 10, "reference")]),
        (["Zoë Quux"], [("Jacob Steinhardt", None, "recovered"), ("Zoë Quux", 9, "reference")]),
        (
            ["J. Steinhardt", "Jake Steinhardt"],  # either could be the owner, so neither is
            [
                ("Jacob Steinhardt", None, "recovered"),
                ("J. Steinhardt", 9, "reference"),
                ("Jake Steinhardt", 10, "reference"),
            ],
        ),
    ],
)
def test_an_owner_whom_a_reference_writes_otherwise_is_one_person(
    tmp_path: Path, plain: Path, papers: list[Record], further: list[str], people: list[tuple[str, int | None, str]]
) -> None:
    rows = pl.read_parquet(plain / "authorships.parquet")
    owned = rows.filter(pl.col("role") == "recovered")["paper_id"].to_list()
    out = held(
        tmp_path, "r.bib", as_bibtex([reference(p, p["names"] + further) for p in papers if p["paper_id"] in owned])
    )
    shown = pl.read_parquet(out / "authorships.parquet").filter(pl.col("role") != "listed")
    for (_,), added in shown.sort("paper_id", "position").group_by("paper_id"):
        assert added.select("name_raw", "position", "role").rows() == people
    known = pl.read_parquet(out / "papers.parquet").filter(pl.col("paper_id").is_in(owned))
    assert owned
    assert set(known["known_authors"]) == {8 + len(people)}


UNSAFE: dict[str, Callable[[Record], Record]] = {
    "other people": lambda p: reference(p, ["Pia Quux", "Max Made-Up", *MORE]),
    "another order": lambda p: reference(p, p["names"][:0:-1] + p["names"][:1] + MORE),
    "the first one missing": lambda p: reference(p, p["names"][1:] + MORE),
    "somebody between": lambda p: reference(p, [*p["names"][:1], "Eve Between", *p["names"][1:], *MORE]),
    "fewer names": lambda p: reference(p, p["names"][:-1] or MORE),
    "years away": lambda p: reference(p, p["names"] + MORE, year=p["year"] - 5),
    "a longer title": lambda p: reference(p, p["names"] + MORE, title=f"{p['title']} Revisited"),
}


@pytest.mark.parametrize("kind", UNSAFE)
def test_what_is_not_safe_changes_no_status(tmp_path: Path, plain: Path, papers: list[Record], kind: str) -> None:
    out = held(tmp_path, "r.jsonl", as_lines([UNSAFE[kind](paper) for paper in papers]))
    assert statuses(out) == statuses(plain)
