"""Single lines of a page of which the rest was read, as that rest tells that they were.

A heading is told by its form, or by another one of the page with the same venue, a name by a list that has it. Neither
is sure by itself: `etl.extract.rereading.mended_pages` keeps what makes listings of the page's owner of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from etl.extract.grammar.lines import STANDARD_BULLET
from etl.extract.grammar.wording import LONG, SENTENCE_END, SHORT
from etl.extract.rereading.known import (
    GLYPH,
    LONGEST_LIST,
    LONGEST_NAME,
    Known,
    goes_on,
    is_heading,
    is_name,
    without_label,
)

Mended = list[tuple[str, int, int]]
"""Lines; the number (from 0) of the line that each was a part of, and the byte there that it begins with."""
_SIGNS = re.compile(r"^(?:[\W_\d]{1,6}|[eo]\s+)")


def _mark(line: str) -> str:
    """What stands before the words of LINE. Where an abstract has it, so may a title, which then is not the paper's."""
    first = line.split(maxsplit=1)[0] if line.strip() else ""
    return "" if any(map(str.isalpha, first)) else first


def mended_lines(lines: Sequence[str], unread: Mapping[int, bool], known: Known) -> Mended:
    """LINES with those that are UNREAD (numbers) as they were, as far as what is KNOWN of the page tells.

    Those that no author wrote (UNREAD says it of each) are left out.
    """
    open_, out = {number for number, foreign in unread.items() if not foreign}, Mended()
    left_out = _left_out(lines, unread.keys() - open_)
    marks = {_mark(lines[number]) for number in open_ if len(lines[number]) > LONGEST_NAME} - {"", GLYPH}
    listed = _bare_lists(lines, open_, known)
    titles = _parted_titles(lines, open_)
    for number, line in enumerate(lines):
        text, above = line.strip(), out[-1][0] if out else ""
        if number in left_out:
            continue
        if number in titles:
            at = next(n for n in range(len(out) - 1, -1, -1) if out[n][0].strip())
            out[at:] = [(f"{out[at][0].rstrip()} {text}", *out[at][1:])]
        elif number in listed:
            out.append((STANDARD_BULLET + text, number, 0))
        elif number not in open_ or not text or _mark(text) in marks:
            out.append((line, number, 0))
        elif (parts := known.beside_heading(text)) and _above_names(lines, number) == bool(parts[2]):
            sizes = (len(line) - len(line.lstrip()), *map(len, parts))
            edges = [0, *(len(line[: sum(sizes[:n])].encode()) for n in (2, 3))]
            out += [
                row for part, at in zip(parts, edges, strict=True) for row in ((part, number, at), ("", number, at))
            ]
        elif above.startswith(STANDARD_BULLET) and (whole := known.whole(above, text)):
            out[-1] = (whole, *out[-1][1:])
        else:
            below = lines[number + 1] if number + 1 < len(lines) else ""
            new = _parts(line, GLYPH in above or GLYPH in below[:6], known)
            goes_on = new == [STANDARD_BULLET + text] and number + 1 in open_ and _may_be_name(below, known)
            out += [(part, number, 0) for part in ([line] if goes_on else new)]
    return out


def _may_be_name(line: str, known: Known) -> bool:
    """May LINE be another name, though the page tells none there? A list would end above it."""
    text = line.strip()
    short = 0 < len(text.encode()) < SHORT and GLYPH not in text and not re.search(SENTENCE_END, text)
    return short and not known.names_in(text) and not known.heading(text)


def _left_out(lines: Sequence[str], foreign: set[int]) -> set[int]:
    """The FOREIGN lines with the blank ones round them, but for one; between names, with that one too."""
    out, blank, above = set(foreign), [], ""
    among_foreign = False
    for number, line in enumerate(lines):
        if number in foreign:
            among_foreign = True
        elif not line.strip():
            blank.append(number)
        else:
            among_names = above.startswith(STANDARD_BULLET) and line.startswith(STANDARD_BULLET)
            out.update(blank[0 if among_names else 1 :] if among_foreign else [])
            blank, above, among_foreign = [], line, False
    return out


def _bare_lists(lines: Sequence[str], open_: set[int], known: Known) -> set[int]:
    """The lines of the paragraphs that hold nothing but names, each on a line of its own, one of them KNOWN."""
    found: set[int] = set()
    for _, block in groupby(enumerate(sorted(open_)), key=lambda x: x[1] - x[0]):
        numbers = [number for _, number in block]
        names = [lines[number].strip() for number in numbers]
        if known.are_names(names):
            found.update(numbers)
    return found


def _parted_titles(lines: Sequence[str], open_: set[int]) -> set[int]:
    """The OPEN_ lines that go on with the title above: between that, which stands below a heading, and names."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    return {
        at
        for head, title, at, names in zip(written, written[1:], written[2:], written[3:], strict=False)
        if at in open_ and title in open_ and lines[names].strip().startswith(GLYPH)
        if goes_on(lines[title].strip(), lines[at].strip()) and is_heading(lines[head].strip())
    }


def _above_names(lines: Sequence[str], number: int) -> bool:
    """Is the next line below NUMBER that is not blank a name's? Then the title stands above it, else below."""
    return next((x.strip() for x in lines[number + 1 : number + 4] if x.strip()), "").startswith(GLYPH)


def _parts(line: str, among: bool, known: Known) -> list[str]:
    """What LINE holds; AMONG: a bullet stands above or below."""
    text = line.strip()
    if heading := known.heading(text):
        return [heading]
    if text.startswith(GLYPH) and len(text) > LONG and (name := known.before_text(text.removeprefix(GLYPH).strip())):
        return [STANDARD_BULLET + name, "", text.partition(name)[2].strip()]
    first, *others = re.split(rf"\s*{GLYPH}\s*", text) if len(text) <= LONGEST_LIST else [text]
    whole = [without_label(first), *others]
    if (whole[0] != first or (len(others) > 1 and not among)) and known.are_names(whole):
        return [STANDARD_BULLET + name for name in whole]
    names = [one for name in others if name for one in known.names_in(name) or [name]]
    if others and not (first and among and known.names_in(first)):  # a title may stand before the first
        as_it_is = not names or not all(map(is_name, names)) or (not first and len(others) == len(names) == 1)
        before = [first, ""] if first else []
        return [line] if as_it_is else [*before, *(STANDARD_BULLET + name for name in names)]
    bare = _SIGNS.sub("", first)
    if among and bare != text and is_name(bare) and len(line) - len(line.lstrip()) < len(STANDARD_BULLET):
        return [STANDARD_BULLET + bare]
    return [STANDARD_BULLET + name for name in [*known.names_in(bare), *names]] or [line]
