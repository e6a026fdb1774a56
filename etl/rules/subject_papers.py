"""Subjects about papers and their author lists."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from etl.corpus import Corpus
from etl.frames import pair
from etl.references.lists import LONGER
from etl.rules.subject_lists import OddNames
from etl.rules.subject_places import at_papers

_MOST_NAMES = 20  # of those who are missing from one list


def papers(corpus: Corpus) -> Iterator[pl.DataFrame]:
    """One row a paper: its heading, its title, its author list with what is known of it.

    The columns missing_names, repeated_names and those of `OddNames` are texts for a reader, null where there
    is nothing to say.
    """
    status = corpus.lists.papers.select("paper", "status", "probability", "proof")
    missing, odd_names = _missing(corpus), OddNames(corpus)
    cut_because = pl.coalesce(
        pl.format("not on it: {}", "missing_names"),
        pl.format("it ends in “{}”", "et_al_name"),
        pl.format("it goes on in {}", "goes_on_in"),
    )
    longer = corpus.references.filter(pl.col("outcome") == LONGER).select("paper_id", goes_on_in="source")
    longer = longer.join(corpus.papers.select("paper_id", "paper"), on="paper_id").drop("paper_id")
    cap = pl.lit(corpus.lists.cap.value, pl.Int32)
    for part in corpus.parts:
        frame = corpus.whole_papers(part).drop("page", "first_line", "last_line", "paper_id")
        listed = corpus.authorships_of(frame)
        for fact in (status, missing, longer, _repeated(listed), *odd_names.on(frame, listed)):
            frame = frame.join(fact, on="paper", how="left", maintain_order="left")
        yield at_papers(frame, corpus).with_columns(cut_because=cut_because, cap=cap)


def _missing(corpus: Corpus) -> pl.DataFrame:
    """Who is known to be missing: paper, missing_name, known_from (lists, the first names), missing_names."""
    named = corpus.missing.group_by("paper", maintain_order=True).agg(
        missing_name=pl.col("name_raw").head(_MOST_NAMES),
        known_from=pl.col("known_from").head(_MOST_NAMES),
        more=pl.len(),
    )
    more = pl.when(pl.col("more") > _MOST_NAMES).then(pl.format(" and {} more", pl.col("more") - _MOST_NAMES))
    return named.with_columns(missing_names=pl.col("missing_name").list.join(", ") + more.otherwise(pl.lit("")))


def _repeated(listed: pl.DataFrame) -> pl.DataFrame:
    """Who stands on one list more than once: paper, repeated_names. LISTED: authorships."""
    listed = listed.filter(~pl.col("nobody"))
    seen = listed.filter(pair("paper", "key").is_duplicated()).group_by("paper", "key")
    return (
        seen.agg(name=pl.col("name_raw").first()).sort("paper", "name").group_by("paper", maintain_order=True)
        .agg(repeated_names=pl.col("name").cast(pl.String).str.join(", "))
    )  # fmt: skip


def differing_copies(corpus: Corpus) -> pl.DataFrame:
    """One row a paper that its listings show in more than one way, with the columns in which they differ."""
    several = corpus.papers.filter(pl.col("copies") > 1).select("paper")
    fields = {
        "title": "title_raw",
        "author list": "names",
        "venue": "venue_raw",
        "kind": "venue_kind",
        "type": "paper_type",
        "abstract": "abstract_hash",
    }
    named = [pl.when(pl.col(name)).then(pl.lit(name)) for name in fields]
    differ = (
        corpus.kept_copies.join(several, on="paper", how="semi")
        .group_by("paper")
        .agg(
            **{name: pl.col(column).hash().n_unique() > 1 for name, column in fields.items()},
            ways=pl.col("content").n_unique(),
        )
        .with_columns(differing=pl.concat_list(named).list.drop_nulls().list.join(", "))
        .sort("paper")
    )
    return at_papers(differ, corpus)
