"""NAM: what is odd about a name."""

from __future__ import annotations

import polars as pl

from etl.rules.base import Rule
from etl.rules.examples import Listing, listings

_JOE, _JOSEPH = (
    Listing(title=f"Paper {i}", authors=(first, "Mantas Mazeika", "Dawn Song", "Andy Zou"))
    for i, first in enumerate(("Joe Kwon", "Joseph Kwon"))
)

RULES = (
    Rule(
        code="NAM101",
        slug="homonym-mixed",
        severity="warning",
        subject="homonym",
        table="authors",
        field="homonym_id",
        when=pl.lit(value=True),
        message="{name} stands without a homonym id and with {homonym_ids}.",
        evidence=("name", "ids"),
        what="A name stands both with and without a homonym id.",
        why="The bare name may be one of the numbered people or yet another: counts by author are not safe.",
        remedy="Look at the papers of the bare name and decide whose they are.",
        flagged=listings(
            Listing(title="A", authors=("Ada Lovelace", "Dan Klein")),
            Listing(title="B", authors=("Ada Lovelace", "Dan Klein 0001")),
        ),
        passed=listings(
            Listing(title="A", authors=("Ada Lovelace", "Dan Klein 0002")),
            Listing(title="B", authors=("Ada Lovelace", "Dan Klein 0001")),
        ),
    ),
    Rule(
        code="NAM102",
        slug="name-variants",
        severity="info",
        subject="variant",
        table="authors",
        field="name",
        when=pl.lit(value=True),
        message="{name_a} and {name_b} seem to be one person ({kind}; {shared_coauthors} co-authors in common).",
        evidence=("name_a", "name_b", "author_id_b", "kind", "shared_coauthors", "shared_venues", "score"),
        what="Two spellings of a name have co-authors in common and seem to be one person.",
        why="The papers of one person are counted as those of two.",
        remedy="If they are one person, join the two author ids downstream.",
        flagged=listings(_JOE, _JOSEPH, owner="Dawn Song"),
        passed=listings(_JOE, owner="Dawn Song"),
    ),
)
