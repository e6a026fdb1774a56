"""One person under two spellings: pairs of authors whose names agree and who write with the same people.

A pair is looked for only among authors who share a co-author (never among all), so that work grows with the
co-author lists, not with the square of the names. Precision comes before recall: a pair must agree in the
name (`compare.py`), never stand on one paper together, and share more than chance explains.
"""

from __future__ import annotations

import polars as pl

from etl.frames import pair, streamed
from etl.transform.names.compare import NameForm, compare_names, name_keys, search_keys
from etl.transform.names.words import EAST_ASIAN

_CROWD = 40
"""Papers with more names than this say nothing about who works with whom."""
_AT_ONCE = 400_000
"""Names on papers whose bearers are looked at together: who wrote with each of them is in memory, by pairs."""
_NAMESAKES = 100
"""Among more co-authors of one person with one key nobody can be told apart; and pairs grow as their square."""
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


def name_variants(authors: pl.DataFrame, authorships: pl.DataFrame) -> pl.DataFrame:
    """Pairs of authors that are probably one person.

    AUTHORS: `author` (UInt32), `author_id`, `name`, `given`, `family`, `suffix`, `homonym_id`, `base_key`
    (String). AUTHORSHIPS: `paper`, `author` (UInt32), `venue` (String or Categorical).
    Out: `author_id_a` < `author_id_b`, `kind` (String: what differs), `shared_coauthors`, `shared_venues`
    (UInt32), `score` (Float64: co-author evidence, about the number of zeros in the odds that it is chance),
    sorted by the two ids. Equal base keys are never a pair: homonym ids say whether those are one person.
    """
    keyed = name_keys(authors)
    works = streamed(authorships.lazy().select("paper", "author").drop_nulls().unique())
    small = works.filter(pl.len().over("paper").is_between(2, _CROWD))
    shared = shared_co_authors(search_keys(keyed), small)
    pairs = agreeing(shared.select("a", "b").unique(), keyed)
    pairs = without_joint_papers(pairs, works)
    pairs = one_partner_each(scored(pairs, shared, small, keyed), keyed)
    return _finished(pairs, keyed, authorships)


def shared_co_authors(keys: pl.DataFrame, works: pl.DataFrame) -> pl.DataFrame:
    """`a` < `b` (authors with one of KEYS in common) and `co_author` (who wrote with both, in WORKS)."""
    sought = works.join(keys, on="author", how="semi")
    parts = 1 + works.height // _AT_ONCE
    return pl.concat(_sharing(sought, works.filter(pl.col("author") % parts == n), keys) for n in range(parts))


def _sharing(sought: pl.DataFrame, co_authors: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """As `shared_co_authors`, where SOUGHT are the works of authors with KEYS, and CO_AUTHORS those of some others."""
    links = (
        sought.lazy().join(co_authors.lazy().rename({"author": "co_author"}), on="paper").select("author", "co_author")
    )
    links = links.filter(pl.col("author") != pl.col("co_author")).unique()
    met = streamed(links.join(keys.lazy(), on="author").select("author", at=pair("co_author", "key")))
    met = met.filter(pl.len().over("at").is_between(2, _NAMESAKES))
    pairs = met.rename({"author": "a"}).join(met.rename({"author": "b"}), on="at").filter(pl.col("a") < pl.col("b"))
    return pairs.select("a", "b", (pl.col("at") // 2**32).cast(pl.UInt32).alias("co_author")).unique()


def agreeing(pairs: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    """Those of PAIRS whose names can be one person's, with `kind`."""
    names = keyed.select("author", *NAME_COLUMNS, "base_key")
    both = pairs.join(names, left_on="a", right_on="author").join(names, left_on="b", right_on="author", suffix="_b")
    both = both.filter(pl.col("base_key") != pl.col("base_key_b"))
    others = both.select(f"{column}_b" for column in NAME_COLUMNS)
    rows = zip(both.select(NAME_COLUMNS).rows(), others.rows(), strict=True)
    kinds = [compare_names(name_form(*a), name_form(*b)) for a, b in rows]
    return both.select("a", "b", pl.Series("kind", kinds, dtype=pl.String)).drop_nulls()


def without_joint_papers(pairs: pl.DataFrame, works: pl.DataFrame) -> pl.DataFrame:
    """PAIRS without those who stand on one paper together: they are two people."""
    joint = pairs.select("a", "b").join(works, left_on="a", right_on="author")
    joint = joint.join(works, left_on=["b", "paper"], right_on=["author", "paper"]).select("a", "b").unique()
    return pairs.join(joint, on=["a", "b"], how="anti")


def _finished(pairs: pl.DataFrame, keyed: pl.DataFrame, authorships: pl.DataFrame) -> pl.DataFrame:
    ids = keyed.select("author", "author_id")
    named = pairs.join(_shared_venues(pairs, authorships), on=["a", "b"], how="left")
    named = named.join(ids, left_on="a", right_on="author").join(ids, left_on="b", right_on="author", suffix="_b")
    first = pl.min_horizontal("author_id", "author_id_b").alias("author_id_a")
    second = pl.max_horizontal("author_id", "author_id_b").alias("author_id_b")
    venues = pl.col("shared_venues").fill_null(0).cast(pl.UInt32)
    return named.select(first, second, "kind", "shared_coauthors", venues, "score").sort("author_id_a", "author_id_b")


def _shared_venues(pairs: pl.DataFrame, authorships: pl.DataFrame) -> pl.DataFrame:
    sought = pl.concat([pairs.select(pl.col(side).alias("author")) for side in ("a", "b")]).unique()
    places = authorships.select("author", "venue").join(sought, on="author", how="semi").unique()
    both = pairs.select("a", "b").join(places, left_on="a", right_on="author")
    both = both.join(places, left_on=["b", "venue"], right_on=["author", "venue"])
    return both.group_by("a", "b").agg(pl.len().alias("shared_venues"))


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
    common = pl.col("family_key").is_in(list(EAST_ASIAN))
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
