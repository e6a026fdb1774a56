"""Subjects about papers and their author lists, and about what references say of them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from etl.corpus import Corpus
from etl.frames import pair
from etl.identity import letters
from etl.references.matching.list_relation import LONGER, SAME
from etl.references.matching.same_venue import Venues
from etl.rules.subjects.odd_names import OddNames
from etl.rules.subjects.places import at_papers
from etl.transform.names.parse import split_homonym
from etl.transform.text.clean import clean_titles

_MOST_NAMES = 20  # of those who are missing from one list


def papers(corpus: Corpus) -> Iterator[pl.DataFrame]:
    """One row a paper: its heading, its title, its author list with what is known of it.

    The columns missing_names, repeated_names and those of `OddNames` are texts for a reader, null where there
    is nothing to say.
    """
    status = corpus.lists.papers.select("paper", "status", "probability", "proof", pl.col("cap").cast(pl.Int32))
    missing, odd_names = _missing(corpus), OddNames(corpus)
    cut_because = pl.coalesce(
        pl.format("not on it: {}", "missing_names"),
        pl.format("it ends in “{}”", "et_al_name"),
        pl.format("it goes on in {}", "goes_on_in"),
    )
    longer = corpus.references.filter(pl.col("outcome") == LONGER).select("paper_id", goes_on_in="source")
    longer = longer.join(corpus.papers.select("paper_id", "paper"), on="paper_id").drop("paper_id")
    for part in corpus.parts:
        frame = corpus.whole_papers(part).drop("page", "first_line", "last_line", "paper_id")
        listed = corpus.authorships_of(frame)
        for fact in (status, missing, longer, _repeated(listed), *odd_names.on(frame, listed)):
            frame = frame.join(fact, on="paper", how="left", maintain_order="left")
        yield at_papers(frame, corpus).with_columns(cut_because=cut_because)


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


def references(corpus: Corpus) -> pl.DataFrame:
    """One row a paper that a reference knows.

    outcome, source, row, detail; title, year, venue of the paper, and reference_title, reference_year,
    reference_venue; names_apart (String: names that are spelled differently, null if none); owners (String: of pages
    that show the paper, who are proven to be missing from a list that the reference has, too; null if none);
    titles_apart, venues_apart (Boolean).
    """
    told = corpus.references.rename({c: f"reference_{c}" for c in ("title", "year", "venue", "authors")})
    papers = corpus.papers.select("paper", "paper_id", "year", "venue_raw", "venue_id")
    rows = told.join(papers, on="paper_id", maintain_order="left")
    rows = rows.with_columns(corpus.paper_rows.take(rows["paper"]).select("title", "title_raw"))
    rows = rows.with_columns(
        cleaned=clean_titles(rows["reference_title"])["text"], venues_apart=pl.col("place") == Venues.OTHER
    ).with_columns(titles_apart=letters(pl.col("title")) != letters(pl.col("cleaned")))
    for told_of_lists in (_names_apart(rows, corpus), _owners_missing(rows, corpus)):
        rows = rows.join(told_of_lists, on="paper", how="left", maintain_order="left")
    return at_papers(_with_names(rows, corpus).drop("paper_id"), corpus)


def _with_names(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """ROWS, with the names in `detail` that stand where the lists differ, as they are written."""
    here = _authorships(rows, corpus).select("paper", differs_at="position", here=pl.col("name_raw").cast(pl.String))
    named = rows.join(here, on=["paper", "differs_at"], how="left", maintain_order="left")
    there = pl.col("reference_authors").list.get(pl.col("differs_at") - 1, null_on_oob=True)
    written = pl.format(
        "position {} is “{}” here and “{}” in the reference ({})", "differs_at", "here", there, "detail"
    )
    return named.with_columns(detail=pl.coalesce(written, "detail")).drop("differs_at", "here")


def _authorships(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """The authorships of the papers of ROWS."""
    return corpus.authorships.join(rows, on="paper", how="semi")


def _names_apart(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """The names of lists that agree, where they are not spelled alike: paper, names_apart.

    Not where the reference has initials alone: that is its style, and says nothing of the name here.
    """
    agreeing = rows.filter(pl.col("outcome").is_in([SAME, LONGER])).select("paper", name_there="reference_authors")
    there = agreeing.explode("name_there", empty_as_null=False).with_columns(
        position=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("paper")
    )
    here = (
        _authorships(agreeing, corpus)
        .filter(~pl.col("nobody"))
        .select("paper", "position", name_here=pl.col("name_raw").cast(pl.String))
    )
    both = here.join(there, on=["paper", "position"]).with_columns(
        split_homonym(pl.col("name_here"))[0].alias("bare_here"),
        split_homonym(pl.col("name_there"))[0].alias("bare_there"),
    )
    ours, theirs = (pl.col(name).str.to_lowercase() for name in ("bare_here", "bare_there"))
    apart = both.filter((ours != theirs) & ~_is_short_for(theirs, ours))
    told = pl.concat_str("name_here", pl.lit(" / "), "name_there")
    return (
        apart.sort("paper", "position")
        .group_by("paper", maintain_order=True)
        .agg(names_apart=told.str.join(", "), name_here=pl.col("name_here").first())
    )


def _is_short_for(short: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Is SHORT the NAME with initials alone for its given names? Both in lower case."""
    initials = short.str.contains(r"^(?:\p{L}(?:\.[ -]?|[ -]))+\S{2,}$")
    last = r"(\S+)$"
    same = (short.str.extract(last) == name.str.extract(last)) & (short.str.head(1) == name.str.head(1))
    return (initials & same).fill_null(value=False)


def _owners_missing(rows: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """The owners whom both lists lack: paper, owners."""
    whole = rows.filter(pl.col("outcome") == SAME)
    owners = corpus.missing.filter(pl.col("role") == "recovered").join(whole, on="paper", how="semi")
    return owners.sort("paper", "name_raw").group_by("paper").agg(owners=pl.format("“{}”", "name_raw").str.join(", "))
