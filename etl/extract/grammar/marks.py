"""What a program put around a title or an abstract: the marks of Markdown or Org, the quotes of CSV."""

from __future__ import annotations

import polars as pl

from etl.extract.grammar.wording import LINK

MARKED = r"^(?:#{1,6}\s|\*{2,6}|__)"
"""How a heading begins that has marks."""
_BUTTONS = r"(?i)(?:\s+\[(?:pdf|html|code|bibtex|doi|arxiv|link|video|slides|poster|cite|save)\])+$"
_PAIRED = (  # round several words: `__init__` is one
    r"^(?:\*\*([^*]+\s[^*]+)\*\*|__([^_\s]+\s[^_]+)__|`([^`\s]+\s[^`]+)`|={2,6}\s+([^=]+\S)\s+={2,6}"
    r"|\[b\]([^\[\]]+)\[/b\]|'''(\S+\s.*\S)''')$"
)
_MAY_BE_PAIRED = r"^(?:\*\*|__|`|==|\[b\]|''')"
_TITLE_MARK = r"^(?:(?:#{2,6}|[★☆⭐✓✔📄📑🔖📝📃📰📖📚📌🔗]\x{fe0f}?|[-*] \[[ xX]\])\s+|\[\d{1,4}\])\s*"
_COMPOUND = r"^\[\d{1,3}\](?:\p{Ll}|Annul|Caten|Cyclo|Dendral|Fuller|Helic|Paracyclo|Rotax)"  # `[60]Fullerenes`
_ABSTRACT_SIGN = r"^[💡📄📝📃📖]\x{fe0f}?\s+"
_ABSTRACT_MARKED = ("> ", "_", "*", "💡", "📄", "📝", "📃", "📖")
_QUOTED = r"(?m)^> ?"  # each line of a quotation
_NOT_QUOTED = r"\A> ?[\d$]|(?m:^(?:[^>]|>\S))"  # `> 90% of pages`
_SLANTED = r"^(?:\*([^*]+)\*|_((?:[^_]|\S_\S)+)_)$"
_CLOSER = r"([.!?)\]\"”'$])\s+(?i:(?:show|read|see|view) less)$"
_FIELD = r'^"(?:[^"]|"")*"$'


def unmarked(listings: pl.DataFrame) -> pl.DataFrame:
    """LISTINGS (columns heading, title_raw, abstract_raw) with titles and abstracts as they were.

    A title has marks where its heading has some too; all of it may be a link anywhere, or bold, or have buttons behind
    it. An abstract may be a quotation or slanted; a bullet before it may be its own. A program that writes CSV puts a
    line into quotes where a comma is in it, or quotes, which it doubles.
    """
    marked = listings["heading"].str.contains(MARKED)
    if marked.any():
        bare = pl.col("title_raw").str.replace(r"^[#*]{1,6}\s+", "").str.replace(r"^(?:\*\*|__)(.+)(?:\*\*|__)$", "$1")
        listings = listings.with_columns(pl.when(marked).then(bare).otherwise("title_raw").alias("title_raw"))
    linked = listings["title_raw"].str.starts_with("[") | listings["title_raw"].str.ends_with("]")
    if linked.any():
        title = pl.col("title_raw")
        bare = title.str.replace(LINK, "$1").str.replace(_BUTTONS, "")
        listings = listings.with_columns(pl.when(linked).then(bare).otherwise(title))
    listings = _without_signs(listings)
    texts = pl.col("title_raw", "abstract_raw")
    quoted = listings.select(pl.any_horizontal(texts.str.starts_with('"') & texts.str.ends_with('"')))
    at = quoted.to_series().arg_true()
    if not len(at):
        return listings
    bare_texts = _fields(listings.select(texts)[at])
    return listings.with_columns(listings[name].scatter(at, bare_texts[name]) for name in bare_texts.columns)


def _without_signs(listings: pl.DataFrame) -> pl.DataFrame:
    """LISTINGS with titles and abstracts without signs that stand round all of them, or the button that folds one."""
    title, abstract = listings["title_raw"], listings["abstract_raw"]
    marked = title.str.contains(_TITLE_MARK) & ~title.str.contains(_COMPOUND)
    at = (marked | title.str.contains(_MAY_BE_PAIRED)).arg_true()
    if len(at):
        bare = title.gather(at).str.replace(_TITLE_MARK, "").str.replace(_PAIRED, "$1$2$3$4$5$6")
        listings = listings.with_columns(title.scatter(at, bare))
    begins = pl.any_horizontal(pl.col("abstract_raw").str.starts_with(sign) for sign in _ABSTRACT_MARKED)
    at = listings.select(begins | pl.col("abstract_raw").str.ends_with(" less")).to_series().arg_true()
    if len(at):
        text = abstract.gather(at)
        quoted = text.str.contains(_QUOTED) & ~text.str.contains(_NOT_QUOTED)
        text = text.str.replace_all(_QUOTED, "").zip_with(quoted, text)
        bare = text.str.replace(_SLANTED, "$1$2").str.replace(_CLOSER, "$1").str.replace(_ABSTRACT_SIGN, "")
        listings = listings.with_columns(abstract.scatter(at, bare))
    return listings


def _fields(texts: pl.DataFrame) -> pl.DataFrame:
    """TEXTS (columns title_raw, abstract_raw) without the quotes of CSV.

    An author may set a title or an abstract into quotes. A program has done so where quotes within are doubled, or
    where both have them, and a comma. Other listings of the page are not asked: another page may show this one too.
    """
    every = pl.col("title_raw", "abstract_raw")
    is_field = every.str.contains(_FIELD).fill_null(value=False)
    both = pl.all_horizontal(is_field & every.str.contains(",", literal=True))
    proven = pl.any_horizontal(is_field & every.str.contains('[^"]""')) | both
    bare = every.str.strip_prefix('"').str.strip_suffix('"').str.replace_all('""', '"', literal=True)
    return texts.with_columns(pl.when(is_field & proven).then(bare).otherwise(every))
