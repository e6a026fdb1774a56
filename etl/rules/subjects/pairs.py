"""Subjects about pairs of papers that may be one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl
from rapidfuzz.distance import Levenshtein

from etl.corpus import Corpus
from etl.identity import letters
from etl.rules.subjects.places import at_papers
from etl.transform.names.owner_match import alike

_NEAR = 0.9  # share of letters that agree
_NEAR_WORD = 0.6
_LABELS = frozenset({"extended", "abstract", "version", "full"})
_LEAST_LETTERS = 15  # shorter titles agree by chance
_LEAST_ABSTRACT = 100  # characters
_PAIRS_AT_ONCE, _PAPERS_AT_ONCE = 1_000_000, 100_000
_ABOUT = ("paper", "paper_id", "title", "title_raw", "venue_id", "venue_raw", "year", "listed_authors")
_MOST_ALIKE = 100  # papers of one author whose titles begin alike; more are a series, or hostile


def _keyed(some: pl.DataFrame, corpus: Corpus, *also: str) -> pl.DataFrame:
    """Papers of SOME (paper) with title_key (letters alone), first (key of the first author), and the columns ALSO."""
    papers = corpus.papers[some["paper"]].with_columns(*corpus.paper_rows.take(some["paper"]))
    columns = papers.select(*_ABOUT, *also, title_key=letters(pl.col("title")))
    return columns.join(_first_authors(corpus), on="paper", how="left", maintain_order="left")


def _first_authors(corpus: Corpus) -> pl.DataFrame:
    """The first author of each paper that lists one: paper, first (key)."""
    return corpus.authorships.filter(pl.col("position") == 1, ~pl.col("nobody")).select("paper", first="key")


def _pairs(rows: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Pairs of ROWS (as `_keyed`) that agree ON, by the later paper: the other's columns end in `_other`."""
    # Of many papers that agree, each is paired with the first alone: a thousand of one title are no million pairs.
    first = rows.sort("paper").unique(on, keep="first", maintain_order=True)
    return rows.join(first, on=on, suffix="_other").filter(pl.col("paper") > pl.col("paper_other")).sort("paper")


def _at_later(pairs: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """PAIRS at the later paper, with shared_authors: how many of its names the other's list has, however spelled."""
    placed = at_papers(pairs.drop("paper_id"), corpus).with_columns(
        anchor=pl.concat_str("paper_id_other", "anchor", separator="\x1f")
    )
    if placed.is_empty():
        return placed.with_columns(shared_authors=pl.lit(None, pl.Int32))
    names = corpus.authorships.filter(~pl.col("nobody")).select("paper", "key")
    both = (
        pairs.select("paper", "paper_other")
        .join(names.rename({"key": "owner"}), on="paper")
        .join(names.rename({"paper": "paper_other", "key": "name"}), on="paper_other")
    )
    people = corpus.authors.unique("key", keep="first", maintain_order=True).select("base_key", name="key")
    shared = (
        both.join(alike(both.select("owner", "name").unique(), people), on=["owner", "name"], how="semi")
        .group_by("paper", "paper_other")
        .agg(shared_authors=pl.col("owner").n_unique().cast(pl.Int32))
    )
    return placed.join(shared, on=["paper", "paper_other"], how="left", maintain_order="left").with_columns(
        pl.col("shared_authors").fill_null(0)
    )


def _title_keys(corpus: Corpus, *keys: pl.Expr) -> pl.DataFrame:
    """The papers whose titles have enough letters: paper, and KEYS made of these letters (`key`), by hash."""
    parts = (corpus.whole_papers(part).select("paper", key=letters(pl.col("title"))) for part in corpus.parts)
    long = pl.col("key").str.len_chars() >= _LEAST_LETTERS
    return pl.concat(part.filter(long).select("paper", *(key.hash(0) for key in keys)) for part in parts)


def same_titles(corpus: Corpus) -> Iterator[pl.DataFrame]:
    """One row a paper whose title another paper has, letter by letter; see `_pairs`; and shared_authors."""
    keys = _title_keys(corpus, pl.col("key"))
    for some in _parts(keys.filter(pl.col("key").is_duplicated()), "key"):
        yield _at_later(_pairs(_keyed(some, corpus), ["title_key"]), corpus)


def _parts(rows: pl.DataFrame, on: str) -> Iterator[pl.DataFrame]:
    """ROWS, those that agree ON (a hash) together, in parts that fit in memory with their texts."""
    parts = 1 + rows.height // _PAPERS_AT_ONCE
    return (rows.filter(pl.col(on) % parts == part) for part in range(parts))


def near_titles(corpus: Corpus) -> Iterator[pl.DataFrame]:
    """One row a pair of papers of one first author whose titles differ by a few letters."""
    key = pl.col("key")
    ends = _title_keys(corpus, key.str.head(6).alias("head"), key.str.tail(6).alias("tail"))
    ends = ends.join(_first_authors(corpus).drop_nulls(), on="paper", maintain_order="left")
    grouped = [
        ends.select("paper", "first", end=end).filter(pl.len().over("first", "end").is_between(2, _MOST_ALIKE))
        for end in ("head", "tail")
    ]
    for some in _by_author(grouped):
        yield _near_among(some, corpus)


def _near_among(grouped: list[pl.DataFrame], corpus: Corpus) -> pl.DataFrame:
    """Rows of `near_titles` from GROUPED: papers by first author and one end of their titles (paper, first, end)."""
    rows = _keyed(pl.concat(several.select("paper") for several in grouped).unique().sort("paper"), corpus)
    titles = rows.select("paper", "title_key", "title")
    found = [
        several.join(several, on=["first", "end"], suffix="_other")
        .filter(pl.col("paper") > pl.col("paper_other"))
        .select("paper", "paper_other")
        .join(titles, on="paper")
        .join(titles.rename(lambda name: f"{name}_other"), on="paper_other")
        .filter(pl.col("title_key") != pl.col("title_key_other"))
        .filter(~_counted_apart())
        for several in grouped
    ]
    pairs = pl.concat(found).unique(["paper", "paper_other"]).sort("paper", "paper_other")
    near = [
        _nearly_equal(*row) for row in pairs.select("title_key", "title_key_other", "title", "title_other").iter_rows()
    ]
    chosen = pairs.filter(pl.Series(near, dtype=pl.Boolean)).select("paper", "paper_other")
    others = rows.rename({name: f"{name}_other" for name in rows.columns})
    both = chosen.join(rows, on="paper", how="left", maintain_order="left")
    return _at_later(both.join(others, on="paper_other", how="left", maintain_order="left"), corpus)


def _by_author(grouped: list[pl.DataFrame]) -> Iterator[list[pl.DataFrame]]:
    """GROUPED in parts whose pairs fit in memory: a series of 50 papers has more than 1,000 of them."""
    sizes = [several.group_by("first", "end").len()["len"].cast(pl.UInt64) for several in grouped]
    pairs, papers = sum(int((size**2).sum()) for size in sizes), sum(several.height for several in grouped)
    parts = 1 + max(pairs // _PAIRS_AT_ONCE, papers // _PAPERS_AT_ONCE)
    return ([several.filter(pl.col("first") % parts == part) for several in grouped] for part in range(parts))


def _nearly_equal(key: str, other_key: str, title: str, other: str) -> bool:
    """Do two titles differ by a few letters only, and not by a word that says something else?"""
    if Levenshtein.normalized_similarity(key, other_key, score_cutoff=_NEAR) < _NEAR:
        return False
    ours, theirs = (set(re.findall(r"\w{4,}", t.lower())) - _LABELS for t in (title, other))
    apart = [(ours - theirs, theirs), (theirs - ours, ours)]
    near = Levenshtein.normalized_similarity
    return all(any(near(word, x) >= _NEAR_WORD for x in others) for words, others in apart for word in words)


def _counted_apart() -> pl.Expr:
    """Do two titles differ in a number, or in what counts parts (“Part II”)?"""
    counts = r"\d+|\b[IVX]+\b|\b(?:One|Two|Three|First|Second|Third|Non|Anti|Un|In)\b"
    ours, other = (pl.col(c).str.extract_all(counts).list.join(" ") for c in ("title", "title_other"))
    return ours != other


def same_openings(corpus: Corpus) -> Iterator[pl.DataFrame]:
    """One row a paper whose abstract begins as that of another paper of another title; see `_pairs`."""
    papers = pl.concat(corpus.whole_papers(part).select("paper", "abstract_opening") for part in corpus.parts)
    return _under_other_titles(papers.drop_nulls(), "abstract_opening", corpus)


def same_abstracts(corpus: Corpus) -> Iterator[pl.DataFrame]:
    """One row a paper whose abstract another paper of another title has, to the character."""
    long = pl.col("abstract_chars") >= _LEAST_ABSTRACT
    papers = (corpus.whole_papers(part).filter(long).select("paper", "abstract_hash") for part in corpus.parts)
    return _under_other_titles(pl.concat(papers), "abstract_hash", corpus)


def _under_other_titles(papers: pl.DataFrame, on: str, corpus: Corpus) -> Iterator[pl.DataFrame]:
    """Pairs of PAPERS (paper, ON) that agree ON and have different titles."""
    for some in _parts(papers.filter(pl.col(on).is_duplicated()), on):
        pairs = _pairs(_keyed(some, corpus, on), [on])
        yield _at_later(pairs.filter(pl.col("title_key") != pl.col("title_key_other")), corpus)
