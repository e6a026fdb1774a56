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

_UNION_MEMBER = re.compile(r"^constrained-|^literal\[|^\[key\]$")  # types of a union, and keys, in places of pydantic
_WANTED = {
    "bool_type": "true or false",
    "dict_type": "a table",
    "finite_number": "a finite number",
    "float_type": "a number",
    "greater_than_equal": "at least {ge:g}",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "less_than_equal": "at most {le:g}",
    "literal_error": "{expected}",
    "model_type": "a table",
    "string_pattern_mismatch": "a path, without NUL",
    "string_too_short": "text, not empty",
    "string_type": "text",
    "string_unicode": "UTF-8",
    "tuple_type": "a list",
}
"""Type of an error of pydantic -> what the setting must be."""
_PYPROJECT = Path("pyproject.toml")


def load_settings(
    file: Path | None, overrides: dict[str, Any], added: dict[str, list[Any]] | None = None, given: str = "command line"
) -> Settings:
    """The settings in FILE (else `quiver.toml`, else `[tool.quiver]`, where the command runs), with OVERRIDES.

    ADDED: setting -> values to append to its list. GIVEN: where OVERRIDES come from, as an error calls it.

    Raises UsageError, in one sentence, where they make no sense.
    """
    where, written = _written(file) or (given, {})
    for key, values in (added or {}).items():
        below = written.get(key, [])
        if isinstance(below, list):  # else the validation tells it
            written = written | {key: [*below, *values]}
    try:
        # Strictly: else `true` would be the number 1, and "8" the number 8.
        return Settings.model_validate(_with_tuples(_merged(written, overrides)), strict=True)
    except ValidationError as error:
        place, said = _told(error)
        source = given if place.partition(".")[0] in overrides else where
        raise UsageError(f"{source}: {place}: {said}") from error


def settings_place(file: Path | None) -> str:
    """Where the settings stand that `load_settings` finds for FILE, as its errors call it; "" where it finds none."""
    where, written = _written(file) or ("", {})
    return where if written else ""


def _told(error: ValidationError) -> tuple[str, str]:
    """Place and words of the first mistake; where a value may be of several types, what each of them asks for."""
    errors = error.errors(include_url=False, include_input=False)
    places = [".".join(str(part) for part in one["loc"] if not _UNION_MEMBER.search(str(part))) for one in errors]
    if errors[0]["type"] == "extra_forbidden":
        return places[0], f"there is no such setting{_near(places[0])}"
    if errors[0]["type"] == "missing":
        return places[0], "is needed"
    first = (one for one, place in zip(errors, places, strict=True) if place == places[0])
    wanted = (_WANTED.get(one["type"], one["msg"]).format_map(one.get("ctx", {})) for one in first)
    return places[0], f"must be {', or '.join(wanted)}"


def _near(place: str) -> str:
    """What may be meant by the last word of PLACE."""
    tables: dict[str, type[BaseModel]] = {"": Settings, "gate.": Gate, "gate.limits.": RuleLimit, "ignore.": Ignore}
    known = {name: table + name for table, model in reversed(tables.items()) for name in model.model_fields}
    near = get_close_matches(place.rpartition(".")[2], known, 1)
    return f"; did you mean {known[near[0]]}?" if near else ""


def _written(file: Path | None) -> tuple[str, dict[str, Any]] | None:
    """Where the settings stand, and what stands there; None where there is no file of them."""
    file = file or next(filter(_is_there, (Path("quiver.toml"), _PYPROJECT)), None)
    if file is None:
        return None
    where, settings = str(file), _read(file)
    if file.name == _PYPROJECT.name:
        where = f"{file} [tool.quiver]"
        for table in ("tool", "quiver"):
            settings = settings.get(table, {}) if isinstance(settings, dict) else settings
    if not isinstance(settings, dict):
        raise UsageError(f"{where}: must be a table")
    return where, settings


def _is_there(file: Path) -> bool:
    """Is FILE there? A link that leads nowhere, or a folder that is shut, is settings that cannot be read, not none."""
    try:
        file.lstat()
    except FileNotFoundError:
        return False
    except OSError:
        pass
    return True


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8").removeprefix("\ufeff"))  # a BOM, as some editors write it
    except OSError as error:
        raise UsageError(
            f"cannot read the settings {file}: {error.strerror}; mend that, or name another file with --config"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the settings {file} are no TOML: {error}") from error


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """BELOW with ABOVE over it, table by table."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _with_tuples(value: Any) -> Any:
    """VALUE with tuples for lists, as the settings keep them."""
    if isinstance(value, dict):
        return {key: _with_tuples(inner) for key, inner in value.items()}
    return tuple(map(_with_tuples, value)) if isinstance(value, list) else value
