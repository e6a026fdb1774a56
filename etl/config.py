"""Settings from `quiver.toml` or `[tool.quiver]` in `pyproject.toml`, with the command line's words over them."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from etl.errors import UsageError
from schemas.settings import Gate, Ignore, RuleLimit, Settings

_UNION_MEMBER = re.compile(r"^constrained-|\[")  # how pydantic names the types of a union in a place


def load_settings(file: Path | None, overrides: dict[str, Any], added: dict[str, list[Any]] | None = None) -> Settings:
    """The settings in FILE (else `quiver.toml`, else `[tool.quiver]`, where the command runs), with OVERRIDES.

    ADDED: what comes behind the lists of the file. Raises UsageError, in one sentence, where they make no sense.
    """
    where, written = _written(file)
    for key, values in (added or {}).items():
        below = written.get(key, [])
        if isinstance(below, list):  # else it is told below
            written = written | {key: [*below, *values]}
    try:
        return Settings.model_validate(_merged(written, overrides))
    except ValidationError as error:
        place, said = _told(error)
        source = "command line" if place.partition(".")[0] in overrides else where
        said = said.replace("Extra inputs are not permitted", "there is no such setting" + _near(place))
        raise UsageError(f"{source}: {place or 'settings'}: {said}; see docs/reference/settings.md") from error


def _told(error: ValidationError) -> tuple[str, str]:
    """Place and words of the first mistake; where a value may be of several types, what each of them asks for."""
    errors = error.errors(include_url=False, include_input=False)
    places = [".".join(str(part) for part in one["loc"] if not _UNION_MEMBER.search(str(part))) for one in errors]
    return places[0], ", or: ".join(one["msg"] for one, place in zip(errors, places, strict=True) if place == places[0])


def _near(place: str) -> str:
    """What may be meant by the last word of PLACE."""
    tables: dict[str, type[BaseModel]] = {"": Settings, "gate.": Gate, "gate.limits.": RuleLimit, "ignore.": Ignore}
    known = {name: table + name for table, model in reversed(tables.items()) for name in model.model_fields}
    near = get_close_matches(place.rpartition(".")[2], known, 1)
    return f"; did you mean {known[near[0]]}?" if near else ""


def _written(file: Path | None) -> tuple[str, dict[str, Any]]:
    if file is not None:
        return str(file), _read(file)
    if Path("quiver.toml").is_file():
        return "quiver.toml", _read(Path("quiver.toml"))
    if Path("pyproject.toml").is_file():
        settings: dict[str, Any] = _read(Path("pyproject.toml")).get("tool", {}).get("quiver", {})
        if settings:
            return "pyproject.toml [tool.quiver]", settings
    return "command line", {}


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"cannot read the settings {file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the settings {file} are no TOML: {error}") from error


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """BELOW with ABOVE over it, table by table."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
