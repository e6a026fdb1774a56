"""The report of a run: the versioned contract of `report.json`.

Nothing here depends on when, where or how fast the run was: the same input and settings give the same bytes.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from schemas.run_facts import Baseline, CapFacts, Changes, GateCheck, IgnoredRule, Part, ReliabilityBin, RuleFacts, Text
from schemas.settings import Severity

REPORT_VERSION = "2.2.0"
"""Version of this contract: major for a breaking change, minor for an added field, patch for words."""


class Input(Part):
    """What came in."""

    files: int = Field(description="Files read.")
    bytes: int = Field(description="Their size together, as stored.")
    pages: int = Field(description="Distinct pages in them.")
    repeated_pages: int = Field(description="Pages that are byte for byte the same as another.")
    unread_pages: int = Field(description="Distinct pages that are none: HTML, a binary, other text, or no text.")

    @property
    def author_pages(self) -> int:
        """Distinct pages of which something could be read."""
        return self.pages - self.unread_pages


class QuarantineReason(Part):
    """Raw text that could not be used for one reason."""

    reason: str = Field(description="The reason (slug).")
    stretches: int = Field(description="How many stretches of text.")
    bytes: int = Field(description="Their size together.")


class Bytes(Part):
    """Where every byte of the input went, after decompression. The parts sum to the total."""

    total: int
    listings: int = Field(description="In listings, each of which shows a paper.")
    headers: int = Field(description="In page headers.")
    separators: int = Field(description="Blank lines between the parts.")
    quarantine: int = Field(description="Not usable; kept in quarantine.")
    repeated: int = Field(description="In pages that are the same as one counted already.")
    unaccounted: int = Field(description="Total less all parts; 0, or Quiver has a bug.")
    reasons: list[QuarantineReason] = Field(default=[], description="The quarantine by reason.")

    @property
    def distinct(self) -> int:
        """The total without what is repeated, whose parts are not counted again."""
        return self.total - self.repeated


class ContextLine(Part):
    """One line of raw text."""

    line: int = Field(description="Its number in the file, from 1.")
    text: Text = Field(description="The line; long ones are cut to what matters, with an ellipsis.")
    marks: list[tuple[int, int]] = Field(
        default=[], description="The damaged parts: first character and end (excluded) in `text`."
    )


class Sample(Part):
    """One finding, with the raw lines around it."""

    finding_id: str = Field(description="Stable from run to run.")
    message: Text = Field(description="What is wrong.")
    path: Text | None = Field(description="File, below the input root.")
    first_line: int | None = Field(description="First line of the place, from 1.")
    last_line: int | None = Field(description="Last line, included.")
    table: str = Field(description="Table of the row that it is about.")
    row_id: Text | None = Field(description="Key of that row.")
    field: str | None = Field(description="Column that it is about.")
    title: Text | None = Field(default=None, description="Title of the paper that it concerns.")
    evidence: dict[str, Any] = Field(default={}, description="What the rule saw.")
    context: list[ContextLine] = Field(default=[], description="Raw lines, blank ones left out.")


class RuleFindings(Part):
    """What one rule found."""

    code: str = Field(description="Code of the rule.")
    slug: str = Field(description="Name of the rule.")
    severity: Severity = Field(description="Severity after the settings.")
    family: str = Field(description="What the rule is about.")
    count: int = Field(description="Number of findings.")
    new: int | None = Field(
        default=None, description="Number of those that the baseline does not have; null without one."
    )
    papers: int = Field(description="Number of papers that they concern.")
    pages: int = Field(description="Number of pages on which they were seen.")
    samples: list[Sample] = Field(description="Some of them; all are in findings.parquet.")


class LengthCount(Part):
    """How many papers list so many names."""

    names: int
    papers: int


class ProbabilityBin(Part):
    """How many suspected lists have a probability of truncation in [low, high), the last bin with its end."""

    low: float
    high: float
    papers: int


class MissingPerson(Part):
    """Someone who is not on the list of a paper."""

    name: Text = Field(description="As known there.")
    position: int | None = Field(description="Place on the whole list, where a reference tells it.")
    how: Text = Field(description="How we know.")


class ListSample(Part):
    """A paper whose author list is cut, or may be."""

    paper_id: str
    title: Text
    venue: Text
    year: int
    path: Text | None = Field(description="A file that shows it.")
    line: int | None = Field(description="Its heading there.")
    listed: int = Field(description="Names shown.")
    last_listed: Text | None = Field(description="The last name shown.")
    probability: float = Field(description="That the list is cut.")
    missing: list[MissingPerson] = Field(default=[], description="Who is known to be missing.")
    missing_not_shown: int = Field(default=0, description="How many more are known to be missing.")


class AuthorListFacts(Part):
    """Are the author lists whole?"""

    cap: CapFacts
    lengths: list[LengthCount] = Field(description="All lengths that occur, ascending.")
    statuses: dict[str, int] = Field(description="author_list_status -> papers.")
    suspected_cut: float = Field(description="How many of the suspected lists are cut, by their probabilities.")
    people_recovered: int = Field(description="People known to be missing from page owners.")
    people_referenced: int = Field(description="People known to be missing from references.")
    probabilities: list[ProbabilityBin] = Field(description="The suspected lists by probability.")
    reliability: list[ReliabilityBin] | None = Field(
        description="How well the probabilities hold; null where no reference tells of a suspected list."
    )
    truncated: list[ListSample] = Field(description="Some lists that are proven to be cut.")
    suspected: list[ListSample] = Field(description="Some lists that may be cut, the most probable first.")


class YearCoverage(Part):
    """The papers of one year."""

    year: int
    papers: int
    abstracts: int = Field(description="Papers that have one.")
    truncated: int
    suspected: int


class VenueCoverage(Part):
    """The papers of one venue."""

    venue_id: Text
    name: Text
    known: bool = Field(description="Does the registry know the venue?")
    papers: int
    abstracts: int = Field(description="Papers that have one.")
    truncated: int
    suspected: int
    years: dict[int, int] = Field(description="Year -> papers, ascending.")


class Coverage(Part):
    """What the papers cover."""

    years: list[YearCoverage] = Field(description="All years, ascending.")
    venues: list[VenueCoverage] = Field(description="The venues with the most papers, descending.")
    other_venues: int = Field(description="How many more venues there are.")
    other_papers: int = Field(description="How many papers they have.")


class Report(Part):
    """The whole report: `report.json`."""

    report_version: str = Field(default=REPORT_VERSION, description="Version of this contract.")
    contract_version: str = Field(description="Version of the tables' contract.")
    quiver_version: str = Field(description="Version of Quiver.")
    published: bool = Field(description="Did the gate let the snapshot pass?")
    why: Text = Field(description="Why, in one sentence.")
    input: Input
    output: dict[str, int] = Field(description="Table -> rows.")
    bytes: Bytes
    gate: list[GateCheck]
    changes: Changes | None
    baseline: Baseline | None
    severities: dict[Severity, int] = Field(description="Severity -> findings.")
    findings: list[RuleFindings] = Field(
        description=(
            "Rules that found something: errors first, then warnings, then info; within these, few findings last."
        )
    )
    author_lists: AuthorListFacts
    coverage: Coverage
    rules: list[RuleFacts] = Field(description="All rules that were run, by code.")
    ignored: list[IgnoredRule]


def report_json_schema() -> dict[str, Any]:
    """The JSON Schema of `report.json`."""
    return Report.model_json_schema(mode="serialization")
