"""Stable identities: made of what a thing is, never of the row, the run or the machine."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterable
from hashlib import blake2b, file_digest
from pathlib import Path

import polars as pl

_OPENING = 150  # characters
BASE_DIGITS, PAPER_DIGITS = 12, 16  # how many an id has
HEX_DIGITS = "0123456789abcdef"
"""What ids are made of; by the first one pages and papers are worked on part by part where memory is short."""


def digests(values: Iterable[str | None], size: int) -> list[str]:
    """A digest of SIZE hex digits for each of VALUES."""
    return [blake2b((v or "").encode(), digest_size=size // 2).hexdigest() for v in values]


def page_id(data: bytes | memoryview) -> str:
    """Identity of a page: the hash of its bytes."""
    return blake2b(data, digest_size=16).hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 of the bytes of PATH, in hex. Raises OSError, also for a pipe, which would be waited for."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a folder" if stat.S_ISDIR(mode) else "it is no regular file")
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def hashed(values: pl.Series, size: int) -> pl.Series:
    """A digest of SIZE hex digits for each of VALUES (String); each distinct value is hashed once."""
    distinct = values.unique()
    known = pl.DataFrame({"value": distinct, "digest": pl.Series(digests(distinct, size), dtype=pl.String)})
    return (
        values.alias("value").to_frame().join(known, on="value", how="left", maintain_order="left", nulls_equal=True)
    )["digest"]


def letters(text: pl.Expr) -> pl.Expr:
    """Only the letters and digits of TEXT, without case or diacritics; TEXT itself where it has none."""
    lower = text.str.to_lowercase().map_batches(_decomposed, return_dtype=pl.String, is_elementwise=True)
    bare = lower.str.replace_all(r"[^\p{L}\p{N}]+", "")
    return pl.when(bare == "").then(text).otherwise(bare)


def _decomposed(text: pl.Series) -> pl.Series:
    """TEXT in NFKD, which ASCII always is: to ask takes a tenth of the time of doing it."""
    wide = (text.str.len_bytes() != text.str.len_chars()).fill_null(value=False).arg_true()
    return text if wide.is_empty() else text.clone().scatter(wide, text.gather(wide).str.normalize("NFKD"))


def title_base(copies: pl.DataFrame) -> pl.Series:
    """What one listing tells of a paper's identity by itself: the digest of title and year, 12 digits.

    COPIES: columns title (String, mended: what damaged it on one page is no other paper), year (Int32).
    """
    key = pl.concat_str(letters(pl.col("title")), pl.col("year").cast(pl.String), separator="\x1f")
    return pl.Series("base", digests(copies.select(key).to_series(), BASE_DIGITS), dtype=pl.String)


def paper_ids(parts: pl.DataFrame) -> list[str]:
    """A `paper_id` (16 digits) for each row of PARTS: base (see `title_base`), venue, first author.

    The first digit is that of the base, by which texts are put aside before venue and first copy are known.
    """
    wholes = parts.select(pl.concat_str(pl.all().cast(pl.String), separator="\x1f")).to_series()
    return [whole[0] + digest[1:] for whole, digest in zip(wholes, digests(wholes, PAPER_DIGITS), strict=True)]


def opening_hash(text: pl.Expr) -> pl.Expr:
    """A hash (UInt64) of the first 150 characters of TEXT, about two lines, without case; null where it has fewer."""
    opening = text.str.head(_OPENING)
    return pl.when(opening.str.len_chars() == _OPENING).then(opening.str.to_lowercase().hash(0))
