"""Are the author lists whole? What the corpus says and how well its probabilities hold, with samples."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from etl.report.raw_lines import Tables
from schemas.report import AuthorListFacts, LengthCount, ListSample, MissingPerson, ProbabilityBin
from schemas.run_facts import ReliabilityBin, RunFacts
from schemas.tables import STATUSES

BINS = 10
MICRO = 1_000_000
"""Probabilities are summed as whole numbers of millionths: such a sum does not depend on the order."""
_SAMPLES = 25  # lists of a status
_MISSING_SHOWN = 6  # people of a list


def bin_of(probability: str) -> pl.Expr:
    """`bin`: which of the `BINS` the column PROBABILITY lies in, from 0; the last one with its end."""
    return (pl.col(probability) * BINS).floor().clip(0, BINS - 1).cast(pl.Int32).alias("bin")


def micro_sum(probability: str) -> pl.Expr:
    """The sum of the column PROBABILITY in millionths (Int64)."""
    return (pl.col(probability) * MICRO).round().cast(pl.Int64).sum()


def reliability(lists: pl.DataFrame) -> list[ReliabilityBin] | None:
    """Bins of the suspected lists that a reference settled, empty ones left out; None where there is no such list.

    LISTS: `status` (String), and `unaided` (Float64): the probability without references, null where the list was
    not suspected.
    """
    settled = lists.filter(pl.col("unaided").is_not_null(), pl.col("status").is_in(["truncated", "complete"]))
    counts = (
        settled.group_by(bin_of("unaided"))
        .agg(lists=pl.len(), micro=micro_sum("unaided"), cut=(pl.col("status") == "truncated").sum())
        .sort("bin")
    )
    bins = [
        ReliabilityBin(low=n / BINS, high=(n + 1) / BINS, lists=count, expected=round(micro / MICRO, 2), cut=cut)
        for n, count, micro, cut in counts.iter_rows()
    ]
    return bins or None


def author_list_facts(tables: Tables, facts: RunFacts) -> AuthorListFacts:
    """The section about author lists; TABLES: all eight."""
    papers = tables["papers"]
    lengths = papers.group_by(names="listed_authors").agg(papers=pl.len()).sort("names").collect()
    status = dict(papers.group_by("author_list_status").agg(pl.len()).collect().iter_rows())
    suspected = papers.filter(pl.col("author_list_status") == "suspected")
    roles = dict(tables["authorships"].group_by("role").agg(pl.len()).collect().iter_rows())
    return AuthorListFacts(
        cap=facts.cap,
        lengths=[LengthCount(**row) for row in lengths.iter_rows(named=True)],
        statuses={name: status.get(name, 0) for name in STATUSES},
        suspected_cut=round(suspected.select(micro_sum("truncation_probability")).collect().item() / MICRO, 1),
        people_recovered=roles.get("recovered", 0),
        people_referenced=roles.get("reference", 0),
        probabilities=_probabilities(suspected),
        reliability=facts.reliability,
        truncated=_list_samples(tables, "truncated", pl.col("known_authors") - pl.col("listed_authors")),
        suspected=_list_samples(tables, "suspected", pl.col("truncation_probability")),
    )


def _probabilities(suspected: pl.LazyFrame) -> list[ProbabilityBin]:
    counts = dict(suspected.group_by(bin_of("truncation_probability")).agg(pl.len()).collect().iter_rows())
    return [ProbabilityBin(low=n / BINS, high=(n + 1) / BINS, papers=counts.get(n, 0)) for n in range(BINS)]


def _list_samples(tables: Tables, status: str, rank: pl.Expr) -> list[ListSample]:
    """Papers of that status, those with most of RANK first."""
    columns = ["paper_id", "title", "venue_raw", "year", "listed_authors", "truncation_probability"]
    papers = tables["papers"].filter(pl.col("author_list_status") == status)
    best = papers.select("paper_id", rank=-rank).sort("rank", "paper_id").head(_SAMPLES).collect()
    order = best.select("paper_id").with_row_index("n").lazy()
    rows = papers.select(columns).join(order, on="paper_id").sort("n").collect()
    people, places = _people(tables, rows), _places(tables, rows)
    return [_list_sample(row, people.get(row["paper_id"], []), places) for row in rows.iter_rows(named=True)]


def _list_sample(row: dict[str, Any], people: list[dict[str, Any]], places: dict[str, Any]) -> ListSample:
    listed = [person for person in people if person["role"] == "listed"]
    missing = [
        MissingPerson(name=person["name_raw"], position=person["position"], how=person["how"])
        for person in people
        if person["role"] != "listed"
    ]
    path, line = places.get(row["paper_id"], (None, None))
    return ListSample(
        paper_id=row["paper_id"],
        title=row["title"],
        venue=row["venue_raw"],
        year=row["year"],
        path=path,
        line=line,
        listed=row["listed_authors"],
        last_listed=listed[-1]["name_raw"] if listed else None,
        probability=round(row["truncation_probability"], 4),
        missing=missing[:_MISSING_SHOWN],
        missing_not_shown=max(0, len(missing) - _MISSING_SHOWN),
    )


def _people(tables: Tables, papers: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """paper_id -> its authorships: the listed ones, then the others, each in order of position."""
    ids = papers.select("paper_id").lazy()
    rows = tables["authorships"].join(ids, on="paper_id", how="semi").collect()
    rows = rows.sort("paper_id", pl.col("role") != "listed", "position", "name_raw", nulls_last=True)
    people: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        people.setdefault(row["paper_id"], []).append(row | {"how": _how(row)})
    return people


def _how(person: dict[str, Any]) -> str:
    """How we know PERSON (a row of authorships), from the evidence."""
    evidence = json.loads(person["evidence"] or "{}")
    if "page_id" in evidence:
        return f"owns the page {evidence['path']}, which lists the paper"
    told = ", ".join(f"{key} {value}" for key, value in sorted(evidence.items()) if value is not None)
    return f"{person['role']}: {told}" if told else str(person["role"])


def _places(tables: Tables, papers: pl.DataFrame) -> dict[str, tuple[str, int]]:
    """paper_id -> path and line of a listing that shows it: the first one by page."""
    ids = papers.select("paper_id").lazy()
    listings = tables["listings"].select("paper_id", "page_id", "first_line").join(ids, on="paper_id", how="semi")
    first = listings.sort("paper_id", "page_id", "first_line").unique("paper_id", keep="first")
    rows = first.join(tables["pages"].select("page_id", "path"), on="page_id").collect()
    return {paper: (path, line) for paper, path, line in rows.select("paper_id", "path", "first_line").iter_rows()}
