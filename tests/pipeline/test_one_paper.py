"""Two pages that show one paper, each in its way."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from etl.rules.examples import Listing, page
from tests.pipeline.made_pages import quiver, write

TITLE = "A Good Title of Work"


def heading(venue: str, kind: str = "Conference", year: int = 2015) -> str:
    return f"{venue} {kind} {year} Conference Paper"


def shown(tmp_path: Path, *ways: tuple[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The papers and the findings of pages that show a paper in WAYS: heading and title."""
    for owner, (heading_, title) in zip(("Ada Lovelace", "Alan Turing"), ways, strict=True):
        write(tmp_path / f"raw/{owner}.txt", page(Listing(title, heading=heading_), owner=owner).encode())
    quiver(tmp_path / "raw", tmp_path / "out")
    return tuple(pl.read_parquet(tmp_path / f"out/{table}.parquet") for table in ("papers", "findings"))


@pytest.mark.parametrize(
    ("one", "other", "differing"),
    [
        ((heading("NIPS"), TITLE), (heading("NeurIPS"), TITLE), "venue"),
        ((heading("International Conference on Machine Learning"), TITLE), (heading("ICML"), TITLE), "venue"),
        ((heading("ICML"), TITLE), (heading("ICML", "Workshop"), TITLE), "kind"),
        ((heading("ICML"), "The $\\alpha$-Way of Work"), (heading("ICML"), "The α-Way of Work"), "title"),
        ((heading("ICML"), "Fish &amp; Chips for All"), (heading("ICML"), "Fish & Chips for All"), "title"),
        ((heading("ICML"), "The Poincar\u00c3\u00a9 Map of It"), (heading("ICML"), "The Poincaré Map of It"), "title"),
        ((heading("My Own Venue"), TITLE), (heading("MY OWN VENUE"), TITLE), "venue"),
    ],
)
def test_it_is_one_paper(tmp_path: Path, one: tuple[str, str], other: tuple[str, str], differing: str) -> None:
    papers, findings = shown(tmp_path, one, other)
    assert papers.select("listings", "copies").rows() == [(2, 2)]
    assert findings.filter(rule="copies-differ")["message"].str.ends_with(
        f"they differ in: {differing}."
    ).to_list() == [True]


def test_a_venue_that_the_registry_has_not_is_of_the_kind_of_its_heading(tmp_path: Path) -> None:
    shown(tmp_path, (heading("My Own Venue", "Workshop"), TITLE), (heading("NIPS", "Workshop"), TITLE))
    venues = pl.read_parquet(tmp_path / "out/venues.parquet", columns=["name", "kind", "known"]).sort("name")
    assert venues.rows() == [("My Own Venue", "workshop", False), ("NeurIPS Workshops", "workshop", True)]


@pytest.mark.parametrize("other", [heading("UAI"), heading("ICML", year=2016)])
def test_another_venue_or_year_is_another_paper(tmp_path: Path, other: str) -> None:
    papers, _ = shown(tmp_path, (heading("ICML"), TITLE), (other, TITLE))
    assert papers.height == 2


def test_the_id_does_not_depend_on_the_other_page(tmp_path: Path) -> None:
    both, _ = shown(tmp_path / "both", (heading("NIPS"), TITLE), (heading("NeurIPS"), TITLE))
    for venue in ("NIPS", "NeurIPS"):
        alone, _ = shown(tmp_path / venue, (heading(venue), TITLE), (heading(venue), TITLE))
        assert alone["paper_id"].to_list() == both["paper_id"].to_list()
