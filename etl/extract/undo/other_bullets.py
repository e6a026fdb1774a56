"""Names behind a sign that is no bullet elsewhere, but stands before the names of all lists of a file.

A page that was written in an encoding without bullets has `?` in their place; others have numbers, or an indent. If one
list does so, it is in doubt; if all do, it is how the file writes lists. Where nothing stands before the names, as in
the text that a browser gives of a page, the lists must have the page's owner on them.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import SPACE
from etl.extract.grammar.lines import Ints, Lines
from etl.extract.grammar.owners import LEAST_CAP
from etl.extract.grammar.segments import ranges

_MOST = 10  # all lists of a file but one in so many
_NAME = r"^(?:[\p{Lu}\p{Lt}\p{Lo}]|\p{Ll}[^.)])(?:[^,;:!]{0,80}[^.,;:!]|[^,;:!]{0,80}\b\p{L}{1,2}\.)?$"


def bulleted_otherwise(lines: Lines, nb: Ints) -> Ints:
    """Where (of the lines NB, none blank) names stand, in files where nearly all lists have one other bullet."""
    kind = lines.kind[nb]
    head = np.flatnonzero(kind == ln.HEADING)
    file = lines.file[nb[head]]
    headings = np.bincount(file)
    below = np.minimum(head + 2, len(nb) - 1)
    listed = (kind[below - 1] == ln.TEXT) & (kind[below] == ln.TEXT) & (below == head + 2)
    first, file = below[listed], file[listed]
    found = np.bincount(file, minlength=len(headings))
    first = first[(_MOST * found >= (_MOST - 1) * headings)[file] & (lines.file[nb[first]] == file)]
    if not len(first):  # nearly always
        return first
    divides = lines.apart(nb)[1:]
    first = first[divides[first - 2] & divides[first - 1]]
    ends = np.flatnonzero(divides)
    end = ends[np.searchsorted(ends, first)] + 1
    counted = pl.DataFrame({"file": np.arange(len(headings)), "headings": headings})
    return _told(_as_names(lines, nb, first, end), counted)


def _as_names(lines: Lines, nb: Ints, first: Ints, end: Ints) -> pl.DataFrame:
    """The lines of the stretches FIRST..END as names: with what bullet, and are they?"""
    at = ranges(first, end)
    text = lines.text.gather(nb[at])
    name = text.str.replace(ln.OTHER_BULLET, "").str.strip_chars(SPACE).str.contains(_NAME)
    bullet = text.str.extract(f"({ln.OTHER_BULLET})")
    return pl.DataFrame(
        {
            "at": at,
            "list": np.repeat(first, end - first),
            "file": lines.file[nb[at]],
            "bullet": bullet.str.replace_all(r"\d+", "0").str.replace_all("[a-z]+", "a").fill_null(""),
            "owner": (text.str.strip_chars(SPACE) == _owners(lines, nb).gather(lines.file[nb[at]])).fill_null(
                value=False
            ),
            "name": name.to_numpy() & (lines.kind[nb[at]] == ln.TEXT),
        }
    )


def _owners(lines: Lines, nb: Ints) -> pl.Series:
    """The line below the kind of each file's first page; null where it has none."""
    inside = lines.file[nb[1:]] == lines.file[nb[:-1]]
    kind = np.flatnonzero((lines.kind[nb[:-1]] == ln.KIND) & inside)
    file, first = np.unique(lines.file[nb[kind]], return_index=True)
    owners = pl.Series([None], dtype=pl.String).new_from_index(0, int(lines.file[-1]) + 1)
    text = lines.text.gather(nb[kind[first] + 1]).str.strip_chars(SPACE)
    return owners.scatter(file, text) if len(file) else owners


def _told(names: pl.DataFrame, headings: pl.DataFrame) -> Ints:
    """Which NAMES stand in lists of names alone, behind one bullet, that nearly all HEADINGS of the file have below.

    Where each list has one name, blank lines may stand between the names.
    """
    bullet = pl.col("bullet")
    owned = (bullet != "").all() | pl.col("owner").any() | (pl.len() >= LEAST_CAP)
    whole = pl.col("name").all() & (bullet.n_unique() == 1) & owned
    names = names.filter(whole.over("list"))
    files = names.group_by("file", "bullet").agg(
        lists=pl.col("list").n_unique(), names=pl.len(), owned=pl.col("list").filter(pl.col("owner")).n_unique()
    )
    most = files.join(headings, on="file").filter(
        _MOST * pl.col("lists") >= (_MOST - 1) * pl.col("headings"),
        pl.col("names") > pl.col("lists"),
        (bullet != "") | (2 * pl.col("owned") > pl.col("lists")),
    )
    return names.join(most, on=["file", "bullet"], how="semi", maintain_order="left")["at"].to_numpy()
