"""Ways to undo what changed a whole page: lines in, and the same as the site writes them, each with where it stood.

None of them is sure by itself: `etl.extract.second_reading` keeps what makes a page of the site of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from etl.extract.canonical_headings import with_own_headings
from etl.extract.counted_margins import without_counted_margins
from etl.extract.doubled_lines import without_doubled_lines
from etl.extract.marked_lists import with_own_bullets
from etl.extract.part_order import in_own_order

Rewritten = list[tuple[str, int]]
"""Lines, and the number (from 0) of the line where each begins in what was rewritten; never one before the last."""
Rewriting = Callable[[Sequence[str]], Rewritten | None]

REWRITINGS: tuple[Rewriting, ...] = (
    without_doubled_lines,
    without_counted_margins,
    with_own_headings,
    with_own_bullets,
    in_own_order,
)
OF_STORED = (without_doubled_lines, without_counted_margins)
"""Those that see the lines as the file has them, whatever else was undone before."""
