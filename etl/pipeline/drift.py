"""What got worse since the last published snapshot, which a run alone cannot see.

Only changes for the worse are told, and only above minimum counts. Beside that: what changed at all, for the report.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from etl.diff import papers_difference
from etl.load.manifest import read_manifest
from etl.rules.engine import PLACE
from schemas.run_facts import Changes

_LEAST = 20  # rows below which a share says nothing
_VANISHED = 0.05  # share of the papers of the last snapshot
_NULLS_ROSE = 0.10  # share of rows
_LEAST_VENUE = 5  # papers
# More findings a paper: an everyday update of 1% of the pages gives copies that differ of as many papers.
_RATE_ROSE = 0.02
DRIFT = pl.Schema(
    dict.fromkeys(PLACE, pl.String)
    | {"first_line": pl.Int32, "last_line": pl.Int32}
    | {"kind": pl.String, "name": pl.String, "before": pl.Float64, "now": pl.Float64, "detail": pl.String}
    | {"before_told": pl.String, "now_told": pl.String}
)
_Row = tuple[str, str, float, float, str]


def drift(last: Path, now: dict[str, pl.LazyFrame], counts: pl.DataFrame) -> pl.DataFrame:
    """What got worse since the snapshot in LAST: kind, name, before, now, detail, one row a thing.

    NOW: the tables papers and venues of this run; COUNTS: how many findings a `rule` has (`count`). Columns before_told
    and now_told have the numbers for a reader: counts without a point, shares in three digits.
    """
    old = {table: pl.scan_parquet(last / f"{table}.parquet") for table in ("papers", "venues", "findings")}
    rows = [
        *_vanished(old["papers"], now["papers"]),
        *_venues(old["venues"], now["venues"]),
        *_nulls(old["papers"], now["papers"]),
        *_rates(old, now, counts, _ran(last)),
    ]
    found = pl.DataFrame(rows, schema={k: DRIFT[k] for k in ("kind", "name", "before", "now", "detail")}, orient="row")
    told = {f"{column}_told": _told(pl.col(column)) for column in ("before", "now")}
    return pl.concat([DRIFT.to_frame(), found], how="diagonal").with_columns(
        anchor=pl.concat_str("kind", "name", separator="\x1f"), **told
    )


def _told(number: pl.Expr) -> pl.Expr:
    share = number.round_sig_figs(3).cast(pl.String)
    return pl.when(number == number.floor()).then(number.cast(pl.Int64).cast(pl.String)).otherwise(share)


def _vanished(old: pl.LazyFrame, new: pl.LazyFrame) -> Iterator[_Row]:
    before = old.select("paper_id").collect()
    gone = before.join(new.select("paper_id").collect(), on="paper_id", how="anti").height
    rows = new.select(pl.len()).collect().item()
    if before.height >= _LEAST and gone > before.height * _VANISHED:
        yield ("papers-vanished", "papers", float(before.height), float(before.height - gone), f"{gone} are gone")
    if before.height >= _LEAST and rows < before.height * (1 - _VANISHED):
        yield "rows-fell", "papers", float(before.height), float(rows), ""


def _venues(old: pl.LazyFrame, new: pl.LazyFrame) -> Iterator[_Row]:
    gone = old.filter(pl.col("papers") >= _LEAST_VENUE).join(new, on="venue_id", how="anti").sort("venue_id")
    for name, papers in gone.select("name", "papers").collect().iter_rows():
        yield "venue-vanished", name, float(papers), 0.0, ""


def _nulls(old: pl.LazyFrame, new: pl.LazyFrame) -> Iterator[_Row]:
    shares = [frame.select(pl.len(), abstract=pl.col("abstract").is_null().mean()).collect() for frame in (old, new)]
    before, now = (share["abstract"][0] or 0.0 for share in shares)
    if shares[0]["len"][0] >= _LEAST and now > before + _NULLS_ROSE:
        yield "nulls-jumped", "papers.abstract", before, now, ""


def _ran(last: Path) -> list[str]:
    """The rules of the run that made the snapshot in LAST, also those that found nothing then."""
    try:
        return [rule["slug"] for rule in json.loads((last / "report.json").read_bytes())["rules"]]
    except (OSError, ValueError, LookupError, TypeError):  # of another version, or gone: what it found tells the rest
        return []


def _rates(
    old: dict[str, pl.LazyFrame], new: dict[str, pl.LazyFrame], counts: pl.DataFrame, ran: list[str]
) -> Iterator[_Row]:
    papers = [frame.select(pl.len()).collect().item() or 1 for frame in (old["papers"], new["papers"])]
    before = old["findings"].group_by("rule").agg(before=pl.len()).collect()
    now = counts.group_by("rule").agg(now=pl.col("count").sum())
    both = now.join(before, on="rule", how="left").filter(pl.col("before").is_not_null() | pl.col("rule").is_in(ran))
    for rule, count, then in both.with_columns(pl.col("before").fill_null(0)).sort("rule").iter_rows():
        rates = then / papers[0], count / papers[1]
        if count >= _LEAST and rates[1] > max(2 * rates[0], rates[0] + _RATE_ROSE):
            yield "rule-rate-doubled", rule, *rates, ""


def changes(last: Path, papers: pl.LazyFrame, findings: pl.DataFrame, left_out: Collection[str]) -> Changes:
    """What came, went and changed since the snapshot in LAST. LEFT_OUT: rules that were not evaluated now."""
    difference = papers_difference(pl.scan_parquet(last / "papers.parquet"), papers)
    before = pl.read_parquet(last / "findings.parquet", columns=["finding_id", "rule"])
    gone = before.join(findings, on="finding_id", how="anti")
    return Changes(
        against=read_manifest(last).snapshot_id,
        papers_added=difference.added,
        papers_removed=difference.removed,
        papers_changed=difference.changed,
        findings_new=findings.join(before, on="finding_id", how="anti").height,
        findings_fixed=gone.filter(pl.col("rule").is_in(left_out).not_()).height,
        examples=difference.examples,
    )
