"""Which cap holds for each paper: its venue's, or that of the site whose pages show it."""

from __future__ import annotations

import polars as pl

from etl.transform.author_lists.cap import Cap


def with_caps(papers: pl.DataFrame, shown: pl.DataFrame, cap: Cap) -> pl.DataFrame:
    """PAPERS with `cap` (UInt32 or null): the most names where the paper is shown.

    PAPERS: `paper`, `venue_id`, `listed` (names shown). SHOWN: `paper`, `page`, one row a page and paper.

    Where only some sites cut (`Cap.of_some`), it is the least cap that is not below the longest list on the pages of
    the paper. Where all are, it is the cap of the corpus if lists pile up there (the longer list is damage), and else
    none: then the page is from a site that cuts none.
    """
    if not cap.of_some:
        return papers.with_columns(cap=cap.of_venue())
    longest = pl.col("listed").max()
    by_page = shown.join(papers.select("paper", "listed"), on="paper").select("paper", listed=longest.over("page"))
    by_paper = by_page.group_by("paper").agg(longest=longest)
    fits = pl.lit(None if cap.value in cap.of_some else cap.value, pl.UInt32)
    for site in sorted({*cap.of_some, cap.value or 0}, reverse=True):
        fits = pl.when(pl.coalesce("longest", "listed") <= site).then(pl.lit(site, pl.UInt32)).otherwise(fits)
    return papers.join(by_paper, on="paper", how="left", maintain_order="left").with_columns(cap=fits).drop("longest")
