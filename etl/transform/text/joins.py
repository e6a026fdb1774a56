"""Decide for one space behind a punctuation mark whether the site put it in.

What all marks share (a mark before a mark, a closing quote, the middle of an address) comes first; then each
mark has its own rules. A rule that needs a letter, a digit or a sign behind the space is asked there alone.
"""

from __future__ import annotations

import re

from etl.transform.text.addresses import in_address
from etl.transform.text.colons import COLON, SEMICOLON
from etl.transform.text.commas import COMMA
from etl.transform.text.dots import DOT
from etl.transform.text.place import FAR, HINT, NONE, PROOF, Place, Rule, Rules, Weight, hint

_GLUED = frozenset({("added!", "This"), ("to:", "You"), ("Alert!", "Please")})
"""What the ACM Digital Library writes without a space; abstracts taken from its pages carry it along."""

_OPENERS = {"}": "{", "»": "«"}
_SENTENCE = re.compile(r"(?:[a-z]{4}|\w\))\.$|\w[?!]$")
_EMPHASIS = re.compile(r"(\*{1,3}|`)(?:([,;:.)])|$)")
_OPENS = re.compile(r"(?:^|.*[\s(])[*`]+\w[^*`]*", re.DOTALL)


def _mark_before_mark(place: Place) -> Weight | None:
    """`e. g. ,`, `? !` and `1, ... ,`, but not `1, . . . ,` `why? : we` and `in pain. : We` (a label is missing)."""
    if place.right[0] not in ",;:?!":
        return None
    if place.right == ":" and _SENTENCE.search(place.left):
        return NONE
    if place.left == "...":
        return PROOF
    return PROOF if place.stem.strip(".,:;\\") else NONE


def _brace(place: Place) -> Weight | None:
    """`so. }`, `fly! »`, but not where a space stands behind the sign that opens too: `« Oui ! »`, `{ y = 1; }`.

    One that nothing opened is a slip, and may be any.
    """
    opens = _OPENERS.get(place.right[0])
    if opens is None:
        return None
    at = place.text.rfind(opens, max(0, place.at - FAR), place.at)
    if at < 0:
        return HINT
    return NONE if place.text[at + 1].isspace() else PROOF


def _quote(place: Place) -> Weight | None:
    """A quote that closes; one before a letter opens."""
    first, follows = place.right[0], place.right[1:2]
    if first not in '"”’':
        return None
    if first == "’" and place.left[-1] == "." and re.match(r"’(?:s\b|\d\d)", place.right):
        return PROOF if follows == "s" else HINT
    if follows and (follows.isalnum() or follows in "$\\"):
        return NONE
    far = max(0, place.at - FAR)
    curly = place.text.rfind("“", far, place.at) > place.text.rfind("”", far, place.at)
    unopened = first == '"' and not curly and place.text.count('"', far, place.at) % 2 == 0
    return HINT if unopened and follows not in (".", ",", ";", ":", ")") else PROOF


def _end_of_formula(place: Place) -> Weight | None:
    """`$…x. $ We`, and `$x, $` in a formula that does not begin with a space, or a mark, either."""
    if not place.math or place.text[place.at + 1 : place.math[1]].strip("$"):
        return None
    return HINT if place.left[-1] != "." and place.text[place.math[0] + 1] in " \n,.;:$" else PROOF


def _emphasis(place: Place) -> Weight | None:
    """Markdown: `*i. e. *,`, `**Data: ** we`; a sign that nothing opened is a bullet, or a footnote's."""
    closing = _EMPHASIS.match(place.right)
    if not closing:
        return None
    if closing[2]:
        return hint(place.left[-1] == ".")
    return hint(_OPENS.fullmatch(place.text, max(0, place.at - 200), place.at))


def _markup(place: Place) -> Weight | None:
    """A tag that closes (`<b>Data: </b>`), and a TeX tie behind another mark than a full stop (`e.g., ~so`)."""
    if place.right.startswith("~") and place.left[-1] in ",:;":
        return hint(place.right[1:2] == "\\" or (place.stem[-1:] == "." and place.right[1:2].isalpha()))
    return hint(re.match(r"</[a-z]", place.right))


def _address(place: Place) -> Weight | None:
    return PROOF if in_address(place.left, place.right) else None


def _glued(place: Place) -> Weight | None:
    if (place.left.split("Citation ")[-1], place.right) not in _GLUED:
        return None
    return hint(place.text.find("Citation Alert", max(0, place.at - FAR), place.at + FAR) >= 0)


def _exclamation(place: Place) -> Weight | None:
    """`! =`, and TeX's `\\!`."""
    return PROOF if place.right[0] == "=" else hint(place.stem.endswith("\\"))


_SIGN: tuple[Rule, ...] = (_mark_before_mark, _brace, _quote, _end_of_formula, _emphasis, _markup, _address)


def _with_shared(own: Rules) -> Rules:
    return Rules((_address, *own.letter), (_address, *own.digit), (*_SIGN, *own.sign))


_RULES: dict[str, Rules] = {
    ".": _with_shared(DOT),
    ",": _with_shared(COMMA),
    ":": _with_shared(Rules((_glued, *COLON.letter), COLON.digit, COLON.sign)),
    ";": _with_shared(SEMICOLON),
    "?": _with_shared(Rules((), (), ())),
    "!": _with_shared(Rules((_glued, _exclamation), (_exclamation,), (_exclamation,))),
}


def joins(place: Place) -> Weight:
    """Whether the words at the sides of PLACE were one, and how sure that makes us of the damage."""
    of_mark, first = _RULES[place.left[-1]], place.right[0]
    rules = of_mark.letter if first.isalpha() else of_mark.digit if first.isdigit() else of_mark.sign
    for rule in rules:
        weight = rule(place)
        if weight is not None:
            return weight
    return NONE
