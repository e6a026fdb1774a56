"""The names that the registry gives its venues, and what each of them proves by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from schemas.registry import VenueEntry

# TPAMI and JBHI are also written "T-PAMI" and "J-BHI"; "T-II" would be a number.
_INITIAL = re.compile("[TJ](?![IVX]+$)[A-Z]{2,}")


class Name(NamedTuple):
    """One name of one venue; `exact` is the spelling without which it needs a heading whose kind agrees."""

    venue_id: str
    text: str
    how: str
    exact: str | None = None

    def firm(self, clean: str) -> bool:
        """Whether the name alone names the venue in the heading `clean`."""
        if self.exact is None:
            return True
        return bool(self.exact) and re.search(rf"(?<!\w){re.escape(self.exact)}(?!\w)", clean) is not None


def _how(text: str) -> str:
    """An acronym has two capitals or figures and no long word, an abbreviation words cut by a full stop."""
    if re.search(r"[a-z]\.", text):
        return "abbreviation"
    acronym = len(re.findall(r"[A-Z0-9]", text)) >= 2 and not re.search(r"\s[a-z]|[a-z]{5}", text)
    return "acronym" if acronym else "full name"


def names_of(venue_id: str, entry: VenueEntry) -> Iterator[Name]:
    """Every name of one entry; a cased or shared one is not repeated as a free alias."""
    bound = {*entry.cased, *entry.shared}
    for text in dict.fromkeys((entry.name, entry.full_name, *entry.aliases)):
        if text not in bound:
            yield Name(venue_id, text, _how(text), text if "*" in text else None)
            if entry.kind == "journal" and _INITIAL.fullmatch(text):
                yield Name(venue_id, f"{text[0]}-{text[1:]}", "acronym")
    for text in entry.cased:
        yield Name(venue_id, text, _how(text), text)
    for text in entry.shared:
        yield Name(venue_id, text, _how(text), "")
    for text in entry.former:
        yield Name(venue_id, text, "former name", text if "*" in text else None)
