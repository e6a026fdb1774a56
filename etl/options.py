"""The options that several commands share, and the settings that those of `run` and `check` give."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from etl.console import speak_as
from etl.errors import UsageError

if TYPE_CHECKING:
    from schemas.settings import Settings

MARKING = ("sarif", "junit", "github")  # formats that a code host holds against files of a repository
FORMAT_NAMES = ("html", "md", "json", *MARKING)


class _PathOption(click.Path):
    """A path; an empty one, as of a shell variable that is not set, is not the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value, param, ctx) if value != "" else self.fail("a path is not empty", param, ctx)


PATH = _PathOption(path_type=Path, readable=False)  # what cannot be read is told by those who read

output_option = click.option(
    "--output", type=PATH, metavar="FILE", help="Write to this file in place of stdout (-).",
    callback=lambda _context, _option, file: None if file == Path("-") else file,
)  # fmt: skip
prefix_option = click.option(
    "--path-prefix", metavar="DIR",
    help="The folder of the pages, seen from the repository's root: goes before the paths in sarif, junit and github.",
)  # fmt: skip
snapshot_option = click.option(
    "--snapshot", type=PATH, metavar="DIR", default=Path("curated"), show_default=True,
    help="The folder of the snapshot.",
)  # fmt: skip
text_or_json = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The format."
)

# The defaults that they show are those of `schemas.settings`.
_SETTINGS_OPTIONS = (
    click.option("--config", type=PATH, metavar="FILE",
                 help="The settings file; if not given, quiver.toml, or [tool.quiver] in pyproject.toml."),
    click.option("--select", multiple=True, metavar="RULE",
                 help="Run only this rule (a code, family or slug). Can be repeated."),
    click.option("--ignore", multiple=True, metavar="RULE",
                 help="Do not run this rule, in addition to those that the settings ignore. Can be repeated."),
    click.option("--reference", multiple=True, metavar="FILE",
                 help="A file of full author lists (Parquet, JSONL, BibTeX, DBLP), in addition to those in the "
                      "settings. Can be repeated."),
    click.option("--cap", metavar="N", show_default="auto",
                 callback=lambda _context, _option, cap: int(cap) if (cap or "").removeprefix("-").isdecimal() else cap,
                 help="How many names the site shows at most: a number, auto (inferred) or none."),
    click.option("--fail-on", type=click.Choice(["error", "warning", "info", "never"]), show_default="error",
                 help="Fail the gate on findings of this severity or a worse one."),
    click.option("--baseline", metavar="FILE", help="A file of known findings; only new ones count for the gate."),
    click.option("--workers", type=int, metavar="N", show_default="0",
                 help="How many shards are worked on at the same time; 0 is one per processor."),
    click.option("--memory-mb", type=int, metavar="MB", show_default="1000",
                 help="How much memory to use, approximately."),
    click.option("--quiet", "-q", is_flag=True, help="Print nothing unless something goes wrong."),
    click.option("--log-format", type=click.Choice(["text", "json"]), is_eager=True,
                 callback=lambda _context, _option, log_format: speak_as(log_format),
                 help="Log one line per stage and message, in this format, in place of the progress bar."),
)  # fmt: skip


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """COMMAND with the options that stand for settings."""
    for option in reversed(_SETTINGS_OPTIONS):
        command = option(command)
    return command


def read_settings(options: dict[str, Any], **more: Any) -> tuple[Settings, str]:
    """The settings that the file and OPTIONS of the command line give, and the name of that file ("": none).

    MORE: settings by name, None where not given.
    """
    from etl.config import load_settings, settings_place

    given = more | {name: options[name] for name in ("cap", "baseline", "workers", "memory_mb")}
    given |= {"select": list(options["select"]) or None, "gate": options["fail_on"] and {"fail_on": options["fail_on"]}}
    overrides = {name: value for name, value in given.items() if value is not None}
    ignored = [{"rule": rule, "reason": "on the command line"} for rule in options["ignore"]]
    added = {"ignore": ignored, "references": list(options["reference"])}
    settings = load_settings(options["config"], overrides, added)
    if options["select"] or options["ignore"]:
        from etl.rules.selection import narrowed

        settings = narrowed(settings)
    return settings, settings_place(options["config"])


def require_marks(format_: str | None, path_prefix: str | None) -> None:
    """UsageError where there is a PATH_PREFIX and the report has no marks on files in FORMAT_."""
    if path_prefix is not None and format_ not in MARKING:
        raise UsageError("--path-prefix is for --format sarif, junit or github; take one of them, or leave it out")
