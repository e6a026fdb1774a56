"""Subjects about pairs of papers that may be one."""

from __future__ import annotations

import polars as pl
from rapidfuzz.distance import Levenshtein

from etl.corpus import Corpus
from etl.identity import letters
from etl.rules.subject_places import Frame, at_papers

_NEAR = 0.9  # share of letters that agree
_LEAST_LETTERS = 20  # shorter titles agree by chance
_LEAST_ABSTRACT = 100  # characters


def _papers(corpus: Corpus) -> Frame:
    """Papers with title_key (letters alone) and first (key of the first author)."""
    first = corpus.authorships.filter(pl.col("position") == 1, ~pl.col("et_al")).select("paper", first="key")
    columns = corpus.papers.select("paper", "paper_id", "title", "title_raw", "venue_id", "venue_raw", "year")
    return columns.with_columns(title_key=letters(pl.col("title"))).join(
        first, on="paper", how="left", maintain_order="left"
    )


def _paired(rows: Frame, on: list[str], corpus: Corpus) -> Frame:
    """Pairs of ROWS (as `_papers`) that agree ON, at the later paper: the other's columns end in `_other`."""
    several = rows.filter(pl.len().over(on) > 1)
    pairs = several.join(several, on=on, suffix="_other").filter(pl.col("paper") > pl.col("paper_other"))
    # Of many papers that agree, each is paired with the first alone.
    nearest = pairs.sort("paper", "paper_other").unique("paper", keep="first", maintain_order=True)
    return _at_later(nearest, corpus)


def _at_later(pairs: Frame, corpus: Corpus) -> Frame:
    ids = pl.concat_str("paper_id_other", "anchor", separator="\x1f")
    shared = corpus.authorships.filter(~pl.col("et_al")).select("paper", "key").unique()
    both = (
        pairs.select("paper", "paper_other").join(shared, on="paper")
        .join(shared.rename({"paper": "paper_other"}), on=["paper_other", "key"])
        .group_by("paper", "paper_other").agg(shared_authors=pl.len().cast(pl.Int32))
    )  # fmt: skip
    placed = at_papers(pairs.drop("paper_id"), corpus).with_columns(anchor=ids)
    return placed.join(both, on=["paper", "paper_other"], how="left", maintain_order="left").with_columns(
        pl.col("shared_authors").fill_null(0)
    )


def same_titles(corpus: Corpus) -> Frame:
    """One row a paper whose title another paper has, letter by letter; see `_paired`; and shared_authors."""
    long = _papers(corpus).filter(pl.col("title_key").str.len_chars() >= _LEAST_LETTERS)
    return _paired(long, ["title_key"], corpus)


def near_titles(corpus: Corpus) -> Frame:
    """One row a pair of papers of one first author whose titles differ by a few letters."""
    rows = _papers(corpus).drop_nulls("first").filter(pl.col("title_key").str.len_chars() >= _LEAST_LETTERS)
    key = pl.col("title_key")
    found = []
    for end in (key.str.head(6), key.str.tail(6)):
        ended = rows.with_columns(end=end)
        several = ended.filter(pl.len().over("first", "end") > 1)
        found.append(several.join(several, on=["first", "end"], suffix="_other").drop("end"))
    pairs = (
        pl.concat(found)
        .unique(["paper", "paper_other"])
        .filter(
            pl.col("paper") > pl.col("paper_other"), pl.col("title_key") != pl.col("title_key_other"), ~_counted_apart()
        )
    )
    near = [
        Levenshtein.normalized_similarity(a, b, score_cutoff=_NEAR) >= _NEAR
        for a, b in pairs.select("title_key", "title_key_other").iter_rows()
    ]
    chosen = pairs.filter(pl.Series(near, dtype=pl.Boolean)).sort("paper", "paper_other")
    return _at_later(chosen, corpus)


def _counted_apart() -> pl.Expr:
    """Do two titles differ in a number, or in what counts parts (“Part II”)?"""
    counts = r"\d+|\b[IVX]+\b|\b(?:One|Two|Three|First|Second|Third|Non|Anti|Un|In)\b"
    ours, other = (pl.col(c).str.extract_all(counts).list.join(" ") for c in ("title", "title_other"))
    return ours != other


def same_abstracts(corpus: Corpus) -> Frame:
    """One row a paper whose abstract another paper of another title has, to the character."""
    texts = corpus.copies.filter("canonical", pl.col("abstract_chars") >= _LEAST_ABSTRACT).select(
        "paper", "abstract_hash"
    )
    rows = _papers(corpus).join(texts, on="paper", maintain_order="left")
    return _paired(rows, ["abstract_hash"], corpus).filter(pl.col("title_key") != pl.col("title_key_other"))
