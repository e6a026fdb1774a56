"""Text of unknown origin made harmless for a terminal or a page: what does not show becomes visible."""

from __future__ import annotations

import re

# What acts, or does not show: control characters, bidirectional overrides and isolates, separators,
# surrogates, byte order marks, tags, characters that are none.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)


def visible(text: object) -> str:
    """TEXT on one line, every character that acts instead of showing written as its number: `‹U+001B›`."""
    return UNSEEN.sub(_spelled, str(text))


def _spelled(match: re.Match[str]) -> str:
    character = match[0]
    return " " if character in "\n\t" else f"‹U+{ord(character):04X}›"


def cut(text: str, most: int) -> str:
    """TEXT, at most MOST characters of it."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
