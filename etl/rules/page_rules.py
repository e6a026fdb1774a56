"""PAG: what is wrong with a page as a whole."""

from __future__ import annotations

import polars as pl

from etl.rules.base import Example, Rule
from etl.rules.examples import Listing, listings, page, pages

_TWO = (
    Listing(title="A Later Paper"),
    Listing(title="An Earlier Paper", heading="ICML Conference 2019 Conference Paper"),
)
_DECLARED = pl.coalesce("heading_papers", "declared_papers")

RULES = (
    Rule(
        code="PAG101",
        slug="declared-count-differs",
        severity="warning",
        subject="page",
        table="pages",
        field="declared_papers",
        when=_DECLARED.is_not_null()
        & (
            pl.col("declared_papers").ne_missing(pl.col("listed_papers"))
            & pl.col("declared_papers").is_not_null()
            | pl.col("heading_papers").ne_missing(pl.col("listed_papers"))
            & pl.col("heading_papers").is_not_null()
        ),
        message="The page declares {declared_papers} papers and lists {listed_papers}.",
        evidence=("declared_papers", "heading_papers", "listed_papers"),
        what="The number of papers that a page declares is not the number of listings that were read from it.",
        why="Papers are missing: the site left them out, the page was cut, or they lie in quarantine.",
        remedy="Look for quarantined text of the page, then fetch the page again.",
        flagged=listings(*_TWO, declared=3),
        passed=listings(*_TWO),
    ),
    Rule(
        code="PAG102",
        slug="out-of-order",
        severity="info",
        subject="listing",
        table="listings",
        field="ordinal",
        when=(pl.col("year") > pl.col("previous_year"))
        | (
            (pl.col("year") == pl.col("previous_year")) & (pl.col("title_key") < pl.col("previous_title_key"))
        ),
        message="“{title}” ({year}) stands below “{previous_title}” ({previous_year}), against the order of the page.",
        evidence=("ordinal", "title_raw", "year", "previous_title", "previous_year"),
        what="A page lists by year, newest first, and within a year by title; a listing breaks this order.",
        why="A page out of order was edited or joined from parts, or a heading or title was misread.",
        remedy="Compare the place with the site; if the listing is right, nothing needs doing.",
        flagged=listings(*reversed(_TWO)),
        passed=listings(*_TWO),
    ),
    Rule(
        code="PAG103",
        slug="unparsed-text",
        severity="warning",
        subject="quarantine",
        table="quarantine",
        field="raw",
        when=pl.lit(value=True),
        message="{lines} line(s), {bytes} bytes, could not be read and lie in quarantine: {reason}.",
        evidence=("reason", "bytes", "snippet"),
        what="Raw text that fits no part of a page was set aside, as it was.",
        why="What lies in quarantine is in no table: papers may be missing.",
        remedy="Read the lines; mend the page or fetch it again.",
        flagged=Example(
            (
                page(Listing())
                .replace("Possible papers\n", "Possible papers\n\nSomething else\n", 1)
                .replace("1 author row\n", "1 author row\n\nA line that no page has\n"),
            )
        ),
        passed=listings(Listing()),
    ),
    Rule(
        code="PAG104",
        slug="page-twice",
        severity="info",
        subject="twin_page",
        table="pages",
        field="copies",
        when=pl.lit(value=True),
        message="The page is byte for byte the same as {first_path}.",
        evidence=("first_path",),
        what="The same bytes stand in the input more than once; they are counted once.",
        why="Somebody fetched or copied a page twice; the number of files says nothing about the number of authors.",
        remedy="Remove one of the files.",
        flagged=pages(page(Listing()), page(Listing())),
        passed=pages(page(Listing()), page(Listing(), owner="Alan Turing")),
        identity=("path",),
    ),
)
