"""Where the lines of a shard stand in their files, whose bytes may differ from the text that is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from etl.extract.grammar.layout import Bools
from etl.extract.grammar.lines import Ints, Lines
from etl.extract.source.files import Source


@dataclass(frozen=True)
class Positions:
    """The places of lines; all arrays but the last have an entry for each line of the shard."""

    sources: Sequence[Source]
    file: Ints
    """Index of the source that each line stands in."""
    first_line: Ints
    """Its number there, from 1."""
    last_line: Ints
    """The same, or the last of its numbers where it was folded there."""
    first_byte: Ints
    end_byte: Ints
    foreign: Bools
    """For each source: does it hold other bytes than the shard's buffer?"""

    def raw(self, first: Ints, last: Ints) -> pl.Series:
        """The bytes (Binary) of the stretches from line FIRST to line LAST, as the files hold them."""
        stretches = zip(self.file[first], self.first_byte[first], self.end_byte[last], strict=True)
        return pl.Series([self.sources[file].data[begin:end] for file, begin, end in stretches], dtype=pl.Binary)


def positions(lines: Lines, sources: Sequence[Source]) -> Positions:
    """Where each of LINES, which were split from SOURCES in their order, stands in its own file."""
    file = lines.file
    edge = np.searchsorted(file, np.arange(len(sources) + 1))
    first_line = np.arange(len(file)) - edge[file] + 1
    last_line = first_line.copy()
    first_byte = lines.start[:-1] - lines.start[edge[file]]
    for first, end, decoded in zip(edge, edge[1:], (source.decoded for source in sources), strict=False):
        if decoded.line_bytes is not None:
            first_byte[first:end] = decoded.line_bytes[: end - first]
        if decoded.line_numbers is not None:
            first_line[first:end], last_line[first:end] = decoded.line_numbers[:, : end - first]
    sizes = np.array([len(source.data) for source in sources], dtype=np.int64)
    closes = np.append(file[1:] != file[:-1], True)
    end_byte = np.where(closes, sizes[file], np.append(first_byte[1:], 0))
    foreign = np.array([s.decoded.line_bytes is not None or s.decoded.twin is not s.data for s in sources])
    return Positions(sources, file, first_line, last_line, first_byte, end_byte, foreign)
