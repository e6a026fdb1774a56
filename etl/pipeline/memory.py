"""How the memory that a run may use is shared: how many processors work, and on how much at once."""

from __future__ import annotations

import math
import os

import polars as pl

from etl.errors import OutputError
from etl.extract.source.find import Found
from schemas.settings import Settings

_MB = 1_000_000
# Measured: what this process needs while others read; what a worker needs at rest; what it needs for a byte of a piece.
_OWN_MB, _WORKER_MB, _PER_PIECE_BYTE = 300, 150, 12
_SMALLEST_PIECE, _LARGEST_PIECE = 3 * _MB, 24 * _MB  # smaller ones take longer, larger ones are no faster
_HELD_PER_MB = 250_000  # bytes of input whose texts are held in memory at once, for each MB that a run may use
_LEAST_ADDRESSES = 1000 * _MB  # measured: with 900 one page can be read, with 800 not always
_UNPACKED = 20  # times the size of a compressed file; more is rare in text


def worker_count(settings: Settings) -> int:
    """How many shards are worked on at once: one for each processor that memory suffices for, if not set otherwise.

    Raises OutputError where the system gives a process too little for any (`ulimit -v`): libraries end it, then.
    """
    limit = _address_space()
    if limit < _LEAST_ADDRESSES:
        told = f"`ulimit -v` lets a process have {limit // _MB} MB of addresses"
        raise OutputError(f"{told}, and a run needs {_LEAST_ADDRESSES // _MB}; set it higher")
    each = _WORKER_MB + _SMALLEST_PIECE * _PER_PIECE_BYTE // _MB
    return settings.workers or max(1, min(_processors(), (settings.memory_mb - _OWN_MB) // each))


def _address_space() -> float:
    """The bytes that this process may map."""
    try:
        import resource
    except ImportError:  # not on Windows
        return math.inf
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return math.inf if soft == resource.RLIM_INFINITY else soft


def _processors() -> int:
    """Processors that this process may run on."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1


def piece_bytes(settings: Settings, workers: int) -> int:
    """How much input is read and parsed at once by each of so many WORKERS."""
    each = (settings.memory_mb - _OWN_MB) / workers - _WORKER_MB
    return int(min(max(each * _MB / _PER_PIECE_BYTE, _SMALLEST_PIECE), _LARGEST_PIECE))


def holds(found: Found, settings: Settings) -> bool:
    """Can all texts of the files FOUND be held in memory at once? What compressed ones will give is a guess."""
    packed = pl.when(pl.col("name").str.to_lowercase().str.ends_with(".txt")).then(1).otherwise(_UNPACKED)
    return int(found.files.select((pl.col("size") * packed).sum()).item()) <= settings.memory_mb * _HELD_PER_MB
