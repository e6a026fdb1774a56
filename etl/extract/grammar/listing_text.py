"""The text of a listing in the site's own form, made of its parts: what a page shows where nothing odd is on it."""

from __future__ import annotations

import polars as pl

from etl.extract.grammar.lines import STANDARD_BULLET


def rendered_listing() -> pl.Expr:
    """The text of a listing (String), from the columns of a copy: heading, title, names, abstract."""
    names = pl.col("names").list.eval(STANDARD_BULLET + pl.element() + "\n").list.join("")
    heading = pl.concat_str("venue_raw", "venue_kind", "year", "paper_type", separator=" ")
    abstract = (
        pl.when(pl.col("abstract_raw").is_null()).then(pl.lit("")).otherwise("\n" + pl.col("abstract_raw") + "\n")
    )
    return heading + "\n\n" + pl.col("title_raw") + "\n\n" + names + abstract
