"""Subjects about papers whose parts do not fit each other."""

from __future__ import annotations

import polars as pl

from etl.corpus import Corpus
from etl.rules.subject_places import at_papers
from etl.transform.text.fit import shares, stems

_NEXT = 8  # such papers below, on one page, that each is held against
_BETTER = 1.0  # shares of title words, of two titles together


def crossed_abstracts(corpus: Corpus) -> pl.DataFrame:
    """One row a paper whose abstract has the words of another title of its page, and the other way round.

    title_other, title_raw_other, paper_id_other: of the paper whose title the abstract fits.
    """
    texts = pl.concat(
        corpus.whole_papers(part).select("paper", "title", "title_raw", text="abstract_apart").drop_nulls("text")
        for part in corpus.parts
    ).with_columns(stems=stems(pl.col("title")))
    pairs = _pairs(corpus.listings.join(texts.select("paper"), on="paper", how="semi", maintain_order="left"))
    both = pairs.join(texts, on="paper", maintain_order="left")
    both = both.join(texts.rename(lambda name: f"{name}_other"), on="paper_other", maintain_order="left")
    own = ("stems", "text"), ("stems_other", "text_other")
    found = shares(both, *own, ("stems", "text_other"), ("stems_other", "text"))
    ours, theirs, cross, back = found.get_columns()
    both = both.filter(cross + back - ours - theirs >= _BETTER)
    names = ("paper", "title", "title_raw")
    ways = [(name, f"{name}_other") for name in names]
    there = both.select(*names, *(other for _, other in ways))
    back_again = both.select(*(pl.col(b).alias(a) for a, b in ways), *(pl.col(a).alias(b) for a, b in ways))
    rows = pl.concat([there, back_again]).unique(maintain_order=True).sort("paper", "paper_other")
    other = corpus.papers[rows["paper_other"]]["paper_id"].alias("paper_id_other")
    return at_papers(rows.with_columns(other), corpus)


def _pairs(listings: pl.DataFrame) -> pl.DataFrame:
    """Each of the papers of LISTINGS (page, paper; in order) with the next few of its page: paper, paper_other."""
    below = [pl.col("paper").shift(-step).over("page").alias("paper_other") for step in range(1, _NEXT + 1)]
    pairs = [
        listings.select("paper", other).drop_nulls().filter(pl.col("paper") != pl.col("paper_other")) for other in below
    ]
    return pl.concat(pairs).unique().sort("paper", "paper_other")
