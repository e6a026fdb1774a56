"""One person under two spellings: pairs of authors whose names agree and who write with the same people.

A pair is looked for only among authors who share a co-author (never among all), so that work grows with the
co-author lists, not with the square of the names. Precision comes before recall: a pair must agree in the
name (`name_compare.py`), never stand on one paper together, and share more than chance explains
(`variant_evidence.py`).
"""

from __future__ import annotations

import polars as pl

from etl.frames import pair, streamed
from etl.transform.name_compare import compare_names, name_keys, search_keys
from etl.transform.variant_evidence import NAME_COLUMNS, name_form, one_partner_each, scored

_CROWD = 40
"""Papers with more names than this say nothing about who works with whom."""
_AT_ONCE = 400_000
"""Names on papers whose bearers are looked at together: who wrote with each of them is in memory, by pairs."""
_NAMESAKES = 100
"""Among more co-authors of one person with one key nobody can be told apart; and pairs grow as their square."""


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
