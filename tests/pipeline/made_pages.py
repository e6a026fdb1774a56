"""Made-up pages that share papers in many ways, for the tests of what a run makes of a changing input."""

from __future__ import annotations

import gzip
import hashlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etl.load.snapshot import Snapshots
from etl.pipeline.run import Outcome, run
from etl.rules.examples import Listing, page
from schemas.settings import Settings
from schemas.tables import TABLES

GIVEN = ["Ada", "Alan", "Grace", "Emmy", "Kurt", "Rózsa", "Wei", "Yi", "José", "Joe", "Joseph", "Łukasz"]
FAMILY = ["Lovelace", "Turing", "Hopper", "Noether", "Gödel", "Péter", "Wang", "Ma", "García", "Kwon", "van der Berg"]
VENUES = ["NeurIPS Conference", "ICML Conference", "JMLR Journal", "Made Up Venue Workshop", "NIPS Conference"]
WORDS = ["learning", "graphs", "with", "bandits", "robust", "(e. g. , deep)", "0. 9", "kernels", "$x^2$", "naïve", "of"]
SETTINGS = Settings.model_validate(
    {"gate": {"fail_on": "never", "max_quarantine": 1.0}, "ignore": [{"rule": "RUN", "reason": "compares runs"}]}
)


class World:
    """Papers and people from which pages are made; the same SEED makes the same."""

    def __init__(self, seed: int, papers: int = 40) -> None:
        self.random = random.Random(seed)
        self.people = sorted({self._name() for _ in range(40)})
        self.papers = [self._paper(number) for number in range(papers)]

    def _name(self) -> str:
        name = f"{self.random.choice(GIVEN)} {self.random.choice(FAMILY)}"
        return name + self.random.choice(["", "", "", " 0001", " 0002"])

    def _text(self, words: int) -> str:
        return " ".join(self.random.choices(WORDS, k=words))

    def _paper(self, number: int) -> Listing:
        return Listing(
            title=f"{self._text(3).capitalize()} {number % 30}",
            authors=tuple(self.random.sample(self.people, self.random.choice([1, 2, 3, 5, 8, 8, 8, 12]))),
            abstract=self._text(self.random.choice([0, 20, 40])),
            heading=f"{self.random.choice(VENUES)} {self.random.randint(2015, 2022)} Conference Paper",
        )

    def shown(self, paper: Listing) -> Listing:
        """PAPER as a page shows it: cut at eight names, and now and then a little different."""
        changes: dict[str, Any] = {"authors": paper.authors[:8]}
        kind = self.random.random()
        if kind < 0.1:
            changes["abstract"] = paper.abstract + " More."
        elif kind < 0.2:
            changes["authors"] = paper.authors[1:9] or paper.authors
        elif kind < 0.25:
            changes["abstract"] = ""
        return Listing(**({f: getattr(paper, f) for f in ("title", "abstract", "heading")} | changes))

    def page(self) -> str:
        """The page of somebody, with the papers that the person wrote and some others."""
        owner = self.random.choice(self.people)
        papers = [paper for paper in self.papers if owner in paper.authors]
        papers += self.random.sample(self.papers, 3)
        return page(*map(self.shown, papers), owner=owner, declared=len(papers) + self.random.choice([0, 0, 1]))

    def file(self) -> tuple[str, bytes]:
        """The end of a name, and the bytes of a file: mostly one page, at times something odd."""
        text = self.page()
        odd: list[tuple[str, bytes]] = [
            (".txt", (text + "\n" + self.page()).encode()),
            (".txt", text.replace("\n", "\r\n").encode()),
            (".txt", text.encode("utf-16")),
            (".txt", text.encode("cp1252", "replace")),
            (".txt", text.encode().replace(b"a", self.random.choice([b"\xff", b"\xfe"]), 1)),
            (".txt", text.encode()[: self.random.randrange(len(text))]),
            (".txt", b""),
            (".txt", b"<html><body>no</body></html>"),
            (".txt", b"\x7fELF" + bytes(range(256))),
            (".txt.gz", gzip.compress(text.encode(), mtime=0)),
            (".txt.gz", b"\x1f\x8b broken"),
            (".txt", (text + "\nNobody knows what this line is\n").encode()),
        ]
        return self.random.choice(odd) if self.random.random() < 0.3 else (".txt", text.encode())

    def fill(self, folder: Path, files: int) -> None:
        """Write FILES files below FOLDER."""
        for number in range(files):
            end, data = self.file()
            write(folder / ("sub" if number % 3 == 0 else "") / f"{number:03d}{end}", data)


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def quiver(raw: Path, out: Path, **changes: Any) -> Outcome:
    """A run with settings that let all through, but for CHANGES."""
    return run([raw], out, SETTINGS.model_copy(update=changes))


def tables(out: Path) -> dict[str, str]:
    """Table -> digest of its file in the current snapshot."""
    return {table: hashlib.sha256((out / f"{table}.parquet").read_bytes()).hexdigest() for table in TABLES}


def differing(one: dict[str, str], other: dict[str, str]) -> Sequence[str]:
    return [table for table in one if one[table] != other[table]]


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """All that lies below FOLDER, with inode and time of change; not the lock, which says who holds it."""
    below = [path for path in sorted(folder.rglob("*")) if path.name not in {"lock", ".snapshots"}]
    return {str(path): (path.lstat().st_ino, path.lstat().st_mtime_ns) for path in below}


def current(out: Path) -> Path:
    folder = Snapshots(out).current()
    assert folder is not None
    return folder
