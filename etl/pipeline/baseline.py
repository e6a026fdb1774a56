"""Known findings: only new ones count, and those that are fixed are told so that the file can shrink."""

from __future__ import annotations

import json
import os
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import BaseModel, ValidationError

from etl.errors import UsageError
from etl.load.faults import told_as_output_error
from etl.load.folders import replace_file
from schemas.run_facts import Baseline, NewFinding
from schemas.settings import SEVERITIES

_SHOWN = 100  # new findings in the report; all are in the table


class _Known(BaseModel):
    finding_id: str
    rule: str | None = None
    message: str | None = None


class _File(BaseModel):
    version: Literal[1]
    findings: list[_Known]


def _findings_in(path: Path) -> list[_Known]:
    return _File.model_validate_json(path.read_bytes().removeprefix(BOM_UTF8)).findings


def write(path: Path, findings: pl.DataFrame, left_out: Collection[str]) -> None:
    """Write the ids of FINDINGS to PATH, one a line with its rule and words, so that a diff reads well.

    What a baseline at PATH has of the rules LEFT_OUT, which were not evaluated, stays. Raises UsageError where another
    file is at PATH.
    """
    rows = findings.sort("code", "finding_id").select("finding_id", "rule", "message").rows(named=True)
    rows += [known.model_dump(exclude_none=True) for known in _there(path) if known.rule in left_out]
    body = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    text = '{"version": 1, "findings": [\n' + body + "\n]}\n"
    with told_as_output_error(path, "file with --write-baseline"):
        if path.exists() and not path.is_file():  # such as /dev/stdout, which nothing can take the place of
            path.write_text(text, "utf-8")
        else:
            replace_file(Path(os.path.realpath(path)), text.encode())


def _there(path: Path) -> list[_Known]:
    """What stands in the baseline at PATH, which may not be there yet, or be empty."""
    if not path.is_file() or not path.stat().st_size:
        return []
    try:
        return _findings_in(path)
    except (OSError, ValidationError) as error:
        raise UsageError(
            f"{path} is there already and is no baseline; move it away, or name another file with --write-baseline"
        ) from error


def read(path: Path) -> pl.DataFrame:
    """The findings in the baseline at PATH: finding_id, rule (null where it is not told).

    Raises UsageError where there is none, or it makes no sense.
    """
    try:
        findings = _findings_in(path)
    except OSError as error:
        raise UsageError(
            f"cannot read the baseline {path}: {error.strerror}; `quiver check --write-baseline` makes one"
        ) from error
    except ValidationError as error:
        raise UsageError(f"{path} is no baseline; `quiver check --write-baseline` makes one") from error
    rows = [(known.finding_id, known.rule) for known in findings]
    return pl.DataFrame(rows, schema={"finding_id": pl.String, "rule": pl.String}, orient="row")


def marked(findings: Iterable[pl.DataFrame], known: pl.DataFrame | None) -> Iterator[pl.DataFrame]:
    """FINDINGS, batches of the table's rows, with the column `known` true where KNOWN has the id."""
    has = pl.lit(value=False) if known is None else pl.col("finding_id").is_in(known["finding_id"].implode())
    return (rows.with_columns(known=has) for rows in findings)


def compare(
    findings: pl.DataFrame, known: pl.DataFrame | None, left_out: Collection[str], table: Path
) -> tuple[pl.DataFrame, Baseline | None]:
    """The findings that count, and how all of them stand against the KNOWN ones.

    FINDINGS: finding_id, severity and `known` of the rows of TABLE, the file of the table. LEFT_OUT: rules that were
    not evaluated.
    """
    if known is None:
        return findings, None
    new = findings.filter(~pl.col("known"))
    gone = pl.col("finding_id").is_in(findings["finding_id"].implode()).not_()
    evaluated = pl.col("rule").is_in(left_out).not_().fill_null(value=True)
    fixed = known.filter(gone, evaluated)["finding_id"].unique().sort().to_list()
    shown = _worst(new, table)
    return new, Baseline(known=findings.height - new.height, new=new.height, new_findings=shown, fixed=fixed)


def _worst(new: pl.DataFrame, table: Path) -> list[NewFinding]:
    """The first of the NEW findings by severity and place, with what TABLE has of them."""
    severity = pl.col("severity").cast(pl.Enum(SEVERITIES))
    keys = new.select("finding_id", severity).lazy()
    place = pl.scan_parquet(table).select("finding_id", "path", "first_line", "code")
    first = keys.join(place, on="finding_id").sort(
        "severity", "path", "first_line", "code", "finding_id", nulls_last=True
    )
    columns = list(NewFinding.model_fields)
    shown = (
        first.head(_SHOWN)
        .select("finding_id")
        .join(pl.scan_parquet(table).select(columns), on="finding_id", maintain_order="left")
    )
    return [NewFinding.model_validate(row) for row in shown.collect().to_dicts()]
