"""The report of a run: the versioned contract of `report.json`, and what a run must tell to have one made.

Nothing here depends on when, where or how fast the run was: the same input and settings give the same bytes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from schemas.settings import Severity

REPORT_VERSION = "2.2.0"
"""Version of this contract: major for a breaking change, minor for an added field, patch for words."""


def _encodable(value: object) -> object:
    """VALUE without lone surrogates, which JSON in UTF-8 cannot hold (a path may have them)."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_encodable)]


class _Part(BaseModel):
    """Read-only; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleFacts(_Part):
    """A rule that was run."""

    code: str = Field(description="Code, such as AUT101.")
    slug: str = Field(description="Name, such as author-list-truncated.")
    severity: Severity = Field(description="Severity after the settings.")
    family: str = Field(description="What the rule is about, such as author lists.")
    what: Text = Field(description="What it means.")
    why: Text = Field(description="Why it matters.")
    remedy: Text = Field(description="What to do.")


class IgnoredRule(_Part):
    """Rules that the settings turn off."""

    rule: Text = Field(description="Code, family or slug.")
    reason: Text = Field(description="Why.")
    paths: tuple[Text, ...] = Field(default=(), description="Only on these pages; everywhere if empty.")
    pages: int | None = Field(default=None, ge=0, description="How many pages that is; null for everywhere.")


class GateCheck(_Part):
    """One limit of the gate, with what was measured, also where it holds."""

    name: Text = Field(description="What is measured.")
    limit: float | Text = Field(description="The limit.")
    measured: float = Field(description="The measured value.")
    passed: bool = Field(description="Does the limit hold?")


def severity_limit(severity: Severity) -> str:
    """The name of the gate's limit on findings of SEVERITY; where the gate lets them pass, it has no such limit."""
    return f"findings of severity {severity}"


class CapFacts(_Part):
    """How many names the site shows at the most."""

    value: int | None = Field(description="The cap; null where there is none.")
    how: Literal["setting", "inferred", "none"] = Field(description="Where it comes from.")
    at_cap: int = Field(description="Papers whose list is as long as the cap.")
    expected: float | None = Field(
        description="How many of them are to be expected at this length if the site cut none."
    )
    of_some: tuple[int, ...] = Field(
        default=(), description="Caps of some of the pages alone; others, of other sites, show longer lists."
    )

    @property
    def told(self) -> str:
        """The cap, or all caps, as words of a sentence: `8`, `8 or 12`."""
        return " or ".join(map(str, sorted({*self.of_some, self.value or 0})))


class Changes(_Part):
    """This run against the last published snapshot."""

    against: str = Field(description="Id of that snapshot.")
    papers_added: int = Field(description="Papers that are new.")
    papers_removed: int = Field(description="Papers that are gone.")
    papers_changed: int = Field(description="Papers that differ.")
    findings_new: int = Field(description="Findings that are new.")
    findings_fixed: int = Field(description="Findings that are gone.")
    examples: list[Text] = Field(default=[], description="Some of the changes, one sentence each.")


class NewFinding(_Part):
    """A finding that the baseline does not have."""

    finding_id: str = Field(description="Stable from run to run.")
    code: str = Field(description="Code of its rule.")
    rule: str = Field(description="Slug of its rule.")
    severity: Severity
    path: Text | None = Field(description="File, below the input root.")
    first_line: int | None = Field(description="First line of the place, from 1.")
    last_line: int | None = Field(description="Last line, included.")
    message: Text = Field(description="What is wrong.")


class Baseline(_Part):
    """The findings against a file of known ones."""

    known: int = Field(description="Findings that the baseline has too; they do not count.")
    new: int = Field(description="Findings that it has not.")
    new_findings: list[NewFinding] = Field(
        default=[], description="Those of them that are worst, by severity and place: 100 at the most."
    )
    fixed: list[Text] = Field(
        default=[], description="Ids of the baseline that are not found any more; the file can lose them."
    )


class ReliabilityBin(_Part):
    """Lists that were suspected until a reference had them, by probability: [low, high), the last with its end."""

    low: float
    high: float
    lists: int = Field(description="How many there are.")
    expected: float = Field(
        description="How many of them are cut, by the probabilities that they had without the reference."
    )
    cut: int = Field(description="How many of them are cut, by the reference; it has the very same list of the others.")


class RunFacts(_Part):
    """What only the run itself knows; the rest of the report is read from its tables."""

    files: int = Field(description="Files read.")
    bytes: int = Field(description="Their size together, as stored.")
    gate: list[GateCheck] = Field(description="All limits of the gate.")
    cap: CapFacts = Field(description="The cap of the author lists.")
    rules: list[RuleFacts] = Field(description="All rules that were run.")
    ignored: list[IgnoredRule] = Field(default=[], description="Rules that the settings turn off.")
    changes: Changes | None = Field(default=None, description="Against the last snapshot; null on the first run.")
    baseline: Baseline | None = Field(default=None, description="Against the baseline; null without one.")
    reliability: list[ReliabilityBin] | None = Field(
        default=None,
        description="How well the probabilities of truncation hold; null where no reference tells of a suspected list.",
    )


class Input(_Part):
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


class QuarantineReason(_Part):
    """Raw text that could not be used for one reason."""

    reason: str = Field(description="The reason (slug).")
    stretches: int = Field(description="How many stretches of text.")
    bytes: int = Field(description="Their size together.")


class Bytes(_Part):
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


class ContextLine(_Part):
    """One line of raw text."""

    line: int = Field(description="Its number in the file, from 1.")
    text: Text = Field(description="The line; long ones are cut to what matters, with an ellipsis.")
    marks: list[tuple[int, int]] = Field(
        default=[], description="The damaged parts: first character and end (excluded) in `text`."
    )


class Sample(_Part):
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


class RuleFindings(_Part):
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

    name: Text = Field(description="As known there.")
    position: int | None = Field(description="Place on the whole list, where a reference tells it.")
    how: Text = Field(description="How we know.")


class ListSample(_Part):
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


class AuthorListFacts(_Part):
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


class YearCoverage(_Part):
    """The papers of one year."""

    year: int
    papers: int
    abstracts: int = Field(description="Papers that have one.")
    truncated: int
    suspected: int


class VenueCoverage(_Part):
    """The papers of one venue."""

    venue_id: Text
    name: Text
    known: bool = Field(description="Does the registry know the venue?")
    papers: int
    abstracts: int = Field(description="Papers that have one.")
    truncated: int
    suspected: int
    years: dict[int, int] = Field(description="Year -> papers, ascending.")


class Coverage(_Part):
    """What the papers cover."""

    years: list[YearCoverage] = Field(description="All years, ascending.")
    venues: list[VenueCoverage] = Field(description="The venues with the most papers, descending.")
    other_venues: int = Field(description="How many more venues there are.")
    other_papers: int = Field(description="How many papers they have.")


class Report(_Part):
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
