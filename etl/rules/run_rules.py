"""RUN: what got worse since the last published run (see `etl.pipeline.drift`)."""

from __future__ import annotations

from functools import partial

import polars as pl

from etl.rules.base import Example, Rule
from etl.rules.examples import Listing, page

_MANY = tuple(Listing(title=f"Paper {i:02}") for i in range(30))
_BARE = tuple(Listing(title=f"Paper {i:02}", abstract="") for i in range(30))
_ELSEWHERE = tuple(Listing(title=f"Zebra {i}", heading="COLT Conference 2020 Conference Paper") for i in range(6))
_TYPED = tuple(Listing(title=f"Paper {i:02}.") for i in range(30))
_STEADY = Example((page(*_MANY),), before=(page(*_MANY),))

_rule = partial(
    Rule,
    subject="drift",
    table="papers",
    severity="warning",
    evidence=("name", "before", "now", "detail"),
    passed=_STEADY,
)


def _kind(slug: str) -> pl.Expr:
    return pl.col("kind") == slug


RULES = (
    _rule(
        code="RUN101",
        slug="papers-vanished",
        field="paper_id",
        when=_kind("papers-vanished"),
        message="Of {before_told} papers of the last snapshot {now_told} are left: {detail}.",
        evidence=("before", "now", "detail"),
        what="More than 5% of the papers of the last snapshot are missing from this one.",
        why="Papers do not vanish: pages were not fetched, or were read otherwise than before.",
        remedy="Compare the inputs of the two runs (`quiver diff`).",
        flagged=Example((page(*_MANY[:20]),), before=(page(*_MANY),)),
    ),
    _rule(
        code="RUN102",
        slug="venue-vanished",
        table="venues",
        field="venue_id",
        when=_kind("venue-vanished"),
        message="{name} had {before_told} papers in the last snapshot and has none.",
        what="A venue that had 5 papers or more in the last snapshot has none any more.",
        why="Its headings are read otherwise than before, or its pages were not fetched.",
        remedy="Look for the venue's papers under another name; compare the inputs of the two runs.",
        flagged=Example((page(*_MANY),), before=(page(*_MANY, *_ELSEWHERE),)),
    ),
    _rule(
        code="RUN103",
        slug="nulls-jumped",
        field=None,
        when=_kind("nulls-jumped"),
        message="The share of rows without {name} rose from {before_told} to {now_told}.",
        what="The share of papers without an abstract rose by more than 10 points since the last snapshot.",
        why="The site no longer shows abstracts, or they are read otherwise than before.",
        remedy="Look at pages that had abstracts in the last snapshot.",
        flagged=Example((page(*_BARE),), before=(page(*_MANY),)),
    ),
    _rule(
        code="RUN104",
        slug="rule-rate-doubled",
        table="findings",
        field="rule",
        when=_kind("rule-rate-doubled"),
        message="Findings of {name} rose from {before_told} to {now_told} a paper.",
        what="A rule with 20 findings or more finds over twice as much per paper as in the last snapshot, and over two "
        "findings more per hundred papers.",
        why="The damage that it reports is spreading.",
        remedy="Look at the new findings of the rule.",
        flagged=Example((page(*_TYPED),), before=(page(*_MANY[1:], _TYPED[0]),)),
    ),
    _rule(
        code="RUN105",
        slug="rows-fell",
        field=None,
        when=_kind("rows-fell"),
        message="{name} had {before_told} rows in the last snapshot and has {now_told}.",
        what="There are over 5% fewer papers than in the last snapshot.",
        why="A part of the input is missing.",
        remedy="Compare the inputs of the two runs (`quiver diff`).",
        flagged=Example((page(*_MANY[:20]),), before=(page(*_MANY),)),
    ),
)
