"""What happens to one shard of the input, without knowing of any other: read, parse, mend texts, check copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from etl.extract.files import Source
from etl.extract.page import extract
from etl.identity import paper_base
from etl.rules.base import Rule
from etl.rules.engine import evaluate
from etl.transform.text import clean_abstracts, clean_titles


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What a shard gives: small frames for the merge, and large ones that are written by key.

    pages: a row a page, without its frame. listings: a row a listing, by `copy`. copies: how listings show
    papers, without abstracts. drafts: findings on copies.
    frames (page_id, path, frame), raws (page_id, path, ordinal, raw) and quarantine go by page; texts (copy, base,
    abstract_raw, abstract, abstract_plain) go by paper.
    """

    pages: pl.DataFrame
    listings: pl.DataFrame
    copies: pl.DataFrame
    drafts: pl.DataFrame
    frames: pl.DataFrame
    raws: pl.DataFrame
    quarantine: pl.DataFrame
    texts: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Small:
    """The small frames of all shards; see `ShardResult`."""

    pages: list[pl.DataFrame]
    listings: list[pl.DataFrame]
    copies: list[pl.DataFrame]
    drafts: list[pl.DataFrame]


def read_shard(sources: list[Source], rules: Sequence[Rule], is_new: Callable[[pl.Series], pl.Series]) -> ShardResult:
    """Parse SOURCES and work on the copies that IS_NEW says no other shard has shown."""
    extracted = extract(sources)
    raw = extracted.copies.select("copy", "raw").drop_nulls()
    raws = extracted.listings.select("page_id", "path", "ordinal", "copy").join(raw, on="copy").drop("copy")
    fresh = extracted.copies.filter(is_new(extracted.copies["copy"]))
    copies = _mended(fresh)
    texts = copies.select("copy", "base", "abstract_raw", "abstract", "abstract_plain")
    return ShardResult(
        pages=extracted.pages.drop("frame"),
        listings=extracted.listings,
        copies=copies.select(
            "copy", "base", "content", "venue_raw", "venue_kind", "year", "paper_type", "title_raw", "title",
            "names", "title_line", "abstract_line",
            abstract_chars=pl.col("abstract_raw").str.len_chars().fill_null(0),
            abstract_hash=pl.col("abstract_raw").hash(0),
        ),
        drafts=evaluate(rules, copies, ["copy"]),
        frames=extracted.pages.select("page_id", "path", "frame"),
        raws=raws,
        quarantine=extracted.quarantine,
        texts=texts,
    )  # fmt: skip


def _mended(copies: pl.DataFrame) -> pl.DataFrame:
    """Copies with their texts normalised, and what was mended counted in columns `title_*` and `abstract_*`."""
    titles = clean_titles(copies["title_raw"])
    abstracts = clean_abstracts(copies["abstract_raw"])
    shown = pl.struct("title_raw", "venue_raw", "venue_kind", "year", "paper_type", "names", "abstract_raw")
    return pl.concat(
        [
            copies.with_columns(
                paper_base(copies),
                content=shown.hash(0),
                listed_authors=pl.col("names").list.len().cast(pl.Int32),
            ),
            titles.rename({name: "title" if name == "text" else f"title_{name}" for name in titles.columns}),
            abstracts.rename(
                {name: "abstract" if name == "text" else f"abstract_{name}" for name in abstracts.columns}
            ),
        ],
        how="horizontal",
    ).with_columns(title=pl.coalesce("title", "title_raw"), abstract_tail=pl.col("abstract").str.tail(60))
