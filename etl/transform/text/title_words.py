"""Whether an abstract says what its title says: the words that both have.

Nearly every abstract has most of the long words of its title. Where two of a page changed places, neither has.
"""

from __future__ import annotations

import polars as pl

_STEM = r"\b\pL([a-z]{5})"  # of a word, without its first letter, which may be a capital in one of two places
_ENDS = (_STEM, rf"{_STEM}[a-z]*\P{{L}}*$")
_LEAST_STEMS = 3
_APART = 0.5
"""An abstract that has more of the stems of its title is its own."""
_LEAST_TO_LACK = 4  # stems: of those who have so many, one in a thousand has none in its abstract
_LEAST_TEXT = 400  # bytes: a sentence may say it in other words


def stems(text: pl.Expr) -> pl.Expr:
    """The stems of the long words of TEXT (list of String), each once."""
    return text.str.extract_all(_STEM).list.eval(pl.element().str.slice(1)).list.unique(maintain_order=True)


def shares(rows: pl.DataFrame, *pairs: tuple[str, str]) -> pl.DataFrame:
    """For each of PAIRS, the columns of the stems of a title and of an abstract: what share of them ROWS have in it.

    Null where there are no stems.
    """
    found = [
        rows.select(pl.int_range(pl.len()).alias("row"), stem=stem, text=text)
        .explode("stem", empty_as_null=True)
        .group_by("row", maintain_order=True)
        .agg(pl.col("text").str.contains(pl.col("stem"), literal=True).mean())["text"]
        for stem, text in pairs
    ]
    return pl.DataFrame([share.alias(f"share_{number}") for number, share in enumerate(found)])


def abstracts_apart(copies: pl.DataFrame) -> pl.DataFrame:
    """What is told of the abstracts of COPIES (title, abstract_raw) that lack half of the stems of their titles.

    abstract_apart (String): the stems of the abstract, with spaces between; null where it has more of its title's.
    abstract_lacks (String): the stems of the title, where these are many, the text is long, and none is in it.
    Most are told to be no such by two words: the first long one and the title's last.
    """
    title, text = pl.col("title"), pl.col("abstract_raw")
    has = [text.str.contains(title.str.extract(end), literal=True) for end in _ENDS]
    some = copies.select("title", "abstract_raw", row=pl.int_range(pl.len())).filter(~pl.all_horizontal(has))
    some = some.with_columns(stems=stems(title)).filter(pl.col("stems").list.len() >= _LEAST_STEMS)
    some = some.with_columns(share=shares(some, ("stems", "abstract_raw")).to_series()).filter(
        pl.col("share") <= _APART
    )
    many = (pl.col("stems").list.len() >= _LEAST_TO_LACK) & (text.str.len_bytes() >= _LEAST_TEXT)
    lacks = pl.when(many & (pl.col("share") == 0)).then(pl.col("stems").list.join(", "))
    apart = some.select("row", abstract_apart=stems(text).list.join(" "), abstract_lacks=lacks)
    rows = copies.select(row=pl.int_range(pl.len()))
    return rows.join(apart, on="row", how="left", maintain_order="left").drop("row")
