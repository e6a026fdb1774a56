"""Objects of JSON files: one a line, in an array, in other objects, or one behind the other, as jq writes them."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import BinaryIO

from etl.errors import InputError

Wanted = Callable[[Mapping[str, object]], bool]
_BETWEEN = re.compile(r"[\s,]*")  # between the values of a file
_DEEPEST = 6  # an object is looked for within so many others


def documents(file: BinaryIO, wanted: Wanted) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The objects in FILE that are WANTED, with the line of each, from 1; its place where lines do not part them.

    Raises InputError where FILE is not JSON.
    """
    yield from _lines(file, wanted) if _is_lines(file) else _whole(file, wanted)


def _is_lines(file: BinaryIO) -> bool:
    """Whether FILE has an object in its first line, nothing else there, and more lines."""
    lines = filter(None, map(bytes.strip, file))
    first, more = next(lines, b""), next(lines, b"")
    file.seek(0)
    try:
        return bool(more) and isinstance(json.loads(first.decode("utf-8-sig")), dict)
    except (ValueError, RecursionError):
        return False


def _whole(file: BinaryIO, wanted: Wanted) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Those WANTED in the JSON document of FILE, or in several one behind the other, with their place from 1."""
    raw, places = file.read(), count(1)
    try:
        text = raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError as error:
        raise InputError("is not JSON, which is UTF-8") from error
    for value in _values(text):
        yield from ((next(places), found) for found in _wanted(value, wanted))


def _values(text: str) -> Iterator[object]:
    """The values that TEXT has one behind the other."""
    at, decoder = _BETWEEN.match(text).end(), json.JSONDecoder()  # type: ignore[union-attr]
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, at) + 1
            raise InputError("is not JSON" if line == 1 else f"is not JSON from line {line} on") from error
        yield value
        at = _BETWEEN.match(text, end).end()  # type: ignore[union-attr]


def _wanted(value: object, wanted: Wanted, depth: int = 0) -> Iterator[Mapping[str, object]]:
    """The objects in VALUE, in lists and in one another (`{"results": [{…}]}`), that are WANTED; none within these."""
    if isinstance(value, Mapping) and wanted(value):
        yield value
    elif isinstance(value, Mapping | list) and depth < _DEEPEST:
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _wanted(inner, wanted, depth + 1)


def _lines(file: BinaryIO, wanted: Wanted) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Those WANTED of the JSON lines in FILE, with their line from 1; blank lines are passed over."""
    for line, text in enumerate(file, 1):
        if text.strip():
            try:
                value = json.loads(text.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                raise InputError(f"is not JSON in line {line}") from error
            yield from ((line, found) for found in _wanted(value, wanted))
