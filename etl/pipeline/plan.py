"""What a run is to do: its settings, with the rules, the known findings and the references that they name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from etl.load.faults import told_as_output_error
from etl.pipeline import baseline
from etl.pipeline.incremental.stamps import Stamps
from etl.progress import Progress
from etl.rules.selection import Selection, select_rules
from schemas.settings import Settings

if TYPE_CHECKING:
    from etl.references.store import References


@dataclass(frozen=True, slots=True)
class Plan:
    """The settings of a run, and what they name, found and read."""

    settings: Settings
    selection: Selection
    known_findings: pl.DataFrame | None
    """The findings in the baseline (see `baseline.read`)."""
    references: References | None
    hashes: dict[str, str]
    """File, as the settings name it -> the hash of its content."""


def make_plan(settings: Settings, folder: Path, stamps: Stamps, progress: Progress) -> Plan:
    """Find the rules of SETTINGS, and read the baseline and the references; what is read of these is kept in FOLDER.

    Raises UsageError or InputError where one of them is not there or makes no sense.
    """
    if settings.references:
        progress.stage("reading references", files=len(settings.references))
    return Plan(
        settings=settings,
        selection=select_rules(settings),
        known_findings=baseline.read(Path(settings.baseline)) if settings.baseline else None,
        references=_references(settings, folder, stamps) if settings.references else None,
        hashes=stamps.hashes_of(settings.named_files),
    )


def _references(settings: Settings, folder: Path, stamps: Stamps) -> References:
    from etl.references.load import load_references

    with told_as_output_error(folder):  # all that is wrong with the files themselves is told as such already
        return load_references([Path(path) for path in settings.references], folder, stamps.hash_of)
