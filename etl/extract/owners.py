"""Whether a name on a list may be the page's owner, written in another way.

This only helps to find where listings begin: two people who agree in what is compared here stay two authors.
"""

from __future__ import annotations

import polars as pl

_NO_LETTERS = r"[^\p{L}]+"


def same_person(names: pl.Series, owners: pl.Series) -> pl.Series:
    """Which of NAMES may be the one of OWNERS beside it; false where there is none.

    Compared are the first word (or its initial) and the last, without case, accents, punctuation and homonym id.
    """
    if names.is_empty():
        return pl.Series(dtype=pl.Boolean)
    name, owner = (f"{x}_" for x in ("name", "owner"))
    frame = pl.DataFrame({"name": names, "owner": owners}).select(
        *_ends("name", name), *_ends("owner", owner), known=pl.col("owner").is_not_null()
    )
    initials = (pl.col(f"{name}first").str.len_chars() == 1) | (pl.col(f"{owner}first").str.len_chars() == 1)
    alike = (pl.col(f"{name}first") == pl.col(f"{owner}first")) | (
        initials & (pl.col(f"{name}first").str.head(1) == pl.col(f"{owner}first").str.head(1))
    )
    same = alike & (pl.col(f"{name}last") == pl.col(f"{owner}last")) & (pl.col(f"{owner}last") != "")
    return frame.select((same & pl.col("known")).fill_null(value=False)).to_series()


def _ends(column: str, prefix: str) -> tuple[pl.Expr, pl.Expr]:
    """The first and the last word of the names in COLUMN; `Family, Given` is turned round."""
    turned = pl.col(column).str.replace(r"^([^,]+),\s*([^,]+)$", "$2 $1")
    plain = turned.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[\p{M}\p{Cf}]", "")
    words = plain.str.replace_all(_NO_LETTERS, " ").str.strip_chars()
    return words.str.extract(r"^(\S*)").alias(f"{prefix}first"), words.str.extract(r"(\S*)$").alias(f"{prefix}last")
