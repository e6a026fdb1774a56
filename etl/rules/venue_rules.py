"""VEN: what is odd about a venue."""

from __future__ import annotations

import polars as pl

from etl.rules.base import Rule
from etl.rules.examples import one

RULES = (
    Rule(
        code="VEN101",
        slug="unknown-venue",
        severity="info",
        subject="venue",
        table="venues",
        field="venue_id",
        when=~pl.col("known"),
        message="The registry does not know “{venue_raw}” ({papers} papers).",
        evidence=("venue_raw", "venue_kind", "how", "candidates"),
        what="A venue is not in the registry, or its name fits several; it is left as it is.",
        why="Papers of one venue under several names are counted apart.",
        remedy="Add the venue, or the name as an alias, to schemas/venues.toml.",
        flagged=one(heading="Zork Conference 2021 Conference Paper"),
        passed=one(),
    ),
    Rule(
        code="VEN102",
        slug="venue-year-implausible",
        severity="warning",
        subject="venue_year",
        table="papers",
        field="year",
        when=~pl.col("year_plausible"),
        message="{venue_raw} was not held in {year}: {year_reason}.",
        evidence=("venue_raw", "year", "year_reason", "papers"),
        what="The registry says that the venue was not held in the year of the heading.",
        why="The venue or the year is wrong.",
        remedy="Look at the paper; if the venue was held, mend schemas/venues.toml.",
        flagged=one(heading="ICLR Conference 1999 Conference Paper"),
        passed=one(),
        identity=("year",),
    ),
)
