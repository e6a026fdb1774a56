"""The settings as keywords of `etl.run` and `etl.check`, for type checkers; a test holds them against the models."""

from collections.abc import Iterator
from os import PathLike
from typing import Literal, Protocol, Required, TypedDict, TypeVar

from schemas.files import Table
from schemas.settings import Severity

One_co = TypeVar("One_co", covariant=True)
File = str | PathLike[str]


class Several(Protocol[One_co]):
    """A list or a tuple. No `Sequence`, which a single text would be, too: it holds no object but texts."""

    def __contains__(self, value: object, /) -> bool: ...  # noqa: D105 - as every list has it
    def __getitem__(self, index: int, /) -> One_co: ...  # noqa: D105
    def __iter__(self) -> Iterator[One_co]: ...  # noqa: D105


class RuleLimitKeywords(TypedDict, total=False):
    """A `schemas.settings.RuleLimit`, as a dict."""

    rule: Required[str]
    max_count: int | None
    max_rate: float | None


class GateKeywords(TypedDict, total=False):
    """A `schemas.settings.Gate`, as a dict."""

    fail_on: Literal["error", "warning", "info", "never"]
    max_quarantine: float
    limits: Several[RuleLimitKeywords]
    min_rows: dict[Table, int]
    drift: bool


class IgnoreKeywords(TypedDict, total=False):
    """A `schemas.settings.Ignore`, as a dict."""

    rule: Required[str]
    reason: Required[str]
    paths: Several[str]


class SettingsKeywords(TypedDict, total=False):
    """The `schemas.settings.Settings`, each by its name."""

    select: Several[str]
    ignore: Several[IgnoreKeywords]
    severity: dict[str, Severity]
    cap: int | Literal["auto", "none"]
    references: Several[File]
    baseline: File | None
    keep: int
    memory_mb: int
    workers: int
    max_page_mb: int
    wait_seconds: float
    gate: GateKeywords
