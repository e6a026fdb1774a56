"""DUP: papers that stand more than once, or in more than one way."""

from __future__ import annotations

import polars as pl

from etl.rules.base import Rule
from etl.rules.examples import ABSTRACT, Listing, listings, page, pages

RULES = (
    Rule(
        code="DUP101",
        slug="listed-twice",
        severity="warning",
        subject="listing",
        table="listings",
        field="paper_id",
        when=(pl.col("repeats") > 1) & (pl.col("ordinal") > pl.col("first_shown")),
        message="“{title}” stands on this page already, at line {first_shown_line}.",
        evidence=("ordinal", "first_shown", "first_shown_line"),
        what="One page lists one paper twice.",
        why="Counts of listings are too high; the site holds the paper twice.",
        remedy="Nothing: `papers` has it once.",
        flagged=listings(Listing(), Listing()),
        passed=listings(Listing(), Listing(title="Reading On")),
    ),
    Rule(
        code="DUP102",
        slug="copies-differ",
        severity="info",
        subject="differing_copies",
        table="papers",
        field=None,
        when=pl.lit(value=True),
        message="The paper is shown in {ways} ways; they differ in: {differing}.",
        evidence=("ways", "differing"),
        what="Two listings show one paper differently.",
        why="One of the pages is out of date or damaged; the copy shown most often speaks for the paper.",
        remedy="Fetch the pages again.",
        flagged=pages(page(Listing()), page(Listing(abstract=ABSTRACT + " More."), owner="Alan Turing")),
        passed=pages(page(Listing()), page(Listing(), owner="Alan Turing")),
    ),
)
