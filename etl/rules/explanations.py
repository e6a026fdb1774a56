"""The rules as text: for `quiver rules` and `quiver explain`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from etl.rules.base import FAMILIES, Example, Rule
from etl.rules.catalogue import CATALOGUE
from etl.rules.examples import ABSTRACT, NOTICE
from etl.rules.selection import require_rules

_MOST_LINES = 28  # of an example
_LAST_LINES = 8  # of a long one
_HEADER = re.compile(
    rf"Arrow Research search\n\nAuthor name cluster\n\n(?P<owner>.+)\n\n{re.escape(NOTICE)}\n\n"
    r"(?P<count>\d+) papers?\n1 author row\n\nPossible papers\n\n(?P=count)\n"
)
_SHORT = "We study a problem that many people have met before. [...]"


def named(references: Sequence[str]) -> list[Rule]:
    """The rules of REFERENCES (codes, beginnings of codes, slugs), all if empty; UsageError where one names none."""
    require_rules(references, "there is no rule {!r}")
    return [rule for rule in CATALOGUE if not references or any(map(rule.matches, references))]


def as_text(rules: Sequence[Rule]) -> str:
    """One line a rule, by family."""
    lines = []
    for family, about in FAMILIES.items():
        members = [rule for rule in rules if rule.family == family]
        lines += [f"{family}  {about}"] if members else []
        lines += [f"  {r.code}  {r.severity:8s} {r.slug:32s} {r.what}" for r in members]
    return "\n".join(lines)


def as_json(rules: Sequence[Rule]) -> str:
    """RULES as a JSON array."""
    fields = ("code", "slug", "severity", "table", "field", "what", "why", "remedy")
    return json.dumps([{f: getattr(rule, f) for f in fields} for rule in rules], indent=2, ensure_ascii=False)


def explained(reference: str) -> str:
    """All that there is to know about a rule; of a family, one line a rule. Raises UsageError as `named`."""
    rules = named([reference])
    return _explained(rules[0]) if len(rules) == 1 else as_text(rules)


def _explained(rule: Rule) -> str:
    place = f"{rule.table}.{rule.field}" if rule.field else rule.table
    parts = [
        f"{rule.code} {rule.slug} ({rule.severity}, about {place})",
        f"What: {rule.what}",
        f"Why it matters: {rule.why}",
        f"What to do: {rule.remedy}",
        f"Flagged, for example, in:\n{_example(rule.flagged)}",
        f"Not flagged in:\n{_example(rule.passed)}",
    ]
    return "\n\n".join(parts)


def _example(example: Example) -> str:
    """EXAMPLE, indented: its pages, and what a run has beside them."""
    most = _MOST_LINES // 2 if example.before else _MOST_LINES
    parts = [_cut("\n\n".join(map(_shown, example.pages)), most)]
    if example.references:
        parts.append("with the reference\n" + "\n".join(map(reference_line, example.references)))
    if example.before:
        parts.append("and in the run before\n\n" + _cut("\n\n".join(map(_shown, example.before)), most))
    if example.passed_over:
        parts.append("\n".join(f"beside {name}, which {why}" for name, why in example.passed_over))
    if example.encoding != "utf-8":
        parts.append(f"written in {example.encoding}")
    lines = "\n\n".join(parts).splitlines()
    return "\n".join((f"    {spelled_out(line)}").rstrip() for line in lines)


def _cut(text: str, most: int) -> str:
    """TEXT, of a long one MOST lines and how many are left out between them; the made abstract in short."""
    lines = text.replace(ABSTRACT, _SHORT).splitlines()
    if len(lines) <= most + 2:
        return "\n".join(lines)
    first = most - _LAST_LINES
    return "\n".join([*lines[:first], f"[... {len(lines) - most} more lines]", *lines[-_LAST_LINES:]])


def reference_line(row: dict[str, object]) -> str:
    """A ROW of a reference on one line."""
    return "; ".join(f"{key}: {', '.join(v) if isinstance(v, list) else v}" for key, v in row.items())


def spelled_out(line: str) -> str:
    """LINE with characters that cannot be seen, or that act, spelled out; at most 200 of them."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)
    return shown if len(shown) <= 200 else f"{shown[:190]} [...]"


def _shown(page: str) -> str:
    """PAGE; a header that is as the site writes it, and so says nothing of the rule, in a few words."""
    header = _HEADER.match(page)
    if header is None:
        return page.strip("\n")
    return f"(page of {header['owner']}, which declares {header['count']})\n{page[header.end() :]}".rstrip("\n")
