"""The real page, broken off after each of its lines: what stands whole above is read, and nothing else."""

from __future__ import annotations

from pathlib import Path

from etl.extract.headings.verdicts import MANY_MISSING
from etl.extract.page import Extracted, extract
from etl.extract.source.decode import decode
from etl.extract.source.files import Source

PAGE = (Path(__file__).parents[2] / "raw" / "jacob_steinhardt.txt").read_bytes()


def shown(extracted: Extracted) -> dict[str, list[tuple[object, ...]]]:
    """The listings of each file, by what they show."""
    rows = extracted.listings.join(extracted.copies, on="copy", maintain_order="left")
    found: dict[str, list[tuple[object, ...]]] = {}
    for path, title, names, abstract in rows.select("path", "title_raw", "names", "abstract_raw").iter_rows():
        found.setdefault(path, []).append((title, names, abstract))
    return found


def test_broken_off_after_any_line() -> None:
    whole = extract([Source("whole", PAGE, decode(PAGE))])
    truth, ends = shown(whole)["whole"], whole.listings["last_line"].to_list()
    lines = PAGE.splitlines(keepends=True)
    cuts = {str(line): b"".join(lines[:line]) for line in range(16, ends[-1 - MANY_MISSING])}
    found = shown(extract([Source(path, data, decode(data)) for path, data in cuts.items()]))
    read = {path: found.get(path, []) for path in cuts}
    complete = {path: truth[: sum(end <= int(path) for end in ends)] for path in cuts}
    assert [path for path in cuts if read[path] != complete[path][: len(read[path])]] == []
    short = [path for path in cuts if len(read[path]) < len(complete[path])]
    assert len(short) <= 2  # one abstract has no full stop, as if it were cut itself
