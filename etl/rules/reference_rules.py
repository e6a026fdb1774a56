"""REF: where a reference and a page disagree."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from etl.references.matching.list_relation import CONTRADICTS, LONGER, SAME
from etl.rules.base import Example, Rule
from etl.rules.examples import Listing, eight, page

_AGREES = pl.col("outcome").is_in([SAME, LONGER])
_TITLE = "Learning to Read Long and Winding Pages"
_THREE = ("Ada Lovelace", "Alan Turing", "Grace Hopper")


def _known(
    *authors: str, title: str = _TITLE, year: int = 2021, venue: str = "ICML", listed: Sequence[str] = _THREE
) -> Example:
    """The page of Ada Lovelace with one paper by those LISTED, and a reference that has it so."""
    reference: dict[str, object] = {"title": title, "year": year, "venue": venue, "authors": list(authors)}
    return Example((page(Listing(title=_TITLE, authors=tuple(listed))),), (reference,))


_SAME = _known("Ada Lovelace", "Alan Turing", "Grace Hopper")

_rule = partial(Rule, subject="reference", table="papers", remedy="Look at the paper.", passed=_SAME)

RULES = (
    _rule(
        code="REF101",
        slug="reference-contradicts",
        severity="warning",
        table="authorships",
        field="author_id",
        when=pl.col("outcome") == CONTRADICTS,
        message="A reference has another list of authors: {detail}.",
        evidence=("source", "row", "reference_title", "reference_authors", "detail"),
        what="A reference has other authors for the paper: a list that neither equals this one nor continues it.",
        why="One of the two lists is wrong, or they are two papers of one title.",
        remedy="Look at the paper. A reference never overwrites what a page says.",
        flagged=_known("Ada Lovelace", "Grace Hopper", "Alan Turing"),
    ),
    _rule(
        code="REF102",
        slug="reference-spells-otherwise",
        table="authorships",
        field="name_raw",
        when=pl.col("names_apart").is_not_null(),
        message="The reference spells names otherwise (page / reference): {names_apart}.",
        evidence=("source", "row", "name_here", "names_apart"),
        what="A name on a list is spelled otherwise in the reference that has the same list.",
        why="The person has two spellings; counts by name part them.",
        remedy="Nothing, or take the reference's spelling downstream.",
        flagged=_known("Ada Lovelace", "Alan M. Turing", "Grace Hopper"),
        passed=_known("A. Lovelace", "A. Turing", "G. Hopper"),
    ),
    _rule(
        code="REF103",
        slug="reference-year-differs",
        field="year",
        when=_AGREES & (pl.col("reference_year") != pl.col("year")),
        message="The year is {year} here and {reference_year} in the reference.",
        evidence=("source", "row", "year", "reference_year"),
        what="The reference that has the same list has another year.",
        why="One of the two is wrong, or the reference has another version of the paper.",
        flagged=_known("Ada Lovelace", "Alan Turing", "Grace Hopper", year=2020),
    ),
    _rule(
        code="REF104",
        slug="reference-venue-differs",
        field="venue_id",
        when=_AGREES & pl.col("venues_apart"),
        message="The venue is {venue_raw} here and “{reference_venue}” in the reference.",
        evidence=("source", "row", "venue_raw", "reference_venue"),
        what="The reference that has the same list has another venue of the registry.",
        why="The reference has another version of the paper, or one of the two is wrong.",
        flagged=_known("Ada Lovelace", "Alan Turing", "Grace Hopper", venue="Journal of Machine Learning Research"),
    ),
    _rule(
        code="REF105",
        slug="reference-title-differs",
        field="title",
        when=_AGREES & pl.col("titles_apart"),
        message="The reference's title is “{reference_title}”.",
        evidence=("source", "row", "title_raw", "reference_title"),
        what="The reference that has the same list spells the title otherwise.",
        why="One of the two has a slip; programs that match by title miss the paper.",
        flagged=_known("Ada Lovelace", "Alan Turing", "Grace Hopper", title="Learning to Read Long and Windng Pages"),
    ),
    _rule(
        code="REF106",
        slug="reference-lacks-owner",
        severity="warning",
        table="authorships",
        field="author_id",
        when=pl.col("owners").is_not_null(),
        message="The reference ends where this list ends, and so lacks people whose pages show the paper: {owners}.",
        evidence=("source", "row", "owners", "reference_authors"),
        what="The list is proven cut by the owner of a page, and a reference ends where it ends.",
        why="The reference was cut as the site's lists are, or the page shows a paper that is not its owner's.",
        remedy="Look at the paper. The status stays `truncated`.",
        flagged=_known(*eight(owner_in=False), listed=eight(owner_in=False)),
    ),
)
