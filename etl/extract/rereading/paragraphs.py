"""The paragraphs of a page: made where no blank lines tell them, and put into the order of the site.

What a browser or a library gives as the text of a page has neither bullets nor blank lines where the site has them.
There, one line below a heading is the title, and names are the short lines above a long one. Other pages have all parts
of their listings in another order: the title above the heading, the names last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, permutations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from etl.extract.grammar import lines as ln
from etl.extract.grammar.heading_grammar import LONGEST_HEADING, may_be_headings
from etl.extract.grammar.wording import LABEL, LONG

_PART = r"(?:[a-z]{1,3}\s+|del+a\s+)*[^\Wa-z\d_][^\s,;:!?|•·/。，；：！？、]*"  # of a name
NAME = re.compile(rf"(?:{_PART})(?:\s+{_PART}){{0,5}}(?:\s+\d{{4}}|,\s+(?:Jr|Sr|II|III|IV)\.?)?(?<![a-z]{{3}}\.)")
_MARKED = re.compile(r"^\s*(?:[^\w\s(\[{\"'“‘$<]{1,3}|\(?\d{1,3}[.)])\s+")
_OF_NAMES = re.compile(r"(?:by|authors?)\W*", re.IGNORECASE)
_OF_PART = re.compile(LABEL)
_OF_SEVERAL = re.compile(r"(?=.{1,600}$).*?(?:[,;|•·&]|\band\b).*[^.]")
_SENTENCE = re.compile(r"(?:\S+\s){3,}.*[^\W\dA-Z_]{3}[.!?…]|(?:\S+\s){6,}.*[.!?…]|.{12,}。")
_NOTICE = re.compile(r"\W*possible papers associated\b.{60,}\.\W*", re.IGNORECASE)
_OPEN, _FEW = re.compile(r".{40,}[^.!?:;…]"), 1
_SMALL = re.compile(r"[^\W\dA-Z_]{2,}(?: [^\W\dA-Z_]{2,}){1,2}")
_GLUED = re.compile(r"\S\s*•\s*\S")
_LONGEST_TITLE = 300  # characters
_SIGNS = {"heading": "H", "title": "T", "names": "B", "abstract": "T*?"}
_OWN = tuple(_SIGNS)
_ORDERS = [order for order in permutations(_OWN) if order != _OWN]


class Paragraph(NamedTuple):
    """A stretch of lines between blank ones."""

    first: int
    end: int
    sign: str
    """H for a heading, B for a list of bullets, T for other text."""


_Listing = dict[str, list[Paragraph]]
"""The paragraphs of each part of a listing."""


def paragraphs(files: Sequence[Sequence[str]]) -> list[list[Paragraph]]:
    """The paragraphs of the lines of each of FILES below the header of its page, if it has one.

    Of all files at once: what lines are is told by patterns, and to compile them takes longer than to look at a file.
    """
    return [_of_one(kind, heading, body) for kind, heading, body in kinds_of(files)]


def kinds_of(files: Sequence[Sequence[str]]) -> list[tuple[ln.Kinds, npt.NDArray[np.bool_], int]]:
    """What kind the lines of each of FILES are of, whether they may be headings, and where the first listing begins."""
    split = ln.split_lines(["".join(f"{line}\n" for line in lines).encode() for lines in files])
    heading = (split.kind == ln.HEADING) | may_be_headings(split.text)
    edges = np.cumsum([0, *map(len, files)])
    return [(split.kind[a:b], heading[a:b], _body(split.kind[a:b])) for a, b in pairwise(edges.tolist())]


def with_own_paragraphs(files: Sequence[Sequence[str]]) -> list[list[tuple[str, int]] | None]:
    """The lines of each of FILES with blank lines between the parts of each listing; None where one is in doubt."""
    return [_parted(lines, heading, body) for lines, (_, heading, body) in zip(files, kinds_of(files), strict=True)]


def _parted(lines: Sequence[str], heading: npt.NDArray[np.bool_], body: int) -> list[tuple[str, int]] | None:
    written = [n for n, line in enumerate(lines) if n >= body and line.strip()]
    heads = [at for at, n in enumerate(written) if heading[n]]
    blocks = [written[a:b] for a, b in pairwise([*heads, len(written)])]
    if not blocks or min(map(len, blocks)) < 2 or may_be_wrapped(lines):
        return None  # a title may be two
    if 2 * len({lines[block[1]] for block in blocks}) <= len(blocks):  # a badge, and the titles below
        return None
    if any(_GLUED.search(lines[block[1]]) for block in blocks):  # the first name may stand behind a title
        return None
    listed = _lists(lines, blocks)
    if all(_is_parted(block, *parts) for block, parts in zip(blocks, listed, strict=True)):
        return None  # it would be the same, but for more blank lines
    opening = [lines[rest[0]].strip() for _, rest in listed if rest]
    if any(_MARKED.match(line) or may_be_names(line) for line in opening):
        return None  # names that are none; a last one that the abstract was joined to
    out = [(line, n) for n, line in enumerate(lines[: blocks[0][0]])]
    for block, (names, rest), end in zip(blocks, listed, [*(x[0] for x in blocks[1:]), len(lines)], strict=True):
        for part in (block[:1], block[1:2], names):
            out += [("", part[0] if part else out[-1][1]), *((lines[n].strip(), n) for n in part)]
        below = rest[0] if rest else block[-1] + 1
        out += [("", below)] * bool(rest) + [(lines[n], n) for n in range(below, end)]
    return out


def may_be_wrapped(lines: Sequence[str]) -> bool:
    """Are all of LINES short, and none of them a whole notice, or do several go on in small letters below?"""
    if max(map(len, lines)) > LONGEST_HEADING:
        return False
    goes_on = sum(bool(_OPEN.fullmatch(line)) and below.lstrip()[:1].islower() for line, below in pairwise(lines))
    return goes_on > _FEW or not any(map(_NOTICE.fullmatch, lines))


def _is_parted(block: list[int], names: list[int], rest: list[int]) -> bool:
    """Do blank lines part heading and title of BLOCK, NAMES that stand together, and the REST, which are all of it?"""
    together = not names or names[-1] - names[0] == len(names) - 1
    firsts = [block[1], *names[:1], *rest[:1]]
    return block[2:] == names + rest and together and all(n - 1 not in block for n in firsts)


def _lists(lines: Sequence[str], blocks: list[list[int]]) -> list[tuple[list[int], list[int]]]:
    """Which lines of each of BLOCKS are names, and which stand below; a blank line ends a list if most have none."""
    below = [[n for n in block[2:] if not _OF_NAMES.fullmatch(lines[n].strip())] for block in blocks]
    runs = [rest[: names_at([lines[n] for n in rest])] for rest in below]
    close = any(b - a == 1 for run in runs for a, b in pairwise(run))
    found = []
    for run, rest in zip(runs, below, strict=True):
        size = next((i for i, (a, b) in enumerate(pairwise(run), 1) if close and b - a > 1), len(run))
        size = size or int(bool(rest) and bool(_OF_SEVERAL.fullmatch(lines[rest[0]].rstrip())))
        found.append((rest[:size], rest[size:]))
    return found


def names_at(texts: Sequence[str]) -> int:
    """How many of TEXTS, one below the other, are names; below one in the usual form, others may have small letters."""
    named = (is_name_line(text) or (at > 0 and _SMALL.fullmatch(text.strip())) for at, text in enumerate(texts))
    return next((at for at, name in enumerate(named) if not name), len(texts))


def may_be_names(line: str) -> bool:
    """Is LINE, which opens an abstract, too short for that to be sure? What a sentence ends, no name does."""
    return len(line.encode()) < LONG and not _OF_PART.match(line) and not _SENTENCE.fullmatch(line)


def is_name_line(line: str) -> bool:
    """May LINE be a name, of one word or several, with a mark before it or none?"""
    name = _MARKED.sub("", line).strip()
    return len(name) <= LONG and bool(NAME.fullmatch(name)) and not _OF_PART.match(name)


def _of_one(kind: ln.Kinds, heading: npt.NDArray[np.bool_], body: int) -> list[Paragraph]:
    """The paragraphs of a file with lines of KIND, of which some may be a HEADING, below BODY."""
    edges = [body - 1, *(body + np.flatnonzero(kind[body:] == ln.BLANK)).tolist(), len(kind)]
    spans = [(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]
    bullet = kind == ln.BULLET
    return [Paragraph(a, b, "H" if b - a == 1 and heading[a] else "B" if bullet[a:b].all() else "T") for a, b in spans]


def _body(kind: ln.Kinds) -> int:
    """The line below the count under `Possible papers`; 0 where there is none."""
    written = np.flatnonzero(kind != ln.BLANK)
    counts = (kind[written[:-1]] == ln.POSSIBLE) & (kind[written[1:]] == ln.NUMBER)
    return int(written[1:][counts][0]) + 1 if counts.any() else 0


def in_own_order(files: Sequence[Sequence[str]]) -> list[list[tuple[str, int]] | None]:
    """The lines of each of FILES with the parts of each listing in the order of the site.

    None where they are not all in one other order. A title is one paragraph, and shorter than an abstract, which may be
    several or none.
    """
    return [_in_own_order(lines, every) for lines, every in zip(files, paragraphs(files), strict=True)]


def _in_own_order(lines: Sequence[str], every: list[Paragraph]) -> list[tuple[str, int]] | None:
    if not every or _listings(every, _OWN):
        return None
    found = [listings for order in _ORDERS if (listings := _listings(every, order))]
    sizes = [_title_size(lines, listings) for listings in found]
    if not any(sizes):
        return None
    listings = found[sizes.index(min(filter(None, sizes)))]
    begins = [min(part.first for parts in listing.values() for part in parts) for listing in listings]
    out = [(line, number) for number, line in enumerate(lines[: begins[0]])]
    for listing, first, end in zip(listings, begins, [*begins[1:], len(lines)], strict=True):
        own = [line for name in _OWN for part in listing[name] for line in (*lines[part.first : part.end], "")]
        out += [(line, min(first + n, end - 1)) for n, line in enumerate(own)]
    return out


def _listings(every: list[Paragraph], order: tuple[str, ...]) -> list[_Listing]:
    """The listings that EVERY paragraph of a page is of, if their parts stand in ORDER; else none."""
    signs = "".join(part.sign for part in every)
    listing = "".join(f"({_SIGNS[name]})" for name in order)
    pattern, listings, at = re.compile(f"{listing}(?={listing}|$)"), [], 0
    while at < len(signs):
        found = pattern.match(signs, at)
        if found is None:
            return []
        listings.append({name: every[slice(*found.span(number))] for number, name in enumerate(order, 1)})
        at = found.end()
    return listings


def _title_size(lines: Sequence[str], listings: list[_Listing]) -> int:
    """How long all titles are; 0 where most are the same, one is too long, or abstracts are too short for that."""
    titles, abstracts = (
        ["".join(line for part in listing[name] for line in lines[part.first : part.end]) for listing in listings]
        for name in ("title", "abstract")
    )
    size = sum(map(len, titles))
    differ = 2 * len(set(titles)) > len(titles)  # a button stands in the same place each time
    if not differ or any(may_be_names(text) for text in abstracts if text):  # or the rest of a title
        return 0
    return size if max(map(len, titles)) <= _LONGEST_TITLE and 2 * size < sum(map(len, abstracts)) else 0
