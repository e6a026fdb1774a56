"""AUT: what is wrong with a paper's list of authors."""

from __future__ import annotations

import polars as pl

from etl.rules.base import Rule
from etl.rules.examples import Listing, eight, listings, names, one

RULES = (
    Rule(
        code="AUT101",
        slug="author-list-truncated",
        severity="warning",
        subject="paper",
        table="papers",
        field="author_list_status",
        when=pl.col("status") == "truncated",
        message="The list shows {listed_authors} authors and was cut; missing at least: {missing_names}.",
        evidence=("proof", "missing_name", "missing_page", "listed_authors", "cap"),
        what="It is proven that the site cut the author list: the owner of a page that lists the paper is not on it, or a name says “et al.”.",
        why="Author counts, co-author graphs and last-author statistics are wrong for this paper.",
        remedy="Use `authorships` with the roles `recovered` and `reference`, give a reference, or leave the paper out of author counts.",
        flagged=names(*eight(owner_in=False), owner="Ada Lovelace"),
        passed=names("Ada Lovelace", "Alan Turing"),
    ),
    Rule(
        code="AUT102",
        slug="author-list-at-cap",
        severity="info",
        subject="paper",
        table="papers",
        field="author_list_status",
        when=pl.col("status") == "suspected",
        message="The list is as long as the site's cap of {cap}; it was cut with a probability of {probability}.",
        evidence=("listed_authors", "cap", "probability"),
        what="The author list is as long as the site shows at the most, and nothing proves whether it was cut.",
        why="Some of these lists are whole and some are not; `truncation_probability` says how likely each was cut.",
        remedy="Give a reference, or weight the paper by its probability.",
        flagged=listings(
            Listing(authors=tuple(eight()), title="A"),
            Listing(authors=tuple(eight()[::-1]), title="B"),
            Listing(authors=(*eight()[1:], "Ada Byron"), title="C"),
            Listing(title="D"),
            Listing(title="E"),
        ),
        passed=names("Ada Lovelace", "Alan Turing"),
    ),
    Rule(
        code="AUT103",
        slug="no-authors",
        severity="warning",
        subject="paper",
        table="papers",
        field="listed_authors",
        when=pl.col("listed_authors") == 0,
        message="“{title}” has no authors.",
        evidence=("title_raw",),
        what="A listing shows no author at all.",
        why="The author lines were lost, or the entry is no paper.",
        remedy="Look at the site; give a reference that has the paper.",
        flagged=listings(
            Listing(authors=()), Listing(title="Reading On", heading="ICML Conference 2020 Conference Paper")
        ),
        passed=one(),
    ),
    Rule(
        code="AUT104",
        slug="duplicate-author",
        severity="warning",
        subject="paper",
        table="authorships",
        field="author_id",
        when=pl.col("repeated_names").is_not_null(),
        message="On the list more than once: {repeated_names}.",
        evidence=("repeated_names",),
        what="One name stands more than once on the list of one paper.",
        why="Either two people of one name lack their homonym ids, or an author was entered twice.",
        remedy="Look at the paper; count the author once if it is one person.",
        flagged=names("Ada Lovelace", "Alan Turing", "Ada Lovelace"),
        passed=names("Ada Lovelace", "Alan Turing"),
    ),
)
