"""Evaluates rules over frames; the only place that does. What comes out are findings as rows."""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter

import polars as pl

from etl.errors import RuleFaultError
from etl.frames import as_text
from etl.identity import digests
from etl.rules.base import Rule

PLACE = ("row_id", "paper_id", "page_id", "path", "first_line", "last_line", "anchor")
"""Columns of every subject but `copy`: where a finding is; `anchor` is what stays the same from run to run."""


def evaluate(rules: Sequence[Rule], frame: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Rows of FRAME that RULES flag: KEYS, code, message, evidence (JSON), apart (the values of `identity`).

    Raises RuleFaultError where one of them fails.
    """
    try:
        return _evaluated(rules, frame, keys)
    except MemoryError:
        raise
    except (Exception, pl.exceptions.PanicException) as error:
        broken = next((rule for rule in rules if _fails(rule, frame, keys)), None)
        if broken is None:
            raise
        raise RuleFaultError(broken.code, broken.slug, always=_fails(broken, frame.clear(), keys)) from error


def _fails(rule: Rule, frame: pl.DataFrame, keys: Sequence[str]) -> bool:
    try:
        _draft(rule, frame.filter(rule.when.fill_null(value=False)), keys)
    except (Exception, pl.exceptions.PanicException):  # noqa: BLE001 - it is what is asked
        return True
    return False


def _evaluated(rules: Sequence[Rule], frame: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    schema = pl.Schema(
        {key: frame.schema[key] for key in keys}
        | {"code": pl.String, "message": pl.String}
        | {"evidence": pl.String, "apart": pl.String}
    )
    if frame.is_empty() or not rules:
        return schema.to_frame()
    flags = frame.select(rule.when.fill_null(value=False).alias(rule.code) for rule in rules)
    drafts = [_draft(rule, frame.filter(flags[rule.code]), keys) for rule in rules if flags[rule.code].any()]
    return pl.concat(drafts) if drafts else schema.to_frame()


def _draft(rule: Rule, rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    rows = as_text(rows).rechunk()  # Polars 2.1 panics in `format` where the first chunk of a column is empty
    if rule.snippet is not None:
        rows = rows.with_columns(snippet=rule.snippet)
    apart = [pl.col(c).cast(pl.String).fill_null("") for c in rule.identity] or [pl.lit("")]
    return rows.select(
        *keys,
        code=pl.lit(rule.code),
        message=_message(rule.message),
        evidence=pl.struct(rule.told_by).struct.json_encode(),
        apart=pl.concat_str(apart, separator="\x1f"),
    )


def _message(template: str) -> pl.Expr:
    """TEMPLATE with what the row has: `{column}`, or `{column:noun}` for a count of things."""
    parts = []
    for text, column, noun, _ in Formatter().parse(template):
        parts += [pl.lit(text), *([_said(column, noun)] if column else [])]
    return pl.concat_str(parts)


def _said(column: str, noun: str | None) -> pl.Expr:
    value = pl.col(column).cast(pl.String).fill_null("?")
    if not noun:
        return value
    return value + pl.when(pl.col(column) == 1).then(pl.lit(f" {noun}")).otherwise(pl.lit(f" {noun}s"))


def finish(drafts: pl.DataFrame, rules: Sequence[Rule], severity: dict[str, str]) -> pl.DataFrame:
    """Findings from DRAFTS with their place: the stable id, the words of the rule, the severity of the settings.

    The id is made of the rule, the anchor (what the finding is about) and what tells it apart; several that agree in
    these are numbered in the order of their places.
    """
    about = pl.DataFrame(
        [(r.code, r.slug, severity.get(r.code, r.severity), r.table, r.field) for r in rules],
        schema=dict.fromkeys(("code", "rule", "severity", "table", "field"), pl.String),
        orient="row",
    )
    order = ["code", "anchor", "apart", "path", "first_line", "evidence"]
    sorted_ = drafts.select(order).with_row_index("draft").sort(order, nulls_last=True)
    number = pl.int_range(pl.len()).over("code", "anchor", "apart").cast(pl.String)
    identity = pl.concat_str("code", "anchor", "apart", number, separator="\x1f")
    identities = sorted_.select("draft", identity=identity).sort("draft")["identity"]
    return drafts.with_columns(finding_id=pl.Series(digests(identities, 16), dtype=pl.String)).join(
        about, on="code", how="left", maintain_order="left"
    )
