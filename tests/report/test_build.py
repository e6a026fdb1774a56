"""The report as data: sums, samples with their raw lines, and what must not make a difference."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from etl.pipeline.check import check
from etl.report.build import build_report, count_bytes
from etl.report.findings_by_rule import _MOST_VALUES, _short
from etl.report.terminal import summary
from etl.rules.examples import Listing, page
from schemas.report import Report, Sample
from schemas.run_facts import GateCheck
from schemas.settings import Settings
from schemas.tables import TABLES
from tests.report.made_report import HOSTILE, ODD_PATH, later_facts, made_facts, made_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_folder(tmp_path_factory.mktemp("tables"), copies=9)


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return build_report(folder, later_facts())


def samples(report: Report, code: str) -> list[Sample]:
    return next(rule.samples for rule in report.findings if rule.code == code)


def marked(sample: Sample) -> list[str]:
    return [line.text[first:end] for line in sample.context for first, end in line.marks]


def test_every_finding_is_counted(report: Report, folder: Path) -> None:
    assert sum(report.severities.values()) == pl.read_parquet(folder / "findings.parquet").height
    assert {rule.code: rule.count for rule in report.findings} == dict.fromkeys(
        ("PAG101", "AUT101", "PAG103", "RUN101", "TTL101", "ABS103", "VEN101"), 9
    )


def test_settings_that_leave_no_rule_are_told(report: Report) -> None:
    none = report.model_copy(update={"rules": [], "findings": []})
    assert "the settings leave no rule to look" in summary(none, colour=False, out="")
    assert "the settings leave no rule to look" not in summary(report, colour=False, out="")


def test_errors_come_first(report: Report) -> None:
    order = ["error", "warning", "info"]
    assert [rule.severity for rule in report.findings] == sorted(
        (rule.severity for rule in report.findings), key=order.index
    )


def test_bytes_sum_to_the_input_with_repeated_pages(report: Report) -> None:
    b = report.bytes
    parts = b.listings + b.headers + b.separators + b.quarantine + b.repeated + b.unaccounted
    assert (b.total, parts, b.unaccounted, b.repeated) == (1200, 1200, 0, 400)


def test_the_share_in_quarantine_is_the_one_that_the_gate_measures(tmp_path: Path) -> None:
    sound, odd = page(Listing()), "junk\n" * 100
    for name, text in (("one", sound), ("two", sound), ("three", odd), ("four", odd)):
        (tmp_path / f"{name}.txt").write_text(text)
    made = check([tmp_path], Settings()).report
    assert made is not None
    (gate,) = (limit for limit in made.gate if limit.name == "quarantined share of bytes")
    assert made.bytes.repeated == len((sound + odd).encode())
    assert gate.measured == made.bytes.quarantine / made.bytes.distinct > 0
    told = f"{made.bytes.repeated:,} repeated, {made.bytes.quarantine:,} ({100 * gate.measured:.1f}% of the rest)"
    assert told in summary(made, colour=False, out="")


def test_bytes_that_no_part_has_are_told(folder: Path, tmp_path: Path) -> None:
    for table in TABLES:
        frame = pl.read_parquet(folder / f"{table}.parquet")
        if table == "pages":
            frame = frame.with_columns(pl.col("bytes") + 7)
        frame.write_parquet(tmp_path / f"{table}.parquet")
    made = build_report(tmp_path, made_facts())
    assert made.bytes.unaccounted == 14
    assert "  bytes 14 of 1,221 NOT accounted for, " in summary(made, colour=False, out="")
    assert "\x1b[1;31m14 of 1,221 NOT accounted for\x1b[0m, " in summary(made, colour=True, out="")


def test_reasons_of_the_quarantine_come_by_bytes_then_by_name(folder: Path) -> None:
    sizes = {"unknown-lines": (3, 2), "no-listing": (9,), "cut-off": (5,)}
    rows = [(reason, 10, 10 + size) for reason, several in sizes.items() for size in several]
    quarantine = pl.LazyFrame(rows, schema=["reason", "first_byte", "end_byte"], orient="row")
    reasons = count_bytes(pl.scan_parquet(folder / "pages.parquet"), quarantine).reasons
    assert [(r.reason, r.stretches, r.bytes) for r in reasons] == [
        ("no-listing", 1, 9),
        ("cut-off", 1, 5),
        ("unknown-lines", 2, 5),
    ]


def test_a_broken_limit_is_named(folder: Path) -> None:
    report = build_report(folder, made_facts(passed=False))
    assert not report.published
    assert report.why == "The gate failed (1 of 2 limits): findings of severity error 1 (limit 0)."


def test_a_limit_that_is_a_word_is_shown(folder: Path) -> None:
    check = GateCheck(name="papers", limit="not fewer than before", measured=2, passed=False)
    assert "papers 2 (not fewer than before)" in build_report(folder, made_facts(gate=[check])).why


def test_raw_lines_of_a_mended_abstract_show_the_damage_alone(report: Report) -> None:
    sample = samples(report, "ABS103")[0]
    assert marked(sample) == ["0. 9 (e. g. , here)"]
    assert [line.line for line in sample.context] == [30, 32, 43]
    assert sample.context[0].text == "ICML Conference 2021 Conference Paper"
    assert len(sample.context[-1].text) < 200


def test_raw_lines_come_from_the_bytes_where_the_tables_keep_them(report: Report) -> None:
    sample = samples(report, "TTL101")[0]
    assert sample.path == ODD_PATH
    assert [line.text for line in sample.context][:2] == ["ICML Conference 2019 Conference Paper", HOSTILE]
    assert "<script>alert(1)</script>" in marked(sample)


def test_numbers_are_marked_in_a_header(report: Report) -> None:
    sample = samples(report, "PAG101")[0]
    assert marked(sample) == ["5"]
    assert any(line.text == "5 papers" and line.line == 7 for line in sample.context)


def test_quarantined_text_is_shown(report: Report) -> None:
    assert [line.line for line in samples(report, "PAG103")[0].context] == [20]


def test_a_finding_without_a_place_has_no_lines(report: Report) -> None:
    sample = samples(report, "RUN101")[0]
    assert (sample.path, sample.context) == (None, [])


def test_missing_people_and_how_we_know(report: Report) -> None:
    (paper,) = report.author_lists.truncated
    assert (paper.path, paper.line, paper.listed, paper.last_listed) == ("grace.txt", 12, 8, "Ada7 Lovelace")
    assert [(person.name, person.how) for person in paper.missing] == [
        ("Grace Hopper", "owns the page grace.txt, which lists the paper")
    ]


def test_statuses_and_lengths_count_every_paper(report: Report) -> None:
    lists = report.author_lists
    assert sum(lists.statuses.values()) == sum(bar.papers for bar in lists.lengths) == report.output["papers"]
    assert sum(part.papers for part in lists.probabilities) == lists.statuses["suspected"]


def test_coverage_counts_every_paper(report: Report) -> None:
    venues, years = report.coverage.venues, report.coverage.years
    assert sum(venue.papers for venue in venues) == sum(year.papers for year in years) == 3
    assert all(sum(venue.years.values()) == venue.papers for venue in venues)


def test_same_tables_same_bytes(report: Report, folder: Path) -> None:
    assert build_report(folder, later_facts()).model_dump_json() == report.model_dump_json()


def test_row_order_of_the_facts_makes_no_difference(report: Report, folder: Path) -> None:
    facts = later_facts()
    turned = facts.model_copy(update={"rules": facts.rules[::-1]})
    assert build_report(folder, turned).model_dump_json() == report.model_dump_json()


def test_no_rows_at_all(tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    for table in TABLES:
        pl.read_parquet(folder / f"{table}.parquet").clear().write_parquet(folder / f"{table}.parquet")
    report = build_report(folder, made_facts(files=0, bytes=0))
    assert (report.bytes.total, report.findings, report.coverage.venues) == (0, [], [])


def test_surrogates_do_not_stop_the_report(folder: Path) -> None:
    check = GateCheck(name="odd \udc80 name", limit=0, measured=0, passed=True)
    assert "odd ? name" in build_report(folder, made_facts(gate=[check])).model_dump_json()


def test_values_of_evidence_that_are_left_out_are_counted() -> None:
    values = list(range(_MOST_VALUES + 2))
    assert _short(values[:-2]) == values[:-2]
    assert _short(values) == [*values[:-2], "… 2 more"]
