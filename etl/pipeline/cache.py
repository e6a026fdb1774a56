"""What shards gave, kept from run to run beside the snapshots: only what changed is parsed again.

A *segment* is what one shard gave, as Arrow files. The index says which segments hold each file of the input, with
the stamp and the hash of the file. Segments are only added. What stands in them of files that changed or went is
left out by the merge; they stay all the same, since a later segment does not repeat a copy of a paper that an
earlier one has. When too much is dead, all is read anew. The index is replaced last, at once: a killed run leaves
segments that no index names, and the next run removes them.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from etl.extract.find import FILES, STAMP
from etl.load.faults import told_as_output_error
from etl.pipeline.sealed import BrokenCache, Sealed, read_sealed, seal, write_sealed

if False:  # TYPE_CHECKING
    from etl.pipeline.shard import ShardResult

INDEX = pl.Schema(dict(FILES) | {"hash": pl.String, "segment": pl.String})
SMALL = ("pages", "listings", "copies", "drafts")
LARGE = {"frames": "page_id", "raws": "page_id", "quarantine": "page_id", "texts": "base"}
_BY_FILE = {"pages", "listings", "frames", "raws", "quarantine"}  # frames whose rows are of one file (path)
_PARTS = "0123456789abcdef"
_PARTED_BYTES = 4_000_000
_MOST_SMALL_SEGMENTS = 400
_SMALL_SEGMENT = 4_000_000  # bytes of input; on average
_MOST_DEAD = 0.5  # share of the files in segments
_RACY_NS = 2_000_000_000
