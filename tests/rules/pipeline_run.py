"""Runs raw pages through the pipeline, up to the findings, without files."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path

import polars as pl

from etl.corpus import Corpus
from etl.extract.page import extract
from etl.extract.source.decode import decode
from etl.extract.source.files import Source
from etl.pipeline.merging.merge import merge
from etl.pipeline.reading.shard import checked
from etl.pipeline.spill import Spill
from etl.references.load import load_references
from etl.references.store import References
from etl.rules.base import Example
from etl.rules.findings import find, finished
from etl.rules.selection import Selection, select_rules
from etl.rules.subjects import unread
from schemas.settings import Settings

_QUARANTINE = ("page_id", "path", "first_line", "last_line", "first_byte", "end_byte", "reason", "raw")


@cache
def _all_rules() -> Selection:
    return select_rules(Settings())


def run_pages(
    pages: Mapping[str, bytes], settings: Settings | None = None, others: Mapping[str, pl.DataFrame] | None = None
) -> tuple[Corpus, pl.DataFrame]:
    """The corpus and the findings of PAGES (path -> bytes), in the order in which they stand."""
    settings = settings or Settings()
    selection = _all_rules() if settings == Settings() else select_rules(settings)
    sources = [Source(path, data, decode(data)) for path, data in pages.items()]
    shard = checked([extract(sources)], selection.of("copy"))
    paths = [Path(path) for path in settings.references]
    references = load_references(paths, paths[0].parent / "references") if paths else References()
    cap = settings.cap if isinstance(settings.cap, int) else None

    def small(table: str) -> list[pl.DataFrame]:
        return [getattr(shard, table)]

    corpus = merge(small, cap, references, Spill())
    owners = corpus.whole_pages().select("page_id", "owner_author_key")
    frames = {"quarantine": unread.quarantine([shard.quarantine.select(_QUARANTINE)], owners), **(others or {})}
    drafts = chain.from_iterable(find(corpus, small, selection, frames))
    found = finished(pl.concat(drafts), selection)
    return corpus, found.sort("finding_id")


def in_files(texts: tuple[str, ...], encoding: str = "utf-8") -> dict[str, bytes]:
    """TEXTS as files 000.txt, 001.txt ..."""
    return {f"{number:03}.txt": text.encode(encoding) for number, text in enumerate(texts)}


def run_example(example: Example, folder: Path, *rules: str) -> pl.DataFrame:
    """The findings of RULES (all if none is given) on an EXAMPLE; FOLDER takes its reference."""
    settings = Settings(select=rules)
    if example.references:
        path = folder / "reference.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in example.references))
        settings = Settings(references=(str(path),), select=rules)
    others = {"file": unread.files(example.passed_over)}
    return run_pages(in_files(example.pages, example.encoding), settings, others)[1]


def key(example: Example) -> str:
    """What tells two examples apart."""
    return repr(dataclasses.astuple(example))
