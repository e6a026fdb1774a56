"""What the tables count of each other, held against the rows that are counted."""

from __future__ import annotations

import json

import duckdb
import pytest

from etl.pipeline.run import run
from etl.rules.examples import Listing, eight, page
from schemas.settings import Settings
from schemas.tables import TABLES

CUT = Listing("Learning to Read", tuple(eight(owner_in=False)), heading="ICML Conference 2019 Conference Paper")
SHORT = Listing("Reading Alone", ("Ada Lovelace", "Grace Hopper", "et al."))
OPEN = Listing("Writing Alone", ("Ada Lovelace", "Emmy Noether et al."))
OLD = Listing(
    "An Old Paper", ("Grace Hopper", "Alan Turing", "Grace Hopper"), heading="UAI Conference 1999 Conference Paper"
)
FULL = ["Alan Turing", *eight(owner_in=False)[1:], "Ada Lovelace", "Hedy Lamarr"]
FILES = {
    "ada.txt": page(CUT, SHORT, SHORT, OPEN, owner="Ada Lovelace"),
    "grace.txt": page(SHORT, OLD, owner="Grace Hopper"),
    "copy.txt": page(SHORT, OLD, owner="Grace Hopper"),
    "nobody.txt": page(owner="Mary Somerville"),
    "maria.txt": page(OLD, owner="Maria Agnesi"),
    "sofia.txt": page(OLD, owner="Sofia Kovalevskaya"),
    "odd.txt": 2 * (page(OLD, owner="Rings") + "\nICML Conference 2021\n\n\0\0\n"),
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    home = tmp_path_factory.mktemp("counts")
    (home / "raw").mkdir()
    for name, text in FILES.items():
        (home / "raw" / name).write_text(text, "utf-8")
    reference = home / "reference.jsonl"
    reference.write_text(json.dumps({"title": CUT.title, "year": 2019, "venue": "ICML", "authors": FULL}) + "\n")
    asked = {"cap": 8, "references": [str(reference)], "gate": {"fail_on": "never", "max_quarantine": 1.0}}
    assert run([home / "raw"], home / "out", Settings.model_validate(asked)).passed
    connection = duckdb.connect()
    for table in TABLES:
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM '{home}/out/{table}.parquet'")
    connection.execute(f"CREATE VIEW found AS SELECT unnest(findings, recursive := true) FROM '{home}/out/report.json'")
    connection.execute(f"CREATE VIEW gate AS SELECT unnest(gate, recursive := true) FROM '{home}/out/report.json'")
    return connection


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        (
            "SELECT paper_id, listed_authors FROM papers",
            "SELECT paper_id, count(author_id) FROM papers LEFT JOIN (FROM authorships WHERE role = 'listed') USING (paper_id) GROUP BY ALL",
        ),
        (
            "SELECT paper_id, known_authors FROM papers",
            "SELECT paper_id, count(author_id) FROM papers LEFT JOIN authorships USING (paper_id) GROUP BY ALL",
        ),
        (
            "SELECT paper_id, listings, copies FROM papers",
            "SELECT paper_id, count(*), 1 FROM listings GROUP BY ALL",
        ),
        (
            "SELECT author_id, papers, first_year, last_year FROM authors",
            "SELECT author_id, count(DISTINCT p.paper_id), min(year), max(year) FROM authors LEFT JOIN authorships USING (author_id) LEFT JOIN papers p USING (paper_id) GROUP BY ALL",
        ),
        (
            "SELECT venue_id, papers, first_year, last_year FROM venues",
            "SELECT venue_id, count(*), min(year), max(year) FROM papers GROUP BY ALL",
        ),
        (
            "SELECT page_id, listed_papers, listing_bytes FROM pages",
            "SELECT page_id, count(ordinal), coalesce(sum(end_byte - l.first_byte), 0) FROM pages LEFT JOIN listings l USING (page_id) GROUP BY ALL",
        ),
        (
            "SELECT code, count, papers, pages FROM found",
            "SELECT code, count(*), count(DISTINCT paper_id), count(DISTINCT page_id) FROM findings GROUP BY ALL",
        ),
        (
            "SELECT measured FROM gate WHERE name = 'quarantined share of bytes'",
            "SELECT sum(quarantine_bytes) / sum(bytes) FROM pages",
        ),
        (
            "SELECT page_id, quarantine_bytes FROM pages",
            "SELECT page_id, coalesce(sum(end_byte - q.first_byte), 0) FROM pages LEFT JOIN quarantine q USING (page_id) GROUP BY ALL",
        ),
    ],
)  # fmt: skip
def test_counts_are_those_of_the_rows(tables: duckdb.DuckDBPyConnection, told: str, counted: str) -> None:
    assert sorted(tables.execute(told).fetchall()) == sorted(tables.execute(counted).fetchall()) != []


def test_the_input_has_what_is_easily_miscounted(tables: duckdb.DuckDBPyConnection) -> None:
    def one(query: str) -> object:
        return tables.execute(query).fetchall()[0][0]

    assert one("SELECT max(copies) FROM pages") == 2
    assert one("SELECT max(listings) FROM papers") == 3
    assert one("SELECT count(*) FROM quarantine") > 0
    assert one("SELECT count(DISTINCT role) FROM authorships") == 2
    assert one("SELECT papers FROM authors WHERE name = 'Mary Somerville'") == 0
    assert one("SELECT count(*) FROM authors WHERE first_year < last_year") > 0
    assert one("SELECT count(*) FROM found WHERE count > papers AND papers > 0") > 0
    positions = "SELECT list(position ORDER BY position) FROM authorships WHERE role = 'reference'"
    assert one(positions) == [9, 10]


def test_a_name_before_et_al_is_an_authorship(tables: duckdb.DuckDBPyConnection) -> None:
    of_open = (
        "FROM authorships JOIN authors USING (author_id) JOIN papers p USING (paper_id) WHERE title = 'Writing Alone'"
    )
    assert tables.execute(f"SELECT position, name_raw, name, family, author_list_status {of_open} ORDER BY ALL").fetchall() == [
        (1, "Ada Lovelace", "Ada Lovelace", "Lovelace", "truncated"),
        (2, "Emmy Noether et al.", "Emmy Noether", "Noether", "truncated"),
    ]  # fmt: skip
    found = "SELECT code FROM findings JOIN papers USING (paper_id) WHERE title = 'Writing Alone' AND code LIKE 'AUT%'"
    assert {code for (code,) in tables.execute(found).fetchall()} == {"AUT101", "AUT106"}
