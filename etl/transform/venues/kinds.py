"""The words that tell the kind of a venue: in the second word of a heading, and in names."""

from __future__ import annotations

_HELD = ("conference", "symposium", "congress", "colloquium", "meeting")
MEETINGS = frozenset((*_HELD, "workshop"))
"""Words that stand in the name of a venue that is held, in the form that they have in a key of the index."""
_KINDS = {
    "conference": (*_HELD, "proceeding", "inproceeding"),
    "journal": ("journal", "article", "transaction", "magazine", "periodical"),
    "workshop": ("workshop",),
    "findings": ("finding",),
    "preprint": ("preprint", "repository"),
}
KIND_OF = {word + end: kind for kind, words in _KINDS.items() for word in words for end in ("", "s")}
"""The kind that a heading names, in lower case -> the kind of the registry."""
