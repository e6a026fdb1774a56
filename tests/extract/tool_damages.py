"""What lists, tables, terminals and comparisons of versions make of pages: of their headings, or of every line."""

from __future__ import annotations

import csv
import io
import random
import textwrap
from collections.abc import Callable
from dataclasses import replace

import tests.extract.damages as d
from tests.extract.damages import BULLET, Damage, Damaged, Line, Page

_DRESS = (
    ("[", "]"), ("【", "】"), ("_", "_"), ("| ", " |"), ('"', '"'), ("#12 ", ""), ("iv. ", ""), ("a) ", ""), ("1.1 ", ""), ("§ ", ""), ("📄 ", ""),
    ("Paper 3: ", ""), ("Venue: ", ""), ("Heading: ", ""), ("", " -"), ("", " ¶"), ("## ", " ##"), ("", " [1]"), ("[x] ", ""),
)  # fmt: skip


def _marked(heading: str, title: str, bullet: str = "- ") -> Damage:
    marks = {"heading": heading, "title": title}

    def edit(x: Line) -> str:
        return marks[x.role].format(x.text) if x.role in marks else x.text.replace(BULLET, bullet)

    return d.with_lines(edit)


def _field(text: str) -> str:
    """TEXT as a field of CSV that is quoted only where it has to be."""
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow([text])
    return row.getvalue() if text else ""


def _as_csv(page: Page, rng: random.Random) -> Damaged:
    listings = [
        replace(s, title=f'The "Made" Way, {s.title}', abstract=f"First, {s.abstract}".replace("\n\n", " "))
        for s in page.listings
    ]
    return d.with_lines(lambda x: _field(x.text))(replace(page, listings=tuple(listings)), rng)


HEADINGS: dict[str, Damage] = {
    **{f"heading-in-{a}{b}": d.with_lines(lambda x, a=a, b=b: a + x.text + b if x.role == "heading" else x.text) for a, b in _DRESS},  # type: ignore[misc]
    "bullet-above": d.with_lines(lambda x: x.text.replace(BULLET, "  •\n") if x.role == "name" else x.text),
    "heading-dash": d.with_lines(lambda x: d.re.sub(r"(\d{4}) ", r"\1 — ", x.text) if x.role == "heading" else x.text),
    "marks-markdown": _marked("## {}", "### {}"), "marks-bold": _marked("**{}**", "**{}**"), "marks-both": _marked("## {}", "**{}**"), "marks-org": _marked("** {}", "*** {}"),
    "csv": _as_csv, "title-in-quotes": d.with_title('"I Can Name That, and Read It!"'),
    **{f"bullet-read-as-{g}": d.with_lines(lambda x, g=g: x.text.replace(BULLET, g) if x.role == "name" else x.text) for g in ("e ", "o ", "    e ")},  # type: ignore[misc]
}  # fmt: skip


def _versions(role: str, *, write: Callable[[str, str], list[str]], indent: str = "") -> Damage:
    """The first line of ROLE of a listing stands there as it was and as it is now, as WRITE puts the two."""

    def damage(page: Page, rng: random.Random) -> Damaged:
        of = rng.randrange(len(page.listings))
        lines, gone = [], set()
        for x in page.lines():
            if (x.of, x.role) == (of, role) and x.text and not gone:
                lines += [Line(text, "foreign", of) for text in write(x.text, x.text.replace("a", "o"))]
                gone = {of}
            else:
                lines.append(replace(x, text=indent + x.text))
        return d._made(page, lines, {of - 1}, gone)

    return damage


def _conflict(was: str, now: str) -> list[str]:
    return ["<<<<<<< HEAD", was, "=======", now, ">>>>>>> other"]


def _paged(text: str, each: int) -> Damage:
    """A pager or a printer wrote TEXT, with a number, below so many lines EACH."""

    def damage(page: Page, _: random.Random) -> Damaged:
        lines, near = [], set()
        for number, x in enumerate(page.lines()):
            if number and number % each == 0:
                near |= {x.of, lines[-1].of}
                lines.append(Line(text.format(number), "foreign"))
            lines.append(x)
        return d._made(page, lines, near)

    return damage


VERSIONS: dict[str, Damage] = {
    **{f"versions-in-conflict-{r}": _versions(r, write=_conflict) for r in ("heading", "title", "name", "abstract")},
    **{f"versions-compared-{r}": _versions(r, write=lambda was, now: [f"-{was}", f"+{now}"], indent=" ") for r in ("heading", "title", "name", "abstract")},
    **{f"paged-{t!r}-{n}": _paged(t, n) for t in ("--More--({}%)", "(END)", "lines {}-40", "Page {}", "- {} -") for n in (7, 24)},
    "in-a-fence": d.with_bytes(lambda t: f"Here is the text:\n\n```text\n{t}```\n\nWould you like me to go on?\n".encode()),
}  # fmt: skip


def _framed(above: str, each: str, below: str, width: int = 0) -> Damage:
    """EACH line with its number, between lines of the tool's own."""

    def write(text: str) -> bytes:
        lines = text.removesuffix("\n").split("\n")
        return (above + "".join(each.format(x.ljust(width), i) + "\n" for i, x in enumerate(lines, 1)) + below).encode()

    return d.with_bytes(write)


_BLANKS = ("&nbsp;", "<br>", ".", "¶", "\\", "~", '""', "NULL", "nan", "#", "(blank)", "—")
_AUTHORS = ("1a2b3c4d (Ada Ma", "^9a8b7c6 page.txt (Bo Li  ")


def _visible(text: str) -> str:
    """As `cat -A` shows it."""
    signs = [
        [f"M-{chr(b - 128)}" if b >= 160 else f"M-^{chr(b - 64)}" for b in c.encode()] if c > "\x7f" else [c]
        for c in text
    ]
    return "".join(sign for several in signs for sign in several) + "$"


def _wrapped(text: str, first: str, rest: str) -> str:
    """TEXT in short lines, with a blank line below each."""
    lines = textwrap.wrap(
        text, 72, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
    )
    return "\n\n".join(lines or [first.rstrip()]) + "\n"


TOOLS: dict[str, Damage] = {
    "visible": d.with_lines(lambda x: _visible(x.text)), "wrapped-and-doubled": d.with_lines(lambda x: _wrapped(x.text, "", "")),
    "quoted-wrapped-and-doubled": d.with_lines(lambda x: _wrapped(x.text, "> ", "> ")), "wrapped-behind-mark": d.with_lines(lambda x: ("\ufeff" * (x.role == "notice") + _wrapped(x.text, "", "")).replace("\n\n", "\n").rstrip("\n")),
    **{f"blank-as-{b}": d.with_lines(lambda x, b=b: x.text or b) for b in _BLANKS},  # type: ignore[misc]
    "patch": _framed("diff --git a/p.txt b/p.txt\nnew file mode 100644\n--- /dev/null\n+++ b/p.txt\n@@ -0,0 +1,99 @@\n", "+{}", ""),
    "frame": _framed("┌" + "─" * 80 + "┐\n", "│ {} │", "└" + "─" * 80 + "┘\n", 78), "comment": _framed("/*\n", " * {}", " */\n"),
    "blame": d.with_bytes(lambda t: "".join(f"{_AUTHORS[i // 9 % 2]} 2026-11-{10 + i % 9} 10:00:00 +0100 {i:3}) {x}\n" for i, x in enumerate(t.removesuffix("\n").split("\n"), 1)).encode()),
}  # fmt: skip


def _in_columns(width: int, end: str = "") -> Damage:
    """Of each line are left so many characters; two abstracts at least are cut, and none after a full stop."""

    def damage(page: Page, _: random.Random) -> Damaged:
        long = "We read words and pages of words " * 40
        listings = [
            replace(s, abstract=f"{long}{s.abstract}" if i < 2 else s.abstract) for i, s in enumerate(page.listings)
        ]
        page = replace(page, listings=tuple(listings[: None if len(listings) > 1 else 0]))
        lines = [replace(x, text=x.text[:width] + end if len(x.text) > width else x.text) for x in page.lines()]
        cut = {x.of for x in page.lines() if len(x.text) > width}
        return d._made(page, lines, (), cut - {-1})

    return damage


def _each_line_once(page: Page, _: random.Random) -> Damaged:
    """A line that stands higher up already is left out (`awk '!seen[$0]++'`), blank ones stay."""
    listings = d.in_site_form(page).listings
    names = [(*s.names[:3], page.owner) if page.owner not in s.names else s.names for s in listings]
    page = replace(
        page,
        listings=tuple(
            replace(s, names=n, abstract=f"{s.title}. {s.abstract}") for s, n in zip(listings, names, strict=True)
        ),
    )
    page = replace(page, listings=page.listings if len(page.listings) > 2 else ())
    seen: dict[str, None] = {}
    lines = [x for x in page.lines() if not x.text or (x.text not in seen and seen.setdefault(x.text) is None)]
    return d._made(page, lines, (), range(1, len(page.listings)))


def _of_another_script(page: Page, rng: random.Random) -> Damaged:
    """Windows-1251, which has its bullet where Windows-1252 has it."""
    listings = [replace(s, names=(*s.names, "Иван Петров")) for s in page.listings]
    page = d.written_in(replace(page, listings=tuple(listings)), "cp1251")
    return d.with_bytes(lambda t: t.encode("cp1251"))(page, rng)


def _from_the_end(page: Page, _: random.Random) -> Damaged:
    """The last line stands first (`tac`); titles cannot be told from abstracts of one sentence."""
    long = "Pages of words are read by all. " * 8
    listings = [replace(s, abstract=f"{long}{s.abstract}") for s in page.listings]
    return d._made(page, replace(page, listings=tuple(listings)).lines()[::-1], (), range(len(listings)))


CUT: dict[str, Damage] = {
    "another-script": _of_another_script, "from-the-end": _from_the_end,
    **{f"columns-{w}{e}": _in_columns(w, e) for w in (70, 80, 132, 255, 500) for e in ("", "...")}, "each-line-once": _each_line_once,
}  # fmt: skip


def _in_place(role: str, write: Callable[[str], str]) -> dict[str, Damage]:
    """Lines of ROLE as WRITE puts them: all of them, or those of one listing."""

    def edit(x: Line) -> str:
        return write(x.text) if x.role == role else x.text

    return {"all": d.with_lines(edit), "once": d.with_lines(edit, everywhere=False)}


WRITTEN: dict[str, tuple[str, Callable[[str], str]]] = {
    "title-code": ("title", "`{}`".format), "title-wiki": ("title", "== {} ==".format), "title-bbcode": ("title", "[b]{}[/b]".format),
    "title-link-number": ("title", "[12]{}".format), "title-twice": ("title", "{0}\n{0}".format), "title-twice-apart": ("title", "{0}\n\n{0}".format),
    "title-underlined": ("title", lambda t: f"{t}\n{'-' * len(t)}"), "heading-underlined": ("heading", lambda t: f"{t}\n{'=' * len(t)}"),
    "heading-twice": ("heading", "{0}\n{0}".format), "heading-year-below": ("heading", lambda t: d.re.sub(r" (?=\d{4})", "\n", t)),
    "heading-a-line-each": ("heading", lambda t: d.re.sub(r" (?=\d{4})|(?<=\d{4}) ", "\n", t)),
    "name-link": ("name", lambda t: f"{BULLET}[{t.removeprefix(BULLET)}](/author/{t.split()[-1].lower()})"),
    "bullet-to-tick": ("name", lambda t: t.replace(BULLET, "- [ ] ")),
}  # fmt: skip
IN_PLACE = {f"{k}-{where}": damage for k, v in WRITTEN.items() for where, damage in _in_place(*v).items()}
LEGIBLE: dict[str, Damage] = {**HEADINGS, **TOOLS, **IN_PLACE}
DAMAGED: dict[str, Damage] = {**VERSIONS, **CUT}
