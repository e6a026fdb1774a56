"""The text of a file without what tools did to its lines: added something around them, folded them."""

from __future__ import annotations

from etl.extract.folds import may_be_folded, unfolded
from etl.extract.margins import may_have_margins, without_margins

_BEGINNING = 2_000  # bytes that hold a page's header
_MOST_LINES = 300_000  # of a file that is looked at line by line: more are no page, and take much memory


def undressed(twin: bytes) -> tuple[bytes, list[int]] | None:
    """TWIN as it was, and which of its lines each line of that begins with; None where no tool did anything to it.

    What stands round each line goes (`margins`), and the blank line that one has below each; what one has folded is
    put together (`folds`).
    """
    first_lines = twin[:_BEGINNING].split(b"\n")
    step = _step(first_lines)
    first_lines = first_lines[::step]
    margins = may_have_margins(first_lines)
    if twin.count(b"\n") > _MOST_LINES or not (margins or may_be_folded(first_lines)):
        return None
    lines = twin.split(b"\n")
    step = min(step, _step(lines))
    lines = lines[::step]
    bare = (without_margins(lines) if margins else None) or lines
    whole, first = unfolded(bare) if may_be_folded(bare[: len(first_lines)]) else (bare, list(range(len(lines))))
    return None if whole == lines else (b"\n".join(whole), [step * number for number in first])


def _step(lines: list[bytes]) -> int:
    """How many of LINES there are for each that counts: two where every other one is blank."""
    return 1 if any(map(bytes.strip, lines[1::2])) else 2
