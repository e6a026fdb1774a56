"""How a list of names says that it goes on: `et al.`, `+3 more`, an ellipsis; as a name of its own, or behind one."""

BUTTON = r"(?:show|view|see|read|load|display) (?:all|more)"
_MORE = (
    r"(?:(?:more|other|additional|further) )?(?:authors?|people|co-?(?:authors|workers)|colleagues|collaborators)"
    r"|(?:many )?others|more"
)
_MARK = (
    # Each language with its own words, and no initials: `Ashok Y More`, `Anitha U. A.`, `Ana Ruiz y Más` and
    # `Priya Etal` are names.
    rf"[\[(]?\bet\.? al(?:ii|\.)?[\])]?|(?-i:\betal)|\betal\.|^(?-i:u\. ?a\.)|^others|\.\.\.+|…|\+ ?\d+"
    rf"|(?:\band|[&+])(?: \d+)? (?:{_MORE})"
    r"|\b(?:und (?:\d+ )?(?:weitere|andere)|et (?:\d+ )?autres|(?-i:y (?:\d+ )?(?:otros|más)))"
    # What a site writes on a button for the rest of a list.
    rf"|(?:…|\.{{3}})?[\s\[(+]*\b\d+ (?:(?:more|other|additional|further)(?: \p{{L}}+)?|others)[\])]?"
    rf"|\b{BUTTON}(?: \d+)?(?: (?:{_MORE}))?|^\W*(?:(?:all|more)(?: authors)?|expand)"
)
GOES_ON = rf"(?i)[,;]?\s*(?:{_MARK})\s*$"
"""The mark at the end of a name, or the whole of what stands there as one."""
