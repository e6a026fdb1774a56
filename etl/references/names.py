"""Author fields as sources write them (text, lists, records) to names in reading order, `First Last`."""

import re
from collections.abc import Mapping, Sequence

from etl.references.base import OPEN_LIST

_OPEN = re.compile(r"(?:,?\s*\b(?:and\s+others|et\.?\s+al\.?|(?-i:u\.\s*a\.))|\.{3}|…)\s*$", re.IGNORECASE)
_OPEN_WHOLE = re.compile(r"\W*(?:others|and\s+others|et\.?\s+al\.?|\.{3}|…)\W*", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*;\s*|\s+and\s+|\s+&\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|phd|md)\.?", re.IGNORECASE)
_NAME_FIELDS = ("name", "display_name", "full_name", "fullname", "literal", "author", "text")
_GIVEN_FIELDS = ("given", "first", "firstname", "first_name", "given_name", "forename")
_FAMILY_FIELDS = ("family", "last", "lastname", "last_name", "family_name", "surname")


def is_open(name: str) -> bool:
    """Whether NAME is no name but says that the list goes on (`others`, `et al.`, an ellipsis)."""
    return _OPEN_WHOLE.fullmatch(name) is not None


def reading_order(name: str) -> str:
    """`Last, First` and `Last, Jr., First` turned to `First Last Jr.`; other names with spaces mended."""
    parts = [part for part in (" ".join(piece.split()) for piece in name.split(",")) if part]
    if len(parts) < 2:
        return "".join(parts)
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    given = [part for part in parts[1:] if not _SUFFIX.fullmatch(part)]
    return " ".join([*given, parts[0], *suffixes])


def split_names(text: str) -> list[str]:
    """Names of TEXT: `A and B; C`, `Last, First and Last, First`, `A B, C D and E F`."""
    going_on = _OPEN.search(text)
    parts = [part.strip(" ,") for part in _SEPARATOR.split(_OPEN.sub("", text))]
    parts = [re.sub(r"^and\s+", "", part) for part in parts if part]
    if not _all_inverted(parts):
        parts = [name for part in parts for name in _split_commas(part)]
    names = [reading_order(part) for part in parts if not is_open(part)]
    still_open = going_on is not None or any(is_open(part) for part in parts)
    return [*names, OPEN_LIST] if still_open else names


def _all_inverted(parts: Sequence[str]) -> bool:
    """Whether each of several PARTS is one `Last, First`."""
    return len(parts) > 1 and all(part.count(",") == 1 for part in parts)


def _split_commas(part: str) -> list[str]:
    """Full names between commas (`A B, C D`), or the one name that PART is (`B, A`; `A B, Jr.`)."""
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) > 1 and all(" " in piece for piece in pieces):
        return pieces
    return [part]


def author_names(value: object) -> list[str]:
    """Names, in order, of the author field VALUE: a text, a list of texts or of records, a record, or null.

    The last one is `OPEN_LIST` where the field says that the list goes on.
    """
    if value is None:
        return []
    if isinstance(value, str):
        return split_names(value)
    if isinstance(value, Mapping):
        return _listed([_record_name(value)])
    if isinstance(value, Sequence):
        return _listed([_record_name(item) if isinstance(item, Mapping) else str(item or "") for item in value])
    return []


def _listed(names: list[str]) -> list[str]:
    """NAMES of one list in reading order, blanks off, the mark of an open list last."""
    kept = [name for name in names if name.strip()]
    still_open = any(is_open(name) for name in kept)
    ordered = [reading_order(name) for name in kept if not is_open(name)]
    return [*ordered, OPEN_LIST] if still_open else ordered


def _record_name(record: Mapping[str, object]) -> str:
    """Name of one author RECORD (`{"name": …}`, `{"given": …, "family": …}`), "" where there is none."""
    fields = {str(key).casefold(): value for key, value in record.items()}
    for field in _NAME_FIELDS:
        value = fields.get(field)
        if isinstance(value, Mapping):
            return _record_name(value)
        if isinstance(value, str) and value.strip():
            return value
    parts = [_first_text(fields, _GIVEN_FIELDS), _first_text(fields, _FAMILY_FIELDS)]
    return " ".join(part for part in parts if part)


def _first_text(fields: Mapping[str, object], names: Sequence[str]) -> str:
    """First non-blank text among FIELDS called NAMES, or ""."""
    texts = (fields.get(name) for name in names)
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")
