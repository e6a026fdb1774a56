"""One person, two spellings: which pairs are told, and which must not be."""

from __future__ import annotations

import polars as pl
import pytest

from etl.transform.names.parse import parse_names
from etl.transform.names.variants import name_variants, shared_co_authors

Papers = list[list[str]]


def variants(papers: Papers, *, seed: int = 0) -> pl.DataFrame:
    """The pairs in PAPERS (author lists), the author's name for an id; rows shuffled by SEED."""
    rows = [(paper, name, "ABC"[paper % 3], 2020) for paper, names in enumerate(papers) for name in names]
    works = pl.DataFrame(rows, schema=["paper", "name", "venue", "year"], orient="row")
    names = works["name"].unique().sort()
    authors = parse_names(names).with_row_index("author").with_columns(author_id=names, papers=pl.lit(1, pl.UInt32))
    codes = authors.select("author", name="author_id")
    works = works.join(codes, on="name").select(
        pl.col("paper").cast(pl.UInt32), "author", "venue", pl.col("year").cast(pl.Int32)
    )
    shuffled = [frame.sample(fraction=1, shuffle=True, seed=seed) for frame in (authors, works)]
    return name_variants(*shuffled)


def pairs(papers: Papers) -> list[tuple[str, str, str]]:
    return variants(papers).select("author_id_a", "author_id_b", "kind").rows()


def meeting(a: str, b: str, shared: int = 2) -> Papers:
    """Papers on which A and B have SHARED co-authors, and each one of their own."""
    common = [f"Common Person{letter}" for letter in "abcdefgh"[:shared]]
    return [[a, *common], [b, *common], [a, "Someone Else"], [b, "Another One"]]


ONE_PERSON = [
    ("Joe Quill", "Joseph Quill", "nickname"),
    ("Bill Quill", "William Quill", "nickname"),
    ("Aleks Quill", "Aleksey Quill", "nickname"),
    ("J. Quillfeather", "Joseph Quillfeather", "initial"),
    ("Joseph D. Quill", "Joseph Daniel Quill", "initial"),
    ("Joseph D. Quill", "Joseph Quill", "middle"),
    ("José Quill", "Jose Quill", "diacritics"),
    ("Anna Müller", "Anna Mueller", "diacritics"),
    ("Jörg Quill", "Joerg Quill", "diacritics"),
    ("Yu-Xiang Quill", "Yuxiang Quill", "hyphen"),
    ("Yu Xiang Quill", "Yu-Xiang Quill", "hyphen"),
    ("Joseph D Quill", "Joseph D. Quill", "punctuation"),
    ("Quill Joseph", "Joseph Quill", "order"),
    ("Chen Yueh-Han", "Yueh-Han Chen", "order"),
    ("Salome Quillfeather", "Salome Quilfeather", "spelling"),
    ("Carl Quill", "Carl Quill Jr.", "suffix"),
]


@pytest.mark.parametrize(("a", "b", "kind"), ONE_PERSON)
def test_one_person(a: str, b: str, kind: str) -> None:
    first, second = sorted((a, b))
    assert pairs(meeting(a, b)) == [(first, second, kind)]


TWO_PEOPLE = [
    ("Joe Quill", "Jane Quill"),
    ("Joseph D. Quill", "Joseph E. Quill"),
    ("Carl Quill Jr.", "Carl Quill III"),
    ("Yi Ma 0001", "Yi Ma 0002"),
    ("Yi Ma 0001", "Yi Ma"),
    ("Yu Wang", "Yu Xiang Wang"),
    ("Jianyu Wang", "Jianyi Wang"),
    ("Yao Li", "Li Yao"),
    ("Kato Quill", "Katon Quill"),
    ("Salome Kato", "Salome Kata"),
    ("Jo Quillfeather", "Jo Quilfeather"),
    ("Quill", "Joe Quill"),
]


@pytest.mark.parametrize(("a", "b"), TWO_PEOPLE)
def test_two_people(a: str, b: str) -> None:
    assert pairs(meeting(a, b, shared=5)) == []


def test_no_shared_co_author_no_pair() -> None:
    assert pairs(meeting("Joe Quill", "Joseph Quill", shared=0)) == []


def test_authors_of_one_paper_are_two_people() -> None:
    assert pairs([*meeting("Joe Quill", "Joseph Quill"), ["Joe Quill", "Joseph Quill"]]) == []


def test_a_co_author_of_everybody_proves_little() -> None:
    crowd = [["Busy Body", f"Person{a}{b} Name{a}{b}"] for a in "abcdefghijklmnopqrst" for b in "abcdefghijklmnopqrst"]
    apart = [["J. Wang", "Busy Body"], ["Jun Wang", "Busy Body"]]
    assert pairs([*crowd, *apart]) == []
    assert pairs([*crowd, *meeting("J. Wang", "Jun Wang", shared=2)]) != []


def test_a_paper_of_a_crowd_is_no_evidence() -> None:
    crowd = [f"Member{a}{b} Person{a}{b}" for a in "abcdefgh" for b in "abcdefgh"]
    assert pairs([["Joe Quill", *crowd], ["Joseph Quill", *crowd]]) == []


def test_an_initial_that_fits_two_people_is_neither() -> None:
    papers = [*meeting("J. Quill", "Joseph Quill"), ["Jane Quill", "Common Persona", "Common Personb"]]
    assert pairs(papers) == []


def test_a_name_with_a_homonym_id_and_without_may_be_one_partner() -> None:
    common = ["Common Persona", "Common Personb"]
    bare = [*meeting("J. Quill", "Joseph Quill"), ["Joseph Quill 0001", *common]]
    assert [pair[1] for pair in pairs(bare)] == ["Joseph Quill", "Joseph Quill 0001"]
    assert pairs([*meeting("J. Quill", "Joseph Quill 0002"), ["Joseph Quill 0001", *common]]) == []


def test_twice_the_evidence_decides_between_two() -> None:
    papers = [*meeting("J. Quill", "Joseph Quill", shared=6), ["Jane Quill", "Common Persona", "Common Personb"]]
    assert pairs(papers) == [("J. Quill", "Joseph Quill", "initial")]


def test_counts_schema_and_any_order_of_rows() -> None:
    papers = [*meeting("Joe Quill", "Joseph Quill", shared=3), *meeting("J. Featherstone", "Jo Featherstone")]
    found = variants(papers)
    assert found.schema == {
        "author_id_a": pl.String,
        "author_id_b": pl.String,
        "kind": pl.String,
        "shared_coauthors": pl.UInt32,
        "shared_venues": pl.UInt32,
        "score": pl.Float64,
    }
    joe = found.filter(pl.col("author_id_a") == "Joe Quill").row(0, named=True)
    assert (joe["shared_coauthors"], joe["shared_venues"]) == (3, 1)
    assert all(variants(papers, seed=seed).equals(found) for seed in range(1, 4))


def test_co_authors_looked_at_some_at_a_time_show_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [*meeting("Joe Quill", "Joseph Quill", shared=5), *meeting("J. Featherstone", "Jo Featherstone")]
    at_once = variants(papers)
    monkeypatch.setattr("etl.transform.names.variants._AT_ONCE", 3)
    assert variants(papers).equals(at_once)


def test_no_authors() -> None:
    assert variants([["Ada Bell"]]).height == 0


def test_a_hundred_namesakes_of_one_co_author_are_compared_and_more_are_not() -> None:
    """Pairs of thousands of namesakes have taken all memory."""
    for people, compared in ((100, 4950), (101, 0)):
        works = pl.DataFrame(
            {"paper": [n for n in range(people) for _ in "ab"], "author": [x for n in range(people) for x in (n, 999)]}
        )
        works = works.cast(pl.UInt32)
        keys = pl.DataFrame({"author": range(people), "key": [7] * people}).cast(pl.UInt32)
        assert shared_co_authors(keys, works).height == compared
