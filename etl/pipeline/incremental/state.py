"""Did anything change since the last run? Told by digests, before anything heavy is imported or read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from etl.compiled import code_digest
from etl.extract.source.find import STAMP
from etl.load.faults import told_as_output_error
from etl.load.folders import replace_file
from schemas.settings import Settings

_WITHOUT_EFFECT = {"workers", "memory_mb", "wait_seconds", "keep"}
"""Settings that change nothing in what is published."""


def parse_fingerprint(settings: Settings) -> str:
    """What the cached work on shards depends on, beside the files."""
    return _digest(code_digest(), str(settings.max_page_mb), *_left_out(settings))[:16]


def _left_out(settings: Settings) -> list[str]:
    """The codes of the rules on copies that are not evaluated while pages are parsed; UsageError as `select_rules`."""
    if not settings.select and not settings.ignore:
        return []  # all rules need not be imported to know it
    from etl.rules.catalogue import CATALOGUE
    from etl.rules.selection import select_rules

    evaluated = {rule.code for rule in select_rules(settings).of("copy")}
    return [rule.code for rule in CATALOGUE if rule.subject == "copy" and rule.code not in evaluated]


def run_fingerprint(settings: Settings, hashes: Mapping[str, str], passed_over: Sequence[tuple[str, str]]) -> str:
    """What a snapshot depends on, beside the pages.

    HASHES: of the files that the settings name; PASSED_OVER: what lies among the pages and is no regular file.
    """
    effective = settings.model_dump(mode="json", exclude=_WITHOUT_EFFECT)
    return _digest(code_digest(), json.dumps([effective, passed_over, hashes], sort_keys=True))


def files_digest(index: pl.DataFrame) -> str:
    """A digest of the names and contents of the input: columns name, hash."""
    return _digest_of_rows(index.select("name", "hash").sort("name", "hash"))


def scan_digest(files: pl.DataFrame) -> str:
    """A digest of names and stamps (FILES: columns `FILES`)."""
    return _digest_of_rows(files.select("name", pl.concat_str(*STAMP, separator=" ")))


def _digest_of_rows(rows: pl.DataFrame) -> str:
    """A digest of two columns of text."""
    digest = hashlib.sha256(str(rows.height).encode())
    for some in rows.iter_slices():  # millions of texts at once are a hundred bytes each
        digest.update("\x1f".join(map("\n".join, some)).encode())
    return digest.hexdigest()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


class State:
    """What the current snapshot was made from; a file beside the cache."""

    def __init__(self, path: Path) -> None:
        """PATH: the file."""
        self._path = path

    def made_from(self, snapshot: str, **basis: str | None) -> bool:
        """Was SNAPSHOT made from BASIS (some of what `write` was told)?"""
        said = self._said()
        return said.get("snapshot") == snapshot and all(said.get(key) == value for key, value in basis.items())

    def stamped(self, folder: Path) -> bool:
        """Are the files in FOLDER as they were published, as far as their sizes and times tell?"""
        return bool(self._said().get("stamps") == _stamps(folder))

    def _said(self) -> dict[str, object]:
        try:
            said = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}

    def write(self, folder: Path, run: str, files: str, scan: str | None) -> None:
        """Replace the state: the snapshot in FOLDER was made by RUN (a fingerprint) from FILES (a digest).

        SCAN: a digest of their names and stamps, if these tell whether they change.
        """
        self._replace({"run": run, "files": files, "scan": scan, "snapshot": folder.name, "stamps": _stamps(folder)})

    def renew(self, folder: Path, scan: str | None) -> None:
        """The snapshot in FOLDER is as it was made; other stamps of its files, or another SCAN, tell so from now on."""
        said = self._said()
        renewed = said | {"scan": scan, "stamps": _stamps(folder)}
        if renewed != said:
            self._replace(renewed)

    def _replace(self, said: dict[str, object]) -> None:
        with told_as_output_error(self._path):
            replace_file(self._path, json.dumps(said).encode())


def _stamps(folder: Path) -> list[list[str | int]]:
    stats = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    return [[name, stat.st_size, stat.st_mtime_ns] for name, stat in stats]
