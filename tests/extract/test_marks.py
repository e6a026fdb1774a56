"""What stands round a heading, a title or an abstract and is left out is told, on the page that has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import encoded, in_site_form, read, shown_by
from tests.extract.made_authors import pages

PAGES = [page for page in map(in_site_form, pages(20, seed=6)) if len(page.listings) > 3][:3]


def _with(role: str, form: str, newline: bytes) -> list[bytes]:
    """Pages of which the second has a line in FORM; lines end in NEWLINE."""
    files = []
    for number, page in enumerate(PAGES):
        marked = (
            replace(x, text=form.format(x.text)) if number == x.of == 1 and x.role == role else x for x in page.lines()
        )
        files.append(encoded(list(marked)).replace(b"\n", newline))
    return files


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    ("role", "form"),
    [
        ("heading", "## {}"),
        ("heading", "**{}**"),
        ("title", "- [x] {}"),
        ("title", "★ {}"),
        ("title", "{} [PDF] [Code]"),
        ("abstract", "💡 {}"),
        ("abstract", "> {}"),
        ("abstract", "*{}*"),
        ("abstract", "{} Show less"),
    ],
)
def test_marks_that_are_left_out_are_told(role: str, form: str, newline: bytes) -> None:
    extracted = read(*_with(role, form, newline))
    assert shown_by(extracted) == {f"{number}.txt": list(page.listings) for number, page in enumerate(PAGES)}
    assert dict(extracted.pages.select("path", "rewritten").iter_rows()) == {
        "0.txt": False, "1.txt": True, "2.txt": False
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "form"), [("title", "“{}”"), ("title", "[60]fullerenes: {}"), ("abstract", "• {}"), ("abstract", "“{}”")]
)
def test_signs_of_the_authors_are_not_told(role: str, form: str) -> None:
    assert not read(*_with(role, form, b"\n")).pages["rewritten"].any()
