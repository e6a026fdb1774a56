"""The lines of a header with other spaces between their words, or with what marks a heading round them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.damages import encoded, given_back, in_site_form, read, shown_by
from tests.extract.made_authors import pages


@pytest.mark.parametrize("space", ["\u00a0", "\t", "  ", "\u2009"])
@pytest.mark.parametrize("role", ["banner", "kind", "notice", "papers", "rows", "possible"])
def test_they_are_the_same_lines(role: str, space: str) -> None:
    page = in_site_form(next(iter(pages(1, seed=3))))
    lines = [replace(x, text=x.text.replace(" ", space)) if x.role == role else x for x in page.lines()]
    sound, extracted = read(encoded(page.lines())), read(encoded(lines))
    fields = ["kind", "owner", "declared_papers", "declared_author_rows", "heading_papers"]
    assert extracted.pages.select(fields).rows() == sound.pages.select(fields).rows()
    assert extracted.quarantine.is_empty()
    assert shown_by(extracted) == shown_by(sound)
    assert given_back(extracted) == {"0.txt": encoded(lines)}


@pytest.mark.parametrize(
    ("mark", "roles"),
    [
        ("# {}", ("owner",)),
        ("## {}", ("banner", "owner", "possible")),
        ("**{}**", ("banner", "kind", "owner", "papers", "possible")),
        ("== {} ==", ("kind", "owner", "possible")),
        ("# [{}](https://example.org/a)", ("owner",)),
        ('# <span id="anchor"></span>{}', ("owner",)),
        (".SH {}", ("owner",)),
    ],
)
def test_what_marks_a_heading_is_no_part_of_it(mark: str, roles: tuple[str, ...]) -> None:
    page = in_site_form(next(iter(pages(1, seed=3))))
    lines = [replace(x, text=mark.format(x.text)) if x.role in roles else x for x in page.lines()]
    sound, extracted = read(encoded(page.lines())), read(encoded(lines))
    fields = ["kind", "owner", "declared_papers", "declared_author_rows", "heading_papers"]
    assert extracted.pages.select(fields).rows() == sound.pages.select(fields).rows()
    assert extracted.quarantine.is_empty()
    assert shown_by(extracted) == shown_by(sound)
