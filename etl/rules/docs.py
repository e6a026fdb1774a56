"""The page of all rules, made from the catalogue: `python -m etl.rules.docs` writes it."""

from __future__ import annotations

from pathlib import Path

from etl.rules.base import FAMILIES, Rule
from etl.rules.catalogue import CATALOGUE
from etl.rules.examples import NOTICE
from etl.rules.listing import reference_line, spelled_out

PAGE = "docs/reference/rules.md"
"""Where the page lies, below the root of the project."""

_HEAD = """# Rules

{count} rules in {families} families. `quiver rules` lists them, `quiver explain CODE` shows one with its examples; how
often each finds something, and how often it is right, is in [rule-precision.md](rule-precision.md). Settings select,
ignore and re-grade them by code (`AUT101`), by the beginning of one (`AUT`, `ABS2`) or by slug. A finding of
severity `error` fails the default gate; no rule has it by itself: raise what must stop you.

<!-- Made by `python -m etl.rules.docs` from the rules themselves. Do not edit. -->
"""
_LONGEST = 30  # lines of an example


def rules_markdown() -> str:
    """The page: a table of all rules, then each with what it means, why it matters and what to do."""
    parts = [_HEAD.format(count=len(CATALOGUE), families=len(FAMILIES)), *_table()]
    for family, about in FAMILIES.items():
        parts.append(f"\n## {family}: {about}\n")
        parts += [_section(rule) for rule in CATALOGUE if rule.family == family]
    return "\n".join(parts)


def _table() -> list[str]:
    rows = [
        f"| [{r.code}](#{r.code.lower()}-{r.slug}) | {r.slug} | {r.severity} | {_cell(r.what)} |" for r in CATALOGUE
    ]
    return ["| code | slug | severity | what |", "| --- | --- | --- | --- |", *rows]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _section(rule: Rule) -> str:
    place = f"`{rule.table}.{rule.field}`" if rule.field else f"`{rule.table}`"
    return (
        f"### {rule.code} {rule.slug}\n\n{_cell(rule.what)}\n\n- Severity: {rule.severity}; about {place}.\n"
        f"- Why it matters: {_cell(rule.why)}\n- What to do: {_cell(rule.remedy)}\n{_shown(rule)}"
    )


def _shown(rule: Rule) -> str:
    """The example that RULE flags, as text that is no Markdown: whole pages where the rule is about those."""
    if rule.subject == "drift":  # two inputs, of many papers each
        return ""
    whole = rule.subject in {"page", "twin_page", "quarantine"}
    lines = [line for page in rule.flagged.pages for line in [*_body(page, whole=whole).splitlines(), ""]][:-1]
    cut = [*lines[:_LONGEST], "..."] if len(lines) > _LONGEST else lines
    text = "\n".join(map(spelled_out, cut))
    references = "".join(f"{reference_line(row)}\n" for row in rule.flagged.references)
    beside = f"\nwith the reference\n\n~~~text\n{references}~~~\n" if references else ""
    return f"\nFlagged, for example:\n\n~~~text\n{text}\n~~~\n{beside}"


def _body(page: str, *, whole: bool) -> str:
    """PAGE without the notice that all have, and without its header if only its listings matter."""
    if whole:
        return page.replace(NOTICE, "Possible papers associated with this exact author name in Arrow. [...]").strip(
            "\n"
        )
    return page.partition("Possible papers\n\n")[2].partition("\n\n")[2].strip("\n")


if __name__ == "__main__":
    (Path(__file__).parents[2] / PAGE).write_text(rules_markdown())
