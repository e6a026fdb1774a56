"""DUP: papers that stand more than once, or in more than one way."""

from __future__ import annotations

from functools import partial

import polars as pl

from etl.rules.base import Rule
from etl.rules.examples import ABSTRACT, Listing, listings, page, pages

_MOST_IN_COMMON = pl.col("shared_authors") * 2 > pl.min_horizontal("listed_authors", "listed_authors_other")
_SAME_VENUE = pl.col("venue_id") == pl.col("venue_id_other")
_TWO_VERSIONS = _MOST_IN_COMMON & ~_SAME_VENUE  # the conference's and the journal's, of one work
_JOURNAL = "JMLR Journal 2021 Journal Article"
_LONG = f"{ABSTRACT} It takes two pages, and leaves no question open for those who come later."

_BIRDS, _OF_BIRDS = "Counting Songbirds at Twilight", f"We are counting songbirds, from twilight on. {ABSTRACT}"
_FLOWERS, _OF_FLOWERS = "Pressing Flowers from Meadows", f"Flowers of meadows fade in pressing. {ABSTRACT}"

_rule = partial(Rule, table="papers", field="title")

RULES = (
    _rule(
        code="DUP101",
        slug="listed-twice",
        severity="warning",
        subject="listing",
        table="listings",
        field="paper_id",
        when=pl.col("repeats") & (pl.col("ordinal") > pl.col("first_shown")),
        message="“{title}” stands on this page already, at line {first_shown_line}.",
        evidence=("ordinal", "first_shown", "first_shown_line"),
        what="One page lists one paper twice.",
        why="Counts of listings are too high; the site holds the paper twice.",
        remedy="Nothing: `papers` has it once.",
        flagged=listings(Listing(), Listing()),
        passed=listings(Listing(), Listing(title="Reading On")),
    ),
    _rule(
        code="DUP102",
        slug="copies-differ",
        subject="differing_copies",
        field=None,
        message="The paper is shown in {ways} ways; they differ in: {differing}.",
        what="Two listings show one paper differently.",
        why="One of the pages is out of date or damaged; the copy shown most often speaks for the paper.",
        remedy="Fetch the pages again.",
        flagged=pages(page(Listing()), page(Listing(abstract=ABSTRACT + " More."), owner="Alan Turing")),
        passed=pages(page(Listing()), page(Listing(), owner="Alan Turing")),
    ),
    _rule(
        code="DUP103",
        slug="near-duplicate-title",
        subject="near_title",
        when=_MOST_IN_COMMON & (pl.col("title_key") != pl.col("title_key_other")),
        message="The title is nearly that of “{title_other}” ({venue_raw_other} {year_other}), by the same first "
        "author.",
        evidence=("title_raw", "title_raw_other", "paper_id_other", "shared_authors"),
        what="Two papers of the same first author, with most authors in common, have titles that differ by a few "
        "letters.",
        why="They are probably one paper, spelled in two ways, and count twice.",
        remedy="Look at both; join them downstream if they are one.",
        flagged=listings(
            Listing(title="Learning to Read Many Pages Quickly"), Listing(title="Learning to Read Many Page Quickly")
        ),
        passed=listings(
            Listing(title="Learning to Read Many Pages, Part 1"), Listing(title="Learning to Read Many Pages, Part 2")
        ),
    ),
    _rule(
        code="DUP104",
        slug="title-in-two-venues",
        subject="same_title",
        when=(pl.col("shared_authors") > 0) & ~_SAME_VENUE,
        message="The same title stands in {venue_raw_other} {year_other}, with {shared_authors:author} in common.",
        evidence=("title_raw", "venue_raw_other", "year_other", "paper_id_other", "shared_authors"),
        what="Two venues have a paper of one title, with authors in common.",
        why="Two versions of one work, such as the conference's and the journal's: counts of works are too high.",
        remedy="Join them downstream if you count works and not publications.",
        flagged=listings(Listing(), Listing(heading=_JOURNAL)),
        passed=listings(Listing(), Listing(title="Reading On", heading=_JOURNAL)),
    ),
    _rule(
        code="DUP105",
        slug="abstract-on-two-papers",
        severity="warning",
        subject="same_abstract",
        field="abstract",
        when=~_TWO_VERSIONS,
        message="“{title_other}” ({venue_raw_other} {year_other}) has the same abstract, to the character.",
        evidence=("title_raw", "title_raw_other", "paper_id_other", "shared_authors"),
        what="Two papers of different titles, by others or at one venue, have one abstract.",
        why="One of them has the other's text.",
        remedy="Fetch both abstracts from the publisher.",
        flagged=listings(Listing(), Listing(title="Reading On")),
        passed=listings(Listing(), Listing(title="Reading On", abstract=ABSTRACT + " More.")),
    ),
    _rule(
        code="DUP106",
        slug="title-in-two-years",
        subject="same_title",
        field="year",
        when=(pl.col("shared_authors") > 0) & _SAME_VENUE & (pl.col("year") != pl.col("year_other")),
        message="The same title stands in {venue_raw_other} {year_other} too, with {shared_authors:author} in common.",
        evidence=("title_raw", "year", "year_other", "paper_id_other", "shared_authors"),
        what="One venue has a paper of one title in two years, with authors in common.",
        why="One of the years is wrong, and the paper counts twice; or it is a report that comes every year.",
        remedy="Look at both; join them downstream if they are one.",
        flagged=listings(Listing(), Listing(heading="ICML Conference 2020 Conference Paper")),
        passed=listings(Listing(), Listing(title="Reading On", heading="ICML Conference 2020 Conference Paper")),
    ),
    _rule(
        code="DUP107",
        slug="title-by-others",
        subject="same_title",
        when=(pl.col("shared_authors") == 0) & (pl.col("listed_authors") > 0) & (pl.col("listed_authors_other") > 0),
        message="A paper by others has the same title, in {venue_raw_other} {year_other}.",
        evidence=("title_raw", "venue_raw_other", "year_other", "paper_id_other"),
        what="Two papers of one title have nobody in common.",
        why="By chance, or the authors of one of them are wrong. Programs that match by title mix them up.",
        remedy="Match by title and authors.",
        flagged=pages(page(Listing()), page(Listing(authors=("Emmy Noether",)), owner="Emmy Noether")),
        passed=listings(Listing()),
    ),
    _rule(
        code="DUP108",
        slug="abstracts-begin-alike",
        subject="same_opening",
        field="abstract",
        when=_TWO_VERSIONS,
        message="The abstract begins like that of “{title_other}” ({venue_raw_other} {year_other}), with "
        "{shared_authors:author} in common.",
        evidence=("title_raw", "title_raw_other", "paper_id_other", "shared_authors"),
        what="Two papers of two venues, with most authors in common, have different titles, and abstracts that agree "
        "in their first 150 characters.",
        why="Mostly two versions of one work under two titles: counts of works are too high.",
        remedy="Join them downstream if you count works and not publications.",
        flagged=listings(
            Listing(abstract=_LONG), Listing(title="Reading All Pages", heading=_JOURNAL, abstract=f"{_LONG} More.")
        ),
        passed=listings(Listing(abstract=_LONG), Listing(title="Reading On", abstract=f"{_LONG} More.")),
    ),
    _rule(
        code="DUP109",
        slug="abstracts-swapped",
        severity="warning",
        subject="crossed_abstract",
        field="abstract",
        message="The abstract has the words of “{title_other}” on its page, and that one's has those of this title.",
        evidence=("title_raw", "title_raw_other", "paper_id_other"),
        what="The abstracts of two papers of a page lack the words of their own titles, and each has those of the "
        "other's.",
        why="They, or the titles, probably changed places.",
        remedy="Fetch both from the publisher.",
        flagged=listings(Listing(title=_BIRDS, abstract=_OF_FLOWERS), Listing(title=_FLOWERS, abstract=_OF_BIRDS)),
        passed=listings(Listing(title=_BIRDS, abstract=_OF_BIRDS), Listing(title=_FLOWERS, abstract=_OF_FLOWERS)),
    ),
)
