"""What several lines have in common at their edges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import AnyStr


def common_prefix(texts: Sequence[AnyStr]) -> AnyStr:
    """What all TEXTS, one at the least, begin with."""
    least, most = min(texts), max(texts)  # in their order, all others begin as these two do
    size = next((i for i, (a, b) in enumerate(zip(least, most, strict=False)) if a != b), len(least))
    return least[:size]


def common_suffix(texts: Sequence[AnyStr]) -> AnyStr:
    """What all TEXTS, one at the least, end in."""
    return common_prefix([text[::-1] for text in texts])[::-1]


def any_number(affix: str) -> str:
    """A pattern of AFFIX in which 0 stands for any number, which it looks for where one begins."""
    return r"(?<!\d)\d+".join(map(re.escape, affix.split("0")))
