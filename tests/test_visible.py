"""Text of unknown origin, made harmless."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from etl.visible import UNSEEN, cut, visible


def test_what_acts_is_spelled_out() -> None:
    assert visible("a\x1b[31m\u202eb\nc\td") == "a‹U+001B›[31m‹U+202E›b c d"


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    shown = visible(text + "\ud800\x1b\u2029")
    assert not UNSEEN.search(shown)
    assert len(shown.splitlines()) == 1
    assert shown.encode()
    assert visible(shown) == shown


@given(st.text(), st.integers(1, 20))
def test_a_cut_text_uses_its_room(text: str, most: int) -> None:
    shown = cut(text, most)
    assert len(shown) <= most
    assert shown == text or shown == text[: most - 1].rstrip() + "…"


def test_a_text_that_fits_is_whole() -> None:
    assert cut("12345", 5) == "12345"
    assert cut("123456", 5) == "1234…"
