"""VEN: what is odd about a venue."""

from __future__ import annotations

from functools import partial

import polars as pl

from etl.rules.base import Rule
from etl.rules.examples import Listing, listings, one

_AGE = pl.col("year") - pl.col("as_of")
_UNJUDGED = pl.col("year_plausible").is_null()
_RARE = pl.col("year_papers") * 50 <= pl.col("all_papers")
_TYPE, _KIND = pl.col("paper_type").cast(pl.String), pl.col("venue_kind").cast(pl.String)
_THREE = "Conference|Journal|Workshop"
_OF_PAPERS = (  # any other kind may be the last word of a venue whose heading has none: SIGGRAPH Asia
    rf"^(?:{_THREE}|Symposium|Colloquium|Seminar|Congress|Meeting|Forum|School|Tutorial|Track|Challenge|Competition|"
    r"Proceedings|Findings|Series|Collection|Volume|Posters?|Demos?|Main|Industry|Short Papers|Long Papers)$"
)
_MANY = tuple(Listing(title=f"Paper {i}") for i in range(60))

_venue_rule = partial(Rule, subject="venue", table="venues", field="venue_id", passed=one())
_rule = partial(
    Rule, subject="venue_year", table="papers", identity=("year",), remedy="Look at the paper.", passed=one()
)

RULES = (
    _venue_rule(
        code="VEN101",
        slug="unknown-venue",
        when=~pl.col("known") & (pl.col("how") != "ambiguous"),
        message="The registry does not know “{venue_raw}”.",
        evidence=("venue_raw", "venue_kind", "papers"),
        what="A venue is not in the registry; it is left as it is.",
        why="Papers of one venue under several names are counted apart.",
        remedy="Add the venue, or the name as an alias, to schemas/venues.toml.",
        flagged=one(heading="Zork Conference 2021 Conference Paper"),
    ),
    _rule(
        code="VEN102",
        slug="venue-year-implausible",
        severity="warning",
        field="year",
        when=~pl.col("year_plausible"),
        message="{venue_raw} was not held in {year}: {year_reason}.",
        evidence=("venue_raw", "year", "year_reason", "papers"),
        what="The registry says that the venue was not held in the year of the heading.",
        why="The venue or the year is wrong.",
        remedy="Look at the paper; if the venue was held, mend schemas/venues.toml.",
        flagged=one(heading="ICLR Conference 1999 Conference Paper"),
    ),
    _venue_rule(
        code="VEN103",
        slug="ambiguous-venue",
        when=pl.col("how") == "ambiguous",
        message="“{venue_raw}” may be {may_be}; the heading does not decide it.",
        evidence=("venue_raw", "venue_kind", "candidates", "papers"),
        what="The name of a venue fits several venues of the registry, or is an ordinary word as well, and the kind "
        "in the heading does not decide between them; it is left as it is.",
        why="Papers of one venue are counted apart.",
        remedy="Write the full name, or add an alias to schemas/venues.toml.",
        flagged=one(heading="MCS Conference 2021 Conference Paper"),
    ),
    _rule(
        code="VEN104",
        slug="venue-kind-differs",
        field="venue_kind",
        when=~pl.col("kind_agrees"),
        message="{venue_raw} is listed as “{venue_kind}”; the registry has it as {registry_kind}.",
        evidence=("venue_raw", "venue_kind", "registry_kind", "papers"),
        what="The kind of venue in a heading is not the kind that the registry has.",
        why="The heading was misread, or the name means another venue.",
        remedy="Look at the paper; if the heading is right, mend schemas/venues.toml.",
        flagged=one(heading="JMLR Conference 2021 Conference Paper"),
        passed=one(heading="JMLR Journal 2021 Journal Article"),
    ),
    _rule(
        code="VEN105",
        slug="former-name-later",
        field="venue_raw",
        when=pl.col("year") > pl.col("renamed_in"),
        message="{venue_raw} is a former name: it was in use until {renamed_in}, and the venue is called {venue} now.",
        evidence=("venue_raw", "year", "venue", "renamed_in", "papers"),
        what="A former name of a venue is used for a year in which the venue had another.",
        why="The venue or the year is wrong, or the source did not follow the renaming.",
        remedy="Nothing if the venue is right: `venue_id` is that of today's name.",
        flagged=one(heading="NIPS Conference 2021 Conference Paper"),
        passed=one(heading="NIPS Conference 2015 Conference Paper"),
    ),
    _rule(
        code="VEN106",
        slug="year-in-future",
        severity="warning",
        field="year",
        when=_UNJUDGED & (_AGE > 1) & (_RARE | (_AGE > 10)) & (pl.col("years_apart").fill_null(99) > 1),
        message="{year} lies after the registry's year, {as_of}, and apart from the other papers' years.",
        evidence=("venue_raw", "year", "as_of", "papers"),
        what="A year is later than that of the registry, and not next to a year that other papers have.",
        why="The year is wrong, or the paper has not appeared.",
        remedy="Look at the paper; update Quiver if the year is right.",
        flagged=listings(Listing(heading="Zork Conference 2099 Conference Paper"), *_MANY),
        passed=listings(Listing(heading="Zork Conference 2021 Conference Paper"), *_MANY),
    ),
    _rule(
        code="VEN107",
        slug="year-far-off",
        field="year",
        when=_UNJUDGED & (_AGE <= 0) & _RARE & (pl.col("years_apart") >= 20),
        message="{year} is {years_apart} years from any other paper's year.",
        evidence=("venue_raw", "year", "years_apart", "papers"),
        what="A year is 20 years or more from the nearest year of any other paper of the input.",
        why="A digit of it may be wrong.",
        flagged=listings(*_MANY, Listing(heading="Zork Conference 1921 Conference Paper")),
        passed=listings(*_MANY, Listing(heading="Zork Conference 2011 Conference Paper")),
    ),
    Rule(
        code="VEN108",
        slug="venue-spellings",
        subject="venue_spelling",
        table="venues",
        field="name",
        message="{venue} is written in several ways: “{names}”.",
        evidence=("venue", "spellings"),
        what="One venue of the registry stands under several names in the input, former names aside.",
        why="Who counts by the name as written counts one venue as several.",
        remedy="Count by `venue_id`.",
        flagged=listings(
            Listing(),
            Listing(
                title="Reading On",
                heading="International Conference on Machine Learning Conference 2020 Conference Paper",
            ),
        ),
        passed=listings(Listing(), Listing(title="Reading On", heading="ICML Conference 2020 Conference Paper")),
    ),
    _rule(
        code="VEN109",
        slug="venue-names-other-year",
        severity="warning",
        field="year",
        when=pl.col("venue_raw").str.extract(r"\b((?:19|20)\d\d)\b", 1).cast(pl.Int32) != pl.col("year"),
        message="The venue is “{venue_raw}”, the year {year}.",
        evidence=("venue_raw", "year", "papers"),
        what="The name of a venue has a year that is not the heading's.",
        why="One of the two is wrong.",
        flagged=one(heading="ICML 2019 Conference 2021 Conference Paper"),
        passed=one(heading="ICML 2021 Conference 2021 Conference Paper"),
    ),
    Rule(
        code="VEN110",
        slug="type-differs-from-kind",
        subject="paper",
        table="papers",
        field="paper_type",
        when=(_TYPE.str.extract(rf"^({_THREE})\b") != _KIND.str.extract(rf"^({_THREE})$"))
        | (_TYPE.str.contains(r"^(?:Conference|Workshop) Paper$") & ~_KIND.str.contains(_OF_PAPERS)),
        message="A “{paper_type}” at a venue of the kind “{venue_kind}”.",
        evidence=("venue_raw", "venue_kind", "paper_type"),
        what="The type of a paper and the kind of its venue do not go together.",
        why="One of the two is wrong.",
        remedy="Look at the paper.",
        flagged=one(heading="ICML Conference 2021 Journal Article"),
        passed=one(),
    ),
    Rule(
        code="VEN111",
        slug="heading-misspelt",
        severity="warning",
        subject="heading_part",
        table="papers",
        field="paper_type",
        when=pl.col("usual").is_not_null(),
        message="The {part} “{written}” ({papers:paper}) seems to be “{usual}” ({usual_papers:paper}).",
        what="The type or the kind in a heading is a letter or two away from one that many more papers have.",
        why="The line was damaged or mistyped; papers of one type are counted apart.",
        remedy="Fetch the page again, or correct it downstream.",
        flagged=listings(Listing(heading="ICML Conference 2021 Conference aper"), *_MANY),
        passed=listings(Listing(heading="ICML Conference 2021 Poster Paper"), *_MANY),
        identity=("part",),
    ),
)
