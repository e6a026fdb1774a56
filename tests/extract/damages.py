"""Damaged pages with the truth of what is still whole on them.

A page is a list of lines that know what they are; a damage takes such a page and gives another. What may be read
from the damaged page is its `truth`; what must be read, if nothing is lost to over-caution, are the listings that
the damage did not touch.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count

import polars as pl

from etl.extract.grammar.listing_text import rendered_listing
from etl.extract.page import Extracted
from etl.rules.examples import NOTICE
from tests.extract.one_shard import read

BULLET = "  • "
HEADER = ("banner", "kind", "owner", "notice", "papers", "rows", "possible", "number")


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing as its page shows it."""

    heading: str
    title: str
    names: tuple[str, ...]
    abstract: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, what it is, and the listing that it is of (-1: the header)."""

    text: str
    role: str
    of: int = -1


@dataclass(frozen=True, slots=True)
class Page:
    """A page before damage."""

    owner: str
    listings: tuple[Shown, ...]
    declared: int

    def lines(self) -> list[Line]:
        """Its lines in the site's form, each blank line with the role of the line that it goes before."""
        n = self.declared
        texts = ("Arrow Research search", "Author name cluster", self.owner, NOTICE, f"{n} paper{'s'[:n != 1]}",
                 "1 author row", "Possible papers", str(n))  # fmt: skip
        lines: list[Line] = []
        for role, text in zip(HEADER, texts, strict=True):
            lines += [Line("", f"blank {role}")] if role not in {"banner", "rows"} else []
            lines.append(Line(text, role))
        for of, listing in enumerate(self.listings):
            lines += listing_lines(listing, of)
        return lines


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged page, or file of pages."""

    data: bytes
    truth: tuple[Shown, ...]
    """The listings that may be read, each as it is shown."""
    whole: tuple[Shown, ...]
    """Those that the damage did not touch."""


Damage = Callable[[Page, random.Random], Damaged]


def listing_lines(listing: Shown, of: int) -> list[Line]:
    """The lines of a listing in the site's form."""
    lines = [Line("", "blank heading", of), Line(listing.heading, "heading", of), Line("", "blank title", of),
             Line(listing.title, "title", of), Line("", "blank name", of)]  # fmt: skip
    lines += [Line(BULLET + name, "name", of) for name in listing.names]
    if listing.abstract is not None:
        lines.append(Line("", "blank abstract", of))
        lines += [Line(text, "abstract", of) for text in listing.abstract.split("\n")]
    return lines


def written_in(page: Page, encoding: str) -> Page:
    """PAGE with only what ENCODING can write."""

    def kept(text: str) -> str:
        return text.encode(encoding, "replace").decode(encoding)

    listings = [Shown(kept(s.heading), kept(s.title), tuple(map(kept, s.names)), s.abstract and kept(s.abstract))
                for s in page.listings]  # fmt: skip
    return replace(page, owner=kept(page.owner), listings=tuple(listings))


def encoded(lines: Iterable[Line], end: str = "\n") -> bytes:
    """The bytes of a page of LINES."""
    return "".join(line.text + end for line in lines).encode()


def parsed(text: str) -> Page:
    """A page that stands in the site's form without any damage, taken apart."""
    head, *rest = re.split(r"\n\n(?=\S[^\n]* (?:Conference|Journal|Workshop) \d{4} [^\n]+\n\n[^\n]+\n\n  • )", text)
    owner, declared = head.split("\n\n")[2], int(head.split("\n")[-1])
    listings = []
    for block in rest:
        heading, title, names, *abstract = block.split("\n\n", 3)
        shown = tuple(name.removeprefix(BULLET) for name in names.strip("\n").split("\n"))
        listings.append(Shown(heading, title, shown, "".join(abstract).strip() or None))
    return Page(owner, tuple(listings), declared)


def comparable(listing: Shown) -> Shown:
    """LISTING without what a reader may mend: line ends, space at line ends, invisible characters of a heading."""
    bare = [re.sub("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u0085\u202a\u2069\u034f\u061c\u2063\u2800\ufe0f\ufffc]|\x1b\\[\\d*m", "", x) for x in
            (listing.heading, listing.title, listing.abstract or "", *listing.names)]  # fmt: skip
    abstract = re.sub(r"\s*\n\s*", "\n", bare[2].replace("\r", "\n")).strip()
    return Shown(" ".join(bare[0].split()), bare[1].strip(), tuple(n.strip() for n in bare[3:]), abstract or None)


def shown_by(extracted: Extracted) -> dict[str, list[Shown]]:
    """The listings that were read, by file."""
    rows = extracted.listings.join(extracted.copies, on="copy", how="left", maintain_order="left")
    shown: dict[str, list[Shown]] = {}
    for row in rows.iter_rows(named=True):
        heading = f"{row['venue_raw']} {row['venue_kind']} {row['year']} {row['paper_type']}"
        listing = Shown(heading, row["title_raw"], tuple(row["names"]), row["abstract_raw"])
        shown.setdefault(row["path"], []).append(listing)
    return shown


def shown_each(*files: bytes) -> list[list[Shown]]:
    """The listings of each of FILES, read as one shard: one alone takes as long as fifty."""
    shown = shown_by(read(*files))
    return [shown.get(f"{number}.txt", []) for number in range(len(files))]


def assert_read(*written: tuple[bytes, Iterable[Shown]]) -> Extracted:
    """All files WRITTEN, read as one shard, show just the listings beside them, and are given back."""
    extracted = read(*(data for data, _ in written))
    shown, given = shown_by(extracted), given_back(extracted)
    for number, (data, listings) in enumerate(written):
        assert shown.get(f"{number}.txt", []) == list(listings)
        assert given[f"{number}.txt"] == data
    return extracted


def as_it_is(page: Page) -> tuple[bytes, tuple[Shown, ...]]:
    """PAGE in the site's form, and what it shows, for `assert_read`."""
    return encoded(page.lines()), page.listings


def wrong(damaged: Damaged, shown: Iterable[Shown]) -> list[Shown]:
    """Which of the SHOWN listings the page does not show; empty where extraction is right."""
    left = Counter(map(comparable, damaged.truth))
    out = []
    for listing in map(comparable, shown):
        if left[listing] == 0:
            out.append(listing)
        left[listing] -= 1
    return out


def lost(damaged: Damaged, shown: Iterable[Shown]) -> int:
    """How many undamaged listings are not among those SHOWN."""
    missing = Counter(map(comparable, damaged.whole)) - Counter(map(comparable, shown))
    return missing.total()


# -- damages of one line ---------------------------------------------------------------------------------------


def _made(page: Page, lines: Iterable[Line], touched: Iterable[int] = (), gone: Iterable[int] = (), *,
          truth: dict[int, Shown] | None = None, data: bytes | None = None) -> Damaged:  # fmt: skip
    """LINES as a file. TOUCHED listings may be read; GONE ones must not; TRUTH: how changed ones are shown now."""
    touched, gone, shown = set(touched), set(gone), truth or {}
    every = [shown.get(i, s) for i, s in enumerate(page.listings)]
    return Damaged(
        encoded(lines) if data is None else data,
        tuple(s for i, s in enumerate(every) if i not in gone),
        tuple(s for i, s in enumerate(every) if i not in gone | touched),
    )


def _pick(page: Page, rng: random.Random, first: int = 0) -> int:
    return rng.randrange(min(first, len(page.listings) - 1), len(page.listings))


def without_blank(role: str, *, everywhere: bool = False) -> Damage:
    """The blank line before ROLE is missing: on one listing, or on all."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        of = _pick(page, rng)
        lines = [x for x in page.lines() if x.role != f"blank {role}" or not (everywhere or x.of == of)]
        return _made(page, lines, range(len(page.listings)) if everywhere else {of, of - (role == "heading")})

    return damage


def without_line(role: str) -> Damage:
    """A listing loses its heading or its title."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        of = _pick(page, rng)
        return _made(page, [x for x in page.lines() if (x.role, x.of) != (role, of)], {of - 1}, {of})

    return damage


def without_line_and_blank(role: str) -> Damage:
    def damage(page: Page, rng: random.Random) -> Damaged:
        of = _pick(page, rng)
        roles = (role, f"blank {role}")
        return _made(page, [x for x in page.lines() if x.of != of or x.role not in roles], {of - 1}, {of})

    return damage


def without_head(page: Page, rng: random.Random) -> Damaged:
    """A listing begins with its names: heading, title and the blank lines round them are gone."""
    of = _pick(page, rng)
    roles = ("blank heading", "heading", "title", "blank name")
    return _made(page, [x for x in page.lines() if x.of != of or x.role not in roles], {of - 1}, {of})


def with_title_above(page: Page, rng: random.Random) -> Damaged:
    """The title of a listing stands above its heading."""
    of = _pick(page, rng)
    swap = {"heading": page.listings[of].title, "title": page.listings[of].heading}
    lines = [replace(x, text=swap[x.role]) if x.of == of and x.role in swap else x for x in page.lines()]
    return _made(page, lines, {of - 1}, {of})


def without_header(*roles: str) -> Damage:
    """The header lacks ROLES."""
    return lambda page, rng: _made(page, [x for x in page.lines() if x.role not in roles])


def without_header_and_blanks(*roles: str) -> Damage:
    gone = {*roles, *(f"blank {role}" for role in roles)}
    return lambda page, rng: _made(page, [x for x in page.lines() if x.role not in gone])


def with_header_line(text: str, before: str) -> Damage:
    """A foreign line stands in the header, before the part BEFORE, between blank lines."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        lines = page.lines()
        at = next(i for i, x in enumerate(lines) if x.role == before)
        extra = [Line(text, "foreign"), Line("", "blank")]
        return _made(page, lines[:at] + extra + lines[at:])

    return damage


def changed(change: Callable[[Shown, Page, random.Random], Shown], *, everywhere: bool = False) -> Damage:
    """A listing (or each) is shown otherwise, in the site's form."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        which = range(len(page.listings)) if everywhere else [_pick(page, rng)]
        truth = {i: change(page.listings[i], page, rng) for i in which}
        shown = tuple(truth.get(i, x) for i, x in enumerate(page.listings))
        return _made(page, replace(page, listings=shown).lines(), which, truth=truth)

    return damage


def with_abstract(text: str, where: str = "inside") -> Damage:
    """TEXT stands at the `begin`, `inside` or at the `end` of an abstract; `{heading}`, `{owner}` are the page's."""

    def change(listing: Shown, page: Page, rng: random.Random) -> Shown:
        other = rng.choice(page.listings)
        block = text.replace("{heading}", other.heading).replace("{own}", listing.heading)
        block = block.replace("{owner}", page.owner).replace("{title}", other.title)
        own = listing.abstract or "We study it."
        parts = {"begin": (block, own), "end": (own, block), "inside": (own, block, "It is shown by experiments.")}
        return replace(listing, abstract="".join(parts[where]).strip("\n"))

    return changed(change)


def with_title(text: str) -> Damage:
    def change(listing: Shown, page: Page, rng: random.Random) -> Shown:
        return replace(listing, title=text.replace("{own}", listing.heading).replace("{owner}", page.owner))

    return changed(change)


def with_lines(edit: Callable[[Line], str], *, everywhere: bool = True) -> Damage:
    """Each line is written otherwise, in a way that changes nothing of what is shown."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        of = None if everywhere else _pick(page, rng)
        lines = [replace(x, text=edit(x)) if of is None or x.of == of else x for x in page.lines()]
        touched = range(len(page.listings)) if everywhere else {of, (of or 0) - 1}
        return _made(page, lines, {t for t in touched if t is not None})

    return damage


def numbered(form: str, *, blank: bool = True) -> Damage:
    """Each line, or each that is not BLANK, has its number before it, in the FORM of a program."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        numbers = count(1)
        return with_lines(lambda x: form % next(numbers) + x.text if blank or x.text else x.text)(page, rng)

    return damage


def timed(form: str) -> Damage:
    """Each line has a time before it, in the FORM of a log: two come in a second."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        seconds = count(100)
        return with_lines(lambda x: form.format(*divmod(next(seconds) // 2, 60)) + x.text)(page, rng)

    return damage


def quoting(write: Callable[[str], str]) -> Damage:
    """Each line stands in quotes, as WRITE puts it, and some titles and abstracts have quotes of their own."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        quoted = [
            replace(s, title=f'The "Made" {s.title}', abstract=f'They say "read". {s.abstract}')
            for s in page.listings[::2]
        ]
        listings = [*page.listings]
        listings[::2] = quoted
        return with_lines(lambda x: write(x.text))(replace(page, listings=tuple(listings)), rng)

    return damage


def miscounting(by: int, damage: Damage) -> Damage:
    """DAMAGE to a page that declares BY papers more than it lists."""
    return lambda page, rng: damage(replace(page, declared=page.declared + by), rng)


def with_owner_as(write: Callable[[str], str]) -> Damage:
    """One list has the page's owner written otherwise."""

    def change(listing: Shown, page: Page, rng: random.Random) -> Shown:
        return replace(listing, names=tuple(write(n) if n == page.owner else n for n in listing.names))

    return changed(change)


def with_cut_lists(page: Page, rng: random.Random) -> Damaged:
    """The site cut all lists but one at six names, before their owner, and the first name of one stands twice."""
    people = ("Ada Ma", "Bo Li", "Cy Xu", "Di Wu", "Ed Ng", "Fu Su")
    some = len(page.listings) > 1
    lists = {i: people[i % 2 :] + people[: i % 2] for i in range(1, len(page.listings))}
    listings = [replace(s, names=lists.get(i, (page.owner,))) for i, s in enumerate(page.listings)]
    if some:
        listings[1] = replace(listings[1], names=(listings[1].names[0], *listings[1].names))
    return _made(page, replace(page, listings=tuple(listings)).lines(), {1}, truth=dict(enumerate(listings)))


def with_parts(heading: Callable[[str], str | None], names: Callable[[tuple[str, ...]], list[str]]) -> Damage:
    """The HEADING of a listing (None: it is gone) and its NAMES are written so that they cannot be told by their words."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        of = _pick(page, rng)
        lines = []
        for x in page.lines():
            if x.of != of or x.role not in {"heading", "name"}:
                lines.append(x)
            elif x.role == "heading":
                text = heading(x.text)
                lines += [replace(x, text=text)] if text is not None else []
            elif lines[-1].role != "name":
                lines += [replace(x, text=text) for text in names(page.listings[of].names)]
        return _made(page, lines, {of - 1}, {of})

    return damage


def with_bytes(write: Callable[[str], bytes]) -> Damage:
    """The page is written in other bytes."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        lines = page.lines()
        return _made(page, lines, data=write(encoded(lines).decode()))

    return damage


def in_case(change: Callable[[str], str]) -> Damage:
    """The page is in capitals, or in small letters; kinds and types are told all the same."""

    def shown(listing: Shown) -> Shown:
        venue, rest = re.fullmatch(r"(.*) (\w+ \d{4} .*)", listing.heading).groups()  # type: ignore[union-attr]
        abstract = change(listing.abstract) if listing.abstract else None
        return Shown(f"{change(venue)} {rest}", change(listing.title), tuple(map(change, listing.names)), abstract)

    def damage(page: Page, rng: random.Random) -> Damaged:
        changed = replace(page, owner=change(page.owner), listings=tuple(map(shown, page.listings)))
        return _made(changed, changed.lines(), data=change(encoded(page.lines()).decode()).encode())

    return damage


def with_text(edit: Callable[[str, random.Random], str], role: str, *, legible: bool = False) -> Damage:
    """One line of ROLE is damaged so that it does not show any more what it showed, or does still (LEGIBLE)."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        lines = page.lines()
        ats = [i for i, x in enumerate(lines) if x.role == role and x.text]
        if not ats:
            return _made(page, lines)
        at = rng.choice(ats)
        of = lines[at].of
        lines[at] = replace(lines[at], text=edit(lines[at].text, rng))
        near = {of, of - 1} if role == "heading" else {of}
        return _made(page, lines, near, () if legible else {of})

    return damage


def with_line_in_list(text: str, blank: tuple[bool, bool]) -> Damage:
    """TEXT stands within a list of names, with a BLANK line above it, or below it, or both."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        lines = page.lines()
        ats = [i for i, x in enumerate(lines) if x.role == "name" and lines[i - 1].role == "name"]
        if not ats:
            return _made(page, lines)
        at = rng.choice(ats)
        of = lines[at].of
        foreign = [Line("", "blank", of)] * blank[0] + [Line(text, "foreign", of)] + [Line("", "blank", of)] * blank[1]
        return _made(page, lines[:at] + foreign + lines[at:], {of})

    return damage


def with_furniture(text: str, *, below_last: bool = False) -> Damage:
    """TEXT stands between listings, between blank lines."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        lines: list[Line] = []
        foreign = [Line("", "blank"), Line(text, "foreign")]
        for x in page.lines():
            lines += [*foreign, x] if x.role == "blank heading" and x.of > 0 else [x]
        return _made(page, lines + foreign if below_last else lines)

    return damage


def without_authors_nor_blanks(*, everywhere: bool = False) -> Damage:
    """A listing without authors stands without blank lines, or all do."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        of = _pick(page, rng)
        listings = (*page.listings[:of], replace(page.listings[of], names=()), *page.listings[of + 1 :])
        bare = replace(page, listings=listings)
        lines = [x for x in bare.lines() if x.text or not (everywhere or x.of == of)]
        return _made(bare, lines, range(len(listings)) if everywhere else {of, of - 1})

    return damage


def with_foreign(text: str, *, last: bool = False, attached: bool = False) -> Damage:
    """TEXT, that is of none, stands below one listing (the LAST): ATTACHED, or below a blank line."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        of = len(page.listings) - 1 if last else _pick(page, rng)
        foreign = [Line("", "blank")] * (not attached) + [Line(text, "foreign")]
        lines = page.lines()
        end = max(i for i, x in enumerate(lines) if x.of == of) + 1
        return _made(page, [*lines[:end], *foreign, *lines[end:]], {of})

    return damage


def with_name_without_bullet(page: Page, rng: random.Random) -> Damaged:
    return with_text(lambda text, _: text.removeprefix(BULLET), "name", legible=True)(page, rng)


def joined(role: str, glue: str = "") -> Damage:
    """The line of ROLE stands on the line before it (blank lines between them are gone)."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        lines = page.lines()
        ats = [i for i, x in enumerate(lines) if x.role == role and (role == "name" or lines[i - 1].role != role)]
        if not ats:
            return _made(page, lines)
        at = rng.choice(ats)
        above = next(i for i in range(at - 1, -1, -1) if lines[i].text)
        text = lines[above].text + glue + lines[at].text
        touched = {lines[at].of, lines[above].of}
        merged = [*lines[:above], replace(lines[above], text=text), *lines[at + 1 :]]
        return _made(page, merged, (), {t for t in touched if t >= 0})

    return damage


def broken_in_two(role: str, *, blank: bool = False, at_word: bool = True) -> Damage:
    """A line is broken in two."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        lines = page.lines()
        ats = [i for i, x in enumerate(lines) if x.role == role and len(x.text) > 6]
        if not ats:
            return _made(page, lines)
        at = rng.choice(ats)
        text, of = lines[at].text, lines[at].of
        spaces = [m.start() for m in re.finditer(r"(?<=\S) ", text)] if at_word else []
        cut = rng.choice(spaces or [i for i in range(3, len(text) - 2) if " " not in text[i - 1 : i + 1]])
        pieces = [Line(text[:cut], role, of), *[Line("", "blank", of)] * blank, Line(text[cut:].strip(), role, of)]
        near = {of - 1} if role == "heading" else set()
        legible = role != "name" and at_word
        return _made(
            page, lines[:at] + pieces + lines[at + 1 :], near | ({of} if legible else set()), set() if legible else {of}
        )

    return damage


def folded(width: int, write: Callable[[str, int], list[str]], *, size: Callable[[str], int] = len) -> Damage:
    """All lines of more than WIDTH, by SIZE, are written on several, as WRITE divides them."""
    return with_lines(lambda x: "\n".join(write(x.text, width)) if size(x.text) > width else x.text)


def within_words(text: str, width: int) -> list[str]:
    """TEXT in pieces of WIDTH bytes, as `fold` cuts it; not within characters."""
    pieces = [""]
    for sign in text:
        if len((pieces[-1] + sign).encode()) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def cut_at(share: float) -> Damage:
    """The file ends somewhere: the listing that stands there is cut, those after it are gone."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        data = encoded(page.lines())
        return cut(page, int(len(data) * share) if share else rng.randrange(len(data)))

    return damage


def cut(page: Page, size: int) -> Damaged:
    """The first SIZE bytes of PAGE."""
    data = encoded(page.lines())
    ends = []
    at = 0
    for line in page.lines():
        at += len(line.text.encode()) + 1
        if line.of >= 0:
            ends[line.of :] = [at]
    whole = [s for s, end in zip(page.listings, ends, strict=True) if end <= size + 1]
    return Damaged(
        data[:size], tuple(whole), tuple(s for s, end in zip(page.listings, ends, strict=True) if end <= size)
    )


def cut_in_abstract(end: str) -> Damage:
    """The file ends in an abstract, at a word and an END, and three papers or more are missing."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        of = _pick(page, rng)
        page = replace(page, declared=page.declared + 3)
        kept = [x for x in page.lines() if x.of < of or (x.of == of and x.role != "abstract")]
        words = (page.listings[of].abstract or "We study it.").split()
        return _made(page, [*kept, Line(" ".join(words[: len(words) // 2 + 1]) + end, "abstract")], (),
                     range(of, len(page.listings)))  # fmt: skip

    return damage


def cut_in_names(page: Page, rng: random.Random) -> Damaged:
    """The file ends at the end of a line of names, above the owner."""
    of = _pick(page, rng)
    names = [name for name in page.listings[of].names if name != page.owner][:1]
    lines = [
        x for x in page.lines() if x.of < of or (x.of == of and x.role not in {"name", "blank abstract", "abstract"})
    ]
    cut_here = [Line(BULLET + name, "name", of) for name in names]
    return _made(replace(page, declared=of + 1), [*lines, *cut_here], (), range(of, len(page.listings)))


def in_conflict(page: Page, rng: random.Random) -> Damaged:
    """A merge left two versions of a listing."""
    of = _pick(page, rng)
    lines = page.lines()
    own = [x for x in lines if x.of == of]
    at = lines.index(own[0])
    other = [replace(x, text=x.text.replace("a", "o")) if x.role == "abstract" else x for x in own]
    signs = (Line("<<<<<<< HEAD", "sign"), Line("=======", "sign"), Line(">>>>>>> 1a2b3c4 (Other)", "sign"))
    both = [signs[0], *own, signs[1], *other, signs[2]]
    return _made(page, [*lines[:at], *both, *lines[at + len(own) :]], {of - 1}, {of})


def broken_off(trailer: str) -> Damage:
    """The file ends somewhere, and what wrote it says so in a TRAILER."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        whole = encoded(page.lines())
        made = cut(page, rng.randrange(len(whole) // 3, len(whole)))
        return replace(made, data=made.data + trailer.encode(), truth=made.whole, whole=made.whole[:-1])

    return damage


def overwritten(size: int, fill: Callable[[random.Random], bytes]) -> Damage:
    """SIZE bytes of the page are those of FILL: a sector that was lost."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        data = encoded(page.lines())
        first = rng.randrange(len(data) // 3, len(data))
        end = min(first + size, len(data))
        lost = b"".join(fill(rng) for _ in range(end - first))
        spans, at = [[len(data), 0] for _ in page.listings], 0
        for line in page.lines():
            begin, at = at, at + len(line.text.encode()) + 1
            if line.of >= 0:
                spans[line.of] = [min(spans[line.of][0], begin), at]
        whole = [s for s, span in zip(page.listings, spans, strict=True) if span[1] <= first or span[0] >= end]
        clear = [s for s, span in zip(page.listings, spans, strict=True) if span[1] < first or span[0] > end]
        return Damaged(data[:first] + lost + data[end:], tuple(whole), tuple(clear))

    return damage


def with_fake(text: str, *, order: str = "any", where: str = "inside") -> Damage:
    """An abstract holds a complete listing."""
    return with_abstract(text, where)


def with_listing_twice(page: Page, rng: random.Random) -> Damaged:
    of = _pick(page, rng)
    lines = page.lines()
    own = [x for x in lines if x.of == of]
    at = lines.index(own[-1]) + 1
    made = _made(page, lines[:at] + own + lines[at:])
    return replace(made, truth=(*made.truth, page.listings[of]))


def all_twice(page: Page, rng: random.Random) -> Damaged:
    lines = page.lines()
    made = _made(page, lines + [x for x in lines if x.of >= 0])
    return replace(made, truth=made.truth * 2, whole=made.whole)


def pages_in_one(glue: bytes, *gone: str) -> Damage:
    """The page stands three times in a file, with GLUE between; the second and third lack the header's lines GONE."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        made = _made(page, page.lines())
        again = encoded(x for x in page.lines() if x.role not in gone)
        return Damaged(glue.join([made.data, again, again]), made.truth * 3, made.whole * 3)

    return damage


def declaring(papers: str | None, number: str | None) -> Damage:
    """The header gives other counts."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        new = {"papers": papers, "number": number}
        lines = [replace(x, text=str(new[x.role])) if new.get(x.role) else x for x in page.lines()]
        return _made(page, lines)

    return damage


def in_site_form(page: Page) -> Page:
    """PAGE with the owner on each list and a paragraph below it."""
    sure = [replace(s, names=tuple(dict.fromkeys((*s.names[:3], page.owner))), abstract="We read pages. " * 9 + "All.")
            for s in page.listings]  # fmt: skip
    return replace(page, listings=tuple(sure))


def owned_by(owner: str) -> Damage:
    def damage(page: Page, rng: random.Random) -> Damaged:
        return _made(page, replace(page, owner=owner).lines())

    return damage


def reordered(how: Callable[[list[int], random.Random], list[int]]) -> Damage:
    def damage(page: Page, rng: random.Random) -> Damaged:
        order = how(list(range(len(page.listings))), rng)
        return _made(page, replace(page, listings=tuple(page.listings[i] for i in order)).lines())

    return damage


def block_lost(page: Page, rng: random.Random) -> Damaged:
    """A whole listing is gone."""
    of = _pick(page, rng)
    return _made(page, [x for x in page.lines() if x.of != of], (), {of})


def lines_lost(page: Page, rng: random.Random) -> Damaged:
    """Some lines in a row are gone: what they were of is damaged in a way that cannot be told in general."""
    lines = page.lines()
    at = rng.randrange(15, len(lines))
    count = rng.randrange(1, 12)
    of = {x.of for x in lines[at : at + count]}
    kept = lines[:at] + lines[at + count :]
    truth = {i: _as_left(page.listings[i], [x for x in kept if x.of == i]) for i in of if i >= 0}
    near = of | {min(of) - 1}
    return _made(page, kept, near, {i for i, s in truth.items() if s is None},
                 truth={i: s for i, s in truth.items() if s})  # fmt: skip


def _as_left(listing: Shown, lines: list[Line]) -> Shown | None:
    """How LINES show LISTING, if they have its heading and its title."""
    by_role = {role: [x.text for x in lines if x.role == role] for role in ("heading", "title", "name", "abstract")}
    if not by_role["heading"] or not by_role["title"]:
        return None
    names = tuple(x.removeprefix(BULLET) for x in by_role["name"])
    return Shown(listing.heading, listing.title, names, "\n".join(by_role["abstract"]) or None)


def line_twice(role: str) -> Damage:
    """A line stands twice."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        lines = page.lines()
        ats = [i for i, x in enumerate(lines) if x.role == role]
        if not ats:
            return _made(page, lines)
        at = rng.choice(ats)
        of = lines[at].of
        twice = lines[: at + 1] + lines[at:]
        shown = _as_left(page.listings[of], [x for x in twice if x.of == of]) if of >= 0 else None
        touched = {of, of - 1} if of >= 0 else set()
        return _made(page, twice, touched, truth={of: shown} if shown else {})

    return damage


def with_footer(text: str) -> Damage:
    """TEXT stands below the last listing, where it cannot be told from a last paragraph."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        last = len(page.listings) - 1
        shown = page.listings[last]
        shown = replace(shown, abstract=f"{shown.abstract}\n\n{text}" if shown.abstract else text)
        return _made(page, [*page.lines(), Line("", "blank"), Line(text, "footer")], {last}, truth={last: shown})

    return damage


def by_file(extracted: Extracted, files: int) -> list[dict[str, list[tuple[object, ...]]]]:
    """What was extracted of each of the FILES that `read` read, by table."""
    found: list[dict[str, list[tuple[object, ...]]]] = [{} for _ in range(files)]
    for table in ("pages", "listings", "quarantine"):
        for (path,), rows in getattr(extracted, table).group_by("path", maintain_order=True):
            found[int(path.removesuffix(".txt"))][table] = rows.drop("path").rows()
    return found


def given_back(extracted: Extracted) -> dict[str, bytes]:
    """Each file, put together again from what was extracted; fails where spans overlap or sums do not fit."""
    copies = extracted.copies.select("copy", text=pl.coalesce("raw", rendered_listing().cast(pl.Binary)))
    columns = ("path", "first_byte", "end_byte", "text")
    listed = extracted.listings.join(copies, on="copy", how="left").select(columns)
    kept = extracted.quarantine.rename({"raw": "text"}).select(columns)
    spans: dict[str, list[tuple[int, int, bytes]]] = {}
    for path, *span in pl.concat([listed, kept]).sort("path", "first_byte").iter_rows():
        spans.setdefault(path, []).append(tuple(span))
    files: dict[str, bytes] = {}
    for page in extracted.pages.sort("path", "first_byte").iter_rows(named=True):
        begin, frame = page["first_byte"], page["frame"]
        own = [span for span in spans.get(page["path"], []) if begin <= span[0] < begin + page["bytes"]]
        files[page["path"]] = files.get(page["path"], b"") + _filled(begin, frame, own)
        parts = ("header_bytes", "listing_bytes", "separator_bytes", "quarantine_bytes")
        assert sum(page[part] for part in parts) == page["bytes"]
        assert page["header_bytes"] + page["separator_bytes"] == len(frame)
    return files


def _filled(at: int, frame: bytes, spans: list[tuple[int, int, bytes]]) -> bytes:
    out, used = b"", 0
    for first, end, text in spans:
        assert first >= at
        assert len(text) == end - first
        out += frame[used : used + first - at] + text
        used, at = used + first - at, end
    return out + frame[used:]
