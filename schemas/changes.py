"""What changed between two versions of the tables' contract, and whether the version says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["major", "minor", "patch"]
_LEVELS: tuple[Level, ...] = ("major", "minor", "patch")


@dataclass(frozen=True)
class Change:
    """One difference between two contracts, and which part of the version it moves."""

    level: Level
    place: str
    message: str

    @property
    def breaking(self) -> bool:
        """Can a consumer of the old contract fail on it?"""
        return self.level == "major"

    def __str__(self) -> str:
        """One line for people."""
        return f"{'breaking' if self.breaking else 'compatible'}: {self.place} {self.message}"


def compare(released: dict[str, Any], current: dict[str, Any]) -> list[Change]:
    """What changed from RELEASED to CURRENT (both as `contract` gives them), in order of tables, columns.

    A change is breaking where data under the new contract can surprise a reader of the old one: something is
    gone or has another type or key, or values are allowed that were not. New columns are compatible, so is
    allowing less.
    """
    changes = list(_gone_or_new("table", "", released["tables"], current["tables"]))
    for table, old in released["tables"].items():
        if table in current["tables"]:
            changes += _table_changes(table, old, current["tables"][table])
    return changes


def version_problem(released: dict[str, Any], current: dict[str, Any]) -> str | None:
    """Why the version of CURRENT does not say what changed since RELEASED, or None where it does."""
    changes = compare(released, current)
    old, new = (tuple(map(int, side["version"].split("."))) for side in (released, current))
    if not changes:
        return None
    level = min((change.level for change in changes), key=_LEVELS.index)
    place = _LEVELS.index(level)
    needed = ".".join(map(str, [*old[:place], old[place] + 1, *[0] * (2 - place)]))
    if new[: place + 1] > old[: place + 1]:
        return None
    said = "; ".join(str(change) for change in changes if change.level == level)
    return f"the contract changed ({said}): its version must be {needed} at least, not {current['version']}"


def _gone_or_new(noun: str, inside: str, old: dict[str, Any], new: dict[str, Any]) -> Iterable[Change]:
    for name in old:
        if name not in new:
            yield Change("major", inside + name, f"{noun} is gone")
    for name in new:
        if name not in old:
            yield Change("minor", inside + name, f"{noun} is new")


def _table_changes(table: str, old: dict[str, Any], new: dict[str, Any]) -> Iterable[Change]:
    yield from _gone_or_new("column", f"{table}.", old["columns"], new["columns"])
    yield from _said_otherwise(table, old, new)
    if old["key"] != new["key"]:
        yield Change("major", table, f"key was {old['key']}, is {new['key']}")
    for column, target in old["references"].items():
        if new["references"].get(column) != target:
            yield Change("major", f"{table}.{column}", f"no longer refers to {target}")
    for column in new["references"]:
        if column not in old["references"]:
            yield Change("minor", f"{table}.{column}", f"now refers to {new['references'][column]}")
    for name, column in old["columns"].items():
        if name in new["columns"]:
            yield from _column_changes(f"{table}.{name}", column, new["columns"][name])


def _column_changes(place: str, old: dict[str, Any], new: dict[str, Any]) -> Iterable[Change]:
    yield from _said_otherwise(place, old, new)
    if old["type"] != new["type"]:
        yield Change("major", place, f"was {old['type']}, is {new['type']}")
    if old["nullable"] != new["nullable"]:
        level: Level = "major" if new["nullable"] else "minor"
        yield Change(level, place, "may now be null" if new["nullable"] else "is no longer null")
    for keyword in sorted({*old["checks"], *new["checks"]}):
        before, after = old["checks"].get(keyword), new["checks"].get(keyword)
        if before != after:
            narrower = _narrower(keyword, before, after)
            yield Change("minor" if narrower else "major", place, f"{keyword} was {before}, is {after}")


def _said_otherwise(place: str, old: dict[str, Any], new: dict[str, Any]) -> Iterable[Change]:
    if old["description"] != new["description"]:
        yield Change("patch", place, "is described anew")


def _narrower(keyword: str, before: Any, after: Any) -> bool:
    """Is every value that AFTER allows allowed by BEFORE? (Of two patterns nobody can tell: no.)"""
    if before is None or after is None:
        return before is None
    if keyword == "enum":
        return set(after) <= set(before)
    if keyword in {"minimum", "exclusiveMinimum", "minLength"}:
        return bool(after >= before)
    return keyword != "pattern" and bool(after <= before)
