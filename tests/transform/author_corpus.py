"""A made-up corpus in the frames that `author_lists` reads."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

import polars as pl

ET_AL = {"et al.", "and others", "..."}
CODE = pl.UInt32


@dataclass
class Corpus:
    """Papers (venue, year, names) and pages (owner, papers); `full` keeps what a cap has hidden."""

    papers: list[tuple[str | None, int | None, list[str]]] = field(default_factory=list)
    pages: list[tuple[str | None, list[int]]] = field(default_factory=list)

    def add(self, *names: str, venue: str | None = "icml", year: int | None = 2020) -> int:
        self.papers.append((venue, year, list(names)))
        return len(self.papers) - 1

    def page(self, owner: str | None, *papers: int) -> int:
        self.pages.append((owner, list(papers)))
        return len(self.pages) - 1

    def frames(self, seed: int | None = None) -> dict[str, pl.DataFrame]:
        """Give the five frames; with a seed, other codes for the names and the rows shuffled."""
        raw = sorted({n for _, _, names in self.papers for n in names} | {o for o, _ in self.pages if o})
        codes = list(range(len(raw)))
        if seed is not None:
            random.Random(seed).shuffle(codes)
        code = dict(zip(raw, codes, strict=True))
        papers = [(i, f"p{i * 7919 % 10007:05d}", v, y, None) for i, (v, y, _) in enumerate(self.papers)]
        lists = [
            (i, k, code[n], n in ET_AL, n in ET_AL)
            for i, (_, _, names) in enumerate(self.papers)
            for k, n in enumerate(names, 1)
        ]
        base = {n: re.sub(r" \d{4}$", "", n.lower()) for n in raw}
        names = [(code[n], n.lower(), base[n], n[-4:] if base[n] != n.lower() else None) for n in raw]
        owners = [code[o] if o else None for o, _ in self.pages]
        shown = [(i, p, owners[p]) for p, (_, ids) in enumerate(self.pages) for i in ids]
        pages = [(p, owners[p], 1, len(ids)) for p, (_, ids) in enumerate(self.pages)]
        text = pl.String
        frames = {
            "papers": _frame(papers, paper=CODE, paper_id=text, venue_id=text, year=pl.Int32, venue_kind=text),
            "authorships": _frame(lists, paper=CODE, position=CODE, name=CODE, et_al=pl.Boolean, nobody=pl.Boolean),
            "names": _frame(names, name=CODE, author_key=text, base_key=text, homonym_id=text),
            "showings": _frame(shown, paper=CODE, page=CODE, owner=CODE),
            "pages": _frame(pages, page=CODE, owner=CODE, declared_author_rows=CODE, listed_papers=CODE),
        }
        if seed is None:
            return frames
        return {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in frames.items()}


def _frame(rows: list[tuple[object, ...]], **schema: type[pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def people(count: int, start: int = 0) -> list[str]:
    """Give made-up names that no two could be one person's, two letters wrong or not: each part of a number three times."""
    letters = "bcdfghklmnprstvz"
    parts = [(letters[i % 16], letters[i // 16 % 16], letters[i // 256 % 16]) for i in range(start, start + count)]
    return [f"{a}a{b}i{c}o{a} {b}u{a}e{c}a{b}i{c}ld".title() for a, b, c in parts]


def laboratory(papers: int, cap: int, seed: int = 0, owners: float = 0.3) -> tuple[Corpus, list[int]]:
    """Make groups with a head who stands last, cut their lists at `cap`; also the true lengths.

    A share `owners` of the people has a page.
    """
    rng = random.Random(seed)
    heads, juniors = people(papers // 12 + 2), people(papers // 2 + 10, 2000)
    corpus, lengths, whole = Corpus(), [], []
    for i in range(papers):
        group = rng.randrange(len(heads))
        size = 1
        while rng.random() < 0.72 and size < 15:
            size += 1
        pool = juniors[group * 6 : group * 6 + 14]
        names = [*rng.sample(pool, min(size - 1, len(pool))), heads[group]]
        whole.append(names)
        lengths.append(len(names))
        corpus.add(*names[:cap], venue=("icml", "jmlr")[i % 2], year=2010 + i % 12)
    lists: dict[str, list[int]] = {}
    for i, names in enumerate(whole):
        for name in names:
            lists.setdefault(name, []).append(i)
    for name in sorted(lists):
        if rng.random() < owners:
            corpus.page(name, *lists[name])
    return corpus, lengths
