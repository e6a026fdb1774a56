"""What the read part of a page tells of the rest: which heading a damaged line was, which names stand on a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from etl.extract.grammar.heading_grammar import KINDS, USUAL_TYPE, YEAR, nearly_kind
from etl.extract.grammar.lines import STANDARD_BULLET
from etl.extract.rereading.canonical_headings import in_own_form

_YEAR = rf"(?<!\d)(?<!\d[/–-]){YEAR}(?!\d|[/–-]\d)"
_USUAL = re.compile(  # a heading of a venue that the page has not elsewhere, alone, or at the end of a paragraph
    rf"(?:^|(?<=[.!?)\]”\"$])|(?<=[.!?)\]”\"$] ))[^\W\d_a-z][\w&/’'()-]*(?: [\w&/’'()-]+){{0,5}} (?:{KINDS}) {_YEAR}"
    rf" {USUAL_TYPE}(?![a-z])"
)
_IN_OTHER_CASE = re.compile(rf"(\S.*?)\s+({KINDS})\s+({_YEAR})\s+((?:{KINDS})\s+(?:Paper|Article))", re.IGNORECASE)
_LONGEST_HEADING, LONGEST_NAME, LONGEST_LIST = 160, 60, 300  # characters
_OF_WORDS = re.compile(r"([^\W_].*)\s(\S+)\s+(\S{4})\s+(\S+)\s+(\S+)")
_ODD_LETTERS = re.compile(r"\bl[^\W\daeiouyl]|[^\W\d_]\d|\d[^\W\d_]")  # of a venue that was misread as well
_OF_ONE_KIND = re.compile(rf"(\S.* ({KINDS}) ){YEAR} \2 \S+")
_WITHOUT_TYPE = re.compile(rf"[^\W_].*\s({KINDS})\s+{_YEAR}")
_WITHOUT_KIND = re.compile(rf"([^\W_].*)\s({_YEAR})\s+({USUAL_TYPE})")
_LOOKS = str.maketrans("01582ic", "olsbzle")  # what is alike to OCR, in lower case
_DIGITS_OF_YEAR = 4
_DIGITS = str.maketrans("olsbz", "01582")
_MOST_HEADINGS = 50  # that differ in more than the year
_ALIKE = 0.9  # kind and type with a letter or two wrong
_MOST_WORDS = 6  # of a name
_LONGEST_OF_TWO = 3  # words: another name may be among more
GLYPH = "•"
_JOINT = re.compile(r"\w\.?(?=[^\W\d_a-z]|\s)")  # where a name may end
_BETWEEN = re.compile(
    r"\s*[;|/、\t\x0b-\r\x1c-\x1e\x85\u2028\u2029]\s*|\s*,\s*(?:(?:and|&)\s)?\s*|\s+(?:and|&|-|–)\s+| {2,}"
)
_ROUND_LIST = re.compile(r"^(?i:by|authors?:?)\s+|(?<=\w[a-zß-ÿ])(?<!\b[JS]r)\.$")
_WORD = r"(?:(?:d[aeiu]|de[lnr]?|v[ao]n|l[ae]|al|bin|ibn|ter|ten|dos|das)|[^\W\d_a-z]\w*(?:['’-]\w+)*\.?)"
_HEADING = re.compile(rf"[^\W_].*\s(?:{KINDS})\s+{_YEAR}\s+[^\W_].*")
_LONGEST_TITLE, _LONGEST_MARK = 200, 3  # characters of a part
_OPEN = re.compile(  # as no title ends, with words before
    r"\w.*\s(?:\S*[,:&–—]|\S*[^\W\d_]-|an?|the|of|for|in|on|with|by|to|from|and|or|via|using|under|over|as|at|into|"
    r"through|between|without|towards?|is|are)"
)
# A small word that is the end of few others: a title may be broken within a word. No address, no count.
_INNER = re.compile(r"(?:of|for|with|the|via|using|under|from|and|through|between|without|towards?) [^\d/@]+")
# One word, or an initial at the end.
_BEGUN = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]+|(?:[A-ZÀ-Þ][a-zß-ÿ]*\.? ?){1,4}(?<=[A-Z]\.)")
_NAME = re.compile(rf"{_WORD}(?:[ -]{_WORD}){{1,5}}(?: \d{{4}})?")


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def is_name(text: str) -> bool:
    """Is TEXT like a name of two words or more?"""
    return len(text) <= LONGEST_NAME and _NAME.fullmatch(text) is not None


def is_heading(text: str) -> bool:
    """Is TEXT a heading in the site's form?"""
    return len(text) <= _LONGEST_HEADING and _HEADING.fullmatch(text) is not None


def goes_on(title: str, text: str) -> bool:
    """Does TEXT go on with TITLE? Where that ends as no title does, or this begins with a small word."""
    if max(len(title), len(text)) > _LONGEST_TITLE or not (title[:1].isalnum() and " " in title and text[:1].isalnum()):
        return False
    begins = not text[0].islower() and len(text) > _LONGEST_MARK
    return _INNER.fullmatch(text) is not None or (begins and _OPEN.fullmatch(title) is not None)


def without_label(text: str) -> str:
    """TEXT without what stands round a list of names: `By`, `Authors:`, a full stop."""
    return _ROUND_LIST.sub("", text)


def _looks(text: str) -> str:
    """The letters and digits of TEXT, as OCR may take one for another."""
    return _folded(text).translate(_LOOKS).replace("rn", "m")


_USUAL_WORDS = {_looks(word): word for word in (*KINDS.split("|"), "Paper", "Article")}


def is_misread_type(text: str) -> bool:
    """Did OCR make TEXT of a usual type? It may have done so twice."""
    usual = [_USUAL_WORDS.get(_looks(word), "") for word in text.split()]
    return " ".join(usual) != text and re.fullmatch(USUAL_TYPE, " ".join(usual)) is not None


def _fit(rest: str, kind: str, paper_type: str) -> float:
    """How much the REST of a heading is like that of another: 1 where it is the same, or lacks kind, type or both."""
    return (
        1 if rest in {"", kind, paper_type} else SequenceMatcher(None, rest, kind + paper_type, autojunk=False).ratio()
    )


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

    @cached_property
    def _by_look(self) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
        """The headings, by what stands before and behind their years."""
        found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        for own in self.headings:
            found.setdefault((_looks(own[0] + own[1]), _looks(own[2])), []).append(own)
        return found

    def heading(self, text: str) -> str | None:
        """The heading that TEXT is: in other letters, with other signs or slips, or without a part."""
        if len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)):
            return None
        years = re.findall(_YEAR, text)
        told = self._like_another(text, years[0]) if len(years) == 1 else None
        written, _ = (not years and in_own_form(text)) or ("", False)
        # A kind that does not stand before the year, or is not the type's, is a word of the venue's name.
        own = (found := _OF_ONE_KIND.fullmatch(written)) and text.startswith(found[1])
        return told or self._misread(text) or (written if own else self._without_part(text))

    def _like_another(self, text: str, year: str) -> str | None:
        """The heading of YEAR that TEXT is by its form, or as another of the page is nearly the same."""
        left = _folded(text.replace(year, " "))
        fits = {
            own: _fit(left[size:], *map(_folded, own[1:]))
            for size in range(1, len(left) + 1)
            for own in self._by_venue.get(left[:size], [])
        }
        best = [own for own, fit in fits.items() if fit >= _ALIKE and fit == max(fits.values())]
        if len(best) == 1:
            return "{0} {1} {year} {2}".format(*best[0], year=year)
        cased = _IN_OTHER_CASE.fullmatch(text)
        return f"{cased[1]} {cased[2].title()} {cased[3]} {cased[4].title()}" if cased else None

    def _misread(self, text: str) -> str | None:
        """The heading that OCR made TEXT of, if the page has another of its venue, or its kind and type are usual."""
        looks = _looks(text) if self._by_look else ""
        found = {
            "{0} {1} {year} {2}".format(*own, year=year)
            for (before, behind), every in self._by_look.items()
            if len(before) + _DIGITS_OF_YEAR + len(behind) == len(looks)
            if before and behind and looks.startswith(before) and looks.endswith(behind)
            if re.fullmatch(YEAR, year := looks[len(before) : -len(behind)].translate(_DIGITS))
            for own in every
        }
        if not found and (words := _OF_WORDS.fullmatch(text)):
            usual = [_USUAL_WORDS.get(_looks(word)) for word in words.group(2, 4, 5)]
            year = _looks(words[3]).translate(_DIGITS)
            if all(usual) and re.fullmatch(YEAR, year) and not _ODD_LETTERS.search(words[1]):
                found.add(f"{words[1]} {usual[0]} {year} {usual[1]} {usual[2]}")
        return found.pop() if len(found) == 1 else None

    def _without_part(self, text: str) -> str | None:
        """TEXT with its kind or its type, if all of the page that have the other have the same."""
        if len(re.findall(_YEAR, text)) != 1:
            return None
        if found := _WITHOUT_TYPE.fullmatch(text):
            types = {paper_type for _, kind, paper_type in self.headings if kind == found[1]}
            return f"{text} {types.pop()}" if len(types) == 1 else None
        if (found := _WITHOUT_KIND.fullmatch(text)) and not nearly_kind(found[1].rsplit(maxsplit=1)[-1]):
            kinds = {kind for _, kind, paper_type in self.headings if paper_type == found[3]}
            return f"{found[1]} {kinds.pop()} {found[2]} {found[3]}" if len(kinds) == 1 else None
        return None

    def beside_heading(self, text: str) -> tuple[str, str, str] | None:
        """TEXT in three parts, if it begins with a heading or ends in one; one part is blank."""
        usual = () if text.startswith(GLYPH) else (_USUAL,)
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
        if text in self.names or len(text) > LONGEST_LIST:
            return [text] if text in self.names else []
        parts = [part for part in _BETWEEN.split(without_label(text)) if part]
        if self.are_names(parts):
            return parts
        halves = [(text[: x.end()].strip(), text[x.end() :].strip()) for x in _JOINT.finditer(text)]
        two = {both for both in halves if not self.names.isdisjoint(both) and all(map(self._is_one, both))}
        return list(two.pop()) if len(two) == 1 else []

    def before_text(self, text: str) -> str:
        """The known name that TEXT begins with, above an abstract on the same line; "" where none is.

        The second word of a sentence tells that the first is no part of the name.
        """
        words = text.split(maxsplit=_MOST_WORDS + 2)
        sizes = (n for n in range(min(_MOST_WORDS, len(words) - 2), 1, -1) if " ".join(words[:n]) in self.names)
        size = next(sizes, 0)
        return " ".join(words[:size]) if size and not words[size + 1][:1].isupper() else ""

    def are_names(self, texts: Sequence[str]) -> bool:
        """Are TEXTS the names of several people, one of them known?"""
        differ = len(set(texts)) == len(texts) > 1
        return differ and all(map(is_name, texts)) and not self.names.isdisjoint(texts)

    def _is_one(self, text: str) -> bool:
        """Is TEXT the name of one person?"""
        return text in self.names or (is_name(text) and text.count(" ") < _LONGEST_OF_TWO)

    def whole(self, above: str, text: str) -> str | None:
        """The author line that begins in the line ABOVE and ends in TEXT: known, or ABOVE is too little for one."""
        joined = [f"{above}{sign}{text}" for sign in (" ", "")]
        told = next((line for line in joined if line.removeprefix(STANDARD_BULLET) in self.names), None)
        name = joined[0].removeprefix(STANDARD_BULLET)
        begun = _BEGUN.fullmatch(above.removeprefix(STANDARD_BULLET)) and is_name(name)
        return told or (joined[0] if begun else None)
