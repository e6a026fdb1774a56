"""A small made-up snapshot with hostile texts, and what a run knows besides, for the tests of the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from schemas.run_facts import (
    Baseline,
    CapFacts,
    Changes,
    GateCheck,
    IgnoredRule,
    NewFinding,
    ReliabilityBin,
    RuleFacts,
    RunFacts,
)
from tests.made_snapshot import framed

SCRIPT = "<script>alert(1)</script>"
HOSTILE = f'{SCRIPT} "quoted" | `tick` *star* [link](https://example.org) @user \x1b[31mred\x07 \u202eback $x$'
"""A title that tries every format."""
ODD_PATH = "sub/we:ird, 100%\n::error::<b>.txt"
PAGES = [f"{n:032x}" for n in (1, 2)]
NAMES = [f"Ada{n} Lovelace" for n in range(8)]
HEADER = b"Arrow Research search\n\nAuthor name cluster\n\nGrace Hopper\n\n5 papers\n1 author row\n"


def made_folder(folder: Path, copies: int = 1) -> Path:
    """Eight tables in FOLDER; COPIES: how many times each finding stands in them."""
    folder.mkdir(exist_ok=True)
    findings = _findings(copies)
    for table, rows in (_tables() | {"findings": findings}).items():
        framed(table, rows).write_parquet(folder / f"{table}.parquet")
    return folder


def made_facts(*, passed: bool = True, **more: Any) -> RunFacts:
    """What the run knows; with PASSED false a limit of the gate is broken."""
    errors = GateCheck(name="findings of severity error", limit=0, measured=0 if passed else 1, passed=passed)
    share = GateCheck(name="quarantined share of bytes", limit=0.01, measured=0.005, passed=True)
    facts = {
        "files": 3,
        "bytes": 900,
        "gate": [errors, share],
        "cap": CapFacts(value=8, how="inferred", at_cap=2, expected=0.5),
        "rules": RULES,
        "ignored": [IgnoredRule(rule="TTL", reason=f"not now {SCRIPT}", paths=("old/*",), pages=0)],
    }
    return RunFacts(**(facts | more))


def later_facts() -> RunFacts:
    """A later run, with all that can be known: changes, a baseline, how well the probabilities hold."""
    changes = Changes(
        against="before-1", papers_added=3, papers_removed=1, papers_changed=2, findings_new=4, findings_fixed=5,
        examples=[f"“{HOSTILE}” is new."],
    )  # fmt: skip
    bins = [
        ReliabilityBin(low=0.2, high=0.3, lists=1_010, expected=252.5, cut=249),
        ReliabilityBin(low=0.9, high=1.0, lists=3, expected=2.76, cut=3),
    ]
    return made_facts(changes=changes, baseline=_baseline(), reliability=bins)


def _baseline() -> Baseline:
    new = NewFinding(
        finding_id="e" * 16, code="PAG101", rule="declared-count-differs", severity="warning", path=ODD_PATH,
        first_line=1, last_line=4, message="The page declares 3 papers and lists 2.",
    )  # fmt: skip
    return Baseline(known=2, new=1, new_findings=[new], fixed=["f" * 16])


def _rule(code: str, slug: str, severity: str, family: str) -> RuleFacts:
    words = {"what": f"What {slug} means.", "why": f"Why {slug} matters.", "remedy": f"Mend `{slug}`."}
    return RuleFacts.model_validate({"code": code, "slug": slug, "severity": severity, "family": family, **words})


RULES = [
    _rule("ABS103", "abstract-respaced", "info", "abstracts"),
    _rule("AUT101", "author-list-truncated", "warning", "author lists"),
    _rule("PAG101", "declared-count-differs", "error", "pages"),
    _rule("PAG103", "unparsed-text", "warning", "pages"),
    _rule("RUN101", "papers-vanished", "warning", "this run against the last"),
    _rule("TTL101", "title-markup", "warning", "titles"),
    _rule("VEN101", "unknown-venue", "info", "venues"),
]


def _page(n: int, path: str, **more: Any) -> dict[str, Any]:
    sizes = {"bytes": 400, "header_bytes": 80, "listing_bytes": 300, "separator_bytes": 15, "quarantine_bytes": 5}
    page = {"page_id": PAGES[n], "path": path, "copies": 1, "first_line": 1, "first_byte": 0, "lines": 60}
    told = {"encoding": "utf-8", "owner": "Grace Hopper", "declared_papers": 5, "listed_papers": 2}
    return page | sizes | told | {"frame": HEADER} | more


def _paper(paper_id: str, title: str, **more: Any) -> dict[str, Any]:
    abstract = "We study made-up things. " * 20 + "We reach 0. 9 (e. g. , here) of all. " + "And so on. " * 20
    paper = {"paper_id": paper_id, "title": title, "title_raw": title, "venue_id": "icml", "venue_raw": "ICML"}
    paper |= {"venue_kind": "Conference", "year": 2020, "paper_type": "Conference Paper", "listings": 1, "copies": 1}
    paper |= {"abstract": abstract, "abstract_raw": abstract, "abstract_plain": abstract, "listed_authors": 8}
    status = {"known_authors": 8, "author_list_status": "suspected", "truncation_probability": 0.25}
    return paper | status | more


def _listed(paper_id: str, names: list[str]) -> list[dict[str, Any]]:
    return [
        {"paper_id": paper_id, "position": n, "role": "listed", "author_id": f"{n:016x}", "name_raw": name}
        for n, name in enumerate(names, 1)
    ]


def _tables() -> dict[str, list[dict[str, Any]]]:
    cut = {"author_list_status": "truncated", "truncation_probability": 1.0, "known_authors": 9}
    short = {"listed_authors": 1, "known_authors": 1, "author_list_status": "presumed_complete"}
    raw = f"ICML Conference 2019 Conference Paper\r\n{HOSTILE}\r\n  • Ada0 Lovelace\r\n".encode()
    spans = [(PAGES[0], 1, "a" * 16, 12, 25, None), (PAGES[0], 2, "b" * 16, 30, 43, None)]
    spans.append((PAGES[1], 1, "c" * 16, 12, 14, raw))
    keys = ("page_id", "ordinal", "paper_id", "first_line", "last_line", "raw")
    evidence = json.dumps({"page_id": PAGES[0], "path": "grace.txt", "line": 12})
    missing = {"paper_id": "a" * 16, "role": "recovered", "author_id": "f" * 16, "name_raw": "Grace Hopper"}
    return {
        "pages": [_page(0, "grace.txt", copies=2), _page(1, ODD_PATH)],
        "listings": [dict(zip(keys, span, strict=True)) | {"first_byte": 100, "end_byte": 200} for span in spans],
        "papers": [
            _paper("a" * 16, "A Cut List", **cut),
            _paper("b" * 16, "A List as Long as the Cap", year=2021),
            _paper("c" * 16, HOSTILE, year=2019, venue_id="odd", venue_raw="Odd", abstract=None,
                   abstract_raw=None, abstract_plain=None, truncation_probability=0.0, **short),
        ],
        "authorships": [
            *_listed("a" * 16, NAMES), *_listed("b" * 16, NAMES), *_listed("c" * 16, NAMES[:1]),
            missing | {"evidence": evidence},
        ],
        "authors": [{"author_id": f"{n:016x}", "name": n, "author_key": n, "papers": 1} for n in range(9)],
        "venues": [
            {"venue_id": "icml", "name": "ICML", "known": True, "papers": 2, "first_year": 2020, "last_year": 2021},
            {"venue_id": "odd", "name": f"Odd{SCRIPT}", "known": False, "papers": 1, "first_year": 2019,
             "last_year": 2019},
        ],
        "quarantine": [
            {"page_id": PAGES[1], "path": ODD_PATH, "first_line": 20, "last_line": 21, "first_byte": 300,
             "end_byte": 305, "reason": "no-listing", "raw": b"\x00\xff\x1b[2J\n"},
        ],
    }  # fmt: skip


def _findings(copies: int) -> list[dict[str, Any]]:
    grace, odd = {"page_id": PAGES[0], "path": "grace.txt"}, {"page_id": PAGES[1], "path": ODD_PATH}
    counts = json.dumps({"declared_papers": 5, "listed_papers": 2})
    rows = [
        {"code": "PAG101", "table": "pages", "row_id": PAGES[0], "first_line": 1, "last_line": 14, **grace,
         "field": "declared_papers", "message": "The page declares 5 papers and lists 2.", "evidence": counts},
        {"code": "AUT101", "table": "papers", "paper_id": "a" * 16, "first_line": 12, "last_line": 25, **grace,
         "field": "author_list_status", "message": "Cut; missing: Grace Hopper.", "evidence": '{"cap": 8}'},
        {"code": "ABS103", "table": "papers", "paper_id": "b" * 16, "first_line": 43, "last_line": 43, **grace,
         "field": "abstract", "message": "Re-spaced: “0. 9”.", "evidence": '{"sample": "0. 9 (e. g. , here)"}'},
        {"code": "TTL101", "table": "papers", "paper_id": "c" * 16, "first_line": 13, "last_line": 13, **odd,
         "field": "title", "message": f"Markup in “{HOSTILE}”.", "evidence": json.dumps({"tag": SCRIPT})},
        {"code": "PAG103", "table": "quarantine", "first_line": 20, "last_line": 21, **odd, "field": "raw",
         "message": "2 lines\ncould not be read.", "evidence": '{"reason": "not-in-grammar"}'},
        {"code": "RUN101", "table": "papers", "message": "7 papers vanished.", "evidence": "{}"},
        {"code": "VEN101", "table": "venues", "row_id": "odd", "paper_id": "c" * 16, "first_line": 12,
         "last_line": 14, **odd, "field": "venue_id", "message": "Odd is unknown.", "evidence": '{"venue": "Odd"}'},
    ]  # fmt: skip
    about = {rule.code: {"rule": rule.slug, "severity": rule.severity} for rule in RULES}
    return [
        row | about[row["code"]] | {"finding_id": f"{copy:08x}{n:08x}", "known": row["code"] in ("ABS103", "VEN101")}
        for copy in range(copies)
        for n, row in enumerate(rows)
    ]
