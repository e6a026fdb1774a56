"""The frames that rules look at, one a subject: plain columns, one row a thing that can be flagged.

Each frame but `copy` has the columns of `etl.rules.engine.PLACE`: the key of the row in its table, where it stands
in the input, and an `anchor` that stays the same from run to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from etl.corpus import Corpus
from etl.rules import subject_fit, subject_pages, subject_pairs, subject_papers, subject_people, subject_venues

SUBJECTS: dict[str, Callable[[Corpus], pl.DataFrame | Iterator[pl.DataFrame]]] = {
    "page": subject_pages.pages,
    "twin_page": subject_pages.twin_pages,
    "listing": subject_pages.listings,
    "absent_owner": subject_pages.absent_owners,
    "owner_otherwise": subject_pages.owners_otherwise,
    "paper": subject_papers.papers,
    "differing_copies": subject_papers.differing_copies,
    "author": subject_people.authors,
    "homonym": subject_people.homonyms,
    "case_variant": subject_people.case_variants,
    "variant": subject_people.variants,
    "short_name_style": subject_people.short_name_styles,
    "venue": subject_venues.venues,
    "venue_year": subject_venues.venue_years,
    "venue_spelling": subject_venues.venue_spellings,
    "heading_part": subject_venues.heading_parts,
    "same_title": subject_pairs.same_titles,
    "near_title": subject_pairs.near_titles,
    "same_abstract": subject_pairs.same_abstracts,
    "same_opening": subject_pairs.same_openings,
    "crossed_abstract": subject_fit.crossed_abstracts,
    "reference": subject_papers.references,
}
"""Subject -> what makes the frame that rules with it look at, or its parts one after another.

`copy`, `quarantine`, `file` and `drift` come from the pipeline.
"""
