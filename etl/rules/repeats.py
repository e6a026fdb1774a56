"""Whether a long passage stands twice in a text, as where a download was resumed too early."""

from __future__ import annotations

import polars as pl

_PROBE = 32  # bytes: as many are searched with SIMD, several times as fast as more
_STEP = 250  # bytes between probes; a passage that is a probe longer has one of them in it
_PROBED = 2_000  # bytes
_PASSAGE, _SHIFT = 200, 50  # characters; what is this much longer has such a passage in it
_START = 60  # characters
_READ = 10_000  # characters: without an end, a long text costs its square


def may_repeat(column: str) -> pl.Expr:
    """Whether a few words that stand at every 250th byte of the texts of COLUMN stand further down again.

    It holds wherever a passage of 300 bytes stands twice, and begins in the first 2,000.
    """
    text, size = pl.col(column).cast(pl.Binary), pl.col(column).str.len_bytes()  # a slice of bytes counts no characters

    def again(at: int) -> pl.Expr:
        long = pl.when(size >= at + 2 * _PROBE).then(text)
        return long.bin.slice(at + _PROBE).bin.contains(text.bin.slice(at, _PROBE)).fill_null(value=False)

    return pl.any_horizontal(again(at) for at in range(0, _PROBED, _STEP))


def repeated_passage(texts: pl.Expr) -> pl.Expr:
    """What stands twice in each of TEXTS (few): its first 60 characters, or others, 200 at the least; else null."""
    return texts.map_elements(_repeated, return_dtype=pl.String)


def _repeated(text: str) -> str | None:
    text = text[:_READ]
    if text.find(text[:_START], _START) >= 0:
        return text[:_START]
    for at in range(0, len(text) - 2 * _PASSAGE + 1, _SHIFT):
        passage = text[at : at + _PASSAGE]
        if text.find(passage, at + _PASSAGE) >= 0:
            return passage.partition(" ")[2]  # whole words
    return None
