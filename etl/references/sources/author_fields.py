"""Author fields as sources write them (text, lists, records) to names in reading order, `First Last`."""

import ast
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from etl.references.base import OPEN_LIST

# A. Bell, and others
_OPEN = re.compile(r"(?:,?\s*\b(?:and\s+others|et\.?\s+al\.?|(?-i:u\.\s*a\.))|\.{3}|…)\s*$", re.IGNORECASE)
_OPEN_WHOLE = re.compile(  # bounds: else a long run of signs would be searched from each of them
    r"\W{0,9}(?:(?:and\s+)?(?:\d+\s+)?(?:others|(?:\d+\s+)(?:more|colleagues|co-?authors|(?:other|more|additional)\s+authors))"
    r"|et\.?\s+al\.?|\.{3}|…|\\l?dots)\W{0,9}",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[;|]\s*|\s+(?:and|[&/·•])\s+", re.IGNORECASE)  # A; B | C and D & E / F
_UNPARTED = re.compile(r"""(['"])[ \n]{1,99}(?=['"])""")  # ['Ada Bell' 'Jo Wu']
_BRACKETS = re.compile(r"\s*\([^()]*\)")  # Ada Bell (MIT)
# Ada Bell*, Jo Wu 1,2, Kim Lee <lee@x.org>
_BEHIND = re.compile(r"(?:\s*[*†‡§¶¹²³⁰-⁹]|\s+\d{1,2}(?:\s*,\s*\d{1,2}){0,9}|\s*\([^()]*\)|\s*<[^<>]*>){1,9}$")
# a.bell@x.org
_NOBODY = re.compile(r"[\W\d_]*|.*@.*|\W*(?:unknown|anonymous|n/?a|nan|none|null|eds|ed\.|editors?)\W*", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,4}")  # J.-M., A B
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|phd|md)\.?", re.IGNORECASE)  # Jr.
_VANCOUVER = re.compile(  # van der Berg JM 3rd
    r"((?=.*[^\W\d_A-Z])\S.*(?<! [A-Z])) ([A-Z]{1,3}|[A-Z](?:-[A-Z]){1,2})( (?:[JS]r|II|III|IV|[2-6](?:nd|rd|th)))?"
)
_HOMONYM = re.compile(r"^(.+) (0\d{3}) (\D+)$")  # Yi 0001 Ma, which was Ma, Yi 0001
_NO_FAMILY = re.compile(r"[A-Z]|[^AEIOUY]+")  # of initials: A, JM; but LI may be a name
_NAME_FIELDS = (
    "name", "displayname", "fullname", "literal", "author", "text", "authorname", "authname", "preferredname",
    "creatorname", "rawauthorname", "person",
)  # fmt: skip
_GIVEN_FIELDS = ("given", "first", "firstname", "givenname", "givennames", "forename", "forenames")
_MIDDLE_FIELDS = ("middle", "middlename")
_PARTICLES = ("droppingparticle", "nondroppingparticle")
_FAMILY_FIELDS = ("family", "last", "lastname", "familyname", "surname")


def is_open(name: str) -> bool:
    """Whether NAME is no name but says that the list goes on (`others`, `et al.`, an ellipsis)."""
    return _OPEN_WHOLE.fullmatch(name) is not None


def is_suffix(text: str) -> bool:
    """Whether TEXT is what stands behind a name: `Jr.`, `III`."""
    return _SUFFIX.fullmatch(text) is not None


def until_open(names: Iterable[str]) -> list[str]:
    """NAMES up to the first that says that the list goes on, and then `OPEN_LIST`.

    Of those behind it (`A, B, …, Z`) nobody knows the position. Marks, numbers and brackets behind a name are left out,
    as is what is nobody's name (a mail address, `Unknown`).
    """
    kept: list[str] = []
    for written in names:
        name = _HOMONYM.sub(r"\1 \3 \2", _BEHIND.sub("", written) or written)
        if is_open(name):
            return [*kept, OPEN_LIST]
        if going_on := _OPEN.search(name):
            return [*kept, name[: going_on.start()].strip(" ,"), OPEN_LIST]
        if not _NOBODY.fullmatch(name):
            kept.append(name)
    return kept


def whole_title(title: str, subtitle: str) -> str | None:
    """TITLE with the SUBTITLE that some sources have apart, unless it ends in that already; None of no title."""
    if not title or not subtitle or title.casefold().endswith(subtitle.casefold()):
        return title or None
    return f"{title.rstrip(':')}: {subtitle}"


def reading_order(name: str) -> str:
    """`Last, First` and `Last, Jr., First` turned to `First Last Jr.`; other names with spaces mended."""
    parts = [part for part in (" ".join(piece.split()) for piece in name.split(",")) if part]
    if len(parts) < 2:
        return "".join(parts)
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    given = [part for part in parts[1:] if not _SUFFIX.fullmatch(part)]
    return " ".join([*given, parts[0], *suffixes])


def split_names(text: str) -> list[str]:
    """Names of TEXT: `A and B; C`, `Last, First and Last, First`, `A B, C D`, `Last, F., Last, F.`, one a line.

    A list that a program has written as text (`['A', 'B']`, JSON) is read as one. What stands in round brackets is left
    out.
    """
    if (written := _literal(text)) is not None:
        return author_names(written)
    lines = [line for line in re.split(r"[\n\t]", text) if " " in line.strip()]
    text = " ".join(text.split())  # what follows may begin at each space of a run
    if len(lines) > 1 and "," not in text and not _SEPARATOR.search(text):
        return _listed(lines)
    for _ in range(3):  # ((1) MIT, (2) CMU)
        text = _BRACKETS.sub("", text)
    going_on = _OPEN.search(text)
    parts = [part.strip(" ,") for part in _SEPARATOR.split(_OPEN.sub("", text))]
    parts = [re.sub(r"^and\s+", "", part) for part in parts if part]
    if not _all_inverted(parts):
        parts = [name for part in parts for name in _split_commas(part)]
    return _listed([*parts, OPEN_LIST] if going_on else parts)


def _literal(text: str) -> list[object] | None:
    """The list that TEXT is as JSON, Python or NumPy write it; None where it is none."""
    if not text.lstrip().startswith("["):
        return None
    for read in (json.loads, lambda text: ast.literal_eval(_UNPARTED.sub(r"\1,", text.strip()))):
        try:
            value = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return value if isinstance(value, list) else None
    return None


def _all_inverted(parts: Sequence[str]) -> bool:
    """Whether each of several PARTS is one `Last, First`."""
    return len(parts) > 1 and all(part.count(",") == 1 for part in parts)


def _split_commas(part: str) -> list[str]:
    """Full names between commas (`A B, C D`), or the one name that PART is (`B, A`; `A B, Jr.`)."""
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) > 1 and all(" " in piece or is_open(piece) for piece in pieces):
        return pieces
    if len(pieces) > 2 and len(pieces) % 2 == 0 and all(map(_INITIALS.fullmatch, pieces[1::2])):
        return [f"{given} {family}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    return [part]


def author_names(value: object) -> list[str]:
    """Names, in order, of the author field VALUE: a text, a list of texts or of records, a record, or null.

    The last one is `OPEN_LIST` where the field says that the list goes on.
    """
    if isinstance(value, str):
        return split_names(value)
    if isinstance(value, Mapping):
        inner = value.get("author", value.get("value"))
        return author_names(inner if isinstance(inner, list) else _records(value))
    if isinstance(value, Sequence):
        return _listed([_item_name(item) for item in value])
    return []


def _records(record: Mapping[str, object]) -> list[object]:
    """Authors of a field that is one RECORD; where it has a list of each part, as tools write tables, one a place."""
    lists = {key: value for key, value in record.items() if isinstance(value, list)}
    if not lists or len(lists) < len(record) or len({len(value) for value in lists.values()}) > 1:
        return [record]
    return [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]


def _item_name(item: object) -> str:
    """Name that one ITEM of a list of authors has: a text, a record, or `[family, given, suffix]`."""
    if isinstance(item, Mapping):
        return _record_name(item)
    if isinstance(item, Sequence) and not isinstance(item, str):
        family, *given = map(str, item)
        return " ".join([*given[:1], family, *given[1:]]).strip()
    return str(item or "")


def _listed(names: list[str]) -> list[str]:
    """NAMES of one list in reading order, blanks off, the mark of an open list last."""
    told = [name for name in (" ".join(name.split()) for name in names) if name]
    return until_open(turned(reading_order(_BEHIND.sub("", name) or name) for name in told))


def turned(names: Iterable[str]) -> list[str]:
    """NAMES of a list in the style of Vancouver (`Ford JE`, `van der Berg K 3rd`) in reading order; others as they are.

    All are so, and one at the least has initials that no family name is, as `Wei LI` has.
    """
    names = list(names)
    found = {name: _VANCOUVER.fullmatch(name) for name in names if not is_open(name)}
    if None in found.values() or not any(one and _NO_FAMILY.fullmatch(one[2]) for one in found.values()):
        return names
    return [_in_reading_order(one) if (one := found.get(name)) else name for name in names]


def _in_reading_order(name: re.Match[str]) -> str:
    family, initials, suffix = name.groups()
    return " ".join([*re.findall(r"[A-Z](?:-[A-Z])*", initials), family, *(suffix or "").split()])


def _record_name(record: Mapping[str, object]) -> str:
    """Name of one author RECORD (`{"name": …}`, `{"given": …, "family": …}`), "" where there is none."""
    fields = {re.sub(r"[\W_]", "", str(key)).casefold(): value for key, value in record.items()}
    for field in _NAME_FIELDS:
        value = fields.get(field)
        if isinstance(value, Mapping):
            return _record_name(value)
        if isinstance(value, str) and value.strip():
            return value
    order = (_GIVEN_FIELDS, _MIDDLE_FIELDS, *((field,) for field in _PARTICLES), _FAMILY_FIELDS, ("suffix",))
    return " ".join(filter(None, (_first_text(fields, names) for names in order)))


def _first_text(fields: Mapping[str, object], names: Sequence[str]) -> str:
    """First non-blank text, or list of texts, among FIELDS called NAMES, or ""."""
    values = (fields.get(name) for name in names)
    texts = (" ".join(map(str, value)) if isinstance(value, list) else value for value in values)
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")
