"""How many distinct names are split as people split them: Quiver, nameparser and the last word, side by side.

    python -m benchmarks.names_accuracy papers.parquet

The file has the columns `authors`, `given` and `family`: parallel lists of strings, one row a paper. A name
counts as right if its `given` and `family` are exactly those of a row, a suffix told apart or not. Three
figures a line: over all distinct names; over those for which the file does not give a suffix or a degree as
the family name ("Jr." is nobody's); and over authorships. Then how many names a second.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import polars as pl
from nameparser import HumanName

from etl.transform.names.parse import parse_names

_NO_FAMILY = r"^(?:[JS]r\.?|I[IVi]+|I?V|MD|M\.D\.|Ph\.?D\.?)$"


def quiver(names: pl.Series) -> pl.DataFrame:
    """`given`, `family` and `suffix` of NAMES, by Quiver."""
    return parse_names(names).select("given", "family", "suffix")


def nameparser(names: pl.Series) -> pl.DataFrame:
    """The same by nameparser, its title, first and middle names taken for `given`."""
    parts = [HumanName(name) for name in names]
    rows = [(" ".join(filter(None, (part.title, part.first, part.middle))), part.last, part.suffix) for part in parts]
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


def accuracy(truth: pl.DataFrame, parsed: pl.DataFrame) -> list[float]:
    """The shares of names, of names with a family name, and of authorships of TRUTH that PARSED has right."""
    both = truth.join(parsed, on="name", suffix="_parsed")
    whole = pl.concat_str("family_parsed", "suffix", separator=" ", ignore_nulls=True)
    family = (pl.col("family") == pl.col("family_parsed")) | (pl.col("family") == whole)
    right = family & (pl.col("given").fill_null("") == pl.col("given_parsed").fill_null(""))
    scored = both.with_columns(right=right, no_family=pl.col("family").str.contains(_NO_FAMILY))
    by_name = scored.group_by("name").agg(pl.col("right").any(), pl.col("no_family").all(), pl.col("times").sum())
    shares = by_name.select(
        every=pl.col("right").mean(),
        usable=pl.col("right").filter(~pl.col("no_family")).mean(),
        weighted=(pl.col("right") * pl.col("times")).sum() / pl.col("times").sum(),
    )
    return [float(share) for share in shares.row(0)]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("papers", type=Path)
    truth = read_truth(parser.parse_args().papers)
    names = truth["name"].unique().sort()
    sys.stdout.write(f"{names.len()} names      all    usable authorships names/s\n")
    for label, split in (("quiver", quiver), ("nameparser", nameparser), ("last word", last_word)):
        split(names.head(100))
        start = time.perf_counter()
        parsed = split(names).with_columns(names.alias("name"))
        rate = names.len() / (time.perf_counter() - start)
        figures = " ".join(f"{share:.5f}" for share in accuracy(truth, parsed))
        sys.stdout.write(f"{label:15s} {figures} {rate:10.0f}\n")


if __name__ == "__main__":
    main()
