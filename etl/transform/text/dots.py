"""Spaces behind a full stop: numbers, abbreviations, host and file names, and the ends of sentences."""

from __future__ import annotations

import re

from etl.transform.text.addresses import is_file_ending, starts_address
from etl.transform.text.place import FAR, HINT, NONE, PROOF, Place, Rules, Weight, hint, proof

_ABBREVIATIONS = frozenset({
    "e.g", "i.e", "w.r.t", "s.t", "i.i.d", "a.k.a", "w.h.p", "a.s", "a.e", "c.f", "q.e.d", "r.v", "p.d.f", "c.d.f",
})  # fmt: skip
_LATIN = frozenset(("e.g", "i.e", "E.g", "I.e", "E.G", "I.E"))
_LONG_ABBREVIATIONS = tuple(sorted(known for known in _ABBREVIATIONS if len(known) > len("e.g")))
_ACRONYMS = frozenset({
    "U.S", "U.K", "U.N", "E.U", "D.C", "N.Y", "L.A", "A.I", "M.S", "B.S", "P.R", "B.C", "A.D", "U.S.A", "M.I.T",
    "U.A.E", "W.H.O", "Q.E.D", "N.B",
})  # fmt: skip
_COMPANY = re.compile(r"\b(?:Elsevier|Science|Nature|Springer|Kluwer|Academic|Publish\w+|Press|Holdings?) $")
_ACRONYM_HEADS = frozenset(acronym[:3] for acronym in _ACRONYMS)
_MODULES = frozenset(("np", "tf", "nn", "pd", "plt", "jax", "torch", "scipy", "sklearn"))
_ENGLISH = re.compile(r"\b(?:the|and)\b", re.IGNORECASE)
_CHAIN = re.compile(r"(?:^|[^A-Za-z&])((?:[A-Za-z]\.)+)$")
_LABEL = re.compile(r"[^\W\d_](?:[^\W\d_]|-\w)|\d[a-z]+\.$")
_YEAR = re.compile(r"(?:^|[^\d.,])(?:1[5-9]|20)\d\d$")
_DATE = re.compile(r"(?<![\d.])[0-3]?\d\. ?[01]?\d\. (?:1[5-9]|20)\d\d(?!\d)")
_SMALL_NUMBER = re.compile(r"\d{1,3}[:)%]?")
_COUNTER = re.compile(r"([1-9]\d?)([).])")
_VERSION = re.compile(r"[A-Za-z]-\d{1,2}$")
"""A name that ends in a number, which no second figure belongs to (`COVID-19. 15 people`, but `GPT-3. 5`)."""

_NUMBERED = re.compile(r"(?:^|[.!?)%] )([1-9]\d?)\.$")
_OF_PART = re.compile(r"(?:^|[.:] )Part \d\.$")
_LOCANT = re.compile(r"\d{1,2}-[A-Za-z]{4}")
_NUMBERED_NAME = re.compile(r"[a-z]{3}\d+$")
_BEGINS_PART = re.compile(r"\d\. [^\W\d_a-z]")
_INITIALS = re.compile(r"((?:[A-Z]\. ){0,20}[A-Z]\.)(?! ?(?:[A-Z]|(?:v[ao]n|d[eiau]l?|l[ae]|der?) [A-Z]))")
_BEFORE_FAMILY = re.compile(r"[A-Z]\. [A-Z][a-z]")
_AFTER_FAMILY = re.compile(r"[A-Z][a-z]+, $")
_LIST = 2000
"""How far from each other the sentences that are counted may be."""

_NO_SENTENCE = re.compile(r"[=<>≤≥≈(\[{:/@]\s?$|(?:^|[\s(=<>])[+-]$|\d[-–]$")
_RELATION = re.compile(r"(?:[=<>≤≥≈±]|\b(?:than|to|of|at|by)) $")
_FRACTION = re.compile(r"[~±≈]$|\\sim$|\\approx$")
_NAMES = re.compile(
    r"^(?:.*[^A-Za-z])?(?:(?i:atlas)\.ti\b|H\.26\d\b|DALL\.E\b|FLUX\.[12](?![)\w])|(?:\w*[A-Z])?\.NET\b"
    r"|Character\.AI\b)"
)
_DEGREE = re.compile(r"(?:^|\W)(?:Ph\. D|[BM]\. (?:Ed|Eng|Phil|Sc|Tech))\b")
_CODE = re.compile(r"\\(?:texttt|mathtt|path|code)\{[^{}\s]+\.$")


def _decimal(place: Place) -> Weight | None:
    """`0. 9` and `v1. 3`, but not `in 2021. 3 models`, `7. 3D scenes`, `GPT-4. 2) We`, `GPT-4. 2. We`, `2. 1-Foo`.

    A day (`3. 5. 2020`) is written so in several languages.
    """
    stem, right = place.stem, place.right
    if not stem[-1:].isdigit():
        return _fraction(place)
    after_year = _YEAR.search(stem) and _SMALL_NUMBER.fullmatch(right)
    counted = after_year or _enumerates(place) or _is_enumerated(place) or _numbers_part(place)
    if counted or right[:2] in ("1D", "2D", "3D"):
        return NONE
    version = _VERSION.search(stem) and right[1:2].isdigit()
    return HINT if version or _DATE.search(place.text, max(0, place.at - 7), place.at + 9) else PROOF


def _enumerates(place: Place) -> bool:
    """Whether `2)` or `2.` behind the space counts the sentences of a text that has `1)` or `1.` as well."""
    counter = _COUNTER.match(place.right)
    if not counter:
        return False
    number = int(counter[1])
    if counter[2] == ")":
        far = max(0, place.at - FAR)
        opened = place.text.rfind("(", far, place.at) > place.text.rfind(")", far, place.at)
        before = re.compile(rf"(?<![\d.]){number - 1}\)")
        near = max(0, place.at - _LIST)
        return not opened and (number == 1 or before.search(place.text, near, place.at) is not None)
    if len(place.right) > counter.end():
        return False
    return all(
        _counts(other, r"^|(?:\D|[^\W\d]-?\d+)\. |[:;)] ", place)
        for other in (range(1, number) if number > 1 else (2,))
    )


def _is_enumerated(place: Place) -> bool:
    """Whether the number before the space counts the sentences of a text, as the next or the last one does."""
    number = _NUMBERED.search(place.text, max(0, place.at - 5), place.at)
    if not number:
        return False
    return any(_counts(int(number[1]) + step, r"^|[.!?)%] ", place) for step in (-1, 1))


def _numbers_part(place: Place) -> bool:
    """Whether a number counts the parts of a title: `Part 2. 5-Foo`, `foos. 1. 5-Bar acts`, `of foo29. 2. Mutants`."""
    before = place.text[max(0, place.at - 10) : place.at]
    if _OF_PART.search(before) or (_NUMBERED.search(before) and _LOCANT.match(place.right)):
        return True
    return _NUMBERED_NAME.search(place.stem) is not None and _BEGINS_PART.match(place.text, place.at + 1) is not None


def _counts(number: int, before: str, place: Place) -> bool:
    """Whether NUMBER, with BEFORE in front of it, counts a sentence not far from PLACE."""
    # Without what may stand before it, the number is found or missed at once.
    patterns = (rf"{number}\. [A-Z]", rf"(?:{before}){number}\. [A-Z]")
    start, end = max(0, place.at - _LIST), place.at + _LIST
    return all(re.compile(pattern).search(place.text, start, end) for pattern in patterns)


def _fraction(place: Place) -> Weight | None:
    """`(. 05`, `[. 5`, `=. 3`, `p < . 05`, `less than . 05`, `\\sim. 6`: a full stop that ends no sentence."""
    stem = place.stem
    if stem == "" and _RELATION.search(place.text, max(0, place.at - 7), place.at - 1):
        return PROOF
    opens_formula = stem == "$" and place.math and place.math[0] == place.at - 2
    if opens_formula or _NO_SENTENCE.search(stem) or (place.math and _FRACTION.search(stem)):
        return PROOF
    return HINT if stem == "" or _FRACTION.search(stem) else None


def _dotted(place: Place) -> Weight | None:
    """`H. 264`, `FLUX. 1-dev`, `ASP. NET`, `\\texttt{foo. bar}`, ` . py`, `*. py`, `large. v2`, `version 2. x`."""
    right = place.right
    if right[0] == "v" and right[1:2].isdigit() and place.stem[-1:].isalnum():
        return HINT
    if right[0] == "x" and place.stem[-1:].isdigit() and not place.math and not right[1:2].isalnum():
        return HINT
    if right[0] in "12AENt" and _NAMES.search(f"{place.left[-10:]}{right[:6]}"):
        return PROOF
    if place.left in (".", "*.") and is_file_ending(right):
        return PROOF
    if _CODE.search(place.left) and "}" in right:
        return PROOF
    return NONE if right[0].isdigit() else None


def _degree(place: Place) -> Weight | None:
    """`Ph. D.`, `M. Sc.`"""
    return proof(_DEGREE.search(f"{place.left[-4:]} {place.right}"))


def _exempli(place: Place) -> Weight | None:
    """`e. g.` and `i. e.`, also glued to what stands before (`\\emphe. g.`), but not `a module. G-Foo`."""
    known = place.left[-2:] + place.right[0] in _LATIN
    ends = place.right[1:2] == "." or not (place.right[1:2].isalnum() or place.left[-3:-2].isalpha())
    return proof(known and ends)


def _initials(place: Place) -> Weight | None:
    """The next letter of an abbreviation: `i. i. d.`, `U. S.`, but not `J. S. Bach`."""
    chain, right = _CHAIN.search(place.left), place.right
    if not chain or right[1:2].isalnum():
        return None
    whole = chain[1] + right[0]
    if whole == "L.A" and right == "A" and place.text[place.at + 3 : place.at + 4].islower():
        return NONE  # of Linné: `L. A new species`
    if right[0].isupper():
        return PROOF if _is_acronym(whole, place) else HINT if _is_initialism(chain[1], place) else NONE
    if chain[1][0].isupper():
        return HINT if any(known.startswith(whole.lower()) for known in _ABBREVIATIONS) else NONE
    if right[1:2] == "." and chain[1][:-1] not in _ABBREVIATIONS:
        starts_anew = place.text.startswith(("e. g.", "i. e."), place.at + 1)
        return NONE if starts_anew else _abbreviation(whole, place)
    return _abbreviation(whole, place) if whole in _ABBREVIATIONS else NONE


def _abbreviation(whole: str, place: Place) -> Weight:
    """Proof, but for what other languages write with a space: `u. a.`, `d. v. s.`, `s. r. o.`"""
    ahead = place.text[place.at + 2 : place.at + 8].replace(". ", ".")
    if f"{whole}{ahead}".startswith(_LONG_ABBREVIATIONS):
        return PROOF
    return PROOF if _ENGLISH.search(place.text, max(0, place.at - FAR), place.at + FAR) else HINT


def _is_initialism(before: str, place: Place) -> bool:
    """Whether three capitals or more, or two alone in their brackets, stand for words and not before a family name."""
    ahead = _INITIALS.match(place.text, place.at + 1)
    if not ahead or not before.isupper():
        return False
    start = place.at - len(place.left)
    letters = (len(before) + len(ahead[1].replace(" ", ""))) // 2
    bracketed = place.left == f"({before}" and place.text[ahead.end() : ahead.end() + 1] == ")"
    return bracketed or (letters > 2 and not _AFTER_FAMILY.search(place.text, max(0, start - 30), start))


def _is_acronym(whole: str, place: Place) -> bool:
    """Whether the letters so far and those that follow begin with a known acronym, and no family name follows."""
    if whole == "P.O":
        return place.text.startswith("O. Box", place.at + 1)
    if whole == "B.V":
        before = place.at - len(place.left)
        return _COMPANY.search(place.text, max(0, before - 16), before) is not None
    if whole[:3] not in _ACRONYM_HEADS or place.right[1:2] in ("+", "#"):
        return False
    if whole in _ACRONYMS and whole[0] not in "UE" and _BEFORE_FAMILY.match(place.text, place.at + 1):  # L. A. Zadeh
        return False
    ahead = place.text[place.at + 2 : place.at + 8].replace(". ", ".")
    return any(f"{whole}{ahead}.".startswith(f"{known}.") or whole.startswith(known) for known in _ACRONYMS)


def _address(place: Place) -> Weight | None:
    if not _LABEL.match(place.right):
        return None
    return proof(starts_address(place.stem, place.text[place.at + 1 : place.at + 120]))


def _call(place: Place) -> Weight | None:
    """`foo. bar()`, `np. array`, `np.linalg. svd`."""
    if place.right[0].islower() and place.stem.lstrip("(`").partition(".")[0] in _MODULES:
        return HINT
    return hint("()" in place.right and place.stem[-1:].isalnum() and re.match(r"\w+\(\)", place.right))


def _tie(place: Place) -> Weight | None:
    """A TeX tie or space: `al. ~(2019)`, `al. \\ (2019)`, `al. \\, 2019`, `e. g. \\@ x`."""
    if place.right[0] == "~":
        return PROOF if re.match(r"~[\w(\[\\$]", place.right) else HINT
    if place.right[0] != "\\":
        return None
    if place.right == "\\" and place.stem != "al":
        return hint(_CHAIN.search(place.left) or place.stem in ("vs", "cf", "etc", "resp"))
    if place.stem.endswith("al") and re.match(r"\\(?:[,~]|$)", place.right):
        return PROOF
    return hint(re.match(r"\\(?:[\\@,;:!]|footnote)", place.right))


def _compound(place: Place) -> Weight | None:
    """`one-vs. -all`, `A. /B`, `etc. —`, `etc. --`, `||. ||`, but not `seen vs. -unseen`."""
    first = place.right[0]
    if first == "-" and place.right[1:2].isalnum():
        glued = place.stem[-1:].isalpha() and place.stem != "vs" and place.right[1:2].isalpha()
        return PROOF if glued and place.stem.endswith("vs") else hint(glued)
    norm = place.stem[-2:] in ("||", "\\|") and place.right.startswith(place.stem[-2:])
    closes = first == "—" or re.match(r"--+\w", place.right) or (first == "_" and not place.right[1:2].isalnum())
    return hint(first == "/" or norm or (closes and place.stem[-1:].isalpha()))


DOT = Rules(
    letter=(_dotted, _degree, _exempli, _initials, _address, _call),
    digit=(_decimal, _address, _dotted),
    sign=(_tie, _compound),
)
