"""`report.html`: one file that opens offline, asks nothing of any server, and escapes all data."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl import numbers
from etl.report import charts
from etl.report.embedded import embedded_findings
from etl.visible import visible
from schemas.report import ContextLine, Report

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

_TEMPLATES = Path(__file__).parent / "templates"
_MOST_BYTES = 1_850_000  # of the page with its findings, which is to stay below 2 MB
_VENUES, _HEAT_YEARS = 25, 18
_DATA = "\0"  # cannot come from the data: `visible` spells it out
_MEANINGS = {
    "complete": "a reference has the same list",
    "presumed_complete": "shorter than the cap, and no evidence that it is cut",
    "suspected": "as long as the cap, and nothing proves it either way",
    "truncated": "proven to be cut: someone is known to be missing, or a name says so",
}


def render(report: Report, folder: Path | None = None, *_: object) -> str:
    """REPORT as a page; with FOLDER its findings (of findings.parquet) to filter, as many as fit 2 MB."""
    from markupsafe import Markup

    counts = {rule.code: rule.count - len(rule.samples) for rule in report.findings}
    script = (_TEMPLATES / "filter.js").read_text("utf-8")
    fixed = {
        "script": Markup(script),  # noqa: S704 (our own file)
        "script_hash": Markup(_csp_hash(script)),  # noqa: S704 (base64)
        "style": Markup((_TEMPLATES / "style.css").read_text("utf-8")),  # noqa: S704 (our own file)
        "data": Markup(_DATA),  # noqa: S704 (a constant)
    }
    template = compiled()
    view = _view(report) | fixed
    room = _MOST_BYTES - len(template.render(view, left=counts).encode())
    data, kept = embedded_findings(report, folder, room)
    left = {code: count - kept.get(code, 0) for code, count in counts.items()}
    return template.render(view, left=left).replace(_DATA, data)


@cache
def compiled() -> Template:
    """The template of the page, with those that it includes."""
    environment = _environment()
    for name in environment.list_templates(["html"]):
        environment.get_template(name)
    return environment.get_template("report.html")


def _environment() -> Environment:
    """Jinja, escaping everything and showing characters that act as what they are."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from etl.report.compiled_templates import compiled_templates

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
        bytecode_cache=compiled_templates(),
    )
    told = (numbers.about, numbers.expected, numbers.size, numbers.share, numbers.chance, numbers.counted, numbers.span)
    environment.filters |= {function.__name__: function for function in told}
    environment.filters |= {
        "n": _number,
        "parts": _parts,
        "plain": _plain,
        "width": lambda part, whole: f"{100 * part / whole:.2f}%",
        "shade": lambda papers, years: f"{0.12 + 0.43 * papers / max(years.values()):.2f}",
        "prose": _prose,
    }
    return environment


def _shown(value: object) -> object:
    """What any expression of a template puts out: text without characters that act."""
    from markupsafe import Markup

    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _view(report: Report) -> dict[str, Any]:
    """What the templates need besides the report itself."""
    b = report.bytes
    parts = [
        ("Listings", b.listings, "papers"),
        ("Headers", b.headers, "what pages say of themselves"),
        ("Separators", b.separators, "blank lines between the parts"),
        ("Quarantine", b.quarantine, "not usable; kept as it was in quarantine.parquet"),
        ("Repeated", b.repeated, "pages that are the same, byte for byte, as one counted already"),
        ("Unaccounted", b.unaccounted, "must be 0"),
    ]
    last = max((row.year for row in report.coverage.years), default=0)
    years = {row.year for row in report.coverage.years if row.year > last - _HEAT_YEARS}
    venues = report.coverage.venues[:_VENUES]
    return {
        "report": report,
        "about": {rule.code: rule for rule in report.rules},
        "found": {rule.code: rule.count for rule in report.findings},
        "families": sorted({rule.family for rule in report.findings}),
        "meanings": _MEANINGS,
        "byte_parts": parts,
        "heat_years": sorted(years, reverse=True),
        "venues": venues,
        "hidden_venues": report.coverage.other_venues + len(report.coverage.venues) - len(venues),
        "length_chart": charts.length_chart(report.author_lists),
        "probability_chart": charts.probability_chart(report.author_lists),
        "reliability_chart": charts.reliability_chart(report.author_lists),
        "year_chart": charts.year_chart(report.coverage.years),
    }


def _csp_hash(script: str) -> str:
    """How a content security policy names this one SCRIPT as allowed."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _parts(line: ContextLine) -> list[tuple[str, bool]]:
    """The text of LINE in parts: text, marked?"""
    parts, at = [], 0
    for first, end in line.marks:
        parts += [(line.text[at:first], False), (line.text[first:end], True)]
        at = end
    return [part for part in [*parts, (line.text[at:], False)] if part[0]]


def _number(value: object) -> str:
    return numbers.number(value) if isinstance(value, int | float | str) else str(value)


def _plain(value: object) -> str:
    """A value of the evidence as text."""
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _prose(text: str) -> Markup:
    """Words of a rule, with what stands in backticks as code."""
    from markupsafe import Markup

    code = Markup("<code>{}</code>")
    parts = [visible(part) for part in text.split("`")]
    return Markup("").join(code.format(part) if n % 2 else part for n, part in enumerate(parts))
