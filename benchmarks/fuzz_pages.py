"""Damage many pages at random, and see that each is read without a crash, alike in any order, and given back.

python -m benchmarks.fuzz_pages PAGES_DIR --pages 100000 --seed 1
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.extract.damages import by_file, given_back, read

_BATCH = 500
_LARGEST = 20_000  # bytes of a page; what a page has more of is more of the same
_PIECES = (
    b"\n", b"\n\n", b"\r", b"\r\n", b"\t", b" ", b"\0", b"\xff", b"\xe2\x80", b"\xef\xbb\xbf", b"\x0c", b"\x1a", b"<p>",
    b"  \xe2\x80\xa2 ", b"- ", "\u200b".encode(), "\u2028".encode(), "\u00a0".encode(),
    b"\nICML Conference 2020 Conference Paper\n\n", b"Possible papers\n",
    b"Arrow Research search\n\nAuthor name cluster\n",
)  # fmt: skip

Mutation = Callable[[bytes, random.Random], bytes]


def _cut_out(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.choice((1, 2, 10, 100, 1000)) :]


def _put_in(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(_PIECES) + data[at:]


def _flip(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def _copy(data: bytes, rng: random.Random) -> bytes:
    at, to = rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)
    return data[:to] + data[at : at + rng.choice((5, 50, 500, 5000))] + data[to:]


def _cut_off(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    del lines[rng.randrange(len(lines))]
    return b"\n".join(lines)


def _written_otherwise(data: bytes, rng: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    encoding = rng.choice(("utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-8-sig", "utf-32", "utf-8"))
    return text.replace("\n", rng.choice(("\n", "\r\n", "\r", "\n\n", "\u2028"))).encode(encoding, "replace")


_MUTATIONS: Sequence[Mutation] = (
    _cut_out, _put_in, _put_in, _flip, _copy, _cut_off, _lines, _lines, _written_otherwise,
)  # fmt: skip


@dataclass
class Tally:
    """What became of the pages."""

    pages: int = 0
    bytes: int = 0
    listings: int = 0
    problems: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """DATA after one to six mutations."""
    for _ in range(rng.randrange(1, 7)):
        data = rng.choice(_MUTATIONS)(data, rng)
    return data


def fuzz(pages: list[bytes], count: int, seed: int) -> Iterator[Tally]:
    """Read COUNT mutations of PAGES, in batches; the tally after each."""
    rng = random.Random(seed)  # noqa: S311 (not for secrets)
    tally = Tally()
    while tally.pages < count:
        batch = [mutated(rng.choice(pages), rng) for _ in range(min(_BATCH, count - tally.pages))]
        _check(batch, rng.sample(range(len(batch)), len(batch)), tally)
        yield tally


def _check(batch: list[bytes], order: list[int], tally: Tally) -> None:
    """ORDER: another order of BATCH, in which the pages are to be read alike."""
    first = tally.pages
    tally.pages += len(batch)
    tally.bytes += sum(map(len, batch))
    try:
        extracted = read(*batch)
        given = given_back(extracted)
        shuffled = by_file(read(*(batch[i] for i in order)), len(batch))
    except Exception as error:  # noqa: BLE001 (whatever it is, it is what the fuzzer looks for)
        tally.problems.append(f"pages from {first}: {error!r}")
        return
    tally.listings += extracted.listings.height
    tally.reasons.update(extracted.quarantine["reason"].to_list())
    wrong = [first + i for i, data in enumerate(batch) if given.get(f"{i}.txt") != data]
    tally.problems += [f"page {number} is not given back" for number in wrong]
    alike = by_file(extracted, len(batch))
    tally.problems += [
        f"page {first + i} is read otherwise among others" for at, i in enumerate(order) if shuffled[at] != alike[i]
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, print what came of it; exit status 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="PAGES_DIR")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(arguments)
    files = (file for file in sorted(args.folder.glob("*.txt")) if file.stat().st_size <= _LARGEST)
    pages = [file.read_bytes() for _, file in zip(range(5000), files, strict=False)]
    begin, tally = time.perf_counter(), Tally()
    for tally in fuzz(pages, args.pages, args.seed):
        if sys.stderr.isatty():
            print(f"\r{tally.pages} pages", end="", file=sys.stderr)  # noqa: T201
    seconds = time.perf_counter() - begin
    print(f"{tally.pages} pages, {tally.bytes / 1e6:.0f} MB, {tally.listings} listings read, {seconds:.0f} s")  # noqa: T201
    print("quarantined:", dict(tally.reasons.most_common()))  # noqa: T201
    print(f"{len(tally.problems)} problems", *tally.problems[:20], sep="\n")  # noqa: T201
    return 1 if tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
