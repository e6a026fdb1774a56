"""What a rule is: one boolean expression over one kind of row, and all that a reader needs to know about it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from string import Formatter

import polars as pl

FAMILIES = {
    "PAG": "pages",
    "AUT": "author lists",
    "NAM": "names",
    "VEN": "venues",
    "TTL": "titles",
    "ABS": "abstracts",
    "DUP": "duplicates",
    "REF": "references",
    "RUN": "this run against the last",
}


@dataclass(frozen=True, slots=True)
class Example:
    """Raw pages on which a rule is shown and tested, and what a run needs beside them."""

    pages: tuple[str, ...]
    references: tuple[dict[str, object], ...] = ()
    """Rows of a reference: title, year, venue, authors."""
    before: tuple[str, ...] = ()
    """Raw pages of the run before, for the family RUN."""
    passed_over: tuple[tuple[str, str], ...] = ()
    """Name of what lies among the pages and is none, and why (see `etl.extract.source.find.Found`)."""
    encoding: str = "utf-8"
    """How the pages are written to files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of anomaly.

    `when` is true on the rows of the frame `subject` (see `etl.rules.subjects`) that are flagged: all, unless it is
    given. `message` is one sentence with columns in braces (`{lines:line}`: 1 line, 2 lines); it stays as it is while
    the fact does, so that what moves with every page of the corpus is for `evidence` alone. `evidence` names the
    columns that a reader needs to judge the finding: those of `message`, unless it is given. `identity` names further
    columns that tell apart findings of the rule on one row_id; none of them may change when the input changes
    elsewhere. `snippet`, if there is one, is evaluated on the flagged rows alone and gives the column of that name: the
    raw text round the damage, word for word, for `message` and `evidence`.
    """

    code: str
    slug: str
    severity: str = "info"
    subject: str
    table: str
    field: str | None
    when: pl.Expr = dataclasses.field(default=pl.lit(value=True), repr=False)
    message: str
    evidence: tuple[str, ...] = ()
    what: str
    why: str
    remedy: str
    flagged: Example = dataclasses.field(repr=False)
    passed: Example = dataclasses.field(repr=False)
    identity: tuple[str, ...] = ()
    snippet: pl.Expr | None = dataclasses.field(default=None, repr=False)

    @property
    def family(self) -> str:
        """The three letters of the code."""
        return self.code[:3]

    @property
    def told_by(self) -> tuple[str, ...]:
        """The columns that make up the evidence."""
        return self.evidence or tuple(column for _, column, _, _ in Formatter().parse(self.message) if column)

    def matches(self, reference: str) -> bool:
        """Does REFERENCE (a code, the beginning of one, or a slug) name this rule?"""
        return reference != "" and (self.slug == reference or self.code.startswith(reference.upper()))
