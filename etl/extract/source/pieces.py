"""What stretches of a file in another notation stand for."""

from __future__ import annotations

import re
from collections.abc import Callable

Piece = tuple[bytes, int]
"""What a stretch of the file stands for, and where it ends there."""


def replaced(data: bytes, pattern: re.Pattern[bytes], meaning: Callable[[bytes], bytes]) -> list[Piece]:
    """DATA with the MEANING of each match of PATTERN in its place."""
    pieces, at = [], 0
    for found in pattern.finditer(data):
        pieces += [(data[at : found.start()], found.start()), (meaning(found[0]), found.end())]
        at = found.end()
    return [*pieces, (data[at:], len(data))]
