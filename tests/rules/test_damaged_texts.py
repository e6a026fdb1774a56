"""Damage that changes a whole text, told by what such a text has or lacks; each beside a sound text that is near."""

from __future__ import annotations

from string import ascii_lowercase

import pytest

from etl.rules.examples import ABSTRACT, one
from tests.rules.example_findings import below, found_together
from tests.rules.pipeline_run import in_files, run_pages

_SENTENCES = [
    f"We {verb} what {who} wrote of the {what}, and find that most of it holds for {number} pages of ten."
    for verb, who, what, number in (
        ("read", "Curie", "field of the first magnet", "nine"),
        ("count", "Galois", "different roots of an equation", "eight"),
        ("weigh", "Darwin", "finch and its efficient beak", "seven"),
        ("doubt", "Kepler", "orbit of the flat planet Mars", "six"),
        ("repeat", "Hooke", "spring and its specific force", "five"),
        ("extend", "Leibniz", "calculus of finite differences", "four"),
        ("compare", "Newton", "fluxions and their defined limits", "three"),
    )
]
_LONG = " ".join(_SENTENCES)
_FRENCH = (
    "Nous lisons les pages des auteurs pour trouver ce que nous avons cherché dans les textes, et nous montrons que "
    "cette méthode est plus rapide avec des pages qui ont une erreur dans chaque ligne. Les lecteurs des pages sont "
    "contents, et nous aussi: la méthode est simple, et les pages des autres auteurs sont plus faciles avec cette idée."
)
_ROT13 = _LONG.lower().translate(str.maketrans(ascii_lowercase, ascii_lowercase[13:] + ascii_lowercase[:13]))
_COUNTED = [f"{n:03} {word}" for n, word in enumerate(_LONG.split(), 54)]
_PASSAGE = _LONG[200:500]


def _without(text: str, *parts: str, by: str = "") -> str:
    for part in parts:
        text = text.replace(part, by)
    return text


CASES = {
    "resumed": ("ABS117", _LONG[:500] + _PASSAGE + _LONG[500:], _LONG[:500] + _PASSAGE[:150] + _LONG[500:]),
    "resumed later": ("ABS117", _LONG + " " + _LONG[300:], _LONG + " " + " ".join(_SENTENCES[:0:-1])),
    "ligatures": ("ABS207", _without(ABSTRACT + " The first is read.", "fi"), ABSTRACT + " The 2 nd of them."),
    "ligatures, spaces": ("ABS207", ABSTRACT + " The magnetic  elds.", ABSTRACT + " We find two elds."),
    "letter": ("ABS213", _LONG.replace("l", "|"), "Щ" * 700 + " with some words of English"),
    "hyphens": ("ABS214", ABSTRACT + " It is a largescale test.", ABSTRACT + " It is a largescale test of so-called text."),
    "well": ("ABS214", ABSTRACT + " It is wellstudied.", ABSTRACT + " Wellness, highways, selfishness: twofold unknown."),
    "manuscript": ("ABS122", " ".join(_COUNTED), " ".join(f"{n} of {n} people read it." for n in (9, 2, 7, 5, 6, 8))),
    "every line": ("ABS122", " ".join(_COUNTED[::3]), _LONG + " 1 2 3 4 5 6 7"),
    "French below": ("ABS114", f"{_LONG}\n\n{_FRENCH}", f"{_LONG} It says “{_FRENCH[:100]}”, and this is the end of it."),
    "rot13": ("ABS114", _ROT13, _ROT13[:390]),
    "of ten": ("ABS122", " ".join(_COUNTED), ABSTRACT[:10] + " 10 people" * 8),
    "Markdown": ("ABS124", ABSTRACT + r" See A\* and \[Pearl, 2009\].", ABSTRACT + r" Let \[ x = y \] be so."),
    "in quotes": ("ABS123", f'"{ABSTRACT}"', f'"Reading" is hard. {ABSTRACT} It is called "writing"'),
}  # fmt: skip
TITLES = {
    "doubled": ("TTL207", "RReeaaddiinngg PPaaggeess", "A Bookkeeper in Tennessee"),
    "digit at the end": ("TTL207", "Neura1 Readers of Pages", "Reading on the A100 and H1"),
    "digit at the beginning": ("TTL207", "Reading 0ptimal Pages", "Reading 10 Pages With 0-1 Loss"),
    "underscores": ("TTL207", "Reading_Pages", "Reading of x_i Pages"),
    "outline": ("TTL108", "2.3. Reading Pages", "2.3 Pages Are Read"),
    "Roman": ("TTL108", "IV. Reading Pages", "X. Laevis Reads Pages"),
    "quoted": ("TTL108", "“Reading Pages”", "“Can I Read Pages?”"),
}
_EXAMPLES = {
    f"{name} {kind}": one(**{field: text})
    for field, cases in (("abstract", CASES), ("title", TITLES))
    for name, (_, *both) in cases.items()
    for kind, text in zip(("flagged", "passed"), both, strict=True)
}


@pytest.mark.parametrize("name", [*CASES, *TITLES])
def test_a_damaged_text_is_told_and_one_near_it_is_not(name: str) -> None:
    code, *_ = (CASES | TITLES)[name]
    found = found_together(_EXAMPLES).filter(code=code)
    assert found.filter(below(f"{name} flagged")).height == 1
    assert found.filter(below(f"{name} passed")).is_empty()


@pytest.mark.parametrize(
    ("code", "changes", "told"),
    [
        ("ABS121", {"abstract": "In ICML, 2021. " + ABSTRACT}, True),
        ("ABS121", {"abstract": "ICML 2021: 38th Conference. " + ABSTRACT}, True),
        ("ABS121", {"abstract": "In ICML, 2020. " + ABSTRACT}, False),
        ("ABS121", {"abstract": "As Ma has shown (ICML, 2021), pages are read. " + ABSTRACT}, False),
        ("ABS121", {"abstract": "By Ada Lovelace. " + ABSTRACT}, True),
        ("ABS121", {"abstract": ABSTRACT + " We thank Ada Lovelace."}, False),
        ("TTL115", {"title": "Learning to Read Pages (ICML 2021)"}, True),
        ("TTL115", {"title": "Learning to Read ICML Pages"}, False),
        ("TTL115", {"title": "Learning to Read, by Bo Li and Alan Turing"}, True),
        ("TTL115", {"title": "Turing Machines Read Pages"}, False),
        ("ABS215", {"title": "Kernels for Graphs: Molecular Structures", "abstract": _LONG[:400] + "."}, True),
        ("ABS215", {"title": "Kernels for Graphs: Molecular Structures", "abstract": _LONG[:390] + "."}, False),
        ("ABS215", {"title": "Kernels for the Molecular Structures", "abstract": _LONG}, False),
        ("ABS215", {"title": "Kernels for Graphs: Magnets, Molecular Structures", "abstract": _LONG}, False),
    ],
)  # fmt: skip
def test_a_text_is_held_against_the_rest_of_its_listing(code: str, changes: dict[str, str], told: bool) -> None:
    found = run_pages(in_files(one(**changes).pages))[1]
    assert (code in found["code"].to_list()) is told
