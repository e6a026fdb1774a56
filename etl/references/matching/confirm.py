"""Papers matched to references: who confirms a list, who proves that it is cut, who contradicts it.

A match that is not safe is none. What makes one safe is told in docs/how-references-are-used.md.
"""

import polars as pl

from etl.frames import lists_of_texts
from etl.open_list import GOES_ON
from etl.references.base import OPEN_LIST
from etl.references.matching.keys import name_keys, title_key
from etl.references.matching.list_relation import CONTRADICTS, SAME
from etl.references.matching.name_likeness import Likeness, likeness
from etl.references.matching.name_order import as_in_corpus, as_listed
from etl.references.matching.near_titles import near_pairs
from etl.references.matching.safe_pairs import safe_pairs

CONFIRMED: dict[str, pl.DataType] = {
    "paper_id": pl.String(), "outcome": pl.String(), "source": pl.String(), "row": pl.UInt32(), "title": pl.String(),
    "year": pl.Int32(), "venue": pl.String(), "authors": pl.List(pl.String()), "detail": pl.String(),
    "differs_at": pl.UInt32(), "place": pl.Int8(),
}  # fmt: skip
"""What `confirm` gives."""
_OF_PAPER = ["paper_id", "title", "title_key", "year", "venue_id", "venue_raw", "names"]
_OF_REFERENCE = ["source", "row", "title", "year", "venue", "venue_ids", "venue_type", "authors", "title_key"]


def confirm(papers: pl.DataFrame, references: pl.LazyFrame) -> pl.DataFrame:
    """Match PAPERS with REFERENCES (of `References.like`, with what the registry says of their venues).

    Papers: paper_id (String), title (String, cleaned), year (Int32), venue_id, venue_raw (String), names
    (List[String]: as listed, in order, with homonym ids or without).

    Out, a row a paper with a safe match, by paper_id: outcome ("same": the reference has this very list;
    "longer": it has more names after these; "contradicts": it has the same paper with another list); source,
    row, title, year, venue, authors (List[String]) of the reference; detail (String: what differs,
    or ""); differs_at (UInt32: position of the first name that is another, or null); place (Int8: `Venues`).
    """
    keyed = papers.with_columns(title_key(pl.col("title")).alias("title_key")).select(_OF_PAPER)
    wanted = keyed.filter(pl.col("title_key") != "", pl.col("names").list.len() > 0)
    wanted = wanted.with_columns((pl.col("names").list.len() >= _usual_longest(wanted["names"])).alias("long"))
    known = references.select(_OF_REFERENCE)
    exact = safe_pairs(_candidates(wanted, _same_title(wanted, known)), near=False)
    rest = wanted.join(exact, on="paper_id", how="anti")
    # A reference that has the title of another paper to the letter is no misspelling of this one.
    others = known.join(wanted.select("title_key").unique().lazy(), on="title_key", how="anti")
    near = safe_pairs(_candidates(rest, near_pairs(rest, others)), near=True)
    chosen = pl.concat([_choose(exact), _choose(near)]).sort("paper_id")
    return chosen.with_columns(authors=as_in_corpus(chosen["authors"], papers["names"]))


def _usual_longest(lists: pl.Series) -> int:
    """Greatest length that one in 500 LISTS has: the site's cap, where it has one."""
    lengths = lists.list.len().value_counts(name="lists")
    common = lengths.filter(pl.col("lists") * 500 >= len(lists))
    return int(common[lists.name].max() or 0)  # type: ignore[arg-type]


def _same_title(papers: pl.DataFrame, references: pl.LazyFrame) -> pl.DataFrame:
    """Pairs of PAPERS and REFERENCES with one title key: paper_id and the columns of the reference."""
    titles = papers.select("title_key").unique().lazy()
    found = references.join(titles, on="title_key", how="semi").collect(engine="streaming")
    ours = papers.select("paper_id", "title_key", year_paper="year").lazy()
    pairs = found.lazy().join(ours, on="title_key", how="inner")
    apart = (pl.col("year") - pl.col("year_paper")).abs()
    return pairs.filter(apart.is_null() | (apart <= 1)).drop("year_paper").collect()


def _candidates(papers: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """PAIRS with what `safe_pairs` compares: the paper's columns, both lists folded, marks of an open list off."""
    ours = papers.rename({"year": "year_paper"}).drop("title", "title_key")
    joined = pairs.join(ours, on="paper_id", how="inner").sort("paper_id", "source", "row")
    names, authors = pl.col("names"), pl.col("authors")
    marked = joined.with_columns(
        listed_open=names.list.last().str.contains(GOES_ON), known_open=authors.list.last().eq_missing(OPEN_LIST)
    ).with_columns(
        listed=pl.when("listed_open").then(_without_mark(names)).otherwise(names),
        authors=pl.when("known_open").then(authors.list.head(authors.list.len() - 1)).otherwise(authors),
        may_be_cut=pl.col("long") | pl.col("listed_open"),
    )
    return marked.with_columns(name_keys(pl.col("listed")), known=name_keys(authors))


def _without_mark(names: pl.Expr) -> pl.Expr:
    """NAMES of a list that goes on, without what says so at their end."""
    last = names.list.last().str.replace(GOES_ON, "")
    bare = names.list.head(names.list.len() - 1)
    return pl.when(last == "").then(bare).otherwise(bare.list.concat(last))


def _choose(judged: pl.DataFrame) -> pl.DataFrame:
    """One reference a paper out of JUDGED pairs: the best by venue and year, none where the best disagree."""
    pairs = judged.select("paper_id", "source", "row", "outcome", "fit", "rank", size=pl.col("known").list.len())
    pairs = pairs.with_row_index("pair")  # without the lists, which take most of the room
    # A reference goes to the paper that it fits best: the journal version proves nothing of the other.
    fit = pl.col("fit") * 2 + (pl.col("outcome") == SAME)
    fitting = pairs.filter(fit == fit.max().over("source", "row"))
    best = fitting.filter(pl.col("rank") == pl.col("rank").max().over("paper_id"))
    settled = (pl.col("outcome").n_unique() == 1) & (
        (pl.col("outcome").first() == CONTRADICTS) | (pl.col("size").n_unique() == 1)
    )
    agreed = best.filter(settled.over("paper_id")).sort("paper_id", "source", "row")
    several = agreed.filter(pl.len().over("paper_id") > 1)
    one_list = agreed.filter(~pl.col("paper_id").is_in(_disagreeing(judged[several["pair"]]).implode()))
    chosen = judged[one_list.unique("paper_id", keep="first", maintain_order=True)["pair"]]
    written = [_once(*row) for row in chosen.select("listed", "known", "authors").iter_rows()]
    return chosen.with_columns(authors=lists_of_texts(written)).select(
        pl.col(name).cast(dtype) for name, dtype in CONFIRMED.items()
    )


def _once(listed: list[str], known: list[str], authors: list[str]) -> list[str]:
    """AUTHORS as the list has them (`as_listed`), up to where KNOWN begins anew: some tables have each list twice."""
    anew = (at for at in range(len(listed), len(known) - 1) if known[at:] == known[: len(known) - at])
    end = next(anew, len(known))
    return as_listed(listed, known[:end], authors[:end])


def _disagreeing(best: pl.DataFrame) -> pl.Series:
    """Papers for which the best references of a length name other people."""
    several = best.filter(pl.col("outcome") != CONTRADICTS, pl.col("known").n_unique().over("paper_id") > 1)
    firsts = pl.col("known").first().over("paper_id")
    odd = [
        any(likeness(a, b) == Likeness.OTHER for a, b in zip(one, other, strict=True))
        for one, other in several.select("known", firsts.alias("first")).iter_rows()
    ]
    return several.filter(pl.Series(odd, dtype=pl.Boolean))["paper_id"]
