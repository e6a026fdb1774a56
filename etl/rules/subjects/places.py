"""Where the rows of the subjects are: the columns `etl.rules.engine.PLACE` of papers and pages."""

from __future__ import annotations

import polars as pl

from etl.corpus import Corpus

_HEADER_LINES = 14  # of the site's own header

PAGE_ANCHOR = pl.coalesce(pl.col("owner_author_key").cast(pl.String), "path")
"""What stays the same of a page when it is fetched again."""


def at_papers(frame: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """FRAME (paper) with PLACE: where its papers are shown first."""
    papers = corpus.papers[frame["paper"]]
    lines = corpus.paper_rows.take(frame["paper"]).select("first_line", "last_line")
    return frame.with_columns(
        *papers.select("paper_id", row_id="paper_id", anchor="paper_id"), *corpus.page_places(papers["page"]), *lines
    )


def page_place() -> list[pl.Expr]:
    """PLACE of a page: the lines of its header."""
    last = pl.col("first_line") + pl.min_horizontal("lines", _HEADER_LINES).cast(pl.Int32) - 1
    return [
        pl.col("page_id").alias("row_id"), pl.lit(None, pl.String).alias("paper_id"), pl.col("page_id"),
        pl.col("path"), pl.col("first_line"), pl.max_horizontal(last, "first_line").alias("last_line"),
        PAGE_ANCHOR.alias("anchor"),
    ]  # fmt: skip
