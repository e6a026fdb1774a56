"""What a run tells for its report: what stands in no table of the snapshot. A part of the contract of `report.json`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from schemas.settings import Severity


def _encodable(value: object) -> object:
    """VALUE without lone surrogates, which JSON in UTF-8 cannot hold (a path may have them)."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_encodable)]


class Part(BaseModel):
    """A part of the report: read-only; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleFacts(Part):
    """A rule that was run."""

    code: str = Field(description="Code, such as AUT101.")
    slug: str = Field(description="Name, such as author-list-truncated.")
    severity: Severity = Field(description="Severity after the settings.")
    family: str = Field(description="What the rule is about, such as author lists.")
    what: Text = Field(description="What it means.")
    why: Text = Field(description="Why it matters.")
    remedy: Text = Field(description="What to do.")


class IgnoredRule(Part):
    """Rules that the settings turn off."""

    rule: Text = Field(description="Code, family or slug.")
    reason: Text = Field(description="Why.")
    paths: tuple[Text, ...] = Field(default=(), description="Only on these pages; everywhere if empty.")
    pages: int | None = Field(default=None, ge=0, description="How many pages that is; null for everywhere.")


class GateCheck(Part):
    """One limit of the gate, with what was measured, also where it holds."""

    name: Text = Field(description="What is measured.")
    limit: float | Text = Field(description="The limit.")
    measured: float = Field(description="The measured value.")
    passed: bool = Field(description="Does the limit hold?")


def severity_limit(severity: Severity) -> str:
    """The name of the gate's limit on findings of SEVERITY; where the gate lets them pass, it has no such limit."""
    return f"findings of severity {severity}"


class CapFacts(Part):
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


class Changes(Part):
    """This run against the last published snapshot."""

    against: str = Field(description="Id of that snapshot.")
    papers_added: int = Field(description="Papers that are new.")
    papers_removed: int = Field(description="Papers that are gone.")
    papers_changed: int = Field(description="Papers that differ.")
    findings_new: int = Field(description="Findings that are new.")
    findings_fixed: int = Field(description="Findings that are gone.")
    examples: list[Text] = Field(default=[], description="Some of the changes, one sentence each.")


class NewFinding(Part):
    """A finding that the baseline does not have."""

    finding_id: str = Field(description="Stable from run to run.")
    code: str = Field(description="Code of its rule.")
    rule: str = Field(description="Slug of its rule.")
    severity: Severity
    path: Text | None = Field(description="File, below the input root.")
    first_line: int | None = Field(description="First line of the place, from 1.")
    last_line: int | None = Field(description="Last line, included.")
    message: Text = Field(description="What is wrong.")


class Baseline(Part):
    """The findings against a file of known ones."""

    known: int = Field(description="Findings that the baseline has too; they do not count.")
    new: int = Field(description="Findings that it has not.")
    new_findings: list[NewFinding] = Field(
        default=[], description="Those of them that are worst, by severity and place: 100 at the most."
    )
    fixed: list[Text] = Field(
        default=[], description="Ids of the baseline that are not found any more; the file can lose them."
    )


class ReliabilityBin(Part):
    """Lists that were suspected until a reference had them, by probability: [low, high), the last with its end."""

    low: float
    high: float
    lists: int = Field(description="How many there are.")
    expected: float = Field(
        description="How many of them are cut, by the probabilities that they had without the reference."
    )
    cut: int = Field(description="How many of them are cut, by the reference; it has the very same list of the others.")


class RunFacts(Part):
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
