"""Subjects about papers whose parts do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from etl.corpus import Corpus
from etl.rules.subjects.places import at_papers
from etl.transform.text.title_words import shares, stems

_NEXT = 8  # such papers below, on one page, that each is held against
_BETTER = 1.0  # shares of title words, of two titles together
_LISTINGS_AT_ONCE = 20_000  # where titles are in another language than abstracts, all papers are such


def crossed_abstracts(corpus: Corpus) -> pl.DataFrame:
    """One row a paper whose abstract has the words of another title of its page, and the other way round.

    title_other, title_raw_other, paper_id_other: of the paper whose title the abstract fits.
    """
    apart = pl.col("abstract_apart").is_not_null()
    papers = pl.concat(corpus.whole_papers(part).filter(apart).select("paper") for part in corpus.parts)
    listings = corpus.listings.join(papers, on="paper", how="semi", maintain_order="left")
    found = pl.concat(_crossed(pairs, corpus) for pairs in _pairs(listings))
    swapped = found.select(paper="paper_other", paper_other="paper")
    rows = pl.concat([found, swapped]).unique().sort("paper", "paper_other")
    titles = corpus.paper_rows.take(rows["paper"]).select("title", "title_raw")
    others = corpus.paper_rows.take(rows["paper_other"]).select(title_other="title", title_raw_other="title_raw")
    other_id = corpus.papers[rows["paper_other"]]["paper_id"].alias("paper_id_other")
    return at_papers(rows.with_columns(*titles, *others, other_id), corpus)


def _pairs(listings: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Each of the papers of LISTINGS (page, paper; in order) with the next few of its page: paper, paper_other."""
    for first in range(0, max(listings.height, 1), _LISTINGS_AT_ONCE):
        some = listings[first : first + _LISTINGS_AT_ONCE + _NEXT]
        below = [pl.col("paper").shift(-step).over("page").alias("paper_other") for step in range(1, _NEXT + 1)]
        pairs = [some.select("paper", other)[:_LISTINGS_AT_ONCE].drop_nulls() for other in below]
        yield pl.concat(pairs).filter(pl.col("paper") != pl.col("paper_other")).unique()


def _crossed(pairs: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """Those of PAIRS (paper, paper_other) of which each abstract has the words of the other's title."""
    papers = pl.concat([pairs["paper"], pairs["paper_other"]]).unique().sort()
    texts = corpus.paper_rows.take(papers).select(papers, text="abstract_apart", stems=stems(pl.col("title")))
    both = pairs.join(texts, on="paper").join(texts.rename(lambda name: f"{name}_other"), on="paper_other")
    own = ("stems", "text"), ("stems_other", "text_other")
    ours, theirs, cross, back = shares(both, *own, ("stems", "text_other"), ("stems_other", "text")).get_columns()
    return both.filter(cross + back - ours - theirs >= _BETTER).select("paper", "paper_other")
