"""Three questions to a snapshot: who writes with whom, how lists grew, and which papers must not be counted.

Run it on a snapshot, or open it as a notebook (the `# %%` lines are cells):

    quiver run raw --out curated
    python docs/tutorial/who-wrote-with-whom.py curated
"""

# %% A snapshot: all tables come from the same one, also while a run publishes the next.
from __future__ import annotations

import signal
import sys

import polars as pl

import etl

snapshot = etl.open_snapshot(sys.argv[1] if len(sys.argv) > 1 else "curated")
pl.Config(tbl_rows=30, tbl_cols=-1, tbl_width_chars=110, fmt_str_lengths=60, tbl_hide_dataframe_shape=True)
pl.Config(tbl_hide_column_data_types=True, tbl_formatting="ASCII_MARKDOWN", tbl_cell_numeric_alignment="RIGHT")
out = sys.stdout
if "ipykernel" not in sys.modules:  # a script ends without a word where its reader leaves, as `head` does
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


# %% 1. Who are the most frequent co-authors? Of those whom a page is about, with everybody known to be on their
# papers: listed, recovered from the owner of another page, or known from a reference.
def co_authors() -> pl.DataFrame:
    """Pairs of a page's owner and another author, with the number of papers: the ten most frequent."""
    people = snapshot.authors.select("author_id", "author_key", "name")
    on_papers = snapshot.authorships.join(people, on="author_id").select("paper_id", "author_key", "name").unique()
    owners = snapshot.pages.select(author_key="owner_author_key").drop_nulls().unique()
    mine = on_papers.join(owners, on="author_key")
    return (
        mine.join(on_papers, on="paper_id", suffix="_other")
        .filter(pl.col("author_key") != pl.col("author_key_other"))
        .group_by(owner="author_key", co_author="author_key_other")
        .agg(papers=pl.col("paper_id").n_unique())
        .sort("papers", "owner", "co_author", descending=[True, False, False])
        .head(10)
        .collect()
    )


out.write(f"Most frequent co-authors\n{co_authors()}\n\n")


# %% 2. How did list lengths grow? A list that the site cut is longer than it looks, so a mean of what is shown is
# too low, and more so the longer lists get. Two figures are right in spite of it: the median, because a cut list
# is above it whatever its true length (as long as the median is below the cap), and the share of lists that go
# on behind the cap, because `truncation_probability` is calibrated.
def lengths() -> pl.DataFrame:
    """For each year with papers that have a list: the number of papers, the shown and the corrected figures."""
    cut = pl.col("author_list_status") == "truncated"
    length = pl.when(cut).then(float("inf")).otherwise(pl.col("known_authors").cast(pl.Float64))
    return (
        snapshot.papers.filter(pl.col("listed_authors") > 0)
        .group_by("year")
        .agg(
            papers=pl.len(),
            mean_shown=pl.col("listed_authors").mean().round(1),
            mean_at_least=pl.col("known_authors").mean().round(1),
            median=length.median(),
            cut_share=pl.col("truncation_probability").mean().round(2),
        )
        .sort("year")
        .collect()
    )


out.write(f"Author lists by year\n{lengths()}\n\n")


# %% 3. Which papers should not be used for author counts, and why? Those whose list is proven or may be cut, shows
# nobody, or is not what a reference has. The findings say so in words, and the paper's probability how sure it is.
UNSAFE = ("author-list-truncated", "author-list-at-cap", "no-authors", "owner-absent", "reference-contradicts")


def not_to_be_counted() -> pl.DataFrame:
    """The papers, most certain first, each with the reason."""
    why = snapshot.findings.filter(pl.col("rule").is_in(UNSAFE), pl.col("paper_id").is_not_null())
    return (
        why.join(snapshot.papers.select("paper_id", "title", "truncation_probability"), on="paper_id")
        .group_by("paper_id", "title", probability=pl.col("truncation_probability").round(2))
        .agg(why=pl.col("rule").unique().sort().str.join(", "))
        .sort("probability", "title", descending=[True, False])
        .drop("paper_id")
        .collect()
    )


unsafe = not_to_be_counted()
out.write(f"Not to be used for author counts: {unsafe.height} of {snapshot.manifest.tables['papers'].rows}\n{unsafe}\n")
