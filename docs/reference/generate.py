"""Writes the pages of this folder that follow from the code: `python docs/reference/generate.py`.

The tests compare what this gives with the files, so that no page is out of date.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, get_args, get_origin

import click
import polars as pl
from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "raw" / "jacob_steinhardt.txt"
_MADE = "<!-- Made by `python docs/reference/generate.py`; do not edit. -->"
_LONGEST_EXAMPLE = 30  # lines
_HELP: dict[str, Any] = {"terminal_width": 100, "max_content_width": 100, "help_option_names": ["-h", "--help"]}


def tables_page() -> str:
    """The data dictionary, from `schemas.tables`."""
    from schemas.quarantine import REASONS
    from schemas.tables import TABLES
    from schemas.version import CONTRACT_VERSION

    return _page(
        "Tables",
        f"Contract {CONTRACT_VERSION}. One Parquet file a table, sorted by its key; text is UTF-8, in NFC but where it",
        "is kept as written. Types are those of Arrow; *null* says that a value may be missing. Spans follow one",
        "convention: lines count from 1, both ends included; bytes count from 0, the end excluded; both within the",
        "file that `path` names. What a table counts of another one agrees with it, and `quiver verify` asks.",
        "`quiver schema` prints the same; `quiver schema papers --format json` gives JSON Schema. How to query them:",
        "[read the tables](../how-to/read-the-tables.md).",
        "",
        ", ".join(f"[{name}](#{name})" for name in TABLES),
        *(line for name in TABLES for line in _table(name)),
        *("", "| `reason` | why |", "| --- | --- |"),
        *(f"| `{reason}` | {why} |" for reason, why in REASONS.items()),
    )


def _table(name: str) -> Iterator[str]:
    from etl.contract_text import meaning
    from schemas.arrow import arrow_schema
    from schemas.tables import table_description, table_key

    yield from ("", f"## {name}", "", table_description(name), "")
    yield f"Key: {', '.join(f'`{column}`' for column in table_key(name))}."
    yield from ("", "| column | type | null | what it is |", "| --- | --- | --- | --- |")
    for field in arrow_schema(name):
        about = _cell(meaning(name, field.name))
        yield f"| `{field.name}` | {field.type} | {'null' if field.nullable else ''} | {about} |"


def settings_page() -> str:
    """The settings, from `schemas.settings`."""
    from schemas.settings import Gate, Ignore, RuleLimit, Settings

    return _page(
        "Settings",
        "Settings stand in `quiver.toml`, or under `[tool.quiver]` in `pyproject.toml`, in the folder where the",
        "command runs; `--config FILE` names another file (of a `pyproject.toml` that table is read). The summary of a",
        "run names it. Options of the command line go before them, but for `--ignore` and `--reference`, which add to",
        'them. An unknown key, or a value of another type (`"8"` for `8`), is an error (exit status 2). A *rule*',
        "is a code (`AUT101`), a family (`AUT`) or a slug (`author-list-truncated`). Files that settings name are",
        "looked for from the folder where the command runs, wherever the settings lie.",
        "",
        "```toml",
        *_SETTINGS_EXAMPLE.strip().splitlines(),
        "```",
        *_model("Settings", Settings),
        *_model("gate", Gate),
        *_model("gate.limits", RuleLimit),
        *_model("ignore", Ignore),
    )


_SETTINGS_EXAMPLE = """
references = ["dblp.xml.gz"]
baseline = "baseline.json"

ignore = [
  { rule = "title-has-url", reason = "wanted here" },
  { rule = "ABS", reason = "no abstracts in these", paths = ["old/*"] },
]

[severity]
author-list-truncated = "info"

[gate]
fail_on = "error"
min_rows = { papers = 50 }
limits = [{ rule = "no-authors", max_rate = 0.01 }]
"""


def _model(title: str, model: type[BaseModel]) -> Iterator[str]:
    yield from ("", f"## {title}", "", (model.__doc__ or "").strip(), "")
    yield from ("| key | type | default | what it does |", "| --- | --- | --- | --- |")
    for name, field in model.model_fields.items():
        type_ = _type(field.annotation) + _bounds(field.metadata)
        yield f"| `{name}` | {type_} | {_default(field)} | {_cell(field.description or '')} |"


def _type(annotation: Any) -> str:
    """ANNOTATION in the words of TOML."""
    plain = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    origin, inside = get_origin(annotation), [part for part in get_args(annotation) if part is not type(None)]
    if annotation in plain:
        return plain[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"table [{annotation.__name__.lower()}](#{annotation.__name__.lower()})"
    if origin is tuple:
        return "list of text" if _type(inside[0]) == "text" else "list of tables"
    if origin is dict:
        return f"table: {_type(inside[0])} = {_type(inside[1])}"
    if origin is Annotated:
        return _type(inside[0]) + _bounds(inside[1].metadata)
    return " or ".join(f'`"{part}"`' if isinstance(part, str) else _type(part) for part in inside)


def _bounds(metadata: list[Any]) -> str:
    """The least and the greatest value, of a number that has them."""
    least = "".join(f" from {bound.ge:,g}" for bound in metadata if isinstance(bound, Ge))
    return least + "".join(f" to {bound.le:,g}" for bound in metadata if isinstance(bound, Le))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "(needed)"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel) or value is None or value in ((), {}):
        return ""
    return f'`"{value}"`' if isinstance(value, str) else f"`{str(value).lower()}`"


def commands_page() -> str:
    """What `--help` says, of every command."""
    from etl.cli import cli

    top = click.Context(cli, info_name="quiver", **_HELP)
    return _page(
        "Commands",
        "The answer goes to stdout, talk to stderr; a progress bar is shown on a terminal only.\n\n"
        'Bash completes commands and options after `eval "$(_QUIVER_COMPLETE=bash_source quiver)"`; `zsh_source` and\n'
        "`fish_source` are for those shells.",
        *_help("quiver", cli.get_help(top)),
        *(line for name, command in cli.commands.items() for line in _help(f"quiver {name}", _helped(command, top))),
    )


def _helped(command: click.Command, top: click.Context) -> str:
    return command.get_help(click.Context(command, info_name=command.name, parent=top, **_HELP))


def _help(title: str, text: str) -> Iterator[str]:
    yield from ("", f"## {title}", "", "```text", *(line.rstrip() for line in text.splitlines()), "```")


def subjects_page() -> str:
    """The frames that rules look at, with the columns that they have on the real page."""
    from etl.pipeline.drift import DRIFT
    from etl.rules.engine import PLACE
    from etl.rules.subjects.all_subjects import SUBJECTS

    corpus, copies, quarantine, files = _frames()
    frames = {name: make(corpus) for name, make in SUBJECTS.items()}
    schemas = {name: (made if isinstance(made, pl.DataFrame) else next(made)).schema for name, made in frames.items()}
    return _page(
        "Subjects of rules",
        "A rule is an expression over the columns of one of these frames (`etl/rules/subjects/`). All but `copy`",
        f"have the columns of the place as well: {', '.join(f'`{name}`' for name in PLACE)}.",
        *_subject("copy", "One row a way in which listings show a paper; the only subject with abstracts.", copies),
        *_subject("quarantine", "One row a stretch of unused raw text.", quarantine),
        *_subject("file", "One row a thing among the pages that is named like a page and cannot be read.", files),
        *_subject("drift", "What got worse since the last snapshot.", DRIFT),
        *(line for name, make in SUBJECTS.items() for line in _subject(name, _about(make), schemas[name])),
    )


def _frames() -> tuple[Any, pl.Schema, pl.Schema, pl.Schema]:
    """The real page, as a corpus and as the frames that come from the pipeline."""
    from etl.extract.page import extract
    from etl.extract.source.decode import decode
    from etl.extract.source.files import Source
    from etl.pipeline.merging.merge import merge
    from etl.pipeline.reading.shard import _mended, checked
    from etl.pipeline.spill import Spill
    from etl.rules.selection import select_rules
    from etl.rules.subjects import unread
    from schemas.settings import Settings

    data = PAGE.read_bytes()
    sources = [Source(PAGE.name, data, decode(data))]
    rules = select_rules(Settings()).of("copy")
    shard = checked([extract(sources)], rules)
    corpus = merge(lambda table: [getattr(shard, table)], None, None, Spill())
    owners = corpus.whole_pages().select("page_id", "owner_author_key")
    quarantine, files = unread.quarantine([shard.quarantine], owners), unread.files([])
    return corpus, _mended(extract(sources).copies).schema, quarantine.schema, files.schema


def _about(make: Callable[..., Any]) -> str:
    return inspect.getdoc(make) or ""


def _subject(name: str, about: str, schema: pl.Schema) -> Iterator[str]:
    from etl.rules.engine import PLACE

    place = set() if name == "copy" else set(PLACE)
    columns = [f"`{column}` {dtype}" for column, dtype in schema.items() if column not in place]
    yield from ("", f"## {name}", "", *about.splitlines(), "", "Columns: " + ", ".join(columns) + ".")


def rules_page() -> str:
    """All rules in a table, then each with what it means, why it matters, what to do, and an example."""
    from etl.rules.base import FAMILIES
    from etl.rules.catalogue import CATALOGUE

    rows = [
        f"| [{r.code}](#{r.code.lower()}-{r.slug}) | {r.slug} | {r.severity} | {_text(r.what)} |" for r in CATALOGUE
    ]
    return _page(
        "Rules",
        f"{len(CATALOGUE)} rules in {len(FAMILIES)} families. `quiver rules` lists them, `quiver explain CODE` shows",
        "one with its examples; how often each finds something, and how often it is right, is in",
        "[rule-precision.md](rule-precision.md). Settings select, ignore and re-grade them by code (`AUT101`), by the",
        "beginning of one (`AUT`, `ABS2`) or by slug. A finding of severity `error` fails the default gate; no rule",
        "has it by itself: raise what must stop you. Below each example stand the `message` and the `evidence` (JSON)",
        "of the finding.",
        *("", "| code | slug | severity | what |", "| --- | --- | --- | --- |", *rows),
        *(line for family, about in FAMILIES.items() for line in _family(family, about)),
    )


def _family(family: str, about: str) -> Iterator[str]:
    from etl.rules.catalogue import CATALOGUE

    yield f"\n## {family}: {about}\n"
    for rule in CATALOGUE:
        if rule.family == family:
            place = f"`{rule.table}.{rule.field}`" if rule.field else f"`{rule.table}`"
            yield f"### {rule.code} {rule.slug}\n\n{_text(rule.what)}\n\n- Severity: {rule.severity}; about {place}."
            yield f"- Why it matters: {_text(rule.why)}\n- What to do: {_text(rule.remedy)}\n{_example(rule)}"


def _example(rule: Any) -> str:
    """The example that RULE flags, as text that is no Markdown: whole pages where the rule is about those."""
    from etl.rules.explanations import reference_line, spelled_out

    if rule.subject == "drift":  # two inputs, of many papers each
        return ""
    body = _whole if rule.subject in {"page", "twin_page", "quarantine"} else _listings
    lines = [line for page in rule.flagged.pages for line in [*body(page).splitlines(), ""]][:-1]
    shown = [*lines[:_LONGEST_EXAMPLE], "..."] if len(lines) > _LONGEST_EXAMPLE else lines
    text = "\n".join(map(spelled_out, shown))
    references = "".join(f"{reference_line(row)}\n" for row in rule.flagged.references)
    beside = f"\nwith the reference\n\n~~~text\n{references}~~~\n" if references else ""
    beside += "".join(f"\nwith `{name}`, which {why}, among the pages\n" for name, why in rule.flagged.passed_over)
    return f"\nFlagged, for example:\n\n~~~text\n{text}\n~~~\n{beside}\ngives\n\n{_said(rule)}"


def _said(rule: Any) -> str:
    """The `message` and the `evidence` of the first finding of RULE on its example."""
    from tests.rules.example_findings import found_on_example

    with TemporaryDirectory() as folder:
        found = found_on_example(rule, "flagged", Path(folder))
    message, evidence = found.select("message", "evidence").row(0)
    return f"~~~text\n{message}\n{evidence}\n~~~\n"


def _whole(page: str) -> str:
    """PAGE with the notice, which is the same on all, cut short."""
    from etl.rules.examples import NOTICE

    return page.replace(NOTICE, "Possible papers associated with this exact author name in Arrow. [...]").strip("\n")


def _listings(page: str) -> str:
    """PAGE without its header."""
    return page.partition("Possible papers\n\n")[2].partition("\n\n")[2].strip("\n")


def _page(title: str, *lines: str) -> str:
    return "\n".join([_MADE, "", f"# {title}", "", *lines]).rstrip("\n") + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _text(text: str) -> str:
    return _cell(text).replace("<", "&lt;")


def report_schema() -> str:
    """The JSON Schema of report.json."""
    from schemas.report import report_json_schema

    return json.dumps(report_json_schema(), indent=1, ensure_ascii=False) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "report.schema.json": report_schema,
    "tables.md": tables_page,
    "settings.md": settings_page,
    "commands.md": commands_page,
    "subjects.md": subjects_page,
    "rules.md": rules_page,
}
"""Name of each page -> what makes it."""

if __name__ == "__main__":
    sys.path.append(str(HERE.parents[1]))  # the examples of rules are run as the tests do it
    for page, make_page in PAGES.items():
        (HERE / page).write_text(make_page(), "utf-8")
        sys.stderr.write(f"{page}\n")
