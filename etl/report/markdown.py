"""`report.md`: short enough for the summary of a CI step, with all data escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from etl.numbers import counted, expected, number, share, size, span
from etl.visible import cut, visible
from schemas.report import AuthorListFacts, ListSample, Report, RuleFindings, Sample
from schemas.run_facts import NewFinding

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$#@!{}]|:(?=//)|(?<=www)\.)")  # *, @name, https://, www.
_SAMPLES = 3  # of a rule
_ROWS = 15  # of a table


def render(report: Report, *_: object) -> str:
    """REPORT as GitHub-flavoured Markdown."""
    parts = [_head(report), _gate(report), _changes(report), _findings(report), _lists(report), _coverage(report)]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: object) -> str:
    """TEXT as the words that they are: on one line, without markup, links or mentions."""
    return _SPECIAL.sub(r"\\\1", visible(text))


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *([escape(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _head(report: Report) -> str:
    o, b = report.output, report.bytes
    verdict = "✅ Gate passed" if report.published else "❌ Gate failed"
    repeated, of_rest = (f", {size(b.repeated)} of it repeated", " of the rest") if b.repeated else ("", "")
    rest = "every byte is accounted for" if not b.unaccounted else f"{b.unaccounted:,} bytes are NOT accounted for"
    return (
        f"# {verdict}\n\n{escape(report.why)}\n\n"
        f"{counted(o['papers'], 'paper')} from {counted(o['listings'], 'listing')} on "
        f"{counted(report.input.author_pages, 'page')}; {counted(o['authors'], 'author')}, "
        f"{counted(o['authorships'], 'authorship')}, {counted(o['venues'], 'venue')}. "
        f"{size(b.total)} of text{repeated}: {share(b.quarantine, b.distinct)}{of_rest} in quarantine, {rest}."
    )


def _gate(report: Report) -> str:
    rows = [
        (check.name, number(check.measured), number(check.limit), "✅ yes" if check.passed else "❌ no")
        for check in report.gate
    ]
    return "## Gate\n\n" + _table(["Limit", "Measured", "Allowed", "Holds"], rows) if rows else ""


def _changes(report: Report) -> str:
    told = []
    if report.changes:
        c = report.changes
        told.append(
            f"Against snapshot {escape(c.against)}: {counted(c.papers_added, 'paper')} added, "
            f"{c.papers_removed:,} removed, {c.papers_changed:,} changed; "
            f"{counted(c.findings_new, 'new finding')}, {c.findings_fixed:,} fixed."
        )
        told += ["\n".join(f"- {escape(example)}" for example in c.examples[:_ROWS])]
    if report.baseline:
        b = report.baseline
        new = counted(b.new, "new finding")
        told.append(f"Against the baseline: {new}, {b.known:,} known, {len(b.fixed):,} fixed.")
        told.append("\n".join(f"- {escape(_new(finding))}" for finding in b.new_findings[:_ROWS]))
    return "\n\n".join(["## What changed", *filter(None, told)]) if told else ""


def _new(finding: NewFinding) -> str:
    place = f"{finding.path}:{finding.first_line}: " if finding.path is not None else ""
    return f"{place}{finding.code} {finding.message}"


def _findings(report: Report) -> str:
    counts = [f"{f.count:,} ({f.new:,} new)" if f.new else f"{f.count:,}" for f in report.findings]
    shown = zip(report.findings, counts, strict=True)
    rows = [(f.severity, f.code, f.slug, count, f"{f.papers:,}") for f, count in shown]
    if not rows:
        return "## Findings\n\nNone."
    parts = ["## Findings", _table(["Severity", "Code", "Rule", "Findings", "Papers"], rows)]
    remedies = {rule.code: rule.remedy for rule in report.rules}
    parts += [_samples(rule, remedies.get(rule.code, "")) for rule in report.findings if rule.severity != "info"]
    return "\n\n".join(parts)


def _samples(rule: RuleFindings, remedy: str) -> str:
    found = f"{rule.severity}, {counted(rule.count, 'finding')}"
    lines = [f"**{rule.code} {rule.slug}** ({found}). {_prose(remedy)}", ""]
    lines += [f"- {_place(sample)}{escape(cut(sample.message, 300))}" for sample in rule.samples[:_SAMPLES]]
    more = rule.count - min(len(rule.samples), _SAMPLES)
    return "\n".join([*lines, *([f"- {more:,} more"] if more else [])])


def _prose(text: str) -> str:
    """Words of a rule: what stands in backticks stays code."""
    parts = text.split("`")
    return "".join(f"`{visible(part)}`" if n % 2 else escape(part) for n, part in enumerate(parts))


def _place(sample: Sample) -> str:
    if sample.path is None:
        return ""
    return escape(sample.path) + (f":{sample.first_line}" if sample.first_line else "") + ": "


def _lists(report: Report) -> str:
    lists = report.author_lists
    some = " on some pages" if lists.cap.of_some else ""
    cap = f"At most {lists.cap.told} names are shown{some} ({lists.cap.how})" if lists.cap.value else "No cap"
    rows = [(status, f"{papers:,}") for status, papers in lists.statuses.items()]
    likely = f"; {expected(lists.suspected_cut)} of the suspected can be expected to be cut"
    told = f"{cap}{likely if lists.statuses['suspected'] else ''}."
    cut_lists = "\n".join(map(_cut_list, lists.truncated[:_SAMPLES]))
    parts = ["## Author lists", _table(["Status", "Papers"], rows), told, cut_lists, _reliability(lists)]
    return "\n\n".join(part for part in parts if part)


def _cut_list(paper: ListSample) -> str:
    people = ", ".join(escape(person.name) for person in paper.missing[:5])
    return f"- {escape(cut(paper.title, 200))}: missing {people or 'people unknown'}"


def _reliability(lists: AuthorListFacts) -> str:
    """How well the probabilities hold, where references tell."""
    if not lists.reliability:
        return ""
    rows = [
        (f"{b.low:.1f} to {b.high:.1f}", f"{b.lists:,}", f"{b.expected:.1f}", f"{b.cut:,}") for b in lists.reliability
    ]
    head = ["Probability without references", "Lists that they settle", "Cut, as expected", "Cut, by references"]
    return "How well the probabilities hold:\n\n" + _table(head, rows)


def _coverage(report: Report) -> str:
    rows = [
        (v.name, f"{v.papers:,}", span(v.years), share(v.abstracts, v.papers), f"{v.truncated:,}")
        for v in report.coverage.venues[:_ROWS]
    ]
    more = len(report.coverage.venues) - len(rows) + report.coverage.other_venues
    table = _table(["Venue", "Papers", "Years", "With abstract", "Truncated lists"], rows)
    return f"## Venues\n\n{table}" + (f"\n\n{counted(more, 'more venue')}." if more else "") if rows else ""
