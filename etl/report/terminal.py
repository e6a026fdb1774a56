"""What a person wants to know after a run, in about ten lines."""

from __future__ import annotations

from collections.abc import Callable

from etl.numbers import counted, expected, share, size
from etl.visible import cut, visible
from schemas.report import Report

_RULES, _VENUES, _NEW = 4, 4, 5
_STYLES = {"good": "1;32", "bad": "1;31", "error": "31", "warning": "33", "info": "36", "dim": "2"}

Paint = Callable[[str, str], str]
"""Text and style -> text."""


def summary(report: Report, *, colour: bool, out: str, settings: str = "") -> str:
    """REPORT in about ten lines, without a last line end, in COLOUR or plain; OUT: the folder it lies in.

    SETTINGS: the file that they stand in, if any. With an empty OUT (`quiver check`, which publishes nothing) it says
    what would have been done.
    """
    paint: Paint = _painted if colour else lambda text, _style: text
    home = out.rstrip("/") + ("" if report.published else "/failed")
    lines = {
        "in": _input(report),
        "out": _output(report),
        "bytes": _bytes(report, paint),
        "lists": _lists(report),
        "found": _found(report, paint),
        "": _most(report, paint),
        "since": _since(report),
        "new": _new(report),
        "note": _unused(report),
        "with": visible(settings),
        "gate": visible(report.why),
        "read": visible(f"{home}/report.html") if out else "",
    }
    passed, failed = ("✓ published", "✗ not published") if out else ("✓ would be published", "✗ would not be published")
    head = paint(passed, "good") if report.published else paint(failed, "bad")
    return "\n".join([head, *(f"  {paint(f'{name:<6}', 'dim')}{text}" for name, text in lines.items() if text)])


def _painted(text: str, style: str) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def _input(report: Report) -> str:
    repeated = f" and {report.input.repeated_pages:,} repeated" if report.input.repeated_pages else ""
    files = f"{counted(report.input.files, 'file')}, {size(report.input.bytes)}"
    pages = counted(report.input.author_pages, "page")
    unread = report.input.unread_pages
    none = f"; {unread:,} {'is no page' if unread == 1 else 'are no pages'}" if unread else ""
    return f"{files}: {pages}{repeated}, {counted(report.output['listings'], 'listing')}{none}"


def _output(report: Report) -> str:
    o, venues = report.output, report.coverage.venues
    named = ", ".join(f"{visible(cut(venue.name, 30))} {venue.papers:,}" for venue in venues[:_VENUES])
    more = ", …" if o["venues"] > _VENUES else ""
    authors = f"{counted(o['authors'], 'author')}, {counted(o['authorships'], 'authorship')}"
    held = f"{counted(o['venues'], 'venue')} ({named}{more})" if venues else "no venues"
    return f"{counted(o['papers'], 'paper')}, {authors}, {held}"


def _bytes(report: Report, paint: Paint) -> str:
    b = report.bytes
    repeated, of_rest = (f"{b.repeated:,} repeated, ", " of the rest") if b.repeated else ("", "")
    told = f"{repeated}{b.quarantine:,} ({share(b.quarantine, b.distinct)}{of_rest}) in quarantine"
    if b.unaccounted:
        return paint(f"{b.unaccounted:,} of {b.total:,} NOT accounted for", "bad") + f", {told}"
    return f"all {b.total:,} accounted for, {told}"


def _lists(report: Report) -> str:
    lists = report.author_lists
    if lists.cap.value is None and not lists.statuses["truncated"] + lists.statuses["suspected"]:
        return "no sign that lists are cut"
    some = " on some pages" if lists.cap.of_some else ""
    cap = f"cap {lists.cap.told}{some} ({lists.cap.how})" if lists.cap.value else "no cap"
    suspected = lists.statuses["suspected"]
    likely = f" (expected: {expected(lists.suspected_cut)} of them cut)" if suspected else ""
    return f"{cap}: {lists.statuses['truncated']:,} truncated, {suspected:,} suspected{likely}"


def _found(report: Report, paint: Paint) -> str:
    if not report.rules:
        return paint("nothing, for the settings leave no rule to look", "warning")
    s = {str(severity): count for severity, count in report.severities.items()}
    told = []
    for severity in ("error", "warning"):
        text = counted(s[severity], severity)
        told.append(paint(text, severity) if s[severity] else text)
    return ", ".join([*told, f"{s['info']:,} info"])


def _most(report: Report, paint: Paint) -> str:
    """The rules to look at first."""
    shown = [f"{paint(rule.slug, rule.severity)} {rule.count:,}" for rule in report.findings[:_RULES]]
    more = len(report.findings) - len(shown)
    return ", ".join(shown) + (f", and {counted(more, 'more rule')}" if more else "")


def _new(report: Report) -> str:
    """The first findings that the baseline does not know, one a line."""
    told = []
    for finding in report.baseline.new_findings[:_NEW] if report.baseline else []:
        place = f"{finding.path}:{finding.first_line} " if finding.path is not None else ""
        told.append(visible(f"{place}{finding.code} {finding.message}"))
    return "\n        ".join(told)


def _unused(report: Report) -> str:
    """What the settings turn off on pages that there are none of: mostly a slip in a pattern."""
    told = [
        f"{rule.rule} is ignored on {', '.join(rule.paths)}: no page (paths begin below the input folder)"
        for rule in report.ignored
        if rule.pages == 0
    ]
    return "\n        ".join(map(visible, told))


def _since(report: Report) -> str:
    told = []
    if report.changes:
        c = report.changes
        added = counted(c.papers_added, "paper")
        told.append(f"the snapshot before: {added} added, {c.papers_removed:,} removed, {c.papers_changed:,} changed")
        told.append(f"{counted(c.findings_new, 'new finding')}, {c.findings_fixed:,} fixed")
    if report.baseline:
        fixed = f", {len(report.baseline.fixed):,} fixed" if report.baseline.fixed else ""
        told.append(f"the baseline: {report.baseline.new:,} new, {report.baseline.known:,} known{fixed}")
    return "; ".join(told)
