"""What becomes of one value, step by step; for `quiver normalize`."""

from __future__ import annotations

from collections.abc import Callable

from etl.transform.names import parse as names
from etl.transform.text import clean as text
from etl.transform.venues import resolve as venues

_STEPS: dict[str, Callable[[str], list[tuple[str, str]]]] = {
    "name": names.steps,
    "venue": venues.steps,
    "text": lambda value: text.steps(value, "abstract"),
    "title": lambda value: text.steps(value, "title"),
}


def steps(kind: str, value: str) -> list[tuple[str, str]]:
    """The steps that VALUE (a `name`, `venue`, `text` or `title`) goes through, the value as written first."""
    return [("as written", value), *_STEPS[kind](value)]
