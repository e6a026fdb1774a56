"""Quiver: raw text pages of bibliographic records in, validated Parquet tables and a quality report out.

    import etl

    outcome = etl.run("raw", "curated")              # as `quiver run`
    outcome = etl.check("raw", select=["AUT"])       # as `quiver check`
    snapshot = etl.open_snapshot("curated")          # all tables from one snapshot, as Polars LazyFrames
    papers = snapshot.papers.collect()
    etl.normalize("text", "in 0. 9 s")               # as `quiver normalize`

Errors are those of `etl.errors`; QuiverError is the base of all. Importing this module loads nothing but itself:
what a name stands for is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from etl.api import check, run
    from etl.errors import ContractError, InputError, OutputError, QuiverError, UsageError
    from etl.pipeline.run import Outcome
    from etl.snapshot_reader import Snapshot, open_snapshot
    from etl.value_steps import normalize

__all__ = [
    "ContractError",
    "InputError",
    "Outcome",
    "OutputError",
    "QuiverError",
    "Snapshot",
    "UsageError",
    "check",
    "normalize",
    "open_snapshot",
    "run",
]

_ERRORS = ("ContractError", "InputError", "OutputError", "QuiverError", "UsageError")
_HOMES = dict.fromkeys(_ERRORS, "etl.errors") | {
    "Outcome": "etl.pipeline.run",
    "Snapshot": "etl.snapshot_reader",
    "check": "etl.api",
    "normalize": "etl.value_steps",
    "open_snapshot": "etl.snapshot_reader",
    "run": "etl.api",
}


def __getattr__(name: str) -> Any:
    """The public name NAME, from the module that defines it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
