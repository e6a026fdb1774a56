"""What the tests of a module read, read as one shard: a file alone takes as long as fifty.

Before the first test of a module, each is run up to the first file that it reads, all these files are read, and so on
until none asks for more. What a page shows does not depend on the files beside it: `test_damages.py` holds that for
damages of all kinds, with `read_apart`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from etl.extract.page import Extracted, extract
from etl.extract.source.decode import decode_all
from etl.extract.source.files import Source

_known: dict[bytes, Extracted] = {}


class _NotReadYetError(BaseException):
    """A test asks for FILES; none catches it."""

    def __init__(self, files: Iterable[bytes]) -> None:
        self.files = files


def read(*files: bytes) -> Extracted:
    """FILES, extracted, as `0.txt`, `1.txt` and so on."""
    if _known.keys() >= set(files):
        return _put_together([_known[data] for data in files])
    return _read(*files)


def read_apart(*files: bytes) -> Extracted:
    """FILES, extracted with no others beside them."""
    decoded = zip(files, decode_all(files), strict=True)
    return extract([Source(f"{number}.txt", data, one) for number, (data, one) in enumerate(decoded)])


_read = read_apart


def read_ahead(tests: Iterable[Callable[[], object]]) -> None:
    """All files that TESTS read, known until `forget`."""
    global _read  # noqa: PLW0603
    left = list(tests)
    while left:
        _read = _ask
        asked = [(test, files) for test in left if (files := _files_of(test))]
        _read = read_apart
        left = [test for test, _ in asked]
        new = {data: None for _, files in asked for data in files if data not in _known}
        _known.update(zip(new, _each(read_apart(*new), len(new)), strict=True))


def forget() -> None:
    """What was read ahead."""
    _known.clear()


def _ask(*files: bytes) -> Extracted:
    raise _NotReadYetError(files)


def _files_of(test: Callable[[], object]) -> Iterable[bytes]:
    """The first files that TEST reads and that are not known; none where it fails, as it will when it is its turn."""
    try:
        test()
    except _NotReadYetError as asked:
        return asked.files
    except Exception:  # noqa: BLE001, S110
        pass
    return ()


def _each(extracted: Extracted, files: int) -> list[Extracted]:
    """What was EXTRACTED of each of FILES."""
    shown = extracted.listings.select("path", "copy").unique(maintain_order=True)
    tables = {
        "pages": extracted.pages,
        "listings": extracted.listings,
        "copies": extracted.copies.join(shown, on="copy", maintain_order="left"),
        "quarantine": extracted.quarantine,
    }
    parts = {table: frame.partition_by("path", as_dict=True) for table, frame in tables.items()}
    return [
        Extracted(**{table: parts[table].get((f"{number}.txt",), tables[table].clear()) for table in tables})
        for number in range(files)
    ]


def _put_together(parts: list[Extracted]) -> Extracted:
    """PARTS as of files that were read in this order."""
    frames = {
        table: pl.concat(
            getattr(part, table).with_columns(path=pl.lit(f"{number}.txt")) for number, part in enumerate(parts)
        )
        for table in ("pages", "listings", "copies", "quarantine")
    }
    return Extracted(**frames | {"copies": frames["copies"].drop("path").unique("copy", maintain_order=True)})
