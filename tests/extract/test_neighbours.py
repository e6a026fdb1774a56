"""A file is read by itself: what stands before and after it in a shard changes nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tests.extract.damages import by_file, read
from tests.test_properties import LINES

NOTICED = (
    "Arrow Research search\n\nAuthor name cluster\n\nAda Ma\n\n"
    "Possible papers associated with this exact author name in Arrow. This page groups case-insensitive exact name "
    "matches and is not a full identity disambiguation profile."
)
QUESTION_MARKS = (
    f"{NOTICED}\n\n1 paper\n1 author row\n\nPossible papers\n\n1\n\n"
    "JAIR Journal 2013 Journal Article\n\nOf Pages\n\n  ? Ada Ma\n  ? Bo Li"
)
TWO_HEADERS = (
    "1 paper\nAuthor name cluster\n1 author row\nPossible papers\n1\n"
    "ICML Conference 2025 Conference Paper\nOf Pages\n  • Ada Ma"
)
MORE_LINES = (
    "ACL Main 2023 Long Paper", "? Ada Lovelace", "? Eve Adams", "1. Ada Lovelace", "2. Eve Adams", "=====",
    "<<<<<<< HEAD", ">>>>>>> x", "Abstract:", "Authors: Ada Lovelace", "Back to search", "and others", "a.txt",
    "ICML Conference 2021", "2021 ICML Conference Paper", "We show", "  •", "==> b.txt <==", "\x1a", "\0", "2 papers",
    "cut at some width by somebody who had no idea of what a line is. It ends.", "Ada Lovelace, Eve Adams",
)  # fmt: skip
CASES = {  # above, the file itself, below
    "a header cut off": (NOTICED[:85], NOTICED.replace("Research", "esearch"), ""),
    "signs in place of bullets": ("", QUESTION_MARKS, "Arrow Research search"),
    "one header without listings": ("ACML Conference 2024 Conference Paper", TWO_HEADERS, ""),
    "signs of a header at the end": ("", "Ada Ma\nAuthor name cluster\nPossible papers ", "Arrow Research search"),
    "a title last": ("", "ICML Conference 2021\nAda Ma\n\nA Title", "  • Ada Ma"),
    "a heading first": (
        "ICML Conference 2023 Conference Paper",
        "arXiv Preprint 2020 Preprint\nNeurIPS Conference 2021 Conference Paper\n  •",
        "",
    ),
    "two headings first": (
        "ICML Conference 2021 Conference Paper",
        "Journal of Foo & Bar Journal 2020 Journal Article\nACM MM Conference 2019 Conference Paper\n• one",
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_file_is_read_as_if_it_were_alone(name: str) -> None:
    above, own, below = (text.encode() for text in CASES[name])
    (alone,) = by_file(read(own), 1)
    among = by_file(read(above or b"x", own, below or b"x"), 3)[1]
    assert among == alone


def _tiny(rng: random.Random) -> bytes:
    """A few lines of a page, in any order."""
    lines = [rng.choice((*LINES, *MORE_LINES)) + rng.choice(("\n", "\n\n")) for _ in range(rng.randrange(1, 12))]
    text = "".join(lines) if rng.random() < 0.5 else "".join(lines).rstrip("\n")
    return (text or "x").encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_files_changes_nothing(seed: int) -> None:
    rng = random.Random(seed)
    files = [_tiny(rng) for _ in range(500)]
    order = rng.sample(range(len(files)), len(files))
    given, shuffled = (by_file(read(*(files[i] for i in some)), len(files)) for some in (range(len(files)), order))
    assert _differing(given, [shuffled[order.index(i)] for i in range(len(files))], files) == []


def _differing(some: Sequence[object], others: Sequence[object], files: Sequence[bytes]) -> list[bytes]:
    return [data for data, one, other in zip(files, some, others, strict=True) if one != other]
