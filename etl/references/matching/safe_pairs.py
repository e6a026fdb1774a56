"""Which pairs of a paper and a reference are safe, and what they say."""

import polars as pl

from etl.references.matching.list_relation import CONTRADICTS, LONGER, NONE, SAME, relate
from etl.references.matching.same_venue import Venues, compare_venues

_ENOUGH = 2.25
_ENOUGH_FOR_ONE_NAME = 3.0
_RELATION = {
    "outcome": pl.String, "support": pl.Float64, "strong": pl.Boolean, "detail": pl.String, "differs_at": pl.UInt32,
}  # fmt: skip


def safe_pairs(pairs: pl.DataFrame, *, near: bool) -> pl.DataFrame:
    """Safe ones of PAIRS (`confirm._candidates`) with `outcome`, `detail`, `fit` and `rank`.

    `fit` says how well venue and year agree; `rank` prefers among references of one paper: by fit, then a
    list that agrees, then a whole one. NEAR: the titles are only nearly equal; the lists must agree strongly.
    """
    related = _with_venues(_with_relations(pairs))
    apart = (pl.col("year") - pl.col("year_paper")).abs()
    placed = related.with_columns(apart.alias("apart")).with_columns(_fit().alias("fit"))
    safe = placed.filter(_strong_lists() if near else _enough())
    agrees = pl.col("outcome") != CONTRADICTS
    return safe.with_columns((pl.col("fit") * 4 + agrees * 2 + ~pl.col("known_open")).alias("rank"))


def _with_relations(pairs: pl.DataFrame) -> pl.DataFrame:
    """PAIRS with the columns of `list_relation.Relation`: equal names by column, the rest one by one."""
    equal = pairs.select(_begins().alias("begins"))["begins"]
    plain = pairs.filter(equal).with_columns(
        _prefix_outcome().alias("outcome"),
        pl.col("listed").list.len().cast(pl.Float64).alias("support"),
        pl.lit(value=True).alias("strong"),
        pl.lit("").alias("detail"),
        pl.lit(None, pl.UInt32).alias("differs_at"),
    )
    rest = pairs.filter(~equal)
    lists = rest.select("listed", "known", "listed_open", "known_open")
    relations = [
        relate(listed, known, listed_open=listed_open, reference_open=known_open)
        for listed, known, listed_open, known_open in lists.iter_rows()
    ]
    related = pl.concat([plain, rest.hstack(pl.DataFrame(relations, schema=_RELATION, orient="row"))])
    # A name that the reference has twice is nobody whom the list lacks.
    further = pl.col("known").list.slice(pl.col("listed").list.len())
    twice = (pl.col("outcome") == LONGER) & _more_names() & (further.list.set_difference("listed").list.len() == 0)
    return related.with_columns(outcome=pl.when(twice).then(pl.lit(NONE)).otherwise("outcome"))


def _begins() -> pl.Expr:
    """Whether the folded names listed are, letter by letter, the first of the reference's; ids minded."""
    listed, known = (pl.col(side).list.join("|") + "|" for side in ("listed", "known"))
    ids = r" \d{4}\|"
    without_ids = known.str.replace_all(ids, "|").str.starts_with(listed.str.replace_all(ids, "|"))
    one_side_only = ~(listed.str.contains(ids) & known.str.contains(ids))
    return known.str.starts_with(listed) | (without_ids & one_side_only)


def _prefix_outcome() -> pl.Expr:
    """Outcome where the names listed begin the reference's list."""
    longer = _more_names() | pl.col("known_open")
    return pl.when(longer).then(pl.lit(LONGER)).when("listed_open").then(pl.lit(NONE)).otherwise(pl.lit(SAME))


def _more_names() -> pl.Expr:
    """Whether the reference has more names than the list."""
    return pl.col("known").list.len() > pl.col("listed").list.len()


def _with_venues(pairs: pl.DataFrame) -> pl.DataFrame:
    """PAIRS with `place`, the `Venues` of paper and reference; distinct combinations are compared once."""
    names = ["venue_raw", "venue_id", "venue", "venue_ids", "venue_type"]
    distinct = pairs.select(names).unique().sort(names)
    places = [int(compare_venues(*row)) for row in distinct.iter_rows()]
    known = distinct.with_columns(pl.Series("place", places, dtype=pl.Int8))
    return pairs.join(known, on=names, how="left", nulls_equal=True, maintain_order="left")


def _fit() -> pl.Expr:
    """1 to 4: two for the same venue, one for a preprint or none; two for the same year, else one."""
    venue = pl.when(pl.col("place") == Venues.SAME).then(2).when(pl.col("place") == Venues.OTHER).then(0).otherwise(1)
    year = pl.when(pl.col("apart") == 0).then(2).otherwise(1)
    return venue + year


def _same_year() -> pl.Expr:
    """Whether paper and reference have one year."""
    return (pl.col("apart") == 0).fill_null(value=False)


def _enough() -> pl.Expr:
    """Whether names, title, venue and year together make a pair of equal titles safe."""
    length = pl.col("title_key").str.len_chars()
    title = pl.when(length >= 40).then(1.5).when(length >= 20).then(1.0).when(length >= 12).then(0.5).otherwise(0.0)
    venue = (pl.col("place") == Venues.SAME) * 0.5 - (pl.col("place") == Venues.OTHER) * 0.5
    year = pl.when(pl.col("apart").is_null()).then(-0.5).when(pl.col("apart") == 0).then(0.5).otherwise(0.0)
    one_name = (pl.col("listed").list.len() == 1) & (pl.col("outcome") == LONGER)
    needed = pl.when(one_name).then(_ENOUGH_FOR_ONE_NAME).otherwise(_ENOUGH)
    return (_this_version() & (pl.col("support") + title + venue + year >= needed)) | _contradiction(length)


def _this_version() -> pl.Expr:
    """Whether an agreeing reference is of this version of the paper, as far as venue and year can tell.

    Another version (the preprint, the journal's) may have more authors, so more names prove a cut only where
    the list is as long as lists here get, or where year and venue leave no other version. That the reference goes on
    behind the same names proves one only where the list is as long as that.
    """
    same_year, other = _same_year(), pl.col("place") == Venues.OTHER
    said = pl.col("place").is_in([int(Venues.SAME), int(Venues.UNSAID)])
    longer = (pl.col("may_be_cut") & ~other) | (same_year & said & _more_names())
    same = same_year | ~other
    return ((pl.col("outcome") == LONGER) & longer) | ((pl.col("outcome") == SAME) & same)


def _contradiction(length: pl.Expr) -> pl.Expr:
    """Another list is a contradiction only of a paper whose title, year and venue are the same."""
    here = pl.col("place").is_in([int(Venues.SAME), int(Venues.UNSAID)])
    return (pl.col("outcome") == CONTRADICTS) & _same_year() & here & (length >= 15)


def _strong_lists() -> pl.Expr:
    """Whether the lists show that two titles which differ by some letters are one paper's.

    By two whole names at least; by less only under a long title of the same year and venue. Where a subtitle is missing
    both must be the same.
    """
    same_place = _same_year() & (pl.col("place") == Venues.SAME) & (pl.col("title_key").str.len_chars() >= 40)
    names = (pl.col("support") >= 2) | ((pl.col("support") >= 1) & same_place & ~pl.col("subtitle"))
    here = ~pl.col("subtitle") | (_same_year() & (pl.col("place") == Venues.SAME))
    return _this_version() & pl.col("strong") & names & here
