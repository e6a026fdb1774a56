"""What the settings of a run name: rules, known findings, references."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from etl.load.faults import told_as_output_error
from etl.pipeline import baseline
from etl.progress import Progress
from etl.rules.selection import Selection, select_rules
from schemas.settings import Settings

if TYPE_CHECKING:
    from etl.references.store import References


@dataclass(frozen=True, slots=True)
class Asked:
    """What the settings name, found and read."""

    selection: Selection
    known: pl.DataFrame | None
    """The findings in the baseline (see `baseline.read`)."""
    references: References | None
    hashes: dict[str, str]
    """File, as the settings name it -> the hash of what it holds."""


def asked(settings: Settings, folder: Path, hash_of: Callable[[Path], str], progress: Progress) -> Asked:
    """The rules, the baseline and the references of SETTINGS; the latter are kept in FOLDER, by HASH_OF the file.

    Raises UsageError or InputError where one of them is not there or makes no sense.
    """
    if settings.references:
        progress.stage("reading references", files=len(settings.references))
    return Asked(
        selection=select_rules(settings),
        known=baseline.read(Path(settings.baseline)) if settings.baseline else None,
        references=_references(settings, folder, hash_of) if settings.references else None,
        hashes=dict(_hashes(settings, hash_of)),
    )


def _hashes(settings: Settings, hash_of: Callable[[Path], str]) -> Iterator[tuple[str, str]]:
    for name in (*settings.references, settings.baseline):
        if name is not None:
            with suppress(OSError):  # a baseline may be a pipe, of which nothing is left
                yield name, hash_of(Path(name))


def _references(settings: Settings, folder: Path, hash_of: Callable[[Path], str]) -> References:
    from etl.references.load import load_references

    with told_as_output_error(folder):  # all that is wrong with the files themselves is told as such already
        return load_references([Path(path) for path in settings.references], folder, hash_of)
