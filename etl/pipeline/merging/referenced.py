"""What references say of the papers of a run: sifted, their venues resolved through the registry, then matched."""

from __future__ import annotations

import polars as pl

from etl.frames import as_text
from etl.references.matching.confirm import CONFIRMED, confirm
from etl.references.store import References
from etl.transform.venues.resolve import resolve_names


def referenced(papers: pl.DataFrame, copies: pl.DataFrame, references: References | None) -> pl.DataFrame:
    """A row a paper with a safe match, as `confirm` gives it; no rows without references.

    PAPERS: paper, paper_id, title, year, venue_id, venue_raw; COPIES: paper, names, canonical.
    """
    if references is None:
        return pl.DataFrame(schema=CONFIRMED)
    lists = copies.filter("canonical").select("paper", "names")
    shown = papers.join(lists, on="paper", how="left", maintain_order="left").select(
        "paper_id", "title", "year", "venue_id", "venue_raw", "names"
    )
    shown = as_text(shown)
    return confirm(shown, with_registry(references.like(shown)).lazy())


def with_registry(references: pl.DataFrame) -> pl.DataFrame:
    """REFERENCES with what the registry knows of `venue`.

    Adds `venue_ids` (String: the id; several with a space between where the name does not decide; null where the
    name is not known) and `venue_type` (String: the kind of the registry, null where not known).
    """
    resolved = resolve_names(references["venue"]).select(
        venue="venue_raw",
        venue_ids=pl.when("known").then("venue_id").when(pl.col("candidates").list.len() > 0)
        .then(pl.col("candidates").list.join(" ")),
        venue_type=pl.when("known").then("registry_kind"),
    )  # fmt: skip
    return references.join(resolved, on="venue", how="left", maintain_order="left")
