"""How right are the statuses of author lists, and how well calibrated is `truncation_probability`?

    python -m benchmarks.truncation_calibration CURATED TRUTH
    python -m benchmarks.truncation_calibration --papers papers.parquet --caps 5 8 10 --min-papers 1 5 20

The first scores a snapshot against the truth beside made pages (`papers.parquet` with `title`, `venue`,
`year` and the full `authors`). The second makes the frames of a site with such a cap and pages of authors
with so many papers straight from full lists, without pages between, and prints one line for each.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import polars as pl

from etl.transform.author_lists.statuses import author_lists

KEY = ["title", "venue", "year"]
Frames = dict[str, pl.DataFrame]


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def simulate(full: pl.DataFrame, cap: int, min_papers: int) -> tuple[Frames, pl.DataFrame, pl.DataFrame]:
    """Give the frames of `author_lists`, the true lengths (by paper), and the hidden owners (paper, key)."""
    full = full.with_row_index("paper")
    key = pl.col("authors").str.to_lowercase()
    rows = full.select("paper", "authors", position=pl.int_ranges(1, pl.col("authors").list.len() + 1))
    rows = rows.explode("authors", "position").with_columns(key=key)
    owners = rows.group_by("key").agg(pl.col("paper").n_unique(), pl.col("authors").min())
    owners = owners.filter(pl.col("paper") >= min_papers).rename({"paper": "listed_papers", "authors": "raw"})
    owners = owners.sort("key").with_row_index("page")
    shown = rows.unique(["paper", "key"]).join(owners.select("key", "page", "raw"), on="key")
    rows = rows.join(shown, on="paper", how="semi")
    names = pl.concat([rows["authors"], owners["raw"]]).unique().sort().to_frame("raw").with_row_index("name")
    listed = rows.filter(pl.col("position") <= cap).join(names, left_on="authors", right_on="raw")
    page_owner = owners.join(names, on="raw").select("page", "listed_papers", owner="name").sort("page")
    frames = _frames(full.join(rows, on="paper", how="semi"), listed, names, shown, page_owner)
    lengths = full.select("paper", length=pl.col("authors").list.len())
    hidden = rows.filter(pl.col("position") > cap).join(listed, on=["paper", "key"], how="anti")
    return frames, lengths, hidden.join(owners, on="key").select("paper", "key").unique()


def _frames(
    full: pl.DataFrame, listed: pl.DataFrame, names: pl.DataFrame, shown: pl.DataFrame, pages: pl.DataFrame
) -> Frames:
    lower = pl.col("raw").str.to_lowercase()
    nothing = pl.lit(None, pl.String)
    return {
        "papers": full.select(
            "paper",
            paper_id=pl.format("{}", "paper"),
            venue_id="venue",
            year=pl.col("year").cast(pl.Int32),
            venue_kind=nothing,
        ),
        "authorships": listed.select(
            "paper", pl.col("position").cast(pl.UInt32), "name", et_al=pl.lit(value=False), nobody=pl.lit(value=False)
        ),
        "names": names.select("name", author_key=lower, base_key=lower.str.replace(r" \d{4}$", ""), homonym_id=nothing),
        "showings": shown.select("paper", "page").join(pages.select("page", "owner"), on="page"),
        "pages": pages.select(
            "page", "owner", pl.col("listed_papers").cast(pl.UInt32), declared_author_rows=pl.lit(1, pl.UInt32)
        ),
    }


def reliability(open_: pl.DataFrame) -> None:
    """Print, for each tenth of probability: lists, what was said, what was so."""
    tenth = (pl.col("probability") * 10).floor().clip(0, 9).alias("tenth")
    table = open_.group_by(tenth).agg(pl.len(), said=pl.col("probability").mean(), so=pl.col("cut").mean())
    say("  tenth  lists   said     so")
    for at, lists, said, so in table.sort("tenth").iter_rows():
        say(f"  {at / 10:5.1f} {lists:6d} {said:6.3f} {so:6.3f}")


def _mean(values: pl.Series) -> float:
    return float(values.to_numpy().mean()) if values.len() else 0.0


def figures(papers: pl.DataFrame) -> str:
    """Give one line of figures from `status`, `probability` and `cut` (was the list really cut?)."""
    proven, open_ = papers.filter(status="truncated"), papers.filter(status="suspected")
    right = _mean(proven["cut"].cast(pl.Float64))
    base = _mean(open_["cut"].cast(pl.Float64))
    brier = _mean((open_["probability"] - open_["cut"].cast(pl.Float64)) ** 2)
    constant = base * (1 - base)
    ratio = f"{brier / constant:.3f}" if constant else "-"
    return (
        f"truncated {proven.height} precision {right:.4f} | suspected {open_.height} cut {base:.3f} "
        f"brier {brier:.4f} constant {constant:.4f} ratio {ratio}"
    )


def score_simulated(full: pl.DataFrame, cap: int, min_papers: int) -> pl.DataFrame:
    frames, lengths, hidden = simulate(full, cap, min_papers)
    start = time.process_time()
    lists = author_lists(**frames, cap_setting=None)
    took = time.process_time() - start
    papers = lists.papers.join(lengths, on="paper").with_columns(cut=pl.col("length") > cap)
    names = frames["names"].select(owner="name", key="author_key")
    got = lists.missing.join(names, on="owner").select("paper", "key")
    both = got.join(hidden, on=["paper", "key"], how="semi").height
    say(
        f"cap {cap} (found {lists.cap.value}) min-papers {min_papers}: {figures(papers)} "
        f"| recovered {got.height} precision {both / max(1, got.height):.4f} "
        f"recall {both / max(1, hidden.height):.4f} | {took:.2f} s"
    )
    return papers.filter(status="suspected")


def score_snapshot(curated: Path, truth: Path) -> None:
    known = pl.read_parquet(truth / "papers.parquet").unique(KEY, keep="none", maintain_order=True)
    papers = pl.read_parquet(curated / "papers.parquet").select(
        pl.col("title_raw").alias("title"), pl.col("venue_raw").alias("venue"), pl.col("year").cast(pl.Int64),
        status="author_list_status", probability="truncation_probability", listed="listed_authors",
    )  # fmt: skip
    papers = papers.join(known.select(*KEY, "authors"), on=KEY)
    papers = papers.with_columns(cut=pl.col("authors").list.len() > pl.col("listed"))
    say(figures(papers))
    reliability(papers.filter(status="suspected"))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="CURATED TRUTH")
    parser.add_argument("--papers", type=Path)
    parser.add_argument("--caps", type=int, nargs="+", default=[5, 8, 10])
    parser.add_argument("--min-papers", type=int, nargs="+", default=[1, 2, 5, 10, 20])
    parser.add_argument("--venue", action="append", help="these venues alone")
    parser.add_argument("--years", type=int, nargs=2, metavar=("FIRST", "LAST"))
    args = parser.parse_args(arguments)
    if len(args.folders) == 2:
        score_snapshot(*args.folders)
        return
    if args.papers is None:
        parser.error("give CURATED TRUTH, or --papers FILE")
    full = pl.read_parquet(args.papers, columns=["authors", "venue", "year"])
    if args.venue:
        full = full.filter(pl.col("venue").is_in(args.venue))
    if args.years:
        full = full.filter(pl.col("year").is_between(*args.years))
    parts = [score_simulated(full, cap, least) for cap in args.caps for least in args.min_papers]
    say("all of them together")
    reliability(pl.concat(parts))


if __name__ == "__main__":
    main()
