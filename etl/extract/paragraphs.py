"""The paragraphs of a page, each with what its lines are by their own words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from etl.extract import lines as ln
from etl.extract.heading_grammar import may_be_headings


class Paragraph(NamedTuple):
    """A stretch of lines between blank ones."""

    first: int
    end: int
    sign: str
    """H for a heading, B for a list of bullets, T for other text."""


def paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    """The paragraphs of LINES below the header of their page, if they have one."""
    split = ln.split_lines(["".join(f"{line}\n" for line in lines).encode()])
    kind = split.kind
    body = _body(kind)
    edges = [body - 1, *(body + np.flatnonzero(kind[body:] == ln.BLANK)).tolist(), len(lines)]
    spans = [(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]
    heading = (kind == ln.HEADING) | may_be_headings(split.text)
    bullet = kind == ln.BULLET
    return [Paragraph(a, b, "H" if b - a == 1 and heading[a] else "B" if bullet[a:b].all() else "T") for a, b in spans]


def _body(kind: ln.Kinds) -> int:
    """The line below the count under `Possible papers`; 0 where there is none."""
    written = np.flatnonzero(kind != ln.BLANK)
    counts = (kind[written[:-1]] == ln.POSSIBLE) & (kind[written[1:]] == ln.NUMBER)
    return int(written[1:][counts][0]) + 1 if counts.any() else 0
