"""Pages that have the names of each list on one line, or below their bullets, as scrapers and converters put them.

The page's owner proves the sign between the names: on one list at least, and on each that the site cannot have
cut. What is not proven stays as it is.
"""

from __future__ import annotations

import re

from etl.extract.heading_grammar import KINDS
from etl.extract.lines import STANDARD_BULLET

_BULLET = "•".encode()
_KIND = re.compile(rb"author name cluster\s*$", re.IGNORECASE)
_ALONE = re.compile(rb"^[ \t]*\xe2\x80\xa2[ \t]*\r?$", re.MULTILINE)
_BEGINNING = 2_000  # bytes that hold a page's header
_HEADER_LINES = 16
_HEADING = re.compile(rb"\S.*\s(?:%s)\s+(?:18|19|20|21)\d\d\s+\S" % KINDS.encode())
_LABEL = re.compile(r"^(?:by|authors?)\b\s*:?\s+", re.IGNORECASE)
# Each begins where its white space does: to try it from every space of a million takes hours.
_SEPARATORS = [
    re.compile(rf"(?<!\s)(?:{sign})")
    for sign in (r"\s*;\s*", r"\s*\|\s*", r"\s*·\s*", r"\s*\t\s*", r"\s+/\s+",
                 r",\s+(?!(?:Jr|Sr|II|III|IV)\b)(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")
]  # fmt: skip
_NAME = re.compile(r"[^\W\d_](?:[^\s,;:!?|/\ufffd]*\s){0,6}[^\s,;:!?|/\ufffd]+")
_LEAST_CUT = 8  # names: a shorter list has the owner


def names_apart(twin: bytes) -> tuple[bytes, list[int]] | None:
    """TWIN with each name on a line, and which of its lines each of these begins with; None where it is so."""
    if _BULLET in twin:
        return _beside_bullets(twin) if _ALONE.search(twin, 0, _BEGINNING) else None
    lines = twin.split(b"\n")
    kind = next((n for n, line in enumerate(lines[:_HEADER_LINES]) if _KIND.match(line.strip())), None)
    joined = _joined(lines)
    if kind is None or not joined:
        return None
    owner = next((text for line in lines[kind + 1 :] if (text := line.decode("utf-8", "replace").strip())), "")
    texts = [_LABEL.sub("", lines[at].decode("utf-8", "replace").strip()) for at in joined]
    for separator in _SEPARATORS:
        lists = [separator.split(text) for text in texts]
        proven = any(len(names) > 1 and owner in names for names in lists)
        if proven and all(_of_owner(names, owner) for names in lists):
            return _apart(lines, dict(zip(joined, lists, strict=True)))
    return None


def _beside_bullets(twin: bytes) -> tuple[bytes, list[int]] | None:
    """TWIN with each name beside its bullet, if all bullets of the page stand alone above their names."""
    lines = twin.split(b"\n")
    bullets = [number for number, line in enumerate(lines[:-1]) if line.lstrip().startswith(_BULLET)]
    if not all(lines[number].strip() == _BULLET and lines[number + 1].strip() for number in bullets):
        return None
    beside = {number: [lines[number + 1].decode("utf-8", "replace").strip()] for number in bullets}
    whole, first = _apart(lines, beside)
    below = {number + 1 for number in bullets}
    pieces = zip(whole.split(b"\n"), first, strict=True)
    kept = [(line, number) for line, number in pieces if number not in below]
    return b"\n".join(line for line, _ in kept), [number for _, number in kept]


def _joined(lines: list[bytes]) -> list[int]:
    """The one line below each title; none where a heading has no title and no such line, each between blank ones."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    at = [i for i, number in enumerate(written) if _HEADING.match(lines[number])]
    if not at or at[-1] + 2 >= len(written):
        return []
    ends = [*written, len(lines) + 1]
    apart = all(ends[i + step + 1] - ends[i + step] > 1 for i in at for step in range(3))
    return [written[i + 2] for i in at] if apart else []


def _of_owner(names: list[str], owner: str) -> bool:
    """Are NAMES those of people, and OWNER one of them, or so many that he may be cut off?"""
    people = len(set(names)) == len(names) and all(map(_NAME.fullmatch, names))
    return people and (owner in names or len(names) >= _LEAST_CUT)


def _apart(lines: list[bytes], lists: dict[int, list[str]]) -> tuple[bytes, list[int]]:
    pieces = [
        (text, number)
        for number, line in enumerate(lines)
        for text in ([f"{STANDARD_BULLET}{name}".encode() for name in lists[number]] if number in lists else [line])
    ]
    return b"\n".join(text for text, _ in pieces), [number for _, number in pieces]
