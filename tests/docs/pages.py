"""What the documentation claims, taken out of its pages: blocks of code with the output that stands below them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^`\n]*)\n(?P<code>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NOT_RUN = "<!-- not run:"


@dataclass(frozen=True)
class Block:
    """One block: its language, the word behind it (a file's name), its code, its line, and what stands below."""

    language: str
    name: str
    code: str
    line: int
    below: str


def blocks(page: Path) -> list[Block]:
    """The blocks of PAGE that are to be tried; not those that it says are not run."""
    text = page.read_text("utf-8")
    found = []
    for match in _FENCE.finditer(text):
        if _NOT_RUN in text[: match.start()].rstrip("\n").rpartition("\n")[2]:
            continue
        language, _, name = match["info"].partition(" ")
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(language, name, textwrap.dedent(match["code"]), line, text[match.end() :].lstrip("\n")))
    return found


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """The commands of a `console` block, each with the output that it claims."""
    for part in re.split(r"^\$ ", block.code, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def text_below(block: Block) -> str | None:
    """The `text` block right below BLOCK."""
    match = _FENCE.match(block.below)
    return match["code"] if match is not None and match["info"] == "text" else None


def table_below(block: Block) -> list[list[str]] | None:
    """The cells of the Markdown table right below BLOCK: the header, then the rows."""
    lines = []
    for line in block.below.splitlines():
        if not line.startswith("|"):
            break
        lines.append([cell.strip() for cell in line.strip("|").split("|")])
    return [lines[0], *lines[2:]] if lines else None


def links(page: Path) -> list[str]:
    """Where PAGE links to, within the project."""
    text = _FENCE.sub("", page.read_text("utf-8"))
    return [target for target in _LINK.findall(text) if "://" not in target]


def anchors(page: Path) -> set[str]:
    """The names that headings of PAGE have as link targets, as GitHub makes them."""
    text = _FENCE.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower().replace("`", "")) for heading in headings]
    return {heading.strip().replace(" ", "-") for heading in plain}
