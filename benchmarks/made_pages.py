"""Made-up author pages in the site's format, of any size, the same each time.

    python -m benchmarks.made_pages OUT --mb 25

writes OUT/pages (one file an author) and OUT/references.jsonl (the whole author lists of half of the papers).
Made in blocks of authors who write together, so that memory does not grow with the size and a larger corpus begins
with a smaller one. What has been measured on real pages and is kept: about four listings a page and four authors a
paper, both skewed; lists cut at eight names; abstracts of about 1,200 characters, of some venues re-spaced.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from benchmarks import made_words as words
from benchmarks.made_text import abstract, name, respace, spelt, title
from etl.rules.examples import NOTICE

CAP = 8
_BLOCK = 200  # authors
_PAPERS_AN_AUTHOR = 0.93


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as all its pages show it."""

    venue: str
    kind: str
    type: str
    year: int
    title: str
    authors: tuple[str, ...]
    abstract: str

    def listing(self) -> str:
        """The lines of the paper on a page."""
        names = "".join(f"  • {author}\n" for author in self.authors[:CAP])
        abstract = f"\n{self.abstract}\n" if self.abstract else ""
        return f"\n{self.venue} {self.kind} {self.year} {self.type}\n\n{self.title}\n\n{names}{abstract}"


@dataclass(frozen=True, slots=True)
class MadePages:
    """What was written: where, and how much."""

    pages: Path
    references: Path
    files: int
    listings: int
    bytes: int


def make_pages(out: Path, mb: float, seed: int = 0) -> MadePages:
    """Write about MB megabytes (one page more at the most) of pages into OUT/pages; the same for the same SEED."""
    pages, references = out / "pages", out / "references.jsonl"
    pages.mkdir(parents=True, exist_ok=True)
    files = listings = size = 0
    with references.open("w", encoding="utf-8") as known:
        for block in count():
            papers = list(_papers(block, Random(f"{seed}/{block}")))  # noqa: S311 - no secrets here
            known.writelines(_reference(paper) for paper in papers[::2])
            for owner, owned in _by_owner(papers).items():
                size += _write(pages, owner, owned)
                files, listings = files + 1, listings + len(owned)
                if size >= mb * 1e6:
                    return MadePages(pages, references, files, listings, size)
    raise AssertionError("blocks never end")


def _write(pages: Path, owner: str, papers: list[Paper]) -> int:
    """Write the page of OWNER under a name that scatters the pages of a block; its size in bytes."""
    digest = hashlib.blake2b(owner.encode(), digest_size=8).hexdigest()
    return (pages / f"{digest}.txt").write_bytes(_page(owner, papers, int(digest, 16)).encode())


def _page(owner: str, papers: list[Paper], dice: int) -> str:
    declared = len(papers) + (2 if dice % 20 == 0 else 0)
    papers = sorted(papers, key=lambda paper: (-paper.year, paper.title.casefold()))
    counts = f"{declared} paper{'' if declared == 1 else 's'}\n1 author row\n\nPossible papers\n\n{declared}\n"
    header = f"Arrow Research search\n\nAuthor name cluster\n\n{owner}\n\n{NOTICE}\n\n{counts}"
    return header + "".join(paper.listing() for paper in papers)


def _by_owner(papers: list[Paper]) -> dict[str, list[Paper]]:
    owned: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        for author in paper.authors:
            owned[author].append(paper)
    return owned


def _reference(paper: Paper) -> str:
    row = {"title": paper.title, "year": paper.year, "venue": paper.venue, "authors": paper.authors}
    return json.dumps(row, ensure_ascii=False) + "\n"


def _papers(block: int, dice: Random) -> Iterator[Paper]:
    authors = [name(block * _BLOCK + number) for number in range(_BLOCK)]
    weights = [row[4] for row in words.VENUES]
    for _ in range(round(_BLOCK * _PAPERS_AN_AUTHOR)):
        venue, kind, type_, first, _ = dice.choices(words.VENUES, weights)[0]
        text = "" if dice.random() < 0.01 else abstract(dice)
        shown = respace(text) if dice.random() < words.RESPACED.get(venue, 0) else text
        year = max(first, 2025 - int(dice.expovariate(0.2)))
        yield Paper(venue, kind, type_, year, title(dice), _team(authors, dice), shown)


def _team(authors: list[str], dice: Random) -> tuple[str, ...]:
    """Some of AUTHORS, those in front far more often than those at the end; 4.2 on average, 6% more than eight."""
    size = min(1 + int(dice.gammavariate(2.2, 1.75)), 20)
    return tuple(dict.fromkeys(spelt(authors[int(len(authors) * dice.random() ** 2.2)], dice) for _ in range(size)))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mb", type=float, default=25)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    made = make_pages(options.out, options.mb, options.seed)
    sys.stdout.write(f"{made.files} pages, {made.listings} listings, {made.bytes / 1e6:.1f} MB in {made.pages}\n")


if __name__ == "__main__":
    main()
