"""All that was read of reference files, which a run never asks for: it sifts them."""

import polars as pl

from etl.references.store import References


def all_of(references: References) -> pl.DataFrame:
    return references._kept(pl.col("by_title").is_not_null())
