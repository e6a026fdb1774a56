"""Files that were put together of a text in UTF-8 and one in Windows-1252: each listing is in one of them."""

from __future__ import annotations

import re
from bisect import bisect

_BULLET = re.compile(rb"[ \t]*(\x95|\xe2\x80\xa2)[ \t]")
NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]|[\xc0-\xff]{5}")  # undefined; or words of another script


def with_lines_in_cp1252(twin: bytes) -> str | None:
    """The text of TWIN, in which SUB stands for bytes that neither encoding has; None where no bullet is in that.

    A line that is no UTF-8 is in Windows-1252 if the bullet nearest to it is: those of other listings are further away.
    """
    lines = twin.split(b"\n")
    bullets = [(n, found[1] == b"\x95") for n, line in enumerate(lines) if (found := _BULLET.match(line))]
    if not any(other for _, other in bullets):
        return None

    def text(number: int, line: bytes) -> str:
        at = bisect(bullets, (number,))
        near = min(bullets[max(at - 1, 0) : at + 1], key=lambda bullet: abs(bullet[0] - number))
        try:
            return line.decode()
        except UnicodeDecodeError:
            other = near[1] and not NOT_CP1252.search(line)
            return line.decode("cp1252") if other else line.decode(errors="quiver-sub")

    return "\n".join(text(number, line) for number, line in enumerate(lines))
