"""What the settings of a run name: rules, known findings, references."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl.pipeline import baseline
from etl.rules.selection import Selection, select_rules
from schemas.settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """What the settings name, found and read."""

    selection: Selection
    known: pl.Series | None
    """The ids in the baseline."""
    references: pl.LazyFrame | None


def asked(settings: Settings, folder: Path | None) -> Asked:
    """The rules, the baseline and the references of SETTINGS; the latter are kept in FOLDER.

    Raises UsageError or InputError where one of them is not there or makes no sense.
    """
    return Asked(
        selection=select_rules(settings),
        known=baseline.read(Path(settings.baseline)) if settings.baseline else None,
        references=_references(settings, folder) if settings.references else None,
    )


def _references(settings: Settings, folder: Path | None) -> pl.LazyFrame:
    from etl.references.load import load_references

    return load_references([Path(path) for path in settings.references], folder)
