"""Headings whose kind is no usual word (`ACL Main 2023 Long Paper`): told by their place and what their page declares.

In the site's form a heading and a title stand alone above bullets. A line of an abstract may stand so too, above a
listing that lost its heading or above a list of its own; so such lines are headings only on files that declare as many
papers as that makes, or more.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.extract import lines as ln
from etl.extract.heading_grammar import may_be_of_other_kinds
from etl.extract.lines import Ints, Lines


def of_other_kinds(lines: Lines, at: Ints) -> Ints:
    """Which of the lines AT, each alone above a title and bullets, are headings of other kinds."""
    text = lines.text.gather(at)
    at = at[may_be_of_other_kinds(text)]
    if not len(at):  # nearly always
        return at
    files = int(lines.file[-1]) + 1
    found = np.bincount(lines.file[at], minlength=files)
    found += np.bincount(lines.file[lines.kind == ln.HEADING], minlength=files)
    return at[(found <= _declared(lines, files))[lines.file[at]]]


def _declared(lines: Lines, files: int) -> Ints:
    """How many papers each file declares, on all of its pages together."""
    at = np.flatnonzero(lines.kind == ln.PAPERS)
    number = lines.text.gather(at).str.replace_all(",", "", literal=True).str.extract("([0-9]+)")
    number = number.cast(pl.Int64, strict=False).fill_null(0)
    return np.bincount(lines.file[at], weights=number.to_numpy(), minlength=files).astype(np.int64)
