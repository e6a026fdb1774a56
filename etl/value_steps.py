"""What becomes of one value, step by step; `quiver normalize`, and `etl.normalize`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from etl.errors import UsageError
from etl.transform.names import parse as names
from etl.transform.text import clean as text
from etl.transform.venues import resolve as venues

Kind = Literal["name", "venue", "text", "title"]

_STEPS: dict[str, Callable[[str], list[tuple[str, str]]]] = {
    "name": names.steps,
    "venue": venues.steps,
    "text": lambda value: text.steps(value, "abstract"),
    "title": lambda value: text.steps(value, "title"),
}


def normalize(kind: Kind, value: str) -> list[tuple[str, str]]:
    """What becomes of VALUE, step by step: (step, value), the value as written first, as `quiver normalize` shows it.

    KIND: `name`, `venue`, `text` (an abstract) or `title`. Of a text, steps that change nothing are left out, and the
    last value is the result; of a name and a venue the last steps are named as what they give (`family`, `venue_id`).
    Raises UsageError for another kind.
    """
    if kind not in _STEPS:
        raise UsageError(f"there is no kind of value {kind!r}: take one of {', '.join(_STEPS)}")
    return [("as written", value), *_STEPS[kind](value)]
