"""The work on one shard, from its files to what they give, wherever it is done: here in a thread, or in a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice, starmap
from typing import Any, Protocol

import polars as pl

from etl.errors import InputError, OutputError, RuleFaultError
from etl.extract.page import Extracted, extract
from etl.extract.source.files import FILE_COST, InputFile, Source, Stored, decode_files, read_stored
from etl.pipeline.incremental.hashes import HASHED, content_hash
from etl.pipeline.incremental.segment import packed
from etl.pipeline.reading.reading_failed import ReadingFailedError, culprits
from etl.pipeline.reading.shard import checked
from etl.rules.base import Rule
from etl.rules.catalogue import CATALOGUE

PIECES = 2
"""A shard is read and parsed in so many pieces, for memory's sake; what they give is checked together."""
_MOST_CULPRITS = 10  # of a shard: where more files fail, it is not the files
_TOLD_BYTES = 1_000_000  # progress is told so often


@dataclass(frozen=True, slots=True)
class Shard:
    """What is to be done."""

    files: pl.DataFrame
    """As `etl.extract.source.files.shards` gives them."""
    max_bytes: int
    """A file larger than this is not used."""
    piece_bytes: int
    """So much is read and parsed at once."""
    rules: frozenset[str]
    """Codes of the rules on copies."""
    given_up: frozenset[str] = frozenset()
    """Names of files on which reading failed: they go to quarantine as they are."""
    hasty: bool = False
    """Are files put off that take long to read (see `etl.extract.page.extract`)?"""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch of files gave."""

    hashes: pl.DataFrame
    """Name and hash of each file (`HASHED`)."""
    packed: dict[str, bytes]
    """What they gave: the files of a segment."""


class Coordinator(Protocol):
    """Hands out copies of papers to those who work on shards, each copy once, and takes what they give."""

    def claim(self, copies: pl.Series) -> pl.Series:
        """Which of COPIES (UInt64) nobody has claimed yet (Boolean); from now on they are the caller's to work on."""

    def deliver(self, batch: Batch) -> None:
        """Take BATCH."""

    def put_off(self, names: frozenset[str]) -> None:
        """The files NAMES of a hasty shard are in none of the batches: they are to be worked on in a later shard."""

    def advance(self, files: int, size: int) -> None:
        """So many more files, SIZE bytes of them, have been read."""


class _RemoteCoordinator:
    """The coordinator, seen from another process: every call is a question over a socket."""

    def __init__(self, ask: Callable[[Any], Any]) -> None:
        self._ask = ask

    def claim(self, copies: pl.Series) -> pl.Series:
        fresh: pl.Series = self._ask(("claim", copies))
        return fresh

    def deliver(self, batch: Batch) -> None:
        self._ask(("deliver", batch))

    def put_off(self, names: frozenset[str]) -> None:
        self._ask(("put_off", names))

    def advance(self, files: int, size: int) -> None:
        self._ask(("advance", files, size))


def answer(coordinator: Coordinator) -> Callable[[tuple[str, Any]], Any]:
    """A function that answers the questions of `work_apart` with COORDINATOR."""
    return lambda question: getattr(coordinator, question[0])(*question[1:])


def work_apart(shard: Shard, ask: Callable[[Any], Any]) -> None:
    """`work` in another process than the coordinator's: ASK puts the questions to it."""
    work(shard, _RemoteCoordinator(ask))


def work(shard: Shard, coordinator: Coordinator) -> None:
    """Read the files of SHARD and deliver what they give to COORDINATOR.

    Raises InputError; ReadingFailedError where single files make Quiver fail, and all is to be read again without them.
    """
    rules = [rule for rule in CATALOGUE if rule.code in shard.rules]
    try:
        _work(shard, rules, coordinator)
    except (InputError, OutputError, OSError, EOFError, MemoryError):  # not the fault of what was read
        raise
    except (Exception, pl.exceptions.PanicException) as error:
        if isinstance(error, RuleFaultError) and error.always:
            raise
        parts = _stored(shard, lambda _files, _size: None)
        failing = chain.from_iterable(culprits(part, partial(_try, rules)) for part in parts)
        names = frozenset(islice(failing, _MOST_CULPRITS + 1)) - shard.given_up
        if not 0 < len(names) <= _MOST_CULPRITS:
            raise
        raise ReadingFailedError(names, f"{type(error).__name__}: {error}") from error


def _work(shard: Shard, rules: Sequence[Rule], coordinator: Coordinator) -> None:
    hashes: list[pl.DataFrame] = []
    parsed: list[Extracted] = []
    size = 0
    for sources in map(decode_files, _stored(shard, coordinator.advance)):
        parsed.append(extract(sources, coordinator.claim, hasty=shard.hasty))
        if put_off := parsed[-1].put_off:
            coordinator.put_off(put_off)
        hashes.append(_hashed([source for source in sources if source.path not in put_off], parsed[-1].pages))
        size += sum(len(source.data) for source in sources)
        if size >= PIECES * shard.piece_bytes:  # compressed files hold more than their sizes say
            coordinator.deliver(Batch(pl.concat(hashes), packed(checked(parsed, rules))))
            hashes, parsed, size = [], [], 0
    if parsed:
        coordinator.deliver(Batch(pl.concat(hashes), packed(checked(parsed, rules))))


def _try(rules: Sequence[Rule], files: Sequence[Stored]) -> None:
    """Do with FILES alone what is done with all of a shard, and drop what they give."""
    packed(checked([extract(decode_files(files))], rules))


def _stored(shard: Shard, advance: Callable[[int, int], None]) -> Iterator[list[Stored]]:
    """The bytes of the files, in stretches that stay small also where they were compressed; ADVANCE is told of each."""
    piece: list[Stored] = []
    size, files_done, bytes_done = 0, 0, 0
    for file in starmap(InputFile, shard.files.iter_rows()):
        piece.append(read_stored(file, shard.max_bytes))
        if file.name in shard.given_up:
            piece[-1] = replace(piece[-1], rejected="reading-failed")
        size += len(piece[-1].data) + FILE_COST
        files_done, bytes_done = files_done + 1, bytes_done + file.size
        if bytes_done > _TOLD_BYTES:
            advance(files_done, bytes_done)
            files_done, bytes_done = 0, 0
        if size > shard.piece_bytes:
            yield piece
            piece, size = [], 0
    advance(files_done, bytes_done)
    if piece:
        yield piece


def _hashed(sources: Sequence[Source], pages: pl.DataFrame) -> pl.DataFrame:
    """The hash of each of SOURCES: name, hash. Where a file is one page, the page's id spares hashing it again."""
    whole = {(path, size): page for path, size, page in pages.select("path", "bytes", "page_id").iter_rows()}
    rows = [(source.path, content_hash(source, whole.get((source.path, len(source.data))))) for source in sources]
    return pl.DataFrame(rows, schema=HASHED, orient="row")
