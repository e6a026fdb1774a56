"""Spaces behind colons and semicolons: ratios, indices, HTML entities, mark-up."""

from __future__ import annotations

import re

from etl.transform.text.place import HINT, LABELS, NONE, PROOF, Place, Rules, Weight, hint, proof

_LABEL = re.compile(rf"\b(?:{LABELS}) ?\w?\d+:$", re.IGNORECASE)
_NUMBER = re.compile(r"(?:^|[^\w.-])\d+(?:\.\d+)?$|\d:\d+$|\d\(\d+\)$|AP@?50$")
_ODDS = re.compile(
    r"(?:[(\[=~]|\b(?:an?|the|of|in|at|to|by|is|was|were|with|from|about|ratio|matched|assigned) )"
    r"(?:1: \d+|\d+: 1)(?![\w:/]|[.,] ?\d)"
)
"""A ratio to one, and not the volume and page of a journal (`Foo 1: 23`)."""

_PARTS = re.compile(r"\d+(?:: \d+(?![\w:/.])| (?:(?:semi-)?structured|spars\w+|aspect|split)\b)")
"""What makes `7: ` or `2: ` the first part of a ratio."""

_SPARSITY = re.compile(r"(?:\W*[A-Z]:[A-Z]|1:[KMN]|[KMN]:1)(?![\w.(])")
_YEAR = re.compile(r"(?:^|[^\w.,])(?:19|20)\d\d$")
_THRESHOLDS = re.compile(r"[@=\[]0?\.\d+$")
_ENTITY = re.compile(r"&(?:#\w+|[A-Za-z][a-z]+\d*|AMP|LT|GT|QUOT);$")


def _assignment(place: Place) -> Weight | None:
    """`:=`, and the `://` of an address without its scheme."""
    return proof(place.right[0] in "=/")


def _scope(place: Place) -> Weight | None:
    """`std:: vector`."""
    return hint(len(place.stem) > 1 and place.stem[-1] == ":")


def _glyph(place: Place) -> Weight | None:
    """`(cid: 173)`: a character that a PDF had no name for."""
    return proof(place.stem.endswith("(cid") and re.match(r"\d+\)", place.right))


def _medium_space(place: Place) -> Weight | None:
    """TeX's `\\:` and `\\;` are mostly typed with a space behind them."""
    return NONE if place.stem.endswith("\\") else None


def _index(place: Place) -> Weight | None:
    """`x_{1: T}`, and the signature of a function, `f: \\mathbb{R}`."""
    if not place.math:
        return None
    if re.search(r"[_^]\{\w+$", place.stem) and place.right[0].isalnum():
        return PROOF
    return HINT if place.stem and re.match(r"\\(?:mathbb|mathcal|R+\b)", place.right) else NONE


def _ratio(place: Place) -> Weight | None:
    """`3: 1`, `10: 30`, `55(1): 58`, `7: 2: 1`, `2: 4 sparsity`, but not `Task 3: 1 model`, `In 2021: 500 pages`."""
    if _THRESHOLDS.search(place.stem) and re.match(r"0?\. ?\d", place.text[place.at + 1 : place.at + 5]):
        return PROOF
    if not place.right[0].isdigit() or not _NUMBER.search(place.stem):
        return None
    if _LABEL.search(place.text[max(0, place.at - 40) : place.at]):
        return NONE
    counts = re.match(r"\d+(?:[^\w.%]|\.?$)", place.right)
    odds = _ODDS.finditer(place.text, max(0, place.at - 16), place.at + 8)
    if _PARTS.match(place.text, place.at + 1) or any(found.start() < place.at < found.end() for found in odds):
        return PROOF
    if _YEAR.search(place.stem):
        return NONE
    return hint(counts and not re.match(r"\d+\. \d", place.text[place.at + 1 : place.at + 12]))


def _sparsity(place: Place) -> Weight | None:
    """`N: M sparsity`, `1: N matching`."""
    assigned = place.text.startswith(" =", place.at + 1 + len(place.right))
    return hint(not assigned and _SPARSITY.match(f"{place.stem.lstrip('(')}:{place.right}"))


def _identifier(place: Place) -> Weight | None:
    """A key of `\\cite{…}`, `<jats: p>`, `xmlns: mml="`, which no author spaces; `arXiv: 1403. 8144`, `doi: 10. 1`."""
    cited = re.search(r"\\cite\w*(?:\{[^{}]*|:)$", place.text[max(0, place.at - 200) : place.at])
    if cited or re.search(r"</?(?:jats|mml|xlink|xmlns|ns\d+)$", place.stem):
        return PROOF
    if place.stem in ("xmlns", "xlink") and re.match(r"\w+=[\"']", place.right):
        return PROOF
    known = place.stem.lower().endswith("arxiv") or place.stem.endswith("doi")
    return hint(known and place.right[0].isdigit())


def _entity(place: Place) -> Weight | None:
    """An HTML entity ends in a mark, so the site spaced it as well: joined where it was glued."""
    entity = _ENTITY.search(place.left)
    if not entity:
        return None
    name, glued = entity[0][1:-1], entity.start() > 0
    if re.match(r"#?\w+;", place.right):
        return PROOF if name == "amp" else HINT
    if name == "amp" and re.search(r"[A-Z]&amp;$", place.left) and place.right[0].isupper():
        return PROOF
    if name in ("quot", "lsquo", "ldquo"):
        return NONE if glued else HINT
    if name in ("apos", "rsquo", "#39", "#8217"):
        return (PROOF if glued else HINT) if re.match(r"s\b", place.right) else NONE
    tag = name in ("lt", "#60") and re.match(r"/?\w+&gt;", place.right)
    return HINT if glued or tag else NONE


def _summary(place: Place) -> Weight | None:
    return proof(place.stem.endswith("TL") and place.right.startswith("DR"))


def _argument(place: Place) -> Weight | None:
    """`I(X; Y)`: in a formula and between capitals, no author types the space."""
    of = re.search(r"\w\((?:\w;)*\w+$", place.stem)
    if of and place.math and place.stem[-1].isupper() and re.match(r"[A-Z][;)]", place.right):
        return PROOF
    return hint(of and not place.right[0].isdigit())


COLON = Rules(
    letter=(_medium_space, _index, _sparsity, _identifier, _scope),
    digit=(_glyph, _medium_space, _index, _ratio, _sparsity, _identifier),
    sign=(_assignment, _medium_space, _index, _ratio, _identifier),
)

SEMICOLON = Rules(
    letter=(_summary, _medium_space, _entity, _argument),
    digit=(_medium_space, _entity),
    sign=(_medium_space, _entity, _argument),
)
