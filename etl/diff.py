"""What came, went or changed from one snapshot to the next."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import polars as pl

from etl.snapshot_reader import Snapshot
from etl.visible import visible

_WATCHED = (
    "title", "venue_id", "year", "paper_type", "abstract", "author_list_status", "listed_authors", "known_authors",
)  # fmt: skip
_AUTHOR = pl.concat_str("name", "homonym_id", separator=" ", ignore_nulls=True)
_SHOWN = 10  # examples of each sort
_HASHED_AT_ONCE = 50_000  # rows


@dataclass(frozen=True, slots=True)
class TableDifference:
    """Rows of one table by key: how many came, went, changed; and some of them in words."""

    added: int
    removed: int
    changed: int
    examples: list[str]

    def as_lines(self) -> list[str]:
        """The examples, and of each sort how many there are more."""
        lines = []
        for sign, rows in (("+", self.added), ("-", self.removed), ("~", self.changed)):
            said = [example for example in self.examples if example.startswith(f"{sign} ")]
            lines += [*said, f"{sign} {rows - len(said):,} more"] if rows > len(said) else said
        return lines


@dataclass(frozen=True, slots=True)
class Difference:
    """Two snapshots compared."""

    old: str
    new: str
    papers: TableDifference
    authors: TableDifference
    findings: TableDifference

    def as_json(self) -> str:
        """As a JSON object."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False)

    def as_text(self) -> str:
        """As lines."""
        lines = [f"{self.old} -> {self.new}"]
        for name in ("papers", "authors", "findings"):
            part: TableDifference = getattr(self, name)
            lines.append(f"{name}: {part.added:,} came, {part.removed:,} went, {part.changed:,} changed")
            lines += [f"  {line}" for line in part.as_lines()]
        return "\n".join(map(visible, lines))


def compare(old: Snapshot, new: Snapshot) -> Difference:
    """OLD against NEW, without reading more than their keys and a hash of what is watched."""
    return Difference(
        old.manifest.snapshot_id,
        new.manifest.snapshot_id,
        papers_difference(old.papers, new.papers),
        _difference(old.authors, new.authors, "author_id", _AUTHOR, ("name", "papers")),
        _difference(
            old.findings, new.findings, "finding_id", pl.format("{} {}", "code", "message"), ("severity", "message")
        ),
    )


def papers_difference(old: pl.LazyFrame, new: pl.LazyFrame) -> TableDifference:
    """The tables `papers` of two snapshots."""
    return _difference(old, new, "paper_id", pl.format("{} {}", "year", "title"), _WATCHED)


def _difference(
    old: pl.LazyFrame, new: pl.LazyFrame, key: str, words: pl.Expr, watched: tuple[str, ...]
) -> TableDifference:
    before, after = (_hashes(frame, key, watched) for frame in (old, new))
    added = after.join(before, on=key, how="anti")[key].sort()
    removed = before.join(after, on=key, how="anti")[key].sort()
    both = before.join(after, on=key, suffix="_new")
    changed = both.filter(pl.col("hash") != pl.col("hash_new"))[key].sort()
    examples = [
        f"{sign} {text}"
        for sign, keys, frame in (("+", added, new), ("-", removed, old), ("~", changed, new))
        for text in _said(frame, keys.head(_SHOWN), key, words)
    ]
    return TableDifference(added.len(), removed.len(), changed.len(), examples)


def _hashes(frame: pl.LazyFrame, key: str, watched: tuple[str, ...]) -> pl.DataFrame:
    """The KEY of each row and the hash of what is WATCHED, without holding all texts at once."""
    hashed = frame.select(key, hash=pl.struct(watched).hash(0))
    rows = frame.select(pl.len()).collect().item()
    return pl.concat([hashed.slice(first, _HASHED_AT_ONCE).collect() for first in range(0, rows or 1, _HASHED_AT_ONCE)])


def _said(frame: pl.LazyFrame, keys: pl.Series, key: str, words: pl.Expr) -> list[str]:
    if keys.is_empty():
        return []
    rows = frame.filter(pl.col(key).is_in(keys.implode())).select(key, words=words).sort(key).collect()
    return rows["words"].to_list()
