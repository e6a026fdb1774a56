"""Candidates for papers whose title a reference spells a little differently."""

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from etl.references.matching.keys import name_key, title_key

MIN_LENGTH = 20  # letters; shorter titles of two papers may differ by one
END = 10
"""Letters at a title's start, or at its end, that must be spelled alike for two titles to be compared."""
_CROWD = 100
"""References in a block above which none is compared: two authors with so many titles of one beginning."""
_SMALL = frozenset(["an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "the", "to", "via", "with"])
_ARTICLES = frozenset({"a", "an", "the"})
_HEAD = r"^(.+?)(?::|[?!.]\s|\s[-–—]\s)"  # of a title with a subtitle
_OTHER_VERSION = (
    r"(?i)\d|\b(?:[ivx]+\b|part|supplement|appendi|extended|abstract|version|revisit|repl[iy]|comment|correct|errat"
    r"|addend|workshop|poster|tutorial|demo|survey|companion|introduction)"
)
_KEY = ["paper_id", "source", "row"]


def near_pairs(papers: pl.DataFrame, references: pl.LazyFrame) -> pl.DataFrame:
    """Pairs of PAPERS and REFERENCES whose long titles differ by a letter or a few, or by a subtitle (`subtitle`).

    Papers: paper_id, title, title_key, year, names (List[String]); references: of `load_references`. Only
    pairs at most a year apart, whose first two authors have the same family names. Out: paper_id and the
    columns of the reference, its title_key replaced by the paper's; how well the lists agree is for the
    caller to judge.
    """
    long = pl.col("title_key").str.len_chars() >= MIN_LENGTH
    wanted = papers.filter(long).select(
        "paper_id", "title_key", _around(pl.col("year")), words="title", families=families("names")
    )
    start, end = pl.col("title_key").str.head(END), pl.col("title_key").str.tail(END)
    blocks = [_block(wanted, references.filter(long), part) for part in (start, end)]
    pairs = pl.concat(blocks).unique(_KEY).sort(_KEY)
    near = pairs.filter(_few_letters_apart(pairs["title_key_paper"], pairs["title_key"]))
    same = near.filter(_misspelled(near, "words", "title")).with_columns(subtitle=False)
    longer = pairs.filter(_subtitle_apart()).with_columns(subtitle=True)
    # Of two papers with one beginning nobody knows which is meant.
    longer = longer.filter(pl.len().over("source", "row") == 1, pl.col("title_key").n_unique().over("paper_id") == 1)
    found = pl.concat([same, longer]).select("paper_id", "source", "row", "subtitle", title_key="title_key_paper")
    whole = references.drop("title_key").join(found.lazy(), on=["source", "row"], how="inner")
    return whole.collect(engine="streaming")


def _around(year: pl.Expr) -> pl.Expr:
    """The years at most one off YEAR, as a list."""
    return pl.concat_list(year - 1, year, year + 1).alias("year")


def families(names: str) -> pl.Expr:
    """Last words of the first two of the NAMES, folded, homonym ids off: `li|steinhardt`."""
    folded = pl.col(names).list.head(2).list.eval(name_key(pl.element()).str.replace(r" \d{4}$", ""))
    return folded.list.eval(pl.element().str.split(" ").list.last()).list.join("|")


def _block(papers: pl.DataFrame, references: pl.LazyFrame, part: pl.Expr) -> pl.DataFrame:
    """Pairs with the same PART of the title, family names and year; those of a crowded block are left out."""
    wanted = papers.with_columns(part.alias("part"))
    parts = wanted.select("part").unique().lazy()
    some = references.with_columns(part.alias("part")).join(parts, on="part", how="semi")
    block = ["part", "families", "year"]
    narrow = some.select("source", "row", "title", "title_key", "part", "year", families=families("authors"))
    keys = wanted.explode("year").select(block).unique().lazy()
    near = narrow.join(keys, on=block, how="semi").collect(engine="streaming")
    uncrowded = near.filter(pl.len().over(block) <= _CROWD)
    pairs = uncrowded.join(wanted.explode("year"), on=block, how="inner", suffix="_paper")
    return pairs.drop(block)


def _few_letters_apart(ours: pl.Series, theirs: pl.Series) -> pl.Series:
    """Whether two title keys differ in one letter of 15, three at most, none of them a digit."""
    distances = process.cpdist(ours.to_list(), theirs.to_list(), scorer=OSA.distance, score_cutoff=3)
    shortest = pl.select(pl.min_horizontal(ours.str.len_chars(), theirs.str.len_chars())).to_series()
    near = pl.Series(distances, dtype=pl.Int64) <= (shortest // 15).clip(1, 3).cast(pl.Int64)
    return near & (ours.str.replace_all(r"\D", "") == theirs.str.replace_all(r"\D", ""))


def _subtitle_apart() -> pl.Expr:
    """Whether one title is the other without its subtitle, which names no other part or version."""
    ours, theirs = pl.col("words"), pl.col("title")
    return _is_head(ours, pl.col("title_key_paper"), theirs) | _is_head(theirs, pl.col("title_key"), ours)


def _is_head(short: pl.Expr, key: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Whether the title SHORT, of KEY, is what WHOLE has before its subtitle."""
    same = title_key(whole.str.extract(_HEAD)) == key
    told = whole.str.replace(_HEAD, "").str.contains(_OTHER_VERSION) | short.str.contains(_HEAD)
    return (same & ~told).fill_null(value=False)


def _misspelled(pairs: pl.DataFrame, *titles: str) -> pl.Series:
    """Whether the two TITLES differ by misspelled words alone."""
    words = pairs.select(name_key(pl.col(title)).str.split(" ").alias(title) for title in titles)
    return pl.Series([_same_words(ours, theirs) for ours, theirs in words.iter_rows()], dtype=pl.Boolean)


def _same_words(ours: list[str], theirs: list[str]) -> bool:
    """Whether each word is the other title's, or a misspelling of it that is no other word of its own."""
    if len(ours) == len(theirs):
        return all(a == b or _same_word(a, b) for a, b in zip(ours, theirs, strict=True))
    start = _alike(ours, theirs)
    end = _alike(ours[start:][::-1], theirs[start:][::-1])
    left, right = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    if not left or not right:
        return {*left, *right} <= _ARTICLES
    return len(left) + len(right) == 3 and _same_word("".join(left), "".join(right))


def _alike(ours: list[str], theirs: list[str]) -> int:
    """How many words are the same at the start."""
    differ = (at for at, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b)
    return next(differ, min(len(ours), len(theirs)))


def _same_word(a: str, b: str) -> bool:
    """Whether A and B are one word misspelled; not `convex` and `nonconvex`, `min` and `max`."""
    if a in _SMALL or b in _SMALL:
        return OSA.distance(a, b) <= 1
    short, long = sorted((a, b), key=len)
    prefix = long.removesuffix(short) if len(long) > len(short) else ""
    prefixed = prefix != long and (len(prefix) > 1 or prefix == "a")
    return len(short) >= 4 and not prefixed and OSA.distance(a, b) <= (1 if len(short) < 8 else 2)
