"""The main job on the real page: what must come out of it, and that consumers read it with the promised types."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

import etl
from etl.render import render
from etl.snapshot_reader import Snapshot
from etl.verify import verify
from schemas.arrow import arrow_schema
from schemas.tables import TABLES, polars_schema
from tests.commands import ROOT, python

RAW = ROOT / "raw" / "jacob_steinhardt.txt"


@pytest.fixture(scope="module")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("real") / "curated"
    done = python("-m", "etl", "run", RAW, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "✓ published" in done.stdout
    return out


@pytest.fixture(scope="module")
def snapshot(curated: Path) -> Snapshot:
    return etl.open_snapshot(curated)


def test_papers_and_authors(snapshot: Snapshot) -> None:
    page = snapshot.pages.collect().row(0, named=True)
    assert (page["declared_papers"], page["declared_author_rows"], page["listed_papers"]) == (61, 2, 59)
    assert snapshot.listings.select(pl.len()).collect().item() == 59
    papers = snapshot.papers.collect()
    assert papers.height == 59
    assert dict(papers["venue_raw"].value_counts().iter_rows()) == {"NeurIPS": 23, "ICML": 21, "ICLR": 15}
    listed = snapshot.authorships.filter(pl.col("role") == "listed").collect()
    assert (listed.height, listed["name_raw"].n_unique()) == (266, 130)


def test_author_lists(snapshot: Snapshot) -> None:
    papers = snapshot.papers.collect()
    assert papers.filter(pl.col("listed_authors") == 8).height == 10
    cut = papers.filter(pl.col("author_list_status") == "truncated")
    assert cut.height == 3
    assert set(cut["truncation_probability"]) == {1.0}
    assert (snapshot.report["author_lists"]["cap"]["value"], snapshot.report["author_lists"]["cap"]["at_cap"]) == (
        8,
        10,
    )
    last = snapshot.authorships.filter(role="listed").collect().sort("position").unique("paper_id", keep="last")
    last_listed = papers.select("paper_id", "truncation_probability", "author_list_status").join(last, on="paper_id")
    assert set(last_listed.filter(author_list_status="truncated")["name_raw"]) == {
        "Shayne Longpre",
        "Samir Puranik",
        "Bo Li",
    }
    chance = last_listed.filter(author_list_status="suspected").select("name_raw", "truncation_probability").rows()
    assert len(chance) == 7
    assert all(0.01 < probability < 0.99 for _, probability in chance)
    owner_last = [probability for name, probability in chance if name == "Jacob Steinhardt"]
    stranger_last = [probability for name, probability in chance if name in {"He He 0001", "Kathleen McKeown"}]
    assert max(owner_last) < min(stranger_last)
    recovered = snapshot.authorships.filter(pl.col("role") == "recovered").collect()
    assert set(recovered["paper_id"]) == set(cut["paper_id"])
    assert set(recovered["name_raw"]) == {"Jacob Steinhardt"}


def test_findings(snapshot: Snapshot) -> None:
    found = snapshot.findings.collect()
    said = {rule: set(rows["message"]) for (rule,), rows in found.group_by("rule")}
    assert len(said["declared-count-differs"]) == 1
    assert {message.split(" stands")[0] for message in said["homonym-mixed"]} == {"Alexander Wei", "Dan Klein"}
    assert any("introducing new model capabilities" in message for message in said["abstract-cut-off"])
    assert any("Joe Kwon" in message and "Joseph Kwon" in message for message in said["name-variants"])
    assert "error" not in set(found["severity"])


def test_every_byte_is_given_back(curated: Path, snapshot: Snapshot) -> None:
    page = snapshot.pages.collect().row(0, named=True)
    assert render(snapshot, page["page_id"]) == RAW.read_bytes()
    parts = ("header_bytes", "listing_bytes", "separator_bytes", "quarantine_bytes")
    assert sum(page[part] for part in parts) == page["bytes"] == RAW.stat().st_size
    assert page["quarantine_bytes"] == 0
    assert verify(curated) == []


@pytest.mark.parametrize("table", TABLES)
def test_consumers_read_the_promised_types(curated: Path, table: str) -> None:
    path = curated / f"{table}.parquet"
    promised = arrow_schema(table)
    assert pl.read_parquet(path).schema == polars_schema(table)
    assert pq.read_schema(path).equals(promised)
    rows = pq.read_metadata(path).num_rows
    kinds = {
        "string": "VARCHAR",
        "binary": "BLOB",
        "int32": "INTEGER",
        "int64": "BIGINT",
        "double": "DOUBLE",
        "bool": "BOOLEAN",
    }
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()
    assert {name: kind for name, kind, *_ in described} == {f.name: kinds[str(f.type)] for f in promised}
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    assert (list(frame.columns), len(frame)) == (promised.names, rows)
