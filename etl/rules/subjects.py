"""The frames that rules look at, one a subject: plain columns, one row a thing that can be flagged.

Each frame but `copy` has the columns of `etl.rules.engine.PLACE`: the key of the row in its table, where it stands
in the input, and an `anchor` that stays the same from run to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps

import polars as pl

from etl.corpus import Corpus
from etl.rules import subject_pages, subject_pairs, subject_papers, subject_people, subject_venues


def _one(make: Callable[[Corpus], pl.DataFrame]) -> Callable[[Corpus], Iterator[pl.DataFrame]]:
    """MAKE for those who take frames one after another; its docstring stays."""

    @wraps(make)
    def frames(corpus: Corpus) -> Iterator[pl.DataFrame]:
        yield make(corpus)

    return frames


SUBJECTS: dict[str, Callable[[Corpus], Iterator[pl.DataFrame]]] = {
    "page": subject_pages.pages,
    "twin_page": _one(subject_pages.twin_pages),
    "listing": subject_pages.listings,
    "absent_owner": _one(subject_pages.absent_owners),
    "owner_otherwise": _one(subject_pages.owners_otherwise),
    "paper": subject_papers.papers,
    "differing_copies": _one(subject_papers.differing_copies),
    "author": _one(subject_people.authors),
    "homonym": _one(subject_people.homonyms),
    "case_variant": _one(subject_people.case_variants),
    "variant": _one(subject_people.variants),
    "venue": _one(subject_venues.venues),
    "venue_year": _one(subject_venues.venue_years),
    "venue_spelling": _one(subject_venues.venue_spellings),
    "heading_part": _one(subject_venues.heading_parts),
    "same_title": _one(subject_pairs.same_titles),
    "near_title": _one(subject_pairs.near_titles),
    "same_abstract": _one(subject_pairs.same_abstracts),
    "same_opening": _one(subject_pairs.same_openings),
    "reference": _one(subject_papers.references),
}
"""Subject -> the frames that rules with it look at, one after another.

`copy`, `quarantine`, `file` and `drift` come from the pipeline.
"""
