"""Headings whose kind is no usual word (`ACL Main 2023 Long Paper`): told by their place and what their page declares.

In the site's form a heading and a title stand alone above bullets. A line of an abstract may stand so too, above a
listing that lost its heading or above a list of its own; so such lines are headings only on files that declare as many
papers as that makes, or more. A usual kind that is misspelt, where another heading of the venue has it
right, is none of its own.
"""

from __future__ import annotations

from difflib import get_close_matches

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.extract import lines as ln
from etl.extract.characters import SPACE
from etl.extract.heading_grammar import KINDS, heading_fields, may_be_of_other_kinds
from etl.extract.lines import Ints, Lines

_ALIKE = 0.8  # of a word's letters


def of_other_kinds(lines: Lines, at: Ints) -> Ints:
    """Which of the lines AT, each alone above a title and bullets, are headings of other kinds."""
    text = lines.text.gather(at)
    at = at[may_be_of_other_kinds(text)]
    if not len(at):  # nearly always
        return at
    files = int(lines.file[-1]) + 1
    at = at[~_misspelt(lines, at)]
    found = np.bincount(lines.file[at], minlength=files)
    found += np.bincount(lines.file[lines.kind == ln.HEADING], minlength=files)
    return at[(found <= _declared(lines, files))[lines.file[at]]]


def _misspelt(lines: Lines, at: Ints) -> npt.NDArray[np.bool_]:
    """Which of the headings AT have a kind that is a usual one but for a letter or two, as another of their venue has.

    These are not what they say, but can be mended.
    """
    usual = np.flatnonzero((lines.kind == ln.HEADING) & np.isin(lines.file, lines.file[at]))
    own, others = _fields(lines, usual), _fields(lines, at)
    known = others.join(own, on=["file", "venue"], how="semi")
    kinds = known["kind"].unique().drop_nulls()
    near = [kind for kind in kinds if get_close_matches(kind, KINDS.split("|"), 1, _ALIKE)]
    return np.isin(at, known.filter(pl.col("kind").is_in(near))["at"].to_numpy())


def _fields(lines: Lines, at: Ints) -> pl.DataFrame:
    fields = heading_fields(lines.text.gather(at).str.strip_chars(SPACE))
    return fields.select("venue", "kind", at=pl.Series(at), file=pl.Series(lines.file[at]))


def _declared(lines: Lines, files: int) -> Ints:
    """How many papers each file declares, on all of its pages together."""
    at = np.flatnonzero(lines.kind == ln.PAPERS)
    number = lines.text.gather(at).str.replace_all(",", "", literal=True).str.extract("([0-9]+)")
    number = number.cast(pl.Int64, strict=False).fill_null(0)
    return np.bincount(lines.file[at], weights=number.to_numpy(), minlength=files).astype(np.int64)
