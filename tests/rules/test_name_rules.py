"""NAM rules on what their one example does not show."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import open_snapshot, run
from tests.extract.damages import Page, Shown, encoded


@pytest.mark.parametrize("name", ["[[Ada Ma]]", "[13]Ada Ma"])
def test_a_mark_in_a_name_is_told_and_the_name_stays_as_written(name: str, tmp_path: Path) -> None:
    listing = Shown("MADE Conference 2020 Conference Paper", "Links", (name, "Yi Ng"), "We follow links in pages.")
    page = tmp_path / "page.txt"
    page.write_bytes(encoded(Page("Yi Ng", (listing,), 1).lines()))
    run(page, tmp_path / "out", gate={"fail_on": "never"})
    snapshot = open_snapshot(tmp_path / "out")
    assert name in snapshot.authorships.collect()["name_raw"].to_list()
    assert snapshot.findings.filter(code="NAM116").collect().height == 1


def test_a_name_is_one_author_decoded_or_not_and_its_markup_is_told_where_it_stands(tmp_path: Path) -> None:
    listings = tuple(
        Shown("MADE Conference 2020 Conference Paper", title, ("Yi Ng", name), "We write down names in many ways.")
        for title, name in (("Accents", "Kurt Gödel"), ("Braces", 'Kurt G{\\"o}del'), ("Copies", "Kurt Gödel"))
    )
    page = tmp_path / "page.txt"
    page.write_bytes(encoded(Page("Yi Ng", listings, 3).lines()))
    run(page, tmp_path / "out", gate={"fail_on": "never"})
    snapshot = open_snapshot(tmp_path / "out")
    assert snapshot.authors.collect()["name"].sort().to_list() == ["Kurt Gödel", "Yi Ng"]
    found = snapshot.findings.filter(code="NAM116").collect()
    papers = snapshot.papers.collect()
    assert found["paper_id"].to_list() == papers.filter(papers["title"] == "Braces")["paper_id"].to_list()


def _short_names(tmp_path: Path, pages: dict[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    """Code, path and message of what is said of single letters in the names of PAGES, of one listing each."""
    (tmp_path / "raw").mkdir()
    for owner, names in pages.items():
        listing = Shown("MADE Conference 2020 Conference Paper", f"Of {owner}", names, "We write names in short.")
        (tmp_path / f"raw/{owner}.txt").write_bytes(encoded(Page(owner, (listing,), 1).lines()))
    run(tmp_path / "raw", tmp_path / "out", gate={"fail_on": "never"}, select=["NAM107", "NAM119"])
    found = open_snapshot(tmp_path / "out").findings.select("code", "path", "message").collect()
    return sorted(found.rows())


def test_a_page_that_shortens_names_is_told_once(tmp_path: Path) -> None:
    whole = {f"Ada {family}": (f"Ada {family}", f"Eva {family}") for family in ("Bell", "Roe", "Ma", "Ng", "Li")}
    short = ("A Bell", "B Doe", "Roe C", "D Diaz", "E Berg", "Fay Lund")
    found = _short_names(tmp_path, whole | {"A Bell": short, "Gil Sand": ("Gil Sand", "H Sand")})
    assert [row[:2] for row in found] == [("NAM107", "Gil Sand.txt"), ("NAM119", "A Bell.txt")]
    assert found[1][2] == "The page shortens names to single letters as its style."


_MIXED = {f"Ada {a}{b}": (f"Ada {a}{b}", f"E {a}{b}") for a in ("Bel", "Lun", "Ma") for b in "adeghikn"}


def test_an_input_that_shortens_names_is_told_once(tmp_path: Path) -> None:
    ((code, _, message),) = _short_names(tmp_path, _MIXED)
    assert (code, message) == ("NAM119", "The input shortens names to single letters as its style.")


def test_short_names_that_are_few_among_many_are_told_one_by_one(tmp_path: Path) -> None:
    givens = ("Ada", "Eva", "Fay", "Gil", "Ida")
    families = [f"{a}{b}{c}er" for a in ("Ro", "Wil", "Han", "Ven") for b in "dlmnst" for c in "aeio"]
    whole = {f"Ada {family}": tuple(f"{given} {family}" for given in givens) for family in families}
    assert [code for code, *_ in _short_names(tmp_path, _MIXED | whole)] == ["NAM107"] * len(_MIXED)
