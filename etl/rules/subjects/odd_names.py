"""What is odd about the names on a list, beside each other: for the subject `paper`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from etl.corpus import Corpus
from etl.folding import folded
from etl.frames import pair
from etl.transform.names.compare import same_or_initial

_MOST_OF_A_FAMILY = 100  # on one list
_CAPITAL = r"(?:\P{L}|\p{Ll})(\p{Lu}[^ \p{Lu}]*"
_GOES_ON = r"(?i)\b(?:of|to|for|by|with|from|on|and|in|after|meets?|à|de|von)$|:$"  # a title that speaks of somebody


class OddNames:
    """Finds what is odd about the names on the lists of a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        """CORPUS: its authors are numbered once for all lists."""
        self._corpus = corpus
        self._written = corpus.names.select(name=pl.col("name_raw").cast(pl.String))
        # Codes (UInt32): there are so many names on lists that texts are looked up where they are wanted.
        self._codes = corpus.authors.filter(~pl.col("placeholder")).select(
            "author",
            "one_word",
            base=pl.col("base_key").rank("dense").cast(pl.UInt32),
            folded=pl.col("family").str.to_lowercase().rank("dense").cast(pl.UInt32),
        )

    def on(self, papers: pl.DataFrame, listed: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Frames of paper and one column (String), for those of PAPERS that have something of the kind.

        LISTED: their authorships. et_al_name: what says that the list goes on; placeholder_names: who is nobody;
        split_name: two bullets that are one name; homonyms_together: people of one name; alike_names: two spellings
        that may be one person; owner_twice: the same where one of them owns a page that shows the paper; name_in_title:
        who stands at its end.
        """
        yield self._at_end_of_title(papers)
        yield _joined(listed.filter("et_al"), "et_al_name")
        nobody = self._corpus.authors.filter("placeholder").select("author")
        yield _joined(listed.join(nobody, on="author", how="semi", maintain_order="left"), "placeholder_names")
        names = listed.filter(~pl.col("nobody")).join(self._codes, on="author", how="inner", maintain_order="left")
        yield _split(names, self._corpus)
        crowded = _several(names, "base")
        yield _joined(crowded.filter(pl.col("key").n_unique().over("paper", "base") > 1), "homonyms_together")
        yield from _alike(names, self._corpus)

    def _at_end_of_title(self, papers: pl.DataFrame) -> pl.DataFrame:
        """Who of all authors stands at the end of a title, as where the line of a list's first name is joined to it."""
        title = pl.col("title_raw")
        names = pl.concat_list(title.str.extract(rf"{_CAPITAL}{' [^ ]+' * words})$") for words in (1, 2))
        ends = papers.select("paper", "title_raw", name=names).explode("name").drop_nulls()
        ends = ends.join(self._written, on="name", how="semi")
        before = title.str.strip_suffix(pl.col("name")).str.strip_chars_end()
        joined = ends.filter((before != "") & ~before.str.contains(_GOES_ON))
        return joined.group_by("paper").agg(name_in_title=pl.col("name").max_by(pl.col("name").str.len_chars()))


def _several(names: pl.DataFrame, code: str) -> pl.DataFrame:
    """Those of NAMES that agree in CODE with another one on their list."""
    return names.filter(pair("paper", code).is_duplicated() & pl.col(code).is_not_null())


def _joined(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """The names of ROWS by paper."""
    ordered = rows.sort("paper", "position", "name_raw")
    return ordered.group_by("paper", maintain_order=True).agg(
        pl.col("name_raw").cast(pl.String).str.join(", ").alias(column)
    )


def _split(names: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """One-word names that make up, with the next name, a name that stands elsewhere: paper, split_name."""
    keys = corpus.authors.select("author", "base_key")
    lone = names.filter("one_word").select("paper", "position", "name_raw", "author")
    below = names.select("paper", pl.col("position") - 1, next_name="name_raw", next="author")
    pairs = (
        lone.join(below, on=["paper", "position"])
        .join(keys, on="author")
        .join(keys.select(next="author", next_key="base_key"), on="next")
    )
    whole = pl.concat_str("base_key", "next_key", separator=" ").alias("base_key")
    found = pairs.select("paper", "position", "name_raw", "next_name", whole).join(
        keys.join(corpus.authorships, on="author", how="semi"), on="base_key", how="semi"
    )
    both = pl.concat_str("name_raw", "next_name", separator=" / ").alias("name_raw")
    return _joined(found.with_columns(both), "split_name")


def _alike(names: pl.DataFrame, corpus: Corpus) -> Iterator[pl.DataFrame]:
    """Pairs of names on one list, of one family, that may be one person's: alike_names; owner_twice."""
    # More of one family are no people, and their pairs would be as many as their square.
    crowded = _several(names, "folded").filter(pl.len().over("paper", "folded") <= _MOST_OF_A_FAMILY)
    one = crowded.join(corpus.authors.select("author", "base_key", "given"), on="author", maintain_order="left").select(
        "paper", "position", "key", "base_key", "given", "name_raw", "folded"
    )
    pairs = one.join(one, on=["paper", "folded"], suffix="_2").filter(
        (pl.col("position") < pl.col("position_2"))
        & (pl.col("base_key") != pl.col("base_key_2"))
        & (pl.col("base_key").str.head(1) == pl.col("base_key_2").str.head(1))
    )
    same = [_may_be_one(a, b) for a, b in pairs.select("given", "given_2").iter_rows()]
    pairs = pairs.filter(pl.Series(same, dtype=pl.Boolean)).with_columns(
        name_raw=pl.concat_str("name_raw", "name_raw_2", separator=" / ")
    )
    owned = corpus.listings.select("paper", "page").join(pairs, on="paper", how="semi")
    owned = owned.join(corpus.pages.select("page", "owner_key"), on="page")
    owners = owned.select("paper", key="owner_key").unique()
    theirs = pl.concat(
        [pairs.join(owners, on=["paper", "key"], how="semi"),
         pairs.join(owners.rename({"key": "key_2"}), on=["paper", "key_2"], how="semi")]
    ).unique()  # fmt: skip
    yield _joined(theirs, "owner_twice")
    yield _joined(pairs.join(theirs, on=["paper", "position", "position_2"], how="anti"), "alike_names")


def _may_be_one(given: str | None, other: str | None) -> bool:
    """Could two given names of one family be one person's: has the longer each word of the other, or its initial?"""
    few, many = sorted((_words(given), _words(other)), key=len)
    return bool(few) and same_or_initial(few[0], many[0]) and all(any(same_or_initial(a, b) for b in many) for a in few)


def _words(given: str | None) -> list[str]:
    """Words in plain lower case; a hyphen does not part them (Zhi-Hua is not Zhi)."""
    return re.sub(r"[^\w\s]", "", re.sub(r"\.(?=\w)", " ", folded(given or ""))).split()
