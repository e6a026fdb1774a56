"""From rules and the corpus to the rows of the table `findings`."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import polars as pl

from etl.corpus import Corpus
from etl.rules.engine import PLACE, evaluate, finish
from etl.rules.selection import Selection
from etl.rules.subjects.all_subjects import SUBJECTS
from schemas.tables import polars_schema

_DRAFT = (*PLACE, "code", "message", "evidence", "apart")


def find(
    corpus: Corpus,
    small: Callable[[str], Iterable[pl.DataFrame]],
    selection: Selection,
    frames: dict[str, pl.DataFrame],
) -> Iterator[Iterator[pl.DataFrame]]:
    """Apply the rules of SELECTION: an iterator for each subject, with drafts of findings for `finished`.

    Drafts come some at a time and in no order; several iterators may be asked at once. SMALL gives, for `drafts`, the
    frames of what rules said of copies before their place was known. FRAMES: subject -> its frame, for those that do
    not come from the corpus alone.
    """
    yield (_of_copies(corpus, small("drafts"), selection, part) for part in corpus.parts)
    for subject in (*SUBJECTS, *frames):
        if selection.of(subject):
            rows = iter([frames[subject]]) if subject in frames else _rows_about(subject, corpus)
            yield map(partial(find_in, subject=subject, selection=selection), rows)


def _rows_about(subject: str, corpus: Corpus) -> Iterator[pl.DataFrame]:
    """The frames about SUBJECT; none is made before it is asked for, so that few are in memory at once."""
    made = SUBJECTS[subject](corpus)
    yield from [made] if isinstance(made, pl.DataFrame) else made


def find_in(frame: pl.DataFrame, subject: str, selection: Selection) -> pl.DataFrame:
    """What the rules about SUBJECT flag in its FRAME, as `find` gives it."""
    return evaluate(selection.of(subject), frame, PLACE).select(_DRAFT)


def finished(drafts: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """The rows of the table for DRAFTS, in no order.

    Ids are numbered within a rule and what it is about (`anchor`): all drafts that are about the same have to be there.
    """
    rows = finish(drafts, selection.rules, selection.severity)
    rows = rows.with_columns(
        pl.col("message").str.normalize("NFC"), _in_nfc(rows["evidence"]), known=pl.lit(value=False)
    )
    shaped = rows.select(pl.col(name).cast(dtype) for name, dtype in polars_schema("findings").items())
    return _not_ignored(shaped, selection)


def _in_nfc(evidence: pl.Series) -> pl.Series:
    """EVIDENCE (JSON) in NFC: what a page does not have in it is as written all the same, as escapes."""
    other = (evidence != evidence.str.normalize("NFC")).arg_true()
    escaped = [json.dumps(json.loads(text), separators=(",", ":")) for text in evidence.gather(other)]
    return evidence.clone().scatter(other, pl.Series(escaped, dtype=pl.String))


def _not_ignored(rows: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """ROWS without those that the settings ignore on their path."""
    for ignore in selection.ignored_on_paths:
        codes = [rule.code for rule in selection.rules if rule.matches(ignore.rule)]
        of_rule = pl.col("code").is_in(codes)
        there = pages_at(rows.filter(of_rule)["path"].drop_nulls(), ignore.paths)
        rows = rows.filter(~(of_rule & pl.col("path").is_in(there.implode()).fill_null(value=False)))
    return rows


def pages_at(paths: pl.Series, patterns: Iterable[str]) -> pl.Series:
    """Those of PATHS (String), each once, that match one of PATTERNS (fnmatch)."""
    distinct = paths.unique()
    there = {path for pattern in patterns for path in fnmatch.filter(distinct, pattern)}
    return pl.Series("path", sorted(there), dtype=pl.String)


def _of_copies(corpus: Corpus, drafts: Iterable[pl.DataFrame], selection: Selection, part: str) -> pl.DataFrame:
    """DRAFTS on the copies that speak for papers whose id begins with PART, at the lines of what the rule is about."""
    place = corpus.whole_papers(part).select(
        "copy", "paper_id", "page", "first_line", "last_line", "title_line", "abstract_line"
    )
    place = place.with_columns(corpus.page_places(place["page"]))
    field = {rule.code: (rule.field or "") for rule in selection.rules}
    told = pl.concat([some.join(place, on="copy", how="semi", maintain_order="left") for some in drafts])
    rows = (
        told.unique(["copy", "code", "apart"], maintain_order=True)
        .join(place, on="copy")
        .with_columns(field=pl.col("code").replace_strict(field, default="", return_dtype=pl.String))
    )
    on_title, on_abstract = (pl.col("field").str.starts_with("title"), pl.col("field").str.starts_with("abstract"))
    first = (
        pl.when(on_title).then(pl.col("first_line") + pl.col("title_line"))
        .when(on_abstract & pl.col("abstract_line").is_not_null()).then(pl.col("first_line") + pl.col("abstract_line"))
        .otherwise("first_line")
    )  # fmt: skip
    last = pl.when(on_title).then(pl.col("first_line") + pl.col("title_line")).otherwise("last_line")
    return rows.with_columns(
        first_line=first, last_line=pl.max_horizontal(first, last), row_id="paper_id", anchor="paper_id"
    ).select(_DRAFT)
