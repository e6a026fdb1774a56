"""The paragraphs of a page, each with what its lines are by their own words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from etl.extract import lines as ln
from etl.extract.heading_grammar import may_be_headings


class Paragraph(NamedTuple):
    """A stretch of lines between blank ones."""

    first: int
    end: int
    sign: str
    """H for a heading, B for a list of bullets, T for other text."""


def paragraphs(files: Sequence[Sequence[str]]) -> list[list[Paragraph]]:
    """The paragraphs of the lines of each of FILES below the header of its page, if it has one.

    Of all files at once: what lines are is told by patterns, and to compile them takes longer than to look at a file.
    """
    split = ln.split_lines(["".join(f"{line}\n" for line in lines).encode() for lines in files])
    heading = (split.kind == ln.HEADING) | may_be_headings(split.text)
    edges = np.cumsum([0, *map(len, files)])
    return [_of_one(split.kind[a:b], heading[a:b]) for a, b in pairwise(edges.tolist())]


def _of_one(kind: ln.Kinds, heading: npt.NDArray[np.bool_]) -> list[Paragraph]:
    """The paragraphs of a file with lines of KIND, of which some may be a HEADING."""
    body = _body(kind)
    edges = [body - 1, *(body + np.flatnonzero(kind[body:] == ln.BLANK)).tolist(), len(kind)]
    spans = [(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]
    bullet = kind == ln.BULLET
    return [Paragraph(a, b, "H" if b - a == 1 and heading[a] else "B" if bullet[a:b].all() else "T") for a, b in spans]


def _body(kind: ln.Kinds) -> int:
    """The line below the count under `Possible papers`; 0 where there is none."""
    written = np.flatnonzero(kind != ln.BLANK)
    counts = (kind[written[:-1]] == ln.POSSIBLE) & (kind[written[1:]] == ln.NUMBER)
    return int(written[1:][counts][0]) + 1 if counts.any() else 0
