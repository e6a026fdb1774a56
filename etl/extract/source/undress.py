"""The text of a file without what tools did to its lines: added something around them, folded them."""

from __future__ import annotations

from bisect import bisect_left

from etl.extract.source.folds import may_be_folded, unfolded
from etl.extract.source.margins import may_have_margins, without_margins

_BEGINNING = 2_000  # bytes that hold a page's header
_MOST_LINES = 300_000  # of a file that is looked at line by line: more are no page, and take much memory


def undressed(twin: bytes) -> tuple[bytes, list[int], int | None] | None:
    """TWIN as it was, and which of its lines each line of that begins with; None where no tool did anything to it.

    And at which of the lines the page is over, where the tool wrote more below it.

    What stands round each line goes (`margins`), and the line that one has below each, blank or the same again; what
    one has folded is put together (`folds`).
    """
    first_lines = twin[:_BEGINNING].split(b"\n")
    doubled, step = _doubled(first_lines), _step(first_lines)
    first_lines = first_lines[::step]
    margins = may_have_margins(first_lines)
    dressed = doubled or margins or may_be_folded(first_lines)
    if twin.isspace() or twin.count(b"\n") > _MOST_LINES or not dressed:
        return None
    lines = twin.split(b"\n")
    step = min(step, _step(lines))
    lines = lines[::step]
    bare, over = (without_margins(lines) if margins else None) or (lines, None)
    whole, first = unfolded(bare) if may_be_folded(bare[: len(first_lines)]) else (bare, list(range(len(lines))))
    unchanged = whole == lines and not (doubled and step > 1)
    over = None if over is None else bisect_left(first, over)
    return None if unchanged else (b"\n".join(whole), [step * number for number in first], over)


def _step(lines: list[bytes]) -> int:
    """How many of LINES there are for each that counts: two where every other one is blank, or says the same."""
    return 2 if _doubled(lines) or not any(map(bytes.strip, lines[1::2])) else 1


def _doubled(lines: list[bytes]) -> bool:
    """Does each of LINES stand there twice? The last one may not be whole."""
    return len(lines) > 2 and all(a == b for a, b in zip(lines[:-1:2], lines[1:-1:2], strict=False))
