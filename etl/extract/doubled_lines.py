"""Lines that stand there twice each, as where a terminal's echo was logged with its output."""

from __future__ import annotations

from collections.abc import Sequence


def without_doubled_lines(lines: Sequence[str]) -> list[tuple[str, int]] | None:
    """LINES of which each stands there twice, once."""
    doubled = len(lines) > 2 and all(a == b for a, b in zip(lines[0::2], lines[1::2], strict=False))
    return [(line, 2 * number) for number, line in enumerate(lines[0::2])] if doubled else None
