"""How much shared co-authors prove, and which of several pairs they support."""

from __future__ import annotations

import polars as pl

from etl.transform.name_compare import NameForm, compare_names
from etl.transform.name_words import name_words

_PEOPLE = 50_000
"""How many people a corpus is drawn from, at the least: a small one has fewer namesakes than the world."""

_COMMON = 50
"""How many of those have one common family name of East Asia and one initial, at the least."""

_CLOSENESS = 10.0
"""How much likelier than anybody else's a namesake's co-authors are the same, being of one field."""

_NEEDED = {
    "punctuation": 0.0,
    "diacritics": 0.0,
    "hyphen": 0.7,
    "order": 0.7,
    "middle": 0.7,
    "nickname": 0.7,
    "initial": 1.0,
    "spelling": 1.0,
    "suffix": 1.0,
}
"""The score that each kind of likeness needs: the less the names prove, the more the co-authors must."""

NAME_COLUMNS = ("name", "family_key", "given_words", "suffix")


def name_form(name: str, family: str, given: str, suffix: str | None) -> NameForm:
    """A row of `NAME_COLUMNS` for comparing."""
    words = tuple(given.split())
    return NameForm(name, family, words, (suffix or "").strip(".").lower(), "".join(words) + family)


def scored(pairs: pl.DataFrame, shared: pl.DataFrame, works: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    """PAIRS (`a`, `b`, `kind`) with `shared_coauthors` and `score`, where that is what the kind needs.

    The score sums up, over the shared co-authors, how surprising (minus log10) it is that a namesake of one
    has written with a co-author of the other: little for a common name, or for a co-author of hundreds.
    """
    evidence = shared.join(pairs, on=["a", "b"]).join(_namesakes(pairs, keyed), left_on="a", right_on="author")
    evidence = evidence.join(_degrees(evidence.select("co_author").unique(), works), on="co_author")
    people = max(_PEOPLE, keyed.height)
    chance = _CLOSENESS * pl.col("degree") * pl.col("namesakes") / people
    surprise = (-chance.log10()).clip(lower_bound=0.0)
    sums = evidence.group_by("a", "b", "kind").agg(
        pl.len().cast(pl.UInt32).alias("shared_coauthors"), surprise.sort().sum().round(3).alias("score")
    )
    return sums.filter(pl.col("score") >= pl.col("kind").replace_strict(_NEEDED, return_dtype=pl.Float64))


def _degrees(people: pl.DataFrame, works: pl.DataFrame) -> pl.DataFrame:
    """`co_author` and `degree`: with how many others each of PEOPLE has written."""
    own = works.join(people, left_on="author", right_on="co_author", how="semi").rename({"author": "co_author"})
    return own.join(works, on="paper").group_by("co_author").agg(pl.col("author").n_unique().alias("degree"))


def _namesakes(pairs: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    """`author` and `namesakes`: how many share the family name and first letter, at least as in the world."""
    same = pl.len().over("family_key", pl.col("first_word").str.head(1))
    counted = keyed.select("author", "family_key", same.alias("namesakes"))
    wanted = counted.join(pairs.select(pl.col("a").alias("author")).unique(), on="author", how="semi")
    common = pl.col("family_key").is_in(list(name_words().east_asian))
    floor = pl.when(common).then(_COMMON).otherwise(2)
    return wanted.select("author", pl.max_horizontal("namesakes", floor).alias("namesakes"))


def one_partner_each(pairs: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    """PAIRS without those where one author has two partners who cannot be one person.

    "J. Kwon" is not both Jane and Joseph; a partner stays who scores at least twice as much as each rival.
    """
    sides = pl.concat(
        pairs.select("a", "b", "score", pl.col(one).alias("author"), pl.col(other).alias("partner"))
        for one, other in (("a", "b"), ("b", "a"))
    )
    rivals = sides.join(sides, on="author", suffix="_rival").filter(pl.col("partner") != pl.col("partner_rival"))
    rivals = rivals.filter(pl.col("score") < 2 * pl.col("score_rival"))
    lost = rivals.filter(_cannot_be_one(rivals, keyed)).select("a", "b").unique()
    return pairs.join(lost, on=["a", "b"], how="anti")


def _cannot_be_one(rivals: pl.DataFrame, keyed: pl.DataFrame) -> pl.Series:
    """For each row: do `partner` and `partner_rival` disagree in the name, or in its homonym id?"""
    sides = [rivals.select(pl.col(side).alias("author")) for side in ("partner", "partner_rival")]
    wanted = keyed.join(pl.concat(sides).unique(), on="author", how="semi")
    rows = wanted.select(*NAME_COLUMNS, "base_key", "homonym_id").rows()
    names = dict(zip(wanted["author"], rows, strict=True))
    both = rivals.select("partner", "partner_rival").rows()
    return pl.Series([_disagree(names[one], names[other]) for one, other in both], dtype=pl.Boolean)


def _disagree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if one[4] == other[4]:
        return bool(one[5] and other[5])
    return compare_names(name_form(*one[:4]), name_form(*other[:4])) is None
