"""Subjects about input that is not read: text in quarantine, and what lies among the pages and is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from schemas.quarantine import REASONS


def files(passed_over: Sequence[tuple[str, str]]) -> pl.DataFrame:
    """One row for each of PASSED_OVER (path, reason): what is named like a page and is no file that can be read."""
    frame = pl.DataFrame(passed_over, schema={"path": pl.String, "reason": pl.String}, orient="row")
    line, none = pl.lit(1, pl.Int32), pl.lit(None, pl.String)
    return frame.with_columns(row_id=none, anchor="path", first_line=line, last_line=line, paper_id=none, page_id=none)


def quarantine(parts: Iterable[pl.DataFrame], pages: pl.DataFrame) -> pl.DataFrame:
    """One row a stretch of unused raw text, of which the frame holds the beginning (`snippet`) alone.

    PARTS: rows of the table `quarantine`; PAGES: page_id, owner_author_key.
    """
    snippet = pl.col("raw").bin.slice(0, 200).map_elements(_snippet, return_dtype=pl.String)
    frames = [
        part.select(
            "page_id", "path", "first_line", "last_line", "reason",
            meaning=pl.col("reason").replace(REASONS),
            lines=pl.col("last_line") - pl.col("first_line") + 1,
            bytes=pl.col("end_byte") - pl.col("first_byte"),
            snippet=snippet,
            row_id=pl.concat_str("page_id", pl.col("first_byte").cast(pl.String), separator="/"),
            paper_id=pl.lit(None, pl.String),
        )
        for part in parts
    ]  # fmt: skip
    owners = pages.select("page_id", pl.col("owner_author_key").cast(pl.String))
    return (
        pl.concat(frames)
        .join(owners, on="page_id", how="left", maintain_order="left")
        .with_columns(anchor=pl.concat_str(pl.coalesce("owner_author_key", "path"), "snippet", separator="\x1f"))
    )


def _snippet(raw: bytes) -> str:
    """The beginning of quarantined text, such as can be shown."""
    text = raw.decode("utf-8", "replace")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:80]
