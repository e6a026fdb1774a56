"""Where the rows of the subjects are: the columns `etl.rules.engine.PLACE` of papers and pages."""

from __future__ import annotations

import polars as pl

from etl.corpus import Corpus
from etl.rules.engine import PLACE

_HEADER_LINES = 14

PAGE_ANCHOR = pl.coalesce(pl.col("owner_author_key").cast(pl.String), "path")
"""What stays the same of a page when it is fetched again."""


def paper_places(corpus: Corpus) -> pl.DataFrame:
    """Where each paper is shown first: paper and PLACE."""
    pages = corpus.pages.select("page", "page_id", "path")
    return corpus.papers.join(pages, on="page", how="left", maintain_order="left").select(
        "paper", *(c for c in PLACE if c not in {"row_id", "anchor"}), row_id="paper_id", anchor="paper_id"
    )


def at_papers(frame: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """FRAME (paper) with PLACE of its papers."""
    return frame.join(paper_places(corpus), on="paper", how="left", maintain_order="left")


def page_place() -> list[pl.Expr]:
    """PLACE of a page: the lines of its header."""
    last = pl.col("first_line") + pl.min_horizontal("lines", _HEADER_LINES).cast(pl.Int32) - 1
    return [
        pl.col("page_id").alias("row_id"), pl.lit(None, pl.String).alias("paper_id"), pl.col("page_id"),
        pl.col("path"), pl.col("first_line"), pl.max_horizontal(last, "first_line").alias("last_line"),
        PAGE_ANCHOR.alias("anchor"),
    ]  # fmt: skip
