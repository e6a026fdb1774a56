"""The report of a run: the versioned contract of `report.json`, and what a run must tell to have one made.

Nothing here depends on when, where or how fast the run was: the same input and settings give the same bytes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

REPORT_VERSION = "1.2.0"
"""Version of this contract: major for a breaking change, minor for an added field, patch for words."""


def _encodable(value: object) -> object:
    """VALUE without lone surrogates, which JSON in UTF-8 cannot hold (a path may have them)."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_encodable)]
Severity = Literal["error", "warning", "info"]


class _Part(BaseModel):
    """Read-only; an unknown key is an error; the docstring below a field is its description."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class RuleFacts(_Part):
    """A rule that was run."""

    code: str
    """Code, such as AUT101."""
    slug: str
    """Name, such as author-list-truncated."""
    severity: Severity
    """Severity after the settings."""
    family: str
    """What the rule is about, such as author lists."""
    what: Text
    """What it means."""
    why: Text
    """Why it matters."""
    remedy: Text
    """What to do."""


class IgnoredRule(_Part):
    """Rules that the settings turn off."""

    rule: Text
    """Code, family or slug."""
    reason: Text
    """Why."""
    paths: tuple[Text, ...] = ()
    """Only on these pages; everywhere if empty."""


class GateCheck(_Part):
    """One limit of the gate, with what was measured, also where it holds."""

    name: Text
    """What is measured."""
    limit: float | Text
    """The limit."""
    measured: float
    """The measured value."""
    passed: bool
    """Does the limit hold?"""
    detail: Text = ""
    """What a reader should know besides."""


class CapFacts(_Part):
    """How many names the site shows at the most."""

    value: int | None
    """The cap; null where there is none."""
    how: Literal["setting", "inferred", "none"]
    """Where it comes from."""
    at_cap: int
    """Papers whose list is as long as the cap."""
    expected: float | None
    """How many of them are to be expected at this length if the site cut none."""


class Changes(_Part):
    """This run against the last published snapshot."""

    against: str
    """Id of that snapshot."""
    papers_added: int
    """Papers that are new."""
    papers_removed: int
    """Papers that are gone."""
    papers_changed: int
    """Papers that differ."""
    findings_new: int
    """Findings that are new."""
    findings_fixed: int
    """Findings that are gone."""
    examples: list[Text] = []
    """Some of the changes, one sentence each."""


class NewFinding(_Part):
    """A finding that the baseline does not have."""

    finding_id: str
    """Stable from run to run."""
    code: str
    """Code of its rule."""
    rule: str
    """Slug of its rule."""
    severity: Severity
    path: Text | None
    """File, below the input root."""
    first_line: int | None
    """First line of the place, from 1."""
    last_line: int | None
    """Last line, included."""
    message: Text
    """What is wrong."""


class Baseline(_Part):
    """The findings against a file of known ones."""

    known: int
    """Findings that the baseline has too; they do not count."""
    new: int
    """Findings that it has not."""
    new_findings: list[NewFinding] = []
    """Those of them that are worst, by severity and place: 100 at the most."""
    fixed: list[Text] = []
    """Ids of the baseline that are not found any more; the file can lose them."""


class ReliabilityBin(_Part):
    """Lists that were suspected until a reference had them, by probability: [low, high), the last with its end."""

    low: float
    high: float
    lists: int
    """How many there are."""
    expected: float
    """How many of them are cut, by the probabilities that they had without the reference."""
    cut: int
    """How many of them are cut, by the reference; it has the very same list of the others."""


class RunFacts(_Part):
    """What only the run itself knows; the rest of the report is read from its tables."""

    files: int
    """Files read."""
    bytes: int
    """Their size together, as stored."""
    gate: list[GateCheck]
    """All limits of the gate."""
    cap: CapFacts
    """The cap of the author lists."""
    rules: list[RuleFacts]
    """All rules that were run."""
    ignored: list[IgnoredRule] = []
    """Rules that the settings turn off."""
    changes: Changes | None = None
    """Against the last snapshot; null on the first run."""
    baseline: Baseline | None = None
    """Against the baseline; null without one."""
    reliability: list[ReliabilityBin] | None = None
    """How well the probabilities of truncation hold; null where no reference tells of a suspected list."""


class Input(_Part):
    """What came in."""

    files: int
    """Files read."""
    bytes: int
    """Their size together, as stored."""
    pages: int
    """Distinct pages in them."""
    repeated_pages: int
    """Pages that are byte for byte the same as another."""


class QuarantineReason(_Part):
    """Raw text that could not be used for one reason."""

    reason: str
    """The reason (slug)."""
    stretches: int
    """How many stretches of text."""
    bytes: int
    """Their size together."""


class Bytes(_Part):
    """Where every byte of the input went, after decompression. The parts sum to the total."""

    total: int
    listings: int
    """In listings, each of which shows a paper."""
    headers: int
    """In page headers."""
    separators: int
    """Blank lines between the parts."""
    quarantine: int
    """Not usable; kept in quarantine."""
    repeated: int
    """In pages that are the same as one counted already."""
    unaccounted: int
    """Total less all parts; 0, or Quiver has a bug."""
    reasons: list[QuarantineReason] = []
    """The quarantine by reason."""

    @property
    def distinct(self) -> int:
        """The total without what is repeated, whose parts are not counted again."""
        return self.total - self.repeated


class ContextLine(_Part):
    """One line of raw text."""

    line: int
    """Its number in the file, from 1."""
    text: Text
    """The line; long ones are cut to what matters, with an ellipsis."""
    marks: list[tuple[int, int]] = []
    """The damaged parts: first character and end (excluded) in `text`."""


class Sample(_Part):
    """One finding, with the raw lines around it."""

    finding_id: str
    """Stable from run to run."""
    message: Text
    """What is wrong."""
    path: Text | None
    """File, below the input root."""
    first_line: int | None
    """First line of the place, from 1."""
    last_line: int | None
    """Last line, included."""
    table: str
    """Table of the row that it is about."""
    row_id: Text | None
    """Key of that row."""
    field: str | None
    """Column that it is about."""
    title: Text | None = None
    """Title of the paper that it concerns."""
    evidence: dict[str, Any] = {}
    """What the rule saw."""
    context: list[ContextLine] = []
    """Raw lines, blank ones left out."""


class RuleFindings(_Part):
    """What one rule found."""

    code: str
    """Code of the rule."""
    slug: str
    """Name of the rule."""
    severity: Severity
    """Severity after the settings."""
    family: str
    """What the rule is about."""
    count: int
    """Number of findings."""
    new: int | None = None
    """Number of those that the baseline does not have; null without one."""
    papers: int
    """Number of papers that they concern."""
    pages: int
    """Number of pages on which they were seen."""
    samples: list[Sample]
    """Some of them; all are in findings.parquet."""


class LengthCount(_Part):
    """How many papers list so many names."""

    names: int
    papers: int


class ProbabilityBin(_Part):
    """How many suspected lists have a probability of truncation in [low, high), the last bin with its end."""

    low: float
    high: float
    papers: int


class MissingPerson(_Part):
    """Someone who is not on the list of a paper."""

    name: Text
    """As known there."""
    position: int | None
    """Place on the whole list, where a reference tells it."""
    how: Text
    """How we know."""


class ListSample(_Part):
    """A paper whose author list is cut, or may be."""

    paper_id: str
    title: Text
    venue: Text
    year: int
    path: Text | None
    """A file that shows it."""
    line: int | None
    """Its heading there."""
    listed: int
    """Names shown."""
    last_listed: Text | None
    """The last name shown."""
    probability: float
    """That the list is cut."""
    missing: list[MissingPerson] = []
    """Who is known to be missing."""
    missing_not_shown: int = 0
    """How many more are known to be missing."""


class AuthorListFacts(_Part):
    """Are the author lists whole?"""

    cap: CapFacts
    lengths: list[LengthCount]
    """All lengths that occur, ascending."""
    statuses: dict[str, int]
    """author_list_status -> papers."""
    suspected_cut: float
    """How many of the suspected lists are cut, by their probabilities."""
    people_recovered: int
    """People known to be missing from page owners."""
    people_referenced: int
    """People known to be missing from references."""
    probabilities: list[ProbabilityBin]
    """The suspected lists by probability."""
    reliability: list[ReliabilityBin] | None
    """How well the probabilities hold; null where no reference tells of a suspected list."""
    truncated: list[ListSample]
    """Some lists that are proven to be cut."""
    suspected: list[ListSample]
    """Some lists that may be cut, the most probable first."""


class YearCoverage(_Part):
    """The papers of one year."""

    year: int
    papers: int
    abstracts: int
    """Papers that have one."""
    truncated: int
    suspected: int


class VenueCoverage(_Part):
    """The papers of one venue."""

    venue_id: Text
    name: Text
    known: bool
    """Does the registry know the venue?"""
    papers: int
    abstracts: int
    """Papers that have one."""
    truncated: int
    suspected: int
    years: dict[int, int]
    """Year -> papers, ascending."""


class Coverage(_Part):
    """What the papers cover."""

    years: list[YearCoverage]
    """All years, ascending."""
    venues: list[VenueCoverage]
    """The venues with the most papers, descending."""
    other_venues: int
    """How many more venues there are."""
    other_papers: int
    """How many papers they have."""


class Report(_Part):
    """The whole report: `report.json`."""

    report_version: str = REPORT_VERSION
    """Version of this contract."""
    contract_version: str
    """Version of the tables' contract."""
    quiver_version: str
    """Version of Quiver."""
    published: bool
    """Did the gate let the snapshot pass?"""
    why: Text
    """Why, in one sentence."""
    input: Input
    output: dict[str, int]
    """Table -> rows."""
    bytes: Bytes
    gate: list[GateCheck]
    changes: Changes | None
    baseline: Baseline | None
    severities: dict[Severity, int]
    """Severity -> findings."""
    findings: list[RuleFindings]
    """Rules that found something: errors first, then warnings, then info; within these, few findings last."""
    author_lists: AuthorListFacts
    coverage: Coverage
    rules: list[RuleFacts]
    """All rules that were run, by code."""
    ignored: list[IgnoredRule]


def report_json_schema() -> dict[str, Any]:
    """The JSON Schema of `report.json`."""
    return Report.model_json_schema(mode="serialization")
