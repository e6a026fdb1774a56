"""Whole runs on odd values, odd groups of people and odd sequences, and see that each holds what Quiver guarantees.

python -m benchmarks.fuzz_runs --worlds 100 --seed 1

A world is some people, the papers that they wrote, and their pages. It is run, then some pages change, go or come, or
a setting changes, and it is run again into the same folder. After each run there must be no crash, `verify` must find
nothing, every page must come back byte for byte, and all tables but `findings` (which tell what changed since the last
run) must be the bytes of a run into a new folder. What fails is kept beside the printed line.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import etl
from benchmarks.fuzz_pages import mutated
from benchmarks.made_text import abstract, name, title
from etl.render import all_pages
from etl.rules.examples import Listing, page
from etl.verify import verify
from schemas.registry import load_registry
from schemas.tables import TABLES

_NAMES = (
    "", "-", "—", "…", "0", "0001", "A", "A.", "Ö", "李明", "Иван Иванов", "محمد علي", "O'Neil", "D´Angelo", "van der",
    "de la Cruz III", "Jr.", "et al.", "and others", "+3 more", "Anonymous", "The X Team", "nan", "None",
    "John Doe 0001", "John Doe 00012", "JOHN DOE", "john doe", "Doe, John", "J. Doe", "Doe J", "J. P. Doe",
    "Dr. John Doe", "John Doe (MIT)", "John  Doe", "Joh\u0301n Doe", "Јohn Doe", "x" * 300, "𝔄 𝔅", "👩‍👩‍👧 X",
    "Jean-Pierre Dupont", "J.-P. Dupont", "a b c d e f g h i", "ab@c.de", "https://x.y", "&amp;", "<b>x</b>",
    "\\'E. Borel", "$x$", "§", "ﬁ", "İ", "ß", "1e5", "-1", "\u202eabc", "Ma Yi", "Yi Ma", "Yi Ma 0001",
    "Li Li", "M. M.",
)  # fmt: skip
_TITLES = (
    "", "A", "?", "$x$", "\\textbf{A}", "{{A}}", "<i>x</i>", "A" * 290, "ICML Conference 2020 Conference Paper",
    "Erratum", "Front Matter", "Retracted: X", "x: y: z", "2020", "Â€œxâ€", "&amp;amp;", "\u200b", "…",
    "a. b. c.", "Reply", "(cid:12)",
)  # fmt: skip
_ABSTRACTS = (
    "", "N/A", "Abstract", "e. g. , x. y 0. 9", "$x", "\\", "}" * 50, "a" * 5000, "x. " * 500, "• a\n• b", "\n\n\n",
    "ICML Conference 2020 Conference Paper\n\nX\n\n  • Y\n", "\u202e", "\ufeff", "<p>x</p>", "$" * 99, "\\frac{" * 80,
    "http: //a. b/c", "1, 000", "(i. e.", "a-\nb",
)  # fmt: skip
_GIVEN, _FAMILY = ("Ada", "Alan", "A.", "Wei", "W.", "Li"), ("Lovelace", "Ma", "Wang", "Kwon", "L.", "van der Berg", "")
_KINDS = ("Conference", "Conference", "Journal", "Workshop", "Findings", "Symposium", "Track", "Preprint", "conference")
_TYPES = ("Conference Paper", "Conference Paper", "Journal Article", "Workshop Paper", "Poster", "Demo", "x")
_YEARS = (1800, 1899, 1969, 1987, 1999, 2018, 2020, 2024, 2026, 2027, 2099)
_CAPS = ("auto", "auto", "auto", 2, 3, 8, "none")
# Both gates are open: what is asked is whether the run ends, not whether its pages are good.
_GATE = {"fail_on": "never", "max_quarantine": 1.0}


@dataclass(frozen=True, slots=True)
class World:
    """People and the papers that they wrote."""

    people: tuple[str, ...]
    papers: tuple[tuple[tuple[str, ...], Listing], ...]
    """All authors, and what the site shows."""
    oddness: float
    """The share of values that are odd."""


def world(rng: Random) -> World:
    """A few people who work together in odd ways, or many with odd names."""
    oddness, cap = rng.choice((0.0, 0.02, 0.2)), rng.choice((2, 3, 5, 8, 8, 300))
    people = tuple(dict.fromkeys(_person(rng, oddness) for _ in range(rng.choice((1, 3, 9, 20, 60, 400)))))
    size = rng.choice((1, 2, cap, cap, cap + 1, len(people)))
    venues = _venues()
    papers = []
    for _ in range(rng.choice((1, 5, 30, 120))):
        authors = tuple(rng.sample(people, min(len(people), 20, rng.choice((size, size, rng.randint(1, cap + 3))))))
        venue = "" if rng.random() < oddness else rng.choice(venues)
        shown = Listing(
            title=_odd(rng, _TITLES, title(rng), oddness),
            authors=authors[:cap],
            abstract=_odd(rng, _ABSTRACTS, abstract(rng), oddness),
            heading=f"{venue} {rng.choice(_KINDS)} {rng.choice(_YEARS)} {rng.choice(_TYPES)}",
        )
        papers += [(authors, shown)] * (1 if rng.random() < 0.9 else 2)  # some papers twice
    return World(people, tuple(papers), oddness)


def _person(rng: Random, oddness: float) -> str:
    few = f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}{rng.choice(('', '', '', ' 0001', ' 0002', ' III'))}".strip()
    return _odd(rng, _NAMES, few if rng.random() < 0.5 else name(rng.randrange(10_000)), oddness)


def _odd(rng: Random, odd: Sequence[str], plain: str, oddness: float) -> str:
    return rng.choice(odd) if rng.random() < oddness else plain


def _venues() -> list[str]:
    entries = load_registry().entries().values()
    return [written for entry in entries for written in (entry.name, entry.full_name, *entry.aliases, *entry.former)]


def one_page(some: World, owner: str, rng: Random) -> bytes:
    """The page of OWNER: what they wrote, seldom something else besides, seldom under another's name or damaged."""
    listings = [shown for authors, shown in some.papers if owner in authors or rng.random() < some.oddness / 10][:60]
    # The copies of a paper differ now and then.
    listings = [replace(shown, abstract="") if rng.random() < some.oddness / 10 else shown for shown in listings]
    declared = len(listings) + rng.choice((0, 0, 0, 0, 1, -1))
    header = owner if rng.random() < 0.95 else rng.choice(some.people)
    text = page(*listings, owner=header, declared=declared, rows=rng.choice((0, 1, 2, 99)))
    data = text.encode("utf-8", "surrogatepass")
    return mutated(data, rng) if rng.random() < some.oddness else data


def settings(some: World, references: Path, rng: Random) -> dict[str, Any]:
    """Settings of a run, with a reference now and then."""
    chosen: dict[str, Any] = {"workers": 1, "gate": _GATE, "cap": rng.choice(_CAPS)}
    if rng.random() < 0.3:
        with references.open("w", encoding="utf-8") as file:
            for authors, shown in rng.sample(some.papers, min(10, len(some.papers))):
                year = rng.choice((None, 2020, "2020", shown.heading.split()[-3]))
                row = {"title": shown.title, "authors": [*authors, "Eve Adams"], "year": year}
                file.write(json.dumps(row | {"venue": rng.choice((None, "", "ICML", shown.heading))}) + "\n")
        chosen["references"] = [str(references)]
    return chosen


def steps(home: Path, rng: Random, count: int = 3) -> Iterator[str]:
    """What does not hold in COUNT runs of a world, in HOME; ends with the first."""
    some, raw, out = world(rng), home / "raw", home / "out"
    raw.mkdir(parents=True)
    owners = dict(enumerate(some.people[: rng.choice((1, 3, 60, 150))]))
    for number, owner in owners.items():
        (raw / f"{number}.txt").write_bytes(one_page(some, owner, rng))
    chosen = settings(some, home / "reference.jsonl", rng)
    for step in range(count):
        if step and rng.random() < 0.7:
            _change(some, owners, raw, rng)
        elif step:
            chosen = settings(some, home / "reference.jsonl", rng)
        wrong = list(_wrong(raw, out, home / f"anew{step}", chosen))
        if wrong:
            yield from (f"step {step}: {what}" for what in wrong)
            return


def _change(some: World, owners: dict[int, str], raw: Path, rng: Random) -> None:
    """Take away, write anew or put back a third of the pages; one at least stays."""
    for number, owner in owners.items():
        if number and rng.random() < 0.2:
            (raw / f"{number}.txt").unlink(missing_ok=True)
        elif rng.random() < 0.2:
            (raw / f"{number}.txt").write_bytes(one_page(some, owner, rng))


def _wrong(raw: Path, out: Path, anew: Path, chosen: dict[str, Any]) -> Iterator[str]:
    """What does not hold after a run on RAW into OUT, and one into the new folder ANEW."""
    try:
        etl.run(raw, out, **chosen)
        yield from (f"verify: {problem}" for problem in verify(out))
        yield from _not_given_back(raw, out)
        etl.run(raw, anew, **chosen)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is what the fuzzer looks for)
        at = [
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        yield f"{error!r} at {' '.join(at[-4:])}"
        return
    for table in TABLES.keys() - {"findings"}:
        if (out / f"{table}.parquet").read_bytes() != (anew / f"{table}.parquet").read_bytes():
            yield f"{table} differs from that of a run into a new folder"


def _not_given_back(raw: Path, out: Path) -> Iterator[str]:
    snapshot = etl.open_snapshot(out)
    places = snapshot.pages.select("page_id", "path", "first_byte").collect().sort("path", "first_byte")
    rendered = dict(all_pages(snapshot))
    for path, ids in places.group_by("path", maintain_order=True).agg("page_id").iter_rows():
        if b"".join(rendered[page_id] for page_id in ids) != (raw / path).read_bytes():
            yield f"{path} is not given back"


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, print what came of it; exit status 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(arguments)
    kept = Path(tempfile.mkdtemp(prefix="fuzz-runs-"))
    failed = 0
    for number in range(args.worlds):
        home = kept / str(number)
        wrong = list(steps(home, Random(f"{args.seed}/{number}")))  # noqa: S311 (not for secrets)
        failed += bool(wrong)
        print(*(f"world {number}, {what} ({home})" for what in wrong), sep="\n", end="\n" if wrong else "")  # noqa: T201
        if not wrong:
            shutil.rmtree(home)
    print(f"worlds: {args.worlds}, failed: {failed}")  # noqa: T201
    if not failed:
        kept.rmdir()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
