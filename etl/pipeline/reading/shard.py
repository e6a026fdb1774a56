"""What happens to one shard of the input, without knowing of any other: read, parse, mend texts, check copies."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from etl.errors import ContractError
from etl.extract.grammar.heading_grammar import YEARS
from etl.extract.page import Extracted
from etl.identity import opening_hash, title_base
from etl.pipeline.incremental.segment import ShardResult, not_repeated
from etl.rules.base import Rule
from etl.rules.engine import evaluate
from etl.transform.text.clean import clean_abstracts, clean_titles
from etl.transform.text.title_words import abstracts_apart

_NEVER_NULL = ["title", "title_raw", "venue_raw", "venue_kind", "year", "paper_type", "names"]


def checked(pieces: Sequence[Extracted], rules: Sequence[Rule]) -> ShardResult:
    """Mend the texts of what was read in PIECES, and look for what RULES flag.

    Raises ContractError where something was read that no table takes.
    """
    pages, listings, copies, quarantine = (
        pl.concat([getattr(piece, table) for piece in pieces], rechunk=True)
        for table in ("pages", "listings", "copies", "quarantine")
    )
    copies = _mended(copies)
    _require_usable(copies)
    return ShardResult(
        pages=pages.drop("frame"),
        listings=listings,
        copies=copies.select(
            "copy", "base", "content", "venue_raw", "venue_kind", "year", "paper_type", "title_raw",
            "names", "title_line", "abstract_line", *not_repeated("title_raw", "title"),
            abstract_chars=pl.col("abstract_raw").str.len_chars().fill_null(0),
            abstract_hash=pl.col("abstract_raw").hash(0),
            abstract_opening=opening_hash(pl.col("abstract_plain")),
            abstract_apart="abstract_apart",
            has_raw=pl.col("raw").is_not_null(),
        ),
        drafts=evaluate(rules, copies, ["copy"]),
        frames=pages.select("page_id", "path", "frame"),
        quarantine=quarantine,
        texts=copies.select(
            "copy", "base", "raw", "abstract_raw", *not_repeated("abstract_raw", "abstract", "abstract_plain")
        ),
    )  # fmt: skip


def _require_usable(copies: pl.DataFrame) -> None:
    """Raise ContractError where COPIES would break the contract of the tables, which would end the whole run later."""
    lost = copies.select(pl.col(_NEVER_NULL).null_count()).sum_horizontal().item()
    empty = copies.select((pl.col("title", "title_raw") == "").any()).select(pl.any_horizontal(pl.all())).item()
    if lost or empty or (copies["names"].explode() == "").any() or not copies["year"].is_between(*YEARS).all():
        raise ContractError("a listing without a title, with an empty name, or of a year that no table takes")


def _mended(copies: pl.DataFrame) -> pl.DataFrame:
    """Copies with their texts normalised, and what was mended counted in columns `title_*` and `abstract_*`."""
    titles = clean_titles(copies["title_raw"])
    abstracts = clean_abstracts(copies["abstract_raw"])
    shown = pl.struct("title_raw", "venue_raw", "venue_kind", "year", "paper_type", "names", "abstract_raw")
    mended = pl.concat(
        [
            copies.with_columns(content=shown.hash(0)),
            titles.rename({name: "title" if name == "text" else f"title_{name}" for name in titles.columns}),
            abstracts.rename(
                {name: "abstract" if name == "text" else f"abstract_{name}" for name in abstracts.columns}
            ),
        ],
        how="horizontal",
    ).with_columns(title=pl.coalesce("title", "title_raw"), abstract_tail=pl.col("abstract").str.tail(60))
    return mended.with_columns(title_base(mended), *abstracts_apart(mended))
