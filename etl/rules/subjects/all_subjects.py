"""The frames that rules look at, one a subject: plain columns, one row a thing that can be flagged.

Each frame but `copy` has the columns of `etl.rules.engine.PLACE`: the key of the row in its table, where it stands
in the input, and an `anchor` that stays the same from run to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from etl.corpus import Corpus
from etl.rules.subjects import authors, crossed_abstracts, pages, pairs, papers, venues

SUBJECTS: dict[str, Callable[[Corpus], pl.DataFrame | Iterator[pl.DataFrame]]] = {
    "page": pages.pages,
    "twin_page": pages.twin_pages,
    "listing": pages.listings,
    "absent_owner": pages.absent_owners,
    "owner_otherwise": pages.owners_otherwise,
    "paper": papers.papers,
    "differing_copies": papers.differing_copies,
    "author": authors.authors,
    "homonym": authors.homonyms,
    "case_variant": authors.case_variants,
    "variant": authors.variants,
    "short_name_style": authors.short_name_styles,
    "venue": venues.venues,
    "venue_year": venues.venue_years,
    "venue_spelling": venues.venue_spellings,
    "heading_part": venues.heading_parts,
    "same_title": pairs.same_titles,
    "near_title": pairs.near_titles,
    "same_abstract": pairs.same_abstracts,
    "same_opening": pairs.same_openings,
    "crossed_abstract": crossed_abstracts.crossed_abstracts,
    "reference": papers.references,
}
"""Subject -> what makes the frame that rules with it look at, or its parts one after another.

`copy`, `quarantine`, `file` and `drift` come from the pipeline.
"""
