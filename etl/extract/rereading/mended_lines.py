"""Single lines of a page of which the rest was read, as that rest tells that they were.

A heading is told by its form, or by another one of the page with the same venue, a name by a list that has it. Neither
is sure by itself: `etl.extract.rereading.mended_pages` keeps what makes listings of the page's owner of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from etl.extract.grammar.heading_grammar import KINDS, USUAL_TYPE, YEAR
from etl.extract.grammar.lines import STANDARD_BULLET

Mended = list[tuple[str, int, int]]
"""Lines; the number (from 0) of the line that each was a part of, and the byte there that it begins with."""
_YEAR = rf"(?<!\d)(?<!\d[/–-]){YEAR}(?!\d|[/–-]\d)"
_USUAL = re.compile(  # a heading of a venue that the page has not elsewhere, alone, or at the end of a paragraph
    rf"(?:^|(?<=[.!?)\]”\"$])|(?<=[.!?)\]”\"$] ))[^\W\d_a-z][\w&/’'()-]*(?: [\w&/’'()-]+){{0,5}} (?:{KINDS}) {_YEAR}"
    rf" {USUAL_TYPE}(?![a-z])"
)
_IN_OTHER_CASE = re.compile(rf"(\S.*?)\s+({KINDS})\s+({_YEAR})\s+((?:{KINDS})\s+(?:Paper|Article))", re.IGNORECASE)
_LONGEST_HEADING, _LONGEST_NAME, _LONGEST_LIST = 160, 60, 300  # characters
_MOST_HEADINGS = 50  # that differ in more than the year
_ALIKE = 0.9  # kind and type with a letter or two wrong
_LONGEST_OF_TWO = 3  # words: another name may be among more
_GLYPH = "•"
_JOINT = re.compile(r"\w\.?(?=[^\W\d_a-z]|\s)")  # where a name may end
_SIGNS = re.compile(r"^(?:[\W_\d]{1,6}|[eo]\s+)")
_BETWEEN = re.compile(
    r"\s*[;|/、\t\x0b-\r\x1c-\x1e\x85\u2028\u2029]\s*|\s*,\s*(?:(?:and|&)\s)?\s*|\s+(?:and|&|-|–)\s+| {2,}"
)
_ROUND_LIST = re.compile(r"^(?i:by|authors?:?)\s+|(?<=\w[a-zß-ÿ])(?<!\b[JS]r)\.$")
_WORD = r"(?:(?:d[aeiu]|de[lnr]?|v[ao]n|l[ae]|al|bin|ibn|ter|ten|dos|das)|[^\W\d_a-z]\w*(?:['’-]\w+)*\.?)"
_NAME = re.compile(rf"{_WORD}(?:[ -]{_WORD}){{1,5}}(?: \d{{4}})?")


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and _NAME.fullmatch(text) is not None


@dataclass(frozen=True)
class Known:
    """What the read part of a page has: names, and the venue, kind and type of each heading."""

    names: frozenset[str]
    headings: frozenset[tuple[str, str, str]]

    @cached_property
    def _own(self) -> re.Pattern[str]:
        own = {rf"{re.escape(v)}\s+{re.escape(k)}\s+{_YEAR}\s+{re.escape(t)}" for v, k, t in self.headings}
        forms = sorted(own, key=lambda form: (-len(form), form)) if len(own) <= _MOST_HEADINGS else []
        return re.compile(rf"(?:{'|'.join([*forms, '(?!)'])})(?![a-z])")

    @cached_property
    def _by_venue(self) -> dict[str, list[tuple[str, str, str]]]:
        """The headings, by the letters of their venues."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        for own in self.headings:
            found.setdefault(_folded(own[0]), []).append(own)
        return found

    def heading(self, text: str) -> str | None:
        """The heading that TEXT is, in other letters, with other signs or slips, or without its kind or its type."""
        years = re.findall(_YEAR, text) if len(text) <= _LONGEST_HEADING else []
        if len(years) != 1:
            return None
        left = _folded(text.replace(years[0], " "))
        fits = {
            own: _fit(left[size:], *map(_folded, own[1:]))
            for size in range(1, len(left))
            for own in self._by_venue.get(left[:size], [])
        }
        best = [own for own, fit in fits.items() if fit >= _ALIKE and fit == max(fits.values())]
        if len(best) == 1:
            return "{0} {1} {year} {2}".format(*best[0], year=years[0])
        cased = _IN_OTHER_CASE.fullmatch(text)
        return f"{cased[1]} {cased[2].title()} {cased[3]} {cased[4].title()}" if cased else None

    def beside_heading(self, text: str) -> tuple[str, str, str] | None:
        """TEXT in three parts, if it begins with a heading or ends in one; one part is blank."""
        usual = () if text.startswith(_GLYPH) else (_USUAL,)
        for pattern in (self._own, *usual):
            begins = pattern.match(text[: 2 * _LONGEST_HEADING])
            ends = [x for x in pattern.finditer(text[-2 * _LONGEST_HEADING :]) if text.endswith(x[0])]
            if begins and begins.end() < len(text):
                return "", begins[0], re.sub(r"^\s*[:|·–—-]\s+(?=\S)", "", text[begins.end() :])
            if ends and ends[-1][0] != text:
                return text.removesuffix(ends[-1][0]), ends[-1][0], ""
        return None

    def names_in(self, text: str) -> list[str]:
        """The names on the line TEXT, if the page has one of them elsewhere; else none."""
        if text in self.names or len(text) > _LONGEST_LIST:
            return [text] if text in self.names else []
        parts = [part for part in _BETWEEN.split(_ROUND_LIST.sub("", text)) if part]
        if len(parts) > 1 and all(map(_is_name, parts)) and not self.names.isdisjoint(parts):
            return parts
        halves = [(text[: x.end()].strip(), text[x.end() :].strip()) for x in _JOINT.finditer(text)]
        two = {both for both in halves if not self.names.isdisjoint(both) and all(map(self._is_one, both))}
        return list(two.pop()) if len(two) == 1 else []

    def _is_one(self, text: str) -> bool:
        """Is TEXT the name of one person?"""
        return text in self.names or (_is_name(text) and text.count(" ") < _LONGEST_OF_TWO)

    def whole(self, above: str, text: str) -> str | None:
        """The author line that begins in the line ABOVE and ends in TEXT."""
        joined = (f"{above}{sign}{text}" for sign in (" ", ""))
        return next((line for line in joined if line.removeprefix(STANDARD_BULLET) in self.names), None)


def _fit(rest: str, kind: str, paper_type: str) -> float:
    """How much the REST of a heading is like that of another: 1 where it is the same, or lacks its kind or its type."""
    return 1 if rest in {kind, paper_type} else SequenceMatcher(None, rest, kind + paper_type, autojunk=False).ratio()


def _mark(line: str) -> str:
    """What stands before the words of LINE. Where an abstract has it, so may a title, which then is not the paper's."""
    first = line.split(maxsplit=1)[0] if line.strip() else ""
    return "" if any(map(str.isalpha, first)) else first


def mended_lines(lines: Sequence[str], unread: Iterable[int], known: Known) -> Mended:
    """LINES with those that are UNREAD (numbers) as they were, as far as what is KNOWN of the page tells."""
    open_, out = set(unread), Mended()
    marks = {_mark(lines[number]) for number in open_ if len(lines[number]) > _LONGEST_NAME} - {"", _GLYPH}
    for number, line in enumerate(lines):
        text, above = line.strip(), out[-1][0] if out else ""
        if number not in open_ or not text or _mark(text) in marks:
            out.append((line, number, 0))
        elif (parts := known.beside_heading(text)) and _above_names(lines, number) == bool(parts[2]):
            sizes = (len(line) - len(line.lstrip()), *map(len, parts))
            edges = [0, *(len(line[: sum(sizes[:n])].encode()) for n in (2, 3))]
            out += [
                row for part, at in zip(parts, edges, strict=True) for row in ((part, number, at), ("", number, at))
            ]
        elif above.startswith(STANDARD_BULLET) and (whole := known.whole(above, text)):
            out[-1] = (whole, *out[-1][1:])
        else:
            below = lines[number + 1] if number + 1 < len(lines) else ""
            out += [(part, number, 0) for part in _parts(line, _GLYPH in above or _GLYPH in below[:6], known)]
    return out


def _above_names(lines: Sequence[str], number: int) -> bool:
    """Is the next line below NUMBER that is not blank a name's? Then the title stands above it, else below."""
    return next((x.strip() for x in lines[number + 1 : number + 4] if x.strip()), "").startswith(_GLYPH)


def _parts(line: str, among: bool, known: Known) -> list[str]:
    """What LINE holds; AMONG: a bullet stands above or below."""
    text = line.strip()
    if heading := known.heading(text):
        return [heading]
    first, *others = re.split(rf"\s*{_GLYPH}\s*", text) if len(text) <= _LONGEST_LIST else [text]
    names = [one for name in others if name for one in known.names_in(name) or [name]]
    if others and not (first and among and known.names_in(first)):  # a title may stand before the first
        as_it_is = not names or not all(map(_is_name, names)) or (not first and len(others) == len(names) == 1)
        before = [first, ""] if first else []
        return [line] if as_it_is else [*before, *(STANDARD_BULLET + name for name in names)]
    bare = _SIGNS.sub("", first)
    if among and bare != text and _is_name(bare) and len(line) - len(line.lstrip()) < len(STANDARD_BULLET):
        return [STANDARD_BULLET + bare]
    return [STANDARD_BULLET + name for name in [*known.names_in(bare), *names]] or [line]
