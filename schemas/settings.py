"""The settings that users write in `quiver.toml` or under `[tool.quiver]`: pydantic models, the one source."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from schemas.files import Table

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The worst first."""
RuleRef = Annotated[str, Field(min_length=1)]
FileName = Annotated[str, Field(min_length=1, pattern=r"^[^\x00]*$")]


class Strict(BaseModel):
    """Frozen; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleLimit(Strict):
    """How much of one rule the gate lets pass; one of `max_count` and `max_rate`, or both."""

    rule: RuleRef = Field(description="The rule: a code (AUT101), a family (AUT) or a slug.")
    max_count: int | None = Field(default=None, ge=0, description="Most findings of it that pass.")
    max_rate: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description=(
            "Most findings of it that pass, as a share of the rows of the rule's table "
            "(of a family: of its largest table)."
        ),
    )


class Gate(Strict):
    """When a run must not be published."""

    fail_on: Literal["error", "warning", "info", "never"] = Field(
        default="error", description="The lowest severity of which any finding fails the gate."
    )
    max_quarantine: float = Field(
        default=0.01,
        ge=0,
        le=1,
        description=(
            "Largest share of the input's bytes that may lie in quarantine (a page that is repeated counts once), "
            "and of its pages that may be without text."
        ),
    )
    limits: tuple[RuleLimit, ...] = Field(default=(), description="Limits for single rules, by count or by rate.")
    min_rows: dict[Table, Annotated[int, Field(ge=0)]] = Field(
        default_factory=dict, description="Least number of rows for each table named."
    )
    drift: bool = Field(default=True, description="Compare with the last published snapshot (family RUN).")


class Ignore(Strict):
    """Rules that are not run, and why."""

    rule: RuleRef = Field(description="The rule: a code (AUT101), a family (AUT) or a slug.")
    reason: str = Field(min_length=1, description="Why; shown in the report.")
    paths: tuple[str, ...] = Field(
        default=(), description="Only on pages whose path matches one of these patterns (fnmatch); everywhere if empty."
    )


class Settings(Strict):
    """All that a user can set. Command-line options override it; `--ignore` and `--reference` add to its lists."""

    select: tuple[RuleRef, ...] = Field(default=(), description="Run only these rules; all if empty.")
    ignore: tuple[Ignore, ...] = Field(default=(), description="Do not run these rules.")
    severity: dict[str, Severity] = Field(
        default_factory=dict,
        description=(
            "Severity of rules, where it should differ from their own; that of a rule goes before that of its family."
        ),
    )
    cap: Annotated[int, Field(ge=1, le=100_000)] | Literal["auto", "none"] = Field(
        default="auto", description="How many names the site shows at the most; `auto` infers it from the corpus."
    )
    references: tuple[FileName, ...] = Field(
        default=(), description="Files with full author lists: Parquet, JSONL, BibTeX or a DBLP dump."
    )
    baseline: FileName | None = Field(default=None, description="File of known findings that do not count.")
    keep: int = Field(default=1, ge=0, description="How many snapshots before the current one are kept.")
    memory_mb: int = Field(
        default=1000,
        ge=200,
        description=(
            "How much memory a run may use, in MB, approximately; each processor that works takes 190 of it or more."
        ),
    )
    workers: int = Field(
        default=0,
        ge=0,
        description="How many shards are worked on at once; 0: one for each processor, if `memory_mb` allows.",
    )
    max_page_mb: int = Field(
        default=64, ge=1, description="A file larger than this after decompression goes to quarantine."
    )
    wait_seconds: float = Field(default=0, ge=0, description="How long to wait for another run that holds the output.")
    gate: Gate = Field(default=Gate(), description="When a run must not be published.")

    @property
    def named_files(self) -> tuple[str, ...]:
        """The files that a run depends on beside its pages."""
        return (*self.references, *([self.baseline] if self.baseline else []))
