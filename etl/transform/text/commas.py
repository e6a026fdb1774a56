"""Spaces behind a comma: thousands, intervals, lists.

In a formula nothing but habit tells `[0,1]` from `[0, 1]`: those are left to `formulas`.
"""

from __future__ import annotations

import re

from etl.transform.text.place import HABIT, HINT, LABELS, NONE, PROOF, Place, Rules, Weight, hint, proof

_THOUSANDS = re.compile(r"(?:^|[^\w.,-]|\\[a-z]+|[a-z]{4}|-)[1-9]\d{0,2}(?:,\d{3})*$")
"""A number, also stuck to a word (`citation12,128`), but no name that ends in one (`AXT150`)."""

_NAME = re.compile(r"[A-Za-z]-\d{1,3}$")
"""`GPT-4`, where the number behind it counts what follows (`GPT-4, 128 runs`)."""

_LABELLED = re.compile(
    rf"(?:\b(?:{LABELS}|age|aged|age of|month|visit|cycle|cohort|route|windows) |= )\d+,$", re.IGNORECASE
)
_ZEROS = re.compile(r"(?:^|[^\d.,])[1-9]\d{0,2}(?:,\d{3})*$")
"""The same or such a name: what goes on with a nought can only be the number."""

_LAST = re.compile(r"(?:\d{3}|(?:\d{3}, ){1,9}\d{3}(?=,? \w+ \d{3})),? (?:and|or) \d{1,3}(?!,? ?\d)")
_ROUND = re.compile(r"(?:[1-9]\d0, ){1,9}[1-9]\d0(?!\d|, \d{3})")
_PAGES = re.compile(r"\d{3}(?:(?:--?|–)\d{2,4}(?!\d|, \d{3})| \((?:18|19|20)\d\d\))")
_DAY = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? [123]?\d,$")
_PAIR = re.compile(r"(?:\[|\\?\{|\()-?\d+, -?\d+(?:\]|\\?\}|\))")
_INDEX, _INDEX_ENDS = re.compile(r"[_^]\{-?\d+,$"), re.compile(r"[a-z\d+-]+\}")
_MEMBER = re.compile(r"\\in(?:\[-?\d+, -?\d+\]|\\\{-?\d+, -?\d+\\\}|\(-?\d+, -?\d+\))")
"""Without half-open intervals, which authors who leave out the other spaces type either way."""

_GROUPS = re.compile(r"\d{3}(?:, \d{3}(?!\d)){0,9}")
_UNIT = re.compile(r"(?:^|[^\w\]])(?:\[|\{|∈ ?\()-?[01], 1[\])}]")
_LOCANT = r"(?:\d{1,2}[a-zα-ω]?|[NOS])'{0,2}"
_LOCANTS_END = re.compile(rf"(?:^|[^\w.,']|,){_LOCANT},$")
_COMPOUND = re.compile(
    rf"(?:{_LOCANT}, ){{0,20}}{_LOCANT}(?:\([^() ]*\))?-[\[(]?(?=[a-z]{{4}})[\w()\[\]-]*?(?:meth(?:yl|ox|an)"
    r"|eth(?:yl|an|ox)|prop(?:yl|an|en)|but(?:yl|an|en|ad)|phen|benz|hydr|oxy|oxo|chlor|brom|fluor|iodo|nitr|amin|azol|azin|pyr[aiou]"
    r"|thi[ao]|dion|diox|diol|diyl|dien|trien|phos|epox|naphth|gluc|xylo|sulf|acid|quin|acet|deca|hexa|penta)"
)
"""What goes on with the name of a chemical compound behind its numbers: `3-butanediol`, `4, 5-triphenyl`."""

_PROSE = re.compile(r"(?:of|for|and|or|with|in|to|we|is|are|as|[a-z]{4,})\b")
_OTHER_SPACE = re.compile(r"(?<!,) ")


def _thin_space(place: Place) -> Weight | None:
    """TeX's `\\,`, and `10,\\!000`."""
    return hint(place.stem.endswith("\\") or place.right.startswith("\\!"))


def _dots(place: Place) -> Weight | None:
    """`x_1, …, x_n` in one word."""
    dots = place.left.endswith(("…,", ",...,")) and not _PROSE.match(place.right)
    return hint(place.right[0] in "…—" or dots)


def _thousands(place: Place) -> Weight | None:
    """`60, 000`, but not `10, 100, 1000`, `(640, 480)`, `GPT-4, 128`, `May 5, 200 people` and `62, 607-617`.

    The last is a volume and its pages, as `62, 607 (1975)` is.
    What may be a list (`128, 256, 512`, `[12, 345]`, `F(2, 345)`), or a label, is no proof: `in group 2, 140 mice`.
    """
    if not re.match(r"\d{3}(?!\d)", place.right):
        return None
    if place.right[0] == "0":
        return proof(_ZEROS.search(place.stem))
    if not _THOUSANDS.search(place.stem) or (place.right.isdigit() and _NAME.search(place.stem)):
        return None
    pages_or_all = _PAGES.match(place.text, place.at + 1) or place.right.startswith("100%")
    day = _DAY.search(place.text, max(0, place.at - 16), place.at)
    if _in_list(place) or _is_size(place) or pages_or_all or day:
        return NONE
    labelled = _LABELLED.search(place.text, max(0, place.at - 30), place.at)
    return HINT if labelled or _may_be_list(place) or _in_bracket(place) else PROOF


def _in_list(place: Place) -> bool:
    """Whether another number with a comma stands before or after, or others as round or as long follow."""
    start = place.at - len(place.left)
    listed = not place.stem.count(",") and re.search(r"(?<![\w.])\d{1,3}, $", place.text[max(0, start - 8) : start])
    follows = re.match(r"\d{3}, (?!\d{3}(?!\d))\d", place.text[place.at + 1 : place.at + 10])
    last = _LAST.match(place.text, place.at + 1)
    rounded = place.stem[-1] == "0" and _ROUND.match(place.text, place.at + 1)
    return bool(listed or follows or last or rounded)


def _may_be_list(place: Place) -> bool:
    """Whether there are four groups of digits, or three that are all as long."""
    follow = _GROUPS.match(place.text, place.at + 1)
    groups = place.stem.split(",") + (follow[0].split(", ") if follow else [])
    return len(groups) > 3 or (len(groups) == 3 and bool(re.search(r"\d{3}$", groups[0])))


def _is_size(place: Place) -> bool:
    """Whether two numbers alone fill their bracket, as the sides of an image do."""
    return bool(re.search(r"(?:^|\W)[(\[]\d{3}$", place.stem) and re.match(r"\d{3}[)\]]", place.right))


def _in_bracket(place: Place) -> bool:
    """Whether two numbers alone fill a square bracket, or are what a function is of."""
    return bool(re.search(r"(?:\[|\w\()\d{1,3}$", place.stem) and re.match(r"\d{3}[)\]]", place.right))


def _index(place: Place) -> Weight | None:
    """`\\ell_{2, 1}`, `\\ell_{1, p}`."""
    return proof(_INDEX.search(place.left) and _INDEX_ENDS.match(place.right))


def _interval(place: Place) -> Weight | None:
    """`$[0, 1]$`: proof if the formula has no other space, for then an author who spaces wrote it without.

    So it is behind a relation without spaces (`\\delta\\in(0, 1)`).
    """
    before, after = place.text[place.at - 2], place.right[0]
    if not place.math or not before.isdigit() or not (after.isdigit() or after == "-"):
        return None
    if not _covers(_PAIR, place, *place.math):
        return NONE
    if _covers(_MEMBER, place, *place.math):
        return PROOF
    inside = place.text[place.math[0] : place.math[1]]
    return HINT if "(" in inside or ")" in inside or _OTHER_SPACE.search(inside) else PROOF


def _formula(place: Place) -> Weight | None:
    """`$(X, Y)$` is settled with the other commas of the text; between lower-case letters all type the space."""
    if not place.math:
        return None
    return NONE if place.right[0].islower() and place.text[place.at - 2].islower() else HABIT


def _unit_interval(place: Place) -> Weight | None:
    """`[0, 1]` and `{0, 1}` outside of formulas."""
    if place.right[0] != "1":
        return None
    return hint(_covers(_UNIT, place, max(0, place.at - 8), place.at + 6))


def _two_letters(place: Place) -> Weight | None:
    """`P(X, Y)`: capitals alone in their brackets."""
    return hint(place.left.endswith("(", 0, -2) and re.match(r"[A-Z]\)", place.right) and place.stem[-1:].isupper())


def _covers(pattern: re.Pattern[str], place: Place, start: int, end: int) -> bool:
    return any(match.start() < place.at < match.end() for match in pattern.finditer(place.text, start, end))


def _locants(place: Place) -> Weight | None:
    """`1, 2, 4-triazole`, `N, N'-dimethyl`: where the parts of a compound are."""
    if place.math or not _LOCANTS_END.search(place.left):
        return None
    return hint(_COMPOUND.match(place.text, place.at + 1))


COMMA = Rules(
    letter=(_thin_space, _index, _formula, _dots, _two_letters, _locants),
    digit=(_thin_space, _thousands, _index, _interval, _formula, _locants, _dots, _unit_interval),
    sign=(_thin_space, _interval, _formula, _dots),
)
