"""Make the golden files anew: `python -m tests.report.make_golden`. Then read what changed, by `git diff`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from etl.report.build import build_report
from etl.report.formats import FORMATS
from etl.report.terminal import summary
from tests.report.made_report import later_facts, made_facts, made_folder

GOLDEN = Path(__file__).parent / "golden"
_FORMATS = ("md", "json", "sarif", "junit")


def golden_files(folder: Path) -> dict[str, str]:
    """Name -> text of every golden file, from made-up tables in FOLDER."""
    made_folder(folder)
    later = build_report(folder, later_facts()).model_copy(update={"quiver_version": "0.0.0"})
    failed = build_report(folder, made_facts(passed=False)).model_copy(update={"quiver_version": "0.0.0"})
    files = {f"report.{name}": FORMATS[name](later, folder) for name in _FORMATS}
    first = later.model_copy(update={"baseline": None})
    files["report.github"] = FORMATS["github"](first, folder)
    files |= {f"failed.{name}": FORMATS[name](failed, None) for name in ("md", "github", "junit")}
    files["report.terminal"] = summary(later, colour=False, out="curated") + "\n"
    files["failed.terminal"] = summary(failed, colour=True, out="curated") + "\n"
    return files


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in golden_files(Path(scratch)).items():
            (GOLDEN / name).write_text(text, "utf-8", newline="\n")
