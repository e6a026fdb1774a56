"""What stands round every line of a file but for its numbers: the head of a log's line, a row of CSV, a tag of XML."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence

from etl.extract.shared_edges import common_prefix, common_suffix

_LEAST = 8  # lines
_MOST_OWN = 4  # lines of the tool's own, above and below
_SIGN = re.compile(r"[^\w\s]")
_DIGITS = re.compile(r"\d+")


def without_counted_margins(lines: Sequence[str]) -> list[tuple[str, int]] | None:
    """LINES without what all but a few at the ends have before and behind them, whatever numbers stand in it."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    if len(written) < _LEAST:
        return None
    masked = [_DIGITS.sub("0", lines[number].strip()) for number in written]
    cuts = [(above, len(written) - below) for above in range(_MOST_OWN) for below in range(_MOST_OWN)]
    margins = [_margins(masked[above:end]) for above, end in cuts]
    best = max(range(len(cuts)), key=lambda n: len("".join(margins[n])))
    both = "".join(margins[best])
    return _inner(lines, written[slice(*cuts[best])], *margins[best]) if len(_SIGN.findall(both)) > 1 else None


def _margins(masked: list[str]) -> tuple[str, str]:
    """What all lines MASKED begin with, and end in."""
    return common_prefix(masked), common_suffix(masked)


def _inner(lines: Sequence[str], chosen: list[int], before: str, behind: str) -> list[tuple[str, int]] | None:
    pattern = re.compile(rf"{_numbered(before)}(.*?){_numbered(behind)}")
    found = [pattern.fullmatch(lines[number].strip()) for number in chosen]
    if not all(found):
        return None
    texts = [one[1] for one in found if one]
    if '"' in before[-2:] or '"' in behind[:3]:
        texts = _unquoted(texts)
    elif "</" in behind:
        texts = list(map(html.unescape, texts))
    return list(zip(texts, chosen, strict=True))


def _numbered(margin: str) -> str:
    return r"\d+".join(map(re.escape, margin.split("0")))


def _unquoted(texts: list[str]) -> list[str]:
    """TEXTS that stood in double quotes: JSON has escapes, CSV doubles quotes."""
    try:
        read = [str(json.loads(f'"{text}"')) for text in texts]
    except ValueError:
        return [text.replace('""', '"') for text in texts]
    return read if not any("\n" in text.rstrip("\n") for text in read) else texts
