"""Known findings: only new ones count, and those that are fixed are told so that the file can shrink."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from etl.errors import UsageError
from etl.load.faults import told_as_output_error
from schemas.report import Baseline


def write(path: Path, findings: pl.DataFrame) -> None:
    """Write the ids of FINDINGS to PATH, one a line with its rule and words, so that a diff reads well."""
    rows = findings.sort("code", "finding_id").select("finding_id", "rule", "message").rows(named=True)
    with told_as_output_error(path):
        body = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
        path.write_text('{"version": 1, "findings": [\n' + body + "\n]}\n", "utf-8")


def read(path: Path) -> pl.Series:
    """The ids in the baseline at PATH. Raises UsageError where there is none, or it makes no sense."""
    try:
        ids = [row["finding_id"] for row in json.loads(path.read_text("utf-8"))["findings"]]
    except OSError as error:
        raise UsageError(
            f"cannot read the baseline {path}: {error.strerror}; `quiver check --write-baseline` makes one"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is no baseline; `quiver check --write-baseline` makes one") from error
    return pl.Series("finding_id", ids, dtype=pl.String)


def compare(findings: pl.DataFrame, known: pl.Series | None) -> tuple[pl.DataFrame, Baseline | None]:
    """The findings that count, and how all of them stand against the KNOWN ones."""
    if known is None:
        return findings, None
    new = findings.filter(~pl.col("finding_id").is_in(known.implode()))
    fixed = known.filter(~known.is_in(findings["finding_id"].implode())).unique().sort().to_list()
    return new, Baseline(known=findings.height - new.height, new=new.height, fixed=fixed)
