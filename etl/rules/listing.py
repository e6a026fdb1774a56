"""The rules as text: for `quiver rules` and `quiver explain`."""

from __future__ import annotations

import json

from etl.errors import UsageError
from etl.rules.base import FAMILIES, Rule
from etl.rules.catalogue import CATALOGUE


def as_text() -> str:
    """One line a rule, by family."""
    lines = []
    for family, about in FAMILIES.items():
        rules = [rule for rule in CATALOGUE if rule.family == family]
        lines += [f"{family}  {about}"] if rules else []
        lines += [f"  {r.code}  {r.severity:8s} {r.slug:32s} {r.what}" for r in rules]
    return "\n".join(lines)


def as_json() -> str:
    """All rules as a JSON array."""
    fields = ("code", "slug", "severity", "table", "field", "what", "why", "remedy")
    return json.dumps([{f: getattr(rule, f) for f in fields} for rule in CATALOGUE], indent=2, ensure_ascii=False)


def explained(reference: str) -> str:
    """All that there is to know about a rule. Raises UsageError where there is none of that code or slug."""
    found = [r for r in CATALOGUE if reference.lower() in {r.code.lower(), r.slug}]
    if not found:
        raise UsageError(f"there is no rule {reference!r}; `quiver rules` lists them all")
    return _explained(found[0])


def _explained(rule: Rule) -> str:
    place = f"{rule.table}.{rule.field}" if rule.field else rule.table
    parts = [
        f"{rule.code} {rule.slug} ({rule.severity}, about {place})",
        f"What: {rule.what}",
        f"Why it matters: {rule.why}",
        f"What to do: {rule.remedy}",
        f"Flagged, for example, in:\n{_indented(rule.flagged.pages)}",
        f"Not flagged in:\n{_indented(rule.passed.pages)}",
    ]
    return "\n\n".join(parts)


def _indented(pages: tuple[str, ...]) -> str:
    """The pages, indented, with the owner and the number of papers in place of the header."""
    return "\n\n".join("\n".join(("    " + line).rstrip() for line in _shown(page).splitlines()) for page in pages)


def _shown(page: str) -> str:
    header, found, body = page.partition("Possible papers\n\n")
    owner = header.split("Author name cluster\n\n", 1)[-1].split("\n", 1)[0]
    if not found or not owner:
        return page.strip("\n")
    count, _, listings = body.partition("\n")
    return f"(page of {owner}, which declares {count})\n{listings}".rstrip("\n")
