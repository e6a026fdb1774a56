"""Pages as a browser in text dumps them (lynx, links): a number before each link, and their addresses at the end."""

from __future__ import annotations

import re

from etl.extract.source.pieces import Piece

_LAST = re.compile(rb"[ \t]*\d{1,5}\. \S+[ \t]*\n?\Z")
_LISTED = re.compile(
    rb"\n[ \t]*References[ \t]*\n\s*(?:(?:Visible|Hidden) links:?\s+)?"
    rb"(?P<addresses>(?:\d{1,5}\. \S+\s+(?:Hidden links:?\s+)?)*\d{1,5}\. \S+\s*)\Z"
)
_ADDRESS = re.compile(rb"(\d{1,5})\. \S+:\S+")
_MARK = re.compile(rb"(?<!\S)\[(\d{1,5})\](?=\S)")
_MOST_HIDDEN = 3  # links without text, one after the other


def ends_in_number(data: bytes) -> bool:
    """Does the last line of DATA begin with a digit?"""
    at = data.rfind(b"\n", 0, -1) + 1
    return data[at : at + 8].lstrip()[:1].isdigit()


def without_links(data: bytes) -> list[Piece] | None:
    """DATA without the numbers and addresses of links; None where there are none, or they do not count them."""
    if not ends_in_number(data) or not _LAST.match(data, data.rfind(b"\n", 0, -1) + 1):
        return None
    listed = _LISTED.search(data, max(data.rfind(b"References"), 1) - 80)
    if listed is None:
        return None
    number = [int(one) for one in _ADDRESS.findall(listed["addresses"])]
    pieces, at, last = list[Piece](), 0, 0
    for mark in _MARK.finditer(data, 0, listed.start()):
        if 0 < int(mark[1]) - last <= _MOST_HIDDEN:  # an abstract may cite: `[1]`
            pieces += [(data[at : mark.start()], mark.start()), (b"", mark.end())]
            at, last = mark.end(), int(mark[1])
    counted = number == list(range(1, len(number) + 1)) and 0 <= len(number) - last <= _MOST_HIDDEN
    return (
        [*pieces, (data[at : listed.start() + 1], listed.start() + 1), (b"", len(data))] if counted and last else None
    )
