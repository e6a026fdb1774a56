"""The command `quiver`: arguments in, answer on stdout, talk on stderr, exit status out. No logic."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from etl.console import answer, put, run_and_exit, talk, tell
from etl.errors import UsageError
from etl.options import (
    FORMAT_NAMES,
    PATH,
    output_option,
    prefix_option,
    read_settings,
    require_marks,
    snapshot_option,
    text_or_json,
    with_settings,
)

if TYPE_CHECKING:
    from etl.snapshot_reader import Snapshot
    from etl.value_steps import Kind
    from schemas.report import Report


class _Group(click.Group):
    """A group whose commands stand in the order in which one uses them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="quiver-etl", message="%(version)s")
def cli() -> None:
    """Turn raw text pages of bibliographic records into validated Parquet tables and a quality report.

    Exit status: 0 fine, 1 the gate failed (or `verify` or `schema --check` did), 2 wrong use or settings, 3 input
    that cannot be read, or none, 4 output that cannot be written, or another run holds it, 70 a bug in Quiver.

    \b
    Example:
      quiver run raw --out curated
    """


def main() -> NoReturn:
    """Run the command line and exit."""
    if sys.flags.optimize > 1:
        _restore_help()
    run_and_exit(cli)


def _restore_help() -> None:
    """Give the commands their help where Python has left it out (`-OO`, PYTHONOPTIMIZE=2): from their source."""
    import ast

    defined = (node for node in ast.parse(Path(__file__).read_bytes()).body if isinstance(node, ast.FunctionDef))
    helps = {node.name: ast.get_docstring(node) for node in defined}
    for command in (cli, *cli.commands.values()):
        command.help = helps[getattr(command.callback, "__name__", "")]


@cli.command(short_help="Read pages and publish a snapshot, if the gate lets it.")
@click.argument("raw", nargs=-1, required=True, type=PATH)
@click.option("--out", type=PATH, metavar="DIR", default=Path("curated"), show_default=True,
              help="The folder to publish in.")  # fmt: skip
@click.option("--keep", type=int, metavar="N", show_default="1", help="How many earlier snapshots to keep.")
@click.option("--wait", "wait_seconds", type=float, metavar="SECONDS", show_default="0",
              help="How long to wait for another run that is writing to OUT.")  # fmt: skip
@with_settings
def run(raw: tuple[Path, ...], out: Path, keep: int | None, wait_seconds: float | None, **options: Any) -> int:
    """Read the pages in RAW (files or folders) and publish a snapshot in OUT, if the gate lets it.

    \b
    Example:
      quiver run raw --out curated
      quiver run raw --out curated --reference dblp.xml.gz
    """
    from etl.extract.source.ahead import Ahead

    ahead = Ahead(raw)  # while the modules that follow are loaded
    from etl.pipeline.run import run as run_pipeline
    from etl.progress import reporter

    settings, read_from = read_settings(options, keep=keep, wait_seconds=wait_seconds)
    with reporter(quiet=options["quiet"], log_format=options["log_format"]) as progress:
        outcome = run_pipeline(raw, out, settings, progress, ahead)
    text = f"nothing changed: {out} is up to date"
    if outcome.report is not None:
        text = _summary(outcome.report, str(out), read_from)
    if not options["quiet"]:
        tell(text)
    elif outcome.report is not None and not outcome.passed:
        talk(f"{outcome.report.why} Read {out}/failed/report.html")
    return 0 if outcome.passed else 1


def _summary(report: Report, out: str, settings: str, *, to_file: bool = False) -> str:
    """REPORT in about ten lines, in colour where a person wants it (https://no-color.org)."""
    from etl.report.terminal import summary

    colour = not to_file and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return summary(report, colour=colour, out=out, settings=settings)


@cli.command(short_help="Read pages and judge them; publish nothing.")
@click.argument("raw", nargs=-1, required=True, type=PATH)
@click.option("--format", "format_", type=click.Choice(FORMAT_NAMES),
              help="Print the report in this format, in place of a summary.")  # fmt: skip
@output_option
@prefix_option
@click.option("--write-baseline", type=PATH, metavar="FILE", help="Write the findings to this baseline; what it has "
              "of rules that are not run stays in it.")  # fmt: skip
@click.option("--against", type=PATH, metavar="DIR", help="A snapshot to compare with (rules of the family RUN).")
@with_settings
def check(
    raw: tuple[Path, ...], format_: str | None, output: Path | None, path_prefix: str | None,
    write_baseline: Path | None, against: Path | None, **options: Any,
) -> int:  # fmt: skip
    """Read the pages in RAW and judge them; publish nothing.

    Paths in sarif, junit and github lead to RAW from the current folder, if it lies below that, or begin with
    --path-prefix.

    \b
    Example:
      quiver check raw
      quiver check raw --write-baseline baseline.json
      quiver check raw --baseline baseline.json --format sarif --output quiver.sarif
    """
    from etl.extract.source.find import located
    from etl.pipeline.check import check as check_pages
    from etl.progress import reporter
    from etl.report.path_prefix import prefix_of

    require_marks(format_, path_prefix)
    settings, read_from = read_settings(options)
    prefix = prefix_of(raw, partial(located, raw)) if path_prefix is None else path_prefix
    with reporter(quiet=options["quiet"], log_format=options["log_format"]) as progress:
        outcome = check_pages(
            raw, settings, progress,
            format_=format_, prefix=prefix, write_baseline=write_baseline, against=against,
        )  # fmt: skip
    assert outcome.report is not None  # a check always has one
    summary, quiet = partial(_summary, outcome.report, "", read_from), options["quiet"]
    if outcome.rendered is not None:
        _write(outcome.rendered, output)
    elif output is not None:
        _write(summary(to_file=True), output)
    stdout_is_free = (format_ is None) == (output is None)  # and the summary is not in a file
    if stdout_is_free and not quiet:
        tell(summary())
    elif not outcome.passed and (quiet or output is not None):
        talk(outcome.report.why)
    if write_baseline is not None and not quiet:
        talk(f"wrote the baseline {write_baseline}; use it with --baseline, or name it in quiver.toml")
    return 0 if outcome.passed else 1


def _write(text: str, output: Path | None) -> None:
    from etl.load.faults import told_as_output_error

    if output is None:
        answer(text)
        return
    with told_as_output_error(output, "file with --output"):
        output.write_bytes(text.encode("utf-8", "replace"))


@contextmanager
def _opened(*folders: Path) -> Iterator[list[Snapshot]]:
    """The snapshots in FOLDERS, to be read inside: what cannot be read of them is one line."""
    from etl.snapshot_reader import open_snapshot, told_if_damaged

    snapshots = [open_snapshot(folder) for folder in folders]
    with told_if_damaged(*snapshots):
        yield snapshots


@cli.command(short_help="Print the quality report of a snapshot.")
@click.option("--format", "format_", type=click.Choice(FORMAT_NAMES), default="md", show_default=True,
              help="The format.")  # fmt: skip
@output_option
@prefix_option
@snapshot_option
def report(format_: str, output: Path | None, path_prefix: str | None, snapshot: Path) -> None:
    """Print the quality report of a snapshot.

    \b
    Example:
      quiver report --format sarif --path-prefix raw --output quiver.sarif
      quiver report --format md >> "$GITHUB_STEP_SUMMARY"
    """
    from etl.report.formats import FORMATS
    from etl.snapshot_reader import read_report

    require_marks(format_, path_prefix)
    with _opened(snapshot) as (opened,):
        text = FORMATS[format_](read_report(opened), opened.path, path_prefix)
    _write(text, output)


@cli.command(short_help="List the rules.")
@click.argument("rule", nargs=-1)
@text_or_json
def rules(rule: tuple[str, ...], format_: str) -> None:
    """List all rules, or those of RULE (codes, families or slugs): code, severity, slug, what it means.

    \b
    Example:
      quiver rules
      quiver rules AUT NAM
    """
    from etl.rules.explanations import as_json, as_text, named

    found = named(rule)
    answer(as_json(found) if format_ == "json" else as_text(found))


@cli.command(short_help="Explain a rule.")
@click.argument("rule")
def explain(rule: str) -> None:
    """Explain RULE (a code or a slug): what, why, what to do, and examples. Of a family, list the rules.

    \b
    Example:
      quiver explain AUT101
      quiver explain author-list-truncated
    """
    from etl.rules.explanations import explained

    answer(explained(rule))


@cli.command(short_help="Show the page of an author as Quiver knows it.")
@click.argument("name")
@snapshot_option
def show(name: str, snapshot: Path) -> None:
    """Show the author page of NAME as Quiver knows it: papers, state of their lists, recovered people, homonyms.

    \b
    Example:
      quiver show "jacob steinhardt"
    """
    from etl.show import show as show_author

    with _opened(snapshot) as (opened,):
        page = show_author(opened, name)
    answer(page)


@cli.command(short_help="Give a raw page back, byte for byte.")
@click.argument("page_id")
@snapshot_option
def render(page_id: str, snapshot: Path) -> None:
    """Give the raw page PAGE_ID (or the beginning of its id) back, byte for byte.

    \b
    Example:
      quiver render d706e8b0 > page.txt
    """
    from etl.render import render as render_page

    with _opened(snapshot) as (opened,):
        page = render_page(opened, page_id)
    put(page)


@cli.command(short_help="Check that a snapshot is whole and within its contract.")
@click.argument("curated", type=PATH, default=Path("curated"))
@click.option("--render", "rendering", is_flag=True,
              help="Render each page too, and compare it with the hash that is its id.")  # fmt: skip
def verify(curated: Path, rendering: bool) -> int:
    """Check that the snapshot in CURATED is whole and within its contract; exit status 1 if it is not.

    \b
    Example:
      quiver verify curated
      quiver verify --render curated
    """
    from etl.verify import verify as verify_snapshot

    problems = verify_snapshot(curated, rendering=rendering)
    whole = f"{curated} is whole and within its contract{', and gives each page back' if rendering else ''}"
    tell("\n".join(map(str, problems)) or whole)
    return 1 if problems else 0


@cli.command(short_help="Tell what changed from one snapshot to another.")
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@text_or_json
def diff(old: Path, new: Path, format_: str) -> None:
    """Tell what came, went or changed from the snapshot OLD to NEW: papers, authors, findings.

    \b
    Example:
      quiver diff yesterday/curated curated
    """
    from etl.diff import compare

    with _opened(old, new) as (before, after):
        difference = compare(before, after)
    answer(difference.as_json() if format_ == "json" else difference.as_text())


# A text may begin with a dash.
@cli.command(short_help="Show what becomes of a value, step by step.",
             context_settings={"ignore_unknown_options": True})  # fmt: skip
@click.argument("kind", type=click.Choice(["name", "venue", "text", "title"]))
@click.argument("value")
def normalize(kind: Kind, value: str) -> None:
    """Show what becomes of VALUE, and by which step.

    \b
    Example:
      quiver normalize name "Maria Victoria Lopez Gonzalez 0001"
      quiver normalize venue "Proc. 37th Int. Conf. on Machine Learning"
      quiver normalize text "We reach 0. 9 (e. g. , on CIFAR-10)."
    """
    from etl.value_steps import normalize as steps
    from etl.visible import visible

    told = steps(kind, value.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))  # as pages are read
    width = max(len(step) for step, _ in told)
    answer("\n".join(f"{step:{width}s}  {visible(text)}".rstrip() for step, text in told))


@cli.command(short_help="Print or check the contract of the tables.")
@click.argument("table", required=False)
@click.option("--check", "check_", is_flag=True, help="Compare with the last released contract.")
@text_or_json
def schema(table: str | None, check_: bool, format_: str) -> int:
    """Print the contract of the tables (or of TABLE): columns, types, meaning; or check it against the last release.

    \b
    Example:
      quiver schema papers
      quiver schema papers --format json
      quiver schema --check
    """
    from etl.contract_text import against_release, contract_json, contract_text

    if check_:
        if table is not None or format_ != "text":
            raise UsageError("--check compares all tables, and answers in text; leave TABLE and --format out")
        text, compatible = against_release()
        answer(text)
        return 0 if compatible else 1
    answer(contract_json(table) if format_ == "json" else contract_text(table))
    return 0
