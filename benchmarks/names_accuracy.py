"""How many distinct names are split as people split them: Quiver, nameparser and the last word, side by side.

    python benchmarks/names_accuracy.py FILE.parquet

FILE has the columns `authors`, `given` and `family`: parallel lists of strings, one row a paper. A name counts
as right if `given` and `family` are exactly those of one of its rows, a suffix told apart or not. Three figures a
line: over all distinct names, over those that the file itself does not split with a suffix or a degree for a
family name ("Jr." is nobody's), and over authorships, of which common names have more.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
from nameparser import HumanName

from etl.transform.names import parse_names

Splitter = Callable[[pl.Series], pl.DataFrame]
_NO_FAMILY = r"^(?:[JS]r\.?|I[IVi]+|I?V|MD|M\.D\.|Ph\.?D\.?)$"


def quiver(names: pl.Series) -> pl.DataFrame:
    """`given`, `family` and `suffix` of NAMES, by Quiver."""
    return parse_names(names).select("given", "family", "suffix")


def nameparser(names: pl.Series) -> pl.DataFrame:
    """The same by nameparser, its title, first and middle names taken for `given`."""
    parts = [HumanName(name) for name in names]
    rows = [
        (" ".join(filter(None, (part.title, part.first, part.middle))), part.last, part.suffix)
        for part in parts
    ]
    schema = {"given": pl.String, "family": pl.String, "suffix": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def last_word(names: pl.Series) -> pl.DataFrame:
    """The same by the last space."""
    column = names.alias("name").to_frame()
    given, family = (pl.col("name").str.extract(r"^(?:(.*) )?(\S+)$", group) for group in (1, 2))
    return column.select(given=given, family=family, suffix=pl.lit(None, pl.String))


def read_truth(path: Path) -> pl.DataFrame:
    """Each way in which the file at PATH splits a `name`: `given`, `family`, and how often (`times`)."""
    lists = pl.read_parquet(path, columns=["authors", "given", "family"])
    rows = lists.explode("authors", "given", "family").rename({"authors": "name"}).drop_nulls("name")
    return rows.group_by("name", "given", "family").agg(times=pl.len())


def accuracy(truth: pl.DataFrame, split: Splitter) -> tuple[float, float, float, float]:
    """Over names, over names with a family name, over authorships; and the seconds that it took."""
    names = truth["name"].unique().sort()
    start = time.perf_counter()
    parsed = split(names)
    seconds = time.perf_counter() - start
    both = truth.join(parsed.with_columns(names.alias("name")), on="name", suffix="_parsed")
    whole = pl.concat_str("family_parsed", "suffix", separator=" ", ignore_nulls=True).str.strip_chars()
    family = (pl.col("family") == pl.col("family_parsed")) | (pl.col("family") == whole)
    right = family & (pl.col("given").fill_null("") == pl.col("given_parsed").fill_null(""))
    scored = both.with_columns(right=right, no_family=pl.col("family").str.contains(_NO_FAMILY))
    by_name = scored.group_by("name").agg(
        pl.col("right").any(), pl.col("no_family").all(), pl.col("times").sum()
    )
    usable = by_name.filter(~pl.col("no_family"))
    weighted = by_name.select((pl.col("right") * pl.col("times")).sum() / pl.col("times").sum()).item()
    return by_name["right"].mean(), usable["right"].mean(), weighted, seconds


def main(path: str) -> None:
    """Print the figures for the file at PATH."""
    truth = read_truth(Path(path))
    print(
        f"{truth['name'].n_unique()} distinct names: all, with a family name, over authorships; names a second"
    )
    for label, split in (("quiver", quiver), ("nameparser", nameparser), ("last word", last_word)):
        every, usable, weighted, seconds = accuracy(truth, split)
        rate = truth["name"].n_unique() / seconds
        print(f"{label:12s} {every:.5f} {usable:.5f} {weighted:.5f} {rate:10.0f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/names_accuracy.py FILE.parquet")
    main(sys.argv[1])
